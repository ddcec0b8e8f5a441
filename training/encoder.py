"""Weights to start from, as a file, and their way into a new pipeline.

They are the small encoder that the student learned (`student.py`), or a whole earlier pipeline.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
import spacy
from spacy.language import Language
from thinc.api import Model

LEARNED = ("tok2vec", "tagger", "morphologizer")
"""What the student learns."""


def parameters(
    nlp: Language, components: Iterable[str] = LEARNED
) -> Iterator[tuple[str, Model, str]]:
    """Yield every parameter of some components: key, node, name.

    A key counts the nodes of one kind, so that a layer has the same one in a deeper encoder.
    """
    for component in components:
        seen: Counter[str] = Counter()
        for node in nlp.get_pipe(component).model.walk():
            kind = node.name.split("(")[0]
            for name in node.param_names:
                if node.has_param(name):
                    yield f"{component}/{kind}/{seen[kind]}/{name}", node, name
            seen[kind] += 1


def save(nlp: Language, path: Path, components: Iterable[str] = LEARNED) -> None:
    """Write the weights of some components, half precision."""
    found = parameters(nlp, components)
    arrays = {key: node.get_param(name).astype("f2") for key, node, name in found}
    np.savez_compressed(path, **arrays)


@spacy.registry.callbacks("hearsay.encoder.v1")
def create(path: str) -> Callable[[Language], Language]:
    """Return the callback that puts the weights of `path` into a pipeline, if they are there.

    A pipeline that is deeper or wider says the same at first (Chen et al. 2016, Net2Net): what is
    more of a layer adds nothing yet, and a layer that is more passes on what it is given.
    """

    def give(nlp: Language) -> Language:
        if Path(path).exists():
            with np.load(path) as arrays:
                components = dict.fromkeys(key.split("/")[0] for key in arrays)
                for key, node, name in parameters(nlp, components):
                    if key in arrays:
                        node.set_param(name, _within(node.get_param(name), arrays[key]))
                    elif node.name == "layernorm":
                        node.set_param(name, np.zeros_like(node.get_param(name)))
        return nlp

    return give


def _within(fresh: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Return fresh weights (outputs first, inputs last) whose first outputs are the known ones."""
    array = fresh.copy()
    array[tuple(map(slice, known.shape[:-1]))] = 0
    array[tuple(map(slice, known.shape))] = known
    return array
