"""Numbers: counts and quantities in the content of a claim, as intervals with what they count.

`about 10,000 troops` is 10,000 to 10,000, approximate, of `troops`; `up to 6,000 personnel` has no
low; `more than 2m rounds` no high. The guide is docs/annotation.md; what is a count, and what only
looks like one, is told apart in `figures` and `lookalikes`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipeline.records import Number, Span
from pipeline.stages.extract.numbers import counted
from pipeline.stages.extract.numbers.cardinals import Figure
from pipeline.stages.extract.numbers.figures import figures
from pipeline.stages.extract.numbers.lexemes import CURRENCIES, lexemes, word_list
from pipeline.stages.extract.wording import text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

MONEY = frozenset(CURRENCIES.values())
CLOSING = frozenset(".,;:")
TIED = re.compile(r"-([a-z]+)")
SENTENCE_END = re.compile(r"[.!?][\"”’']?\s+[A-Z“\"]|\n")
REACH = 200  #: characters between two numbers that count the same thing
LASTING = word_list("lasting")
DETERMINERS = word_list("determiners")
RATES = frozenset(("share", "percent", "percentage point", "basis point"))


def numbers(doc: Doc, spans: Iterable[Span]) -> tuple[Number, ...]:
    """Return the numbers in the stretches `spans` of an analysed text, in order.

    Works on a tokenised text; tags and a tree, where there are any, make `counted` better.
    """
    text = text_of(doc)
    found: dict[int, Number] = {}
    for span in spans:
        lex = lexemes(text[span.start : span.end], span.start)
        for figure in figures(lex):
            start, end = lex[figure.first].start, lex[figure.after - 1].end
            tied = TIED.match(text, end)
            closed = text[end : end + 1] in CLOSING
            counts = _counted(doc, start, end, figure.unit, closed=closed)
            if tied and figure.unit is None:
                counts = tied[1]
            elif text[start:end].lower() in {"twice", "thrice"} and figure.unit is None:
                counts = "times"
            elif counts is None and figure.unit is None:
                counts = _before(text, start, found)
            found[start] = _number(figure, text[start:end], start, counts)
    return tuple(found[start] for start in sorted(found))


def _number(figure: Figure, text: str, start: int, counts: str | None) -> Number:
    return Number(
        text=text,
        start=start,
        end=start + len(text),
        low=figure.low,
        high=figure.high,
        approximate=figure.approximate,
        unit=figure.unit,
        counted=counts,
    )


def _before(text: str, start: int, found: dict[int, Number]) -> str | None:
    """Return what the sentence counted last, for a number that stands alone."""
    last = next(reversed(found.values()), None)
    if last is None or last.unit or last.end > start or start - last.end > REACH:
        return None
    return None if SENTENCE_END.search(text, last.end, start) else last.counted


def _counted(doc: Doc, start: int, end: int, unit: str | None, *, closed: bool) -> str | None:
    """Return what is counted: behind the figure, behind its `of`, or the noun it is given for."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None or span.end_char > end + 1:
        return None
    i = span.end
    if closed:
        return None if unit in RATES | LASTING else counted.before(doc, span.start)
    if unit in RATES:
        behind = counted.of(doc, i) or counted.direct(doc, i, determined=unit == "share")
    elif unit in MONEY:
        behind = counted.direct(doc, i) or counted.of(doc, i) or counted.each(doc, i)
    elif unit:
        bare = i + 1 < len(doc) and doc[i + 1].is_lower and doc[i + 1].lower_ not in DETERMINERS
        behind = counted.of(doc, i) if bare else None
    else:
        behind = counted.direct(doc, i) or counted.of(doc, i)
    return behind or (None if unit in RATES | LASTING else counted.before(doc, span.start))
