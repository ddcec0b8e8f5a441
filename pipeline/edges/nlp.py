"""The language pipeline: loaded once, when the first text needs it."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language as SpacyLanguage
    from spacy.tokens import Doc


class Language:
    """A spaCy pipeline for English."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path

    @cached_property
    def _nlp(self) -> SpacyLanguage:
        import spacy

        return spacy.load(self.path) if self.path else spacy.blank("en")

    def doc(self, text: str) -> Doc:
        """Return the analysis of one text."""
        return self._nlp(text)
