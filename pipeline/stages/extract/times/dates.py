"""Dates as they are written: 2024-10-18, Friday, 18 October, October 8-13, June, the 1990s."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from pipeline.stages.extract.numbers.lexemes import DASHES, MONTHS, Lexemes
from pipeline.stages.extract.numbers.lookalikes import is_month
from pipeline.stages.extract.times import calendar
from pipeline.stages.extract.times.calendar import Closed
from pipeline.stages.extract.times.lexicon import (
    FEASTS,
    PREFIXES,
    SHORT,
    WEEKDAYS,
    Expression,
    Ground,
    direction,
)
from pipeline.stages.extract.times.tense import tense
from pipeline.stages.extract.times.years import year_number


def iso(lex: Lexemes, i: int, _: Ground) -> Expression | None:
    """Read 2024-10-18."""
    parts = [lex.low(k) for k in range(i, i + 5)]
    if [parts[1], parts[3]] != ["-", "-"] or not all(p.isdecimal() for p in parts[::2]):
        return None
    if [len(p) for p in parts[::2]] != [4, 2, 2] or not all(
        lex.at(k).glued for k in range(i + 1, i + 5)
    ):
        return None
    at = date(*(int(part) for part in parts[::2]))
    return Expression((at, at), i, i + 5, exact=True)


def year_by(lex: Lexemes, i: int, at: date) -> tuple[int, int] | None:
    """Read `last year`, `of next year`, `this year` behind a date: the year and where it ends."""
    k = i + (lex.low(i) == "of")
    if (lex.low(k), lex.low(k + 1)) == ("this", "year"):
        return at.year, k + 2
    which, after = direction(lex, k)
    return (at.year + which, after + 1) if which and lex.low(after) == "year" else None


def _number(lex: Lexemes, i: int) -> tuple[int, int] | None:
    """Read the day of a month: 8, 8th; return it and where it ends."""
    text = lex.low(i)
    if not text.isdecimal() or not 1 <= int(text) <= 31:
        return None
    ordinal = lex.at(i + 1).glued and lex.low(i + 1) in {"st", "nd", "rd", "th"}
    return int(text), i + 1 + ordinal


def _month_name(lex: Lexemes, i: int) -> tuple[int, int] | None:
    if not is_month(lex, i):
        return None
    stop = lex.low(i + 1) == "." and lex.at(i + 1).glued and lex.low(i) in SHORT
    return MONTHS[lex.low(i)], i + 1 + stop


def dated(lex: Lexemes, i: int, ground: Ground) -> Expression | None:
    """Read `Friday, 18 October 2024`, `Oct. 24`, `the 8th of October`."""
    k = i
    if lex.low(k) in WEEKDAYS or lex.low(k) in {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}:
        k += 1
        k += lex.low(k) in {",", "."}
    k += lex.low(k) == "the"
    read = _day_first(lex, k) or _month_first(lex, k) or _feast(lex, k)
    if read is None:
        return None
    number, name, after = read
    if found := year_number(lex, after):
        at = date(found[0], name, number)
        return Expression((at, at), i, found[1], exact=True)
    return _in_its_year(lex, i, after, ((name, number), (name, number)), ground)


def _day_first(lex: Lexemes, k: int) -> tuple[int, int, int] | None:
    number = _number(lex, k)
    if number is None:
        return None
    after = number[1] + (lex.low(number[1]) == "of")
    name = _month_name(lex, after)
    return (number[0], name[0], name[1]) if name else None


def _month_first(lex: Lexemes, k: int) -> tuple[int, int, int] | None:
    name = _month_name(lex, k)
    number = _number(lex, name[1]) if name else None
    if name is None or number is None or lex.at(number[1]).low in {":", "%"}:
        return None
    return number[0], name[0], number[1]


def _feast(lex: Lexemes, k: int) -> tuple[int, int, int] | None:
    """Read the feasts that fall on one date every year."""
    read = lex.phrase(k, FEASTS) if lex.at(k).text[:1].isupper() else None
    return (read[0][1], read[0][0], read[1]) if read else None


def day_range(lex: Lexemes, i: int, ground: Ground) -> Expression | None:
    """Read `8 and 13 October`, `October 8-13`, `8–13 October 2024`."""
    name = _month_name(lex, i)
    first = _number(lex, name[1] if name else i)
    if first is None or lex.low(first[1]) not in DASHES | {"and", "to", "until"}:
        return None
    second = _number(lex, first[1] + 1)
    if second is None or second[0] <= first[0]:
        return None
    after = second[1]
    if name is None:
        name = _month_name(lex, after)
        after = name[1] if name else after
    if name is None:
        return None
    if found := year_number(lex, after):
        days = date(found[0], name[0], first[0]), date(found[0], name[0], second[0])
        return Expression(days, i, found[1])
    return _in_its_year(lex, i, after, ((name[0], first[0]), (name[0], second[0])), ground)


def _in_its_year(
    lex: Lexemes,
    i: int,
    after: int,
    ends: tuple[tuple[int, int], tuple[int, int]],
    ground: Ground,
) -> Expression | None:
    """Ground month and day without a year."""
    if ground.published is None:
        return None
    if which := year_by(lex, after, ground.published):
        told = date(which[0], *ends[0]), date(which[0], *ends[1])
        return Expression(told, i, which[1], exact=ends[0] == ends[1])
    candidates: list[Closed] = []
    for number in range(ground.published.year - 1, ground.published.year + 2):
        with suppress(ValueError):  # 29 February
            candidates.append((date(number, *ends[0]), date(number, *ends[1])))
    days = calendar.nearest(candidates, ground.published, tense(lex, i, ground.tenses))
    return Expression(days, i, after, exact=ends[0] == ends[1]) if days else None


def months(lex: Lexemes, i: int, ground: Ground) -> Expression | None:
    """Read `May or June next year`, `June and July 2024`: from one month to the next."""
    name = _month_name(lex, i)
    joined = name is not None and lex.low(name[1]) in {"or", "and"}
    last = month(lex, name[1] + 1, ground) if name and joined else None
    if name is None or last is None or lex.low(last.first) not in MONTHS:
        return None
    first = calendar.month(last.days[0].year, name[0])
    return Expression((first[0], last.days[1]), i, last.after) if first < last.days else None


def month(lex: Lexemes, i: int, ground: Ground) -> Expression | None:
    """Read `June`, `last June`, `early June`, `October 2024`."""
    step, k = direction(lex, i)
    part = lex.low(k) if lex.low(k) in {"early", "late", "mid"} else ""
    k += bool(part) + (bool(part) and lex.low(k + 1) in DASHES)
    name = _month_name(lex, k) if lex.low(i - 1) not in {"every", "each", "that"} else None
    if name is None or (lex.low(k) == "may" and not _sure_may(lex, i, k)):
        return None
    if found := year_number(lex, name[1]):
        return Expression(calendar.part(calendar.month(found[0], name[0]), part), i, found[1])
    if ground.published is None:
        return None
    at = ground.published
    if which := year_by(lex, name[1], at):
        days = calendar.month(which[0], name[0])
        return Expression(calendar.part(days, part), i, which[1])
    candidates = [calendar.month(at.year + n, name[0]) for n in (-1, 0, 1)]
    if step:
        this = (at.year, at.month)
        kept = [c for c in candidates if (step < 0) == ((c[0].year, c[0].month) < this)]
        days = kept[-1] if step < 0 else next(c for c in candidates if c[0] > at)
    else:
        days = calendar.nearest(candidates, at, tense(lex, i, ground.tenses)) or candidates[1]
    return Expression(calendar.part(days, part), i, name[1])


def _sure_may(lex: Lexemes, i: int, k: int) -> bool:
    """Tell the month from the verb at the head of a sentence."""
    before = lex.low(i - 1)
    return (
        k > i
        or before in PREFIXES
        or before in {"to", "and", "or"}
        or year_number(lex, k + 1) is not None
    )
