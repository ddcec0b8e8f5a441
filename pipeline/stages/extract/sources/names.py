"""Names: which words of a source are a proper name, of a person or of a body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.stages.extract.sources.lists import (
    BODIES,
    DETERMINERS,
    FOREGOING,
    KINDS,
    LEGAL,
    PARTICLES,
    ROLES,
    SUFFIXES,
)
from pipeline.stages.extract.sources.places import first_place, place
from pipeline.stages.extract.sources.traits import (
    POSSESSIVE,
    STOPS,
    Mention,
    bare,
    describing,
    type_of,
)

ARABIC = re.compile(r"(?:al|el|ul|ad|as|ibn|bin)-[A-Z]")


def name_at_start(words: Sequence[str]) -> list[str]:
    """Return the leading run of words written as names, with particles between."""
    run: list[str] = []
    for i, word in enumerate(words):
        inside = (word == "&" or word.lower() in PARTICLES) and run and i + 1 < len(words)
        if word[0].isupper() or ARABIC.match(word) or (word[0].isdigit() and run) or inside:
            run.append(word)
        else:
            break
    while run and run[-1].lower() in PARTICLES and not run[-1][0].isupper():
        run.pop()
    return run


def personal(name: Sequence[str]) -> bool:
    """Tell a name that may be a person's: no kind of body in it, no place."""
    if not name:
        return False
    return type_of(name) is None and place(name) is None and first_place(name) is None


def leading(words: Sequence[str]) -> int:
    """Return how many lower-case words stand before a closing proper name: `rival SovGrain`."""
    k = len(words)
    while k and words[k - 1][0].isupper():
        k -= 1
    modified = all(w.lower() not in STOPS | DETERMINERS for w in words[:k])
    return k if 0 < k < len(words) and modified else 0


def named(words: Sequence[str]) -> Mention:
    """Read a bare proper name: of a person or of a body, which the article must tell."""
    kept = [w for w in words if bare(w) not in SUFFIXES] or list(words)
    legal = len(kept) > 1 and bare(kept[-1]) in LEGAL
    kept = kept[:-1] if legal else kept
    kept = kept[1:] if len(kept) > 1 and kept[0].lower() in FOREGOING else kept
    found = first_place([POSSESSIVE.sub("", w) or w for w in kept])
    owner = next((i for i, w in enumerate(kept[:-1]) if re.search(r"[’']s$", w)), None)
    kept = kept if owner is None or _owned(kept, owner) else kept[owner + 1 :]
    if found and found[1] == 0 and found[0].kind == "people" and personal(kept[found[2] :]):
        rest = kept[found[2] :]
        kept = rest if len(rest) == 2 or (len(rest) == 1 and rest[0].isupper()) else kept
    of = next((i for i, w in enumerate(kept) if w in {"of", "at", "from"} and i > 1), None)
    if of and type_of(kept[:of]) is None and not any(bare(w) in ROLES for w in kept[:of]):
        body = [w for w in kept[of + 1 :] if w.lower() not in DETERMINERS]
        return replace(
            named(kept[:of]), kind="person", type="person", organization=" ".join(body) or None
        )
    kind = type_of(kept) or ("organization" if legal else None)
    if found and kind is None and found[1] == 0 and found[0].kind in {"country", "capital"}:
        found = None  # Chad Hawk is not of Chad
    return Mention(
        kind="name",
        text=" ".join(words),
        name=" ".join(kept),
        country=found[0].country if found else None,
        described=describing(kept) | set(BODIES.get(" ".join(kept).lower(), ())),
        head=bare(kept[-1]),
        type=kind,
    )


def _owned(words: Sequence[str], owner: int) -> bool:
    """Tell a body named after whose it is: Attorney General’s Office, not Ghana’s Ministry."""
    of_place = place([POSSESSIVE.sub("", words[owner])]) is not None
    return bare(words[owner + 1]) in KINDS and not of_place
