"""What each piece of a text dump is, and where the head ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.stages import dates
from pipeline.stages.clean import boilerplate
from pipeline.stages.clean.names import is_outlet, is_person, is_role, key, lexicon
from pipeline.stages.clean.pieces import LABEL

Kind = Literal["header", "field", "date", "crumbs", "byline", "outlet", "aside", "prose", "short"]

FIELD = re.compile(
    r"(?P<name>title|headline|subtitle|standfirst|authors?|byline|source|outlet|publisher|"
    r"publication|newspaper|site|url|link|section|category|kicker|language)\s*:\s+(?P<value>\S.*)",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"https?://\S{4,500}", re.IGNORECASE)
CRUMB = re.compile(r"\s*(?:»|›|→|::|\s>|\s/{1,2}(?=\s|$)|\||\s•)\s*")
BY = re.compile(
    r"(?:(?:written|story|report(?:ing|ed)?|analysis|text|words|posted|published) by|by|von|par|"
    r"por|di|door|av|af|text:|autor(?:in)?:|reporter:|автор:)\s+(?:the )?"
    r"(?=(?-i:[^\W\d_a-zß-ÿа-я]))",
    re.IGNORECASE,
)
_SHORT = 16  #: words; a line of byline or date has no more
_HEADER = re.compile(r"(?:crawl |publication )?dated?\s*[:=]?\s*\d{4}-", re.IGNORECASE)
_ENDED = re.compile(r"[.!?…:][”\"’'»)\]]*$")
_LABELS = re.compile(rf"\b(?:{LABEL.pattern})\b\W*", re.IGNORECASE)
_AGO = re.compile(r".{0,30}\b\d+ (?:min|minute|hour|hr|day|week)s? ago\b.{0,20}", re.IGNORECASE)
_POST = re.compile(
    r"(?:[\w’'.-]+,? ){0,4}(?:correspondent|reporter|editor|bureau chief|staff writer|journalist|"
    r"in \w+)(?:[ ,]\w+){0,3}"
    r"|(?:published|updated|posted|by|at|on|and|last updated|first published)\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a dump and what it is."""

    text: str
    kind: Kind
    line: int  #: counted from 1
    dates: tuple[dates.Found, ...] = ()
    labelled: bool = False  #: a word says what its date is: `Updated …`

    @property
    def words(self) -> int:
        """Count the words."""
        return len(self.text.split())

    @property
    def undated(self) -> str:
        """Return the text without its dates and their labels."""
        rest = self.text
        for found in reversed(self.dates):
            rest = rest[: found.start] + " " + rest[found.end :]
        return _LABELS.sub(" ", rest).strip(" |,·•-–—:/()")


def recognise(lines: Iterable[str], *, day_first: bool | None = None) -> list[Piece]:
    """Return the pieces of a dump with what each is by its own form."""
    return [_piece(line, at, day_first=day_first) for at, line in enumerate(lines, 1)]


def _piece(line: str, at: int, *, day_first: bool | None) -> Piece:
    found = tuple(dates.find(line, day_first=day_first)) if len(line.split()) <= _SHORT else ()
    piece = Piece(line, "short", at, found, labelled=_LABELS.search(line) is not None)
    return replace(piece, kind=_kind(piece))


def _kind(piece: Piece) -> Kind:
    """Return the first kind whose form a line has."""
    line, words = piece.text, piece.words
    forms: tuple[tuple[Kind, object], ...] = (
        ("header", _HEADER.match(line)),
        ("field", FIELD.fullmatch(line) or ADDRESS.fullmatch(line)),
        ("outlet", outlet_of(line)),
        ("aside", boilerplate.role(line) or _AGO.fullmatch(line) or not re.search(r"\w", line)),
    )
    if sure := next((kind for kind, form in forms if form), None):
        return sure
    if piece.dates and (kind := _dated(piece)):
        return kind
    if words <= _SHORT and BY.match(line) and not re.search(r"[.!?]$", line):
        return "byline"
    if words <= 8 and re.search("[»›]", line):
        return "crumbs"
    return "prose" if _is_prose(line, words) else "short"


def outlet_of(line: str) -> str | None:
    """Return the outlet that a line names and nothing else, a place aside: `BBC News, Kyiv`."""
    name = re.sub(r",\s[A-Z][\w ]{2,20}$", "", line.strip("—–- "))
    return lexicon().outlets.get(key(name)) or (name if is_outlet(name) else None)


def _is_prose(line: str, words: int) -> bool:
    question = line.endswith(("?", "!")) and not re.search(r"[.!?]\s", line)
    return words >= 24 or (words >= 8 and not question and _ENDED.search(line) is not None)


def _dated(piece: Piece) -> Kind | None:
    """Tell a line of date, byline or breadcrumbs from a sentence that holds a date."""
    rest = piece.undated
    if BY.match(rest):
        return "byline"
    if CRUMB.search(rest) and len(rest.split()) <= 8:
        return "crumbs"
    if 1 < len(rest.split()) <= 4 and is_person(rest):
        return "byline"
    return "date" if len(rest.split()) <= 3 and not re.search(r"[.!?]$", rest) else None


def parted(found: Sequence[Piece]) -> tuple[list[Piece], list[Piece]]:
    """Return head and body. A lead that is prose belongs to the head if a byline follows it."""
    start = next((at for at, piece in enumerate(found) if piece.kind == "prose"), len(found))
    later = [
        at
        for at in range(start + 1, min(start + 5, len(found) - 1))
        if found[at].kind in {"date", "byline", "outlet"}
        and sum(piece.words for piece in found[start:at] if piece.kind == "prose") <= 70
        and any(piece.kind == "prose" for piece in found[at:])
    ]
    if later and (start > 0 or found[start].words <= 20):
        start = next(at for at in range(later[-1], len(found)) if found[at].kind == "prose")
    return list(found[:start]), list(found[start:])


def is_post(line: str) -> bool:
    """Tell if a line is a job (`Asia correspondent`) or a label without its date."""
    return _POST.fullmatch(line) is not None or (len(line.split()) <= 6 and is_role(line))
