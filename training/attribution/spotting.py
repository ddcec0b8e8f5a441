"""Where the words of an annotator's notes stand in a text."""

import re

from quoting import WORD, Span


class NotationError(Exception):
    """A line of notes that cannot be placed in its text."""


def find(
    text: str,
    fragment: str,
    where: Span,
    *,
    near: list[Span] | None,
    inside: Span | None,
) -> Span:
    """Offsets of one fragment; `A .. B` reaches from A to the next B of the paragraph."""
    first, _, last = fragment.partition(" .. ")
    first, nth = numbered(first)
    spots = occurrences(text, first, where)
    if inside and not nth:
        spots = [spot for spot in spots if inside[0] <= spot[0] and spot[1] <= inside[1]] or spots
    if len(spots) < max(nth, 1):
        raise NotationError(f"found {len(spots)} times: {first!r}")
    if not nth and near is None and len(spots) > 1:
        raise NotationError(f"found {len(spots)} times: {first!r}")
    spot = spots[nth - 1] if nth else nearest(spots, near or [])
    return [spot[0], end_of(text, last, [spot[0], where[1]])] if last else spot


def end_of(text: str, last: str, where: Span) -> int:
    """Where the words that close a fragment end."""
    last, nth = numbered(last)
    ends = occurrences(text, last, where)
    if len(ends) < max(nth, 1):
        raise NotationError(f"not found after the opening words: {last!r}")
    return ends[max(nth, 1) - 1][1]


def numbered(words: str) -> tuple[str, int]:
    """Read `that #2` as the words and the wanted occurrence; 0 where none is named."""
    words, _, nth = words.partition(" #")
    return words, int(nth or 0)


def nearest(spots: list[Span], near: list[Span]) -> Span:
    """Choose the occurrence closest to the spans and, if it can be, outside them."""
    free = [
        spot for spot in spots if all(spot[1] <= start or end <= spot[0] for start, end in near)
    ]
    ranked = sorted(
        free or spots,
        key=lambda spot: min((gap(spot, span) for span in near), default=0),
    )
    return ranked[0]


def gap(one: Span, other: Span) -> int:
    """Count the characters between two spans."""
    return max(other[0] - one[1], one[0] - other[1], 0)


def occurrences(text: str, words: str, where: Span) -> list[Span]:
    """Every place where the words stand whole, in order."""
    pattern = re.escape(words)
    if WORD.match(words):
        pattern = r"(?<!\w)" + pattern
    if WORD.match(words[-1]):
        pattern += r"(?!\w)"
    return [[match.start(), match.end()] for match in re.compile(pattern).finditer(text, *where)]
