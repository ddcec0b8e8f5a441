"""Shares, factors and vague words: half of, a third, twice as many, doubled, several thousand."""

from __future__ import annotations

from pipeline.stages.extract.numbers.amounts import Figure, with_scale
from pipeline.stages.extract.numbers.lexemes import (
    DASHES,
    FACTORS,
    FRACTIONS,
    ONES,
    SCALES,
    UNITS,
    VAGUE,
    Lexemes,
    word_list,
)

COMPARING = word_list("comparing")
SHARED = word_list("shared")
BEFORE_SHARE = word_list("before_share")
THINKING = frozenset(("think", "thinks", "thinking", "thought"))
MULTIPLYING = frozenset(("double", "triple"))
AHEAD = frozenset(("to", "will", "would", "could", "may", "might", "than", "nearly", "almost"))
THOUSAND = 1000
ORDERED = word_list("ordered")


def vague(lex: Lexemes, i: int) -> Figure | None:
    """Read several, dozens, a few hundred."""
    read = lex.phrase(i, VAGUE)
    if read is None:
        return _factor(lex, i)
    (low, high), after = read
    if lex.low(after) in {"and", "upon"} and lex.low(after + 1) == lex.low(after - 1):
        after += 2  # dozens and dozens
    factor = SCALES.get(lex.low(after), 1.0)
    if factor >= THOUSAND and lex.low(after - 1) == "hundred":
        low, high, after = (
            low * factor,
            (high + 1) * factor - 1,
            after + 1,
        )  # several hundred thousand
    return Figure(
        low=float(low),
        high=float(high),
        first=i,
        after=after,
        approximate=True,
        scaled="illion" in lex.low(after - 1),
    )


def _factor(lex: Lexemes, i: int) -> Figure | None:
    """Read twice as many, doubled; `a single one; `he asked twice` counts times."""
    if lex.low(i) in {"a", "single"} and "single" in {lex.low(i), lex.low(i + 1)}:
        if lex.low(i - 1) in {"to", "every", "each", "no", "not", "one"} or lex.low(i + 1) == "out":
            return None  # to single out, every single one
        if lex.at(i + 1).kind != "word" or lex.low(i + 1) == "most":
            return None
        after = i + 1 + (lex.low(i) == "a")
        return Figure(low=1.0, high=1.0, first=i, after=after)
    factor = FACTORS.get(lex.low(i))
    agent = lex.low(i) in MULTIPLYING and lex.low(i - 1) not in AHEAD  # a double agent
    if factor is None or agent or lex.low(i - 1) in THINKING:
        return None  # they think twice about it
    if lex.low(i) in {"twice", "thrice"} and lex.low(i + 1) not in COMPARING:
        return Figure(low=factor, high=factor, first=i, after=i + 1)  # so many times
    return Figure(low=factor, high=factor, first=i, after=i + 1, unit="factor")


def share(lex: Lexemes, i: int) -> Figure | None:
    """Read half, a third, two-thirds, three quarters of something."""
    k, count = i, 1.0
    if lex.low(i) in {"a", "one"}:
        k += 1
    elif lex.low(i) in ONES and lex.low(i) not in {"zero", "nil"}:
        count, k = ONES[lex.low(i)], i + 1
    k += lex.low(k) in DASHES and k > i
    word = lex.low(k)
    value = FRACTIONS.get(word) or (FRACTIONS.get(word.removesuffix("s")) if count > 1 else None)
    if value is None or (k == i and word != "half"):
        return None
    scale = k + 1 + (lex.low(k + 1) in DASHES)
    if lex.low(scale) in SCALES and count == 1.0 and word in {"half", "quarter"}:  # quarter-million
        value, after = with_scale(lex, scale, value)
        return Figure(low=value, high=value, first=i, after=after, scaled=True)
    if word == "half":
        return _half(lex, i, k)
    sure = count > 1 or lex.low(i) == "one" or lex.low(k + 1) == "of"
    sure = sure or lex.low(i - 1) in BEFORE_SHARE
    times = word.startswith("quarter") and lex.low(k + 1) not in {"of", "a"}
    if not sure or (times and count > 1 and lex.low(k - 1) not in DASHES):
        return None  # three quarters of a year, one after another
    value = round(count / round(1 / value), 4)
    of = tuple(lex.low(n) for n in range(k + 1, k + 3)) == ("of", "a")
    if of and lex.low(k + 3) in SCALES:  # a quarter of a million
        value, after = with_scale(lex, k + 3, value)
        return Figure(low=value, high=value, first=i, after=after, scaled=True)
    return Figure(low=value, high=value, first=i, after=k + 1, unit="share")


def _half(lex: Lexemes, i: int, k: int) -> Figure | None:
    """Read half of something, half a million, half a dozen; no half-time, no second half."""
    if lex.low(k + 1) in {"a", "an"} and lex.low(k + 2) in SCALES:
        value, after = with_scale(lex, k + 2, 0.5)
        million = value >= 1000
        return Figure(low=value, high=value, first=i, after=after, approximate=million, scaled=True)
    if lex.low(k + 1) in {"a", "an"} and (read := lex.phrase(k + 2, UNITS)) and k == i:
        return Figure(low=0.5, high=0.5, first=i, after=read[1], unit=read[0])  # half an hour
    tied = lex.low(k + 1) in DASHES and lex.at(k + 1).glued
    ordered = lex.low(k - 1) in ORDERED
    if tied or ordered or (k > i and lex.low(k + 1) != "of"):
        return None
    if not (
        lex.low(k + 1) in SHARED or lex.at(k + 1).kind != "word" or lex.low(k - 1) in BEFORE_SHARE
    ):
        return None
    return Figure(low=0.5, high=0.5, first=i, after=k + 1, unit="share")
