"""When to ask a feed again, and how: the state of a feed is its latest Poll, nothing else.

    answer          what follows
    ------          ------------
    200, 304        interval by what was new, half a listing's turnover at most, the server's wish
    429, 503        Retry-After, and a failure
    301, 308        adopted when two polls in a row saw the same target; undone if it fails
    410             retired: never due again by itself
    other           a failure: temporary, soft or hard; pauses grow linearly, to a day at most

Nothing here reads a clock: moments come in with the answers.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from pipeline import ids
from pipeline.errors import Unreachable
from pipeline.records import Feed, Poll, PollStatus, Response
from pipeline.stages.poll.identity import Judged
from pipeline.stages.poll.listing import Listing
from pipeline.stages.poll.wishes import retry_after, wish

MINUTE, HOUR, DAY = 60, 3_600, 86_400
FIRST, SHORTEST, LONGEST = 30 * MINUTE, 10 * MINUTE, DAY  #: seconds between two polls
LIVELY = HOUR  #: longest pause of a feed whose list turned over within two weeks
GROWTH, SHRINKAGE = 2.0, 0.25  #: bounds of one step of the interval
WANTED, SHARE = 3, 0.25  #: entries, or share of the list, that a poll should find new
LATEST = 3  #: entries that tell the pace of now
FADING = 1.15  #: a busy time is remembered for weeks: pauses grow by so much a day after it
CHECK = 6 * HOUR  #: so often a feed is asked without validators, which catches a lying 304
BACKDATED = timedelta(hours=1)  #: entries may show up this long after the time they bear
JITTER = 0.05  #: share of the interval, so that feeds of one host drift apart
WEIGHT: dict[PollStatus, int] = {"temporary": 1, "soft": 2, "hard": 4}  #: rss-fetcher's .25 .5 1
UNDO = 3 * WEIGHT["hard"]  #: weight of failures after which an adopted address is given up


def address(feed: Feed, last: Poll | None) -> str:
    """Return the address to ask: that of the feed, or where it moved for good."""
    return (last and last.url) or feed.url


def validators(feed: Feed, last: Poll | None, *, at: datetime) -> dict[str, str]:
    """Return the headers that make a request conditional (RFC 9110, 13.1); none if a check is due.

    Four times a day, at hours of its own, every feed is asked unconditionally.
    """
    if last is None or not last.trusted or _watch(feed, at) != _watch(feed, last.polled_at):
        return {}
    pairs = {"If-None-Match": last.etag, "If-Modified-Since": last.last_modified}
    return {name: value for name, value in pairs.items() if value}


def due(last: Poll | None, *, at: datetime) -> bool:
    """Tell whether a feed is to be polled."""
    return last is None or (last.next_due_at is not None and last.next_due_at <= at)


def unchanged(feed: Feed, response: Response, last: Poll) -> Poll:
    """Return the Poll of a 304 to a conditional request."""
    quiet = Judged((), (), last.identity)
    turnover = _busiest(last, None, at=response.at)
    interval = _interval(last, quiet, turnover=turnover, wish=wish(response, None))
    poll = replace(
        _begun(feed, response.at, "unchanged", last),
        http_status=304,
        turnover_s=turnover,
        etag=response.header("etag") or last.etag,
        last_modified=response.header("last-modified") or last.last_modified,
        interval_s=interval,
        next_due_at=_next(feed, response.at, interval),
    )
    return _moved(poll, response, last)


def listed(
    feed: Feed, response: Response, last: Poll | None, *, listing: Listing, judged: Judged
) -> Poll:
    """Return the Poll of an answer that listed entries."""
    times = sorted(entry.published_at for entry in judged.listed if entry.published_at)
    missed = _missed(last, judged)
    lied = _lied(feed, response, last, judged)
    notes = [*listing.notes, judged.note, lied and f"its 304 is not believed any more: {lied}"]
    if missed:
        notes.append(f"about {missed} entries came and went since the last poll")
    turnover = _busiest(last, _faded(_turnover(times), times, at=response.at), at=response.at)
    interval = _interval(last, judged, turnover=turnover, wish=wish(response, listing.every_s))
    interval = max(SHORTEST, min(interval, _room(times, at=response.at)))
    if missed:
        interval = max(SHORTEST, interval // 2)
    poll = replace(
        _begun(feed, response.at, "ok", last),
        http_status=response.status,
        etag=response.header("etag") if listing.whole else None,
        last_modified=response.header("last-modified") if listing.whole else None,
        seen=len(listing.items),
        new=len(judged.new),
        missed=missed,
        newest_at=times[-1] if times else None,
        oldest_at=times[0] if times else None,
        identity=judged.policy,
        trusted=(last is None or last.trusted) and not lied,
        turnover_s=turnover,
        interval_s=interval,
        next_due_at=_next(feed, response.at, interval),
    )
    return _moved(replace(poll, note="; ".join(filter(None, notes)) or None), response, last)


def failed(
    feed: Feed, last: Poll | None, error: Exception, *, at: datetime, response: Response | None
) -> Poll:
    """Return the Poll of a feed that gave nothing: an HTTP error, no answer, or no feed in it."""
    status = _status(error, response)
    weight = (last.failures if last else 0) + WEIGHT.get(status, 0)
    interval = (last and last.interval_s) or FIRST
    pause = min(max(interval, FIRST) * (4 + weight) // 4, LONGEST)
    if response and response.status in (429, 503):
        pause = max(pause, min(retry_after(response) or 0, LONGEST))
    poll = replace(
        _begun(feed, at, status, last),
        http_status=response.status if response else None,
        note=str(error),
        failures=weight,
        interval_s=interval,
        next_due_at=None if status == "gone" else _next(feed, at, pause),
    )
    if poll.url and weight >= UNDO:
        return replace(poll, url=None, note=f"{poll.note}; back to {feed.url}")
    return poll


def _begun(feed: Feed, at: datetime, status: PollStatus, last: Poll | None) -> Poll:
    """Return a Poll that remembers what the last one knew of the feed."""
    new = Poll(
        id=ids.make("poll", feed.id, at.isoformat()), feed_id=feed.id, polled_at=at, status=status
    )
    if last is None:
        return new
    kept = ("etag", "last_modified", "newest_at", "oldest_at", "url", "moved_to", "turnover_s")
    return replace(
        new,
        identity=last.identity,
        trusted=last.trusted,
        **{name: getattr(last, name) for name in kept},
    )


def _watch(feed: Feed, at: datetime) -> int:
    """Return the number of the six hours that `at` falls in, counted from a start of the feed's."""
    return int(at.timestamp() + _share(feed.id) * CHECK) // CHECK


def _share(*parts: object) -> float:
    """Return a number from 0 to 1 that is always the same for the same parts."""
    return int.from_bytes(ids.make(*parts).encode()[-4:], "big") % 9_973 / 9_973


def _next(feed: Feed, at: datetime, pause: int) -> datetime:
    jitter = JITTER * _share(feed.id, at.isoformat())
    return at + timedelta(seconds=round(pause * (1 + jitter)))


def _interval(last: Poll | None, judged: Judged, *, turnover: int | None, wish: int | None) -> int:
    """Return the pause until the next poll in seconds.

    It is stepped so that a poll finds WANTED new entries, or SHARE of the list. What the server
    asks for lengthens it. The time in which most of the listing came out when it was busiest bounds
    it; no feed that turns over within two weeks is left for more than an hour, jitter included: a
    burst may come out of nothing, and a list that holds the busiest hour shall lose none of it.
    """
    before = (last and last.interval_s) or FIRST
    if last is None or last.interval_s is None:
        step = 1.0  # at the first poll everything is new, which tells nothing
    elif judged.new:
        some = max(WANTED, SHARE * len(judged.listed))
        step = min(max(some / len(judged.new), SHRINKAGE), GROWTH)
    else:
        step = GROWTH
    wanted = max(int(before * step), wish or 0)
    if turnover is not None:
        lively = turnover < LONGEST * 14
        wanted = min(wanted, turnover, int(LIVELY / (1 + JITTER)) if lively else LONGEST)
    return min(max(wanted, SHORTEST), LONGEST)


def _turnover(times: list[datetime]) -> int | None:
    """Return in how many seconds a listing turned over when it was busiest.

    That is the shortest time in which 70 % of it was published: so long a pause fills so much of it
    at most. What came too fast to be followed (a digest at one stroke) counts by a larger share.
    """
    for share in (0.7, 0.8, 0.9):
        step = int(len(times) * share)
        if step >= 2:
            spans = [later - earlier for earlier, later in zip(times, times[step:], strict=False)]
            shortest = int(min(spans).total_seconds())
            if shortest >= SHORTEST:
                return shortest
    return None


def _room(times: list[datetime], *, at: datetime) -> int:
    """Return in how many seconds half the listing is full at the pace of its latest entries."""
    if len(times) < LATEST:
        return LONGEST
    return int((at - times[-LATEST]).total_seconds() / LATEST * len(times) / 2)


def _faded(turnover: int | None, times: list[datetime], *, at: datetime) -> int | None:
    """Return a turnover that counts for less the longer nothing has come out."""
    if turnover is None:
        return None
    return _after(turnover, at - times[-1])


def _after(turnover: int, pause: timedelta) -> int:
    """Return a turnover as it is remembered after a while."""
    days = max(pause.total_seconds(), 0) / DAY
    return min(int(turnover * FADING ** min(days, 60)), 30 * DAY)


def _busiest(last: Poll | None, turnover: int | None, *, at: datetime) -> int | None:
    """Return the shortest turnover so far; what lies back counts for less by the day."""
    if last is None or last.turnover_s is None:
        return turnover
    faded = _after(last.turnover_s, at - last.polled_at)
    return faded if turnover is None else min(turnover, faded)


def _missed(last: Poll | None, judged: Judged) -> int:
    """Estimate the entries that came and went unseen since the last poll.

    None did while entries of before are still listed (one in ten may be pinned). Otherwise the gap
    between the newest of before and the oldest of now was as busy as the listing is.
    """
    fresh = sorted(entry.published_at for entry in judged.new if entry.published_at)
    pinned = len(judged.listed) - len(judged.new)
    if last is None or last.newest_at is None or len(fresh) < 2 or pinned > len(judged.listed) / 10:
        return 0
    gap = (fresh[0] - last.newest_at).total_seconds()
    pace = (fresh[-1] - fresh[0]).total_seconds() / (len(fresh) - 1)
    return max(1, min(round(gap / max(pace, 1)) - 1, 10_000)) if gap > 0 else 0


def _lied(feed: Feed, response: Response, last: Poll | None, judged: Judged) -> str | None:
    """Return what shows that the last poll's 304 was wrong.

    Either the same validator stands on other entries, or entries are new that were out long before.
    """
    if last is None or last.status != "unchanged" or validators(feed, last, at=response.at):
        return None
    late = [
        entry
        for entry in judged.new
        if entry.published_at and entry.published_at < last.polled_at - BACKDATED
    ]
    if judged.new and last.etag and last.etag == response.header("etag"):
        return f"{len(judged.new)} new entries under the same ETag"
    return f"{len(late)} entries were out before it" if late else None


def _moved(poll: Poll, response: Response, last: Poll | None) -> Poll:
    """Adopt a permanent redirect when a second poll in a row confirms it."""
    target = response.moved_to
    if not (target and last and last.moved_to == target):
        return replace(poll, moved_to=target)
    note = "; ".join(filter(None, [poll.note, f"moved for good to {target}"]))
    return replace(poll, url=target, moved_to=None, note=note)


def _status(error: Exception, response: Response | None) -> PollStatus:
    """Return the class of a failure (after rss-fetcher): how likely it is to pass."""
    if response is None:
        return "temporary" if isinstance(error, Unreachable) else "hard"
    if response.status == 410:
        return "gone"
    if response.status in (408, 425, 429, 502, 503, 504):
        return "temporary"
    return "hard" if 400 <= response.status < 500 else "soft"
