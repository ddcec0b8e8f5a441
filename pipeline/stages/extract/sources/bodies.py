"""Bodies: which body somebody belongs to, by the words before an office or behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.stages.extract.numbers.lexemes import MONTHS
from pipeline.stages.extract.sources.lists import (
    DETERMINERS,
    FORMER,
    KINDS,
    ORGANIZATION,
    RANKS,
    ROLES,
    SUFFIXES,
)
from pipeline.stages.extract.sources.names import leading, name_at_start
from pipeline.stages.extract.sources.places import PEOPLES, first_place, place
from pipeline.stages.extract.sources.traits import POSSESSIVE, bare, type_of
from pipeline.stages.extract.times.lexicon import WEEKDAYS

BASED = re.compile(r"[A-Z][\w.’'-]*-based")
#: between an office and a body
ENGAGED = frozenset(("of", "for", "at", "with", "to", "in", "from"))
WITHIN = frozenset(("at", "with"))
REGIONS = frozenset(("state", "city", "province", "town", "district", "region", "island"))
JOINTS = frozenset(("on", "and", "against"))
BODIES_TO = frozenset(("committee", "campaign", "coalition"))  #: Committee to Protect Dunes
#: bodies of a state that need no capital
COMMON_BODIES = frozenset((
    "ministry", "department", "police", "army", "navy", "military", "government", "parliament",
    "senate", "embassy", "council", "agency", "service", "commission", "prosecution", "bureau",
    "authority", "palace", "opposition",
))  # fmt: skip
LEGISLATURES = frozenset(("senate", "house", "congress", "parliament", "assembly"))
#: of somebody, not of the body: a senior police officer
STANDING = frozenset(("senior", "junior", "top", "chief", "deputy", "lead", "acting", "assistant"))
MOMENTS = frozenset((*MONTHS, *WEEKDAYS))


def body_at_start(words: Sequence[str]) -> list[str]:
    """Return the name that some words begin with; a body's with its `on Drug Abuse`, `and Air`."""
    run = name_at_start(words)
    while len(run) + 1 < len(words) and _goes_on(run, words[len(run)]) and _bodily(run):
        more = name_at_start(words[len(run) + 1 :])
        if not more or more[0].lower() in MOMENTS:
            break
        if words[len(run)] == "and" and not {"of", "for", "on"} & set(run):
            break
        run = [*run, words[len(run)], *more]
    return run


def _goes_on(run: Sequence[str], joint: str) -> bool:
    """Tell a word inside a body: National Institute | on Drugs, Institute for Work | in Ice."""
    studied = joint == "in" and len(run) > 2 and run[-2] in {"for", "on"}
    purpose = joint == "to" and len(run) == 1 and bare(run[0]) in BODIES_TO
    return joint.lower() in JOINTS or studied or purpose


def _bodily(run: Sequence[str]) -> bool:
    """Tell a name that has the word for a body in it: National Institute, Centre for Research."""
    return any(bare(word) in KINDS and word[0].isupper() for word in run)


def body_behind(words: Sequence[str]) -> str | None:
    """Return the body behind an office: `of engineering at the University of Bergen`.

    Of several the first that is called what it is, else the first that one is *at* or *with*.
    """
    found: list[tuple[str, list[str]]] = []
    for i, word in enumerate(words):
        if word == "of" and words[i - 1 : i] and words[i - 1] in REGIONS:
            continue  # a senator from the state of Dolna
        if word.lower() in ENGAGED and (body := _body(words[i + 1 :])):
            found.append((word.lower(), body))
    called = (body for _, body in found if type_of(body))
    within = (body for joint, body in found if joint in WITHIN)
    chosen = next(called, None) or next(within, None) or (found[0][1] if found else None)
    return " ".join(chosen) if chosen else None


def _body(words: Sequence[str]) -> list[str]:
    """Return the name of a body that words begin with, none if they begin with a place."""
    words = [w for i, w in enumerate(words) if i or w.lower() not in DETERMINERS]
    if (owned := _owned(words)) is not None:
        words = words[owned:]  # Norway’s Centre for Ice, the army’s Southern Command
    words = words[1:] if words and BASED.fullmatch(words[0]) else words
    run = body_at_start(words)
    ahead = len(run) < len(words) and words[len(run)].islower()
    found = first_place(run)
    if ahead and found and found[1:] == (0, len(run)) and (lead := leading(words[len(run) :])):
        return list(words[len(run) + lead :])  # Danish investment company Saxby Bank
    if not run and (lead := leading(words)):
        return list(words[lead:])  # the website Full Fact
    run = [*run[:-1], *(POSSESSIVE.sub("", w) or w for w in run[-1:])]
    moment = {word.lower() for word in run} & MOMENTS
    return [] if moment or place(run) or all(word in PEOPLES for word in run) else run


def _owned(words: Sequence[str]) -> int | None:
    """Return where a body begins behind the place, or the thing, whose it is."""
    k = next((i + 1 for i, word in enumerate(words[:4]) if POSSESSIVE.search(word)), None)
    if k is None or k == len(words) or not words[k][0].isupper():
        return None
    owner = [POSSESSIVE.sub("", word) for word in words[:k]]
    return k if place(owner) or all(word.islower() for word in owner) else None


def state_of(words: Sequence[str]) -> str | None:
    """Return the country whose body stands behind an office: `of Australia’s Sund University`."""
    words = [w for w in words if w.lower() not in DETERMINERS | ENGAGED]
    found = first_place([POSSESSIVE.sub("", w) or w for w in words])
    if found is None or found[1] or found[2] == len(words):
        return None
    owned = found[0].kind == "people" or POSSESSIVE.search(words[found[2] - 1])
    return found[0].country if owned else None


def body_before(words: Sequence[str]) -> tuple[str | None, str | None]:
    """Read country and body off the words before an office: `Beijing’s Foreign Ministry`."""
    words = [
        w for w in words if not BASED.fullmatch(w) and bare(w).replace(".", "") not in SUFFIXES
    ]
    if len(words) > 1 and words[0].lower() in MOMENTS and place(words[1:2]):
        words = words[1:]  # on Wednesday Greek Foreign Minister Ann Lee
    while words and words[0].lower() in FORMER:
        words = words[1:]
    if len(words) > 1 and bare(words[0]) in RANKS | ROLES and place(words[1:2]):
        words = words[1:]  # Chief Norwegian negotiator
    words = [
        w
        for i, w in enumerate(words)
        if bare(w) not in RANKS
        or w[0].isupper()
        or (w not in STANDING and {*words[i + 1 : i + 2]} & COMMON_BODIES)
    ]
    if all(bare(w) in ROLES | {"and", "&"} for w in words):
        return None, None  # CEO and founder
    clean = [POSSESSIVE.sub("", w) for w in words]
    clean = [w for w in clean if w]
    clean = _without_theme(clean)
    found = first_place(clean)
    country = found[0].country if found else None
    if found and found[1] == 0:
        owned = any(POSSESSIVE.search(w) for w in words[: found[2] + 1])
        rest = clean[found[2] :]
        if not rest:
            return country, " ".join(clean) if found[0].kind == "seat" else None
        if owned or found[0].kind == "people":
            part = proper_part(rest)
            alone = part == rest[0] and bare(part) in ORGANIZATION and not owned
            if country == "Europe" and part:
                return None, f"{clean[0]} {part}"  # the European Commission
            return country, " ".join(clean[: found[2] + 1]) if alone else part
    owner = next((i for i, w in enumerate(words) if POSSESSIVE.search(w)), None)
    own = words[owner + 1 :] if owner is not None else []
    if owner is not None and all(w.islower() for w in own) and not {*own[-1:]} & COMMON_BODIES:
        clean = clean[: owner + 1]  # Anadol’s water minister is of Anadol
    return country, proper_part(clean)


def _without_theme(words: list[str]) -> list[str]:
    """Return a body without a country that the office is about: `White House Norway adviser`."""
    length = next((length for length in (2, 1) if place(words[-length:])), 0)
    found, before = place(words[-length:]), words[-length - 1 : -length]
    if not found or not before or before[0].lower() in ENGAGED or before[0].islower():
        return words
    about = found.kind == "country" and not words[-length].isupper()  # Greenpeace UK is a body
    return words[:-length] if about else words


def _in_name(behind: Sequence[str]) -> bool:
    """Tell what follows a people in a body's name: Democratic Party; not a Republican governor."""
    kind = bare(behind[0]) if behind and behind[0][0].isupper() else ""
    return kind in KINDS - LEGISLATURES


def proper_part(words: Sequence[str]) -> str | None:
    """Return a body without the common words around it: `principal White House`."""
    words = [w for i, w in enumerate(words) if w not in PEOPLES or _in_name(words[i + 1 :])]
    words = [w for w in words if w != "The"]
    capitals = [i for i, word in enumerate(words) if word[0].isupper()]
    if capitals == [0] and words[1:] and bare(words[1]) in ORGANIZATION:
        return None  # High school
    public = bool(words) and bare(words[-1]) in COMMON_BODIES and words[-1].islower()
    if not capitals:  # a Russian foreign ministry spokesman
        return " ".join(words) if public and len(words) < 4 else None
    end = len(words) if public else capitals[-1] + 1  # the Dolna police chief
    found = place(words[capitals[0] : end])
    return None if found and found.kind != "seat" else " ".join(words[capitals[0] : end])
