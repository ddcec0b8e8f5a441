"""Parts of longer times: the end of January, the first half of next year, the third quarter."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.stages.extract.numbers.lexemes import Lexemes
from pipeline.stages.extract.times import calendar
from pipeline.stages.extract.times.calendar import Closed
from pipeline.stages.extract.times.dates import dated, month
from pipeline.stages.extract.times.lexicon import WEEKDAYS, Expression, Ground
from pipeline.stages.extract.times.relative import around, counted, period
from pipeline.stages.extract.times.years import ENDINGS, year

ORDINALS = ("first", "second", "third", "fourth")


def edge(lex: Lexemes, i: int, at: date) -> Expression | None:
    """Read `the end of January`, `the first half of next year`, `the third quarter of 2024`."""
    k = i + (lex.low(i) == "the")
    which, k = lex.low(k), k + 1
    if found := _months_to(lex, i, at) or _year_to(lex, i, at) or _day_of(lex, i, at):
        return found
    if (
        which in {"first", "last"}
        and (months := counted(lex, k))
        and lex.low(months[1]) == "months"
    ):
        which, k = f"{which} {months[0]} months", months[1] + 1
    elif which in {"first", "second", "third", "fourth"} and lex.low(k) in {"half", "quarter"}:
        which, k = f"{which} {lex.low(k)}", k + 1
    elif (which in ORDINALS and lex.low(k) == "week") or (
        which in {"last", "final", "first"} and lex.low(k) == "week" and lex.low(k + 1) == "of"
    ):
        which, k = f"{which} week", k + 1
    elif which not in {"end", "beginning", "start", "middle"}:
        return None
    if lex.low(k) != "of":
        return _bare_quarter(which, i, k, at)
    k += 1 + (lex.low(k + 1) == "the")
    inner = (
        period(lex, k, at)
        or month(lex, k, Ground(at))
        or year(lex, k, "in")
        or (
            Expression(around(at, lex.low(k)), k, k + 1)
            if lex.low(k) in {"week", "month", "year"}
            else None
        )
    )
    if inner is None:
        return None
    return Expression(_of(which, inner.days), i, inner.after)


def _months_to(lex: Lexemes, i: int, at: date) -> Expression | None:
    """Read `the three months to September`, `the six months ending in June 2024`."""
    count = counted(lex, i + (lex.low(i) == "the"))
    if count is None or lex.low(count[1]) != "months" or count[0] > 24:
        return None
    k = count[1] + 1
    if lex.low(k) not in {"to", "ending", "ended", "through", "until"}:
        return None
    last = month(lex, k + 1 + (lex.low(k + 1) in {"in", "on"}), Ground(at))
    if last is None:
        return None
    begin = calendar.shifted(last.days[0], 1 - count[0], "month")
    return Expression((begin, last.days[1]), i, last.after)


def _year_to(lex: Lexemes, i: int, at: date) -> Expression | None:
    """Read `the year to September`, `the year ending 30 June`, `the decade to 2020`."""
    k = i + (lex.low(i) == "the")
    years = {"year": 1, "decade": 10}.get(lex.low(k))
    if years is None or k == i or lex.low(k + 1) not in {"to", "ending", "ended"}:
        return None
    k += 2 + (lex.low(k + 2) in {"in", "on"})
    ground = Ground(at)
    last = dated(lex, k, ground) or month(lex, k, ground) or year(lex, k, "in")
    if last is None:
        return None
    begin = calendar.shifted(last.days[1] + calendar.DAY, -12 * years, "month")
    return Expression((begin, last.days[1]), i, last.after)


def _day_of(lex: Lexemes, i: int, at: date) -> Expression | None:
    """Read `the first Monday of October`, `the last day of September`, `the 20th of this month`."""
    if lex.low(i) != "the":
        return None
    which, k = lex.low(i + 1), i + 3
    number = int(which) if which.isdecimal() and lex.low(i + 2) in ENDINGS else 0
    if number == 0 and which not in {*ORDINALS, "last"}:
        return None
    inner = _month_of(lex, k, at)
    if inner is None:
        return None
    first, last = inner.days
    if number:
        day = first + timedelta(days=number - 1)
    elif lex.low(i + 2) in WEEKDAYS:
        day = _of_weekday(first, last, which, WEEKDAYS[lex.low(i + 2)])
    elif lex.low(i + 2) == "day":
        day = last if which == "last" else first + timedelta(days=ORDINALS.index(which))
    else:
        return None
    return Expression((day, day), i, inner.after, exact=True) if first <= day <= last else None


def _month_of(lex: Lexemes, k: int, at: date) -> Expression | None:
    """Read the `of October`, `in this month` behind a day."""
    if lex.low(k) not in {"of", "in"}:
        return None
    return month(lex, k + 1, Ground(at)) or period(lex, k + 1, at)


def _of_weekday(first: date, last: date, which: str, weekday: int) -> date:
    if which == "last":
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    ahead = (weekday - first.weekday()) % 7 + 7 * ORDINALS.index(which)
    return first + timedelta(days=ahead)


def later_in(lex: Lexemes, i: int, ground: Ground) -> Expression | None:
    """Read `later in October`, `earlier in June 2024`: what is left of it, or was of it."""
    way = lex.low(i)
    found = month(lex, i + 2, ground) if lex.low(i + 1) == "in" else None
    if found is None or way not in {"earlier", "later", "early", "late"}:
        return None
    (first, last), at = found.days, ground.published
    if way in {"early", "late"}:
        days = calendar.part((first, last), way)
    elif at is None or not first <= at <= last:
        days = first, last
    else:
        days = (first, at) if way == "earlier" else (at, last)
    return Expression(days, i, found.after)


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
    if which.endswith(" months"):
        where, months, _ = which.split()
        whole = [calendar.month(days[0].year, days[0].month + n) for n in range(12)]
        some = whole[: int(months)] if where == "first" else whole[-int(months) :]
        return calendar.span(some[0], some[-1])
    ordinal, part = which.split()
    if ordinal in {"last", "final"}:
        return days[1] - timedelta(days=6), days[1]
    number = ORDINALS.index(ordinal)
    if part == "week":
        first = days[0] + timedelta(days=7 * number)
        return first, min(first + timedelta(days=6), days[1])
    if part == "half" and days[1] - days[0] < timedelta(days=31):
        middle = days[0] + timedelta(days=14)
        return (days[0], middle) if number == 0 else (middle + timedelta(days=1), days[1])
    length = {"half": 6, "quarter": 3}[part]
    start, begin = days[0].year, days[0].month + number * length
    return calendar.span(calendar.month(start, begin), calendar.month(start, begin + length - 1))
