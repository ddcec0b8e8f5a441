"""Weights to start from, as a file, and their way into a new pipeline.

They are the small encoder that the student learned (`student.py`), or a whole earlier pipeline.
"""

from __future__ import annotations

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
    """Yield every parameter of some components: key, node, name."""
    for component in components:
        for number, node in enumerate(nlp.get_pipe(component).model.walk()):
            for name in node.param_names:
                if node.has_param(name):
                    yield f"{component}/{number}/{name}", node, name


def save(nlp: Language, path: Path, components: Iterable[str] = LEARNED) -> None:
    """Write the weights of some components, half precision."""
    found = parameters(nlp, components)
    arrays = {key: node.get_param(name).astype("f2") for key, node, name in found}
    np.savez_compressed(path, **arrays)


@spacy.registry.callbacks("hearsay.encoder.v1")
def create(path: str) -> Callable[[Language], Language]:
    """Return the callback that puts the weights of `path` into a pipeline, if they are there."""

    def give(nlp: Language) -> Language:
        if Path(path).exists():
            with np.load(path) as arrays:
                components = dict.fromkeys(key.split("/")[0] for key in arrays)
                for key, node, name in parameters(nlp, components):
                    node.set_param(name, arrays[key].astype("f4"))
        return nlp

    return give
