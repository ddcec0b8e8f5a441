"""Cardinals: one figure in digits or in words, with its scale, share or vagueness.

What looks like a count and is none (a year, a score) is read as a Figure without bounds, so that
nothing of it is taken for a count.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.stages.extract.numbers.ages import aged
from pipeline.stages.extract.numbers.amounts import Figure, nothing, with_scale
from pipeline.stages.extract.numbers.lexemes import (
    CURRENCIES,
    DASHES,
    FACTORS,
    FRACTIONS,
    FUNCTION,
    IDIOMS,
    ONES,
    SCALES,
    TENS,
    UNITS,
    VAGUE,
    Lexeme,
    Lexemes,
    word_list,
)
from pipeline.stages.extract.numbers.lookalikes import (
    counts_nothing,
    is_name,
    labelled,
    named,
    run,
    tied,
    time_of_day,
)
from pipeline.stages.extract.numbers.shares import share, vague

LONGEST = 20  #: characters; longer runs are keys
KEY = 9  #: digits; longer runs without a comma are keys
IDLE = word_list("idle")
THEM = word_list("them")
BEING = word_list("being")
PICKED = word_list("picked")
DETERMINERS = word_list("determiners")
COUNTING = frozenset(ONES) - {"one"}
SPANNED = frozenset(("a", "an", "next", "last", "past", "first"))
HARMING = word_list("harming")
OWNERS = ("'s", "’s")
OPENING = frozenset((*ONES, *TENS, *FACTORS, *VAGUE.longest, "a", "an", "single", "half"))


def cardinal(lex: Lexemes, i: int) -> Figure | None:
    """Return the figure that begins at lexeme `i`, in digits or in words, or None."""
    kind = lex.at(i).kind
    if kind == "figure":
        return _digits(lex, i)
    if kind == "word":
        tied = lex.at(i).glued and lex.low(i - 1) in DASHES and lex.at(i - 2).kind == "word"
        if tied and not (lex.low(i) in ONES and lex.low(i - 2) in COUNTING):  # four-five hours
            return nothing(i, i + 1)  # a mother-of-two
        if lex.low(i) not in OPENING:
            return None
        return vague(lex, i) or share(lex, i) or _worded(lex, i)
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
    value, begin = _mixed(lex, i)
    value, after = with_scale(lex, begin, value)
    found = Figure(low=value, high=value, first=i, after=after, scaled=after > i + 1)
    if after == i + 1 and counts_nothing(lex, i):
        return nothing(i, tied(lex, after))
    return _out_of(lex, found)


def _mixed(lex: Lexemes, i: int) -> tuple[float, int]:
    """Return what `3 1/2`, `3-1/2` come to, or the figure alone, and where they end."""
    k = i + 1 + (lex.low(i + 1) in DASHES and lex.at(i + 1).glued)
    if lex.at(k).kind == "figure" and run(lex, k) == k + 3:
        part = _slashed(lex, k, k + 3)
        if part.exact:
            return lex.value(i) + (part.low or 0.0), k + 3
    return lex.value(i), i + 1


def _slashed(lex: Lexemes, i: int, end: int) -> Figure:
    """Read 1/2, 3/4; other tied figures are dates, times, keys."""
    top, bottom = lex.value(i), lex.value(i + 2)
    if end == i + 3 and lex.low(i + 1) == "/" and 0 < top < bottom <= 10:
        value = round(top / bottom, 4)
        return Figure(low=value, high=value, first=i, after=end, unit="share")
    return nothing(i, end)


def _out_of(lex: Lexemes, found: Figure) -> Figure:
    """Read `one in five`, `3 out of 10` as a share; `19 of 23` are two numbers."""
    k = found.after
    if lex.low(k) == "in":
        k += 1 + (lex.low(k + 1) == "every")
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


def _worded(lex: Lexemes, i: int) -> Figure | None:
    """Read `two hundred and fifty thousand`, `twenty-five`, `a million`."""
    if idle := lex.phrase(i, IDIOMS):
        return nothing(i, idle[1])
    if is_name(lex, i):
        return nothing(i, i + 1)
    value, k = _added_up(lex, i)
    if k == i or (k == i + 1 and _no_one(lex, i)):
        return None
    value, after = with_scale(lex, k, value)
    if labelled(lex, i) or time_of_day(lex, i, after) or aged(lex, i, after):
        return nothing(i, after)
    spanned = lex.low(i - 3) in SPANNED and lex.low(i - 2) not in ONES
    if lex.low(i - 1) == "or" and after == i + 1 and spanned:
        return nothing(i, after)  # an app or two, the next day or two
    million = any(lex.low(n) in SCALES for n in range(i, after))
    return _out_of(lex, Figure(low=value, high=value, first=i, after=after, scaled=million))


def _added_up(lex: Lexemes, i: int) -> tuple[float, int]:
    """Return what words of numbers come to, and where they end: `i` if there are none."""
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
    return (total + part, k) if read else (0.0, i)


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
    if after.low in {"to", "or"} and (lex.low(i + 2) in ONES or lex.at(i + 2).kind == "figure"):
        return False  # one or two weeks
    if after.low == "of":
        return before in {"the", "only", "but"} or lex.low(i + 2) in THEM or _one_such(lex, i)
    return before not in HARMING | {"least"} and _idle(after)


def _idle(after: Lexeme) -> bool:
    """Tell a word behind `one` that is no noun: one is, one day; not `killing one and`."""
    idle = after.low in IDLE or (after.low in FUNCTION and after.low not in {"in", "per"})
    return after.kind != "word" or idle


def _one_such(lex: Lexemes, i: int) -> bool:
    """Tell what something is, not how many: `is one of three brothers`, `one of the top concerns`.

    `They shot down one of three helicopters` counts.
    """
    if lex.low(i - 1) in BEING or lex.low(i - 1) in DASHES:
        return True
    k = i + 2 + (lex.low(i + 2) in DETERMINERS)
    owner = next((n for n in range(k, k + 4) if lex.low(n).endswith(OWNERS)), k - 1)
    picked = lex.low(owner + 1)  # one of the world's highest
    return picked in PICKED or picked.endswith("est")


# -- with what stands in front ---------------------------------------------------------------------


def signed(lex: Lexemes, i: int) -> Figure | None:
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
    if symbol not in CURRENCIES or (symbol == "r" and not lex.at(k).glued):
        return None
    k += lex.low(k) == "."
    amount = cardinal(lex, k)
    if amount is None or lex.at(k).kind != "figure":
        return None
    return replace(amount, first=i, unit=CURRENCIES[symbol]) if amount.counts else amount
