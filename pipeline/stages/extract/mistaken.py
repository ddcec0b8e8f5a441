"""Verbs that the tagger took for nouns: `Local media report that …`."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.stages.extract import surface
from pipeline.stages.extract.grammar import FINITE, PARTICLES
from pipeline.stages.extract.passage import Candidate, Cued, Passage, proposal


def read_as_verb(passage: Passage, word: int) -> Iterator[Candidate]:
    """Yield what a noun attributes, read as a verb by the order of words."""
    tree = passage.tree
    if not _mistaken(passage, word):
        return
    source = surface.before(passage, (word, word))
    known = passage.lexicon.get(tree.lemma[word], "VERB")
    if source is None:
        return
    particle = tree.lower[word + 1] in PARTICLES | {"on", "for"}
    last = tree.bounds(word)[1]
    cued = Cued(
        verb=word,
        cue=(word, word + particle),
        source=source,
        how="mistaken",
        first=source[0],
        lemma=tree.lemma[word],
        kind=known.kind if known else "say",
        passive=False,
        patient=None,
    )
    first = word + particle + 1
    if first < last:
        yield proposal(cued, "mistaken-particle" if particle else "mistaken", (first, last))


def _mistaken(passage: Passage, word: int) -> bool:
    """Tell a verb that the tagger took for a noun: `Local media report that …`."""
    tree = passage.tree
    if tree.pos[word] not in {"NOUN", "PROPN"} or not 0 < word < len(tree) - 2:
        return False
    if not tree.words[word].islower():
        return False  # the Galaxy Note
    known = passage.lexicon.get(tree.lemma[word], "VERB")
    if tree.lower[word + 1] in PARTICLES | {"on", "for"}:
        phrase = passage.lexicon.get(f"{tree.lemma[word]} {tree.lower[word + 1]}", "VERB")
        known = phrase or (known if tree.lower[word + 1] in PARTICLES else None)
    elif tree.lower[word + 1] not in {"that", "she", "he", "they", "it", "there", "no", "the"}:
        return False
    return (
        known is not None
        and known.kind != "act"
        and tree.lower[word].endswith(("s", tree.lemma[word]))
        and tree.pos[word - 1] in {"NOUN", "PROPN", "PRON"}
        and not any(tree.tag[at] in FINITE for at in range(tree.bounds(word)[0], word))
    )
