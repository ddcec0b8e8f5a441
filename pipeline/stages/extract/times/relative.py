"""Times counted from the day of publication, or from the date last named: yesterday, last week."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from pipeline.stages.extract.numbers.cardinals import cardinal
from pipeline.stages.extract.numbers.lexemes import Lexemes
from pipeline.stages.extract.times import calendar
from pipeline.stages.extract.times.calendar import Closed
from pipeline.stages.extract.times.lexicon import (
    ANAPHORIC,
    RELATIVE,
    UNITS,
    Expression,
    Ground,
    bare,
    direction,
)
from pipeline.stages.extract.times.tense import tense
from pipeline.stages.extract.times.years import year_number

ORDINALS = ("first", "second", "third", "fourth")
PLACING = frozenset(("in", "at", "on", "with", "by", "and", "but", "when", "that"))
RUNNING = frozenset(("over", "in", "within", "during", "for", "throughout"))


def word(lex: Lexemes, i: int, ground: Ground) -> Expression | None:
    """Read today, yesterday, last night; that day, the next day, counted from the last date."""
    if lex.low(i) in {"later", "earlier"} and lex.low(i + 1) in {"that", "the"}:
        found = word(lex, i + 1, ground)
        return replace(found, first=i) if found else None
    if found := _later(lex, i, ground):
        return found
    if lex.low(i - 1) in {"better", "brighter"}:
        return None  # a better tomorrow
    only = bare(lex.low(i))
    for table in (RELATIVE, ANAPHORIC):
        possessive = only != lex.low(i) and (only,) in table
        read = (table[only,], i + 1) if possessive else lex.phrase(i, table)
        if read is None:
            continue
        if origin := ground.published if table is RELATIVE else ground.last_named():
            (first, last), after = read
            if lex.low(after) in {"yesterday", "tomorrow"} or _before_what(lex, after):
                return None
            days = origin + timedelta(days=first), origin + timedelta(days=last)
            return Expression(days, i, after, exact=first == last)
    return None


def _before_what(lex: Lexemes, after: int) -> bool:
    """Tell `the day before the vote`, whenever that was."""
    told = lex.at(after).kind in {"word", "figure"} and lex.low(after) not in PLACING
    return lex.low(after - 1) == "before" and told


def _later(lex: Lexemes, i: int, ground: Ground) -> Expression | None:
    """Read `four days earlier`, `two weeks later`, counted from the date last named."""
    count = counted(lex, i)
    unit = UNITS.get(lex.low(count[1])) if count else None
    way = {"earlier": -1, "before": -1, "later": 1, "afterwards": 1}
    step = way.get(lex.low(count[1] + 1)) if count else None
    if count is None or unit is None or step is None:
        return None
    after = lex.at(count[1] + 2)
    if lex.low(count[1] + 1) == "before" and after.kind in {"word", "figure"}:
        return None  # three days before the vote, whenever that was
    named = ground.last_named()
    if named is None:
        return None
    then = calendar.shifted(named, step * count[0], unit)
    if ground.published and then > ground.published and tense(lex, i, ground.tenses) != "future":
        return None  # another day was meant
    return Expression(around(then, unit), i, count[1] + 2, exact=unit == "day")


def _ago(lex: Lexemes, i: int, at: date) -> Expression | None:
    """Read `two days ago`, `a year ago`, `three weeks earlier` (from publication: only ago)."""
    count = counted(lex, i)
    unit = UNITS.get(lex.low(count[1])) if count else None
    if count is None or unit is None or lex.low(count[1] + 1) != "ago" or lex.low(i - 1) == "half":
        return None
    then = calendar.shifted(at, -count[0], unit)
    if to := _to_the_day(lex, i, count[1] + 2):
        return Expression((then, then), i, to, exact=True)
    return Expression(around(then, unit), i, count[1] + 2, exact=unit == "day")


def _to_the_day(lex: Lexemes, i: int, after: int) -> int:
    """Return the end of `two years ago today`, `a week ago to the day`, or 0."""
    if lex.low(after) == "today":
        return after + 1
    if tuple(lex.low(k) for k in range(after, after + 3)) == ("to", "the", "day"):
        return after + 3
    return after if lex.low(i - 1) == "exactly" else 0


def _from_now(lex: Lexemes, i: int, at: date) -> Expression | None:
    """Read `two weeks from now`, `in three months’ time`."""
    count = counted(lex, i)
    unit = UNITS.get(bare(lex.low(count[1])).rstrip("’'")) if count else None
    if count is None or unit is None:
        return None
    k = count[1] + 1
    k += lex.low(k) in {"'", "’"}
    now = (lex.low(k), lex.low(k + 1)) == ("from", "now")
    if not now and lex.low(k) != "time":
        return None
    return Expression(around(calendar.shifted(at, count[0], unit), unit), i, k + 1 + now)


def _before_last(lex: Lexemes, i: int, at: date) -> Expression | None:
    """Read `the week before last`, `the year before last`."""
    unit = lex.low(i + 1)
    if lex.low(i) != "the" or (lex.low(i + 2), lex.low(i + 3)) != ("before", "last"):
        return None
    days = _named_period(unit, at, -2)
    return Expression(days, i, i + 4) if days else None


def counted(lex: Lexemes, i: int) -> tuple[int, int] | None:
    """Read the number of days, weeks … at lexeme `i`; return it and where it ends."""
    if lex.low(i) in {"a", "an"}:
        return 1, i + 1
    found = cardinal(lex, i)
    if found is None or not found.exact or found.low is None or found.low % 1:
        return None
    return (int(found.low), found.after) if 0 < found.low <= 2000 else None


def around(then: date, unit: str) -> Closed:
    """Return the day, week, month or year that `a month ago` falls in."""
    if unit == "day":
        return then, then
    if unit in {"week", "fortnight"}:
        return calendar.week(then)
    return calendar.month(then.year, then.month) if unit == "month" else calendar.year(then.year)


def _stretch(lex: Lexemes, i: int, at: date) -> Expression | None:
    """Read `the past two years`, `the last 24 hours`, `the next three months`, `within a week`."""
    step, k = direction(lex, i)
    within = lex.low(i - 1) in {"within", "in"} and lex.low(i) != "the"
    if step == 0 and lex.low(i - 1) == "within":
        step, k = 1, i
    count = counted(lex, k) if step and (within or k > i) else None
    if count is None:
        return None
    hours = lex.low(count[1]) in {"hours", "hour"}
    unit = "day" if hours else UNITS.get(lex.low(count[1]))
    if unit is None or (hours and within):
        return None
    number = -(-count[0] // 24) if hours else count[0]
    return Expression(_running(at, step * number, unit), i, count[1] + 1)


def _running(at: date, number: int, unit: str) -> Closed:
    """Return the days from or to the day of publication: the next two years, the past week."""
    then = calendar.shifted(at, number, unit)
    return min(then, at), max(then, at)


def ahead(lex: Lexemes, i: int, ground: Ground) -> Expression | None:
    """Read `will open in two weeks`; what was built in two weeks took so long."""
    at, count = ground.published, counted(lex, i) if lex.low(i - 1) == "in" else None
    unit = UNITS.get(lex.low(count[1])) if count else None
    if at is None or count is None or unit is None or lex.low(count[1] + 1) in {"of", "'", "’"}:
        return None
    if lex.low(i - 2) == "time":
        return None  # for the first time in a year
    if tense(lex, i, ground.tenses) != "future":
        return None
    then = calendar.shifted(at, count[0], unit)
    return Expression(around(then, unit), i, count[1] + 1, exact=unit == "day")


def _around_now(lex: Lexemes, i: int, at: date) -> Expression | None:
    """Read `over the next decade`, `in the last week`: no calendar week or decade is meant."""
    if lex.low(i) != "the" or lex.low(i - 1) not in RUNNING:
        return None
    step, k = direction(lex, i)
    unit = UNITS.get(lex.low(k))
    if (
        step == 0
        or unit in {None, "day", "century"}
        or lex.low(k + 1) in {"of", "before", "'s", "’s"}
    ):
        return None
    return Expression(_running(at, step, unit or ""), i, k + 1) if lex.low(k) == unit else None


def period(lex: Lexemes, i: int, at: date) -> Expression | None:
    """Read `last week`, `this year`, `earlier this month`, `next summer`, `the past week`."""
    leading = lex.low(i) in {"earlier", "later", "early", "late", "sometime"}
    k = i + leading
    if leading and (lex.low(k), lex.low(k + 1)) == ("in", "the"):
        return _in_the(lex, i, at)
    if lex.low(i - 1) == "the" and lex.low(i) in {"following", "previous", "preceding"}:
        return None  # counted from what was told, not from publication
    step, after = direction(lex, k)
    if lex.low(k) in {"this", "current"} or (lex.low(k) == "the" and lex.low(k + 1) == "current"):
        after = k + 1 + (lex.low(k) == "the")
        after += lex.low(after) in {"past", "coming"}
    elif step == 0:
        return None
    unit = lex.low(after)
    possessive = unit.endswith(("'s", "’s"))
    unit = unit[:-2] if possessive else unit
    days = _named_period(unit, at, step)
    if days is None or (lex.low(k) == "the" and lex.low(k + 1) in {"following", "previous"}):
        return None
    past_week = lex.low(after - 1) == "past" and unit in {"day", "week", "month", "year", "decade"}
    if past_week:
        days = calendar.shifted(at, -1, unit), at
    if leading and lex.low(i) == "earlier":
        days = days[0], min(days[1], at)
    elif leading and lex.low(i) == "later":
        days = max(days[0], at), days[1]
    elif leading:
        days = calendar.part(days, lex.low(i))
    return Expression(days, i, after + 1)


def _in_the(lex: Lexemes, i: int, at: date) -> Expression | None:
    """Read `later in the year`, `earlier in the week`."""
    days = _named_period(lex.low(i + 3), at, 0)
    if days is None or lex.low(i + 4) in {"of", "when", "that"}:
        return None
    ways = {"earlier": (days[0], min(days[1], at)), "later": (max(days[0], at), days[1])}
    return Expression(ways.get(lex.low(i), calendar.part(days, lex.low(i))), i, i + 4)


def _named_period(unit: str, at: date, step: int) -> Closed | None:
    if unit in {"week", "month", "year", "decade"}:
        then = calendar.shifted(at, step, unit)
        if unit == "decade":
            begin = then.year - then.year % 10
            return calendar.span(calendar.year(begin), calendar.year(begin + 9))
        return around(then, unit)
    if unit == "weekend":
        monday = calendar.week(at)[0] + timedelta(days=7 * step)
        if step == 0 and at.weekday() < 2:
            monday -= timedelta(days=7)
        return monday + timedelta(days=5), monday + timedelta(days=6)
    if unit == "quarter":
        months = at.month - 1 + 3 * step
        return calendar.quarter(at.year + months // 12, months % 12 // 3 + 1)
    return _season(unit, at, step) if unit in calendar.SEASONS else None


def weekend(lex: Lexemes, i: int, ground: Ground) -> Expression | None:
    """Read `the weekend`: the last one, or the one to come."""
    at = ground.published
    if at is None or (lex.low(i), lex.low(i + 1)) != ("the", "weekend"):
        return None
    ahead = tense(lex, i, ground.tenses) == "future"
    days = _named_period("weekend", at, 0 if ahead or at.weekday() > 4 else -1)
    return Expression(days, i, i + 2) if days else None


def _season(name: str, at: date, step: int) -> Closed | None:
    """Return the season of a name that is over, nearest, or to come."""
    candidates = [calendar.season(at.year + n, name) for n in (-2, -1, 0, 1, 2)]
    if step < 0:
        return [days for days in candidates if days[1] < at][-1]
    if step > 0:
        return next(days for days in candidates if days[0] > at)
    return min(candidates, key=lambda days: _distance(days, at))


def _distance(days: Closed, at: date) -> timedelta:
    return max(days[0] - at, at - days[1], timedelta())


def season(lex: Lexemes, i: int, ground: Ground) -> Expression | None:
    """Read `the summer`, `summer 2023`, `the winter of 2022`; a bare one is the nearest."""
    k = i + (lex.low(i) == "the")
    name = lex.low(k)
    if name not in calendar.SEASONS or name == "fall":
        return None
    if found := year_number(lex, k + 1):
        return Expression(calendar.season(found[0], name), i, found[1])
    if lex.low(i) != "the" and lex.low(i - 1) not in {"the", "before", "by", "until"}:
        return None
    if ground.published is None:
        return None
    candidates = [calendar.season(ground.published.year + n, name) for n in (-1, 0, 1)]
    days = calendar.nearest(candidates, ground.published, tense(lex, i, ground.tenses))
    return Expression(days, i, k + 1) if days else None


COUNTED: tuple[Callable[[Lexemes, int, date], Expression | None], ...] = (
    _ago,
    _from_now,
    _before_last,
    _stretch,
    _around_now,
    period,
)
