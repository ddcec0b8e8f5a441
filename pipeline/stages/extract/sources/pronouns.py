"""Pronouns: whom I, we, she, it, they and one of them stand for at one place of an article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.records import SourceType
from pipeline.stages.extract.sources.lists import word_list
from pipeline.stages.extract.sources.mentions import mention
from pipeline.stages.extract.sources.party import PASSING, Party
from pipeline.stages.extract.sources.people import People
from pipeline.stages.extract.sources.traits import STOPS, Mention

SPEAKERS = frozenset(("i", "we", "me", "us", "my", "our"))
SINGLE = frozenset(("one", "another", "third", "fourth"))
PLURALS = {"people": "person", "men": "man", "women": "woman", "children": "child"}
STATESMEN = word_list("statesmen")
OFFICERS = word_list("officers")
HE_OR_SHE = frozenset(("he", "she", "him", "her", "his", "who", "himself", "herself"))
OWNING = frozenset(("his", "her", "its", "their"))
IT = frozenset(("it", "its", "itself", "which"))
THEY = frozenset(("they", "them", "their"))
BODIES: tuple[SourceType, ...] = ("organization", "agency", "government", "outlet", "document")
SEVERAL: tuple[SourceType, ...] = (
    "group",
    "organization",
    "agency",
    "anonymous",
    "government",
)


def of_pronoun(told: Mention, at: int, people: People, outer: Sequence[Party]) -> list[Party]:
    """Return the parties a pronoun stands for, none where nothing tells."""
    if told.head in SPEAKERS:
        return _speakers(told, outer, people)
    party = one_of(told, at, people) if told.head in SINGLE else _back(told, at, people, outer)
    if party is None:
        return []
    people.speaks(party, at)
    return [party]


def _speakers(told: Mention, outer: Sequence[Party], people: People) -> list[Party]:
    """Return who says I: the speaker; who says we: the body that a spokesperson speaks for."""
    if told.head in {"we", "us", "our"} and len(outer) == 1 and outer[0].role:
        speaker, role = outer[0], set(outer[0].role.lower().split())
        body = people.known(speaker.organization) if speaker.organization else None
        if body is not None and body.type != "person" and role & OFFICERS:
            return [body]
        if role & STATESMEN and (body_of_state := speaker.country or speaker.organization):
            return [people.state(body_of_state)]
    return list(outer)


def _back(told: Mention, at: int, people: People, outer: Sequence[Party]) -> Party | None:
    """Return whom he, she, it or they point back to: inside a content first to its source."""
    quoted = people.quoted(at)  # who is quoted calls himself I
    besides = outer if quoted else ()
    if told.head in THEY:
        return people.latest(at, *SEVERAL, besides=besides)
    if told.head not in HE_OR_SHE | IT:
        return None
    if told.head == "who" and (party := people.beside(at)):
        return party
    kinds: tuple[SourceType, ...] = BODIES if told.head in IT else ("person", "anonymous")
    near = [p for p in outer if p.type in kinds and p.fits(told.gender) and not quoted]
    far = 0 if told.head in OWNING else PASSING  # her assurances: of whom was just told
    back = (
        near[0]
        if near
        else people.latest(at, *kinds, gender=told.gender, besides=besides, passing=far)
    )
    party = back or people.latest(at, *kinds, besides=besides, passing=far)
    if party is None and told.head in HE_OR_SHE:
        party = people.named_last(at, told.gender)
    if party is None and kinds == BODIES:
        party = people.latest(at, "group")
    if party and told.gender:
        party.gender = told.gender
    return party


def one_of(told: Mention, at: int, people: People) -> Party:
    """Return one, another, of a group named before or in the phrase itself."""
    group = people.latest(at, "group", "anonymous")
    words = told.text.split()
    inner = mention(" ".join(words[2:])) if words[1:2] == ["of"] else None
    name = inner.text if inner and inner.kind != "pronoun" else group.name if group else told.text
    words = name.split()
    end = next((i for i, word in enumerate(words) if i and word in STOPS | {"of"}), len(words))
    words[end - 1] = PLURALS.get(words[end - 1], re.sub(r"(?<=[^s])s$", "", words[end - 1]))
    single = " ".join(words)
    return people.new(Mention(kind="described", text=single, type="anonymous"), at)
