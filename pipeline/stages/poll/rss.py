"""RSS, RDF and Atom, read by feedparser."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import feedparser

from pipeline import ids
from pipeline.errors import Unreadable
from pipeline.records import Entry, Feed, Response


def read(feed: Feed, response: Response) -> Iterator[Entry]:
    """Yield the entries of an XML feed. Raises Unreadable if these bytes are none."""
    if response.status == 304:
        return
    parsed = feedparser.parse(
        BytesIO(response.body),
        response_headers={"content-type": response.header("content-type") or "application/xml"},
        sanitize_html=False,
    )
    if not parsed.version:
        raise Unreadable(f"{feed.url}: no feed in this answer; check the address")
    for item in parsed.entries:
        link = item.get("link", "")
        if link.startswith(("http://", "https://")):
            yield Entry(
                id=ids.make("entry", feed.id, item.get("id") or link),
                feed_id=feed.id,
                guid=item.get("id"),
                url=link,
                title=item.get("title"),
                summary=item.get("summary"),
                seen_at=response.at,
                outlet=feed.outlet,
                language=feed.language,
            )
