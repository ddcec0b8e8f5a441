"""Items → entries: links made whole, names split, dates read, what is odd said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from pipeline.records import Entry, Feed, Response
from pipeline.stages import dates
from pipeline.stages.poll.listing import Item, Listing
from pipeline.stages.poll.plain import LONG_SUMMARY, LONG_TITLE, names, words
from pipeline.stages.urls import absolute, canonical

AHEAD = timedelta(days=1)  #: how far a feed's clock may be ahead before its dates are refused
BCP47 = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def entries(feed: Feed, listing: Listing, response: Response) -> Iterator[Entry]:
    """Yield the entries of a listing, ids still empty (see `identity`). A cut one is left out."""
    base = absolute(listing.home, response.final_url) or response.final_url
    if listing.format.startswith("atom"):
        base = response.final_url  # RFC 4287: relative to the document
    for item in listing.items:
        if not item.cut:
            yield _entry(feed, item, listing.language, base, at=response.at)


def _entry(feed: Feed, item: Item, spoken: str | None, base: str, *, at: datetime) -> Entry:
    notes: list[str] = []
    url = absolute(item.link, base)
    if not url:
        notes.append(f"link {item.link[:200]!r} is no web address" if item.link else "no link")
    published = _moment(item.published, "published", at, notes)
    updated = _moment(item.updated, "updated", at, notes)
    return Entry(
        id="",
        feed_id=feed.id,
        guid=item.guid,
        url=url or "",
        canonical_url=canonical(url) if url else None,
        title=words(item.title, LONG_TITLE),
        authors=names(item.authors),
        summary=words(item.summary, LONG_SUMMARY),
        media=tuple(link for given in item.media if (link := absolute(given, base))),
        published_at=published.at if published else None,
        published_offset=published.offset if published else None,
        updated_at=updated.at if updated else None,
        seen_at=at,
        outlet=feed.outlet,
        language=feed.language or _language(item.language) or _language(spoken),
        note="; ".join(notes) or None,
    )


def _moment(
    text: str | None, field: str, seen_at: datetime, notes: list[str]
) -> dates.Moment | None:
    """Return a date that can be true. One that cannot be is noted, never replaced."""
    if not text or not text.strip():
        return None
    moment = dates.read(text)
    if moment is None:
        notes.append(f"{field} {text.strip()[:80]!r} is no date that can be")
    elif moment.at > seen_at + AHEAD:
        notes.append(f"{field} {text.strip()[:80]!r} lies in the future")
        return None
    return moment


def _language(code: str | None) -> str | None:
    code = (code or "").strip().replace("_", "-")
    return code if BCP47.fullmatch(code) else None
