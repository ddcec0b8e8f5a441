"""Lookalikes: figures that count nothing: years, ages, dates, times of day, names, labels."""

from __future__ import annotations

import re

from pipeline.stages.extract.numbers.ages import is_age
from pipeline.stages.extract.numbers.lexemes import (
    CURRENCIES,
    DASHES,
    FUNCTION,
    LABELS,
    LETTERS,
    MODIFIERS,
    MONTHS,
    SCALES,
    TENS,
    UNITS,
    Lexemes,
    word_list,
)

VERSION = re.compile(r"\d\.0")
ERAS = frozenset(("BC", "BCE", "AD", "CE"))
ONWARDS = frozenset(("from", "on", "since", "of", "marks", "marked", "for", "until"))
AS_OF = frozenset(("until", "till", "since", "by", "from", "in", "before"))
LEAST_RAND = 5
RESOLUTIONS = frozenset(("2", "4", "5", "8"))
HOUR = re.compile(r"[012]?\d\.[0-5]\d")  #: in front of an entry of a live blog
YEAR = re.compile(r"1[0-9]\d\d|20\d\d")
SHORTENED = frozenset(("no", "nos", "vol", "fig", "pp", "op"))  #: with a stop before their number
AHEAD = re.compile(r"2[12]\d0")
PLURAL = re.compile(r"[a-z][a-z-]{2,}s|people|men|women|children|police|troops|personnel")
STREETS = word_list("streets")
OF_THE_DAY = word_list("of_the_day")
TAILED = frozenset(("'s", "’s", "-to", "–to"))  #: the 90’s, a 2-to-1 vote
TIED = 40  #: lexemes of one run of figures that are looked at
PERIODS = frozenset(("day", "week", "month", "year", "game", "season", "stage", "round", "match"))
RECURRING = word_list("recurring")
ASIDE = 12  #: lexemes before a bracket in which its other half is looked for
MULTIPLES = frozenset((*TENS, *SCALES, *LETTERS))


def run(lex: Lexemes, i: int) -> int:
    """Return the end of figures tied by marks: 12:35, 18.10.2024, 9/11, 24/7, 555-1234-99."""
    k = i + 1
    while (
        k < i + TIED and lex.at(k).glued and lex.at(k + 1).glued and lex.at(k + 1).kind == "figure"
    ):
        if lex.low(k) in {".", ":", "/", "'", "’"} or (
            lex.low(k) == "-" and (k > i + 1 or _tied_further(lex, k + 2))
        ):
            k += 2
        else:
            break
    return k


def _tied_further(lex: Lexemes, k: int) -> bool:
    return (
        lex.low(k) in DASHES
        and lex.at(k).glued
        and lex.at(k + 1).glued
        and lex.at(k + 1).kind == "figure"
    )


def named(lex: Lexemes, i: int) -> bool:
    """Tell figures that are part of a name: KN-23, G7, 5G, F-16s, #4, MH17, 1990s, 1st."""
    before, after = lex.at(i - 1), lex.at(i + 1)
    if lex.at(i).glued:
        rand = before.text == "R" and lex.value(i) >= LEAST_RAND  # R2 is no money
        price = rand if before.low == "r" else before.low in CURRENCIES or before.low == "us"
        if before.kind == "word" and not price:
            return True
        if before.low in {"#", "@", "_", "/", ")"} or (before.low == "+" and not before.glued):
            return True
        if before.low in DASHES and before.glued and _coded(lex, i - 2):
            return True
    tail = after.low + lex.low(i + 2) if after.glued and lex.at(i + 2).glued else ""
    if tail in TAILED or (tail in {"-in", "-on"} and lex.low(i + 3) in DASHES):  # a 3-in-1 pad
        return True
    if after.glued and after.kind == "word":
        known = after.low in SCALES or after.low in LETTERS or (after.low,) in UNITS
        known = known and not _sharp(lex, i)
        return after.text not in {"C", "F"} and (not known or after.low == "s")
    return after.glued and after.low in {"_", "@"}


def _sharp(lex: Lexemes, i: int) -> bool:
    """Tell `in true 4K`, how sharp a picture is; `4K boxes` are so many."""
    letter = lex.at(i + 1)
    sharp = lex.at(i).text in RESOLUTIONS and letter.glued and letter.text == "K"
    return sharp and lex.low(i - 1) not in CURRENCIES and not PLURAL.fullmatch(lex.at(i + 2).text)


def _coded(lex: Lexemes, i: int) -> bool:
    """Tell the word, or a figure tied to a letter, that a dash ties to a figure: B-52, K2-18b."""
    tied, letter = lex.at(i), lex.at(i - 1)
    if tied.kind == "word":
        scale = tied.glued or tied.low not in LETTERS  # 2m-3m, but B-52
        return not (scale and tied.low in MULTIPLES)
    price = letter.low in CURRENCIES or letter.low == "us"
    return tied.kind == "figure" and tied.glued and letter.kind == "word" and not price


def is_name(lex: Lexemes, i: int) -> bool:
    """Tell a number in words with a capital in midst of a sentence: the Six Nations, Big Four."""
    before = lex.at(i - 1)
    if not lex.at(i).text[:1].isupper() or before.kind != "word":
        return lex.at(i + 1).kind == "figure" and lex.at(i + 1).glued  # Twenty20
    the = lex.low(i - 2) == "the" and before.text[:1].isupper()
    return before.text.islower() or before.low == "the" or the


def counts_nothing(lex: Lexemes, i: int) -> bool:
    """Tell years, ages, dates, times of day and labels by what stands around a bare figure."""
    return any(
        test(lex, i)
        for test in (_year, is_age, _day_of_month, _time_of_day, _label, _key, _address, _version)
    )


def _address(lex: Lexemes, i: int) -> bool:
    """Tell `12 Hamburg Street`."""
    named_after = lex.at(i + 1).text[:1].isupper()
    return named_after and any(
        lex.low(k) in STREETS and lex.at(k).text[:1].isupper() for k in range(i + 2, i + 5)
    )


def _version(lex: Lexemes, i: int) -> bool:
    """Tell `Web 2.0`."""
    return bool(VERSION.fullmatch(lex.at(i).text)) and lex.at(i - 1).text[:1].isupper()


def _key(lex: Lexemes, i: int) -> bool:
    """Tell telephone numbers and keys: a leading zero, or figure behind figure."""
    figure = lex.at(i).text
    if figure.isdecimal() and len(figure) > 1 and figure.startswith("0"):
        return True
    before, after = lex.at(i - 1), lex.at(i + 1)
    if (before.low, after.low) in {("[", "]"), ("(", ")")} or _marker(lex, i):
        return True
    if after.low == ")" and before.low == "," and lex.low(i - 3) in {"(", ","}:
        return lex.at(i - 2).kind == "figure"  # (10, 11)
    tied = after.kind == "figure" and len(after.text) > 2 and after.text.isdecimal()
    return (tied and "," not in figure) or (
        before.kind == "figure" and not YEAR.fullmatch(before.text) and not before.glued
    )


def _marker(lex: Lexemes, i: int) -> bool:
    """Tell what numbers the things of a list: `5. Rest`, `3) Clear rules`."""
    sign, after = lex.at(i + 1), lex.at(i + 2)
    if not sign.glued or after.glued or not after.text[:1].isupper():
        return False
    return (sign.low == "." and i == 0) or (
        sign.low == ")" and not any(lex.low(k) == "(" for k in range(i - ASIDE, i))
    )


def _era(word: str) -> bool:
    """Tell BC, b.c.e., AD."""
    return word in ERAS or ("." in word and word.replace(".", "").upper() in ERAS)


def _year(lex: Lexemes, i: int) -> bool:
    if _era(lex.at(i + 1).text) or (lex.low(i - 1) in AS_OF and AHEAD.fullmatch(lex.at(i).text)):
        return True  # 500 BC, by 2200
    if not YEAR.fullmatch(lex.at(i).text) or lex.low(i - 1) in CURRENCIES:
        return False
    if lex.phrase(i + 1, UNITS) or (modified(lex, i) and lex.low(i - 3) not in AS_OF):
        return False  # since at least 2019
    plural = lex.at(i + 1).kind == "word" and PLURAL.fullmatch(lex.at(i + 1).text)
    early = lex.value(i) < 1900
    if plural and early:
        return lex.low(i - 1) in {"in", "since", "until"}
    return not (plural and lex.value(i) == 2000)


def modified(lex: Lexemes, i: int) -> bool:
    """Tell whether a modifier (about, more than) ends right before `i`."""
    return any(
        tuple(lex.low(k) for k in range(i - length, i)) in MODIFIERS for length in (4, 3, 2, 1)
    )


def tied(lex: Lexemes, k: int) -> int:
    """Return the end of figures that dashes tie to what ends at `k`: the series 1-1."""
    while lex.low(k) in DASHES and lex.at(k).glued and _figure_glued(lex, k + 1):
        k += 2
    return k


def _figure_glued(lex: Lexemes, k: int) -> bool:
    return lex.at(k).glued and lex.at(k).kind == "figure"


def _day_of_month(lex: Lexemes, i: int) -> bool:
    figure = lex.at(i).text
    if not figure.isdecimal() or not 1 <= int(figure) <= 31:
        return False
    joints = DASHES | {"and", "to", "or"}
    before = i - 1 - (lex.low(i - 1) == ".")
    if is_month(lex, before) or is_month(lex, i + 1):
        return True
    if lex.low(i + 1) in joints and is_month(lex, i + 3):
        return True
    return lex.low(i - 1) in joints and (is_month(lex, i - 3) or is_month(lex, i - 4))


def is_month(lex: Lexemes, i: int) -> bool:
    """Tell a month written as a name; `may` in lower case is none."""
    return lex.low(i) in MONTHS and lex.at(i).text[:1].isupper()


def time_of_day(lex: Lexemes, i: int, k: int) -> bool:
    """Tell whether `pm`, `GMT`, `o’clock` stands at `k`, behind a figure that begins at `i`."""
    after = lex.low(k).replace(".", "")
    return after in OF_THE_DAY or (after in {"a", "p"} and lex.low(k + 2) == "m" and i < k)


def _time_of_day(lex: Lexemes, i: int) -> bool:
    after = lex.low(i + 1)
    if time_of_day(lex, i, i + 1):
        return True
    if after in DASHES | {"to"} and lex.at(i + 2).kind == "figure" and time_of_day(lex, i, i + 3):
        return True  # 6-9 p.m.
    heading = i == 0 or lex.at(i - 1).kind == "mark"
    if heading and HOUR.fullmatch(lex.at(i).text) and lex.at(i + 1).text[:1].isupper():
        return True
    if lex.low(i - 1) != "at" or not lex.at(i).text.isdecimal() or int(lex.at(i).text) > 24:
        return False
    return lex.at(i + 1).kind != "word" or after in FUNCTION


def labelled(lex: Lexemes, i: int) -> bool:
    """Tell a number behind a word that things are numbered by: Article 5, chapter nine."""
    if (lex.at(i - 2).text, lex.low(i - 1)) == ("Group", "of"):
        return True  # the Group of Seven
    k = i - 1 - (lex.low(i - 1) == ".")
    before = lex.at(k)
    if before.low in LABELS and not modified(lex, i):
        periodic = before.low in PERIODS and (
            lex.low(k - 1) in RECURRING or lex.at(i).kind != "figure" or lex.value(i) > 100
        )
        first = before.low == "day" and lex.low(k - 1) in ONWARDS
        periodic = periodic and not first  # from day one
        spelled_out = before.low in {"no", "mark"} and not before.text[:1].isupper()
        sentence = lex.low(i - 1) == "." and before.low not in SHORTENED
        return not (periodic or spelled_out or sentence)
    return False


def _label(lex: Lexemes, i: int) -> bool:
    """Tell a figure that numbers a thing, behind a word for it or a name: Boeing 737."""
    if labelled(lex, i):
        return True
    k = i - 1 - (lex.low(i - 1) == ".")
    before = lex.at(k)
    if before.kind != "word" or before.text == before.low or k != i - 1:
        return False
    if (
        before.low in FUNCTION
        or before.low in MONTHS
        or before.low in CURRENCIES
        or modified(lex, i)
        or lex.low(k - 1) in {"", ".", "“", '"'}
    ):
        return False
    after = lex.at(i + 1)
    return not (
        (after.kind == "word" and after.low not in FUNCTION) or after.low in {"%", "-", "–"}
    )
