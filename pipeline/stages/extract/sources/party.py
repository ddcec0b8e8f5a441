"""A person or body of one article; it learns as the article tells more."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.records import Source, SourceType
from pipeline.stages.extract.sources.traits import Gender, Mention


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
    spoke: int = -1  #: where it was last a source or a subject, quotations left out
    quoted: int = -1  #: where it was last so within a quotation

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
        self.seen = max(self.seen, at)

    def fits(self, gender: Gender | None) -> bool:
        """Tell whether a pronoun of a gender may stand for it."""
        return not (gender and self.gender and self.gender != gender)

    def speaks(self, at: int, *, quoted: bool) -> None:
        """Remember that it is a source or a subject at `at`."""
        self.seen = max(self.seen, at)
        if quoted:
            self.quoted = max(self.quoted, at)
        else:
            self.spoke = max(self.spoke, at)

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
