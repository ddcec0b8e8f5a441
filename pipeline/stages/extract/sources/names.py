"""Names: which words of a source are a proper name, of a person or of a body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.stages.extract.sources.lists import (
    BODIES,
    BODILY,
    DETERMINERS,
    FOREGOING,
    GIVEN,
    KINDS,
    LEGAL,
    PARTICLES,
    ROLES,
    SUFFIXES,
)
from pipeline.stages.extract.sources.places import Place, first_place, place
from pipeline.stages.extract.sources.traits import (
    POSSESSIVE,
    STOPS,
    Mention,
    bare,
    describing,
    plural_noun,
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
    k -= 0 < k < len(words) and words[k - 1][0].isdigit()  # the 14th Amendment
    modified = all(w.lower() not in STOPS | DETERMINERS for w in words[:k])
    return k if 0 < k < len(words) and modified else 0


def named(words: Sequence[str]) -> Mention:
    """Read a bare proper name: of a person or of a body, which the article must tell."""
    kept = [w for w in words if bare(w) not in SUFFIXES] or list(words)
    legal = len(kept) > 1 and bare(kept[-1]) in LEGAL and kept[-2] != "&"  # Dow Jones & Co
    kept = kept[:-1] if legal else kept
    kept = kept[1:] if len(kept) > 1 and kept[0].lower() in FOREGOING else kept
    foregone = len(kept) < len(words) and words[0].lower() in FOREGOING
    found = first_place([POSSESSIVE.sub("", w) or w for w in kept])
    owner = next((i for i, w in enumerate(kept[:-1]) if re.search(r"[’']s$", w)), None)
    owner = None if owner is not None and _owned(kept, owner) else owner
    body = [*kept[:owner], POSSESSIVE.sub("", kept[owner])] if owner is not None else []
    of_state = place(body)
    kept = kept if owner is None else kept[owner + 1 :]
    if found and found[1] == 0 and found[0].kind == "people" and personal(kept[found[2] :]):
        rest = kept[found[2] :]
        kept = rest if len(rest) == 2 or (len(rest) == 1 and rest[0].isupper()) else kept
    of = next((i for i, w in enumerate(kept) if w in {"of", "at", "from", "for"} and i > 1), None)
    of = 1 if kept[1:2] == ["of"] and len(kept) == 3 and kept[2].isupper() else of
    if of and is_person(kept[:of], of_cause=kept[of] == "for"):
        body = [w for w in kept[of + 1 :] if w.lower() not in DETERMINERS]
        return replace(
            named(kept[:of]), kind="person", type="person", organization=" ".join(body) or None
        )
    kind = type_of(kept) or ("organization" if legal or foregone else None)
    if found and kind is None and not of_state and _is_in_name(found, kept):
        found = None
    return Mention(
        kind="name",
        text=" ".join(words),
        name=" ".join(kept),
        organization=" ".join(body) if body and not of_state and len(kept) > 1 else None,
        country=found[0].country if found else None,
        described=describing(kept) | set(BODIES.get(" ".join(kept).lower(), ())),
        head=bare(kept[-1]),
        type=kind,
    )


def is_person(words: Sequence[str], *, of_cause: bool = False) -> bool:
    """Tell a person before `of Bergen`, `for the union`; Voters for Change is nobody."""
    if of_cause and (len(words) > 2 or any(plural_noun(word) for word in words)):
        return False
    if first_place(words) and words[0].lower() not in GIVEN:
        return False  # Chinese Academy of Sciences
    body = words[0].lower() in BODILY or any(bare(w) in ROLES for w in words)
    return type_of(words) is None and not body


def _is_in_name(found: tuple[Place, int, int], words: Sequence[str]) -> bool:
    """Tell a given name or a surname: Chad Hawk is not of Chad, Ann English not of England."""
    spot, first, end = found
    if first == 0:
        return spot.kind in {"country", "capital"}
    last = end == len(words) and len(words) in {2, 3}
    return last and (spot.kind == "people" or words[0].lower() in GIVEN)


def _owned(words: Sequence[str], owner: int) -> bool:
    """Tell a body named after whose it is: Attorney General’s Office, not Ghana’s Ministry."""
    of_place = place([POSSESSIVE.sub("", words[owner])]) is not None
    return bare(words[owner + 1]) in KINDS and not of_place
