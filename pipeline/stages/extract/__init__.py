"""Extract: Article → Extraction, Claims: who said what, when, on whose word.

relations    rules over the tree propose attributions, a trained scorer decides      → Attribution
sources      who the words of a source stand for, within the article                 → Source
via          who carried it                                                          → str
stance       what the source does with the content, how surely                       → Reading
numbers      counts and quantities of the content, as intervals                      → Number
times        when it was said, when the event is, grounded on the article's date     → Time
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from pipeline import ids
from pipeline.records import Article, Claim, Extraction
from pipeline.stages.extract.claims import claims as claims_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

EXTRACTOR_VERSION = "1.14"


def extract(article: Article, read: Callable[[str], Doc]) -> Iterator[Extraction | Claim]:
    """Yield the Extraction of an article, then its claims. `read` analyses a text.

    An article in another language than English, or without words, has no claims and an
    Extraction that tells why.
    """
    skipped = unread(article)
    claims = [] if skipped else list(claims_of(article, read(article.text), EXTRACTOR_VERSION))
    yield Extraction(
        id=ids.make("extraction", article.id, EXTRACTOR_VERSION),
        version_id=article.id,
        extractor_version=EXTRACTOR_VERSION,
        claims=len(claims),
        skipped=skipped,
    )
    yield from claims


def unread(article: Article) -> str | None:
    """Return why no claims are looked for in an article, or None."""
    if not article.text.strip():
        return "the article has no words"
    language = article.language or article.language_declared
    if language is None:
        return "the language of the text could not be told; claims are read in English only"
    if language.split("-")[0].lower() != "en":
        return f"the text is in {language}; claims are read in English only"
    return None
