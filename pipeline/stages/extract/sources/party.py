"""A person or body of one article; it learns as the article tells more."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.records import Source, SourceType
from pipeline.stages.extract.sources.traits import Gender, Mention


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
    described: set[str] = field(default_factory=set)
    aliases: set[str] = field(default_factory=set)
    seen: list[int] = field(default_factory=list)  #: where it was met, in characters, in order
    spoke: list[int] = field(default_factory=list)  #: … as source or subject, out of quotations
    quoted: list[int] = field(default_factory=list)  #: … as one within them

    def learn(self, told: Mention, at: int) -> None:
        """Take in what a mention adds."""
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

    def speaks(self, at: int, *, quoted: bool) -> None:
        """Remember that it is a source or a subject at `at`."""
        insort(self.seen, at)
        insort(self.quoted if quoted else self.spoke, at)

    def source(self) -> Source:
        """Return the record of it."""
        return Source(
            name=self.name.replace("’", "'"),
            role=self.role,
            organization=self.organization,
            country=self.country,
            type=self.type,
            anonymous=self.type == "anonymous",
        )
