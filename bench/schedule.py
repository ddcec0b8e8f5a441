"""A month of polling in a minute: entries missed and requests made, against fixed pauses.

    python -m bench.schedule [--feeds 1000] [--days 30] [--seed 1]

Feeds are made up: bursts, digests, steady newsrooms, quiet blogs, dead feeds, and servers that
answer 304 whatever happened. Missed is an entry that no poll saw listed; the first two days are
warm-up. The pure schedule of the pipeline is driven as the pipeline drives it, without bytes.
"""

from __future__ import annotations

import argparse
import random
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from pipeline.records import Entry, Feed, Poll, Response
from pipeline.stages.poll import schedule
from pipeline.stages.poll.identity import Judged
from pipeline.stages.poll.listing import Listing

START = datetime(2026, 3, 2, tzinfo=UTC)
HOUR, DAY = 3_600.0, 86_400.0
WARM_UP = 2 * DAY
FIXED = {"every 15 min": 15 * 60, "every 30 min": 30 * 60, "every 60 min": 60 * 60}
KINDS = {"burst": 0.3, "digest": 0.15, "steady": 0.2, "quiet": 0.2, "dead": 0.1, "liar": 0.05}


@dataclass
class Made:
    """A made-up feed: when its entries come out, how many it lists."""

    name: str
    kind: str
    size: int
    times: list[float] = field(default_factory=list)

    def listed(self, at: float) -> tuple[int, int]:
        """Return the range of the entries listed at a moment."""
        end = bisect_right(self.times, at)
        return max(0, end - self.size), end

    @property
    def ample(self) -> bool:
        """Whether the list holds what comes out in two half hours, at the busiest."""
        busiest = max(
            (bisect_left(self.times, at + HOUR) - n for n, at in enumerate(self.times)), default=0
        )
        return self.size >= busiest


def make(number: int, kind: str, days: int, rng: random.Random) -> Made:
    """Make up a feed. Before the month lies a month of its past."""
    times: list[float] = []
    for day in range(-30, days):
        morning = day * DAY
        if kind in ("burst", "liar"):
            times += [morning + rng.uniform(6, 22) * HOUR for _ in range(rng.randint(0, 6))]
            if rng.random() < 0.4:
                start, length = morning + rng.uniform(0, 22) * HOUR, rng.uniform(1, 4) * HOUR
                times += [start + rng.random() * length for _ in range(rng.randint(8, 30))]
        elif kind == "digest":
            times += [morning + 6 * HOUR + n for n in range(rng.randint(3, 12))]
        elif kind == "steady":
            pace = 10 + number % 60
            times += [morning + rng.triangular(5, 24, 14) * HOUR for _ in range(pace)]
        elif kind == "quiet":
            times += [morning + rng.random() * DAY for _ in range(rng.random() < 0.3)]
        elif kind == "dead" and day < -20:
            times.append(morning + rng.random() * DAY)
    return Made(f"feed {number}", kind, rng.choice((15, 20, 25, 30, 50)), sorted(times))


def adaptive(made: Made, days: int) -> tuple[set[int], int]:
    """Poll by the schedule; return the entries seen and the number of requests."""
    feed = Feed(id=made.name, url=f"https://{made.name}/", kind="rss")
    last: Poll | None = None
    seen: set[int] = set()
    at, requests, cached = START, 0, (0, 0)
    while (now := (at - START).total_seconds()) < days * DAY:
        requests += 1
        first, end = made.listed(now)
        conditional = bool(schedule.validators(feed, last, at=at))
        same = made.kind == "liar" or (first, end) == cached
        response = Response(
            url=feed.url,
            final_url=feed.url,
            status=304 if conditional and same else 200,
            at=at,
            headers=(("etag", '"x"' if made.kind == "liar" else f'"{first}-{end}"'),),
        )
        if response.status == 304 and last:
            last = schedule.unchanged(feed, response, last)
        else:
            cached = (first, end)
            entries = [_entry(feed, made, n, at) for n in range(first, end)]
            new = tuple(entry for n, entry in enumerate(entries, first) if n not in seen)
            judged = Judged(tuple(entries), new, "guid")
            listing = Listing(format="rss20")
            last = schedule.listed(feed, response, last, listing=listing, judged=judged)
            seen.update(range(first, end))
        assert last.next_due_at
        at = last.next_due_at
    return seen, requests


def _entry(feed: Feed, made: Made, number: int, at: datetime) -> Entry:
    published = START + timedelta(seconds=made.times[number])
    return Entry(
        id=str(number),
        feed_id=feed.id,
        guid=str(number),
        url="",
        published_at=published,
        seen_at=at,
    )


def fixed(made: Made, days: int, pause: int) -> tuple[set[int], int]:
    """Poll at a fixed pause; return the entries seen and the number of requests."""
    seen: set[int] = set()
    moments = range(0, int(days * DAY), pause)
    for at in moments:
        seen.update(range(*made.listed(at)))
    return seen, len(moments)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=1_000)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    counts = [kind for kind, share in KINDS.items() for _ in range(round(share * options.feeds))]
    feeds = [make(n, kind, options.days, rng) for n, kind in enumerate(counts)]
    table: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for made in feeds:
        # What left the list before the end of the warm-up is no miss.
        after = {n for n, at in enumerate(made.times) if WARM_UP <= at < options.days * DAY - DAY}
        ways = {"Hearsay": adaptive(made, options.days)}
        ways |= {name: fixed(made, options.days, pause) for name, pause in FIXED.items()}
        for way, (seen, requests) in ways.items():
            for kind in (made.kind, "all"):
                row = table[way, kind]
                row[0] += requests
                row[1] += len(after - seen)
                row[2] += len(after - seen) if made.ample else 0
                row[3] += len(after)
    _show(table, options.feeds, options.days)


def _show(table: dict[tuple[str, str], list[int]], feeds: int, days: int) -> None:
    print(f"{feeds} feeds, {days} days; a list is ample if it holds the busiest hour\n")
    print(f"{'polling':14}{'feeds':9}{'requests':>11}{'of 30 min':>11}", end="")
    print(f"{'entries':>9}{'missed':>8}{'missed, ample list':>20}")
    for way in ("Hearsay", *FIXED):
        for kind in ("all", *KINDS) if way == "Hearsay" else ("all",):
            requests, missed, ample, entries = table[way, kind]
            share = requests / table["every 30 min", kind][0]
            print(f"{way:14}{kind:9}{requests:11,}{share:11.0%}{entries:9,}{missed:8,}{ample:20,}")


if __name__ == "__main__":
    main()
