"""Weeks: weekdays, and weeks told by a day of theirs."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.stages.extract.numbers.lexemes import FUNCTION, Lexemes
from pipeline.stages.extract.times import calendar
from pipeline.stages.extract.times.calendar import Closed
from pipeline.stages.extract.times.dates import dated, day_range
from pipeline.stages.extract.times.lexicon import (
    PARTS_OF_DAY,
    WEEKDAYS,
    Expression,
    Ground,
    bare,
    direction,
)
from pipeline.stages.extract.times.tense import tense

WEEK = timedelta(days=7)


def weekday(lex: Lexemes, i: int, ground: Ground) -> Expression | None:
    """Read `Friday`, `last Friday`, `next Friday night`, `Friday last week`, `Sunday's`."""
    step, k = direction(lex, i + (lex.low(i) == "this"))
    k += step == 0 and lex.low(k) in {"this", "early", "late"}
    name = bare(lex.low(k))
    possessive = name != lex.low(k)
    if name not in WEEKDAYS or not lex.at(k).text[:1].isupper() or ground.published is None:
        return None
    at, after = ground.published, k + 1 + (lex.low(k + 1) in PARTS_OF_DAY)
    if not step and _any(lex, i, after):
        return None
    week, end = direction(lex, after + (lex.low(after) == "of"))
    if week and lex.low(end) == "week" and lex.low(after) != "the":
        day = calendar.week(at + week * WEEK)[0] + timedelta(days=WEEKDAYS[name])
        return Expression((day, day), i, end + 1, exact=True)
    if not step:
        told = ground.tenses(lex.at(i).start) if possessive and ground.tenses else None
        looks = tense(lex, i, ground.tenses) if told is None else told
        ahead = looks == "future" or (possessive and _ahead(lex, k))
        day = _near(at, WEEKDAYS[name], ahead=ahead)
    else:
        near = step < 0 and lex.low(i) == "this"
        day = _near(at, WEEKDAYS[name], ahead=step > 0)
        day += step * WEEK if day == at and not near else timedelta()
    return Expression((day, day), i, after, exact=True)


def _near(at: date, number: int, *, ahead: bool) -> date:
    """Return the weekday of a number at or behind a day, or at or ahead of it."""
    back = (at.weekday() - number) % 7
    return at + timedelta(days=(-back) % 7) if ahead else at - timedelta(days=back)


def _any(lex: Lexemes, i: int, after: int) -> bool:
    """Tell a weekday of no week: `every Sunday`, `that Sunday`, `on a Tuesday, Friday or Sunday`.

    `A Friday statement` is of the last one.
    """
    while lex.low(i - 1) in {",", "or"} and lex.low(i - 2) in WEEKDAYS:
        i -= 2
    if lex.low(i - 1) in {"a", "an"}:
        return lex.at(after).kind != "word" or lex.low(after) in FUNCTION
    return lex.low(i - 1) in {"every", "each", "any", "that", "one", "most"}


def _ahead(lex: Lexemes, k: int) -> bool:
    return any(lex.low(n) in {"ahead", "before"} for n in range(k - 4, k))


def week_of(lex: Lexemes, i: int, ground: Ground) -> Expression | None:
    """Read `the week of October 7`, `the week beginning 7 October`, `the week to 12 October`."""
    if lex.low(i) != "the" or lex.low(i + 1) not in {"week", "weekend"}:
        return None
    how = lex.low(i + 2)
    if how not in {"of", "beginning", "starting", "commencing", "to", "ending"}:
        return None
    found = day_range(lex, i + 3, ground) or dated(lex, i + 3, ground)
    if found is None:
        return None
    return Expression(_week(lex.low(i + 1), how, found.days), i, found.after)


def _week(unit: str, how: str, days: Closed) -> Closed:
    first, last = days
    if how in {"to", "ending"}:
        return last - WEEK + calendar.DAY, last
    monday, sunday = calendar.week(first)
    if unit == "weekend":
        return (first, last) if first != last else (sunday - calendar.DAY, sunday)
    return (monday, sunday) if how == "of" else (first, first + WEEK - calendar.DAY)
