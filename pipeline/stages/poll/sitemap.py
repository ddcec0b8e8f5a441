"""Sitemaps, news sitemaps and sitemap indexes (sitemaps.org; Google's news extension)."""

from __future__ import annotations

from datetime import datetime, timedelta

from lxml import etree

from pipeline.errors import Unreadable
from pipeline.stages import dates
from pipeline.stages.poll.listing import Item, Listing

PARTS = 10  #: sitemaps of an index that one poll reads
TOLERANCE = timedelta(days=2)  #: a lastmod is often a bare day, in whatever zone


def read(text: str) -> Listing:
    """Read the text of a sitemap or of an index of sitemaps. Raises Unreadable if it is none."""
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None or _name(root) not in ("urlset", "sitemapindex"):
        raise Unreadable("no sitemap in this answer; check the address")
    children = [child for child in root if isinstance(child.tag, str)]
    facts = [_facts(child) for child in children]
    whole = text.rstrip().endswith((f"{_name(root)}>", "/>"))
    if _name(root) == "sitemapindex":
        parts = tuple((fact["loc"], fact.get("lastmod")) for fact in facts if fact.get("loc"))
        return Listing(format="sitemapindex", parts=parts, whole=whole)
    items = [_item(fact) for fact in facts if fact.get("loc")]
    return Listing(format="sitemap", items=tuple(items), whole=whole)


def _item(fact: dict[str, str]) -> Item:
    return Item(
        link=fact["loc"],
        title=fact.get("title"),
        published=fact.get("publication_date"),
        updated=fact.get("lastmod"),
        language=fact.get("language"),
    )


def _facts(element: etree._Element) -> dict[str, str]:
    """Return the texts below an element by their local names; of images and videos none."""
    facts: dict[str, str] = {}
    for part in element.iter():
        parent = part.getparent()
        if not isinstance(part.tag, str) or parent is None or not (part.text or "").strip():
            continue
        if _name(parent) in ("url", "sitemap", "news", "publication"):
            facts.setdefault(_name(part), (part.text or "").strip())
    return facts


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def chosen(parts: tuple[tuple[str, str | None], ...], *, since: datetime | None) -> list[str]:
    """Return the sitemaps of an index that may hold news: those changed since, newest first.

    Without dates news sitemaps go by their names, else the first and the last are tried: indexes
    grow at one of their ends.
    """
    dated = [(moment.at, url) for url, date in parts if (moment := dates.read(date))]
    if dated:
        newest = sorted(dated, reverse=True)
        fresh = [url for at, url in newest if since is None or at > since - TOLERANCE]
        return fresh[:PARTS]
    urls = [url for url, _ in parts]
    named = [url for url in urls if "news" in url.lower()]
    return named[:PARTS] or [*urls[:1], *urls[1:][-1:]]
