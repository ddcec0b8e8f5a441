"""Text dumps: the text of a page as somebody copied it to a file.

The head holds what stood above the article in any order: a header of the dump, breadcrumbs, kicker,
title, lead, byline, dates, buttons. It ends where prose begins. What the head does not say is not
made up: a dump that begins with prose has no title, a bare date above the title is the page's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from pipeline.stages import dates
from pipeline.stages.clean import head, outlets
from pipeline.stages.clean.boilerplate import role
from pipeline.stages.clean.draft import Draft, Line
from pipeline.stages.clean.lines import Piece, parted, recognise
from pipeline.stages.clean.names import byline, key
from pipeline.stages.clean.pieces import pieces
from pipeline.stages.clean.times import settle

_CREDITED = re.compile(
    r"\(?(?:additional )?(?:reporting|writing|editing|edited|compiled|written)\s(?:by|from)\s"
    r"(?P<who>.+?)\)?",
    re.IGNORECASE,
)


def read(text: str, *, latest: datetime, day_first: bool | None = None) -> Draft:
    """Return what a text dump holds.

    `latest` is the last moment that can be a publication; `day_first` decides `10/11/2024` where
    the text's own dates do not.
    """
    lines, cut = pieces(text)
    order = dates.order(text[:20_000])
    found = recognise(lines, day_first=day_first if order is None else order)
    top, body = parted(found)
    draft = Draft()
    draft.drop(*cut)
    title_line = head.read(draft, top)
    read_body(draft, body)
    head.read_dateline(draft, body)
    settle(draft, head.stamps(top, body, title_line), latest=latest)
    outlets.infer(draft)
    return draft


def read_body(draft: Draft, body: Sequence[Piece]) -> None:
    """Add the paragraphs and headings of the body; drop what only stands around them."""
    seen = {key(line.text) for line in draft.lines}
    last = max((at for at, piece in enumerate(body) if piece.kind == "prose"), default=-1)
    teasers = False
    for at, piece in enumerate(body):
        following = body[at + 1].kind if at + 1 < len(body) else None
        teasers = _heads_teasers(piece) or (teasers and piece.kind == "short")
        if teasers or not _is_kept(piece, tail=at > last) or _again(piece, seen):
            draft.drop(piece.text)
            _read_credit(draft, piece)
        else:
            heading = piece.kind in {"short", "date"} and following == "prose" and _is_open(piece)
            draft.lines.append(Line(piece.text, heading))


def _heads_teasers(piece: Piece) -> bool:
    """Tell if a line only announces other stories, so that headlines below it are theirs."""
    return role(piece.text) == "marker" and ":" not in piece.text and len(piece.text.split()) <= 4


def _is_kept(piece: Piece, *, tail: bool) -> bool:
    if piece.kind == "prose":
        return _CREDITED.fullmatch(piece.text) is None
    if piece.kind not in {"short", "date"} or piece.labelled:
        return False
    return not tail or (piece.kind == "short" and not _is_open(piece))


def _is_open(piece: Piece) -> bool:
    """Tell if a line ends like a heading: without a full stop, colon or comma."""
    return re.search(r"[.,:;…][”\"’')]*$", piece.text) is None


def _again(piece: Piece, seen: set[str]) -> bool:
    """Tell if a line of some length stood in the article before."""
    name = key(piece.text)
    if name in seen:
        return len(name.split()) >= 6
    seen.add(name)
    return False


def _read_credit(draft: Draft, piece: Piece) -> None:
    """Read authors and agencies from credits that stand below the article."""
    found = _CREDITED.fullmatch(piece.text)
    if found or piece.kind == "byline":
        who = byline(re.split(r";\s*(?i:edit)", found["who"])[0] if found else piece.text)
        for name in who.people:
            draft.note("author", name, f"line {piece.line}")
        draft.authors = draft.authors or who.people
        draft.agencies = draft.agencies or who.agencies
