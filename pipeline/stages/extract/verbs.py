"""Verbs that attribute, each with the sources it may have and what it may attribute to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.stages.extract import surface
from pipeline.stages.extract.clauses import clause, gapped, inserted, trailing
from pipeline.stages.extract.grammar import (
    FINITE,
    OCCASION,
    RELATIVE,
    Subject,
    antecedent,
    cue_range,
    giving,
    passive,
    subject,
)
from pipeline.stages.extract.mistaken import read_as_verb
from pipeline.stages.extract.nominals import DAYS, noun_range, trimmed
from pipeline.stages.extract.objects import infinitive, object_, passive_, preposition
from pipeline.stages.extract.passage import Candidate, Cued, Passage
from pipeline.stages.extract.quoted import MARKS, quoted
from pipeline.stages.extract.seeming import seeming
from pipeline.stages.extract.tree import Range, Tree

CLOSERS = frozenset({",", "”", '"', "’", "'", "—", "–", "-", "''"})
BEFORE_VERB = 12  #: words a speaker may have between a quotation and its verb
ALWAYS_VERBS = frozenset({"said", "says", "told", "tells", "adds", "added"})
CARRIERS = frozenset(
    {
        "decline",
        "refuse",
        "go",
        "continue",
        "seek",
        "try",
        "fail",
        "begin",
        "quote",
        "hasten",
        "appear",
        "seem",
        "purport",
    }
)
HELD = frozenset({"believe", "expect", "feel", "fear"})
RULES = (quoted, clause, trailing, inserted, gapped, infinitive, object_, preposition, passive_)


def verbs(passage: Passage) -> Iterator[Candidate]:
    """Yield what every verb of the passage may attribute."""
    tree = passage.tree
    for verb in range(len(tree)):
        if tree.pos[verb] not in {"VERB", "AUX"} and tree.lower[verb] not in ALWAYS_VERBS:
            yield from read_as_verb(passage, verb)
            continue
        if passage.cue(verb) is None and not _may_report(passage, verb):
            continue
        if seeming(tree, verb):
            continue
        for cued in _readings(passage, verb):
            if cued.source is None and cued.kind in HELD and tree.tag[verb] in {"VB", "VBP"}:
                continue  # `According to them, expect rain`
            for rule in RULES:
                yield from rule(passage, cued)


def _may_report(passage: Passage, verb: int) -> bool:
    """Tell whether a verb outside the lexicon stands by a quotation or has a clause with `that`."""
    tree = passage.tree
    if passage.inside[verb] == -1 and _beside_quote(passage, verb):
        return True
    clause = tree.child(verb, "ccomp")
    return clause is not None and tree.lower[tree.left[clause]] == "that"


def _beside_quote(passage: Passage, verb: int) -> bool:
    tree = passage.tree
    first, last = tree.bounds(verb)
    if tree.lemma[verb] in {"be", "have", "do"}:
        return False
    near = range(max(verb - BEFORE_VERB, 1), verb)
    opened = tree.words[last] == ":" and last + 2 < len(tree) and passage.inside[last + 2] != -1
    return (
        opened
        or any(
            passage.inside[word] != -1 for word in (first + 1, last - 1) if first <= word <= last
        )
        or any(
            tree.words[word] in MARKS
            and tree.words[word - 1] in {",", "?", "!"}
            and tree.line[word] == tree.line[verb]
            for word in near
        )
    )


def _readings(passage: Passage, verb: int) -> Iterator[Cued]:
    """Yield a verb with each source that it may have: by the tree, by the order of words."""
    tree = passage.tree
    cue = _carried(tree, verb, cue_range(tree, verb))
    found = subject(tree, verb)
    own = _source(passage, found, verb)
    seen = [own]
    quoting = _quoting(passage, verb)
    if quoting is not None:
        cued = _cued(passage, verb, cue=(quoting[0], cue[1]), source=quoting[1], how="quoted")
        carrier = subject(tree, quoting[0])
        before = carrier.word is not None and carrier.how == "own"
        yield replace(cued, first=tree.left[carrier.word]) if before and carrier.word else cued
        return
    yield _cued(passage, verb, cue=cue, source=own, how=found.how)
    if found.how == "agent" or _be(tree, cue, verb):
        return
    for how, source in _others(passage, verb, cue, found.how, own):
        if source is not None and source not in seen:
            seen.append(source)
            yield _cued(passage, verb, cue=cue, source=source, how=how)


def _quoting(passage: Passage, verb: int) -> tuple[int, Range] | None:
    """Return cue's start and source of `The agency quoted a minister as saying …`."""
    tree = passage.tree
    over = tree.head[verb]
    if tree.tag[verb] != "VBG" or tree.lower[verb - 1] != "as":
        return None
    if tree.lemma[over] not in {"quote", "cite"}:
        over = next(
            (at for at in range(verb - 2, max(verb - 20, 0), -1) if tree.lemma[at] == "quote"), -1
        )
    if over < 0 or over >= verb or passive(tree, over):
        return None
    first, last = over + 1, verb - 2
    return (over, trimmed(tree, (first, last))) if first <= last else None


def _others(
    passage: Passage, verb: int, cue: Range, how: str, own: Range | None
) -> Iterator[tuple[str, Range | None]]:
    tree = passage.tree
    if tree.tag[verb] in FINITE | {"VBN"} and how != "relative":
        before = surface.before(passage, cue)
        yield "before", None if _last_of_list(tree, own, before) else before
    start = tree.bounds(verb)[0]
    if tree.tag[verb] in FINITE and cue[0] == verb > start and tree.words[verb - 1] in CLOSERS:
        yield "behind", surface.after(passage, verb)
    if tree.tag[verb] == "VBG" and _torn_off(tree, verb):
        yield "shared", _sharing(passage, verb, tree.bounds(verb - 1)[0] - 1)
        return
    if tree.tag[verb] == "VBG" and tree.child(verb, "nsubj") is not None:
        return  # `with some newspapers claiming it was an accident`
    if tree.tag[verb] == "VBG" or (cue[0] > start and tree.pos[cue[0] - 1] in {"CCONJ", "ADV"}):
        yield "shared", _sharing(passage, verb, start)


def _last_of_list(tree: Tree, own: Range | None, before: Range | None) -> bool:
    """Tell `Finland` of `Norway, Sweden, and Finland`, who all speak."""
    if own is None or before is None or own[1] != before[1] or own[0] >= before[0]:
        return False
    return tree.lower[before[0] - 1] in {"and", "or"}


def _torn_off(tree: Tree, verb: int) -> bool:
    """Tell `… “needs to be discussed,” | adding, …`, which the parser takes for a new sentence."""
    begins = verb == tree.bounds(verb)[0] and verb > 1 and tree.line[verb - 1] == tree.line[verb]
    return begins and tree.words[verb - 1] in CLOSERS and tree.words[verb].islower()


def _be(tree: Tree, cue: Range, verb: int) -> bool:
    """Tell a passive with its auxiliary from one that the parser has guessed."""
    return passive(tree, verb) and any(
        tree.lemma[at] in {"be", "get"} for at in range(cue[0], verb)
    )


def _sharing(passage: Passage, verb: int, start: int) -> Range | None:
    """Return the source of the cue before in the same sentence."""
    tree = passage.tree
    for earlier in range(verb - 1, start, -1):
        if tree.pos[earlier] != "VERB" or tree.tag[earlier] not in FINITE | {"VBN"}:
            continue
        if passage.inside[earlier] != passage.inside[verb]:
            continue
        known = passage.cue(earlier)
        if known is None or known.kind == "act":
            continue
        found = subject(tree, earlier)
        source = _source(passage, found, earlier) if found.how in {"own", "inverted"} else None
        return source or surface.before(passage, cue_range(tree, earlier))
    return None


def _cued(passage: Passage, verb: int, *, cue: Range, source: Range | None, how: str) -> Cued:
    tree = passage.tree
    known = passage.cue(verb)
    first = cue[0]
    if source is not None and how in {"own", "relative", "before"} and source[1] < cue[0]:
        first = source[0]
    patient = None
    if passive(tree, verb):
        patient = tree.child(verb, "nsubj:pass", "csubj:pass", "nsubj")
        if patient is not None and tree.lower[patient] in RELATIVE:
            patient = antecedent(tree, verb, patient)
    return Cued(
        verb=verb,
        cue=cue,
        source=source,
        how=how,
        first=first,
        lemma=tree.lemma[verb],
        kind=known.kind if known else "none",
        passive=passive(tree, verb),
        patient=patient,
    )


def _carried(tree: Tree, verb: int, cue: Range) -> Range:
    """Return the cue with the verb that carries it: `declined to say`, `was quoted as saying`."""
    over = tree.head[verb]
    if tree.dep[verb] == "acl" and (giver := giving(tree, over)) is not None:
        return cue_range(tree, giver)[0], cue[1]
    if (
        over < verb
        and tree.dep[verb] in {"xcomp", "advcl", "ccomp"}
        and tree.lemma[over] in CARRIERS
    ):
        begin = cue_range(tree, over)[0]
        if cue[0] - over <= 4:
            return begin, cue[1]
    return cue


def _source(passage: Passage, found: Subject, verb: int) -> Range | None:
    tree = passage.tree
    word = antecedent(tree, verb, found.word) if found.how == "relative" else found.word
    if word is None:
        return None
    if passage.inside[verb] == -1 != passage.inside[word] and found.how == "conj":
        return None  # `She said: “My friend will come,” and alleges that …`
    left, right = noun_range(tree, word, away_from=verb)
    here = passage.inside[word]
    for at in range(word, left - 1, -1):
        if passage.inside[at] != here and _long(passage, passage.inside[at]):
            left = at + 1
            break
    for at in range(word, right + 1):
        if passage.inside[at] != here and _long(passage, passage.inside[at]):
            right = at - 1
            break
    kid = tree.child(word, "case")
    left = kid + 1 if kid is not None and left <= kid < word else left
    while left < word and tree.lower[left] in {"such", "as"}:
        left += 1  # such as | Lee, who denied it
    left += tree.lower[left] in RELATIVE and left < right  # what | which the office | says
    right = next((at for at in range(left, right) if _breaks(tree, found, at + 1)), right)
    return trimmed(tree, (left, _before_day(tree, left, right)))


def _breaks(tree: Tree, found: Subject, at: int) -> bool:
    """Tell where no source goes on: `Lee | , in his address, said`, `told by an aide | that …`."""
    if tree.words[at] == ",":
        return tree.lower[min(at + 1, len(tree) - 1)] in OCCASION
    return found.how == "agent" and tree.lower[at] == "that" and tree.dep[at] == "mark"


def _before_day(tree: Tree, left: int, right: int) -> int:
    """Return where a source ends before its day or a mark that opens: `Rosneft | Friday`."""
    while right > left and (tree.lower[right] in DAYS or tree.words[right] in {"“", "``"}):
        right -= 1
    if right > left + 1 and tree.words[right] == '"' and tree.words[right - 1] == ",":
        right -= 2
    return right


def _long(passage: Passage, number: int) -> bool:
    if number == -1:
        return False
    first, last = passage.spans[number]
    return last - first >= 5
