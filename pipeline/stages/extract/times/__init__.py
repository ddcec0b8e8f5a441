"""Times: when a claim was said and when what it tells of is, as intervals of days.

A date in the cue's own clause, outside the content, says when it was said; one inside the content
belongs to the event. Everything is grounded on the day of publication; without it, or where the
text does not say, there is no date: the day of publication is never put in its place.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING

from pipeline.records import Span, Stance, Time, TimeRole
from pipeline.stages.extract.attribution import Attribution
from pipeline.stages.extract.numbers.lexemes import lexemes_of
from pipeline.stages.extract.times.expressions import expressions, may_head
from pipeline.stages.extract.times.lexicon import SCHEDULED, Expression, Ground
from pipeline.stages.extract.times.tense import by_verbs
from pipeline.stages.extract.wording import text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

SENTENCE_END = re.compile(r"[.!?]['\"”’)\]]*\s+(?=[\"“‘'(\[]?[A-Z])|\n")
ABBREVIATED = re.compile(
    r"\b(?:[A-Z]|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mr|Mrs|Ms|Dr|Gen|Col|Lt|St|Sen|Rep)\.$"
)
FENCE = re.compile(
    r"[;:]|, (?:while|although|but|which|who|whose|where|after|as"
    r"|(?:add|not|say|argu|warn|claim|insist|stat|explain|describ|call|recall|cit|blam|accus)ing)\b"
)
AND = re.compile(r", and\b")
ASIDE = re.compile(r", (?:who|whose|which|\w+ed|\w+ing)\b")
WORD = re.compile(r"[A-Za-z]+")
NEWS = 2  #: days that what was said on them is news
NEAR = 80  #: characters from a cue to a date behind it
LEADING = 30  #: characters from the head of a sentence to its date, from a date to its cue
BACK = 1500  #: characters before an attribution in which `that day` finds its date
REACH = 400  #: characters around a cue in which its sentence is looked for


class Timeline:
    """What the times of one article count from, read once for all its attributions."""

    def __init__(self, doc: Doc, published: date | None) -> None:
        self._start = Ground(published, tenses=by_verbs(doc))
        self._lexemes = lexemes_of(doc)
        self._heads = [lexeme.start for lexeme in self._lexemes if may_head(lexeme)]

    def tells(self, span: Span) -> bool:
        """Tell whether a stretch of the text has a word that a time could have as its head."""
        at = bisect_left(self._heads, span.start)
        return at < len(self._heads) and self._heads[at] < span.end

    def ground(self, at: int) -> Ground:
        """Return the day of publication, and the one-day date last named before character `at`."""
        return replace(self._start, before=partial(self._named, at))

    def _named(self, at: int) -> date | None:
        ends, days = self._dates
        last = bisect_right(ends, at) - 1
        return days[last] if last >= 0 and at - ends[last] <= BACK else None

    @cached_property
    def _dates(self) -> tuple[list[int], list[date | None]]:
        """Where each one-day date of the article ends, and the day; few articles need them."""
        lex = self._lexemes
        found = [e for e in expressions(lex, self._start) if e.exact]
        return [lex[e.after - 1].end for e in found], [e.days[0] for e in found]


def times(
    doc: Doc, attribution: Attribution, timeline: Timeline, stance: Stance = "asserts"
) -> tuple[tuple[Time, ...], date | None]:
    """Return the times of an attribution, and the day it was said if the text names one day."""
    ground = timeline.ground(_begin(attribution))
    event = [
        time
        for span in attribution.content
        if timeline.tells(span)
        for time in _times(doc, span, "event", ground)
    ]
    beside = _beside(doc, attribution, ground, timeline)
    meant = _called_for(doc, attribution, ground, stance, beside) if beside else None
    if beside and _leads_in(text_of(doc), attribution, beside):
        meant = replace(beside, role="event")
    if meant:
        event.append(meant)
    said = [beside] if beside and not meant else []
    days = {(time.first, time.last) for time in said}
    one = next(iter(days))[0] if len(days) == 1 and len(set(*days)) == 1 else None
    return tuple(sorted([*said, *event], key=lambda time: time.start)), one


def _begin(attribution: Attribution) -> int:
    spans = (*attribution.content, attribution.cue, attribution.source)
    return min(span.start for span in spans if span)


def _times(doc: Doc, span: Span, role: TimeRole, ground: Ground) -> Iterator[Time]:
    text, lex = text_of(doc), lexemes_of(doc, span)
    for found in expressions(lex, ground):
        start, end = lex[found.first].start, lex[found.after - 1].end
        yield _time(text[start:end], start, found, role)


def _time(text: str, start: int, found: Expression, role: TimeRole) -> Time:
    return Time(
        text=text,
        start=start,
        end=start + len(text),
        role=role,
        first=found.days[0],
        last=found.days[1],
    )


def _beside(doc: Doc, attribution: Attribution, ground: Ground, timeline: Timeline) -> Time | None:
    """Return the nearest time beside the cue in its sentence, outside content and source."""
    if attribution.cue is None:
        return None
    text, cue = text_of(doc), attribution.cue
    begin, end = sentence(text, cue)
    near = 1 if _is_noun(doc, cue) else REACH  # granted its request on Monday
    attribution = _undated(doc, attribution, ground, timeline)
    taken = [*attribution.content, *([attribution.source] if attribution.source else [])]
    found = [
        time
        for span in _free(begin, end, taken)
        if timeline.tells(span)
        for time in _times(doc, span, "said", ground)
        if _gap(time, cue) <= near and _of_clause(text, time, attribution, begin)
    ]
    return min(found, key=lambda time: _gap(time, cue), default=None)


def _undated(doc: Doc, attribution: Attribution, ground: Ground, timeline: Timeline) -> Attribution:
    """Return an attribution with the day cut off its source: `according to officials on Monday`."""
    source = attribution.source
    if source is None or not timeline.tells(source):
        return attribution
    for time in _times(doc, source, "said", ground):
        if time.end == source.end and time.start > source.start and time.text[0].islower():
            cut = Span(start=source.start, end=time.start - 1)
            return replace(attribution, source=cut) if time.first == time.last else attribution
    return attribution


def _leads_in(text: str, attribution: Attribution, beside: Time) -> bool:
    """Tell `This year, she said, it was warm`: the day opens the content, which goes on behind."""
    cue, content = attribution.cue, attribution.content[0]
    if cue is None or not beside.end < cue.start < cue.end < content.start:
        return False
    return text[cue.end : content.start] == ", "


def _is_noun(doc: Doc, cue: Span) -> bool:
    """Tell a cue that is a noun, whose verb may be of another day."""
    words = doc.char_span(cue.start, cue.end, alignment_mode="expand") or ()
    parts = {token.pos_ for token in words}
    return "NOUN" in parts and not parts & {"VERB", "AUX"}


def _called_for(
    doc: Doc, attribution: Attribution, ground: Ground, stance: Stance, beside: Time
) -> Time | None:
    """Return a time beside the cue as that of the event: `called for a strike on Thursday`.

    What lies ahead is no time of saying, nor is a day behind what is planned for days, unless it
    is so near that news tells of it: `called for a march on Tuesday`, told on Wednesday.
    """
    published = ground.published
    if published is None or beside.first is None:
        return None
    if beside.first > published:
        return replace(beside, role="event")
    text, content = text_of(doc), attribution.content[-1]
    behind = 0 <= beside.start - content.end <= 1
    planned = {word.lower() for word in WORD.findall(text, content.start, content.end)} & SCHEDULED
    near = (published - beside.first).days <= NEWS and beside.last == beside.first
    if stance not in {"demands", "expects"} or not behind or (near and stance == "demands"):
        return None
    if not planned and stance == "demands" and not beside.text.lower().startswith("by "):
        return None
    ahead = replace(ground, tenses=lambda _: "future")
    return next(_times(doc, Span(start=beside.start, end=beside.end), "event", ahead), None)


def _gap(time: Time, cue: Span) -> int:
    return time.start - cue.end if time.start >= cue.end else cue.start - time.end


def _of_clause(text: str, time: Time, attribution: Attribution, begin: int) -> bool:
    """Tell whether a time belongs to the cue's clause: right behind it, before it, or in front.

    `said in a statement on Friday`; `China on Friday said`; `On Friday, at a meeting, he said`.
    """
    cue, source = attribution.cue, attribution.source
    assert cue is not None  # noqa: S101 - there is nothing to stand beside
    if source and text[cue.start : cue.end].lower().startswith("accord"):
        return -1 <= time.start - source.end <= 1  # according to a report on Monday
    before = text[max(0, time.start - 3) : time.start].lower()
    owned = time.text.startswith("of ") and before != "as "
    owned = owned or time.text.endswith(("'s", "’s"))
    if time.start > cue.end and owned:
        return False  # calling Monday’s drills a warning, ten years of the peace of 2014
    if time.start >= cue.end:
        fenced = FENCE.search(text, cue.end, time.start) or AND.search(text, cue.end, time.start)
        return not fenced and time.start - cue.end <= NEAR
    if FENCE.search(text, time.end, cue.start):
        return False
    between = cue.start - time.end
    if source and time.end <= source.start:
        between -= source.end - source.start
    leading = time.start - begin <= LEADING and not ASIDE.search(text, begin, time.start)
    return leading or (between <= LEADING and "," not in text[time.end : cue.start])


def sentence(text: str, cue: Span) -> tuple[int, int]:
    """Return where the sentence of a cue begins and ends, looking no further than REACH."""
    begin = max(0, cue.start - REACH)
    for match in SENTENCE_END.finditer(text, begin, cue.start + 1):
        if not ABBREVIATED.search(text[max(0, match.start() - 5) : match.start() + 1]):
            begin = match.end()
    end = min(len(text), cue.end + REACH)
    for match in SENTENCE_END.finditer(text, cue.end, end):
        if not ABBREVIATED.search(text[max(0, match.start() - 5) : match.start() + 1]):
            return begin, match.start() + 1
    return begin, end


def _free(begin: int, end: int, taken: Iterable[Span]) -> Iterator[Span]:
    """Yield what is left of a stretch without the spans taken out of it."""
    at = begin
    for span in sorted(taken, key=lambda span: span.start):
        if span.start > at:
            yield Span(start=at, end=min(span.start, end))
        at = max(at, span.end)
        if at >= end:
            return
    if at < end:
        yield Span(start=at, end=end)
