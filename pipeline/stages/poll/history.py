"""History: what the web still tells of a day that is over. Feed + places → Entries of that day.

    feed          its own pages, one before the other (RFC 5005; `next_url` of a JSON Feed), or,
                  if it is an index of sitemaps, the sitemaps that can hold the day
    robots.txt    the sitemaps that the site names there
    an address    a sitemap, an index of sitemaps, or a feed

An entry belongs to the day that it says it was published on, else to the day in its address, else
to the day it was changed. Whoever walks is bounded: so many listings, so many entries of a day.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from pipeline.errors import RecordError, Refused, TooBig, Unreadable
from pipeline.records import Entry, Feed, Response
from pipeline.stages.poll.entries import entries
from pipeline.stages.poll.listing import Listing
from pipeline.stages.poll.reading import read
from pipeline.stages.poll.sitemap import holding, named_in
from pipeline.stages.urls import absolute

Get = Callable[[str], Response]
DEEP = 3  #: sitemap indexes inside each other; sitemaps.org knows one
SLACK = timedelta(days=1)  #: so much older than its neighbours an entry of an archive may be
URL_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d\d)([/_-]?)(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?!\d)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The stretch of time that is asked for, and how much of it is taken."""

    first: datetime
    end: datetime
    listings: int  #: sitemaps and pages of archives that are asked for one feed
    pages: int  #: entries of one feed that are taken

    def holds(self, moment: datetime | None) -> bool:
        """Tell whether a moment lies in the day."""
        return moment is not None and self.first <= moment < self.end


@dataclass(slots=True)
class _Walk:
    """What one feed was asked so far."""

    feed: Feed
    day: Day
    get: Get
    asked: set[str] = field(default_factory=set)
    cut: bool = False

    def read(self, url: str) -> tuple[Listing, Response] | None:
        """Return a listing; None if it was met before or one too many. Raises RecordError."""
        if url in self.asked:
            return None
        if len(self.asked) >= self.day.listings:
            self.cut = True
            return None
        self.asked.add(url)
        response = self.get(url)
        if response.status != 200:
            raise Refused(f"{url}: answered {response.status}")
        return read(response), response


def look_back(
    feed: Feed, places: tuple[str, ...], day: Day, *, get: Get
) -> Iterator[Entry | RecordError]:
    """Yield the entries of a day, ids still empty (see `identity`), and what went wrong.

    A page that several places list is yielded once, as the first of them has it. `get` returns
    listings; whether it asks for them or has kept them is its own affair.
    """
    walk = _Walk(feed, day, get)
    found: dict[str, Entry] = {}
    for place in places:
        for one in _of_place(walk, place):
            if isinstance(one, RecordError):
                yield one
            elif one.url and day.holds(moment(one)):
                found.setdefault(one.canonical_url or one.url, one)
    if walk.cut:
        yield TooBig(
            f"{feed.url}: more than {day.listings} sitemaps or pages of its archive can hold "
            f"{day.first:%Y-%m-%d}; see history.listings"
        )
    listed = sorted(found.values(), key=lambda entry: (moment(entry) or day.end, entry.url))
    if len(listed) > day.pages:
        yield TooBig(
            f"{feed.url}: {len(listed):,} entries of {day.first:%Y-%m-%d}, the first {day.pages:,} "
            "are taken; see history.pages"
        )
    yield from listed[: day.pages]


def moment(entry: Entry) -> datetime | None:
    """Return when an entry belongs, as far as its listing tells; of a bare day, its noon."""
    if entry.published_at:
        return _noon(entry.published_at, entry.published_offset)
    if written := URL_DAY.search(entry.url):
        try:
            return datetime(int(written[1]), int(written[3]), int(written[4]), 12, tzinfo=UTC)
        except ValueError:
            pass  # a number that only looks like a day
    return entry.updated_at


def _noon(at: datetime, offset: int | None) -> datetime:
    """Return a moment; midnight without a zone is a day without a time, whose noon stands for it.

    Noon in Greenwich is the same date in all zones but the easternmost.
    """
    bare = offset is None and at.time().isoformat() == "00:00:00"
    return at + timedelta(hours=12) if bare else at


def _of_place(walk: _Walk, place: str) -> Iterator[Entry | RecordError]:
    try:
        if place == "robots.txt":
            starts = _of_robots(walk)
        else:
            starts = [walk.feed.url if place == "feed" else place]
    except RecordError as error:
        yield error
        return
    waiting = deque((start, 0) for start in starts)
    while waiting:
        url, depth = waiting.popleft()
        try:
            answer = walk.read(url)
        except RecordError as error:
            yield error
            continue
        if answer is None:
            continue
        listing, response = answer
        listed = list(entries(walk.feed, listing, response))
        yield from listed
        if depth < DEEP:
            parts = holding(listing.parts, walk.day.first, walk.day.end)
            waiting.extend((part, depth + 1) for part in parts)
        older = absolute(listing.older, response.final_url)
        if older and not _passed(listed, walk.day.first):
            waiting.append((older, depth))


def _of_robots(walk: _Walk) -> list[str]:
    """Return the sitemaps that the robots.txt of the feed's site names. Raises RecordError."""
    address = absolute("/robots.txt", walk.feed.url) or walk.feed.url
    response = walk.get(address)
    named = named_in(response) if response.status == 200 else []
    if not named:
        raise Unreadable(f"{address}: names no sitemap; write its address into the feed's history")
    return named


def _passed(listed: list[Entry], first: datetime) -> bool:
    """Tell whether a page of an archive lies before the day: what is older lies further back."""
    times = [entry.published_at or entry.updated_at for entry in listed]
    known = [time for time in times if time]
    return bool(known) and max(known) < first - SLACK
