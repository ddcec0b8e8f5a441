"""Cardinals: one figure in digits or in words, with its scale, share or vagueness.

What looks like a count and is none (a year, a score) is read as a Figure without bounds, so that
nothing of it is taken for a count.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.stages.extract.numbers.lexemes import (
    DASHES,
    FACTORS,
    FRACTIONS,
    FUNCTION,
    LETTERS,
    ONES,
    SCALES,
    TENS,
    UNITS,
    VAGUE,
    Lexemes,
    word_list,
)
from pipeline.stages.extract.numbers.lookalikes import (
    counts_nothing,
    labelled,
    named,
    run,
    time_of_day,
)

LONGEST = 20  #: characters; longer runs are keys
KEY = 9  #: digits; longer runs without a comma are keys
METRES = word_list("metres")
COMPARING = word_list("comparing")
IDLE = word_list("idle")
SHARED = word_list("shared")
BEFORE_SHARE = word_list("before_share")
ORDERED = word_list("ordered")
OPENING = frozenset((*ONES, *TENS, *FACTORS, *VAGUE.longest, "a", "an", "single", "half"))


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


def cardinal(lex: Lexemes, i: int) -> Figure | None:
    """Return the figure that begins at lexeme `i`, in digits or in words, or None."""
    kind = lex.at(i).kind
    if kind == "figure":
        return _digits(lex, i)
    if kind == "word":
        if lex.at(i).glued and lex.low(i - 1) in DASHES and lex.at(i - 2).kind == "word":
            return nothing(i, i + 1)  # a mother-of-two
        if lex.low(i) not in OPENING:
            return None
        return _vague(lex, i) or _share(lex, i) or _worded(lex, i)
    value = FRACTIONS.get(lex.low(i))
    return Figure(low=value, high=value, first=i, after=i + 1, unit="share") if value else None


# -- digits ----------------------------------------------------------------------------------------


def _digits(lex: Lexemes, i: int) -> Figure:
    end = run(lex, i)
    if end > i + 1:
        return _slashed(lex, i, end)
    text = lex.at(i).text
    if named(lex, i) or len(text) > LONGEST or (text.isdecimal() and len(text) > KEY):
        return nothing(i, i + 1)
    value, after = _scaled(lex, i + 1, lex.value(i))
    found = Figure(low=value, high=value, first=i, after=after, scaled=after > i + 1)
    if after == i + 1 and counts_nothing(lex, i):
        return nothing(i, after)
    return _out_of(lex, found)


def _slashed(lex: Lexemes, i: int, end: int) -> Figure:
    """Read 1/2, 3/4; other tied figures are dates, times, keys."""
    top, bottom = lex.value(i), lex.value(i + 2)
    if end == i + 3 and lex.low(i + 1) == "/" and 0 < top < bottom <= 10:
        value = round(top / bottom, 4)
        return Figure(low=value, high=value, first=i, after=end, unit="share")
    return nothing(i, end)


def _scaled(lex: Lexemes, k: int, value: float) -> tuple[float, int]:
    """Apply the scales from `k` on, and `and a half`."""
    if (
        lex.low(k) in DASHES
        and lex.at(k).glued
        and lex.at(k + 1).glued
        and lex.low(k + 1) in SCALES
    ):
        k += 1  # 2.5-million-strong
    while factor := _scale(lex, k):
        value, k = round(value * factor, 6), k + 1
    if tuple(lex.low(n) for n in range(k, k + 3)) == ("and", "a", "half"):
        last = _scale(lex, k - 1) or 1.0
        value, k = value + last / 2, k + 3
        while factor := _scale(lex, k):
            value, k = value * factor, k + 1
    return value, k


def _scale(lex: Lexemes, k: int) -> float | None:
    word = lex.low(k)
    if word in LETTERS and lex.at(k).glued:
        return None if word == "m" and lex.low(k + 1) in METRES else LETTERS[word]
    return SCALES.get(word)


def _out_of(lex: Lexemes, found: Figure) -> Figure:
    """Read `one in five`, `3 out of 10` as a share; `19 of 23` are two numbers."""
    k = found.after
    if lex.low(k) == "in":
        k += 1
    elif (lex.low(k), lex.low(k + 1)) == ("out", "of"):
        k += 2
    else:
        return found
    whole = _digits(lex, k) if lex.at(k).kind == "figure" else _worded(lex, k)
    if not whole or not whole.exact or not found.low or lex.low(found.first - 1) == "no":
        return found
    top, bottom = found.low, whole.low or 0.0
    if not 0 < top < bottom or (lex.phrase(whole.after, UNITS) and lex.low(k - 1) == "in"):
        return found
    year = 1500 <= bottom <= 2100 and "," not in lex.at(k).text
    if lex.low(k - 1) == "in" and (top > 10 or year):
        return found
    value = round(top / bottom, 6)
    return replace(found, low=value, high=value, unit="share", after=whole.after)


# -- words -----------------------------------------------------------------------------------------


def _vague(lex: Lexemes, i: int) -> Figure | None:
    read = lex.phrase(i, VAGUE)
    if read is None:
        return _factor(lex, i)
    (low, high), after = read
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
        if lex.low(i - 1) == "to" or lex.at(i + 1).kind != "word" or lex.low(i + 1) == "out":
            return None  # to single out
        after = i + 1 + (lex.low(i) == "a")
        return Figure(low=1.0, high=1.0, first=i, after=after)
    factor = FACTORS.get(lex.low(i))
    if factor is None:
        return None
    if lex.low(i) in {"twice", "thrice"} and lex.low(i + 1) not in COMPARING:
        return Figure(low=factor, high=factor, first=i, after=i + 1)  # so many times
    return Figure(low=factor, high=factor, first=i, after=i + 1, unit="factor")


def _share(lex: Lexemes, i: int) -> Figure | None:
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
    if word == "half":
        return _half(lex, i, k)
    sure = count > 1 or lex.low(k + 1) == "of" or lex.low(i - 1) in BEFORE_SHARE
    if not sure or (word.startswith("quarter") and count > 1 and lex.low(k + 1) not in {"of", "a"}):
        return None
    value = round(count / round(1 / value), 4)
    return Figure(low=value, high=value, first=i, after=k + 1, unit="share")


def _half(lex: Lexemes, i: int, k: int) -> Figure | None:
    """Read half of something, half a million, half a dozen; no half-time, no second half."""
    if lex.low(k + 1) in {"a", "an"} and lex.low(k + 2) in SCALES:
        value, after = _scaled(lex, k + 2, 0.5)
        million = value >= 1000
        return Figure(low=value, high=value, first=i, after=after, approximate=million, scaled=True)
    tied = lex.low(k + 1) in DASHES and lex.at(k + 1).glued
    ordered = lex.low(k - 1) in ORDERED
    if tied or ordered or (k > i and lex.low(k + 1) != "of"):
        return None
    if not (
        lex.low(k + 1) in SHARED or lex.at(k + 1).kind != "word" or lex.low(k - 1) in BEFORE_SHARE
    ):
        return None
    return Figure(low=0.5, high=0.5, first=i, after=k + 1, unit="share")


def _worded(lex: Lexemes, i: int) -> Figure | None:
    """Read `two hundred and fifty thousand`, `twenty-five`, `a million`."""
    total = part = 0.0
    k, read = i, False
    if lex.low(i) in {"a", "an"} and (lex.low(i + 1) in SCALES and lex.low(i + 1) != "mil"):
        part, k, read = 1.0, i + 1, True
    while True:
        word = lex.low(k)
        if word in ONES or word in TENS:
            if read and part % 10 and word in ONES:
                break
            part, read = part + (ONES.get(word) or TENS.get(word, 0.0)), True
        elif word in SCALES and read:
            if SCALES[word] >= 1000:
                total, part = total + (part or 1.0) * SCALES[word], 0.0
            else:
                part = (part or 1.0) * SCALES[word]
        elif not (read and _goes_on(lex, k)):
            break
        k += 1
    if not read or (k == i + 1 and _no_one(lex, i)):
        return None
    value, after = _scaled(lex, k, total + part)
    if labelled(lex, i) or time_of_day(lex, i, after):
        return nothing(i, after)
    scaled = any(lex.low(n) in SCALES for n in range(i, after))
    return _out_of(lex, Figure(low=value, high=value, first=i, after=after, scaled=scaled))


def _goes_on(lex: Lexemes, k: int) -> bool:
    """Tell the hyphen of `twenty-five` and the `and` of `two hundred and five`."""
    after = lex.low(k + 1)
    small = after in ONES or after in TENS
    if lex.low(k) in DASHES and lex.at(k).glued:
        return (lex.low(k - 1) in TENS and after in ONES) or after in SCALES
    return lex.low(k) == "and" and small and lex.low(k - 1) in {"hundred", "thousand", "million"}


def _no_one(lex: Lexemes, i: int) -> bool:
    """Tell the pronoun and the idioms from the number one: `one of them`, `no one`, `one day`."""
    if lex.low(i) != "one":
        return False
    before, after = lex.low(i - 1), lex.at(i + 1)
    if before in {"no", "the", "this", "that", "which", "any", "every", "each", "another", "some"}:
        return True
    if after.low == "and" and lex.low(i + 3) == "half":
        return False
    if after.low == "of":
        return before in {"the", "only", "but"} or lex.low(i + 2) in {"them", "whom", "us", "those"}
    idle = after.low in IDLE or (after.low in FUNCTION and after.low != "in")
    return after.kind != "word" or idle
