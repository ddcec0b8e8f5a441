"""How fast feeds are read, and how many entries are found, beside feedparser and fastfeedparser.

    python -m bench.poll [FOLDER...]     (folders of more feeds than are made here)

Each reader gets the same bytes, in a process of its own. `peak` is what that process grew by at
most, `grown` what it grew by over the second half of the feeds: flat is near 0. `Hearsay` is the
whole way from bytes to entries with ids, dates and canonical addresses; the others stop at their
own entries. fastfeedparser is left out if it is not installed.
"""

from __future__ import annotations

import gc
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path

import feedparser

from pipeline.errors import RecordError
from pipeline.records import Feed, Response
from pipeline.stages.poll import poll

URL = "https://news.example/feed.xml"
FEED = Feed(id="feed", url=URL, kind="rss")
AT = datetime(2026, 11, 20, tzinfo=UTC)
HEADERS = {"content-type": "application/xml"}


def hearsay(body: bytes) -> int:
    """Return the number of entries the pipeline makes of a feed."""
    response = Response(url=URL, final_url=URL, status=200, at=AT, body=body)
    try:
        return sum(1 for _ in poll(FEED, response, None, known=lambda *_: [])) - 1
    except RecordError:
        return 0


def alone(body: bytes) -> int:
    """Return the number of entries feedparser finds."""
    return len(feedparser.parse(BytesIO(body), response_headers=HEADERS).entries)


def unsanitized(body: bytes) -> int:
    """Return the number of entries feedparser finds with its sanitizer off."""
    parsed = feedparser.parse(
        BytesIO(body), response_headers=HEADERS, sanitize_html=False, resolve_relative_uris=False
    )
    return len(parsed.entries)


def readers() -> dict[str, Callable[[bytes], int]]:
    """Return the readers that are there."""
    found = {"Hearsay": hearsay, "feedparser": alone, "feedparser, sanitizer off": unsanitized}
    try:
        import fastfeedparser
    except ImportError:
        return found

    def fast(body: bytes) -> int:
        try:
            return len(fastfeedparser.parse(body).entries)
        except Exception:  # noqa: BLE001  it raises whatever it meets
            return 0

    return found | {"fastfeedparser": fast}


def measured(reader: str, bodies: list[bytes]) -> tuple[int, float, float, float]:
    """Return entries, CPU seconds, and by how many MB this process grew: at most, and lately."""
    count = readers()[reader]
    count(bodies[0])
    before, half = resident(), len(bodies) // 2
    began = time.process_time()
    entries = sum(count(body) for body in bodies[:half])
    middle = resident()
    entries += sum(count(body) for body in bodies[half:])
    took = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
    return entries, took, peak - before, resident() - middle if half else 0.0


def resident() -> float:
    """Return the memory of this process in MB."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def made(items: int) -> dict[str, bytes]:
    """Return a feed of so many items in every format that the newspaper of the tests writes."""
    sys.path.append("tests")
    from newspaper import FEEDS, Newspaper
    from stories import STORIES

    stories = tuple(
        replace(
            STORIES[number % 4],
            path=f"/2026/{number}?utm_source=rss",
            title=f"{STORIES[number % 4].title}: part {number}",
            published=AT - number * timedelta(minutes=7),
        )
        for number in range(items)
    )
    paper = Newspaper(stories=stories)
    paper.port = 80
    return {path.strip("/"): write(paper).data for path, write in FEEDS.items()}


def main() -> None:
    """Print the table."""
    corpora = {
        folder.name: [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()]
        for folder in map(Path, sys.argv[1:])
    }
    corpora |= {f"{name} of 30": [body] * 100 for name, body in made(30).items()}
    corpora["rss.xml of 20,000"] = [made(20_000)["rss.xml"]]
    print(f"{'feeds':22}{'reader':28}{'entries':>9}{'CPU s':>8}{'feeds/s':>9}{'MB/s':>7}", end="")
    print(f"{'peak MB':>9}{'grown MB':>10}")
    for name, bodies in corpora.items():
        for reader in readers():
            with get_context("fork").Pool(1) as alone:
                entries, took, peak, grown = alone.apply(measured, (reader, bodies))
            megabytes = sum(map(len, bodies)) / 1e6
            print(
                f"{name:22}{reader:28}{entries:9,}{took:8.2f}{len(bodies) / took:9,.0f}"
                f"{megabytes / took:7.1f}{peak:9.1f}{grown:10.1f}"
            )


if __name__ == "__main__":
    main()
