"""Folders: every file below one is an entry."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

from pipeline import ids
from pipeline.records import Entry, Feed, Poll, Response, Sighting


def address(feed: Feed) -> str:
    """Return the address whose answer lists the folder."""
    return f"file:{feed.url.rstrip('/')}/"


def poll(
    feed: Feed, response: Response, *, known: Callable[[str, list[Entry]], Iterable[Sighting]]
) -> Iterator[Poll | Entry]:
    """Yield the Poll and the entries that are new. A folder is polled when somebody asks."""
    listed = list(read(feed, response))
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


def read(feed: Feed, response: Response) -> Iterator[Entry]:
    """Yield an entry for every file of the listing; a file with other bytes is another entry."""
    for file in json.loads(response.body):
        yield Entry(
            id=ids.make("entry", feed.id, file["url"], file["sha256"]),
            feed_id=feed.id,
            guid=file["sha256"],
            url=file["url"],
            seen_at=response.at,
            outlet=feed.outlet,
            language=feed.language,
        )
