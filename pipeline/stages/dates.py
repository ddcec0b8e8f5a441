"""Dates as the world writes them → a moment, or nothing; never a guess.

Read are ISO 8601 and its near misses, RFC 822 and 850, Unix time in seconds or milliseconds,
and dates in words or figures as pages show them: `Fri 18 Oct 2024 12.35 EDT`,
`October 31, 2024, Thursday // 15:27`, `18. Oktober 2024, 14.30 Uhr`, `2024年10月18日 15時27分`.

What the text leaves open stays open: no zone → offset None; `10/11/2024` with nothing to decide
day and month → None; a date without a year → None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from pipeline.records import Precision
from pipeline.stages.dateforms import AFTER, BEFORE, DATES, WEEKDAY
from pipeline.stages.datewords import AMERICAN, MONTH_NUMBERS, WEEKDAY_NUMBERS, ZONES, fold

FIRST_YEAR, LAST_YEAR = 1990, 2099
LONGEST = 160  #: characters; nothing longer is one date


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time as far as a text tells it."""

    at: datetime  #: UTC; if the zone is unknown, the clock as written
    offset: int | None  #: minutes east of UTC; None: the text gives no zone
    precision: Precision

    @property
    def day(self) -> date:
        """The calendar day where it was written."""
        return (self.at + timedelta(minutes=self.offset or 0)).date()


@dataclass(frozen=True, slots=True)
class _Habits:
    """How the writer's world writes dates, for what a text leaves open."""

    offset: int | None = None
    day_first: bool | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A moment and the stretch of text that told it."""

    moment: Moment
    start: int
    end: int


def read(
    text: str | None, *, default_offset: int | None = None, day_first: bool | None = None
) -> Moment | None:
    """Return the one moment that `text` tells, or None.

    `default_offset` (minutes east of UTC) stands in for a zone that is not written; `day_first`
    decides `10/11/2024`. Beside the date only words may stand (`Published:`). Years outside
    1990 to 2099 are refused.
    """
    text = (text or "").strip()
    if not text or len(text) > LONGEST:
        return None
    if moment := _epoch(text) or _coarse(text):
        return moment
    if compact := _COMPACT.match(text):
        text = "{}-{}-{}T{}:{}:{}".format(*compact.groups("00")) + text[compact.end() :]
    found = _all(text, _Habits(default_offset, day_first))
    if len(found) != 1 or re.search(r"\d", text[: found[0].start] + text[found[0].end :]):
        return None
    return found[0].moment


def find(text: str, *, day_first: bool | None = None) -> list[Found]:
    """Return the dates with a year in a line of text, in order, with where they stand."""
    return _all(text, _Habits(None, day_first)) if _YEARLIKE.search(text) else []


def order(text: str) -> bool | None:
    """Return what a text's own dates show: day first, month first, or nothing or both (None).

    Evidence are dates in figures that can be read in one way only, and those whose reading is the
    day of an ISO date in the same text.
    """
    written = set(_ISO_DAY.findall(text))
    shown: set[bool] = set()
    for one, two, year in _FIGURES.findall(text):
        british = _day(int(year), int(two), int(one))
        american = _day(int(year), int(one), int(two))
        if british != american:
            shown |= {True} if not american or _iso(british) in written else set()
            shown |= {False} if not british or _iso(american) in written else set()
    return next(iter(shown)) if len(shown) == 1 else None


def _iso(day: datetime | None) -> str | None:
    return f"{day:%Y-%m-%d}" if day else None


_ISO_DAY = re.compile(r"(?<!\d)(?:19|20)\d\d-\d\d-\d\d(?!\d)")
_FIGURES = re.compile(r"(?<![\d/-])(\d\d?)[/-](\d\d?)[/-]((?:19|20)\d\d)(?!\d)")
_UNIX = re.compile(r"(\d{9,10})(\d{3})?(?:\.\d+)?")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)T?(\d\d)(\d\d)(\d\d)?(?=$|Z|[+-])")
_YEARLIKE = re.compile(r"(?:19|20)\d\d|\d\d?\.\d\d?\.\d\d")


def _epoch(text: str) -> Moment | None:
    """Read Unix time; 13 digits are milliseconds, as JavaScript counts."""
    if not (match := _UNIX.fullmatch(text)):
        return None
    at = datetime.fromtimestamp(int(match[1]), UTC)
    return Moment(at, 0, "second") if at.year >= FIRST_YEAR else None


def _coarse(text: str) -> Moment | None:
    """Read a year, or a month of a year, that stands alone."""
    if match := re.fullmatch(r"((?:19|20)\d\d)(?:[-/](\d\d))?", text):
        year, month = int(match[1]), int(match[2] or 1)
        precision: Precision = "month" if match[2] else "year"
    elif match := re.fullmatch(r"([^\W\d_]{3,15})\.?,?\s(?:de\s)?((?:19|20)\d\d)", text):
        year, month = int(match[2]), MONTH_NUMBERS.get(fold(match[1]), 0)
        precision = "month"
    else:
        return None
    day = _day(year, month, 1)
    return Moment(day, None, precision) if day else None


def _all(text: str, habits: _Habits) -> list[Found]:
    """Return every date of a text; of two that overlap the one that starts first, or is longer."""
    dated = sorted(
        ((match, day) for pattern in DATES for match, day in _days(pattern, text, habits)),
        key=lambda pair: (pair[0].start(), -pair[0].end()),
    )
    found: list[Found] = []
    for match, day in dated:
        last = found[-1].end if found else 0
        if match.start() >= last:
            found.append(_timed(match, day, after=last, habits=habits))
    return found


def _days(
    pattern: re.Pattern[str], text: str, habits: _Habits
) -> Iterator[tuple[re.Match[str], datetime]]:
    at = 0
    while match := pattern.search(text, at):
        day = _meant(match, habits)
        if day:
            yield match, day
        at = match.end() if day else match.start() + 1


def _meant(match: re.Match[str], habits: _Habits) -> datetime | None:
    """Return the day that a match of a date pattern means, as midnight."""
    part = match.groupdict()
    if part["year"]:
        year = int(part["year"])
    else:  # two digits: RFC 2822, section 4.3
        year = int(part["short"]) + (2000 if int(part["short"]) < 50 else 1900)
    if "one" in part:
        return _ordered(match, year, habits)
    month = MONTH_NUMBERS.get(fold(part["name"]), 0) if "name" in part else int(part["month"])
    return _day(year, month, int(part["day"]))


def _ordered(match: re.Match[str], year: int, habits: _Habits) -> datetime | None:
    """Decide which figure is the day: by what can be, the dots, the weekday, the caller."""
    one, two = int(match["one"]), int(match["two"])
    british, american = _day(year, two, one), _day(year, one, two)
    if not (british and american) or british == american:
        return british or american
    if match["mark"].startswith("."):
        return british
    text = match.string
    beside = fold(text[max(0, match.start() - 20) : match.start()] + " " + text[match.end() :][:20])
    names = {WEEKDAY_NUMBERS[word] for word in re.findall(r"[^\W\d]+", beside) if word in _WEEK}
    if len(names) == 1 and (british.weekday() in names) != (american.weekday() in names):
        return british if british.weekday() in names else american
    if habits.day_first is None:
        return None
    return british if habits.day_first else american


_WEEK = {name for name in WEEKDAY_NUMBERS if len(name) > 2}


def _day(year: int, month: int, day: int) -> datetime | None:
    try:
        at = datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None
    return at if FIRST_YEAR <= year <= LAST_YEAR else None


def _timed(match: re.Match[str], day: datetime, *, after: int, habits: _Habits) -> Found:
    """Add the time of day in, behind or before a date; nothing up to `after` is looked at."""
    text = match.string
    start, end = match.start(), match.end()
    clock: re.Match[str] | None = None
    if "hour" in match.groupdict():
        clock = match
    elif clock := AFTER.match(text, end):
        end = clock.end()
    elif clock := BEFORE.search(text, max(after, start - 60), start):
        start = clock.start()
    if weekday := WEEKDAY.search(text, max(after, start - 16), start):
        start = weekday.start()
    moment = _moment(day, clock, habits) if clock else Moment(day, None, "day")
    return Found(moment, start, end)


_HALVES = {"午前": "a", "上午": "a", "오전": "a", "午後": "p", "下午": "p", "오후": "p"}


def _moment(day: datetime, clock: re.Match[str], habits: _Habits) -> Moment:
    hour, second = int(clock["hour"]), min(int(clock["second"] or 0), 59)
    half = (clock["half"] or _HALVES.get(clock["early"]) or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    local = day + timedelta(hours=hour, minutes=int(clock["minute"] or 0), seconds=second)
    offset = _offset(clock["zone"], local) if clock["zone"] else habits.offset
    precision: Precision = "second" if clock["second"] else "minute" if clock["minute"] else "hour"
    return Moment(local - timedelta(minutes=offset or 0), offset, precision)


def _offset(zone: str, local: datetime) -> int | None:
    """Return minutes east of UTC of a zone as written; None for what no zone on Earth has."""
    if zone in AMERICAN:
        return AMERICAN[zone] + (60 if _american_summer(local) else 0)
    if zone in ZONES:
        return ZONES[zone]
    figures = re.sub(r"\D", "", zone)
    hours, minutes = (int(figures), 0) if len(figures) <= 2 else divmod(int(figures), 100)
    if hours * 60 + minutes > 14 * 60 or minutes > 59:
        return None
    return (hours * 60 + minutes) * (1 if "+" in zone else -1)


def _american_summer(local: datetime) -> bool:
    """Second Sunday of March to first Sunday of November, 02:00 (15 U.S. Code 260a)."""
    march, november = (datetime(local.year, month, 1, 2, tzinfo=UTC) for month in (3, 11))
    start = march + timedelta(days=(6 - march.weekday()) % 7 + 7)
    end = november + timedelta(days=(6 - november.weekday()) % 7)
    return start <= local < end
