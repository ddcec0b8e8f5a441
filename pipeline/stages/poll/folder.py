"""Folders: every file below one is an entry, and every page that a WARC file keeps."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from pipeline import ids
from pipeline.errors import RecordError
from pipeline.records import Entry, Feed, Poll, Response, Sighting
from pipeline.stages.urls import canonical

Get = Callable[[str], Response]


def address(feed: Feed) -> str:
    """Return the address whose answer lists the folder."""
    return f"file:{feed.url.rstrip('/')}/"


def poll(
    feed: Feed,
    response: Response,
    *,
    known: Callable[[str, list[Entry]], Iterable[Sighting]],
    get: Get | None = None,
) -> Iterator[Poll | Entry]:
    """Yield the Poll and the entries that are new. A folder is polled when somebody asks."""
    listed = list(read(feed, response, get))
    old = {sighting.id for sighting in known(feed.id, listed)}
    new = [entry for entry in listed if entry.id not in old]
    # A folder is what it lists: the same listing polled again is the same poll, not an event.
    yield Poll(
        id=ids.make("poll", feed.id, ids.sha256(response.body)),
        feed_id=feed.id,
        polled_at=response.at,
        status="ok",
        http_status=response.status,
        seen=len(listed),
        new=len(new),
    )
    yield from new


def read(feed: Feed, response: Response, get: Get | None = None) -> Iterator[Entry]:
    """Yield an entry for every file of the listing; a file with other bytes is another entry.

    A WARC file lists its pages itself, which `get` asks it for. One that cannot is an entry: the
    fetch of it says why.
    """
    for file in json.loads(response.body):
        if not (get and file["url"].startswith("warc:")):
            yield _entry(feed, file, seen_at=response.at)
            continue
        try:
            pages = json.loads(get(file["url"]).body)
        except RecordError:
            pages = [file]
        for page in pages:
            yield _entry(feed, page, seen_at=response.at)


def _entry(feed: Feed, file: dict[str, Any], *, seen_at: datetime) -> Entry:
    """Return the entry of a file, or of a page saved in one, which was seen when it was saved."""
    page = file.get("page")
    name = (page, file["sha256"], file["at"]) if page else (file["url"], file["sha256"])
    return Entry(
        id=ids.make("entry", feed.id, *name),
        feed_id=feed.id,
        guid=file["sha256"],
        url=file["url"],
        canonical_url=canonical(page) if page else None,
        seen_at=datetime.fromisoformat(file["at"]) if page else seen_at,
        outlet=feed.outlet,
        language=feed.language,
    )
