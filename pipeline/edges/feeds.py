"""The list of feeds in the settings file: read, add, remove."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

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
    if feed.history != FeedSettings(kind="rss", url="").history:
        table["history"] = list(feed.history)
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
