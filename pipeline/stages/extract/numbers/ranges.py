"""Ranges: from one figure to another: between 1.5 and 2 million, 5-10, dozens if not hundreds."""

from __future__ import annotations

from dataclasses import replace

from pipeline.stages.extract.numbers.amounts import Figure, nothing
from pipeline.stages.extract.numbers.cardinals import cardinal, signed
from pipeline.stages.extract.numbers.lexemes import (
    CURRENCIES,
    DASHES,
    DOUBTS,
    FACTORS,
    FUNCTION,
    LETTERS,
    MODIFIERS,
    SCALES,
    UNITS,
    Lexemes,
    word_list,
)

RANGING = word_list("ranging")
MOVING = word_list("moving")
SMALLEST = 50  #: from here on two numbers with a dash are a range, not a score


def spanning(lex: Lexemes, i: int, *, between: bool) -> Figure | None:
    """Read `A to B`, `A-B`, `between A and B`, `A or B`; a falling one is a score."""
    first = signed(lex, i)
    if first is None or not first.exact or first.unit == "share":
        return None
    k = _skip_unit(lex, first)
    joint = lex.low(k)
    second = _second(lex, k + 1) if _joins(lex, i, k, between=between) else None
    if second is None or not second.exact:
        return None
    units = lex.phrase(first.after, UNITS), lex.phrase(second.after, UNITS)
    unit = [
        one.unit or (read[0] if read else None)
        for one, read in zip((first, second), units, strict=True)
    ]
    if unit[0] and unit[0] != unit[1] and (unit[1] or first.unit is None):
        return None
    low, high = scaled_alike(lex, first, second)
    if high < low < 0:
        low, high = high, low  # minus 20 to minus 30 degrees
    if unit == [None, None] and _is_score(lex, i, replace(second, low=low, high=high)):
        return nothing(i, second.after)
    if low >= high or (joint == "or" and high > 3 * low):
        return None
    unit_of = second.unit or first.unit
    return replace(second, low=low, high=high, unit=unit_of, first=first.first)


def doubted(lex: Lexemes, i: int) -> Figure | None:
    """Read `hundreds, if not thousands,`, `four, maybe five hundred`: from the one to the other."""
    first = cardinal(lex, i)
    if first is None or first.low is None:
        return None
    comma = lex.low(first.after) == ","
    k = first.after + comma
    doubt = lex.phrase(k, DOUBTS)
    second = cardinal(lex, doubt[1]) if doubt else None
    if second is None or second.high is None or second.unit != first.unit:
        return None
    low, _ = scaled_alike(lex, first, second)
    if low >= second.high or second.approximate != first.approximate:
        return None
    after = second.after + (comma and lex.low(second.after) == ",")
    return replace(second, low=low, first=i, approximate=True, after=after)


def _is_score(lex: Lexemes, i: int, last: Figure) -> bool:
    """Tell `3-1`, `0-1`, and small numbers with nothing behind them to count: `3-6, 6-3`.

    `last` is the second figure, with the bounds of both.
    """
    joint, after = lex.low(last.first - 1), last.after
    if (last.low or 0.0) >= (last.high or 0.0):
        return joint in DASHES or (joint == "to" and lex.low(i - 1) != "from")
    small = (last.high or 0.0) < SMALLEST and lex.low(after) not in UNITS.longest
    bare = lex.at(after).kind != "word" or lex.low(after) in FUNCTION
    return joint in DASHES and (last.low == 0 or (small and bare))


def _second(lex: Lexemes, k: int) -> Figure | None:
    """Read the other end of a range, also in `300 to as many as 500`."""
    read = lex.phrase(k, MODIFIERS)
    return signed(lex, read[1] if read and read[0] == "<" else k)


def _skip_unit(lex: Lexemes, first: Figure) -> int:
    """Return where the joint is, behind the unit or the hyphen of `six- to eight-week`."""
    k = first.after
    if lex.low(k) in DASHES and lex.at(k).glued and lex.low(k + 1) in {"to", "or", "and"}:
        return k + 1
    read = lex.phrase(k, UNITS)
    return read[1] if read else k


def _joins(lex: Lexemes, i: int, k: int, *, between: bool) -> bool:
    joint = lex.low(k)
    if between:
        return joint in {"and", "to"} or joint in DASHES
    if joint in DASHES:
        return lex.at(k).glued == lex.at(k + 1).glued and (lex.at(k).glued or joint == "–")
    change = lex.low(i - 1) == "from" and lex.low(i - 2) not in RANGING
    return joint == "or" or (joint == "to" and not (change or _moved(lex, i, k)))


def _moved(lex: Lexemes, i: int, k: int) -> bool:
    """Tell `doubled to 6,400`, `rose $1.10 to $83.40`, `fell 3 percent to 8 percent`."""
    both = (lex.low(i) in CURRENCIES and lex.low(k + 1) in CURRENCIES) or (
        (lex.low(k - 1),) in UNITS and (lex.low(k + 2),) in UNITS
    )
    return lex.low(k - 1) in FACTORS or (both and lex.low(i - 1) in MOVING)


def scaled_alike(lex: Lexemes, first: Figure, second: Figure) -> tuple[float, float]:
    """Give the first figure the second's scale: `1.5 to 2 million`."""
    low, high = first.low or 0.0, second.low or 0.0
    thousands = "," in lex.at(second.after - 1).text and lex.low(second.first - 1) in DASHES
    if thousands and low < 1000 and low * 1000 < high:
        return low * 1000, high  # 15-20,000
    if second.scaled and not first.scaled:
        factor = 1.0
        for k in range(second.first, second.after):
            factor *= SCALES.get(lex.low(k), 0) or LETTERS.get(lex.low(k), 1.0)
        low = low * factor if low * factor < high else low
    return low, high
