"""Numbers: counts and quantities in the content of a claim, as intervals with what they count.

`about 10,000 troops` is 10,000 to 10,000, approximate, of `troops`; `up to 6,000 personnel` has no
low; `more than 2m rounds` no high. The guide is docs/annotation.md; what is a count, and what only
looks like one, is told apart in `figures` and `lookalikes`.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from pipeline.records import Number, Span
from pipeline.stages.extract.numbers import alone, counted
from pipeline.stages.extract.numbers.amounts import Figure
from pipeline.stages.extract.numbers.figures import figures
from pipeline.stages.extract.numbers.lexemes import CURRENCIES, lexemes_of, word_list
from pipeline.stages.extract.numbers.names import numbers_a_name
from pipeline.stages.extract.wording import text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.tokens import Span as DocSpan

MONEY = frozenset(CURRENCIES.values())
CLOSING = frozenset(".,;:")
TIED = re.compile(r"-([A-Za-z]+)")
SENTENCE_END = re.compile(r"[.!?][\"”’']?\s+[A-Z“\"]|\n")
COMPARED = re.compile(r"\b(?:from|with|against|than) $")
SHARING = re.compile(r" (?:[\w-]+ )?(?:to|and|or|but) (?:\w+ )?")
REACH = 200  #: characters between two numbers that count the same thing
RECENT = 8  #: numbers that another may go on from
HUMANS = tuple(word_list("humans"))  #: ends of words for many people
LASTING = word_list("lasting")
DETERMINERS = word_list("determiners")
Measured: TypeAlias = tuple[str | None, str | None]  #: unit, and what is counted
RATES = frozenset(("share", "factor", "percent", "percentage point", "basis point"))


def numbers(doc: Doc, spans: Iterable[Span]) -> tuple[Number, ...]:
    """Return the numbers in the stretches `spans` of an analysed text, in order.

    Works on a tokenised text; tags and a tree, where there are any, make `counted` better.
    """
    text = text_of(doc)
    found: dict[int, Number] = {}
    recent: deque[Number] = deque(maxlen=RECENT)
    for span in spans:
        lex = lexemes_of(doc, span)
        for figure in figures(lex):
            start, end = lex[figure.first].start, lex[figure.after - 1].end
            place = Span(start=start, end=end)
            if figure.unit is None and _in_a_name(doc, place):
                continue
            unit, counts = _measured(doc, figure, place, recent)
            if unit is None and counts is None and alone.points(doc, place):
                continue
            found[start] = Number(
                text=text[start:end],
                start=start,
                end=end,
                low=figure.low,
                high=figure.high,
                approximate=figure.approximate,
                unit=unit,
                counted=counts,
            )
            recent.append(found[start])
    return _shared(text, [found[start] for start in sorted(found)])


def _shared(text: str, found: list[Number]) -> tuple[Number, ...]:
    """Give a number the noun that follows the next: `from 40 to 25 flights`."""
    for at, (one, following) in enumerate(pairwise(found)):
        alike = one.unit is following.unit is one.counted is None
        if alike and SHARING.fullmatch(text, one.end, following.start):
            found[at] = replace(one, counted=following.counted)
    return tuple(found)


def _in_a_name(doc: Doc, place: Span) -> bool:
    span = doc.char_span(place.start, place.end)
    return span is not None and numbers_a_name(span)


def _measured(doc: Doc, figure: Figure, place: Span, before: Iterable[Number]) -> Measured:
    """Return the unit of a figure and what it counts; `before` are the numbers before it."""
    span = doc.char_span(place.start, place.end, alignment_mode="expand")
    if span is None or span.end_char > place.end + 1:
        return figure.unit, None
    text = text_of(doc)
    own = _counted(doc, span, figure.unit, closed=text[place.end : place.end + 1] in CLOSING)
    if figure.unit is not None:
        return figure.unit, own
    near = [one for one in before if place.start - REACH <= one.end <= place.start]
    last = near[-1] if near else None
    if last and last.unit and own is None and _moves(text, last, figure, place):
        return last.unit, last.counted
    if last and alone.of_them(doc, span.end):
        return None, last.counted or alone.meant(doc, span.start)
    own = _own(doc, text, span, place) or own
    if own is None and alone.points(doc, place) and span.text.lower() != "one":
        return None, None  # the two left
    own = own or alone.told_of(span)
    vague = figure.approximate and figure.scaled  # billions, of money as a rule
    return None, own or (None if vague else _gone_on(text, near, span))


def _moves(text: str, last: Number, figure: Figure, place: Span) -> bool:
    """Tell the other end of a move: 81 million tonnes, from 84 million; 61 percent, up from 55."""
    moved = figure.scaled or COMPARED.search(text, last.end, place.start)
    return bool(moved) and not SENTENCE_END.search(text, last.end, place.start)


def _gone_on(text: str, near: Sequence[Number], span: DocSpan) -> str | None:
    """Return what the last bare number counts, where this one goes on from it."""
    last = next((one for one in reversed(near) if one.unit is None and one.counted), None)
    if last is None:
        return None
    people = (last.counted or "").lower().endswith(HUMANS) or _harmed(span.doc, last)
    if alone.harmed(span) and not people:
        return None  # two shootings, one of them killing three
    same = not SENTENCE_END.search(text, last.end, span.start_char)
    return last.counted if alone.goes_on(span, same=same) else None


def _harmed(doc: Doc, number: Number) -> bool:
    span = doc.char_span(number.start, number.end, alignment_mode="expand")
    return span is not None and alone.harmed(span)


def _own(doc: Doc, text: str, span: DocSpan, place: Span) -> str | None:
    """Return what stands with a figure in fixed ways: a 400-strong crowd, 14-page, twice."""
    if tied := TIED.match(text, place.end):
        return counted.direct(doc, span.end + 2) if tied[1] == "strong" else tied[1].lower()
    if text[place.start : place.end].lower() in {"twice", "thrice"}:
        return "times"
    return alone.meant(doc, span.start) if alone.of_them(doc, span.end) else None


def _counted(doc: Doc, span: DocSpan, unit: str | None, *, closed: bool) -> str | None:
    """Return what is counted: behind the figure, behind its `of`, or the noun it is given for."""
    i = span.end
    if closed:
        return None if unit in RATES | LASTING else counted.before(doc, span.start)
    if unit in RATES:
        behind = counted.of(doc, i) or counted.direct(doc, i, determined=unit != "percent")
    elif unit in MONEY or unit == "magnitude":
        behind = counted.direct(doc, i) or counted.of(doc, i) or counted.each(doc, i)
        behind = behind or counted.paid_in(doc, i)
    elif unit:
        bare = i + 1 < len(doc) and doc[i + 1].is_lower and doc[i + 1].lower_ not in DETERMINERS
        behind = counted.of(doc, i) if bare else None
    else:
        behind = counted.direct(doc, i) or counted.of(doc, i)
    return behind or (None if unit in RATES | LASTING else counted.before(doc, span.start))
