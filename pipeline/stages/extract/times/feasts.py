"""Feasts: holidays that move with the year, counted from Easter or as a weekday of a month."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.stages.extract.numbers.lexemes import Lexemes
from pipeline.stages.extract.times import calendar
from pipeline.stages.extract.times.lexicon import AFTER_EASTER, OF_MONTHS, Expression, Ground
from pipeline.stages.extract.times.tense import tense


def feast(lex: Lexemes, i: int, ground: Ground) -> Expression | None:
    """Read `Thanksgiving`, `Good Friday`, `Labor Day`, of the year that is nearest."""
    if ground.published is None or not lex.at(i).text[:1].isupper():
        return None
    years = [ground.published.year + n for n in (-1, 0, 1)]
    if after_easter := lex.phrase(i, AFTER_EASTER):
        days = [easter(year) + timedelta(days=after_easter[0]) for year in years]
        after = after_easter[1]
    elif of_month := lex.phrase(i, OF_MONTHS):
        days, after = [_of_month(year, *of_month[0]) for year in years], of_month[1]
    else:
        return None
    near = calendar.nearest(
        [calendar.day(day) for day in days], ground.published, tense(lex, i, ground.tenses)
    )
    return Expression(near, i, after, exact=True) if near else None


def _of_month(year: int, which: int, weekday: int, month: int) -> date:
    """Return the first, second … weekday of a month; -1 is the last."""
    first, last = calendar.month(year, month)
    if which < 0:
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (Butcher 1876, as in Meeus 1991)."""
    golden, century, of_century = year % 19, year // 100, year % 100
    leap, rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap - correction + 15) % 30
    quarter, left = divmod(of_century, 4)
    weekday = (32 + 2 * rest + 2 * quarter - epact - left) % 7
    month, day = divmod(
        epact + weekday - 7 * ((golden + 11 * epact + 22 * weekday) // 451) + 114, 31
    )
    return date(year, month, day + 1)
