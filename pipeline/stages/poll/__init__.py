"""Poll: what does the feed list? Feed + Response → Poll, Entries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from pipeline import ids
from pipeline.records import Entry, Feed, Poll, Response
from pipeline.stages.poll import folder, rss

Reader = Callable[[Feed, Response], Iterable[Entry]]
READERS: dict[str, Reader] = {"rss": rss.read, "folder": folder.read}


def address(feed: Feed, last: Poll | None) -> str:
    """Return the address to ask."""
    return folder.address(feed) if feed.kind == "folder" else feed.url


def validators(last: Poll | None) -> dict[str, str]:
    """Return the headers that make the request conditional on the last answer (RFC 9110, 13.1)."""
    if last is None:
        return {}
    pairs = {"If-None-Match": last.etag, "If-Modified-Since": last.last_modified}
    return {name: value for name, value in pairs.items() if value}


def poll(
    feed: Feed,
    response: Response,
    last: Poll | None,
    *,
    known: Callable[[Iterable[str]], set[str]],
) -> Iterator[Poll | Entry]:
    """Yield the Poll and the entries that are not `known` yet. Raises RecordError for no feed."""
    # A folder is what it lists: the same listing polled again is the same poll, not an event.
    moment = ids.sha256(response.body) if feed.kind == "folder" else response.at.isoformat()
    listed = {entry.id: entry for entry in READERS[feed.kind](feed, response)}
    old = known(listed)
    yield Poll(
        id=ids.make("poll", feed.id, moment),
        feed_id=feed.id,
        polled_at=response.at,
        status="unchanged" if response.status == 304 else "ok",
        http_status=response.status,
        etag=response.header("etag"),
        last_modified=response.header("last-modified"),
        seen=len(listed),
        new=len(listed) - len(old),
    )
    yield from (entry for key, entry in listed.items() if key not in old)
