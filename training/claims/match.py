"""When a proposed attribution is the annotated one: half of the content shared, the source hit."""

from __future__ import annotations

from typing import Any

from pipeline.stages.extract.passage import Candidate, Passage
from pipeline.stages.extract.repair import span, spans

Spans = list[tuple[int, int]]


def words(read: Passage, chars: Spans) -> set[int]:
    """Return the words, punctuation left out, that stand in spans of characters."""
    tree, found = read.tree, set()
    for start, end in chars:
        at = max(tree.at(start) - 1, 0)
        while at < len(tree) and tree.start[at] < end:
            if tree.end[at] > start and any(map(str.isalnum, tree.words[at])):
                found.add(at)
            at += 1
    return found


def overlap(one: set[int], other: set[int]) -> float:
    """Return the Jaccard overlap of two sets."""
    return len(one & other) / len(one | other) if one and other else 0.0


def proposed(read: Passage, one: Candidate) -> tuple[set[int], set[int]]:
    """Return the words of source and content of a candidate."""
    source = span(read.tree, one.source)
    content = [(part.start, part.end) for part in spans(read, one)]
    return words(read, [(source.start, source.end)] if source else []), words(read, content)


def annotated(read: Passage, row: dict[str, Any]) -> tuple[set[int], set[int]]:
    """Return the words of source and content of an annotated attribution."""
    return words(read, row["source"]), words(read, row["content"])


def agreement(gold: tuple[set[int], set[int]], made: tuple[set[int], set[int]]) -> float:
    """Return the overlap of the contents if it is half or more and the source is hit, else 0."""
    share = overlap(gold[1], made[1])
    if share < 0.5 or bool(gold[0]) != bool(made[0]):
        return 0.0
    if gold[0] and overlap(gold[0], made[0]) < 0.5 and not _head(gold[0]) & made[0]:
        return 0.0
    return share


def _head(source: set[int]) -> set[int]:
    """Return the last word of the first unbroken stretch of words."""
    ordered = sorted(source)
    last = ordered[0]
    for at in ordered[1:]:
        if at != last + 1:
            break
        last = at
    return {last}
