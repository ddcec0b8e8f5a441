"""What did we get? An article, or one of the many things that sites send in its place.

Told by the status, the way there, and marks that sites set on purpose (schema.org, og:type, headers
of bot walls). Phrases count only on a page that has too few words to be an article: articles write
about captchas and cookies, too.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pipeline.errors import Refused, Unavailable
from pipeline.records import Response, Verdict
from pipeline.stages.fetch.page import LONG, Page, narrow
from pipeline.stages.fetch.signs import (
    CHALLENGE,
    CONSENT,
    CONSENT_URL,
    LIVE_URL,
    NOT_FOUND,
    NOT_FOUND_URL,
    PAYWALL,
    WALLS,
)
from pipeline.stages.urls import canonical

STUB = 150  #: words of running text below which a page holds no article, but for short news
NOTE = 60  #: words below which even short news is none
SCANNED, WALL = 5_000_000, 100_000  #: bytes that are looked at; walls are small

Judgement = tuple[Verdict, str | None]

XML_TYPES = ("text/xml", "application/xml")
HTML_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "application/octet-stream", "")
MAGIC = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"RIFF", b"ID3")
LIVE = {"liveblogposting"}
LISTS = {"collectionpage", "searchresultspage", "itemlist", "website"}
ARTICLES = {"article", "newsarticle", "reportagenewsarticle", "blogposting", "opinionnewsarticle"}
ARTICLES |= {"analysisnewsarticle", "backgroundnewsarticle", "reviewnewsarticle", "report"}


def judge(response: Response) -> Judgement:
    """Return the verdict on an answer and the reason, if it is anything but an article.

    An answer that tells nothing of the page is raised: Unavailable if it may pass (408, 425, 429,
    5xx, nothing at all), else Refused (401, 403, a redirect to nowhere …).
    """
    if response.final_url.startswith("file:"):
        return "article", None
    if by_status := _by_status(response):
        return by_status
    if not response.body.strip():
        raise Unavailable(f"{response.url}: an empty answer")
    body = narrow(response.body[:SCANNED])
    if other := _other_format(response, body[:1_000].lstrip()):
        return "not_html", other
    page = Page(response, body.decode("utf-8", "replace"))
    for look in (_way, _challenge, _consent, _not_found, _live, _paywall, _list):
        if found := look(page):
            return found
    return "article", None


def _by_status(response: Response) -> Judgement | None:
    status = response.status
    if status in (410, 451):
        return "gone", f"answered {status}"
    if status == 404:
        return "missing", "answered 404"
    if status == 402:
        return "paywall", "answered 402"
    if status in (401, 403, 503) and (sign := _wall(response)):
        return "challenge", f"answered {status}: {sign}"
    if status in (408, 425, 429) or status >= 500:
        raise Unavailable(f"{response.url}: answered {status}")
    if not 200 <= status < 300:
        raise Refused(f"{response.url}: answered {status}")
    return None


def _wall(response: Response) -> str | None:
    """Return the mark of a bot wall."""
    if response.header("cf-mitigated"):
        return "cf-mitigated"
    if response.header("x-datadome") and response.status != 200:
        return "x-datadome"
    source = response.body[:WALL].decode("utf-8", "replace")
    found = WALLS.search(source) or CHALLENGE.search(source)
    return found[0].lower() if found else None


def _other_format(response: Response, start: bytes) -> str | None:
    kind = (response.header("content-type") or "").partition(";")[0].strip().lower()
    if kind in XML_TYPES and b"<html" in start.lower():
        return None
    if kind not in HTML_TYPES:
        return f"content type {kind}"
    if start.startswith(MAGIC) or (b"\0" in start[:200] and b"<html" not in start.lower()):
        return "binary"
    if start[:1] in (b"{", b"[") and b"<html" not in start.lower():
        return "JSON"
    if re.match(rb"<\?xml[^>]*\?>\s*<(?:rss|feed|urlset|sitemapindex)\b|<rss\b", start):
        return "a feed"
    return None


def _way(page: Page) -> Judgement | None:
    """Judge by where redirects led."""
    response = page.response
    if not response.redirects:
        return None
    final = response.final_url
    if CONSENT_URL.search(final):
        return "consent", f"redirected to {final}"
    if NOT_FOUND_URL.search(final):
        return "missing", f"redirected to {final}"
    asked, got = (urlsplit(canonical(url)) for url in (response.url, final))
    if asked.path.count("/") > 1 and got.path in ("", "/") and not got.query:
        return "home", f"redirected to {final}"
    return None


def _challenge(page: Page) -> Judgement | None:
    if page.response.header("cf-mitigated"):
        return "challenge", "cf-mitigated"
    if page.words >= STUB:
        return None
    found = CHALLENGE.search(page.title) or WALLS.search(page.source[:WALL])
    if found and not page.types & ARTICLES:
        return "challenge", found[0].lower()
    if page.words < NOTE and (found := CHALLENGE.search(page.text)):
        return "challenge", found[0].lower()
    return None


def _consent(page: Page) -> Judgement | None:
    if CONSENT_URL.search(page.response.final_url) and page.words < STUB:
        return "consent", "address of a consent page"
    if page.words >= LONG or page.types & ARTICLES:
        return None
    found = [match for match in (CONSENT.search(page.title), CONSENT.search(page.text)) if match]
    about = len(re.findall(r"cookie|consent|partner|privacy|datenschutz", page.text, re.IGNORECASE))
    if found and about * 25 >= len(page.text.split()):
        return "consent", found[0][0].lower()
    return None


def _not_found(page: Page) -> Judgement | None:
    if page.words >= STUB or page.types & ARTICLES:
        return None
    for heading in page.headings:
        if found := NOT_FOUND.search(heading):
            return "missing", f"says {found[0].lower()!r}"
    return None


def _live(page: Page) -> Judgement | None:
    if "LiveBlogPosting" in page.source and page.types & LIVE:
        return "live", "LiveBlogPosting"
    if LIVE_URL.search(page.response.final_url) and not page.types & ARTICLES:
        return "live", "address of a live blog"
    return None


def _paywall(page: Page) -> Judgement | None:
    if page.words >= STUB:
        return None
    if page.charged:
        return "paywall", "isAccessibleForFree is false"
    if found := PAYWALL.search(page.text):
        return "paywall", found[0].lower()
    return None


def _list(page: Page) -> Judgement | None:
    """Judge home and section pages: they say so, or they are links and hardly anything else."""
    where = urlsplit(page.response.final_url)
    if not where.path.strip("/") and not where.query:
        return "home", "the start page of the site"
    if page.words >= LONG or page.types & (ARTICLES | {"og:article"}) or page.tree is None:
        return None
    few = 30 if page.types & LISTS or "og:website" in page.types else 60
    bound = LONG if few == 30 else STUB
    if page.words < bound and page.links > few:
        return "home", "a page of links"
    return None
