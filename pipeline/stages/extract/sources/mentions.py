"""Mentions: what the words of one source say by themselves, before the article is asked.

`U.S. National Security Council spokesperson John Kirby` is a person named John Kirby,
spokesperson, of the U.S. National Security Council, of the United States. `the agency` is a
definite description.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.records import SourceType
from pipeline.stages.extract.sources.descriptions import described_as, head_of, kept
from pipeline.stages.extract.sources.lists import (
    AMOUNTS,
    BODIES,
    DETERMINERS,
    DOCUMENTS,
    KINDS,
    LEGAL,
    MASTHEADS,
    NAMED_OUTLETS,
    NUMERALS,
    PRONOUNS,
    ROLES,
    TRIVIAL,
)
from pipeline.stages.extract.sources.names import leading, name_at_start, named, personal
from pipeline.stages.extract.sources.offices import last_role, with_role
from pipeline.stages.extract.sources.places import Place, place
from pipeline.stages.extract.sources.traits import (
    NATIONAL,
    POSSESSIVE,
    STOPS,
    Gender,
    Mention,
    describing,
    plural_noun,
    type_of,
    unnamed,
)

WORD = re.compile(
    r"(?:[A-Z]\.)+(?=[\s,;’']|$)|\d[\d,.]*\d(?:-[^\W_]+)*(?:[’']s)?|[^\W_]+(?:[.’'&-][^\W_]+)*[’']?|[,()“”\"&]"
)
BEFORE = frozenset(("according", "to", "by", "which", "as"))  #: of a source cut too wide
BASED = re.compile(r"[A-Z][\w.’'-]*-based")
AGED = re.compile(r"[1-9]\d?-year-old")
REFLEXIVE = frozenset(("himself", "herself", "itself", "themselves"))
BELONGING = frozenset(("of", "at", "from", "with"))
ONE_OF = (["one", "of"], ["another", "of"])
FIRMS = frozenset(("organization", "outlet", "agency", "government"))
BREAKS = frozenset((",", "(", ")"))


@lru_cache(maxsize=4096)
def mention(text: str) -> Mention:
    """Read the words of one source, coordination already taken apart."""
    words = _words(text)
    low = [w.lower() for w in words]
    if len(words) == 1 and low[0] in PRONOUNS:
        return _pronoun(low[0])
    opening = low[0] if low else ""
    the = words[:1] == ["The"]
    words = _led(words, opening)
    if words[:1] == ["of"] and len(words) > 1 and opening in NUMERALS:
        return replace(mention(" ".join(words[1:])), plural=True)  # two of them
    acronym, words = _acronym(words)
    segments = _segments(words)
    alone = the and len(words) == 1 and low[-1] in MASTHEADS
    found = named(words) if alone else _apposed(segments) if segments else None
    if found is None:
        return Mention(kind="described", text=text)
    if found.type == "document" and {"who", "whose"} & set(low):
        found = replace(found, type="group" if found.plural else "person")
    if the and found.kind == "name":
        found = _paper(found)
    if found.plural and found.country and len(words) == 1 and NATIONAL.search(words[0]):
        found = found if opening in DETERMINERS | NUMERALS else named(words)  # Dane, a surname
    owner = opening if opening in {"its", "his", "her", "their", "our", "my"} else None
    return replace(
        found,
        text=kept(segments[0], found, opening),
        acronym=acronym,
        definite=opening not in {"a", "an", "another", "some", "any", "every"} | NUMERALS,
        plural=found.plural or (opening in NUMERALS and opening not in {"one", "another"}),
        owner=owner,
        type=unnamed(found, opening) or found.type,
    )


def _words(text: str) -> list[str]:
    """Return the words of a source, without its quotation marks and closing possessive."""
    words = WORD.findall(re.sub(r"[’']s$", "", text.replace("\n", " ")))
    words = [w for w in words if w not in {"“", "”", '"'}]
    while len(words) > 1 and words[0].lower() in BEFORE:
        words = words[1:]
    if len(words) > 1 and words[-1] in REFLEXIVE:
        words = words[:-1]
    if words and POSSESSIVE.search(words[-1]):
        words[-1] = re.sub(r"(?<=s)[’']$|[’']s?$", "", words[-1]) or words[-1]
    return words


def _led(words: list[str], opening: str) -> list[str]:
    """Return the words without determiner, numeral and `a lot of the` in front."""
    while len(words) > 1 and not place(words) and _leads(words, opening):
        if [w.lower() for w in words[:2]] in ONE_OF:
            break
        words = words[1:]
    if _told_of(words):
        words = words[1:]
    if len(words) > 2 and words[0].lower() in AMOUNTS and words[1].lower() == "of":
        words = words[2 + (len(words) > 3 and words[2].lower() in DETERMINERS) :]
    return words


def _told_of(words: Sequence[str]) -> bool:
    """Tell an age or a place in front: 43-year-old Ann Lee, the Oslo-based Centre for Ice."""
    if len(words) < 2:
        return False
    if AGED.fullmatch(words[0]):
        return len(name_at_start(words[1:])) > 1
    return bool(BASED.fullmatch(words[0])) and (words[1][0].isupper() or plural_noun(words[-1]))


def _paper(found: Mention) -> Mention:
    """Return an outlet with the article that the text writes with a capital."""
    outlet = found.type == "outlet" or found.text.lower() in MASTHEADS
    if not outlet or found.name != found.text:
        return found
    return replace(found, type="outlet", name=with_article(found.name or ""))


def with_article(paper: str) -> str:
    """Return the name of an outlet that the text writes with The: `The Sunday Ledger`, but BBC."""
    known = paper.lower() in NAMED_OUTLETS and f"the {paper.lower()}" not in NAMED_OUTLETS
    return paper if known or paper.isupper() else f"The {paper}"


def _leads(words: Sequence[str], opening: str) -> bool:
    """Tell a determiner, numeral or trivial adjective in front; New in New Zealand is none."""
    low = words[0].lower()
    if low == "no" and words[1][:1].isdigit():
        return False  # No 10 sources
    low = low.split("-")[0] if low.split("-")[-1] in NUMERALS else low  # fifty-five
    trivial = low in TRIVIAL and (words[0].islower() or low == opening != "new")
    return low in DETERMINERS | NUMERALS or trivial


def _pronoun(word: str) -> Mention:
    gender: Gender | None = None
    if word in {"he", "him", "his", "himself"}:
        gender = "m"
    elif word in {"she", "her", "herself"}:
        gender = "f"
    return Mention(kind="pronoun", text=word, head=word, gender=gender)


def _acronym(words: Sequence[str]) -> tuple[str | None, list[str]]:
    """Take `(NIS)` out of a name."""
    for i, word in enumerate(words):
        if word == "(" and i + 2 < len(words) and words[i + 2] == ")":
            return words[i + 1], [*words[:i], *words[i + 3 :]]
        if word == "(":
            return None, list(words[:i])
    return None, list(words)


def _segments(words: Sequence[str]) -> list[list[str]]:
    """Split at commas; stop at a relative clause; leave out `, for the Crown`."""
    made: list[list[str]] = [[]]
    for word in words:
        if word in BREAKS:
            made.append([])
        elif word.lower() in {"who", "which", "whose", "where"}:
            break
        else:
            made[-1].append(word)
    whole = [segment for segment in made if segment]
    return whole[:1] + [segment for segment in whole[1:] if segment[0].lower() not in STOPS]


def _apposed(segments: Sequence[Sequence[str]]) -> Mention:
    """Join a name and its apposition: `Ann Lee, the mayor`; `Ukraine’s president, Ann Lee`."""
    read = [_segment(segment) for segment in segments[:3]]
    first = read[0]
    for other in read[1:]:
        if first.kind == other.kind == "described" and not first.role and other.type == "group":
            return other if any(w[0].isupper() for w in other.text.split()) else first
        if first.kind == "described" and other.kind in {"name", "person"}:
            person = (bool(first.role) or other.kind == "person") and other.type not in FIRMS
            role = first.role or other.role if person else None
            return replace(
                other,
                kind="person" if person else "name",
                role=role,
                organization=first.organization or other.organization,
                country=first.country or other.country,
                described=first.described | other.described,
                type="person" if person else (first.type or other.type),
                gender=first.gender or other.gender,
            )
        if first.kind in {"name", "person"} and other.kind == "described":
            person = (bool(other.role) or first.kind == "person") and first.type not in FIRMS
            return replace(
                first,
                kind="person" if person else "name",
                role=first.role or other.role,
                organization=first.organization or other.organization,
                country=first.country or other.country,
                described=first.described | other.described,
                type="person" if person else (first.type or _sure(other)),
                gender=first.gender or other.gender,
            )
    return first


def _sure(other: Mention) -> SourceType | None:
    """Return what kind a description is, but for a noun of no list."""
    return None if other.type == "document" and other.head not in DOCUMENTS else other.type


def _segment(words: Sequence[str]) -> Mention:
    """Read a stretch without commas: a place, a title and a name, an office, a name, a thing."""
    words = [w for i, w in enumerate(words) if i or w.lower() not in DETERMINERS] or ["it"]
    if POSSESSIVE.search(words[-1]) and not words[-1].endswith("s’"):
        words = [*words[:-1], POSSESSIVE.sub("", words[-1])]
        words = words if words[-1] else words[:-1]
    if found := place(words):
        return _of_place(found, words)
    if len(words) > 1 and words[-1].islower() and words[-1] in LEGAL:
        words = [*words[:-1], words[-1].upper()]  # Anglia Connect plc
    after = words[words.index("official") + 1 :] if "official" in words else []
    if after and after[0][0].isupper() and type_of(after):
        words = after  # the official Central News Agency is no official
    last, head = last_role(words), head_of(words)
    told = _opened(words) or (with_role(words, last, head) if last is not None else None)
    if told is not None:
        return told
    run = name_at_start(words)
    if len(run) == len(words):
        return named(words)
    if len(run) > 1 and personal(run) and (whole := _followed(run, words)):
        return whole
    lead = leading(words)
    if lead and words[lead - 1].lower() not in ROLES:
        inner = named(words[lead:])
        described = inner.described | describing(words[:lead])
        return replace(inner, described=described, type=type_of(words))
    return described_as(words, head)


def _followed(run: Sequence[str], words: Sequence[str]) -> Mention | None:
    """Read `Ann Lee of the Lyon police`."""
    rest = words[len(run) + 1 :]
    if words[len(run)] not in BELONGING:
        return None
    body = name_at_start([w for w in rest if w.lower() not in DETERMINERS])
    organization = None if place(body) else " ".join(body) or None
    return replace(named(run), kind="person", type="person", organization=organization)


def _opened(words: Sequence[str]) -> Mention | None:
    """Read what a capital alone makes look like a name, and a firm named after its people."""
    if AGED.fullmatch(words[0]) and len(words) < 3:
        return described_as(words, len(words) - 1)  # the 23-year-old Corsican
    if plural_noun(words[0]) and (len(words) == 1 or words[1] in STOPS):
        return described_as(words, 0)  # Pilots say, Residents of Lyon say
    bodies = words[0].lower().removesuffix("s") in KINDS and words[0].endswith("s")
    if words == ["Police"] or (len(words) == 1 and bodies):
        return described_as(words, 0)  # Hospitals say
    run = name_at_start(words)
    rest = words[len(run) + 1 :]
    article = len(run) > 1 and words[len(run) : len(run) + 1] in (["the"], ["a"])
    if article and personal(run) and last_role(rest) is not None:
        return _apposed([run, rest])  # Ann Lee the mayor of Dolna
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
