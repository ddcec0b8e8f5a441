"""Expressions: the times of a text, each read to an interval of days."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date

from pipeline.stages.extract.numbers.lexemes import DASHES, Lexeme, Lexemes
from pipeline.stages.extract.times.calendar import DAY, Closed
from pipeline.stages.extract.times.dates import dated, day_range, iso, month, year
from pipeline.stages.extract.times.lexicon import (
    HEADS,
    OPENINGS,
    PREFIXES,
    Expression,
    Ground,
    bare,
)
from pipeline.stages.extract.times.relative import COUNTED, weekday, word

LONGEST = 12  #: lexemes from the first of an expression to one of its heads


def expressions(lex: Lexemes, ground: Ground) -> Iterator[Expression]:
    """Yield the time expressions among `lex`, from left to right, none inside another."""
    heads = [k for k in range(len(lex)) if _at(lex.at(k), HEADS)]
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


def _at(lexeme: Lexeme, words: frozenset[str]) -> bool:
    return lexeme.kind == "figure" or bare(lexeme.low) in words


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
        return None
    if (days := day_range(lex, i + 1, ground)) and lex.low(i + 2) in joint:
        return replace(days, first=i)
    first = _plain(lex, i + 1, ground, "in")
    if first is None or lex.low(first.after) not in joint:
        return None
    second = _plain(lex, first.after + 1, ground, "in")
    if second is None or first.days[0] > second.days[1]:
        return None
    return Expression((first.days[0], second.days[1]), i, second.after)


def _plain(lex: Lexemes, i: int, ground: Ground, bound: str = "") -> Expression | None:
    """Read one expression without its preposition."""
    for reader in (iso, day_range, dated, weekday, word):
        if found := reader(lex, i, ground):
            return found
    if ground.published:
        for relative in COUNTED:
            if found := relative(lex, i, ground.published):
                return found
    return month(lex, i, ground) or year(lex, i, bound)
