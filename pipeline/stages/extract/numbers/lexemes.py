"""Lexemes: words, figures and marks of a text, and the words of numbers read from `words.toml`."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pipeline.records import Span
from pipeline.stages.extract.wording import text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

T = TypeVar("T")
KEY = "hearsay.lexemes"

LEXEME = re.compile(
    r"(?P<figure>\d{1,3}(?:[,\u00a0\u202f\u2009]\d{3})+(?!\d)(?:\.\d+)?"
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"  # 1,50,000, as in India
    r"|(?P<mark>[^\s\w]|[_½⅓⅔¼¾])"
    r"|(?P<word>(?:[A-Za-z]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)?)"
)
DASHES = frozenset("-‐‑–—−")


class Lexeme(NamedTuple):
    """One word, figure or mark, with its place in the text."""

    text: str
    low: str  #: in lower case
    kind: str  #: figure, word or mark; "" outside the text
    start: int
    end: int
    glued: bool  #: no space before it


NOTHING = Lexeme("", "", "", -1, -1, False)


class Phrases(dict[tuple[str, ...], T]):
    """What phrases stand for: lexemes in lower case → value."""

    def __init__(self, table: Mapping[str, T]) -> None:
        super().__init__(
            (tuple(lexeme.low for lexeme in lexemes(phrase)), value)
            for phrase, value in table.items()
        )
        self.longest: dict[str, int] = {}  #: lexemes of the longest phrase that a word begins
        for phrase in self:
            self.longest[phrase[0]] = max(len(phrase), self.longest.get(phrase[0], 0))


class Lexemes:
    """The lexemes of a text; one looked for outside it is `NOTHING`."""

    __slots__ = ("_all", "_lows")

    def __init__(self, made: Iterable[Lexeme]) -> None:
        self._all = tuple(made)
        self._lows = [lexeme.low for lexeme in self._all]

    def __len__(self) -> int:
        return len(self._all)

    def __getitem__(self, i: int) -> Lexeme:
        return self._all[i]

    def __iter__(self) -> Iterator[Lexeme]:
        return iter(self._all)

    def within(self, start: int, end: int) -> Lexemes | None:
        """Return the lexemes of a stretch of the text; None where it cuts one in two."""
        first = bisect_left(self._all, start, key=_start)
        after = bisect_left(self._all, end, key=_start)
        before, last = self.at(first - 1), self.at(after - 1)
        if (first and before.end > start) or (after > first and last.end > end):
            return None
        inside = list(self._all[first:after])
        if inside and inside[0].glued:
            inside[0] = inside[0]._replace(glued=False)
        return Lexemes(inside)

    def at(self, i: int) -> Lexeme:
        """Return lexeme `i`, or NOTHING."""
        return self._all[i] if 0 <= i < len(self._all) else NOTHING

    def low(self, i: int) -> str:
        """Return lexeme `i` in lower case, or ""."""
        return self._lows[i] if 0 <= i < len(self._lows) else ""

    def phrase(self, i: int, table: Phrases[T]) -> tuple[T, int] | None:
        """Return what the longest phrase of `table` at `i` stands for, and where it ends."""
        longest = table.longest.get(self.low(i), 0)
        for length in range(min(longest, len(self) - i), 0, -1):
            value = table.get(tuple(self._lows[i : i + length]))
            if value is not None:
                return value, i + length
        return None

    def value(self, i: int) -> float:
        """Return what the digits of a figure say."""
        return float(re.sub(r"[^\d.]", "", self.at(i).text) or 0)


def _start(lexeme: Lexeme) -> int:
    return lexeme.start


def lexemes(text: str, offset: int = 0) -> Lexemes:
    """Return the lexemes of `text`; their places count from `offset`."""
    made: list[Lexeme] = []
    end = -1
    for match in LEXEME.finditer(text):
        start, kind = match.start() + offset, match.lastgroup or "mark"
        made.append(
            Lexeme(
                match[0], match[0].lower(), kind, start, match.end() + offset, glued=start == end
            )
        )
        end = match.end() + offset
    return Lexemes(made)


def lexemes_of(doc: Doc, span: Span | None = None) -> Lexemes:
    """Return the lexemes of an analysed text, read once, or of a stretch as if it stood alone."""
    kept: Lexemes | None = doc.user_data.get(KEY)
    if kept is None:
        kept = doc.user_data[KEY] = lexemes(text_of(doc))
    if span is None:
        return kept
    alone = kept.within(span.start, span.end)
    return lexemes(text_of(doc)[span.start : span.end], span.start) if alone is None else alone


def _with_plurals(table: Mapping[str, str]) -> dict[str, str]:
    plurals = {f"{unit}s": name for unit, name in table.items() if len(unit) > 2}
    inner = {
        unit.replace(" ", "s ", 1): name
        for unit, name in table.items()
        if unit.startswith(("degree ", "mile ", "kilomet"))
    }
    return {**plurals, **inner, **table}


_WORDS: dict[str, Any] = tomllib.loads(
    resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
)


def word_list(name: str) -> frozenset[str]:
    """Return one of the lists of `words.toml`."""
    return frozenset(_WORDS["lists"][name].split())


ONES: Mapping[str, float] = _WORDS["ones"]
TENS: Mapping[str, float] = _WORDS["tens"]
SCALES: Mapping[str, float] = _WORDS["scales"]
LETTERS: Mapping[str, float] = _WORDS["letters"]
FRACTIONS: Mapping[str, float] = _WORDS["fractions"]
FACTORS: Mapping[str, float] = _WORDS["factors"]
CURRENCIES: Mapping[str, str] = _WORDS["currencies"]
VAGUE: Phrases[list[float]] = Phrases(_WORDS["vague"])
MODIFIERS: Phrases[str] = Phrases(_WORDS["modifiers"])
TAILS: Phrases[str] = Phrases(_WORDS["tails"])
DOUBTS: Phrases[bool] = Phrases(dict.fromkeys(_WORDS["doubts"]["phrases"], True))
IDIOMS: Phrases[bool] = Phrases(dict.fromkeys(_WORDS["idioms"]["phrases"], True))
UNITS: Phrases[str] = Phrases(_with_plurals(_WORDS["units"]))
LABELS: frozenset[str] = frozenset(_WORDS["labels"]["words"])
MONTHS: Mapping[str, int] = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
         "august aug", "september sept sep", "october oct", "november nov", "december dec"), 1
    )
    for name in names.split()
}  # fmt: skip
FUNCTION = word_list("function")
