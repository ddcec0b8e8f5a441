"""Words other than verbs that attribute, each with its rule; adjectives and adverbs."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.stages.extract.according import according, around, as_said
from pipeline.stages.extract.colons import colons, signed
from pipeline.stages.extract.grammar import RELATIVE, cue_range, subject
from pipeline.stages.extract.nominals import bare_noun, noun_range, with_that
from pipeline.stages.extract.nouns import noun_cue
from pipeline.stages.extract.passage import Candidate, Passage
from pipeline.stages.extract.tree import Range, Tree

OF_ALONE = frozenset({"critical", "skeptical", "sceptical", "dismissive", "doubtful"})
CAUSES = frozenset({"of", "about", "if", "when", "because", "as", "after"})


def phrases(passage: Passage) -> Iterator[Candidate]:
    """Yield what every word that is not a verb may attribute."""
    tree = passage.tree
    for word in range(len(tree)):
        lower, pos = tree.lower[word], tree.pos[word]
        if lower == "according":
            yield from according(passage, word)
        elif pos in {"NOUN", "PROPN"}:
            known = passage.lexicon.get(tree.lemma[word], "NOUN")
            if known is not None:
                yield from noun_cue(passage, word)
        elif pos == "ADV":
            if passage.lexicon.get(tree.lower[word], "ADV") is not None:
                yield from _adverb(passage, word)
        elif pos == "ADJ" and passage.lexicon.get(tree.lemma[word], "ADJ") is not None:
            yield from _adjective(passage, word)
        if lower == "as" and pos in {"SCONJ", "ADP"}:
            yield from as_said(passage, word)
    yield from colons(passage)
    yield from signed(passage)


def _adjective(passage: Passage, word: int) -> Iterator[Candidate]:
    """Yield `is aware that`, `are confident of`: what the first fitting word under it tells."""
    tree = passage.tree
    if tree.child(word, "cop") is None and tree.dep[word] != "xcomp":
        return
    found = subject(tree, word)
    if found.word is None or tree.lemma[tree.head[word]] == "make":
        return  # make sure that it is shut
    cue, source = cue_range(tree, word), noun_range(tree, found.word, away_from=word)
    for kid in tree.children[word]:
        told = _of_adjective(tree, word, kid)
        if told is not None:
            pattern, last, content = told
            yield Candidate(
                pattern=pattern,
                head=word,
                cue=(cue[0], last if last > word else cue[1]),
                source=source,
                how=found.how,
                content=(content,),
            )
            return


def _of_adjective(tree: Tree, word: int, kid: int) -> tuple[str, int, Range] | None:
    """Return the construction, the last word of the cue and the content, if a word is one."""
    if kid < word or tree.dep[kid] not in {"ccomp", "advcl", "obl", "xcomp"}:
        return None
    begin, end = tree.left[kid], tree.right[kid]
    opener = tree.lower[begin]
    if opener == "to" and tree.lemma[word] in OF_ALONE:
        return None  # most critical to keep it
    if tree.dep[kid] in {"ccomp", "advcl"} and opener not in CAUSES:
        return "adjective", word, (begin, end)
    if opener in {"of", "about", "over"} and begin == word + 1 < end:
        return "adjective-of", word + 1, (word + 2, with_that(tree, end))
    return None


def _adverb(passage: Passage, word: int) -> Iterator[Candidate]:
    """Yield the clause around `reportedly`, which nobody is the source of."""
    tree = passage.tree
    over = tree.head[word]
    if over == word:
        return
    if tree.dep[over] == "acl" and tree.head[over] < over:
        noun = tree.head[over]
        parts: tuple[Range, ...] = ((tree.left[noun], noun), (word + 1, tree.right[over]))
        pattern = "adverb-acl"
    elif (who := tree.child(over, "nsubj", "nsubj:pass")) is not None and _relative(tree, who):
        noun = tree.head[over]
        words = bare_noun(tree, noun, (tree.left[noun], noun))
        pattern = "adverb-relative"
        parts = (words, (who + 1, word - 1), (word + 1, tree.right[over]))
    elif tree.dep[over] == "amod":
        noun = tree.head[over]
        parts, pattern = around(tree, noun, (word, word)), "adverb-amod"
    else:
        parts, pattern = around(tree, over, (word, word)), "adverb"
    parts = tuple(part for part in parts if part[0] <= part[1])
    if parts:
        yield Candidate(pattern=pattern, head=word, cue=(word, word), source=None, content=parts)


def _relative(tree: Tree, who: int) -> bool:
    """Tell the subject of a clause that a noun before it has: `a man who reportedly fled`."""
    verb = tree.head[who]
    return tree.dep[verb] == "acl:relcl" and tree.head[verb] < who and tree.lower[who] in RELATIVE
