"""A person or body of one article; it learns as the article tells more."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from pipeline.records import Source, SourceType
from pipeline.stages.extract.sources.lists import CLAUSES, LEADING_ON
from pipeline.stages.extract.sources.traits import Gender, Mention

Where: TypeAlias = Literal["plain", "passing", "quoted"]

PASSING = 400  #: characters by which who is told of in passing stands behind who speaks


def last(places: Sequence[int], at: int) -> int:
    """Return the last of some places before `at`, -1 if there is none."""
    k = bisect_left(places, at)
    return places[k - 1] if k else -1


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
    related: bool = False  #: introduced as somebody's: her mother is Ann Lee
    head: str = ""  #: the noun of a description, where there is no name
    described: set[str] = field(default_factory=set)
    aliases: set[str] = field(default_factory=set)
    seen: list[int] = field(default_factory=list)  #: where it was met, in characters, in order
    spoke: list[int] = field(default_factory=list)  #: … as source or subject, in plain text
    passed: list[int] = field(default_factory=list)  #: … as one in what others say, or in passing
    quoted: list[int] = field(default_factory=list)  #: … as one within quotation marks

    def learn(self, told: Mention, at: int) -> None:
        """Take in what a mention adds."""
        if told.kind != "place" and self.type in {"person", "anonymous", "group", None}:
            self.role = self.role or told.role
        if told.kind != "place":  # the Pentagon is a seat of the United States, not they of it
            self.organization = self.organization or told.organization
        self.country = self.country or told.country
        self.gender = self.gender or told.gender
        self.described |= told.described
        if told.acronym:
            self.aliases.add(told.acronym.lower())
        insort(self.seen, at)

    def fits(self, gender: Gender | None) -> bool:
        """Tell whether a pronoun of a gender may stand for it."""
        return not (gender and self.gender and self.gender != gender)

    def speaks(self, at: int, where: Where) -> None:
        """Remember that it is a source or a subject at `at`."""
        insort(self.seen, at)
        places = {"plain": self.spoke, "passing": self.passed, "quoted": self.quoted}
        insort(places[where], at)

    def spoken_of(self, at: int, *, quoted: bool, passing: int = PASSING) -> int:
        """Return where it was last spoken of by `at`, -1 for nowhere.

        Who speaks comes before who is told of by `passing` characters; who is named in a
        quotation is spoken of in quotations only.
        """
        spoke, passed = last(self.spoke, at + 1), last(self.passed, at + 1)
        behind = max(passed - passing, 0) if passed >= 0 else -1
        return max(spoke, behind, last(self.quoted, at + 1) if quoted else -1)

    def source(self) -> Source:
        """Return the record of it."""
        return Source(
            name=_whole(self.name.replace("’", "'").split()),
            role=self.role,
            organization=self.organization,
            country=self.country,
            type=self.type,
            anonymous=self.type == "anonymous",
        )


def _whole(words: list[str]) -> str | None:
    """Return a name that does not break off (`leadership of the`); None for what is a clause."""
    while words and words[-1].lower() in LEADING_ON and words[-1] != "WHO":
        words = words[:-1]
    opened = bool(words) and words[0].lower() in CLAUSES and not words[0].isupper()
    clause = opened and not words[-1].istitle()
    return " ".join(words) if words and not clause else None
