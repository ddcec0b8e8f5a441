"""What a pass over the training data holds: each of its files so many times."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.training import Corpus, Example


@spacy.registry.readers("hearsay.mix.v1")
def create(path: str, times: dict[str, int]) -> Callable[[Language], Iterator[Example]]:
    """Return a reader of `path/NAME.spacy`, `times[NAME]` times; what is missing is left out."""
    files = {name: Path(path) / f"{name}.spacy" for name in times}
    corpora = [
        Corpus(file) for name, file in files.items() if file.exists() for _ in range(times[name])
    ]

    def read(nlp: Language) -> Iterator[Example]:
        for corpus in corpora:
            yield from corpus(nlp)

    return read
