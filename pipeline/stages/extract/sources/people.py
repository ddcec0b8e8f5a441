"""People and bodies of one article: who was named, under which names, described how."""

from __future__ import annotations

import difflib
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.records import SourceType
from pipeline.stages.extract.sources.lists import (
    GIVEN_FEMALE,
    GIVEN_MALE,
    ORGANIZATION,
)
from pipeline.stages.extract.sources.mentions import mention
from pipeline.stages.extract.sources.party import Party
from pipeline.stages.extract.sources.places import place
from pipeline.stages.extract.sources.sightings import labels, met
from pipeline.stages.extract.sources.traits import Gender, Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc


PARTS = 0.6  #: the same of each part of two full names
ALIKE = 0.8  #: ratio of matching letters from which a name is a misspelling of another


class People:
    """Everybody met so far in one article, findable by name and by description."""

    def __init__(self, doc: Doc) -> None:
        self.parties: list[Party] = []
        self.labels = labels(doc)
        self.ahead = list(met(doc))[::-1]
        self.names = sorted({told.name or "" for _, told, _ in self.ahead}, key=len, reverse=True)
        self.people = {told.name for _, told, _ in self.ahead if told.kind == "person"}

    def read_to(self, at: int) -> None:
        """Take in everybody the text names before `at`."""
        while self.ahead and self.ahead[-1][0] < at:
            begin, told, subject = self.ahead.pop()
            named = told.kind in {"person", "name", "place"}
            party = self.named(told, begin) if named else self.office(told, begin)
            if subject:
                party.spoke = max(party.spoke, begin)

    def office(self, told: Mention, at: int) -> Party:
        """Return who is told of by an office, known already, named only later, or new."""
        known = self.described(told, at) if told.definite else None
        party = known or self.foretold(told, at) or self.new(told, at)
        party.learn(told, at)
        return party

    def surname(self, word: str, at: int) -> Party | None:
        """Return the person met by then of whose full name this, a place too, is the end."""
        for party in self.parties:
            own = _words(party.name)
            if party.type == "person" and len(own) > 1 and own[-1] == word.lower():
                return party if 0 <= party.seen < at else None
        return None

    def foretold(self, told: Mention, at: int) -> Party | None:
        """Return who is named only later: `Minister: …` in a headline."""
        for _, later, _ in reversed(self.ahead):
            person = later.kind == "person" and later.role
            if person and told.described and told.described <= later.described:
                return self.named(later, at)
        return None

    def named(self, told: Mention, at: int) -> Party:
        """Return the party with this name, known under a longer or a misspelt one, or new."""
        name = told.name or told.text
        party = self.known(name) or self._acronym(told) or self._misspelt(name)
        if party is None:
            party = self._same_description(told) if told.kind == "name" else None
            if party:
                party.name = name
        if party is None:
            full = self._fullest(name, person=told.type == "person")
            party = Party(name=full, type=self._kind(told, full))
            party.gender = _given(full) if party.type == "person" else None
            self.parties.append(party)
        if told.type and party.type != "person":
            party.type = told.type if told.kind != "name" or party.type is None else party.type
        party.learn(told, at)
        return party

    def known(self, name: str) -> Party | None:
        """Return the party met by this name, longer or shorter, or None."""
        words = _words(name)
        for party in sorted(self.parties, key=lambda party: -party.seen):
            own = _words(party.name)
            if name.lower() in party.aliases or own == words:
                return party
            if party.type == "person" and len(words) == 1 and words[0] in {own[-1], own[0]}:
                return party
            shorter = len(words) < len(own) and own[: len(words)] == words
            if shorter and (party.type == "person" or not self._is_place(name)):
                return party
            if party.type == "person" and len(own) == 1 and own[0] == words[-1]:
                party.name = name
                return party
            if party.type == "person" and len(words) > 1 and own[-len(words) :] == words:
                return party
        return None

    def _acronym(self, told: Mention) -> Party | None:
        name = told.name or ""
        if told.acronym and (party := self.known(told.acronym)):
            if len(told.acronym) < len(name):
                party.aliases.add(told.acronym.lower())
                party.name = name
            return party
        if not (name.isupper() and 2 <= len(name) <= 6):
            return None
        for party in self.parties:
            initials = "".join(word[0] for word in party.name.split() if word[0].isupper())
            if initials == name.replace(".", ""):
                return party
        return None

    def _misspelt(self, name: str) -> Party | None:
        """Find the one a name is a slip for: `Jin` for Lin Jian, `Zelenskyy` for Zelensky."""
        if len(name) < 3:
            return None
        best: tuple[float, Party] | None = None
        for party in self.parties:
            if party.type != "person":
                continue
            own = party.name.split()
            if not _alike(name.split(), own):
                continue
            rivals = [party.name] if " " in name else [party.name, *own]
            ratio = max(_ratio(name, rival, ALIKE) for rival in rivals)
            if ratio >= ALIKE and (best is None or ratio > best[0]):
                best = ratio, party
        return best[1] if best else None

    def _same_description(self, told: Mention) -> Party | None:
        """Find the body described before it was named: the spy agency, then the NIS in full."""
        for party in sorted(self.parties, key=lambda party: -party.seen):
            nation = not (party.country and told.country and party.country != told.country)
            bodies = party.type == told.type and party.type in {"agency", "government"}
            own = party.described
            if bodies and not party.named and own and own <= told.described and nation:
                party.named = True
                return party
        return None

    def _fullest(self, name: str, *, person: bool) -> str:
        """Return the longest name in the article that this one ends, or begins (for bodies)."""
        words = _words(name)
        for full in self.names:
            own = _words(full)
            if len(own) > len(words) and len(own) <= 5 and not place(full.split()):
                if own[-len(words) :] == words and (person or self._is_person(full)):
                    return full
                if not person and own[: len(words)] == words and not self._is_person(full):
                    return full
        return name

    def _kind(self, told: Mention, name: str) -> SourceType | None:
        if told.type:
            return told.type
        if self._is_place(name):
            return "government"
        return "person" if self._is_person(name) else "organization"

    def _is_person(self, name: str) -> bool:
        votes = self.labels.get(name.lower(), {})
        words = name.split()
        if name in self.people:
            return True
        if (
            set(_words(name)) & ORGANIZATION
            or name.isupper()
            or mention(name).type not in {None, "person"}
        ):
            return False
        if votes:
            return votes.get("PERSON", 0) >= max(votes.get("ORG", 0), votes.get("PLACE", 0))
        return 2 <= len(words) <= 4

    def _is_place(self, name: str) -> bool:
        votes = self.labels.get(name.lower(), {})
        return votes.get("PLACE", 0) > max(votes.get("PERSON", 0), votes.get("ORG", 0))

    def described(self, told: Mention, at: int) -> Party | None:
        """Return whom a definite description points back to: the minister, the agency."""
        wanted = set(told.described) - {"former", "new", "same"}
        recent = sorted((p for p in self.parties if p.seen < at), key=lambda party: -party.seen)
        for party in recent:
            if told.plural != party.plural:
                continue
            clash = told.country and party.country and told.country != party.country
            gender = not party.fits(told.gender)
            both = {told.type, party.type} <= {"organization", "agency", "government"}
            kind = told.type and party.type != told.type and party.named and not both
            if wanted and wanted <= party.described and not (clash or gender or kind):
                return party
        if len(wanted) == 1 and told.head in {"company", "firm", "group", "organisation", "body"}:
            return next((p for p in recent if p.type == "organization"), None)
        return None

    def new(self, told: Mention, at: int, name: str | None = None) -> Party:
        """Remember somebody described, not named."""
        party = Party(
            name=name or told.text,
            type=told.type or "organization",
            plural=told.plural,
            named=False,
        )
        party.learn(told, at)
        self.parties.append(party)
        return party

    def latest(self, at: int, *kinds: SourceType, gender: Gender | None = None) -> Party | None:
        """Return the party of these kinds that was met last before `at`."""
        met = [
            party
            for party in self.parties
            if 0 <= party.spoke <= at and party.type in kinds and party.fits(gender)
        ]
        return max(met, key=lambda party: party.spoke, default=None)


@lru_cache(maxsize=4096)
def _given(name: str) -> Gender | None:
    """Return what a full name tells by its given name."""
    first, *others = name.lower().split()
    if not others:
        return None
    return "f" if first in GIVEN_FEMALE else "m" if first in GIVEN_MALE else None


def _words(name: str) -> tuple[str, ...]:
    return tuple(word.lower().rstrip(".") for word in name.replace("’", "'").split())


def _alike(one: list[str], other: list[str]) -> bool:
    """Tell whether two full names differ in spelling only: Kim Yo-jong is not Kim Jong-un."""
    if len(one) < 2 or len(one) != len(other):
        return True
    return all(_ratio(part, like, PARTS) >= PARTS for part, like in zip(one, other, strict=True))


def _ratio(one: str, other: str, least: float) -> float:
    """Return how alike two names are; 0 where lengths or letters alone keep them below `least`."""
    if 2 * min(len(one), len(other)) < ALIKE * (len(one) + len(other)):
        return 0.0
    one, other = one.lower(), other.lower()
    own, others = set(one), set(other)
    shared = min(len(one) - len(own - others), len(other) - len(others - own))
    if 2 * shared < least * (len(one) + len(other)):
        return 0.0
    return difflib.SequenceMatcher(None, one, other).ratio()
