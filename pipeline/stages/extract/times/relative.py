"""Times counted from the day of publication, or from the date last named: yesterday, last week."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from pipeline.stages.extract.numbers.cardinals import cardinal
from pipeline.stages.extract.numbers.lexemes import Lexemes
from pipeline.stages.extract.times import calendar
from pipeline.stages.extract.times.calendar import Closed
from pipeline.stages.extract.times.dates import month, year, year_number
from pipeline.stages.extract.times.lexicon import (
    ANAPHORIC,
    PARTS_OF_DAY,
    RELATIVE,
    UNITS,
    WEEKDAYS,
    Expression,
    Ground,
    direction,
    tense,
)

ORDINALS = ("first", "second", "third", "fourth")


def weekday(lex: Lexemes, i: int, ground: Ground) -> Expression | None:
    """Read `Friday`, `last Friday`, `next Friday night`, `Sunday's`."""
    step, k = direction(lex, i)
    k += step == 0 and lex.low(k) in {"this", "early", "late"}
    name = lex.low(k)
    possessive = name.endswith(("'s", "’s"))
    name = name[:-2] if possessive else name
    if name not in WEEKDAYS or not lex.at(k).text[:1].isupper() or ground.published is None:
        return None
    at = ground.published
    back = (at.weekday() - WEEKDAYS[name]) % 7
    last, following = at - timedelta(days=back), at + timedelta(days=(-back) % 7)
    day = last
    if step < 0:
        day = last if back else last - timedelta(days=7)
    elif step > 0:
        day = following if back else following + timedelta(days=7)
    elif tense(lex, i) == "future" or (possessive and _ahead(lex, k)):
        day = following
    after = k + 1 + (lex.low(k + 1) in PARTS_OF_DAY)
    return Expression((day, day), i, after, exact=True)


def _ahead(lex: Lexemes, k: int) -> bool:
    return any(lex.low(n) in {"ahead", "before"} for n in range(k - 4, k))


def word(lex: Lexemes, i: int, ground: Ground) -> Expression | None:
    """Read today, yesterday, last night; that day, the next day, counted from the last date."""
    if lex.low(i) in {"later", "earlier"} and lex.low(i + 1) in {"that", "the"}:
        found = word(lex, i + 1, ground)
        return replace(found, first=i) if found else None
    if ground.named and (found := _later(lex, i, ground.named)):
        return found
    bare = lex.low(i).removesuffix("'s").removesuffix("’s")
    for table, origin in ((RELATIVE, ground.published), (ANAPHORIC, ground.named)):
        possessive = bare != lex.low(i) and (bare,) in table
        read = (table[bare,], i + 1) if possessive else lex.phrase(i, table)
        if read and origin:
            (first, last), after = read
            if lex.low(after) in {"yesterday", "tomorrow"}:
                return None
            days = origin + timedelta(days=first), origin + timedelta(days=last)
            return Expression(days, i, after, exact=first == last)
    return None


def _later(lex: Lexemes, i: int, named: date) -> Expression | None:
    """Read `four days earlier`, `two weeks later`, counted from the date last named."""
    count = _count(lex, i)
    unit = UNITS.get(lex.low(count[1])) if count else None
    way = {"earlier": -1, "before": -1, "later": 1, "afterwards": 1}
    step = way.get(lex.low(count[1] + 1)) if count else None
    if count is None or unit is None or step is None:
        return None
    then = calendar.shifted(named, step * count[0], unit)
    return Expression(_around(then, unit), i, count[1] + 2, exact=unit == "day")


def _ago(lex: Lexemes, i: int, at: date) -> Expression | None:
    """Read `two days ago`, `a year ago`, `three weeks earlier` (from publication: only ago)."""
    count = _count(lex, i)
    unit = UNITS.get(lex.low(count[1])) if count else None
    if count is None or unit is None or lex.low(count[1] + 1) != "ago":
        return None
    then = calendar.shifted(at, -count[0], unit)
    return Expression(_around(then, unit), i, count[1] + 2, exact=unit == "day")


def _count(lex: Lexemes, i: int) -> tuple[int, int] | None:
    if lex.low(i) in {"a", "an"}:
        return 1, i + 1
    found = cardinal(lex, i)
    if found is None or not found.exact or found.low is None or found.low % 1:
        return None
    return (int(found.low), found.after) if 0 < found.low <= 2000 else None


def _around(then: date, unit: str) -> Closed:
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
    count = _count(lex, k) if step and (within or k > i) else None
    if count is None:
        return None
    hours = lex.low(count[1]) in {"hours", "hour"}
    unit = "day" if hours else UNITS.get(lex.low(count[1]))
    if unit is None or (hours and within):
        return None
    number = -(-count[0] // 24) if hours else count[0]
    then = calendar.shifted(at, step * number, unit)
    return Expression((min(then, at), max(then, at)), i, count[1] + 1)


def _period(lex: Lexemes, i: int, at: date) -> Expression | None:
    """Read `last week`, `this year`, `earlier this month`, `next summer`, `the past week`."""
    leading = lex.low(i) in {"earlier", "later", "early", "late", "sometime"}
    k = i + leading
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
    past_week = lex.low(after - 1) == "past" and unit in {"day", "week", "month", "year"}
    if past_week:
        days = calendar.shifted(at, -1, unit), at
    if leading and lex.low(i) == "earlier":
        days = days[0], min(days[1], at)
    elif leading and lex.low(i) == "later":
        days = max(days[0], at), days[1]
    elif leading:
        days = calendar.part(days, lex.low(i))
    return Expression(days, i, after + 1)


def _named_period(unit: str, at: date, step: int) -> Closed | None:
    if unit in {"week", "month", "year", "decade"}:
        then = calendar.shifted(at, step, unit)
        if unit == "decade":
            begin = then.year - then.year % 10
            return calendar.span(calendar.year(begin), calendar.year(begin + 9))
        return _around(then, unit)
    if unit == "weekend":
        monday = calendar.week(at)[0] + timedelta(days=7 * step)
        if step == 0 and at.weekday() < 2:
            monday -= timedelta(days=7)
        return monday + timedelta(days=5), monday + timedelta(days=6)
    if unit == "quarter":
        months = at.month - 1 + 3 * step
        return calendar.quarter(at.year + months // 12, months % 12 // 3 + 1)
    return _season(unit, at, step) if unit in calendar.SEASONS else None


def _weekend(lex: Lexemes, i: int, at: date) -> Expression | None:
    """Read `the weekend`: the last one, or the one to come."""
    if (lex.low(i), lex.low(i + 1)) != ("the", "weekend"):
        return None
    ahead = tense(lex, i) == "future"
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


def _edge(lex: Lexemes, i: int, at: date) -> Expression | None:
    """Read `the end of January`, `the first half of next year`, `the third quarter of 2024`."""
    k = i + (lex.low(i) == "the")
    which, k = lex.low(k), k + 1
    if which in {"first", "second", "third", "fourth"} and lex.low(k) in {"half", "quarter"}:
        which, k = f"{which} {lex.low(k)}", k + 1
    elif which in ORDINALS and lex.low(k) == "week":
        which, k = f"{which} week", k + 1
    elif which not in {"end", "beginning", "start", "middle"}:
        return None
    if lex.low(k) != "of":
        return _bare_quarter(which, i, k, at)
    k += 1 + (lex.low(k + 1) == "the")
    inner = (
        _period(lex, k, at)
        or month(lex, k, Ground(at))
        or year(lex, k, "in")
        or (
            Expression(_around(at, lex.low(k)), k, k + 1)
            if lex.low(k) in {"week", "month", "year"}
            else None
        )
    )
    if inner is None:
        return None
    return Expression(_of(which, inner.days), i, inner.after)


def _bare_quarter(which: str, i: int, k: int, at: date) -> Expression | None:
    """Read `the third quarter` of no year: the last one that has begun."""
    if not which.endswith(" quarter"):
        return None
    number = ORDINALS.index(which.split(maxsplit=1)[0]) + 1
    days = [calendar.quarter(at.year + n, number) for n in (-1, 0)]
    return Expression([d for d in days if d[0] <= at][-1], i, k)


def _of(which: str, days: Closed) -> Closed:
    if " " not in which:
        return calendar.part(days, which)
    ordinal, part = which.split()
    number = ORDINALS.index(ordinal)
    if part == "week":
        first = days[0] + timedelta(days=7 * number)
        return first, min(first + timedelta(days=6), days[1])
    length = {"half": 6, "quarter": 3}[part]
    start, begin = days[0].year, days[0].month + number * length
    return calendar.span(calendar.month(start, begin), calendar.month(start, begin + length - 1))


def _bare_season(lex: Lexemes, i: int, at: date) -> Expression | None:
    """Read `the summer`, `summer 2023`, `the winter of 2022`; a bare one is the nearest."""
    k = i + (lex.low(i) == "the")
    name = lex.low(k)
    if name not in calendar.SEASONS or name == "fall":
        return None
    if found := year_number(lex, k + 1):
        return Expression(calendar.season(found[0], name), i, found[1])
    if lex.low(i) != "the" and lex.low(i - 1) != "the":
        return None
    candidates = [calendar.season(at.year + n, name) for n in (-1, 0, 1)]
    days = calendar.nearest(candidates, at, tense(lex, i))
    return Expression(days, i, k + 1) if days else None


COUNTED: tuple[Callable[[Lexemes, int, date], Expression | None], ...] = (
    _ago,
    _edge,
    _stretch,
    _period,
    _weekend,
    _bare_season,
)
