"""The text of an analysed document: spaCy puts it together anew at every look."""

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


def keep(doc: Doc, text: str) -> None:
    """Keep the text that a document was made of, so that it is never put together."""
    doc.user_data[KEY] = text
