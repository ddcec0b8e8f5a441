"""Which reader a feed needs: told by its bytes, since names, kinds and content types lie."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from pipeline.errors import RecordError, Unreadable
from pipeline.records import Response
from pipeline.stages.poll import jsonfeed, rss, sitemap
from pipeline.stages.poll.decode import PROLOG, clean, decode
from pipeline.stages.poll.listing import Listing

READERS: dict[str, Callable[[str], Listing]] = {
    "xml": rss.read,
    "json": jsonfeed.read,
    "sitemap": sitemap.read,
    "lines": sitemap.read_lines,
}
LINES = re.compile(r"(?:\s*https?://\S+[ \t\r]*(?:\n|$)){2,}\s*")  #: two make a list

START = re.compile(
    r"<(?:\?xml|!DOCTYPE|!--|(?:\w{1,20}:)?(?:rss|feed|rdf|urlset|sitemapindex|html|head|body)\b)",
    re.IGNORECASE,
)
FEED_ROOTS = frozenset({"rss", "feed", "rdf", "channel", "urlset", "sitemapindex"})
REFUSED_FEED = re.compile(rb"^\s*(?:<\?xml[^>]*>\s*)?<!DOCTYPE(?s:.)*?<(?:rss|feed|rdf:RDF)\b")
ROOT = re.compile(r"<(?:\w{1,20}:)?(\w+)")


def read(response: Response) -> Listing:
    """Read an answer as a feed of whatever format. Raises RecordError, naming the address."""
    try:
        decoded = decode(response.body, response.header("content-type"))
        kind, text = sniff(decoded.text)
        listing = READERS[kind](text)
    except RecordError as error:
        raise type(error)(f"{response.url}: {error}") from None
    return replace(listing, notes=(*decoded.notes, *listing.notes))


def is_feed(response: Response) -> bool:
    """Tell a feed from a page or a text, by its root element or its JSON Feed version."""
    try:
        decoded = decode(response.body, response.header("content-type"))
        kind, text = sniff(decoded.text)
    except RecordError:  # a DTD that is refused, perhaps, in front of a feed
        return bool(REFUSED_FEED.search(response.body[:1_000_000]))
    if kind == "json":
        return "jsonfeed.org/version" in text
    if kind == "lines":
        return True
    body = PROLOG.match(text)
    root = ROOT.match(text, body.end() if body else 0)
    return root is not None and root[1].lower() in FEED_ROOTS


def sniff(text: str) -> tuple[str, str]:
    """Return the name of the reader for a text, and the text from where the feed starts.

    Raises Unreadable for nothing, for a web page, and for XML that must not be parsed.
    """
    if text.lstrip()[:1] in ("{", "["):
        return "json", text
    if text.lstrip()[:4].lower() == "http" and LINES.fullmatch(text):
        return "lines", text
    text = clean(text)
    start = START.search(text[:10_000])
    text = text[start.start() :] if start else text.lstrip()
    body = PROLOG.match(text)
    root = ROOT.match(text, body.end() if body else 0)
    name = root[1].lower() if root else ""
    if not text:
        raise Unreadable("an empty answer")
    if name in ("html", "head", "body"):
        raise Unreadable("a web page, not a feed; `hearsay feeds discover` looks for its feeds")
    return ("sitemap" if name in ("urlset", "sitemapindex") else "xml"), text
