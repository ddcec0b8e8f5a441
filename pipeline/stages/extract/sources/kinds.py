"""Kinds: what a name of an article is, by all its names: somebody, a place, a body."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from pipeline.stages.extract.sources.lists import GIVEN, MASTHEADS, ORGANIZATION
from pipeline.stages.extract.sources.mentions import mention
from pipeline.stages.extract.sources.places import first_place
from pipeline.stages.extract.sources.sightings import labels
from pipeline.stages.extract.sources.spelling import compared
from pipeline.stages.extract.sources.traits import Mention, type_of

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Kinds:
    """The names of one article, and what they were taken for."""

    def __init__(self, doc: Doc, mentions: Sequence[Mention]) -> None:
        self.labels = labels(doc)
        self.strings = doc.vocab.strings
        noun, forms = self.strings["NOUN"], doc.to_array(["POS", "ORTH", "LOWER"]).tolist()
        self.things = {low for pos, form, low in forms if pos == noun and form == low}
        known = {one.name for one in mentions}
        names = (plain(one.name or "", known) for one in mentions)
        self.names = list(dict.fromkeys(names))
        self.people = {one.name for one in mentions if one.kind == "person"}
        somebody = {name for name in self.names if " " in name and self.is_labelled(name)}
        full = somebody | {name for name in self.people if name}
        self.surnames = full | {name.split(" ")[-1] for name in full}
        self.firms = {one.name for one in mentions if one.type == "organization"}

    def is_labelled(self, name: str) -> bool:
        """Tell a name that the article's names say is a person's."""
        votes = self.labels.get(name.lower(), {})
        return votes.get("PERSON", 0) > max(votes.get("ORG", 0), votes.get("PLACE", 0))

    def is_somebody(self, body: str) -> bool:
        """Tell a person or an office from a body."""
        if type_of(body.split()) is not None:
            return False
        if body in self.surnames:
            return True
        if body in self.firms:
            return False
        if self.labels.get(body.lower(), {}).get("PERSON", 0) and self.is_person(body):
            return True
        read = mention(body)
        return read.kind == "person" or bool(read.role and not read.organization)

    def is_person(self, name: str) -> bool:
        """Tell somebody: by a mention, by the labels, else by looking like a name and no thing."""
        votes = self.labels.get(name.lower(), {})
        words = name.split()
        if name in self.people:
            return True
        if {"for", "of", "to"} & set(words):
            return False  # Dolna for Lee
        if (
            set(compared(name)) & ORGANIZATION
            or name.isupper()
            or mention(name).type not in {None, "person"}
        ):
            return False
        if first_place(words) and not votes.get("PERSON", 0):
            return False
        if votes:
            return votes.get("PERSON", 0) >= max(votes.get("ORG", 0), votes.get("PLACE", 0))
        return 2 <= len(words) <= 4 and self.strings[words[-1].lower()] not in self.things

    def is_place(self, name: str) -> bool:
        """Tell a name that the article's names say is a place's."""
        votes = self.labels.get(name.lower(), {})
        return votes.get("PLACE", 0) > max(votes.get("PERSON", 0), votes.get("ORG", 0))

    def is_body(self, name: str) -> bool:
        """Tell a name that a label, a mention or its own words say is a body's; no masthead."""
        votes = self.labels.get(name.lower(), {})
        if name.lower() in MASTHEADS or votes.get("PLACE", 0) > votes.get("ORG", 0):
            return False
        return type_of(name.split()) is not None or votes.get("ORG", 0) > 0 or name in self.firms

    def is_before(self, one: str, other: str) -> bool:
        """Tell whether a name stands in the text before another one does."""
        return self.names.index(one) < self.names.index(other)


def plain(name: str, known: Collection[str | None]) -> str:
    """Return a name without a word that only one of its mentions has in front: Brave Ann Lee."""
    first, *rest = name.lower().split() or [""]
    given = len(rest) > 1 and rest[0] in GIVEN and first not in GIVEN
    shorter = name.partition(" ")[2]
    return shorter if given and shorter in known else name
