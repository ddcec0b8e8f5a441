"""The text of an analysed document, put together once: spaCy makes it anew at every look."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

KEY = "hearsay.text"


def text_of(doc: Doc) -> str:
    """Return the text of a document, kept in its `user_data`."""
    kept = doc.user_data.get(KEY)
    if kept is None:
        kept = doc.user_data[KEY] = doc.text
    return str(kept)
