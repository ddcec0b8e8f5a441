"""Folders: every file below one is an entry."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pipeline import ids
from pipeline.records import Entry, Feed, Response


def address(feed: Feed) -> str:
    """Return the address whose answer lists the folder."""
    return f"file:{feed.url.rstrip('/')}/"


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
