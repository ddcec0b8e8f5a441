"""Expressions: the times of a text, each read to an interval of days."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date

from pipeline.stages.extract.numbers.lexemes import DASHES, Lexeme, Lexemes
from pipeline.stages.extract.times.calendar import DAY, Closed
from pipeline.stages.extract.times.dates import dated, day_range, iso, month, months
from pipeline.stages.extract.times.feasts import feast
from pipeline.stages.extract.times.lexicon import (
    HEADS,
    OPENINGS,
    PARTS_OF_DAY,
    PREFIXES,
    WEEKDAYS,
    Expression,
    Ground,
    bare,
)
from pipeline.stages.extract.times.parts import edge, later_in
from pipeline.stages.extract.times.relative import COUNTED, ahead, season, weekend, word
from pipeline.stages.extract.times.weeks import WEEK, week_of, weekday
from pipeline.stages.extract.times.years import quarter, year

LONGEST = 12  #: lexemes from the first of an expression to one of its heads


def expressions(lex: Lexemes, ground: Ground) -> Iterator[Expression]:
    """Yield the time expressions among `lex`, from left to right, none inside another."""
    heads = [k for k, lexeme in enumerate(lex) if may_head(lexeme)]
    i = 0
    while heads and i <= heads[-1]:
        head = heads[bisect_left(heads, i)]
        if head > i + LONGEST or not _at(lex.at(i), OPENINGS):
            i = max(i + 1, head - LONGEST)
            continue
        found = None
        with suppress(ValueError, OverflowError):  # 31 February, the year 0
            found = _bounded(lex, i, ground)
        if found is None:
            i += 1
            continue
        if not _dateline(lex, found):
            yield found
        if found.exact:
            ground = replace(ground, named=found.days[0])
        i = max(found.after, i + 1)


def may_head(lexeme: Lexeme) -> bool:
    """Tell a word that a time could have as its head: a figure, a month, a weekday, a unit."""
    return _at(lexeme, HEADS)


def _at(lexeme: Lexeme, words: frozenset[str]) -> bool:
    low = lexeme.low
    return low in words or lexeme.kind == "figure" or (low.endswith("s") and bare(low) in words)


def _dateline(lex: Lexemes, found: Expression) -> bool:
    """Tell `LONDON, March 4 (Agency) - …`: where and when it was written, not said."""
    place = lex.at(found.first - 2)
    return (
        lex.low(found.first - 1) == ","
        and place.text.isupper()
        and (lex.low(found.after) in DASHES or lex.low(found.after) == "(")
    )


def _bounded(lex: Lexemes, i: int, ground: Ground) -> Expression | None:
    """Read an expression with the preposition that bounds it: since March, by Sunday."""
    if both := _between(lex, i, ground):
        return both
    bound, k = PREFIXES.get(lex.low(i), ""), i + 1
    if not bound:
        return _plain(lex, i, ground)
    while lex.low(k) in {"at", "least", "about", "around", "roughly", "the", "late"}:
        k += 1
    found = next((e for n in range(i + 1, k + 1) if (e := _plain(lex, n, ground, bound))), None)
    if found is None:
        return None
    possessive = bare(lex.low(found.after - 1)) != lex.low(found.after - 1)
    if possessive and bound != "in":
        return replace(found, first=i)  # since Monday’s vote: its day
    if bound == "before" and ground.published and found.days[0] <= ground.published:
        return found
    days = _bound_by(bound, found.days, ground.published)
    return replace(found, days=days, first=i, exact=found.exact and bound == "in") if days else None


def _bound_by(bound: str, days: Closed, published: date | None) -> Closed | None:
    """Return the days that a preposition leaves: since X up to publication, by X from it on."""
    first, last = days
    if bound == "in":
        return days
    if published is None:
        return None
    if bound in {"since", "from"}:
        return first, max(last, published)
    end = first - DAY if bound == "before" else last
    return min(published, end), end


def _between(lex: Lexemes, i: int, ground: Ground) -> Expression | None:
    """Read `between 8 and 13 October`, `from March to May`, `between 2014 and 2019`."""
    joint = {"between": ("and",), "from": ("to", "until", "till", "through")}.get(lex.low(i))
    if joint is None:
        return _dates(lex, i, ground)
    if (days := day_range(lex, i + 1, ground)) and lex.low(i + 2) in joint:
        return replace(days, first=i)
    first = _plain(lex, i + 1, ground, "in")
    if first is None or lex.low(first.after) not in joint:
        return None
    second = _plain(lex, first.after + 1, ground, "in")
    if second is not None and second.exact and bare(lex.low(first.after + 1)) in WEEKDAYS:
        while second.days[0] < first.days[0]:  # from Tuesday to Thursday
            second = replace(second, days=(second.days[0] + WEEK, second.days[1] + WEEK))
    if second is None or first.days[0] > second.days[1]:
        return None
    return Expression((first.days[0], second.days[1]), i, second.after)


def _dates(lex: Lexemes, i: int, ground: Ground) -> Expression | None:
    """Read `28 October – 3 November`, `June 3 to July 5`: both with their months."""
    first = dated(lex, i + (lex.low(i) in PREFIXES), ground)
    if first is None or lex.low(first.after) not in DASHES | {"to", "until", "through"}:
        return None
    second = dated(lex, first.after + 1, ground)
    if second is None or second.days[0] < first.days[0]:
        return None
    return Expression((first.days[0], second.days[1]), i, second.after)


def _hours_of(lex: Lexemes, i: int) -> int:
    """Return where the day of `the night of Sunday`, `late on Sunday` begins, or 0."""
    if lex.low(i) in {"late", "early", "later", "earlier"} and lex.low(i + 1) == "on":
        return i + 2
    k = i + 1 + (lex.low(i + 1) == "early")
    part = lex.low(k) in PARTS_OF_DAY or (k > i + 1 and lex.low(k) == "hours")
    return k + 2 if lex.low(i) == "the" and part and lex.low(k + 1) == "of" else 0


def _plain(lex: Lexemes, i: int, ground: Ground, bound: str = "") -> Expression | None:
    """Read one expression without its preposition."""
    if k := _hours_of(lex, i):
        found = None if _hours_of(lex, k) else _plain(lex, k, ground)
        return replace(found, first=i) if found and found.exact else None
    for reader in (iso, day_range, dated, feast, week_of, weekday, word):
        if found := reader(lex, i, ground):
            return found
    if ground.published:
        for relative in (edge, *COUNTED):
            if found := relative(lex, i, ground.published):
                return found
    if found := ahead(lex, i, ground) or weekend(lex, i, ground) or season(lex, i, ground):
        return found
    if found := later_in(lex, i, ground) or months(lex, i, ground) or month(lex, i, ground):
        return found
    return quarter(lex, i, ground) or year(lex, i, bound)
