"""RSS, RDF and Atom, read by feedparser."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import feedparser
from feedparser.mixin import _FeedParserMixin

from pipeline.errors import Unreadable
from pipeline.stages.poll.listing import Item, Listing

# A guid is a name, not a link: made absolute against xml:base it would change with the base.
_FeedParserMixin.can_be_relative_uri.discard("id")

HEADERS = {"content-type": "application/xml; charset=utf-8"}
PERIODS = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000}
PERIODS["yearly"] = 31_536_000
END = re.compile(
    r"</(?:\w{1,20}:)?(?:rss|feed|rdf|channel|xml)\s*>\s*(?:<!--[^<]*-->\s*)*$", re.IGNORECASE
)
OPENED = re.compile(r"<(?:\w{1,20}:)?(?:item|entry)[\s>]")
OTHER_SCHEME = re.compile(r"(?!https?:)[a-z][a-z0-9+-]*:(?!\d)", re.IGNORECASE)
CLOSED = re.compile(r"</(?:\w{1,20}:)?(?:item|entry)\s*>")


def read(text: str) -> Listing:
    """Read the text of an XML feed. Raises Unreadable if it is none.

    `bozo` is noted, not obeyed: it is set for harmless things and not for an empty body. feedparser
    cleans no markup here: its sanitizer takes quadratic time on runs of `<!--`.
    """
    parsed = _parsed(text)
    head, entries = parsed.feed, parsed.entries
    if not entries and not (parsed.version and head):
        raise Unreadable("no feed in this answer; check the address")
    whole = not parsed.bozo or bool(END.search(text[-500:]))
    cut = not whole and _ends_inside(text)
    items = [_item(entry, parsed.version) for entry in entries]
    if cut and items:
        items[-1] = _item(entries[-1], parsed.version, cut=True)
    return Listing(
        format=parsed.version or "unknown",
        items=tuple(items),
        title=_text(head.get("title")),
        home=head.get("link"),
        language=head.get("language"),
        every_s=_every(head),
        older=_older(head),
        whole=whole,
        notes=(f"not well-formed: {_reason(parsed)}",) if parsed.bozo else (),
    )


def _parsed(text: str) -> Any:
    try:
        return feedparser.parse(
            BytesIO(text.encode("utf-8", "replace")),
            response_headers=HEADERS,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # noqa: BLE001  on broken markup it fails in many ways of its own
        raise Unreadable(f"feedparser fails on it: {type(error).__name__}: {error}") from None


def _ends_inside(text: str) -> bool:
    opened = [match.start() for match in OPENED.finditer(text)]
    return bool(opened) and not CLOSED.search(text, opened[-1])


def _reason(parsed: Any) -> str:
    return re.sub(r"^<unknown>:", "", str(parsed.get("bozo_exception", "")))[:120]


def _item(entry: Any, version: str, *, cut: bool = False) -> Item:
    published, updated = entry.get("published"), dict.get(entry, "updated")
    if not published and not version.startswith("atom"):
        published, updated = updated, None  # dc:date: RSS and RDF know no other
    return Item(
        guid=_text(entry.get("id")),
        link=_link(entry),
        title=_text(entry.get("title")),
        authors=_authors(entry),
        summary=_summary(entry),
        published=published,
        updated=updated,
        language=(entry.get("title_detail") or {}).get("language"),
        media=tuple(
            link["href"]
            for link in entry.get("links", ())
            if link.get("rel") == "enclosure" and link.get("href")
        ),
        cut=cut,
    )


def _text(value: object) -> str | None:
    """Return a string; of broken markup feedparser sometimes makes a dictionary."""
    return value.strip() or None if isinstance(value, str) else None


def _link(entry: Any) -> str | None:
    """Return the address of the page as given: before the tracker, in HTML, else the permalink."""
    listed = [link for link in entry.get("links", ()) if link.get("rel") == "alternate"]
    listed.sort(key=lambda link: "html" not in link.get("type", ""))
    guid = _text(entry.get("id")) or ""
    given = [entry.get("feedburner_origlink"), *(link.get("href") for link in listed)]
    if entry.get("link") != entry.get("id"):
        given.append(entry.get("link"))
    if guid.lower().startswith(("http://", "https://")):
        given.append(guid)
    links = [link for one in given if (link := _text(one))]
    return next((link for link in links if not OTHER_SCHEME.match(link)), next(iter(links), None))


def _authors(entry: Any) -> tuple[str, ...]:
    """Return the authors as given.

    feedparser cuts `ann@news.example (Ann One)` in the wrong place, but keeps a lone author raw.
    """
    listed = [
        author.get("name") or author.get("email") or "" for author in entry.get("authors", ())
    ]
    raw = entry.get("author") or ""
    if len(listed) <= 1 and "@" in raw:
        return (raw,)
    return tuple(name.rpartition("(")[2] for name in listed if name) or ((raw,) if raw else ())


def _summary(entry: Any) -> str | None:
    """Return the summary; without one the content that is HTML: media:* is filed there too."""
    texts = [entry.get("summary") or ""]
    texts += [part.get("value", "") for part in entry.get("content", ()) if "html" in part["type"]]
    return next((text for text in texts if text.strip()), None)


def _every(head: Any) -> int | None:
    """Return how often the feed asks to be polled: the longer of ttl (minutes) and sy:*."""
    asked = []
    if re.fullmatch(r"\s*\d{1,6}\s*", head.get("ttl") or ""):
        asked.append(int(head["ttl"]) * 60)
    if period := PERIODS.get((head.get("sy_updateperiod") or "").strip().lower()):
        times = (head.get("sy_updatefrequency") or "1").strip()
        asked.append(period // max(int(times) if re.fullmatch(r"\d{1,4}", times) else 1, 1))
    return max(asked, default=None) or None


def _older(head: Any) -> str | None:
    """Return the page before this one (RFC 5005: `prev-archive`, or `next` of a paged feed)."""
    links = {link.get("rel"): link.get("href") for link in head.get("links", ())}
    return links.get("prev-archive") or links.get("next")
