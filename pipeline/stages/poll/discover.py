"""Which feeds does a site have? Those its page names, those of robots.txt, and the usual places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree, html

from pipeline.errors import RecordError
from pipeline.records import FeedKind, Response
from pipeline.stages.poll.listing import Listing
from pipeline.stages.poll.reading import read
from pipeline.stages.poll.sitemap import named_in
from pipeline.stages.urls import absolute

MOST = 30  #: addresses that are asked of one site
PLACES = (
    "/feed/",
    "/rss",
    "/rss.xml",
    "/feed.xml",
    "/atom.xml",
    "/index.xml",
    "/feed.json",
    "/news-sitemap.xml",
    "/sitemap-news.xml",
    "/sitemap_news.xml",
)
TYPE = re.compile(
    r"application/(?:rss|atom|rdf|feed)\+(?:xml|json)|application/json", re.IGNORECASE
)
NAMED = re.compile(r"(?:rss|feed|atom|\.rdf)(?:[/._?-]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """A feed that was found and could be read."""

    url: str
    kind: FeedKind
    title: str | None  #: what it calls itself; a sitemap has none
    entries: int


def discover(url: str, get: Callable[[str], Response]) -> Iterator[Found]:
    """Yield the feeds of a site that can be read, those it names itself first.

    `url` may be the site, one of its pages, or a feed. Raises RecordError if it does not answer.
    """
    page = get(url)
    met: set[str] = set()
    for candidate in _candidates(page, get):
        if candidate in met or len(met) >= MOST:
            continue
        met.add(candidate)
        try:
            answer = page if candidate in (page.url, page.final_url) else get(candidate)
            listing = read(answer) if answer.status == 200 else None
        except RecordError:
            continue
        if listing and answer.final_url not in met - {candidate}:
            met.add(answer.final_url)
            size = len(listing.items) or len(listing.parts)
            yield Found(answer.final_url, _kind(listing), listing.title, size)


def _candidates(page: Response, get: Callable[[str], Response]) -> Iterator[str]:
    yield page.final_url
    yield from _named(page)
    yield from _of_robots(page, get)
    for place in PLACES:
        if link := absolute(place, page.final_url):
            yield link


def _named(page: Response) -> Iterator[str]:
    """Yield what a page links to as its feeds, then what looks like one."""
    try:
        tree = html.document_fromstring(page.body)
    except (etree.ParserError, ValueError):
        return
    links = [
        node.get("href")
        for node in tree.iter("link")
        if "alternate" in (node.get("rel") or "").lower() and TYPE.search(node.get("type") or "")
    ]
    links += [node.get("href") for node in tree.iter("a") if NAMED.search(node.get("href") or "")]
    for link in links:
        if whole := absolute(link, page.final_url):
            yield whole


def _of_robots(page: Response, get: Callable[[str], Response]) -> Iterator[str]:
    """Yield the sitemaps that robots.txt names, those of news first."""
    address = absolute("/robots.txt", page.final_url)
    try:
        yield from named_in(get(address)) if address else ()
    except RecordError:
        return


def _kind(listing: Listing) -> FeedKind:
    if listing.format.startswith("sitemap"):
        return "sitemap"
    return "jsonfeed" if listing.format.startswith("json") else "rss"
