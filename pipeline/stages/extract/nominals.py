"""Noun phrases: how far a source reaches, without when it spoke and what hangs on it."""

from __future__ import annotations

from pipeline.stages.extract.grammar import UTTERANCES
from pipeline.stages.extract.times.lexicon import WEEKDAYS
from pipeline.stages.extract.tree import Range, Tree

#: words of time that hang on a cue, not on its source
MONTHS = frozenset({
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep",
    "sept", "oct", "nov", "dec", "jan.", "feb.", "mar.", "apr.", "jun.", "jul.", "aug.", "sep.",
    "sept.", "oct.",
    "nov.", "dec.", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "today", "yesterday", "tomorrow", "week", "month", "year", "night", "morning", "afternoon",
    "evening",
})  # fmt: skip
DAYS = frozenset(WEEKDAYS)
LATELY = frozenset({"last", "late", "early", "this", "next"})
TODAY = frozenset({"today", "yesterday"})
REPORTS = frozenset({"report", "release", "filing", "remark", "comment", "podcast", "article"})
TIMELY = frozenset({"on", "last", "this", "next", "late", "earlier", "early", "at", "in"})
WHEN = frozenset({"after", "before", "during", "following"})
SPEAKING = frozenset({"i", "he", "she", "it", "we", "you", "they"})


def noun_range(tree: Tree, noun: int, *, away_from: int) -> Range:
    """Return the noun phrase of a source: with its apposition, without what hangs on by a comma.

    `away_from` is the cue, which the phrase must not hold.
    """
    left, right = tree.left[noun], tree.right[noun]
    if tree.lower[noun] in SPEAKING:
        left = noun  # `At the same time, he added`
    for kid in tree.children[noun]:
        if kid > noun and _hangs_on(tree, noun, kid):
            right = min(right, tree.left[kid] - 1)
        elif kid < noun and tree.dep[kid] in {"cc", "mark", "advmod", "discourse", "parataxis"}:
            left = max(left, tree.right[kid] + 1) if tree.left[kid] == left else left
    if noun < away_from <= right:
        holder = next(
            (kid for kid in tree.children[noun] if tree.left[kid] <= away_from <= tree.right[kid]),
            away_from,
        )
        right = max(noun, tree.left[holder] - 1)
    elif left <= away_from < noun:
        left = away_from + 1
    for at in range(noun + 1, right):
        if tree.words[at] == "," and tree.lower[at + 1] in {"who", "whose", "whom"}:
            right = at - 1
            break
    return trimmed(tree, (left, right))


def bare_noun(tree: Tree, noun: int, words: Range) -> Range:
    """Return a noun phrase without the preposition it hangs on by: `of | the council, which …`."""
    left, right = words
    case = tree.child(noun, "case")
    return (case + 1 if case is not None and left <= case < noun else left), right


def with_that(tree: Tree, end: int) -> int:
    """Return where a noun phrase ends with a `that …` behind it that the parser hung elsewhere."""
    that = end + 1
    if that + 1 >= tree.bounds(end)[1] or tree.lower[that] != "that" or tree.pos[end] != "NOUN":
        return end
    under = tree.head[that]
    return max(tree.right[under] if under > that else end, end)


def _hangs_on(tree: Tree, noun: int, kid: int) -> bool:
    label, begin = tree.dep[kid], tree.left[kid]
    if label in {"parataxis", "advcl", "ccomp", "advcl:relcl"}:
        return True
    if tree.tag[kid] == "VBG" and tree.lower[begin] == "of":
        return True  # `accused by its partners of leaking plans`
    if label in {"acl:relcl", "acl"}:
        return tree.words[begin] == "," or tree.words[begin - 1] in ",—–-("
    told_in = tree.lemma[kid] in UTTERANCES
    told_in = told_in or (
        tree.pos[noun] == "PROPN" and (tree.lemma[kid] in REPORTS or tree.lower[begin] in WHEN)
    )  # said Lee in the report; said Lee after the race
    if label in {"nmod", "obl"} and (tree.words[begin - 1] == "," or told_in):
        return tree.lower[begin] != "of"
    if label in {"nmod", "obl", "nmod:unmarked", "obl:unmarked", "nmod:tmod", "obl:tmod"}:
        return tree.lower[kid] in MONTHS or (
            tree.pos[kid] == "NUM" and tree.lower[kid - 1] in MONTHS
        )
    return label == "punct" and tree.words[kid] in ":;" and kid > noun


def speaker(tree: Tree, words: Range) -> Range:
    """Return who speaks, without when: `At the same time, he`, `Last week the group`."""
    first, last = trimmed(tree, words)
    if tree.lower[last] in SPEAKING:
        return last, last
    if tree.pos[first] in {"ADP", "ADV", "SCONJ"} or tree.tag[first] == "VBG":
        first = next((at + 1 for at in range(first, last) if tree.words[at] == ","), first)
    while first + 1 < last and tree.lower[first] in TIMELY and tree.lower[first + 1] in MONTHS:
        first += 2
    return first, last


def trimmed(tree: Tree, words: Range) -> Range:
    """Return a range without punctuation at its ends; brackets and marks that pair stay."""
    left, right = words
    while left < right and tree.pos[left] == "PUNCT" and tree.words[left] not in '(“"‘[':
        left += 1
    while right > left and tree.pos[right] == "PUNCT" and tree.words[right] not in ")”\"’]'":
        right -= 1
    return left, right
