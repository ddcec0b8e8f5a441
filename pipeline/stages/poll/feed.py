"""Where a walk starts: the Feed of an address, or the Entry of one document."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from pipeline import ids
from pipeline.records import Entry, Feed, FeedKind
from pipeline.settings import FeedSettings

FEED = re.compile(r"^feed:(?://)?(https?://)?", re.IGNORECASE)
WEB = re.compile(r"https?://", re.IGNORECASE)


def make(
    url: str, kind: FeedKind, *, outlet: str | None = None, language: str | None = None
) -> Feed:
    """Return the feed at an address; its id is of kind and address alone."""
    return Feed(
        id=ids.make("feed", kind, url), url=url, kind=kind, outlet=outlet, language=language
    )


def of(listed: FeedSettings) -> Feed:
    """Return the feed that the settings list."""
    return make(listed.url, listed.kind, outlet=listed.outlet, language=listed.language)


def entry(target: str, *, now: datetime) -> Entry:
    """Return an entry for one page or file, as if a feed had listed it at `now`.

    What is no address of the web is a file. Browsers put `feed:` before addresses of feeds.
    """
    link = FEED.sub(lambda found: found[1] or "http://", target.strip())
    url = link if WEB.match(link) else f"file:{Path(target).as_posix()}"
    feed = make("try", "folder")
    return Entry(
        id=ids.make("entry", feed.id, url), feed_id=feed.id, guid=url, url=url, seen_at=now
    )
