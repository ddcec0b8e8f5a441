"""Sitemaps, news sitemaps and sitemap indexes (sitemaps.org; Google's news extension)."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta

from lxml import etree

from pipeline.errors import Unreadable
from pipeline.records import Response
from pipeline.stages import dates
from pipeline.stages.poll.listing import Item, Listing
from pipeline.stages.urls import absolute

PARTS = 10  #: sitemaps of an index that one poll reads
TOLERANCE = timedelta(days=2)  #: a lastmod is often a bare day, in whatever zone
ZONES = timedelta(days=1)  #: a day in the name of a sitemap may be that of another zone
BARE = re.compile(r"&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{1,31});)")  #: should be `&amp;`
NAMED = re.compile(r"(?im)^\s*sitemap\s*:\s*(\S+)")  #: in robots.txt; RFC 9309 leaves it to sites
#: A year, a month of it and perhaps a day in the name of a sitemap: 2024-10, 2024/10/18, 20241018,
#: yyyy=2024&mm=10&dd=18.
PERIOD = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:[/_.-]?|&(?:mm?|month)=)(0[1-9]|1[0-2]|(?<=[=/])[1-9](?!\d))"
    r"(?:(?:[/_.-]?|&(?:dd?|day)=)(0[1-9]|[12]\d|3[01]|(?<=[=/])[1-9]))?(?!\d)"
)


def read(text: str) -> Listing:
    """Read the text of a sitemap or of an index of sitemaps. Raises Unreadable if it is none."""
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    root = etree.fromstring(BARE.sub("&amp;", text).encode("utf-8", "replace"), parser)
    if root is None or _name(root) not in ("urlset", "sitemapindex"):
        raise Unreadable("no sitemap in this answer; check the address")
    children = [child for child in root if isinstance(child.tag, str)]
    facts = [_facts(child) for child in children]
    whole = text.rstrip().endswith((f"{_name(root)}>", "/>"))
    if not whole and facts and text.rfind("<loc") > max(text.rfind("</url"), text.rfind("</site")):
        facts.pop()  # the address it is cut off in is none
    if _name(root) == "sitemapindex":
        parts = tuple((fact["loc"], fact.get("lastmod")) for fact in facts if fact.get("loc"))
        return Listing(format="sitemapindex", parts=parts, whole=whole)
    items = [_item(fact) for fact in facts if fact.get("loc")]
    return Listing(format="sitemap", items=tuple(items), whole=whole)


def read_lines(text: str) -> Listing:
    """Read a sitemap that is a text: an address in each line (sitemaps.org)."""
    return Listing(format="sitemap", items=tuple(Item(link=line) for line in text.split()))


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


def holding(parts: tuple[tuple[str, str | None], ...], first: datetime, end: datetime) -> list[str]:
    """Return the sitemaps of an index that can hold entries of [first, end), the likeliest first.

    One whose name tells its month or day holds that; one that was not changed since the day began
    cannot hold it. Sitemaps are filled one after the other, so of the rest the one that was changed
    soonest after the day is the likeliest, and one without a date the least.
    """
    named: list[str] = []
    others: list[tuple[datetime, str]] = []
    for url, date in parts:
        changed = dates.read(date)
        if period := _period(url):
            if period[0] - ZONES < end and first < period[1] + ZONES:
                named.append(url)
        elif changed is None:
            others.append((datetime.max.replace(tzinfo=UTC), url))
        elif changed.at >= first - TOLERANCE:
            others.append((changed.at, url))
    return named + [url for _, url in sorted(others, key=lambda other: other[0])]


def _period(url: str) -> tuple[datetime, datetime] | None:
    """Return the first and the last day that the name of a sitemap tells."""
    for told in PERIOD.finditer(url):
        year, month = int(told[1]), int(told[2])
        last = int(told[3]) if told[3] else monthrange(year, month)[1]
        try:
            begins = datetime(year, month, int(told[3] or 1), tzinfo=UTC)
            return begins, datetime(year, month, last, tzinfo=UTC) + timedelta(days=1)
        except ValueError:
            continue
    return None


def named_in(robots: Response) -> list[str]:
    """Return the sitemaps that a robots.txt names, those of news first."""
    text = robots.body.decode("utf-8", "replace")
    named = sorted(NAMED.findall(text), key=lambda link: "news" not in link.lower())
    return [whole for link in named if (whole := absolute(link, robots.final_url))]
