"""The head of a text dump: title, kicker, lead, byline, outlet, dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from pipeline.stages import dates
from pipeline.stages.clean.draft import Draft, Line
from pipeline.stages.clean.lines import ADDRESS, CRUMB, FIELD, Piece, is_post, outlet_of
from pipeline.stages.clean.names import byline, is_outlet, key, lexicon
from pipeline.stages.clean.pieces import LABEL
from pipeline.stages.clean.times import Place, Stamp

_SUFFIX = re.compile(r"\s+(?P<mark>[|–—·•-])\s+(?P<site>[^|–—·•]{2,40})$")
_NAMES = re.compile(
    r"[A-ZÀ-ÖØ-ÞА-ЯЁ][\w’'.-]+(?:(?:,|\sand|\s&)?\s(?:(?:de|da|di|van|von|der|den|bin|al|el|la|le|in)\s)*"
    r"[A-ZÀ-ÖØ-ÞА-ЯЁ][\w’'.-]*){1,8}"
)
_DATELINE = re.compile(
    r"(?:[A-ZÀ-Þ][\w.’' -]{1,40},? ){0,3}[^.]{0,60}?(?:\((?P<agency>[A-Za-z][\w /.-]{1,30})\)\s?)?"
    r"(?:—|–|--|-)\s"
)
_OPEN = re.compile(r"\d{1,2}[/-]\d{1,2}[/-](?:19|20)\d\d")
_TAIL = 6  #: lines from the end in which a date may still speak of the article


def read(draft: Draft, top: Sequence[Piece]) -> int | None:
    """Read the head into the draft; return the line of the title, or None."""
    for piece in top:
        _read_known(draft, piece)
        if (figures := _OPEN.search(piece.text)) and not piece.dates:
            draft.note("published_at", figures[0], f"line {piece.line}, day or month first")
    title = _title(draft, top)
    for at, piece in enumerate(top):
        if _is_section(piece) and piece is not title:
            draft.section = draft.section or piece.text
            draft.drop(piece.text)
        elif piece.kind == "short" and piece is not title:
            _read_short(draft, piece, title, beside=top[max(0, at - 2) : at + 3])
        elif piece.kind == "prose":
            _lead(draft, piece.text)
        elif piece is not title:
            draft.drop(piece.text)
    return title.line if title else None


def _read_known(draft: Draft, piece: Piece) -> None:
    """Read a line whose form says what it is."""
    origin = f"line {piece.line}"
    if piece.kind == "field":
        _read_field(draft, piece, origin)
    elif piece.kind == "byline":
        _authors(draft, piece.undated, origin)
    elif piece.kind == "crumbs":
        crumbs = [part for part in CRUMB.split(piece.undated) if part]
        draft.section = draft.section or (crumbs[-1] if crumbs else None)
        draft.note("section", draft.section, origin)
    elif piece.kind == "outlet":
        draft.note("outlet", name := outlet_of(piece.text), f"{origin}, alone on its line")
        draft.outlet = draft.outlet or name


def _read_field(draft: Draft, piece: Piece, origin: str) -> None:
    """Read `Title: …` and the like, and addresses."""
    found = FIELD.fullmatch(piece.text)
    name, value = (found["name"].lower(), found["value"]) if found else ("url", piece.text)
    if name in {"title", "headline"}:
        _entitle(draft, value, origin)
    elif name in {"author", "authors", "byline"}:
        _authors(draft, value, origin)
    elif address := ADDRESS.match(value):
        draft.url = draft.url or address[0]
        draft.note("url", address[0], origin)
    elif name in {"source", "outlet", "publisher", "publication", "newspaper", "site"}:
        draft.outlet = draft.outlet or value
        draft.note("outlet", value, origin)
    elif name in {"section", "category"}:
        draft.section = value
    elif name == "kicker":
        draft.kicker = value
    elif name in {"subtitle", "standfirst"}:
        _lead(draft, value)


def _authors(draft: Draft, raw: str, origin: str) -> None:
    who = byline(raw)
    for name in who.people:
        draft.note("author", name, origin)
    draft.authors += tuple(name for name in who.people if name not in draft.authors)
    draft.agencies += tuple(name for name in who.agencies if name not in draft.agencies)


def _title(draft: Draft, top: Sequence[Piece]) -> Piece | None:
    """Find the title among the short lines; note what its neighbour above it is."""
    if draft.title:
        return next((piece for piece in top if key(piece.text) == key(draft.title or "")), None)
    shorts = [piece for piece in top if piece.kind == "short" and not is_post(piece.text)]
    names = [key(piece.text) for piece in shorts]
    chosen = next((p for p in shorts if names.count(key(p.text)) > 1), None) or _headline(shorts)
    if not chosen:
        prose = [piece for piece in top if piece.kind == "prose" and piece.words <= 20]
        chosen = prose[0] if prose and top[-1] is not prose[0] else None
    if chosen:
        _entitle(draft, chosen.text, f"line {chosen.line}")
    return chosen


def _headline(shorts: Sequence[Piece]) -> Piece | None:
    """Return the first short line that is no section, kicker or name before a longer one."""
    for piece, after in zip_longest(shorts, shorts[1:]):
        if _is_section(piece):
            continue
        is_kicker = (
            after
            and piece.words < after.words
            and after.words >= 4
            and (
                piece.words <= 2 or (piece.words <= 4 and after.words <= 12) or piece.text.isupper()
            )
        )
        if not is_kicker:
            return piece
    return None


def _entitle(draft: Draft, text: str, origin: str) -> None:
    """Set the title; a site's name behind it tells the outlet."""
    draft.note("title", text, origin)
    found = _SUFFIX.search(text)
    if (
        found
        and (site := found["site"].strip())
        and (
            is_outlet(site)
            or (found["mark"] == "|" and len(site.split()) <= 4 and site[0].isupper())
        )
    ):
        text = text[: found.start()].rstrip()
        name = lexicon().outlets.get(key(site), site)
        draft.note("outlet", name, f"behind the title, {origin}")
        draft.outlet = name
    draft.title = text


def _read_short(draft: Draft, piece: Piece, title: Piece | None, beside: Sequence[Piece]) -> None:
    """Place a short line of the head that is not the title."""
    above = title is not None and piece.line < title.line
    if draft.title and key(piece.text) in {key(draft.title), key(title.text if title else "")}:
        draft.drop(piece.text)
    elif _is_names(piece) and any(other.kind in {"date", "byline"} for other in beside):
        _authors(draft, piece.text, f"line {piece.line}")
        draft.drop(piece.text)
    elif above:
        if title and piece.line == title.line - 1:
            draft.kicker = piece.text
        draft.drop(piece.text)
    elif is_post(piece.text) or (piece.words <= 3 and any(p.kind == "byline" for p in beside)):
        draft.drop(piece.text)
    elif piece.words >= 6:
        _lead(draft, piece.text)
    else:
        draft.lines.append(Line(piece.text, heading=True))


def _is_section(piece: Piece) -> bool:
    """Tell if a line is only words that name sections: `World News`."""
    words = piece.text.split()
    return piece.kind == "short" and all(word.casefold() in lexicon().sections for word in words)


def _is_names(piece: Piece) -> bool:
    people = byline(piece.text).people if _NAMES.fullmatch(piece.text) else ()
    return bool(people) and all(" " in name for name in people)


def _lead(draft: Draft, text: str) -> None:
    """Add a line to the lead; the lead opens the text."""
    if draft.title is None or key(text) != key(draft.title):
        at = draft.lead.count("\n") + 1 if draft.lead else 0
        draft.lead = f"{draft.lead}\n{text}" if draft.lead else text
        draft.lines.insert(at, Line(text))


def read_dateline(draft: Draft, body: Sequence[Piece]) -> None:
    """Read the agency of `KYIV (Reuters) - …`."""
    if body and (found := _DATELINE.match(body[0].text[:120])) and found["agency"]:
        draft.agencies = draft.agencies or byline(found["agency"]).agencies


def stamps(top: Sequence[Piece], body: Sequence[Piece], title: int | None) -> Iterator[Stamp]:
    """Yield the dates that speak of the article: of the head, the dateline and the last lines."""
    label: str | None = None
    for piece in top:
        if piece.kind in {"header", "date", "crumbs", "byline"}:
            yield from _of_line(piece, title, label)
        label = piece.text if LABEL.fullmatch(piece.text.strip(" :")) else None
    if body:
        yield from _of_dateline(body[0])
    for piece in body[-_TAIL:]:
        if piece.labelled:
            yield from _of_line(piece, title, None)


def _of_line(piece: Piece, title: int | None, label: str | None) -> Iterator[Stamp]:
    at = 0
    for found in piece.dates:
        said = list(re.finditer(LABEL.pattern, piece.text[at : found.start], re.IGNORECASE))
        word = said[-1][0] if said else label
        place = _place(piece, found, word, title)
        origin = "header line" if place == "header" else f"line {piece.line}"
        if place == "above":
            origin += ", page header"
        elif word:
            origin += f", {word.strip(' :').lower()}"
        yield Stamp(found.moment, place, origin, piece.text[found.start : found.end])
        at = found.end


def _place(piece: Piece, found: dates.Found, word: str | None, title: int | None) -> Place:
    if piece.kind == "header":
        return "header"
    if word and (match := LABEL.match(word.strip())):
        return "updated" if match["updated"] else "published"
    bare = piece.kind == "date" and found.moment.precision == "day"
    return "above" if bare and (title is None or piece.line < title) else "below"


def _of_dateline(piece: Piece) -> Iterator[Stamp]:
    """Yield the date of `KYIV, October 18, 2024 — …`, which has a year or is none."""
    if dateline := _DATELINE.match(piece.text[:120]):
        for found in dates.find(dateline[0]):
            yield Stamp(found.moment, "dateline", "dateline", piece.text[found.start : found.end])
