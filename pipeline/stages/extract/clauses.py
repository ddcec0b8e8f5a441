"""Verbs with a clause: `she said that …`, `…, she said`, `…, she said, …`."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.stages.extract.bare import TELLING, bare, clausal, shorter
from pipeline.stages.extract.cues import lexicon
from pipeline.stages.extract.grammar import FINITE, UTTERANCES, antecedent, trails
from pipeline.stages.extract.nominals import MONTHS, bare_noun, trimmed
from pipeline.stages.extract.passage import Candidate, Cued, Passage, proposal
from pipeline.stages.extract.tree import Range, Tree

STARTERS = frozenset({"DET", "NOUN", "PROPN", "PRON", "ADJ", "NUM", "ADP"})
SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer", "expl", "csubj")
#: openers of what is told; `in`, `at`, `on`, `after` may open where and when it is told
SCENES = frozenset({
    "over", "of", "since", "within", "under", "despite", "because", "without", "from", "by", "for",
    "through", "per", "among", "between", "if", "beyond", "unlike", "instead", "like",
})  # fmt: skip
HEARERS = lexicon().lists["hearers"]
SPLIT = frozenset({"ccomp", "parataxis"})


def clause(passage: Passage, cued: Cued) -> Iterator[Candidate]:
    """Yield `she said that …`, as the parser has it, and shorter and longer."""
    tree = passage.tree
    clause = next(
        (kid for kid in tree.children[cued.verb] if kid > cued.cue[1] and _said(tree, cued, kid)),
        None,
    )
    if clause is None:
        yield from bare(passage, cued)
        return
    begin, end = tree.left[clause], tree.right[clause]
    mark = tree.child(clause, "mark")
    if mark is not None and begin < mark < clause and tree.lower[mark] in {"that", "whether"}:
        begin = mark
    begin = max(begin, _behind(cued) + 1)
    begin = _opener(tree, begin, cued.cue[1], cued.lemma)
    doing = cued.cue[1] + 1
    if doing < begin and tree.tag[doing] == "VBG" and tree.child(clause, "nsubj", "expl") is None:
        begin = doing  # said | returning to the moon was necessary
    begin = _past_hearer(tree, cued, begin, clause)
    begin = _lead(tree, cued, begin, clause)
    if begin > end:
        return
    end = _joined_that(tree, begin, end)
    pattern = "passive-clause" if cued.passive else "clause"
    yield proposal(cued, pattern, (begin, end))
    for stop, name in shorter(passage, cued, begin, end):
        yield proposal(cued, f"{pattern}-{name}", (begin, stop))
    last = tree.bounds(cued.verb)[1]
    if _short_of(tree, end, last):
        yield proposal(cued, f"{pattern}-to-end", (begin, last))
    wide = _behind(cued) + 1
    if wide < begin and cued.lemma not in TELLING and tree.pos[wide] in STARTERS - {"ADP"}:
        yield proposal(cued, f"{pattern}-wide", (wide, end))
        if _short_of(tree, end, last):
            yield proposal(cued, f"{pattern}-wide-to-end", (wide, last))


def _past_hearer(tree: Tree, cued: Cued, begin: int, clause: int) -> int:
    """Return where a clause begins behind who is told: `told reporter Ann Lee | the party …`."""
    if cued.lemma not in TELLING or begin != cued.cue[1] + 1 or cued.passive:
        return begin
    subject = max(
        (kid for kid in tree.children[clause] if tree.dep[kid] in SUBJECTS), default=begin
    )
    for at in range(begin + 1, subject + 1):
        named = tree.pos[at - 1] == "PROPN" or tree.lower[at - 1] in HEARERS
        if named and tree.pos[at] in {"DET", "PRON"} and tree.tag[at] != "POS":
            return at
    return begin


def _said(tree: Tree, cued: Cued, kid: int) -> bool:
    """Tell a clause that is said from one beside it; `asked me if …` is a question."""
    asked = tree.dep[kid] == "advcl" and cued.kind == "ask"
    if asked and tree.lower[tree.left[kid]] in {"if", "whether"}:
        return True
    return tree.dep[kid] == "ccomp" and not trails(tree, kid)


def _lead(tree: Tree, cued: Cued, begin: int, clause: int) -> int:
    """Return the start of a clause with what it opens with, which the parser hung on the cue.

    `says over the past two days, doctors have …`; `says in 36 states, nurses have …`.
    """
    first = _behind(cued) + 1
    if first >= begin or cued.lemma in TELLING or cued.passive:
        return begin
    if tree.pos[first] == "ADP" and tree.words[begin - 1] == "," and _sets_scene(tree, first):
        return first
    if tree.child(clause, *SUBJECTS) is not None or not _headless(tree, begin):
        return begin
    kid = next((kid for kid in tree.children[cued.verb] if tree.left[kid] == first), None)
    if kid is not None and tree.pos[first] == "ADP" and tree.right[kid] + 1 < begin:
        said_in = tree.pos[kid] == "PROPN" or tree.lemma[kid] in UTTERANCES
        first = tree.right[kid] + 1 if said_in else first
    lead = range(first, begin)
    return first if all(tree.words[at] not in ':;.,“"' for at in lead) else begin


def _sets_scene(tree: Tree, word: int) -> bool:
    """Tell `over the past week, …`, `in 36 states, …` from where or when it was said."""
    counted = tree.lower[word] == "in" and tree.pos[word + 1] == "NUM"
    return counted or tree.lower[word] in SCENES


def _headless(tree: Tree, begin: int) -> bool:
    return tree.tag[begin] in FINITE | {"MD"}


def _short_of(tree: Tree, end: int, last: int) -> bool:
    """Tell whether a clause leaves a word of its sentence out."""
    return any(tree.pos[at] not in {"PUNCT", "SYM", "SPACE"} for at in range(end + 1, last + 1))


def _joined_that(tree: Tree, begin: int, end: int) -> int:
    """Return the end of a clause with `and that …` behind it, which the parser hung elsewhere."""
    last = tree.bounds(begin)[1]
    at = end + 1
    while at < last and tree.words[at] == ",":
        at += 1
    if at + 1 < last and tree.pos[at] == "CCONJ" and tree.lower[at + 1] == "that":
        under = tree.head[at + 1]
        return max(tree.right[under] if under > at + 1 else last, at + 2)
    return end


def _behind(cued: Cued) -> int:
    """Return the last word of a cue and of a source behind it."""
    end = cued.cue[1]
    if cued.how in {"inverted", "behind"} and cued.source is not None:
        end = max(end, cued.source[1])
    return end


def _opener(tree: Tree, begin: int, after: int, lemma: str) -> int:
    """Return the start of a clause, with the `that` or the subject the parser hung elsewhere."""
    for word in range(after + 1, min(begin, after + 20)):
        if tree.lower[word] in {"that", "whether"} and tree.pos[word] != "PRON":
            return word
    gap = range(after + 1, begin)
    if (
        lemma not in TELLING
        and gap
        and all(tree.pos[word] in STARTERS and tree.lower[word] not in MONTHS for word in gap)
        and tree.pos[after + 1] != "ADP"
    ):
        return after + 1
    return begin


def gapped(passage: Passage, cued: Cued) -> Iterator[Candidate]:
    """Yield `weapons that Kyiv says were used there`: what the relative clause hangs on, and it."""
    tree = passage.tree
    if cued.source is None or cued.passive or cued.how == "relative":
        return
    before, after = cued.source[0] - 1, cued.cue[1] + 1
    over = antecedent(tree, cued.verb, None)
    if over is None or not before - 3 < over < cued.source[0] or after > tree.bounds(cued.verb)[1]:
        return
    if tree.pos[after] in {"AUX", "VERB"} or tree.tag[after] in FINITE:
        noun = bare_noun(tree, over, (tree.left[over], over))
        yield proposal(cued, "gapped", noun, (after, _gap_end(tree, cued.verb, after)))


def _gap_end(tree: Tree, verb: int, first: int) -> int:
    """Return the last word of `were planning to go`, wherever the parser hung it."""
    main = tree.head[first]
    main = main if tree.pos[first] == "AUX" and main > first else first
    return max(tree.right[verb], tree.right[main], first)


def inserted(passage: Passage, cued: Cued) -> Iterator[Candidate]:
    """Yield `The findings, the authors write, imply that …`: all of the sentence but the cue."""
    tree = passage.tree
    start, last = tree.bounds(cued.verb)
    before, after = cued.first - 1, _behind(cued) + 1
    if cued.passive or cued.how not in {"own", "inverted"} or tree.tag[cued.verb] not in FINITE:
        return
    if not start < before < after < last - 1 or {tree.words[before], tree.words[after]} != {","}:
        return
    if clausal(tree, start, before) or not clausal(tree, after, last):
        return
    parts = [trimmed(tree, (start, before - 1)), trimmed(tree, (after + 1, last))]
    if _is_quotation(passage, parts[0][0], parts[1]):
        return
    if tree.tag[after + 1] != "VBG" and all(
        passage.inside[at] == passage.inside[cued.verb] for part in parts for at in part
    ):
        yield proposal(cued, "trailing-inserted", *parts)


def trailing(passage: Passage, cued: Cued) -> Iterator[Candidate]:
    """Yield `Prices rose, he said`, `Prices, he said, rose`, `Prices rose, says the bank`."""
    tree = passage.tree
    start, before = tree.bounds(cued.verb)[0], cued.first - 1
    if cued.passive or tree.tag[cued.verb] not in FINITE | {"VBN", "VB"}:
        return
    if before <= start or tree.words[before] not in {",", "—", "–", "-", "”", '"', "’", "'"}:
        return
    top = _said_before(tree, cued)
    if top is None and (cued.how == "relative" or not clausal(tree, start, before)):
        return
    begin = start if top is None else max(tree.left[top], start)
    while begin < before and tree.pos[begin] in {"PUNCT", "CCONJ"}:
        begin += 1
    if begin >= before or (top is None and _beside(tree, begin, cued.verb)):
        return
    if begin > start + 1:
        yield proposal(cued, "trailing-all", trimmed(tree, (start, before - 1)))
    parts = [trimmed(tree, (begin, before - 1))]
    rest = _resumes(passage, cued, top)
    pattern = "trailing" if top is not None else "trailing-loose"
    if rest is not None:
        if _is_quotation(passage, begin, rest):
            return
        parts.append(rest)
        pattern += "-split"
    yield proposal(cued, pattern, *parts)


def _beside(tree: Tree, begin: int, verb: int) -> bool:
    """Tell `While many pay in euros, the bank announced …`: a clause beside the cue's own."""
    over = tree.head[begin]
    return tree.dep[begin] == "mark" and tree.dep[over] == "advcl" and tree.head[over] == verb


def _is_quotation(passage: Passage, begin: int, rest: Range) -> bool:
    """Tell `Later, in Hanoi, he said, “We oppose it”` from `Prices, he said, “rose”`."""
    tree = passage.tree
    words = range(rest[0], rest[1] + 1)
    number = max(passage.inside[at] for at in words[:2])
    return number not in {-1, passage.inside[begin]} and any(
        tree.dep[at].startswith(("nsubj", "expl")) and passage.inside[at] == number for at in words
    )


def _said_before(tree: Tree, cued: Cued) -> int | None:
    """Return the head of the clause that a cue after it reports, as the parser has it."""
    if tree.dep[cued.verb] == "parataxis":
        above = tree.head[cued.verb]  # or its subject: `The tunnel, engineers say, will stay`
        subject = tree.dep[above].startswith("nsubj") and above < cued.verb < tree.head[above]
        return tree.head[above] if subject else above
    left = [kid for kid in tree.children[cued.verb] if tree.dep[kid] in SPLIT and kid < cued.first]
    return left[-1] if left else None


def _resumes(passage: Passage, cued: Cued, top: int | None) -> Range | None:
    """Return what goes on after `…, he said, …`."""
    tree = passage.tree
    last = tree.bounds(cued.verb)[1]
    end = _behind(cued)
    kids = [
        kid
        for kid in tree.children[cued.verb]
        if kid > cued.verb
        and tree.dep[kid]
        in {"obl", "obj", "iobj", "advmod", "obl:unmarked", "nmod:unmarked", "obl:tmod"}
        and (top is None or kid < last)
    ]
    for kid in kids:
        if tree.left[kid] <= end + 1:
            end = max(end, tree.right[kid])
    if end + 2 >= last or tree.words[end + 1] not in {",", "—", "–", "-"}:
        return None
    begin = end + 2
    if tree.tag[begin] == "VBG" and passage.cue(begin) is not None:
        return None
    if top is not None and not tree.under(begin, top):
        return None
    if top is None and tree.dep[cued.verb] != "parataxis":
        return None
    return trimmed(tree, (begin, last))
