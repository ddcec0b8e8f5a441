"""Poll: what does the feed list? Feed + Response → Poll, Entries.

reading     bytes → Listing: decode, sniff, one reader per format
entries     Listing → Entries: links, names, dates
identity    Entries → which of them are new
schedule    all of it → Poll: when to ask again, and how
history     sitemaps and archives → the entries of a day that is over
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from pipeline.errors import RecordError, Refused, Unreadable
from pipeline.records import Entry, Feed, Poll, Response, Sighting
from pipeline.stages.poll import folder, schedule
from pipeline.stages.poll.entries import entries
from pipeline.stages.poll.identity import judge, named
from pipeline.stages.poll.listing import Listing
from pipeline.stages.poll.reading import is_feed, read
from pipeline.stages.poll.sitemap import chosen

__all__ = ["is_feed", "poll", "request", "unanswered"]
Known = Callable[[str, list[Entry]], Iterable[Sighting]]
Get = Callable[[str], Response]
MOST = 50_000  #: entries taken of one poll


def request(feed: Feed, last: Poll | None, *, at: datetime) -> tuple[str, dict[str, str]]:
    """Return the address to ask and the headers to send."""
    if feed.kind == "folder":
        return folder.address(feed), {}
    return schedule.address(feed, last), schedule.validators(feed, last, at=at)


def poll(
    feed: Feed,
    response: Response,
    last: Poll | None,
    *,
    known: Known,
    get: Get | None = None,
) -> Iterator[Poll | Entry]:
    """Yield the Poll and the entries that are new.

    `known` gives the earlier sightings of entries of a feed; `get` fetches the parts of a sitemap
    index or the listing of a WARC file. An answer without a feed is a Poll too, and then raises
    RecordError with the reason.
    """
    if feed.kind == "folder":
        yield from folder.poll(feed, response, known=known, get=get)
        return
    if response.status == 304 and last and schedule.validators(feed, last, at=response.at):
        yield schedule.unchanged(feed, response, last)
        return
    try:
        listing = _listing(response, last, get)
    except RecordError as error:
        yield schedule.failed(feed, last, error, at=response.at, response=response)
        raise
    listing = _bounded(listing)
    policy = last.identity if last else "guid"
    found = list(named(list(entries(feed, listing, response)), policy))
    judged = judge(found, known(feed.id, found), policy)
    yield schedule.listed(feed, response, last, listing=listing, judged=judged)
    yield from judged.new


def unanswered(feed: Feed, last: Poll | None, error: RecordError, *, at: datetime) -> Poll:
    """Return the Poll of a feed that could not be asked."""
    return schedule.failed(feed, last, error, at=at, response=None)


def _listing(response: Response, last: Poll | None, get: Get | None) -> Listing:
    if response.status == 304:
        raise Unreadable(f"{response.url}: answered 304 to a request that was not conditional")
    if not 200 <= response.status < 300:
        raise Refused(f"{response.url}: answered {response.status}")
    listing = read(response)
    if not listing.parts:
        return listing
    items, notes = list(listing.items), list(listing.notes)
    for url in chosen(listing.parts, since=last.polled_at if last else None):
        try:
            items += read(get(url)).items if get else ()
        except RecordError as error:
            notes.append(str(error))
    return replace(listing, items=tuple(items), notes=tuple(notes))


def _bounded(listing: Listing) -> Listing:
    extra = len(listing.items) - MOST
    if extra <= 0:
        return listing
    note = f"{extra} entries beyond the first {MOST:,} were left out"
    return replace(listing, items=listing.items[:MOST], notes=(*listing.notes, note))
