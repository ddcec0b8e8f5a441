"""Sources by the order of words alone, for sentences that the parser got wrong."""

from __future__ import annotations

from pipeline.stages.extract.grammar import NOMINAL, OCCASION, RELATIVE, UTTERANCES
from pipeline.stages.extract.nominals import MONTHS, REPORTS, TIMELY, WHEN, speaker, trimmed
from pipeline.stages.extract.passage import Passage
from pipeline.stages.extract.tree import Range, Tree

LONGEST = 30  #: words a source may reach back
NAMING = frozenset({"VBN", "VBG", "NNP", "NNPS"})  #: of a verb before a noun: the United States
PHRASE = NOMINAL | {"ADP", "PART"}
CLAUSAL = frozenset({"after", "before", "since", "until"})  # `a day after the minister said`


def before(passage: Passage, cue: Range) -> Range | None:
    """Return the noun phrase that ends where a cue begins, with its apposition, or None."""
    tree = passage.tree
    start = max(tree.bounds(cue[0])[0], cue[0] - LONGEST)
    here = passage.inside[cue[0]]
    end = _past_times(tree, cue[0] - 1, start)
    last = end
    if end > start and tree.words[end] == ",":
        opened = _opening_comma(tree, end, start)
        if opened is None:
            return None
        relative = tree.lower[opened + 1] in RELATIVE | {"whose", "whom"} | OCCASION or tree.tag[
            opened + 1
        ] in {"VBG", "RB"}
        last = opened - 1 if relative or _finite(tree, opened + 1, end - 1) else end - 1
        end = opened - 1
    first = _back(passage, end, start, here)
    if first > end or tree.pos[first] in {"ADP", "PART"} or _leaves(passage, first, cue[0]):
        return None
    if (doer := _doing(tree, first, last)) is not None:
        return doer
    while first < last and tree.pos[last] == "ADP":
        last -= 1  # the report for | August
    first += tree.lower[first] in RELATIVE and first < last  # which | the office | says
    return speaker(tree, (first, last))


def _doing(tree: Tree, first: int, last: int) -> Range | None:
    """Return who speaks in `two groups claiming credit for it said …`: not the credit."""
    for at in range(first, last + 1):
        over = tree.head[at]
        if over < first and tree.dep[at] == "obj" and tree.tag[over] == "VBG":
            subject = tree.child(over, "nsubj")
            return None if subject is None else (tree.left[subject], tree.right[subject])
    return None


def _leaves(passage: Passage, first: int, cue: int) -> bool:
    """Tell whether a quotation ends between a source and its cue: the source is no part of it."""
    here = passage.inside[cue]
    return any(
        passage.inside[at] != here
        and passage.spans[passage.inside[at]][1] - passage.spans[passage.inside[at]][0] >= 5
        for at in range(first, cue)
        if passage.inside[at] != -1
    )


def after(passage: Passage, verb: int) -> Range | None:
    """Return the noun phrase that follows a verb up to the next stop, or None."""
    tree = passage.tree
    last = tree.bounds(verb)[1]
    end = verb
    while end < last and tree.words[end + 1] not in {".", ";", ":", "“", '"'}:
        following = end + 1
        if tree.pos[following] in {"VERB", "AUX", "SCONJ"} or tree.lower[following] in RELATIVE:
            break
        if tree.words[following] == "," and (
            following == last or tree.pos[following + 1] not in {"DET", "PROPN", "NOUN", "ADJ"}
        ):
            break
        if tree.lower[following] in TIMELY and _occasion(tree, following, last):
            break
        if tree.lower[following] in WHEN:
            break
        end = following
    while end > verb and (tree.words[end] == "," or tree.lower[end] in MONTHS):
        end -= 1
    if end == verb or tree.pos[verb + 1] not in NOMINAL:
        return None
    return trimmed(tree, (verb + 1, end))


def _occasion(tree: Tree, word: int, last: int) -> bool:
    """Tell `on Monday`, `in a statement` behind who speaks."""
    ahead = range(word + 1, min(word + 5, last + 1))
    dated = word < last and tree.lower[word + 1] in MONTHS
    return dated or any(tree.lemma[at] in UTTERANCES | REPORTS for at in ahead)


def _past_times(tree: Tree, at: int, start: int) -> int:
    """Step back over adverbs and dates."""
    while at > start:
        lower = tree.lower[at]
        timely = lower in MONTHS or (tree.pos[at] == "NUM" and tree.lower[at - 1] in MONTHS)
        opener = lower in TIMELY and tree.lower[at + 1] in MONTHS
        if not (timely or opener or tree.pos[at] == "ADV"):
            break
        at -= 1
    return at


def _opening_comma(tree: Tree, closing: int, start: int) -> int | None:
    for at in range(closing - 1, start, -1):
        if tree.words[at] == ",":
            return at
    return None


def _finite(tree: Tree, first: int, last: int) -> bool:
    return any(tree.tag[at] in {"VBD", "VBZ", "VBP", "MD"} for at in range(first, last + 1))


def _back(passage: Passage, end: int, start: int, here: int) -> int:
    """Return where the noun phrase that ends at a word begins."""
    tree, at = passage.tree, end
    while at >= start and passage.inside[at] == here:
        if tree.pos[at] == "CCONJ":
            right = at + 1
            joined = any(
                tree.dep[word] == "conj" and tree.head[word] < at for word in range(right, end + 1)
            )
            if not joined or tree.pos[at - 1] not in NOMINAL:
                break
        elif tree.lower[at] in CLAUSAL or (
            tree.pos[at] not in PHRASE
            and tree.words[at]
            not in {
                "-",
                "’",
                "'",
                ")",
                "(",
                "’s",
                "'s",
            }
            and not (at < end and tree.dep[at] in {"amod", "acl"} and tree.tag[at] in NAMING)
        ):
            break
        at -= 1
    return at + 1
