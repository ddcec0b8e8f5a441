"""Lines: a long text in pieces, and the trees and names of all its lines side by side.

A transition parser of spaCy goes through a text word by word, and asks its network for one decision
at a time. What that costs is not the decision: it is the call, and (3.8) the interpreter's lock,
which is taken and given back at every look at the state; half of the time of parser and names.
Here the network decides for every line of a text at once, and the lock is held.

A line break always ends a sentence, no name crosses it, and what the network knows of a word was
read from the whole text before: so the lines get what the text gets (of 7,000 words of news one
got another head). A text is still analysed by itself, and gets the same alone and among others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.pipeline import DependencyParser, EntityRecognizer
from spacy.pipeline.tok2vec import Tok2Vec, Tok2VecListener
from spacy.tokens import Doc

if TYPE_CHECKING:
    from thinc.api import Model

PARCEL = 1_000  #: words of lines that go together, so that a long text takes no more memory
STRETCH = 2_000  #: words that the encoder reads at once; each takes 20 KB while it does
MARGIN = 100  #: words beyond a stretch that are read with it; of them the next few bear on its own
LONGEST = 10_000  #: words of a line; a longer one is cut, in the midst of a sentence
LAYERS = {"DEP": ("HEAD", "DEP"), "ENT_IOB": ("ENT_IOB", "ENT_TYPE")}


def steps(pipes: Iterable[Any]) -> Iterator[Callable[[Doc], Doc]]:
    """Yield what a text is to go through, in order: pipes, those that can take lines together."""
    for takes_lines, group in groupby(pipes, _takes_lines):
        if takes_lines:
            yield Lines(tuple(group))
        else:
            yield from (Stretches(pipe) if isinstance(pipe, Tok2Vec) else pipe for pipe in group)


def _takes_lines(pipe: Any) -> bool:
    """Tell a transition parser that is greedy and listens to an encoder of whole texts."""
    parses = isinstance(pipe, DependencyParser | EntityRecognizer)
    if not parses or pipe.cfg["beam_width"] != 1:
        return False
    model = pipe.model
    return (
        model.attrs["has_upper"]
        and not model.attrs["unseen_classes"]
        and any(isinstance(node, Tok2VecListener) for node in model.walk())
    )


class Stretches:
    """An encoder that reads a long text stretch by stretch, so that it takes no more memory."""

    def __init__(self, pipe: Tok2Vec) -> None:
        self.pipe = pipe

    def __call__(self, doc: Doc) -> Doc:
        """Return the text with the vectors of its words."""
        if len(doc) <= STRETCH:
            whole: Doc = self.pipe(doc)
            return whole
        doc.tensor = np.concatenate([self._read(doc, at) for at in range(0, len(doc), STRETCH)])
        return doc

    def _read(self, doc: Doc, first: int) -> Any:
        before = max(0, first - MARGIN)
        read = doc[before : first + STRETCH + MARGIN].as_doc()
        return self.pipe.predict([read])[0][first - before :][:STRETCH]


class Lines:
    """Transition parsers that go through the lines of a text side by side."""

    def __init__(self, pipes: Sequence[Any]) -> None:
        self.pipes = pipes

    def __call__(self, doc: Doc) -> Doc:
        """Return the text with what the parsers find; it has its vectors and known sentences."""
        if not len(doc):
            return doc
        lines = list(apart(doc))
        for some in _parcels(lines):
            for pipe in self.pipes:
                _go(pipe, some)
        layers = (of for layer, of in LAYERS.items() if lines[0].has_annotation(layer))
        found: list[int | str] = [attribute for layer in layers for attribute in layer]
        table: Any = np.concatenate([line.to_array(found) for line in lines])
        return doc.from_array(found, table)


def apart(doc: Doc) -> Iterator[Doc]:
    """Yield the lines of a text, each begun by a known sentence, with the vectors of its words."""
    table = doc.to_array(["ORTH", "SPACY", "SENT_START"])
    words, spaces = table[:, 0].tolist(), (table[:, 1] == 1).tolist()
    begun = np.flatnonzero(table[:, 2] == 1).tolist()
    begun += [at for a, b in pairwise([0, *begun, len(doc)]) for at in range(a, b, LONGEST)]
    for first, after in pairwise(sorted({0, *begun, len(doc)})):
        line = Doc(doc.vocab, words=words[first:after], spaces=spaces[first:after])
        line.tensor = doc.tensor[first:after]
        yield line


def _parcels(lines: Iterable[Doc]) -> Iterator[list[Doc]]:
    """Yield lines in parcels of some PARCEL words: what the network knows of each is 4 KB."""
    some: list[Doc] = []
    words = 0
    for line in lines:
        if some and words + len(line) > PARCEL:
            yield some
            some, words = [], 0
        some.append(line)
        words += len(line)
    yield some


def _go(pipe: Any, lines: list[Doc]) -> None:
    """Decide, and decide again, for all lines that have not come to their end."""
    network = pipe.model.predict(lines)
    states = pipe.moves.init_batch(lines)
    going = states
    while going:
        going = pipe.transition_states(going, _scores(network, going))
    pipe.set_annotations(lines, states)


def _scores(network: Model[Any, Any], states: Sequence[Any]) -> Any:
    """Return the score of each decision that could be next, a row for each state."""
    read: Any = network
    return read.vec2scores.predict(read.state2vec.predict(read.get_token_ids(states)))
