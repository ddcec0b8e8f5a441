"""Segments: what a stretch without commas says: a place, a title and a name, a name, a thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.stages.extract.sources.appositions import apposed
from pipeline.stages.extract.sources.bodies import body_at_start, body_before, body_behind, state_of
from pipeline.stages.extract.sources.callings import last_role
from pipeline.stages.extract.sources.descriptions import described_as, head_of
from pipeline.stages.extract.sources.lists import (
    BODIES,
    DETERMINERS,
    DOCUMENTS,
    KINDS,
    LEGAL,
    NAMED_OUTLETS,
    ROLES,
    SOCIAL,
)
from pipeline.stages.extract.sources.names import is_person, leading, name_at_start, named, personal
from pipeline.stages.extract.sources.offices import with_role
from pipeline.stages.extract.sources.places import Place, place
from pipeline.stages.extract.sources.traits import (
    POSSESSIVE,
    STOPS,
    Mention,
    bare,
    describing,
    plural_noun,
    type_of,
)

AGED = re.compile(r"[1-9]\d?-year-old")
BELONGING = frozenset(("of", "at", "from", "with", "for", "in"))
SAID_IN = frozenset(("in", "on", "at", "after", "before", "to"))
CALLING = re.compile(r"[a-z]{3}(?:er|or|ist|ian|eer)$")
UTTERANCES = frozenset(("interview", "briefing", "speech", "conference", "call", "note", "remarks"))


def segment(words: Sequence[str]) -> Mention:
    """Read a stretch without commas: a place, a title and a name, an office, a name, a thing."""
    words = [w for i, w in enumerate(words) if i or w.lower() not in DETERMINERS] or ["it"]
    if POSSESSIVE.search(words[-1]) and not words[-1].endswith("s’"):
        words = [*words[:-1], POSSESSIVE.sub("", words[-1])]
        words = words if words[-1] else words[:-1]
    if found := place(words):
        return _of_place(found, words)
    if len(words) > 1 and " ".join(words).lower() in NAMED_OUTLETS and words[-1][0].isupper():
        return named(words)  # Business Insider is no insider
    if (told := _in_place(words) or _one_of(words)) is not None:
        return told
    if len(words) > 1 and words[-1].islower() and words[-1] in LEGAL:
        words = [*words[:-1], words[-1].upper()]  # Anglia Connect plc
    after = words[words.index("official") + 1 :] if "official" in words else []
    if after and after[0][0].isupper() and type_of(after):
        words = after  # the official Central News Agency is no official
    last, head = last_role(words), head_of(words)
    told = _called(words) or _opened(words)
    if told is None and last is not None:
        told = with_role(words, last, head)
    return told or _by_calling(words) or _without_office(words, head)


def _without_office(words: Sequence[str], head: int) -> Mention:
    """Read a stretch that tells no office: a name, a name with more behind it, a thing."""
    owner = next((i for i, w in enumerate(words[:-2]) if re.search(r"[’']s$", w)), None)
    if owner is not None and len(rest := name_at_start(words[owner + 1 :])) == 2:
        behind = words[owner + 1 + len(rest) :]
        if personal(rest) and behind and behind[0] in BELONGING:
            told = named(words[: owner + 3])
            return replace(told, kind="person", type="person")  # The BBC’s Ann Lee in Oslo
    run, lead = name_at_start(words), leading(words)
    within = next((i for i, w in enumerate(run) if i > 1 and w in BELONGING), None)
    if within and len(run) < len(words) and personal(run[:within]):
        run = run[:within]  # Ann Lee of the Dolna housing office
    people = len(run) == 1 and run[0].endswith("s")
    if len(body_at_start(words)) == len(words):
        return named(words)
    if len(run) > 1 and personal(run) and (whole := _followed(run, words)):
        return whole
    if run and personal(run) and not people and _speaks_in(words[len(run) :]):
        return named(run)
    if lead and words[lead - 1].lower() not in ROLES:
        inner = named(words[lead:])
        described = inner.described | describing(words[:lead])
        kind = type_of(words[:lead]) if words[lead - 1] != "ruling" else None
        return replace(inner, described=described, type=kind or type_of(words[lead:]))
    return described_as(words, head)


def _followed(run: Sequence[str], words: Sequence[str]) -> Mention | None:
    """Read `Ann Lee of the Lyon police`."""
    behind = words[len(run) :]
    if behind[0] not in BELONGING or not is_person(run):
        return None
    told = replace(named(run), kind="person", type="person")
    return replace(told, organization=body_behind(behind), country=told.country or state_of(behind))


def _in_place(words: Sequence[str]) -> Mention | None:
    """Read a body with where it is: `the ruling Tide Party in Norway`."""
    spot = place(words[-1:]) if words[-2:-1] == ["in"] else None
    if spot is None or len(words) < 4 or not words[-3][0].isupper() or words[0][0].isupper():
        return None
    told = segment(words[:-2])
    return replace(told, country=told.country or spot.country) if told.kind == "name" else None


def _one_of(words: Sequence[str]) -> Mention | None:
    """Read `one of the generals`, behind a name: a general."""
    if [w.lower() for w in words[:2]] != ["one", "of"] or len(words) < 3:
        return None
    several = segment(words[2:])
    if several.kind == "name" or several.type != "group":
        return None
    role = bare(several.head).removesuffix("s")
    kind = type_of([role])
    person = kind is None or role in ROLES
    return replace(
        several,
        plural=False,
        role=role if role in ROLES else None,
        type="person" if person else kind,
    )


def _called(words: Sequence[str]) -> Mention | None:
    """Read `a student named Ann Lee`."""
    k = next((i for i, w in enumerate(words) if i and w in {"named", "called"}), None)
    if k is not None and len(rest := name_at_start(words[k + 1 :])) == len(words) - k - 1 > 0:
        told = segment(words[:k])
        somebody = told.kind == "described" and told.type in {"person", "anonymous"}
        if somebody and not told.plural and personal(rest):
            return replace(told, kind="person", name=" ".join(rest), type="person")
    return None


def _by_calling(words: Sequence[str]) -> Mention | None:
    """Read a calling of no list by its ending: `Media tracker Ann Lee`."""
    end = len(words)
    while end and words[end - 1][0].isupper():
        end -= 1
    rest, name = words[:end], words[end:]
    if not rest or len(name) not in {2, 3} or not is_person(name) or name_at_start(rest) == rest:
        return None
    noun, (country, organization) = rest[-1], body_before(rest[:-1])
    if not (noun.islower() and CALLING.search(noun)) or type_of([noun]) or len(rest) > 4:
        return None
    return Mention(
        kind="person",
        text=" ".join(words),
        name=" ".join(name),
        role=noun,
        organization=organization,
        country=country,
        described=describing([noun]),
        head=noun,
        type="person",
    )


def _speaks_in(rest: Sequence[str]) -> bool:
    """Tell where somebody says it: `Lee | in a research report`."""
    if rest[0].lower() in {"after", "before"}:
        return True
    said_in = {w.lower() for w in rest} & (DOCUMENTS | UTTERANCES) or SOCIAL & set(rest)
    return rest[0].lower() in SAID_IN and bool(said_in)


def _opened(words: Sequence[str]) -> Mention | None:
    """Read what a capital alone makes look like a name, and a firm named after its people."""
    if AGED.fullmatch(words[0]) and len(words) < 3:
        return described_as(words, len(words) - 1)  # the 23-year-old Corsican
    common = plural_noun(words[0]) or (words[0].lower() in DOCUMENTS and words[0].endswith("s"))
    if common and (len(words) == 1 or words[1] in STOPS):
        return described_as(words, 0)  # Pilots say, Residents of Lyon say
    bodies = words[0].lower().removesuffix("s") in KINDS and words[0].endswith("s")
    if words == ["Police"] or (len(words) == 1 and bodies):
        return described_as(words, 0)  # Hospitals say
    run = name_at_start(words)
    rest = words[len(run) + 1 :]
    article = len(run) > 1 and words[len(run) : len(run) + 1] in (["the"], ["a"])
    if article and personal(run) and last_role(rest) is not None:
        return apposed([segment(run), segment(rest)])  # Ann Lee the mayor of Dolna
    return named(words) if "&" in words and len(run) == len(words) else None


def _of_place(found: Place, words: Sequence[str]) -> Mention:
    people = found.kind == "people"
    seat = " ".join(words) if found.kind == "seat" else None
    return Mention(
        kind="described" if people else "place",
        text=" ".join(words),
        name=None if people else found.country,
        organization=seat,
        country=found.country,
        described=frozenset(BODIES.get(found.country.lower(), ())),
        plural=people,
        type="group" if people else "government",
    )
