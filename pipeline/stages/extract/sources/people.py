"""People and bodies of one article: who was named, under which names, described how."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.records import Source, SourceType
from pipeline.stages.extract.numbers.lexemes import MONTHS
from pipeline.stages.extract.sources.lists import (
    GIVEN_FEMALE,
    GIVEN_MALE,
    ORGANIZATION,
    RANKS,
    ROLES,
    SUFFIXES,
    TITLES,
)
from pipeline.stages.extract.sources.mentions import Gender, Mention, mention
from pipeline.stages.extract.sources.places import place
from pipeline.stages.extract.times.lexicon import WEEKDAYS

if TYPE_CHECKING:
    from spacy.tokens import Doc

ALIKE = 0.8  #: ratio of matching letters from which a name is a misspelling of another
LONGEST = 10  #: words of a name
NAMED_AFTER = re.compile(r"(?:al|el|ul|ad|as|ibn|bin)-[A-Z]")
MOMENTS = frozenset((*MONTHS, *WEEKDAYS))
JOINING = frozenset(
    ("of", "for", "on", "de", "da", "del", "van", "von", "der", "bin", "al", "la", "le")
)


@dataclass(eq=False, slots=True)
class Party:
    """A person or body of the article; learns as the article tells more."""

    name: str
    type: SourceType | None
    role: str | None = None
    organization: str | None = None
    country: str | None = None
    gender: Gender | None = None
    plural: bool = False
    named: bool = True  #: by a proper name, not by a description
    described: set[str] = field(default_factory=set)
    aliases: set[str] = field(default_factory=set)
    seen: int = -1  #: where it was last met, in characters
    spoke: int = -1  #: where it was last a source or a subject

    def learn(self, told: Mention, at: int) -> None:
        """Take in what a mention adds."""
        self.role = self.role or told.role
        self.organization = self.organization or told.organization
        self.country = self.country or told.country
        self.gender = self.gender or told.gender
        self.described |= told.described
        if told.acronym:
            self.aliases.add(told.acronym.lower())
        self.seen = max(self.seen, at)

    def fits(self, gender: Gender | None) -> bool:
        """Tell whether a pronoun of a gender may stand for it."""
        return not (gender and self.gender and self.gender != gender)

    def speaks(self, at: int) -> None:
        """Remember that it is a source at `at`."""
        self.seen, self.spoke = max(self.seen, at), max(self.spoke, at)

    def source(self) -> Source:
        """Return the record of it."""
        return Source(
            name=self.name,
            role=self.role,
            organization=self.organization,
            country=self.country,
            type=self.type,
            anonymous=self.type == "anonymous",
        )


class People:
    """Everybody met so far in one article, findable by name and by description."""

    def __init__(self, doc: Doc) -> None:
        self.parties: list[Party] = []
        self.labels = _labels(doc)
        self.ahead = list(_met(doc))[::-1]
        self.names = sorted({told.name or "" for _, told, _ in self.ahead}, key=len, reverse=True)
        self.people = {told.name for _, told, _ in self.ahead if told.kind == "person"}

    def read_to(self, at: int) -> None:
        """Take in everybody the text names before `at`."""
        while self.ahead and self.ahead[-1][0] < at:
            begin, told, subject = self.ahead.pop()
            party = self.named(told, begin)
            if subject:
                party.spoke = max(party.spoke, begin)

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
        party = self._known(name) or self._acronym(told) or self._misspelt(name)
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
        """Return the party met by this name, or None."""
        return self._known(name)

    def _known(self, name: str) -> Party | None:
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
        if told.acronym and (party := self._known(told.acronym)):
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
            whole = _ratio(name, party.name)
            parts = max(_ratio(name, part) for part in party.name.split())
            ratio = max(whole, parts if " " not in name else 0.0)
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
            kind = told.type and party.type != told.type and party.named
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


def _ratio(one: str, other: str) -> float:
    """Return how alike two names are; 0 for those whose lengths alone keep them below ALIKE."""
    if 2 * min(len(one), len(other)) < ALIKE * (len(one) + len(other)):
        return 0.0
    return difflib.SequenceMatcher(None, one.lower(), other.lower()).ratio()


def _stripped(name: str) -> str:
    """Return a name without titles in front and letters behind."""
    words = name.split()
    while len(words) > 1 and words[0].lower().rstrip(".") in TITLES | ROLES:
        words = words[1:]
    while len(words) > 1 and words[-1].lower().rstrip(".") in SUFFIXES:
        words = words[:-1]
    return " ".join(words)


def _labels(doc: Doc) -> dict[str, dict[str, int]]:
    """Count how the names of the article were labelled."""
    votes: dict[str, dict[str, int]] = {}
    for entity in doc.ents:
        own = votes.setdefault(_stripped(entity.text).lower(), {})
        own[entity.label_] = own.get(entity.label_, 0) + 1
    return votes


def _met(doc: Doc) -> Iterator[tuple[int, Mention, bool]]:
    """Yield everybody the text names, with role or apposition: place, mention, is it a subject."""
    i = 0
    while i < len(doc):
        end = _run(doc, i)
        if end == i:
            i += 1
            continue
        begin = i
        while begin and doc[begin - 1].is_lower and doc[begin - 1].lower_ in ROLES | RANKS:
            begin -= 1
        after = _apposition(doc, end)
        told = mention(doc[begin:after].text)
        if told.kind in {"person", "name"} and told.name and told.name.lower() not in MOMENTS:
            yield doc[i].idx, told, any(token.dep_.startswith("nsubj") for token in doc[i:end])
        i = end


def _run(doc: Doc, i: int) -> int:
    """Return the end of the run of capitalised words that begins at token `i`."""
    if doc[i].is_stop and not doc[i].is_upper:
        return i
    end = k = i
    while k < min(len(doc), i + LONGEST):
        token = doc[k]
        capital = token.text[0].isupper() and not token.is_punct
        if k > i and (token.is_sent_start or token.is_space):
            break
        if capital or NAMED_AFTER.match(token.text):
            end = k + 1
        elif k == i or not (_joins(doc, k) or (token.text == "-" and not token.whitespace_)):
            break
        k += 1
    return end


def _joins(doc: Doc, k: int) -> bool:
    """Tell the small words inside a name; an article only behind a preposition."""
    if doc[k].text == ".":
        return len(doc[k - 1].text) == 1
    return doc[k].lower_ in JOINING or (doc[k].lower_ == "the" and doc[k - 1].lower_ in JOINING)


def _apposition(doc: Doc, end: int) -> int:
    """Return the end of `, the mayor of Thornbury Falls,` behind a name, else `end`."""
    if end + 2 >= len(doc) or doc[end].text != "," or doc[end + 1].lower_ not in {"a", "an", "the"}:
        return end
    for k in range(end + 2, min(len(doc), end + 12)):
        if doc[k].text in {",", ".", ";"} or doc[k].is_space:
            named = {token.lower_ for token in doc[end + 2 : k]}
            return k if named & ROLES else end
    return end
