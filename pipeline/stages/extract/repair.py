"""Repairs: contents end where the writer goes on alone, and with their quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from pipeline.records import Span
from pipeline.stages.extract.ending import ending
from pipeline.stages.extract.grammar import UTTERANCES
from pipeline.stages.extract.nominals import DAYS, LATELY, TODAY, trimmed
from pipeline.stages.extract.passage import Candidate, Passage
from pipeline.stages.extract.quotes import Quotation
from pipeline.stages.extract.tree import Range, Tree

#: how a source may be named is no claim of it
NAMELESS = re.compile(
    r"(?:not )?to (?:not )?be (?:named|identified|quoted)|to (?:remain|stay) (?:anonymous|unnamed)|"
    r"to give (?:his|her|their) (?:full |last |sur)?names?|"
    r"(?:not )?guilty\b|(?:for |on )?anonymity|"
    r"that (?:his|her|their) (?:full |last |real |sur)?names? not be"
)
OPENING = 8  #: words that may stand between a cue and what it tells
HOURS = frozenset({"morning", "afternoon", "evening", "night"})
NOBODY = frozenset({"nobody", "none", "no", "neither"})  # of whom something is told, says nothing
SINGLE = frozenset("'‘")
INNER = re.compile(r"[.,!?…][’'](?!\w)")  #: the end of a quotation in a quotation
JOINTS = frozenset(("and", "or", "then", "who", "a", "an", "the", "also", "with", "of"))
STOPS = frozenset(",;:-–— \u00a0\t")


def repaired(read: Passage, one: Candidate) -> Candidate | None:
    """Return a candidate with its content cut and closed, or None if nothing is left of it."""
    if one.source is not None and (
        _nobody(read.tree, one.source[0]) or _asked_for(read.tree, one.source)
    ):
        return None
    if one.quotes:
        return one
    parts: list[Range] = []
    for part in one.content:
        begin, end = _closed(read, one, part)
        begin += read.tree.lower[begin] in {"and", "but", "or"} and begin < end
        begin = _past_occasion(read.tree, one, (begin, end))
        begin = _past_day(read.tree, one, (begin, end))
        words = trimmed(read.tree, (begin, ending(read, one, (begin, end))))
        parts.extend(_without(read.tree, _within_marks(read.tree, words), one))
    parts = [
        part for part in parts if any(_word(read.tree, at) for at in range(part[0], part[1] + 1))
    ]
    if len(parts) > 1 and parts[0][0] == parts[0][1] and read.tree.pos[parts[0][0]] == "ADV":
        del parts[0]  # `Indeed, the paper reported, …`
    if not parts or not _told(read.tree, parts) or _breaks_off(read.tree, parts[-1]):
        return None
    return replace(one, content=tuple(parts))


def _past_occasion(tree: Tree, one: Candidate, part: Range) -> int:
    """Return where a content begins behind `in a statement, `, `yesterday, `, `citing data, `.

    And behind more words on who is told: `told the Echo, a local paper, | that …`.
    """
    begin, end = trimmed(tree, part)
    near = one.cue is not None and 0 < begin - one.cue[1] <= OPENING
    ahead = range(begin, min(begin + OPENING, end - 1)) if near else ()
    comma = next((at for at in ahead if tree.words[at] == ","), 0)
    if not comma or one.cue is None:
        return begin
    word, rest = tree.lower[begin], range(begin + 1, comma)
    dated = word in TODAY and begin == one.cue[1] + 1
    told = word in {"in", "via"} and any(tree.lemma[at] in UTTERANCES for at in rest)
    hearer = tree.lower[comma + 1] == "that" and tree.dep[comma + 1] == "mark"
    hearer = hearer and not any(tree.pos[at] in {"VERB", "AUX"} for at in (begin, *rest))
    cited = word == "citing" and tree.words[begin - 1] == ","
    return comma + 1 if dated or told or hearer or cited else begin


def _past_day(tree: Tree, one: Candidate, part: Range) -> int:
    """Return where a content begins behind the day it was said on: `said | Thursday | it would`."""
    begin, end = part
    if one.cue is None or begin != one.cue[1] + 1 or end - begin < 4:
        return begin
    on = tree.lower[begin] == "on"
    day = begin + on + (tree.lower[begin + on] in LATELY)
    if tree.lower[day] not in DAYS or tree.dep[day] == "compound":  # Friday prayers
        return begin
    after = day + 1 + (tree.lower[day + 1] in HOURS)
    if tree.words[after] == ",":
        if on:
            return begin  # it may have been so on Monday, or said
        after += 1
    owned = tree.tag[after] == "POS" or tree.pos[after] in {"VERB", "AUX", "CCONJ"}
    return begin if owned or after >= end else after


def _breaks_off(tree: Tree, part: Range) -> bool:
    """Tell what goes on in a list, `Traders are expected to:`, and a request for comment."""
    begin, end = part
    asked = tree.lower[max(end - 1, begin) : end + 1] == ["for", "comment"]
    return asked or (begin == end and tree.lower[end] in {"to", "comment"})


def _nobody(tree: Tree, first: int) -> bool:
    """Tell `Neither the mayor nor …`, `No one …`, but not No 10."""
    if tree.lower[max(first - 1, 0)] == "neither":
        return True
    return tree.lower[first] in NOBODY and tree.pos[first + 1 : first + 2] != ["NUM"]


def _asked_for(tree: Tree, source: Range) -> bool:
    """Tell `What led you to the conclusion that …?`, `Who says so?`."""
    return source[0] == source[1] and tree.lower[source[0]] in {"what", "who"}


def _within_marks(tree: Tree, words: Range) -> Range:
    """Return a part up to the end of a quotation in a quotation: `He said, ‘Wait.’ I owe him`."""
    begin, end = words
    start = tree.start[begin] + (tree.words[begin] in SINGLE)
    if start == 0 or tree.text[start - 1] not in SINGLE:
        return words
    closing = INNER.search(tree.text, start, tree.end[tree.bounds(end)[1]])
    if closing is None:
        return words
    begin += tree.words[begin] in SINGLE and begin < end
    return begin, max(begin, tree.at(closing.start() + 1) - 1)


def _told(tree: Tree, parts: list[Range]) -> bool:
    """Tell what was said from how a source may be named and from `Asked whether …, she said`."""
    begin, end = parts[0][0], parts[-1][1]
    asked = tree.lower[begin] == "asked" and tree.tag[begin] == "VBN"
    return not asked and not NAMELESS.match(" ".join(tree.lower[begin : end + 1]))


def _word(tree: Tree, at: int) -> bool:
    return tree.pos[at] not in {"PUNCT", "SYM"} or any(map(str.isalnum, tree.words[at]))


def _closed(read: Passage, one: Candidate, part: Range) -> Range:
    """Return a part that takes in the whole of a quotation it begins or ends in."""
    begin, end = part
    here = read.inside[one.head]
    opened, closing = read.inside[begin], read.inside[end]
    if opened not in {-1, here} and read.spans[opened][0] < begin and _whole(read, opened):
        begin = read.spans[opened][0]
    if closing == here == -1:
        closing = _touched(read, one, end)
    if closing not in {-1, here} and read.spans[closing][0] >= begin:
        end = max(end, read.spans[closing][1])
        end = _joined(read, closing, end)
    elif here not in {-1, closing} and end > read.spans[here][1] >= begin:
        end = read.spans[here][1]
    return begin, end


def _joined(read: Passage, number: int, end: int) -> int:
    """Return where a content ends whose quoted pieces go on: `“a plan” and “a good one”`."""
    tree = read.tree
    while number + 1 < len(read.quotes):
        quote, following = read.quotes[number], read.quotes[number + 1]
        between = tree.text[quote.outer_end : following.outer_start].lower().split()
        if not between or len(between) > 3 or not set(between) <= JOINTS:
            break
        number, end = number + 1, max(end, read.spans[number + 1][1])
    return end


def _whole(read: Passage, number: int) -> bool:
    """Tell a quotation of sentences from a quoted word or two."""
    first, last = read.spans[number]
    return last - first >= 5


def _touched(read: Passage, one: Candidate, end: int) -> int:
    """Return the quotation a part breaks off at, `to hit “`, `heard shots “`, or -1."""
    tree = read.tree
    for word in (end + 1, end + 2):
        if word < len(tree) and read.inside[word] != -1:
            number = read.inside[word]
            open_ = read.quotes[number].outer_start
            gap = tree.text[tree.end[end] : open_]
            within = tree.sentence[word] == tree.sentence[end] and one.head < end
            return number if within and (not gap.strip() and read.spans[number][0] == word) else -1
    return -1


def _without(tree: Tree, part: Range, one: Candidate) -> Iterable[Range]:
    """Yield a part with the cue, and a source that stands before it, taken out."""
    holes = [hole for hole in (one.cue, one.source) if hole is not None]
    pieces = [part]
    for first, last in holes:
        if one.pattern.startswith(("noun", "passive", "raised")) and (first, last) == one.source:
            continue
        cut: list[Range] = []
        for begin, end in pieces:
            if last < begin or first > end:
                cut.append((begin, end))
                continue
            cut.extend(
                piece for piece in ((begin, first - 1), (last + 1, end)) if piece[0] <= piece[1]
            )
        pieces = cut
    for piece in pieces:
        left, right = trimmed(tree, piece)
        if left <= right:
            yield left, right


def spans(read: Passage, one: Candidate) -> tuple[Span, ...]:
    """Return the content in characters, without the marks and stops around it."""
    found: list[Span] = []
    for begin, end in sorted(one.content):
        span = _bare(read, read.tree.start[begin], read.tree.end[end])
        if span is None:
            continue
        if found and not read.tree.text[found[-1].end : span.start].strip():
            span = Span(start=found.pop().start, end=span.end)
        found.append(span)
    return tuple(found)


def span(tree: Tree, words: Range | None) -> Span | None:
    """Return a range of words in characters."""
    return None if words is None else Span(start=tree.start[words[0]], end=tree.end[words[1]])


def _bare(read: Passage, start: int, end: int) -> Span | None:
    text = read.tree.text
    for number in {
        read.inside[read.tree.at(start)],
        read.inside[max(read.tree.at(end) - 1, 0)],
    } | _around(read, start, end):
        if number == -1:
            continue
        quote = read.quotes[number]
        if (
            quote.outer_start <= start < quote.end
            and quote.start >= start
            and end <= quote.outer_end
            and end >= quote.end
        ):
            start, end = quote.start, quote.end
            break
        opened = start < quote.outer_start < end <= quote.end
        if opened and not any(map(str.isalnum, text[end : quote.end])):
            end = quote.outer_end
        if quote.outer_start <= start < quote.start and end < quote.end:
            start = quote.start
        if quote.start < start and quote.end <= end <= quote.outer_end:
            end = quote.end
    while start < end and (text[start].isspace() or text[start] in STOPS):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in STOPS):
        end -= 1
    if (
        end > start
        and text[end - 1] == "."
        and not any(quote.end == end for quote in _near(read, start, end))
    ):
        end -= 1
    return Span(start=start, end=end) if end > start else None


def _around(read: Passage, start: int, end: int) -> set[int]:
    tree = read.tree
    first, last = tree.at(start), tree.at(end) - 1
    probes = {first, first + 1, max(first - 1, 0), last, max(last - 1, 0)}
    return {read.inside[probe] for probe in probes if probe < len(tree)}


def _near(read: Passage, start: int, end: int) -> list[Quotation]:
    return [read.quotes[number] for number in _around(read, start, end) if number != -1]
