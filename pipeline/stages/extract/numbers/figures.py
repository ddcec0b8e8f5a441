"""Figures: amounts with what bends, joins and measures them, read to intervals.

`more than 2m rounds`, `between 1.5 and 2 million euros`, `three-day`, `$2-3bn`. Knows nothing of
sentences.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.stages.extract.numbers.cardinals import Figure, cardinal, nothing
from pipeline.stages.extract.numbers.lexemes import (
    CURRENCIES,
    DASHES,
    LETTERS,
    MODIFIERS,
    SCALES,
    TAILS,
    UNITS,
    Lexemes,
    word_list,
)

COMPARING = word_list("comparing")
PLACES = word_list("places")  #: of small numbers no bounds


def figures(lex: Lexemes) -> Iterator[Figure]:
    """Yield the amounts among `lex`, from left to right, none inside another."""
    i = 0
    while i < len(lex):
        found = _quantity(lex, i)
        if found and found.counts:
            yield found
        i = found.after if found else i + 1


# -- an amount with what bends it ------------------------------------------------------------------


def _quantity(lex: Lexemes, i: int) -> Figure | None:
    """Read modifiers, an amount or a range, its unit, and what softens it afterwards."""
    between = lex.low(i) == "between"
    bend, k = "", i + between
    while read := lex.phrase(k, MODIFIERS):
        bend, k = bend + read[0], read[1]
    amount = _range(lex, k, between=between) or _signed(lex, k)
    if amount is None or not amount.counts:
        return amount
    amount = _measured(lex, amount)
    if k > i and lex.low(k - 1) in PLACES and amount.unit is None and (amount.high or 0) <= 10:
        return replace(amount, first=k)  # over four regions, under five
    if read := lex.phrase(amount.after, TAILS):
        bend, amount = bend + read[0], replace(amount, after=read[1])
    elif lex.low(amount.after) == "+" and lex.at(amount.after).glued:
        bend, amount = bend + ">", replace(amount, after=amount.after + 1)
    if lex.low(amount.after) in DASHES and lex.low(amount.after + 1) == "odd":
        bend, amount = bend + "~", replace(amount, after=amount.after + 2)
    return replace(_bent(amount, bend), first=i)


def _bent(amount: Figure, bend: str) -> Figure:
    return replace(
        amount,
        low=None if "<" in bend else amount.low,
        high=None if ">" in bend and "<" not in bend else amount.high,
        approximate=amount.approximate or "~" in bend,
    )


def _range(lex: Lexemes, i: int, *, between: bool) -> Figure | None:
    """Read `A to B`, `A-B`, `between A and B`, `A or B`; a falling one is a score."""
    first = _signed(lex, i)
    if first is None or not first.exact or first.unit == "share":
        return None
    k = _skip_unit(lex, first)
    joint = lex.low(k)
    second = _signed(lex, k + 1) if _joins(lex, k, between=between) else None
    if second is None or not second.exact:
        return None
    low, high = _scaled_alike(lex, first, second)
    if low >= high:
        return nothing(i, second.after) if joint in DASHES else None
    if joint == "or" and high > 3 * low:
        return None
    return replace(
        second,
        low=low,
        high=high,
        unit=second.unit or first.unit,
        first=first.first,
        approximate=joint == "or",
    )


def _skip_unit(lex: Lexemes, first: Figure) -> int:
    read = lex.phrase(first.after, UNITS)
    return read[1] if read else first.after


def _joins(lex: Lexemes, k: int, *, between: bool) -> bool:
    joint = lex.low(k)
    if between:
        return joint in {"and", "to"} or joint in DASHES
    if joint in DASHES:
        return lex.at(k).glued == lex.at(k + 1).glued and (lex.at(k).glued or joint == "–")
    return joint in {"or", "to"}


def _scaled_alike(lex: Lexemes, first: Figure, second: Figure) -> tuple[float, float]:
    """Give the first figure the second's scale: `1.5 to 2 million`."""
    low, high = first.low or 0.0, second.low or 0.0
    if second.scaled and not first.scaled:
        factor = 1.0
        for k in range(second.first, second.after):
            factor *= SCALES.get(lex.low(k), 0) or LETTERS.get(lex.low(k), 1.0)
        low = low * factor if low * factor < high else low
    return low, high


def _measured(lex: Lexemes, amount: Figure) -> Figure:
    """Read the unit behind an amount, tied by a hyphen too: `three-day`."""
    if amount.unit == "share":
        return amount
    k = amount.after
    hyphen = lex.low(k) in DASHES and lex.at(k).glued and lex.at(k + 1).glued
    read = lex.phrase(k + hyphen, UNITS)
    if lex.low(k) == "times" and lex.low(k + 1) in COMPARING:
        return replace(amount, unit="factor", after=k + 1)
    if read is None:
        tied = hyphen and lex.at(k + 1).kind == "word"
        kept = lex.low(k + 1) in {"odd", "plus", "strong", "member", "man", "person"}
        return nothing(amount.first, k + 2) if tied and not kept else amount
    unit, after = read
    if unit == "pound" and amount.scaled:
        unit = "GBP"
    ordinal = amount.unit is not None and unit != "percent"
    return amount if ordinal else replace(amount, unit=unit, after=after)


def _signed(lex: Lexemes, i: int) -> Figure | None:
    """Read an amount with its currency or minus sign in front."""
    mark = lex.at(i)
    if mark.low == "minus" or (mark.low in {"-", "−"} and not mark.glued and lex.at(i + 1).glued):
        amount = cardinal(lex, i + 1)
        if amount is None or not amount.exact:
            return None
        return replace(amount, low=-(amount.low or 0), high=-(amount.high or 0), first=i)
    return _priced(lex, i) or cardinal(lex, i)


def _priced(lex: Lexemes, i: int) -> Figure | None:
    symbol, k = lex.low(i), i + 1
    if symbol.strip(".").replace(".", "") + lex.low(k) in CURRENCIES and lex.at(k).glued:
        symbol, k = symbol.strip(".").replace(".", "") + lex.low(k), k + 1
    if symbol not in CURRENCIES:
        return None
    k += lex.low(k) == "."
    amount = cardinal(lex, k)
    if amount is None or lex.at(k).kind != "figure":
        return None
    return replace(amount, first=i, unit=CURRENCIES[symbol]) if amount.counts else amount
