"""Amounts: a figure with its bounds, and what words like million make of one."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.stages.extract.numbers.lexemes import (
    CURRENCIES,
    DASHES,
    FRACTIONS,
    FUNCTION,
    LETTERS,
    SCALES,
    Lexemes,
    word_list,
)

METRES = word_list("metres")
PRICED = word_list("priced")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """An amount and the lexemes it stands in: `first` up to, not including, `after`."""

    low: float | None
    high: float | None
    first: int
    after: int
    approximate: bool = False
    unit: str | None = None
    scaled: bool = False  #: a scale word (million) was read

    @property
    def counts(self) -> bool:
        """A lookalike has no bound at all."""
        return self.low is not None or self.high is not None

    @property
    def exact(self) -> bool:
        """One value, not an interval."""
        return self.low is not None and self.low == self.high


def nothing(first: int, after: int) -> Figure:
    """Return what counts nothing, to be passed over."""
    return Figure(low=None, high=None, first=first, after=after)


def with_scale(lex: Lexemes, k: int, value: float) -> tuple[float, int]:
    """Apply the scales from `k` on, and `and a half`."""
    if (
        lex.low(k) in DASHES
        and lex.at(k).glued
        and lex.at(k + 1).glued
        and lex.low(k + 1) in SCALES
    ):
        k += 1  # 2.5-million-strong
    if lex.low(k) in FRACTIONS and lex.at(k).kind == "mark" and lex.at(k).glued:
        value, k = value + FRACTIONS[lex.low(k)], k + 1  # 2½
    while factor := _scale(lex, k):
        value, k = round(value * factor, 6), k + 1
    if end := _and_a_half(lex, k):
        last = _scale(lex, k - 1) or 1.0
        value, k = value + last / 2, end
        while factor := _scale(lex, k):
            value, k = value * factor, k + 1
    return value, k


def _and_a_half(lex: Lexemes, k: int) -> int:
    """Return the end of `and a half`, `-and-a-half`, or 0."""
    for word in ("and", "a", "half"):
        k += lex.low(k) in DASHES and lex.at(k).glued
        if lex.low(k) != word:
            return 0
        k += 1
    return k


def _far(lex: Lexemes, k: int) -> bool:
    """Tell metres from millions: `800m away`, `the 30m vessel`."""
    after = lex.at(k + 1)
    thing = after.kind == "word" and after.text.islower() and after.low not in FUNCTION
    one = lex.low(k - 2) in {"a", "an", "the"} and thing and not after.low.endswith("s")
    return after.low in METRES or (one and after.low not in PRICED)


def _scale(lex: Lexemes, k: int) -> float | None:
    word = lex.low(k)
    if word in LETTERS and lex.at(k).glued:
        priced = lex.low(k - 2) in CURRENCIES
        return None if word == "m" and not priced and _far(lex, k) else LETTERS[word]
    return SCALES.get(word)
