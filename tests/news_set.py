"""The development set of news written by us: what a good analysis of each paragraph holds."""

import tomllib
from collections import Counter
from pathlib import Path

PATH = Path(__file__).parent / "data" / "language" / "news.toml"


def paragraphs():
    """Return the paragraphs: text, number of sentences, names, arcs."""
    return tomllib.loads(PATH.read_text(encoding="utf-8"))["paragraphs"]


def names(doc):
    """Return the names of an analysis as the set writes them."""
    return [f"{entity.label_} {entity.text}" for entity in doc.ents]


def arcs_missed(doc, paragraph):
    """Return those of the expected arcs that an analysis lacks."""
    return [arc for arc in paragraph["arcs"] if not has(doc, arc)]


def has(doc, arc):
    """Tell whether an analysis has an arc `dependent label head`."""
    dependent, label, head = arc.split(" ")
    tokens = [find(doc, word) for word in (dependent, head)]
    return None not in tokens and tokens[0].head == tokens[1] and tokens[0].dep_ == label


def find(doc, word):
    """Return the token of a word; `said#2` is the second *said*."""
    form, _, number = word.partition("#")
    same = [token for token in doc if token.text == form]
    place = int(number or 1) - 1
    return same[place] if place < len(same) else None


def shares(docs):
    """Return how much of the set the analyses have: names (F1), arcs and sentences, in percent."""
    wanted, got, right, arcs, kept, counted = Counter(), Counter(), 0, 0, 0, 0
    for doc, paragraph in zip(docs, paragraphs(), strict=True):
        gold, found = Counter(paragraph["names"]), Counter(names(doc))
        wanted, got = wanted + gold, got + found
        right += (gold & found).total()
        arcs += len(paragraph["arcs"])
        kept += len(paragraph["arcs"]) - len(arcs_missed(doc, paragraph))
        counted += len(list(doc.sents)) == paragraph["sentences"]
    return {
        "names": 200 * right / (wanted.total() + got.total()),
        "arcs": 100 * kept / arcs,
        "sentences": 100 * counted / len(paragraphs()),
    }
