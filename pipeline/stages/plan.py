"""Plan: which articles belong to which day, which pages are fetched, and which of them together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, tzinfo
from urllib.parse import urlsplit

from pipeline import ids
from pipeline.records import Article, Entry


def moment(article: Article, zone: tzinfo) -> datetime:
    """Return when an article belongs: at its publication, else at its first observation.

    A time whose zone is unknown is taken as it stands on the clock of `zone`.
    """
    if article.published_at is None:
        return article.seen_at
    if article.published_offset is None:
        return article.published_at.replace(tzinfo=zone)
    return article.published_at


def once(entries: Iterable[Entry]) -> list[Entry]:
    """Return of all entries with the same page on the web the one that was seen first.

    So a page that many feeds list is fetched once, whatever the order. Files and saved pages are
    all returned: reading them costs nothing, and two captures may differ.
    """
    first: dict[str, Entry] = {}
    for entry in sorted(entries, key=lambda entry: (entry.seen_at, entry.id)):
        page = entry.canonical_url if on_web(entry) else None
        first.setdefault(page or entry.id, entry)
    return list(first.values())


def on_web(entry: Entry) -> bool:
    """Tell a page of the web from a file or a saved page."""
    return entry.url.startswith("http")


def portions(entries: Iterable[Entry], size: int) -> list[list[Entry]]:
    """Return the entries in groups of at most `size`, a host's entries next to each other.

    Hosts are kept together so that the pause between two requests to one host is waited for in as
    few places as possible. The same entries make the same groups, in whatever order they come.
    """
    ordered = sorted(entries, key=lambda entry: (urlsplit(entry.url).hostname or "", entry.id))
    return [ordered[start : start + size] for start in range(0, len(ordered), size)]


def stem(purpose: str, first: datetime) -> str:
    """Return what the names of all batches of one purpose and time begin with."""
    return f"{purpose}-{first:%Y-%m-%dT%H%M}-"


def name(purpose: str, first: datetime, contents: Iterable[str]) -> str:
    """Return the name of a batch: the same purpose, time and contents, the same name."""
    return stem(purpose, first) + ids.make(*sorted(contents))[:8]
