"""Pointing: whom a description means that names nobody: the striker, the 58-year-old, the lender.

A description points back to somebody described alike, else forward to somebody whom the text names
later with the same office, else to the last one named of whom the word can be said in passing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.records import SourceType
from pipeline.stages.extract.sources.lists import (
    DETERMINERS,
    EPITHETS,
    FORMER,
    ORGANIZATION,
    OUTLETS,
    PARTICULAR,
    TRIVIAL,
    word_list,
)
from pipeline.stages.extract.sources.party import Party, last
from pipeline.stages.extract.sources.people import People
from pipeline.stages.extract.sources.sightings import Sighting
from pipeline.stages.extract.sources.traits import NATIONAL, STOPS, Mention, describing

AGED = re.compile(r"\b([1-9]\d)-year-old\b")
BASED = re.compile(r"[A-Z][\w.’'-]*-based\b")
FRESH = re.compile(rf"^(?:(?:{'|'.join(sorted(TRIVIAL))}) )+")
PLAIN = word_list("plain")
OWNED = re.compile(r"[’']s? ")
THEIRS = frozenset(("his", "her", "its", "their"))
REACH = 4000  #: characters in which a description is introduced
NEAR = 1200  #: characters within which a word said in passing finds its person
SOON = 600  #: characters within which one told of is named
LEAD = 450  #: characters behind a first sentence in which its person is named
SOMEBODY: tuple[SourceType, ...] = ("person", "anonymous")


def pointed(told: Mention, at: int, people: People, outer: Sequence[Party]) -> Party | None:
    """Return whom a description without a name means, or None; `outer` says what it stands in."""
    if national(told):
        return _in_passing(told, at, people)
    known = people.described(told, at) if told.definite else None
    if told.owner in THEIRS and told.plural and known and not OWNED.search(known.name):
        return None  # his supporters are not those of whom was told before
    if told.plural and known and known.name != told.text and told.text.split()[-1] != told.head:
        return None  # officials close to the talks are no officials told of before
    if known or told.plural:
        return known
    if told.definite:
        known = people.foretold(told, at) if told.role else None
        known = known or _in_passing(told, at, people)
        if known is None and _is_body(told):
            known = _of_speaker(outer, people) or _last_body(told, at, people)
            known = None if known and told.head in PARTICULAR - known.described else known
    if known is None and told.type in {"organization", "agency"} and (told.owner or told.definite):
        known = _body_soon(told, at, people)
    if known is None and told.role and not told.definite:
        known = _introduced(told, at, people)
    if known:
        return known
    return _of_lead(told, at, people) if told.role and told.type == "person" else None


def national(told: Mention) -> bool:
    """Tell one of a people: the Finn, not the French."""
    word = told.text.split()[-1]
    people = told.kind == "described" and told.head == "" and bool(told.country)
    return people and told.definite and bool(NATIONAL.search(word))


def _in_passing(told: Mention, at: int, people: People) -> Party | None:
    """Return who was named last, for a word that can be said of many: the 58-year-old."""
    aged = AGED.search(told.text)
    if aged and (of_age := _of_age(aged[1], at, people)):
        return of_age
    whose = told.owner or told.organization or " of " in told.text
    if whose or not (aged or told.head in EPITHETS or national(told)):
        return None
    found = people.latest(at, *SOMEBODY, gender=told.gender, passing=0)
    return found if found and at - last(found.seen, at) < NEAR else None


def introduced_as(told: Mention, at: int, people: People) -> tuple[int, str] | None:
    """Return where and how the text introduced the order: `a Catholic order`."""
    if not told.definite or told.text.lower() != told.head:
        return None
    begin, found = max(0, at - REACH), None
    pattern = rf"\b[Aa]n? ((?:[\w’'-]+ ){{0,3}}{re.escape(told.head)}\b(?: in [A-Z]\w+)?)"
    for one in re.finditer(pattern, people.text[begin:at]):
        words = {word.lower() for word in one[1].partition(told.head)[0].split()}
        if not words & (STOPS | DETERMINERS | {"and"}):
            found = begin + one.start(), FRESH.sub("", one[1])
    return found


def _last_body(told: Mention, at: int, people: People) -> Party | None:
    """Return the body named last, unless one without a name was introduced after it."""
    body, other = people.last_named(at, told.type), introduced_as(told, at, people)
    return None if body and other and last(body.seen, at) < other[0] else body


def _is_body(told: Mention) -> bool:
    """Tell a bare word for a body: the lender, the Oslo-based firm; not the Spanish coastguard."""
    kinds = {"organization": ORGANIZATION, "agency": PLAIN, "outlet": OUTLETS}
    alone = describing(told.text.split()) <= {told.head, *describing([told.head])}
    alone = alone or (
        "’" not in told.text
        and "'" not in told.text
        and told.text.islower()
        and len(told.text.split()) == 2
        and told.definite
    )
    based = bool(BASED.match(told.text))
    listed = told.type in kinds and told.head in kinds[told.type]
    listed = listed and told.head.removesuffix("s") not in OUTLETS - {told.head}
    listed = listed and told.head not in {"media", "press"}  # all of them, no one body
    return listed and (alone or based) and not told.owner and not told.country


def _of_speaker(outer: Sequence[Party], people: People) -> Party | None:
    """Return the body of who says something of it: `The alliance waits, its chief said`."""
    body = outer[0].organization if len(outer) == 1 else None
    return people.known(body) if body else None


def _of_lead(told: Mention, at: int, people: People) -> Party | None:
    """Return who is named right behind the first sentence that tells of a person by an office."""
    first = people.text.find("\n")
    sentence = people.text.find(". ", at)
    first = sentence if at < LEAD and 0 <= sentence < (first if first >= 0 else LEAD) else first
    if not 0 <= at < first or people.any_person(at):
        return None
    for met in reversed(people.ahead):
        if met.at > first + LEAD:
            return None
        named = people.kinds.labels.get((met.told.name or "").lower(), {}).get("PERSON", 0)
        somebody = met.told.kind == "person" or (met.told.kind == "name" and named)
        if somebody and met.at > first and not met.quoted:
            office = describing((told.role or "").split()) - FORMER
            alike = not met.told.role or bool(describing(met.told.role.split()) & office)
            name = met.told.name or ""
            whole = " " in name and not people.kinds.labels.get(name.lower(), {}).get("ORG")
            return people.named(met.told, at) if alike and whole and met.subject else None
    return None


def _introduced(told: Mention, at: int, people: People) -> Party | None:
    """Return who is named soon, pointing back: `a spokesman said … the spokesman, Bo Ek, …`."""
    for met in _soon(at, people):
        role = describing((met.told.role or "").split())
        back = people.text[max(0, met.at - 2) : met.at] == ", "
        again = back and told.head in people.text[at : met.at] and not met.quoted
        if met.told.kind == "person" and again and role and role <= told.described:
            return people.named(met.told, met.at)
    return None


def _body_soon(told: Mention, at: int, people: People) -> Party | None:
    """Return the body named soon whose name has the word: their union, the Union of Crew."""
    for met in _soon(at, people):
        if met.told.kind == "name" and told.described and told.described <= met.told.described:
            return people.named(met.told, met.at)
    return None


def _soon(at: int, people: People) -> Iterator[Sighting]:
    """Yield whom the text names next."""
    for met in reversed(people.ahead):
        if met.at - at > SOON:
            return
        yield met


def _of_age(years: str, at: int, people: People) -> Party | None:
    """Return the person of whom the text told these years behind the name: `Ann Lee, 58`."""
    for found in re.finditer(rf"(\w[\w’'-]*), {years}\b", people.text[:at]):
        if (party := people.known(found[1])) and party.type == "person":
            return party
    return None
