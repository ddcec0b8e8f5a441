"""Clean: Document + bytes → Article: the words, the names, the times."""

from __future__ import annotations

from pipeline import ids
from pipeline.errors import Unreadable
from pipeline.records import Article, Document

CLEANER_VERSION = "0.1"


def clean(document: Document, body: bytes) -> Article:
    """Return the article in a body. Raises Unreadable if it holds no words."""
    try:
        text = body.decode("utf-8").strip()
    except UnicodeDecodeError:
        raise Unreadable(f"{document.url}: not UTF-8 text") from None
    if not text:
        raise Unreadable(f"{document.url}: no text in it")
    article_id = ids.make("article", document.canonical_url or document.sha256)
    text_hash = ids.make(text)
    return Article(
        id=ids.make("version", article_id, text_hash),
        article_id=article_id,
        document_id=document.id,
        feed_id=document.feed_id,
        url=document.canonical_url or document.url,
        outlet=document.outlet,
        text=text,
        text_hash=text_hash,
        words=len(text.split()),
        seen_at=document.fetched_at,
        cleaner_version=CLEANER_VERSION,
    )
