"""Lists of feeds in files: OPML 2.0 and CSV, in and out.

A line that cannot be taken is told with its number; the others are taken. CSV has a header and the
columns url, kind, outlet, language, history, of which only the first must be there. What OPML has
no attribute for stands in attributes of our own namespace, which other readers pass over.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import msgspec
from lxml import etree

from pipeline.errors import SettingsError
from pipeline.settings import FeedSettings

OURS = "https://example.org/hearsay/opml"
COLUMNS = ("url", "kind", "outlet", "language", "history")
USUAL = FeedSettings(kind="rss", url="")


@dataclass(frozen=True, slots=True)
class Wrong:
    """A line of a file that was left out, and why."""

    line: int
    why: str


def read(file: Path) -> tuple[list[FeedSettings], list[Wrong]]:
    """Return the feeds of an OPML or a CSV file, told by its first character, and what is wrong.

    Raises SettingsError for a file that cannot be read or holds no feed at all.
    """
    try:
        body = file.read_bytes()
    except OSError as error:
        raise SettingsError(f"{file}: cannot be read: {error.strerror}") from None
    found = list(_opml(body) if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" else _csv(body))
    feeds: dict[str, FeedSettings] = {}
    for one in found:
        if isinstance(one, FeedSettings):
            feeds.setdefault(one.url, one)
    wrong = [one for one in found if isinstance(one, Wrong)]
    if not feeds:
        first = f"; line {wrong[0].line}: {wrong[0].why}" if wrong else ""
        raise SettingsError(f"{file}: no feeds in it; is it OPML, or CSV with a header?{first}")
    return list(feeds.values()), wrong


def _opml(body: bytes) -> Iterator[FeedSettings | Wrong]:
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(body, parser)
    for error in parser.error_log:
        yield Wrong(error.line, error.message)
    for outline in root.iter("{*}outline") if root is not None else ():
        told = {etree.QName(name).localname.lower(): str(value) for name, value in outline.items()}
        line = cast("int", outline.sourceline or 0)
        if "xmlurl" not in told:
            if told.get("type", "").lower() in ("rss", "atom"):
                yield Wrong(line, "an outline of a feed without xmlUrl")
            continue
        kind = told.get("kind") or told.get("type")
        name = told.get("title") or told.get("text")
        yield _feed(
            line,
            url=told["xmlurl"],
            kind=kind if kind in ("jsonfeed", "sitemap") else "rss",
            outlet=name if name != told["xmlurl"] else None,
            language=told.get("language"),
            history=told.get("history"),
        )


def _csv(body: bytes) -> Iterator[FeedSettings | Wrong]:
    text = body.decode("utf-8-sig", "replace").replace("\0", "")
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        names = [name.strip().lower() for name in rows.fieldnames or []]
    except csv.Error as error:
        yield Wrong(1, str(error))
        return
    if "url" not in names:
        yield Wrong(1, f"no column url among {', '.join(names)[:200] or 'none'}")
        return
    rows.fieldnames = names
    while True:
        try:
            row: dict[Any, Any] = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield Wrong(rows.line_num, str(error))
            continue
        if None in row:
            yield Wrong(rows.line_num, f"more cells than the {len(names)} columns of the header")
        else:
            yield _feed(rows.line_num, **{name: row.get(name) for name in COLUMNS})


def _feed(line: int, **told: str | None) -> FeedSettings | Wrong:
    """Return the feed that the cells of a line tell, or what is wrong with them."""
    cells: dict[str, Any] = {name: text.strip() for name, text in told.items() if text}
    cells = {name: text for name, text in cells.items() if text}
    cells.setdefault("kind", "rss")
    if "history" in cells:
        cells["history"] = [] if cells["history"] == "-" else cells["history"].split()
    if cells["kind"] != "folder" and not _on_web(cells.get("url", "")):
        return Wrong(line, f"{cells.get('url', '')[:200]!r} is no web address")
    try:
        return msgspec.convert(cells, FeedSettings)
    except msgspec.ValidationError as error:
        return Wrong(line, str(error))


def checked(told: dict[str, Any]) -> FeedSettings:
    """Return the feed that a person tells. Raises SettingsError for what makes no sense."""
    try:
        return msgspec.convert(told, FeedSettings)
    except msgspec.ValidationError as error:
        raise SettingsError(f"feed {told.get('url')}: {error}") from None


def _on_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def to_opml(feeds: Iterable[FeedSettings]) -> str:
    """Return the feeds that are on the web as OPML 2.0; folders are left out."""
    root = etree.Element("opml", {"version": "2.0"}, nsmap={"hearsay": OURS})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Feeds of Hearsay"
    body = etree.SubElement(root, "body")
    for feed in feeds:
        if feed.kind == "folder":
            continue
        told = {"type": "rss", "text": feed.outlet or feed.url, "title": feed.outlet}
        told |= {"xmlUrl": feed.url, "language": feed.language}
        told |= {f"{{{OURS}}}kind": feed.kind if feed.kind != USUAL.kind else None}
        told |= {f"{{{OURS}}}history": _places(feed)}
        etree.SubElement(body, "outline", {name: text for name, text in told.items() if text})
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True).decode()


def to_csv(feeds: Iterable[FeedSettings]) -> str:
    """Return the feeds as CSV, folders too."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    for feed in feeds:
        rows.writerow([feed.url, feed.kind, feed.outlet, feed.language, _places(feed)])
    return out.getvalue()


def _places(feed: FeedSettings) -> str | None:
    """Return where the past of a feed is told in one cell, if it is not the usual place."""
    return (" ".join(feed.history) or "-") if feed.history != USUAL.history else None
