"""Numbers: counts and quantities in the content of a claim, as intervals with what they count.

`about 10,000 troops` is 10,000 to 10,000, approximate, of `troops`; `up to 6,000 personnel` has no
low; `more than 2m rounds` no high. The guide is docs/annotation.md; what is a count, and what only
looks like one, is told apart in `figures` and `lookalikes`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipeline.records import Number, Span
from pipeline.stages.extract.numbers import counted
from pipeline.stages.extract.numbers.cardinals import Figure
from pipeline.stages.extract.numbers.figures import figures
from pipeline.stages.extract.numbers.lexemes import CURRENCIES, lexemes

if TYPE_CHECKING:
    from spacy.tokens import Doc

MONEY = frozenset(CURRENCIES.values())
RATES = frozenset(("share", "percent", "percentage point", "basis point"))


def numbers(doc: Doc, spans: Iterable[Span]) -> tuple[Number, ...]:
    """Return the numbers in the stretches `spans` of an analysed text, in order.

    Works on a tokenised text; tags and a tree, where there are any, make `counted` better.
    """
    text = doc.text  # made anew at every look
    found: dict[int, Number] = {}
    for span in spans:
        lex = lexemes(text[span.start : span.end], span.start)
        for figure in figures(lex):
            start, end = lex[figure.first].start, lex[figure.after - 1].end
            closed = text[end : end + 1] in set(".,;:")
            counts = None if closed else _counted(doc, start, end, figure.unit)
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


def _counted(doc: Doc, start: int, end: int, unit: str | None) -> str | None:
    """Return what is counted: behind the figure, behind its `of`, or the noun it is given for."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None or span.end_char > end + 1:
        return None
    i = span.end
    if unit in RATES:
        return counted.of(doc, i) or counted.direct(doc, i)
    if unit in MONEY:
        behind = counted.direct(doc, i) or counted.of(doc, i) or counted.each(doc, i)
        return behind or counted.before(doc, span.start)
    if unit:
        return counted.of(doc, i) or counted.before(doc, span.start)
    return counted.direct(doc, i) or counted.of(doc, i)
