"""Figures: amounts with what bends, joins and measures them, read to intervals.

`more than 2m rounds`, `between 1.5 and 2 million euros`, `three-day`, `$2-3bn`. Knows nothing of
sentences.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import inf

from pipeline.stages.extract.numbers.ages import OLDEST
from pipeline.stages.extract.numbers.amounts import Figure, nothing
from pipeline.stages.extract.numbers.cardinals import cardinal, signed
from pipeline.stages.extract.numbers.lexemes import (
    CURRENCIES,
    DASHES,
    FACTORS,
    FRACTIONS,
    FUNCTION,
    MODIFIERS,
    ONES,
    TAILS,
    TENS,
    UNITS,
    VAGUE,
    Lexemes,
    word_list,
)
from pipeline.stages.extract.numbers.ranges import doubted, scaled_alike, spanning

AHEAD = word_list("ahead")
ALONE = word_list("alone")
UNCOUNTED = word_list("uncounted")
LASTING = word_list("lasting")
TIED = {"odd": "~", "some": "~", "plus": ">"}  #: behind a hyphen
INCHES = frozenset(("in", "inch", "inches", "ins"))
SCALED_BY = frozenset(("celsius", "fahrenheit"))
CALIBRES = frozenset(("calibre", "caliber"))
STATED = {"magnitude": "magnitude", "factor": "factor"}  #: in front: a factor of two
GLUED = {"C": "degree Celsius", "F": "degree Fahrenheit", "m": "metre"}
COMPARING = word_list("comparing")
MANY = 1e6  #: from which pounds of something are money
EXTRA = word_list("extra")
AGED = word_list("aged")
PLACES = word_list("places")  #: of small numbers no bounds
OPENINGS = frozenset(
    (
        *ONES,
        *TENS,
        *FRACTIONS,
        *FACTORS,
        *CURRENCIES,
        *VAGUE.longest,
        *MODIFIERS.longest,
        *(mark[:-1] for mark in CURRENCIES),
        *word_list("openings"),
        *DASHES,
    )
)  #: an amount that begins with none of these begins with a figure


def figures(lex: Lexemes) -> Iterator[Figure]:
    """Yield the amounts among `lex`, from left to right, none inside another."""
    i = 0
    while i < len(lex):
        opens = lex.at(i).kind == "figure" or lex.low(i) in OPENINGS
        found = _quantity(lex, i) if opens else None
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
    k += bool(bend) and lex.low(k) == "a" and lex.at(k + 1).kind == "figure"  # more than a 100
    amount = spanning(lex, k, between=between)
    if amount is None and between:
        return None  # between two states
    amount = amount or doubted(lex, k) or signed(lex, k) or _single(lex, k, bend=bool(bend))
    if amount is None or not amount.counts:
        return amount
    amount = _and_a_half(lex, _like_next(lex, _measured(lex, amount)))
    if _tall(lex, amount):
        return nothing(i, amount.after + 2)
    bounded = k > i and (between or lex.low(k - 1) in PLACES)
    if bounded and _of_age(lex, i, amount):
        return nothing(i, amount.after)
    small = amount.unit is None and (amount.high or 0) <= 10
    lasting = lex.low(k - 1) == "over" and amount.unit in LASTING
    if k > i and lex.low(k - 1) in PLACES and (small or lasting) and k - 1 == i:
        return replace(amount, first=k)  # over four regions, over two days, under five
    read = lex.phrase(amount.after, TAILS)
    if read and cardinal(lex, read[1]) is None:
        bend, amount = bend + read[0], replace(amount, after=read[1])
    elif lex.low(amount.after) == "+" and lex.at(amount.after).glued:
        bend, amount = bend + ">", replace(amount, after=amount.after + 1)
        amount = amount if amount.unit else _measured(lex, amount)  # 18+ years
    if lex.low(amount.after) in DASHES and lex.low(amount.after + 1) in TIED:
        bend += TIED[lex.low(amount.after + 1)]
        amount = replace(amount, after=amount.after + 2)
    return replace(_bent(amount, bend), first=i)


def _and_a_half(lex: Lexemes, amount: Figure) -> Figure:
    """Read `an hour and a half`."""
    half = tuple(lex.low(k) for k in range(amount.after, amount.after + 3)) == ("and", "a", "half")
    if not half or amount.unit not in LASTING or not amount.exact:
        return amount
    value = (amount.low or 0.0) + 0.5
    return replace(amount, low=value, high=value, after=amount.after + 3)


def _tall(lex: Lexemes, amount: Figure) -> bool:
    """Tell somebody's height: 5ft 4in."""
    k = amount.after
    return amount.unit == "foot" and lex.at(k).kind == "figure" and lex.low(k + 1) in INCHES


def _of_age(lex: Lexemes, i: int, amount: Figure) -> bool:
    """Tell `people under 30`, `all of them are over 65`, `women between 20 and 35`."""
    after = lex.at(amount.after)
    idle = after.kind != "word" or after.low in FUNCTION
    young = amount.unit is None and not amount.scaled and (amount.high or 0) <= OLDEST
    return young and idle and lex.low(i - 1) in AGED


def _single(lex: Lexemes, k: int, *, bend: bool) -> Figure | None:
    """Read `more than a year`, `a decade`, `a mile`; a bare `a week` is mostly a rate."""
    half = tuple(lex.low(n) for n in range(k + 2, k + 5)) == ("and", "a", "half")
    if lex.low(k) not in {"a", "an"} or not (bend or half or lex.low(k + 1) in ALONE):
        return None
    if lex.low(k + 1) == "fortnight":
        return Figure(low=14.0, high=14.0, first=k, after=k + 2, unit="day")
    read = lex.phrase(k + 1, UNITS)
    if read and lex.low(read[1]) in {"ago", "earlier", "before"}:
        return None  # higher than a year ago
    return Figure(low=1.0, high=1.0, first=k, after=read[1], unit=read[0]) if read else None


def _bent(amount: Figure, bend: str) -> Figure:
    return replace(
        amount,
        low=None if "<" in bend else amount.low,
        high=None if ">" in bend and "<" not in bend else amount.high,
        approximate=amount.approximate or "~" in bend,
    )


def _like_next(lex: Lexemes, amount: Figure) -> Figure:
    """Give the first of two amounts the scale and unit of the other: `from 12 to 9.5 million`."""
    if amount.unit or amount.scaled or lex.low(amount.first - 1) != "from":
        return amount
    second = signed(lex, amount.after + 1) if lex.low(amount.after) == "to" else None
    if second is None or not second.counts or not amount.exact or (amount.low or 0) >= 1000:
        return amount
    second = _measured(lex, second)
    if not second.scaled:
        return replace(amount, unit=second.unit)  # from 12 to 18 months
    low, _ = scaled_alike(lex, amount, replace(second, low=inf))
    return replace(amount, low=low, high=low, unit=second.unit, scaled=True)


def _measured(lex: Lexemes, amount: Figure) -> Figure:
    """Read the unit behind an amount, tied by a hyphen too: `three-day`."""
    if amount.unit in {"share", "day"}:
        return amount
    if odd := _odd_unit(lex, amount):
        return odd
    k = amount.after
    if amount.approximate and lex.low(k) == "of" and (read := lex.phrase(k + 1, UNITS)):
        pounds = read[0] == "pound" and (amount.low or 0) >= MANY
        return replace(amount, unit="GBP" if pounds else read[0], after=read[1])
    if lex.low(k) in EXTRA and (read := lex.phrase(k + 1, UNITS)) and amount.unit is None:
        return replace(amount, unit=read[0])  # four more years
    hyphen = lex.low(k) in DASHES and lex.at(k).glued and lex.at(k + 1).glued
    read = lex.phrase(k + hyphen, UNITS)
    capital = read and read[1] == k + hyphen + 1 and _is_name(lex, k + hyphen)
    graded = read and read[0] == "magnitude" and lex.at(read[1]).kind == "figure"
    if read is None or capital or graded:  # 400 magnitude 2 earthquakes
        tied = hyphen and lex.at(k + 1).kind == "word" and lex.low(k + 1) in UNCOUNTED
        tied = tied or lex.low(k) in CALIBRES  # a 0.50 calibre weapon
        return nothing(amount.first, k + 2) if tied else amount
    unit, after = read
    unit = "GBP" if unit == "pound" and amount.scaled else unit
    priced = amount.unit is not None and unit != "percent"
    return amount if priced else replace(amount, unit=unit, after=after)


def _is_name(lex: Lexemes, k: int) -> bool:
    """Tell `five Miles`, a name, from a unit with a capital of its own: 13 Celsius."""
    word = lex.at(k)
    return word.text[:1].isupper() and len(word.low) > 3 and word.low not in SCALED_BY


def _odd_unit(lex: Lexemes, amount: Figure) -> Figure | None:
    """Read the units that stand elsewhere: magnitude 7, 10-fold, six points up, four times, 44C."""
    k = amount.after
    word, following = lex.low(k), lex.low(k + 1)
    joint = lex.low(amount.first - 1) in {"of", "at"}
    if ahead := STATED.get(lex.low(amount.first - 1 - joint)):
        return replace(amount, unit=ahead) if joint or ahead == "magnitude" else None
    if word in DASHES and lex.at(k).glued and following == "fold":
        return replace(amount, unit="factor", after=k + 2)
    if word in {"point", "points"} and following in AHEAD:
        return replace(amount, unit="percentage point", after=k + 1)
    than = following.endswith("er") and lex.low(k + 2) == "than"
    than = than or following.endswith(("'s", "’s"))  # 1.7 times Earth's radius
    if word == "times" and (following in COMPARING or than):
        return replace(amount, unit="factor", after=k + 1)
    if not lex.at(k).glued or lex.at(k).text not in GLUED or amount.unit or amount.scaled:
        return None
    return replace(amount, unit=GLUED[lex.at(k).text], after=k + 1)
