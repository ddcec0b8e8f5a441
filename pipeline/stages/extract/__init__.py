"""Extract: Article → Extraction, Claims: who said what, when, on whose word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from pipeline import ids
from pipeline.records import Article, Claim, Extraction

if TYPE_CHECKING:
    from spacy.tokens import Doc

EXTRACTOR_VERSION = "0.1"


def extract(article: Article, read: Callable[[str], Doc]) -> Iterator[Extraction | Claim]:
    """Yield the Extraction of an article, then its claims. `read` analyses a text."""
    claims: list[Claim] = []
    yield Extraction(
        id=ids.make("extraction", article.id, EXTRACTOR_VERSION),
        version_id=article.id,
        extractor_version=EXTRACTOR_VERSION,
        claims=len(claims),
    )
    yield from claims
