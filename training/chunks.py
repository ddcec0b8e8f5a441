"""Documents as matrices of numbers, cut into chunks of some sentences, for teacher and student."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from spacy.attrs import NORM, ORTH, PREFIX, SHAPE, SUFFIX
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.vocab import Vocab

WIDTH = 128
"""Words in a chunk, at most."""
KEYS = (NORM, PREFIX, SUFFIX, SHAPE)
COLUMNS = ("tags", "morphs", "heads", "deps", "names", "starts")
UNKNOWN = -100
"""What is not annotated; the losses pass over it."""
BIO = ["O"] + [
    f"{part}-{label}"
    for label in ("PERSON", "ORG", "PLACE", "NORP", "EVENT", "PRODUCT")
    for part in "BI"
]


@dataclass(slots=True)
class Labels:
    """What there is to tell, in the order in which the spaCy pipeline numbers it."""

    tags: list[str]
    morphs: list[str]
    deps: list[str]
    names: list[str] = field(default_factory=lambda: BIO)


@dataclass(slots=True)
class Words:
    """Every form that occurs, once: the text, and the keys of its embeddings."""

    texts: list[str] = field(default_factory=list)
    keys: list[tuple[int, ...]] = field(default_factory=list)
    numbers: dict[tuple[int, ...], int] = field(default_factory=dict)

    def number(self, token: tuple[int, ...], vocab: Vocab) -> int:
        """Return the number of a form, from its hash and the keys of its embeddings."""
        if token not in self.numbers:
            self.numbers[token] = len(self.texts)
            self.texts.append(vocab.strings[token[0]])
            self.keys.append(token[1:])
        return self.numbers[token]


@dataclass(slots=True)
class Chunks:
    """Matrices, a row a chunk, `WIDTH` columns; a word is -1 behind the end.

    Heads count from the chunk's start; a root is its own head. `places`: number of the document,
    first word, one past the last.
    """

    words: np.ndarray
    tags: np.ndarray
    morphs: np.ndarray
    heads: np.ndarray
    deps: np.ndarray
    names: np.ndarray
    starts: np.ndarray
    places: list[tuple[int, int, int]]


def cuts(doc: Doc) -> Iterator[tuple[int, int]]:
    """Yield where chunks begin and end: before a sentence, or behind what looks like its end."""
    known = doc.has_annotation("DEP")
    start = best = 0
    for token in doc:
        if token.i - start == WIDTH:
            end = best if best > start else token.i
            yield start, end
            start = end
        if known:
            ends = token.i + 1 == len(doc) or doc[token.i + 1].is_sent_start
        else:
            ends = token.is_space or (token.text in ".?!" and token.i - start > WIDTH / 2)
        best = token.i + 1 if ends else best
    if start < len(doc):
        yield start, len(doc)


def morph_label(nlp: Language, morph: str, pos: str) -> str:
    """Return features and part of speech as the morphologizer joins them."""
    table = nlp.vocab.morphology
    feats = table.feats_to_dict(morph)
    if pos:
        feats["POS"] = pos
    return nlp.vocab.strings[table.add(feats)]


class Numbers:
    """Numbers the labels of a pipeline: from a document's attributes to places in `Labels`."""

    def __init__(self, nlp: Language, labels: Labels) -> None:
        strings = nlp.vocab.strings
        self.nlp = nlp
        self.tags = {strings[tag]: n for n, tag in enumerate(labels.tags)}
        self.deps = {strings[dep]: n for n, dep in enumerate(labels.deps)}
        self.names = {name: n for n, name in enumerate(labels.names)}
        self.known = {morph: n for n, morph in enumerate(labels.morphs)}
        self.morphs: dict[tuple[str, str], int] = {}

    def morph(self, token: Token) -> int:
        """Return the number of a token's features and part of speech."""
        key = (str(token.morph), token.pos_)
        if key not in self.morphs:
            self.morphs[key] = self.known.get(morph_label(self.nlp, *key), UNKNOWN)
        return self.morphs[key]

    def name(self, token: Token) -> int:
        """Return the number of a token's part in a name."""
        name = f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type else token.ent_iob_
        return self.names.get(name, UNKNOWN)

    def columns(self, doc: Doc) -> dict[str, np.ndarray]:
        """Return the numbers of every word of a document; heads count from its start."""
        size = len(doc)
        out = {name: np.full(size, UNKNOWN, np.int32) for name in COLUMNS}
        out["names"][:] = [self.name(token) for token in doc]
        if doc.has_annotation("TAG"):
            out["tags"][:] = [self.tags.get(token.tag, UNKNOWN) for token in doc]
            out["morphs"][:] = [self.morph(token) for token in doc]
        if doc.has_annotation("DEP"):
            out["deps"][:] = [self.deps.get(token.dep, UNKNOWN) for token in doc]
            out["heads"][:] = [token.head.i for token in doc]
            out["starts"][:] = [bool(token.is_sent_start) for token in doc]
        return out


def chunks(docs: Iterable[Doc], words: Words, numbers: Numbers) -> Chunks:
    """Return documents as matrices; grows `words`."""
    rows: dict[str, list[np.ndarray]] = {name: [] for name in (*COLUMNS, "words")}
    places = []
    for n, doc in enumerate(docs):
        columns = numbers.columns(doc)
        keys = doc.to_array([ORTH, *KEYS]).tolist()
        forms = [words.number(tuple(key), doc.vocab) for key in keys]
        columns["words"] = np.asarray(forms, np.int32)
        for start, end in cuts(doc):
            size = end - start
            for name, column in columns.items():
                row = np.full(WIDTH, -1 if name == "words" else UNKNOWN, np.int32)
                row[:size] = column[start:end] - (start if name == "heads" else 0)
                if name == "heads":
                    row[(row < 0) | (row >= size)] = UNKNOWN
                rows[name].append(row)
            places.append((n, start, end))
    return Chunks(**{name: np.stack(row) for name, row in rows.items()}, places=places)
