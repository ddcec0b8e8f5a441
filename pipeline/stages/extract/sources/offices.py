"""Offices: people by what they are, with a name or without: `the head of the Center`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.stages.extract.sources.bodies import (
    ENGAGED,
    body_before,
    body_behind,
    state_of,
)
from pipeline.stages.extract.sources.callings import SOLDIERS, held
from pipeline.stages.extract.sources.lists import (
    AGENCY,
    DETERMINERS,
    DOCUMENTS,
    EXPERTS,
    FOREGOING,
    FORMER,
    GIVEN,
    GOVERNMENT,
    KIN,
    KINDS,
    MAKERS,
    NUMERALS,
    OFFICES,
    ORGANIZATION,
    OUTLETS,
    SUFFIXES,
    TITLES,
)
from pipeline.stages.extract.sources.names import is_person, name_at_start, named, personal
from pipeline.stages.extract.sources.places import Place, first_place, place
from pipeline.stages.extract.sources.portfolios import PORTFOLIOS, role_begin, role_end
from pipeline.stages.extract.sources.traits import (
    POSSESSIVE,
    Mention,
    bare,
    describing,
    gender_of,
    plural_noun,
    type_of,
)

DIGNITIES = frozenset(("justice", "president"))
PREFIXES = frozenset(("de", "da", "di", "du", "van", "von", "al", "el"))
SAID_IN = frozenset(("in", "on", "at", "during"))


def with_role(words: Sequence[str], last: int, head: int) -> Mention | None:
    """Read what holds a role or title: with a name behind it, or by itself."""
    end = role_end(words, last)
    rest = words[end + 1 :]
    name = name_at_start(rest[1:]) if rest and rest[0] in PREFIXES else name_at_start(rest)
    name = [*rest[:1], *name] if name and rest[0] in PREFIXES else name  # Ms de La Rochette
    name = [] if name and name[0].lower() in ENGAGED else name  # Chair In Ice and Snow
    behind = rest[len(name) :]
    belongs = behind and behind[0].lower() in SAID_IN | ENGAGED
    inner = next((i for i, w in enumerate(name) if i > 1 and w in ENGAGED), len(name))
    if name and (not behind or (belongs and personal(name[:inner]))):
        from_place = place(behind[1:]) if behind[:1] == ["of"] else None
        told_of = body_behind(behind) if belongs and behind[0].lower() not in SAID_IN else None
        words = words[: len(words) - len(behind)]  # CEO Ann Lee in a news release
        if last == 0 and (bare(name[-1]) in AGENCY | GOVERNMENT or words[0].lower() in FOREGOING):
            return named(words)  # General Civil Aviation Authority; Developer Valve
        told = _first_of_two(words, last, _titled(words, last, name))
        if told_of and told.organization is None:
            told = replace(told, organization=told_of, country=told.country or state_of(behind))
        if from_place:
            told = replace(told, country=told.country or _sure(from_place))
        return told
    if told_behind := _behind_office(words, last):
        return told_behind
    if last not in {head, len(words) - 1}:
        return None
    return _first_of_two(words, last, office(words, last))


def _sure(found: Place) -> str | None:
    """Return the country somebody is of, but for one that is a state elsewhere too."""
    return None if found.kind == "people" or found.country == "Georgia" else found.country


def _first_of_two(words: Sequence[str], last: int, told: Mention) -> Mention:
    """Return the office with its body, of two: `FBI agent and security specialist Ann Lee`."""
    joint = next((i for i in range(1, last) if words[i].lower() == "and"), 0)
    if not joint or not held(words[joint - 1]):
        return told
    first = office(words[:joint], joint - 1)
    if not (first.organization or first.country):
        return told
    return replace(
        told,
        role=first.role,
        organization=first.organization,
        country=first.country or told.country,
    )


def _titled(words: Sequence[str], last: int, name: Sequence[str]) -> Mention:
    """Read `U.S. National Security Council spokesperson John Kirby`."""
    begin = role_begin(words, last)
    role = _role(words[begin : role_end(words, last) + 1])
    country, organization = body_before(words[:begin])
    country = None if _is_topic(words, begin, role) else country
    if role and bare(role[-1]) in MAKERS:
        organization = None  # Silence of the Fens author Ann Lee
    if role and bare(role[-1]) in KIN:
        organization = None  # Ann Lee's mother is of nobody
    role = _formerly(words, begin, role)
    while len(name) > 1 and bare(name[0]) in TITLES | DIGNITIES and not _first_name(name):
        name = name[1:]
    kept = [w for w in name if bare(w) not in SUFFIXES] or list(name)
    behind = next((i for i, w in enumerate(kept) if i > 1 and w in {"of", "at", "from"}), None)
    if behind:
        found = place(kept[behind + 1 :])
        country = country or state_of(kept[behind:]) or (_sure(found) if found else None)
        kept, organization = kept[:behind], organization or body_behind(kept[behind:])
    if len(kept) == 1 and len(kept[0].rstrip(".")) == 1:
        kept = [*words[begin : last + 1], *kept]  # Witness K
    return Mention(
        kind="person",
        text=" ".join(words),
        name=" ".join(kept),
        role=" ".join(role) or None,
        organization=organization,
        country=country,
        head=bare(words[last]),
        described=describing(words[: last + 1]),
        type="person",
        gender=gender_of(words[: last + 1]),
    )


def _first_name(name: Sequence[str]) -> bool:
    """Tell Don Lee from Don Bo Lee."""
    return name[0] == "Don" and not (len(name) > 2 and name[2][0].isupper())


def _formerly(words: Sequence[str], begin: int, role: list[str]) -> list[str]:
    """Return an office with the `Former` that stands before its body."""
    apart = begin and role and role[0].lower() not in FORMER
    return [words[0].lower(), *role] if apart and words[0].lower() in FORMER else role


def _role(words: Sequence[str]) -> list[str]:
    """Return an office without titles, and without the rank of a soldier who holds another.

    A title that tells an office stands for it: Sen. is Senator.
    """
    office = [i for i, w in enumerate(words) if held(w) and bare(w) not in SOLDIERS]
    ranked = [i for i, w in enumerate(words) if bare(w) in SOLDIERS]
    law = bare(words[-1]) == "general" and (not office or bare(words[office[-1]]) not in PORTFOLIOS)
    if office and len(ranked) > law and ranked[0] > office[0]:
        words = words[: ranked[0]]  # spokesman Major General Bo Ek; but Attorney General
    common = next((i for i, w in enumerate(words) if w.islower() and held(w)), len(words))
    second = next((i for i, w in enumerate(words) if i > common and w[0].isupper()), len(words))
    words = words[:second]  # chairman Senator Ann Lee
    plain = [_written_out(w) for w in words if bare(w) in OFFICES or bare(w) not in TITLES]
    while len(plain) > 1 and plain[0].lower() == "fellow":
        plain = plain[1:]
    if [bare(w) for w in words[-2:]] == ["first", "lady"]:
        return list(words)
    return plain if any(held(w) or w in OFFICES.values() for w in plain) else []


def _written_out(word: str) -> str:
    """Return an office that is abbreviated as what it is: Senator for Sen."""
    return word if bare(word) == word.lower() and held(word) else OFFICES.get(bare(word), word)


def _is_topic(words: Sequence[str], begin: int, role: Sequence[str]) -> bool:
    """Tell what an expert is one for, not of: `China analyst`; but `US economist`."""
    if not begin or not role or bare(role[-1]) not in EXPERTS:
        return False
    found = place(words[begin - 1 : begin])
    return found is not None and found.kind == "country" and not words[begin - 1].isupper()


def _behind_office(words: Sequence[str], last: int) -> Mention | None:
    """Read `Minister of Education Stefania Giannini`: the last two words are the name."""
    after = [w for w in words[last + 2 :] if w.lower() not in DETERMINERS]
    more = next((i for i, w in enumerate(after) if i > 2 and w in {"of", "for"}), len(after))
    after, tail = after[:more], after[more:]
    joints = {"of", "for", "to", "from"} if words[last][0].isupper() else {"of", "for", "to"}
    of = {*words[last + 1 : last + 2]} <= joints and len(words) > last + 1
    proper = all(w[0].isupper() for w in after)
    bodies = GOVERNMENT | AGENCY | ORGANIZATION | OUTLETS
    if not of or len(after) < 3 or {bare(w) for w in after[-2:]} & bodies:
        return None
    if words[last + 1] == "to" and any(held(word) for word in after[:-2]):
        return None  # an aide to President Bo Ek is another
    if POSSESSIVE.search(after[-3]):
        return None  # director of Norway’s Greenpeace International
    found, led = place(after[:-2]), words[last + 2].lower() in DETERMINERS
    of_body = type_of(after[:-2]) or (found and found.kind != "people")
    if led and not of_body and after[-2].lower() not in GIVEN:
        return None  # director of the Greek Energy Forum
    arm = all(w.islower() for w in after[:-2]) and all(w[0].isupper() for w in after[-2:])
    of_work = arm and after[:-2][-1] in DOCUMENTS | KINDS and is_person(after[-2:])
    arm = arm and (bare(words[last]) in PORTFOLIOS or after[:-2][-1] in NUMERALS)  # mother of two
    if place(after[-2:]) or place(after[-1:]) or not (proper or arm or of_work):
        return None
    told = office([*words[: last + 2], *after[:-2]], last)
    end = len(words) - len(tail) - 2
    role = " ".join([told.role or "", *words[last + 1 : end]]) if arm else told.role
    name = " ".join(w for w in after[-2:] if bare(w) not in TITLES)
    told = replace(told, kind="person", name=name, role=role, type="person", plural=False)
    return replace(told, organization=body_behind(tail) or told.organization)


def _is_of(after: Sequence[str], found: Place, organization: str | None) -> bool:
    """Tell whether a place behind an office tells the country: not `at Greenpeace East Asia`."""
    if organization is None:
        return True
    inside = first_place(organization.split())
    return after[0].lower() != "for" if inside is None else inside[0] == found and not inside[1]


def office(words: Sequence[str], last: int) -> Mention:
    """Read a person named by an office: `a Kremlin spokesperson`, `the head of the Center`."""
    begin = role_begin(words, last)
    country, organization = body_before(words[:begin])
    end = role_end(words, last)
    role = words[begin : end + 1]
    country = None if _is_topic(words, begin, role) else country
    after = list(words[end + 1 :])
    if after and after[0].lower() in ENGAGED and not organization:
        clean = [POSSESSIVE.sub("", w) or w for w in after if w.lower() not in DETERMINERS]
        organization = body_behind(after)
        found = first_place(clean[1:])
        of = found and found[0].country != "Europe" and _is_of(after, found[0], organization)
        country = country or (found[0].country if found and of else None)
    plural = plural_noun(words[last])
    if bare(role[-1]) in KIN:
        organization = None
    return Mention(
        kind="described",
        text=" ".join(words),
        role=" ".join(_formerly(words, begin, list(role))),
        organization=organization,
        country=country,
        head=bare(words[last]),
        described=describing(words[: last + 1]),
        plural=plural,
        type="group" if plural else "person",
        gender=gender_of(words[: last + 1]),
    )
