"""What a reader makes of a feed, before anything is judged: a listing of items."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that a feed lists, in the feed's own words."""

    guid: str | None = None
    link: str | None = None  #: as given; may be relative, or no web address at all
    title: str | None = None
    authors: tuple[str, ...] = ()
    summary: str | None = None
    published: str | None = None
    updated: str | None = None
    language: str | None = None
    media: tuple[str, ...] = ()
    cut: bool = False  #: the feed ends inside it


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A feed as it was read."""

    format: str  #: rss, atom, rdf, json, sitemap …, with its version where it tells one
    items: tuple[Item, ...] = ()
    title: str | None = None  #: what the feed calls itself
    home: str | None = None  #: the site's address; what relative links are relative to
    language: str | None = None
    every_s: int | None = None  #: how often the feed asks to be polled (ttl, sy:updatePeriod)
    older: str | None = None  #: the page before this one (RFC 5005, JSON Feed next_url)
    parts: tuple[tuple[str, str | None], ...] = ()  #: sitemaps of an index, with their lastmod
    whole: bool = True  #: the bytes went to the end of the feed
    notes: tuple[str, ...] = ()  #: what was odd
