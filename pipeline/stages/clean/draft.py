"""What the reading of a page or a text comes to, before it is an Article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.records import Candidate, Span
from pipeline.stages.dates import Moment


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or a heading of the body."""

    text: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Dated:
    """A moment that was chosen, and where it stood."""

    moment: Moment
    origin: str


@dataclass(slots=True)
class Draft:
    """The parts of an article as they are found; `note` keeps every value met, once."""

    lines: list[Line] = field(default_factory=list)
    title: str | None = None
    kicker: str | None = None
    lead: str | None = None
    section: str | None = None
    outlet: str | None = None
    outlet_inferred: str | None = None
    canonical: str | None = None  #: address that a page gives for itself
    url: str | None = None  #: address that a text names
    authors: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    published: Dated | None = None
    updated: Dated | None = None
    language_declared: str | None = None
    boilerplate: dict[str, None] = field(default_factory=dict)  #: lines taken out, each once
    candidates: list[Candidate] = field(default_factory=list)

    def note(self, kind: str, value: str | None, origin: str) -> None:
        """Keep a value that was met, and where."""
        if not value:
            return
        candidate = Candidate(field=kind, value=value, origin=origin)
        if candidate not in self.candidates:
            self.candidates.append(candidate)

    def drop(self, *lines: str) -> None:
        """Keep lines that are not the article's words."""
        for line in lines:
            if any(map(str.isalnum, line)):
                self.boilerplate[line] = None


def joined(lines: Iterable[Line]) -> tuple[str, tuple[Span, ...]]:
    """Return the text, paragraphs parted by one newline, and the spans of its headings."""
    parts: list[str] = []
    headings: list[Span] = []
    at = 0
    for line in lines:
        if line.heading:
            headings.append(Span(start=at, end=at + len(line.text)))
        parts.append(line.text)
        at += len(line.text) + 1
    return "\n".join(parts), tuple(headings)
