"""Clean: Document + bytes → Article: the words, the names, the times.

decode.py      bytes → characters
page.py        HTML → Draft          text.py      a text dump → Draft
facts.py       JSON-LD, meta tags    pieces.py, lines.py, head.py   its lines and what they are
opening.py     below the headline    names.py     people, agencies, outlets
blocks.py      paragraphs            body.py      which of them are the article's
boilerplate.py lines that are not    lesson.py    what the articles of a host repeat
signature.py   near-duplicates
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from pipeline import ids
from pipeline.errors import TooBig, Unreadable
from pipeline.records import Article, Boilerplate, Document, Precision, Span
from pipeline.stages.clean import lesson, page, text
from pipeline.stages.clean.decode import decode
from pipeline.stages.clean.draft import Dated, Draft, joined
from pipeline.stages.clean.language import detect
from pipeline.stages.clean.signature import sign
from pipeline.stages.dates import Moment

CLEANER_VERSION = "1.1"

PAGE_BYTES = 10_000_000  #: a page over this is no article
TEXT_CHARS = 1_000_000  #: longer than any article
GRACE = timedelta(days=1)  #: clocks and zones may differ by this from the fetch

_MARKUP = re.compile(r"<(?:!doctype html|html|head|body|article|div|meta)\b", re.IGNORECASE)


def clean(document: Document, body: bytes, learned: Sequence[Boilerplate] = ()) -> Article:
    """Return the article in a body: a page by its markup, anything else as a text dump.

    `learned` is the lesson on the boilerplate of its host; the article names it behind the version
    of the cleaner. Raises Unreadable for bytes without words, TooBig over the limits here.
    """
    if len(body) > PAGE_BYTES:
        raise TooBig(f"{document.url}: {len(body):,} bytes; an article has at most {PAGE_BYTES:,}")
    decoded = decode(body, document.content_type, name=document.url)
    draft = _draft(document, decoded.text)
    draft.note("encoding", decoded.note, decoded.encoding)
    lesson.apply(draft, learned)
    words, headings = joined(draft.lines)
    if not re.search(r"[^\W\d_]{2}", words):
        raise Unreadable(f"{document.url}: no words left after cleaning; is it an article?")
    if len(words) > TEXT_CHARS:
        raise TooBig(f"{document.url}: {len(words):,} characters; an article has {TEXT_CHARS:,}")
    text, headings = titled(draft.title, words, headings)
    _add_listing(draft, document)
    version = "+".join([CLEANER_VERSION, *sorted({row.lesson for row in learned})])
    return replace(_article(document, draft, text, headings), cleaner_version=version)


def titled(
    title: str | None, words: str, headings: tuple[Span, ...]
) -> tuple[str, tuple[Span, ...]]:
    """Put a title above the words, where headlines make claims too; return text and headings."""
    if not title or words.startswith(title):
        return words, headings
    shift = len(title) + 1
    below = (Span(start=span.start + shift, end=span.end + shift) for span in headings)
    return f"{title}\n{words}", (Span(start=0, end=len(title)), *below)


def _draft(document: Document, characters: str) -> Draft:
    """Read a page or a text; in other languages than English the day comes before the month."""
    latest = document.fetched_at + GRACE
    if _MARKUP.search(characters[:2000]):
        return page.read(characters, url=document.final_url, latest=latest)
    if len(characters) > 2 * TEXT_CHARS:
        raise TooBig(f"{document.url}: {len(characters):,} characters, the limit is {TEXT_CHARS:,}")
    day_first = None if detect(characters) in {"en", None} else True
    return text.read(characters, latest=latest, day_first=day_first)


def _add_listing(draft: Draft, document: Document) -> None:
    """Add what the feed said: its time if it names the zone, the rest where the page is silent."""
    draft.note("title", document.listed_title, "feed")
    for name in document.listed_authors:
        draft.note("author", name, "feed")
    draft.title = draft.title or document.listed_title
    draft.authors = draft.authors or document.listed_authors
    if document.outlet:
        draft.note("outlet", document.outlet, "feed")
        draft.outlet = document.outlet
    if document.listed_at and document.listed_at <= document.fetched_at + GRACE:
        draft.note("published_at", document.listed_at.isoformat(), "feed")
        moment = Moment(document.listed_at, document.listed_offset, "second")
        if document.listed_offset is not None or not draft.published:
            draft.published = Dated(moment, "feed")


def _article(document: Document, draft: Draft, words: str, headings: tuple[Span, ...]) -> Article:
    local = document.url.startswith("file:")
    address = document.canonical_url or draft.canonical or (None if local else document.final_url)
    article_id = ids.make("article", address or document.sha256)
    text_hash = ids.make(words)
    published_at, published_offset, precision, published_from = _told(draft.published)
    updated_at, updated_offset, _, updated_from = _told(draft.updated)
    return Article(
        id=ids.make("version", article_id, text_hash),
        article_id=article_id,
        document_id=document.id,
        feed_id=document.feed_id,
        url=address or draft.url or document.url,
        outlet=draft.outlet,
        outlet_inferred=draft.outlet_inferred,
        title=draft.title,
        kicker=draft.kicker,
        authors=draft.authors,
        agencies=draft.agencies,
        section=draft.section,
        published_at=published_at,
        published_offset=published_offset,
        published_precision=precision,
        published_from=published_from,
        updated_at=updated_at,
        updated_offset=updated_offset,
        updated_from=updated_from,
        candidates=tuple(draft.candidates),
        language=detect(words),
        language_declared=draft.language_declared or document.language,
        lead=draft.lead,
        text=words,
        headings=headings,
        text_hash=text_hash,
        words=len(words.split()),
        signature=sign(words),
        boilerplate=tuple(draft.boilerplate),
        seen_at=document.fetched_at,
        cleaner_version=CLEANER_VERSION,
    )


def _told(
    dated: Dated | None,
) -> tuple[datetime | None, int | None, Precision | None, str | None]:
    """Return time, offset, precision and origin of a date, all None for none."""
    if dated is None:
        return None, None, None, None
    return dated.moment.at, dated.moment.offset, dated.moment.precision, dated.origin
