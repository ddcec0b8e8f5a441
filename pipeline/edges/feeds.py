"""The list of feeds in the settings file: read, add, remove, OPML in and out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import listparser
import tomlkit

from pipeline.errors import SettingsError
from pipeline.settings import OWN_FILE, FeedSettings, Settings


def add(settings: Settings, feeds: Iterable[FeedSettings]) -> Path:
    """Write feeds into the settings file (made if need be); return it. Known addresses stay."""
    path, document, listed = _open(settings)
    known = {feed["url"] for feed in listed}
    for feed in feeds:
        if feed.url not in known:
            listed.append(_table(feed))
            known.add(feed.url)
    return _write(path, document, listed)


def remove(settings: Settings, url: str) -> Path:
    """Take a feed out of the settings file; return it. Raises SettingsError if it is not there."""
    path, document, listed = _open(settings)
    left = [feed for feed in listed if feed["url"] != url]
    if len(left) == len(listed):
        raise SettingsError(f"{path}: no feed {url}; `hearsay feeds list` shows them")
    return _write(path, document, left)


def from_opml(file: Path) -> list[FeedSettings]:
    """Return the feeds of an OPML file. Raises SettingsError if it lists none."""
    try:
        parsed = listparser.parse(file.read_bytes())
    except OSError as error:
        raise SettingsError(f"{file}: cannot be read: {error.strerror}") from None
    if not parsed.feeds:
        raise SettingsError(f"{file}: no feeds in it; is it an OPML file?")
    return [
        FeedSettings(kind="rss", url=feed.url, outlet=feed.title or None) for feed in parsed.feeds
    ]


def to_opml(feeds: Iterable[FeedSettings]) -> str:
    """Return the feeds that are on the web as OPML 2.0; folders are left out."""
    lines = [
        f"    <outline type={quoteattr(feed.kind)} text={quoteattr(feed.outlet or feed.url)} "
        f"xmlUrl={quoteattr(feed.url)}/>"
        for feed in feeds
        if feed.kind != "folder"
    ]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n  <head/>\n  <body>'
    return "\n".join([head, *lines, "  </body>\n</opml>\n"])


def _open(settings: Settings) -> tuple[Path, tomlkit.TOMLDocument, list[Any]]:
    path = Path(settings.source or OWN_FILE)
    document = tomlkit.parse(path.read_text("utf-8") if path.exists() else "")
    listed = document.get("feeds")
    return path, document, list(listed) if listed else [_table(feed) for feed in settings.feeds]


def _table(feed: FeedSettings) -> Any:
    table = tomlkit.table()
    for key in ("kind", "url", "outlet", "language"):
        if value := getattr(feed, key):
            table[key] = value
    return table


def _write(path: Path, document: tomlkit.TOMLDocument, listed: list[Any]) -> Path:
    tables = tomlkit.aot()
    for table in listed:
        tables.append(table)
    document["feeds"] = tables
    temporary = path.with_suffix(".tmp")
    temporary.write_text(tomlkit.dumps(document), "utf-8")
    temporary.replace(path)
    return path
