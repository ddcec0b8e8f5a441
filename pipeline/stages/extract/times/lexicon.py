"""What times are read with: their words, and what an expression is and counts from."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Any

from pipeline.stages.extract.numbers.lexemes import (
    MONTHS,
    ONES,
    TENS,
    VAGUE,
    Lexemes,
    Phrases,
)
from pipeline.stages.extract.times.calendar import SEASONS, Closed

_WORDS: dict[str, Any] = tomllib.loads(
    resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
)
WEEKDAYS = {name: number for number, name in enumerate(_WORDS["weekdays"].split())}
PARTS_OF_DAY = frozenset(_WORDS["parts_of_day"].split())
FUTURE = frozenset(_WORDS["future"].split())
BEHIND = frozenset(_WORDS["behind"].split())
AHEAD = frozenset(_WORDS["ahead"].split())
UNITS = {form: unit for unit in _WORDS["units"].split() for form in (unit, f"{unit}s")} | {
    "centuries": "century"
}
PREFIXES: dict[str, str] = _WORDS["prefixes"]
RELATIVE: Phrases[list[int]] = Phrases(_WORDS["relative"])
ANAPHORIC: Phrases[list[int]] = Phrases(_WORDS["anaphoric"])
FEASTS: Phrases[list[int]] = Phrases(_WORDS["feasts"])
AFTER_EASTER: Phrases[int] = Phrases(_WORDS["after_easter"])
OF_MONTHS: Phrases[list[int]] = Phrases(_WORDS["of_months"])
DECADES: dict[str, int] = _WORDS["decades"]
SHORT = frozenset(_WORDS["short_months"].split())
SAID = frozenset(_WORDS["said"].split())
SCHEDULED = frozenset(_WORDS["scheduled"].split())
PLANNING = frozenset(_WORDS["planning"].split())
_PHRASES = (*RELATIVE, *ANAPHORIC, *FEASTS, *AFTER_EASTER, *OF_MONTHS)
HEADS = frozenset(
    (
        *MONTHS,
        *WEEKDAYS,
        *UNITS,
        *SEASONS,
        *DECADES,
        *_WORDS["heads"].split(),
        *(one[-1] for one in _PHRASES),
    )
)  #: words that an expression without a figure has one of
OPENINGS = frozenset(
    (
        *MONTHS,
        *WEEKDAYS,
        *SEASONS,
        *PREFIXES,
        *BEHIND,
        *AHEAD,
        *ONES,
        *TENS,
        *VAGUE.longest,
        *_WORDS["short_weekdays"].split(),
        *_WORDS["openings"].split(),
        *(one[0] for one in _PHRASES),
    )
)  #: words that an expression without a figure in front begins with


@dataclass(frozen=True, slots=True)
class Expression:
    """A time expression: its lexemes from `first` up to `after`, and the days it denotes."""

    days: Closed
    first: int
    after: int
    exact: bool = False  #: one named day, to which `that day` may point back


@dataclass(frozen=True, slots=True)
class Ground:
    """What relative expressions count from."""

    published: date | None
    named: date | None = None  #: the date last named in what is read
    tenses: Callable[[int], str] | None = None  #: past, future or "" at a character of the text
    before: Callable[[], date | None] | None = None  #: the date last named before it, looked for

    def last_named(self) -> date | None:
        """Return the date that `that day` points back to."""
        return self.named or (self.before() if self.before else None)


def bare(word: str) -> str:
    """Return a word without its possessive ending."""
    return word.removesuffix("'s").removesuffix("’s")


def direction(lex: Lexemes, i: int) -> tuple[int, int]:
    """Read last, this, next; return -1, 0 or 1 and where the word ends."""
    k = i + (lex.low(i) == "the")
    if lex.low(k) in BEHIND:
        return -1, k + 1
    if lex.low(k) in AHEAD:
        return 1, k + 1
    return 0, i
