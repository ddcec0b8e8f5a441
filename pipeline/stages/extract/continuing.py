"""Speakers who go on: further quotations of the same cue, sentences without a cue of their own."""

from __future__ import annotations

from dataclasses import replace

from pipeline.stages.extract.passage import Candidate, Passage
from pipeline.stages.extract.tree import Range

HEADLINE = 10  #: words below which a quotation that fills its line without a stop is a heading
CONTINUERS = frozenset({"they", "it", "he", "she", "these", "this", "those", "that", "the", "both"})


def continued(read: Passage, made: list[Candidate]) -> list[Candidate]:
    """Return candidates with the quotations that go on after each and that no other cue claims."""
    taken = {
        number
        for one in made
        for number in one.quotes
        if (known := read.cue(one.head)) is not None and known.kind != "act"
    }
    return [_grown(read, one, taken) for one in made]


def _grown(read: Passage, one: Candidate, taken: set[int]) -> Candidate:
    last = max(one.quotes, default=_closing(read, one))
    more = _more(read, one, taken, last) if last >= 0 else ()
    if not more:
        return one
    content = (*one.content, *(read.spans[number] for number in more))
    quotes = one.quotes + more if one.quotes else ()
    return replace(one, quotes=quotes, content=tuple(sorted(content)))


def _closing(read: Passage, one: Candidate) -> int:
    """Return the quotation that what was said before its cue ends with, or -1."""
    last = one.content[-1][1]
    if last >= one.head or not one.pattern.startswith(("after-mixed", "trailing")):
        return -1
    while last > one.content[-1][0] and read.tree.pos[last] == "PUNCT" and read.inside[last] == -1:
        last -= 1
    return read.inside[last]


def _more(read: Passage, one: Candidate, taken: set[int], last: int) -> tuple[int, ...]:
    found: list[int] = []
    number = last + 1
    while (
        number < len(read.quotes)
        and number not in taken
        and _follows(read, number - 1, number, one)
    ):
        found.append(number)
        number += 1
    return tuple(found)


def _follows(read: Passage, before: int, number: int, one: Candidate) -> bool:
    """Tell whether a quotation follows on another with nothing between but its cue's sentence."""
    tree = read.tree
    quote, earlier = read.quotes[number], read.quotes[before]
    if earlier.continues:
        return True
    first, last = read.spans[number]
    if last < first or tree.line[first] != tree.line[read.spans[before][1]]:
        return False
    between = tree.text[earlier.outer_end : quote.outer_start]
    if not between.strip():
        return True
    cue_end = tree.bounds(one.head)[1]
    gap_first = tree.at(earlier.outer_end)
    whole = between.rstrip()[-1:] in ".!?:"
    return whole and gap_first <= one.head and tree.at(quote.outer_start) - 1 <= cue_end + 1


def implicit(read: Passage, chosen: list[Candidate]) -> list[Candidate]:
    """Return quotations and sentences that go on with a source without a cue."""
    tree = read.tree
    covered = [False] * len(tree)
    cued = set()
    for one in chosen:
        cued.add(tree.sentence[one.head])
        if read.inside[one.head] != -1:
            continue  # said by others inside a quotation: its speaker says all of it
        for begin, end in one.content:
            for at in range(begin, end + 1):
                covered[at] = True
    found = []
    for number, (first, last) in enumerate(read.spans):
        if last < first or covered[first] or covered[last] or not _whole(read, number):
            continue
        pattern = f"alone-{_after(read, number, cued, chosen)}"
        found.append(_implied(pattern, first, (first, last), (number,)))
    found.extend(_going_on(read, chosen, covered, cued))
    return found


def _after(read: Passage, number: int, cued: set[int], chosen: list[Candidate]) -> str:
    """Tell what a quotation without a cue comes after: a quotation, something said, nothing."""
    tree = read.tree
    opening = tree.at(read.quotes[number].outer_start)
    if opening == 0:
        return "nothing"
    before = opening - 1
    where = "here" if tree.line[before] == tree.line[read.spans[number][0]] else "line"
    quoted = any(before in range(at, end + 3) for one in chosen for at, end in one.content)
    said = tree.sentence[before] in cued
    said = said or (quoted and read.inside[max(before - 1, 0)] != -1)
    marked = ":" if tree.words[before] == ":" else ""
    return f"{where}{marked}-{'said' if said else 'quoted' if quoted else 'nothing'}"


def _implied(pattern: str, head: int, words: Range, quotes: tuple[int, ...] = ()) -> Candidate:
    return Candidate(
        pattern=pattern, head=head, cue=None, source=None, content=(words,), quotes=quotes
    )


def _whole(read: Passage, number: int) -> bool:
    """Tell whether a quotation is a sentence of its own, not a word in somebody's."""
    tree, quote = read.tree, read.quotes[number]
    first, last = read.spans[number]
    start = tree.text.rfind("\n", 0, quote.outer_start) + 1
    before = tree.text[start : quote.outer_start].rstrip()
    behind = tree.text[quote.outer_end :].partition("\n")[0].lstrip()[:1]
    return (
        last - first >= 2
        and not (last - first < HEADLINE and tree.text[quote.end - 1].isalnum() and not behind)
        and (not before or before[-1] in '.!?”":')
        and not (behind == ":" or behind.islower())
        and tree.words[first][:1].isupper()
    )


def _going_on(
    read: Passage, chosen: list[Candidate], covered: list[bool], cued: set[int]
) -> list[Candidate]:
    tree = read.tree
    found = []
    said = {
        tree.sentence[one.head] for one in chosen if not one.quotes and read.inside[one.head] == -1
    }
    for number, (first, last) in enumerate(zip(tree.first, tree.last, strict=True)):
        if number == 0 or number in cued or covered[first] or last - first < 3:
            continue
        if tree.line[first] != tree.line[first - 1] or number - 1 not in said:
            continue
        if tree.lower[first] in CONTINUERS:
            found.append(
                _implied(
                    f"goes-on-{'the' if tree.lower[first] == 'the' else 'pronoun'}",
                    first,
                    (first, last),
                )
            )
            said.add(number)
    return found
