"""Claims told apart: a content ends where a coordinated claim begins that stands for itself.

And what nobody is the source of (`reportedly`) stands within what somebody is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.stages.extract.passage import Candidate, Passage
from pipeline.stages.extract.tree import Range

NEAR = 12  #: claims after one of which it may hold some
ADDING = frozenset({"saying", "adding"})
JOINTS = frozenset({"and", "but", "yet"})


def apart(read: Passage, chosen: Sequence[Candidate]) -> list[Candidate]:
    """Return attributions in the order given, without what another of them tells for itself.

    `The council estimates that losses will grow, and has urged talks`; `According to her the
    ministry made an offer, but Imbert said she had never seen one`.
    """
    begins = [_begins(read, one) for one in chosen]
    found = []
    for at, one in enumerate(chosen):
        own = [
            (other.head, begin)
            for other, comma in zip(
                chosen[at + 1 : at + NEAR], begins[at + 1 : at + NEAR], strict=True
            )
            if (begin := comma or _of_same(read, one, other)) is not None
        ]
        found.append(_within(_ended(read, one, own), chosen))
    return found


def _within(one: Candidate, chosen: Sequence[Candidate]) -> Candidate:
    """Return `reportedly` without what gives its sentence on somebody's word.

    `According to the agency, soldiers have reportedly arrived`: the agency holds the report.
    """
    parts = list(one.content)
    for other in chosen if one.source is None else ():
        if other.source and _holds(other.content, one.head) and _holds(parts, other.head):
            parts = [
                (max(a, first), min(b, last))
                for a, b in parts
                for first, last in other.content
                if max(a, first) <= min(b, last)
            ] or parts
    return replace(one, content=tuple(parts))


def _holds(parts: Sequence[Range], word: int) -> bool:
    return any(first <= word <= last for first, last in parts)


def _of_same(read: Passage, one: Candidate, other: Candidate) -> int | None:
    """Return where the same source goes on: `insisted there was no contact and accused them`."""
    if other.cue is None or one.source is None or other.source != one.source:
        return None
    joint = other.cue[0] - 1
    if read.tree.tag[joint] == "RB" and read.tree.words[joint - 1] == ",":
        joint -= 1  # …, further saying …
    if read.tree.tag[other.head] == "VBG" and other.how != "infinitive":
        if read.tree.words[joint] == ",":
            return joint  # blamed them, saying …
        loose = read.tree.lower[other.head] in ADDING and read.tree.pos[joint] in {"NOUN", "PROPN"}
        return joint + 1 if loose else None
    behind = one.source[1] < one.content[-1][0] < joint
    return joint if behind and read.tree.lower[joint] in JOINTS else None


def _begins(read: Passage, one: Candidate) -> int | None:
    """Return the comma before the clause of a claim that is coordinated: `, and has urged`."""
    tree = read.tree
    if one.cue is None:
        return None
    first = one.cue[0]
    if one.source is not None and one.how == "own":
        first = min(first, one.source[0])
    if first > 0 and tree.words[first - 1] == ";" and one.source is not None:
        return first - 1  # `…; a paper later reported …`
    if tree.dep[one.head] != "conj":
        return None
    while first - 1 > 0 and tree.pos[first - 1] in {"AUX", "ADV", "PART"}:
        first -= 1
    joined = first >= 2 and tree.lower[first - 1] in JOINTS and tree.words[first - 2] == ","
    return first - 2 if joined else None


def _ended(read: Passage, one: Candidate, own: list[tuple[int, int]]) -> Candidate:
    """Return an attribution whose content ends before the first such clause in its last part."""
    begin, end = one.content[-1]
    ends = [
        comma - 1
        for head, comma in own
        if one.head < comma
        and begin < comma - 1
        and head <= end
        and read.inside[head] == read.inside[one.head] == read.inside[begin]
    ]
    if one.quotes or not ends:
        return one
    parts: tuple[Range, ...] = (*one.content[:-1], (begin, min(ends)))
    return replace(one, content=parts)
