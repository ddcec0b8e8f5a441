"""Relations: who stands with which words. Rules propose, a trained scorer decides."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from pipeline.records import Span
from pipeline.stages.extract.according import citing
from pipeline.stages.extract.apart import apart
from pipeline.stages.extract.attribution import Attribution
from pipeline.stages.extract.continuing import continued, implicit
from pipeline.stages.extract.cues import lexicon
from pipeline.stages.extract.grammar import FINITE, NOBODY, subject
from pipeline.stages.extract.nominals import SPEAKING, noun_range
from pipeline.stages.extract.passage import Candidate, Passage
from pipeline.stages.extract.phrases import phrases
from pipeline.stages.extract.quotes import quotations
from pipeline.stages.extract.repair import repaired, span, spans
from pipeline.stages.extract.scorer import Weights, best, curve, weights
from pipeline.stages.extract.tree import Range, tree
from pipeline.stages.extract.verbs import verbs

if TYPE_CHECKING:
    from spacy.tokens import Doc

Scored: TypeAlias = tuple[float, Candidate]

ENOUGH = 0.5  #: the same of what goes on without a cue
CARRIED = 8  #: words of the longest cue that a verb carries
DEEPEST = 5  #: attributions that one may stand in: `Ann said that Bob said that …`
LEAST = 0.58  #: raw score an attribution must have; of those below it three in five were wrong


def attributions(doc: Doc, headings: Sequence[Span] = ()) -> tuple[Attribution, ...]:
    """Return the attributions of an analysed text, in order of their cues.

    `headings` are the stretches of the text that are titles or sub-headings. Without a parse, an
    empty tuple: nothing can be told of who says what.
    """
    read = passage(doc, headings)
    made = candidates(read)
    chosen = select(best(read, made, weights("explicit")))
    chosen.extend(cited(chosen, made))
    chosen.extend(spoken(read, implied(read, chosen, weights("implied")), chosen))
    chosen = once(read, chosen)
    chosen.sort(key=lambda scored: (scored[1].head, scored[1].pattern))
    outer = nesting([one for _, one in chosen])
    kept = shallow(outer)
    chosen = [chosen[at] for at in kept]
    found = apart(read, [one for _, one in chosen])
    outer = nesting(found)
    return tuple(
        Attribution(
            source=span(read.tree, one.source),
            cue=span(read.tree, one.cue),
            content=spans(read, one),
            nested_in=within,
            implicit=one.cue is None,
            score=curve("outer" if within is None else "inner").chance(raw),
        )
        for (raw, _), one, within in zip(chosen, found, outer, strict=True)
    )


def passage(doc: Doc, headings: Sequence[Span] = ()) -> Passage:
    """Return the tree of an analysed text with its quotations."""
    grown = tree(doc)
    heads = frozenset(
        grown.sentence[word]
        for stretch in headings
        for word in range(grown.at(stretch.start), grown.at(stretch.end))
    )
    return Passage(tree=grown, quotes=quotations(grown.text), lexicon=lexicon(), headings=heads)


def candidates(read: Passage) -> list[Candidate]:
    """Return every attribution that some rule proposes, repaired, in order of the text."""
    found = [*verbs(read), *phrases(read)]
    found.extend(citing(read, found))
    fixed = [
        better
        for one in found
        if (better := repaired(read, one)) is not None and spans(read, better)
    ]
    return sorted(continued(read, fixed), key=lambda one: (one.head, one.pattern))


def select(scored: Iterable[Scored]) -> list[Scored]:
    """Return those whose score is enough, and of several for one quotation the best."""
    enough = [each for each in scored if each[0] >= LEAST]
    quotes: dict[int, float] = {}
    for score, one in enough:
        for number in one.quotes:
            quotes[number] = max(score, quotes.get(number, 0.0))
    kept = [
        (score, one)
        for score, one in enough
        if all(quotes[number] == score for number in one.quotes)
    ]
    ends: dict[int, int] = {}
    for first, last in (one.cue for _, one in kept if one.cue is not None):
        if last - first <= CARRIED:
            ends[first] = max(last, ends.get(first, -1))
    return sorted(
        ((score, one) for score, one in kept if not _carried(one, ends)),
        key=lambda each: each[1].head,
    )


def _carried(one: Candidate, ends: Mapping[int, int]) -> bool:
    """Tell whether a cue is part of a longer one: `declined` of `declined to comment`."""
    if one.cue is None:
        return False
    begin, end = one.cue
    return any(ends.get(first, -1) > end for first in range(begin - CARRIED, begin + 1))


def once(read: Passage, chosen: Iterable[Scored]) -> list[Scored]:
    """Return the best of those that give the same words of the same source, or of none beside it.

    `A diplomat, speaking on Monday, said: “…”`; `she wrote in an opinion that …`: one claim each.
    """
    kept: dict[tuple[Range | None, tuple[Span, ...]], Scored] = {}
    for score, one in sorted(chosen, key=lambda scored: scored[0]):
        kept[one.source, spans(read, one)] = (score, one)
    owned = {words for source, words in kept if source is not None}
    return [one for (source, words), one in kept.items() if source or words not in owned]


def cited(chosen: Sequence[Scored], made: Sequence[Candidate]) -> list[Scored]:
    """Return what a chosen attribution cites: `…, citing two officials, …` hands on its content."""
    heads = {one.head for _, one in chosen}
    held = {one.content: score for score, one in chosen}
    found: dict[int, Scored] = {}
    for one in made:
        score = held.get(one.content)
        if one.pattern.startswith("citing ") and score is not None and one.head not in heads:
            found[one.head] = (score, one)
    return list(found.values())


def implied(
    read: Passage, chosen: Sequence[Scored], model: Weights, least: float = ENOUGH
) -> list[Scored]:
    """Return the sentences and quotations that go on with a source without a cue."""
    found = best(read, implicit(read, [one for _, one in chosen]), model)
    return [(score, one) for score, one in found if score >= least]


def spoken(read: Passage, going: Iterable[Scored], chosen: Sequence[Scored]) -> list[Scored]:
    """Return what goes on, each quotation with the words of who spoke last before it.

    Who spoke paragraphs ago speaks no more: of nine such quotations on real pages none was theirs.
    """
    named = sorted(
        (one.head, max(one.head, one.content[-1][1]), one.source)
        for _, one in chosen
        if one.source is not None and read.inside[one.head] == -1
    )
    heads = [head for head, _, _ in named]
    found, reached = [], -1
    for score, one in sorted(going, key=lambda scored: scored[1].head):
        last, source = bisect_left(heads, one.head) - 1, None
        if ":" in one.pattern:
            source = _announcing(read, one.quotes[0])
        elif one.quotes and last >= 0 and _next_to(read, max(named[last][1], reached), one.head):
            source, reached = named[last][2], max(reached, one.content[-1][1])
            source = None if _of_another(read, one, source) else source
        if source is not None or not one.quotes:
            found.append((score, replace(one, source=source)))
    return found


def _next_to(read: Passage, said: int, word: int) -> bool:
    """Tell whether a word stands in the paragraph of another, or in the next one."""
    line = read.tree.line
    begin = word
    while begin and line[begin - 1] == line[word]:
        begin -= 1
    return line[said] >= line[max(begin - 1, 0)]


def _of_another(read: Passage, one: Candidate, source: Range) -> bool:
    """Tell a quotation behind a sentence on somebody else: `It left Lee unimpressed. “…”`."""
    tree = read.tree
    before = tree.at(read.quotes[one.quotes[0]].outer_start) - 1
    if before < 0 or tree.line[before] != tree.line[one.head]:
        return False
    first = tree.bounds(before)[0]
    known = {*tree.lower[source[0] : source[1] + 1], *SPEAKING}
    named = "PERSON" in tree.name[first : before + 1]
    return named and known.isdisjoint(tree.lower[first : before + 1])


def _announcing(read: Passage, number: int) -> Range | None:
    """Return the subject of the sentence whose colon announces a quotation, or None."""
    tree = read.tree
    begin, colon = tree.bounds(tree.at(read.quotes[number].outer_start) - 1)
    for verb in range(colon, begin - 1, -1):
        found = subject(tree, verb) if tree.tag[verb] in FINITE else NOBODY
        if found.word is not None and found.how == "own" and read.inside[found.word] == -1:
            return noun_range(tree, found.word, away_from=verb)
    return None


def nesting(chosen: Sequence[Candidate]) -> list[int | None]:
    """Return for each attribution the innermost other one whose content holds it.

    What is cited (`…, citing sources, …`) is held by the attribution whose content it shares.
    """
    holds = [(one.content[0][0], one.content[-1][1]) for one in chosen]
    needs = [min(first, one.head) for (first, _), one in zip(holds, chosen, strict=True)]
    found: list[int | None] = [None] * len(chosen)
    coming = deque(sorted(range(len(chosen)), key=lambda at: holds[at][0]))
    active: list[int] = []
    for inner in sorted(range(len(chosen)), key=lambda at: needs[at]):
        low, head = needs[inner], chosen[inner].head
        while coming and holds[coming[0]][0] <= low:
            active.append(coming.popleft())
        active = [outer for outer in active if holds[outer][1] >= low]
        around = [
            outer
            for outer in active
            if any(first <= head <= last for first, last in chosen[outer].content)
            and not holds[inner][0] <= chosen[outer].head <= head
        ]
        found[inner] = min(around, key=lambda at: holds[at][1] - holds[at][0], default=None)
    _cited(chosen, found)
    return found


def shallow(outer: Sequence[int | None]) -> list[int]:
    """Return the numbers of the attributions that stand in no more than DEEPEST others.

    `outer` is what `nesting` tells. What goes deeper is no report; each level says again all that
    stands in it.
    """
    depth: dict[int, int] = {}
    for at in range(len(outer)):
        chain, above = [at], outer[at]
        while above is not None and above not in depth and above not in chain:
            chain.append(above)
            above = outer[above]
        below = depth.get(above, -1) if above is not None else -1
        for number in reversed(chain):
            depth[number] = below = below + 1
    return [at for at, levels in sorted(depth.items()) if levels <= DEEPEST]


def _cited(chosen: Sequence[Candidate], found: list[int | None]) -> None:
    """Hang what is cited on the attribution beside it with that content, the one before first."""
    for inner, one in enumerate(chosen):
        if _is_citing(one):
            near = (*range(inner + 3, inner, -1), *range(max(0, inner - 3), inner))
            alike = (at for at in reversed(near) if at < len(chosen) and not _is_citing(chosen[at]))
            found[inner] = next(
                (at for at in alike if chosen[at].content == one.content), found[inner]
            )


def _is_citing(one: Candidate) -> bool:
    return one.pattern.startswith("citing ")
