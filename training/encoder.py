"""Weights that the student learned (`student.py`), as a file, and their way into a new pipeline."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import spacy
from spacy.language import Language
from thinc.api import Model

LEARNED = ("tok2vec", "tagger", "morphologizer")


def parameters(nlp: Language) -> Iterator[tuple[str, Model, str]]:
    """Yield every parameter of the components that the student learns: key, node, name."""
    for component in LEARNED:
        for number, node in enumerate(nlp.get_pipe(component).model.walk()):
            for name in node.param_names:
                if node.has_param(name):
                    yield f"{component}/{number}/{name}", node, name


def save(nlp: Language, path: Path) -> None:
    """Write the weights, half precision."""
    arrays = {key: node.get_param(name).astype("f2") for key, node, name in parameters(nlp)}
    np.savez_compressed(path, **arrays)


@spacy.registry.callbacks("hearsay.encoder.v1")
def create(path: str) -> Callable[[Language], Language]:
    """Return the callback that puts the weights of `path` into a pipeline, if they are there."""

    def give(nlp: Language) -> Language:
        if Path(path).exists():
            with np.load(path) as arrays:
                for key, node, name in parameters(nlp):
                    node.set_param(name, arrays[key].astype("f4"))
        return nlp

    return give
