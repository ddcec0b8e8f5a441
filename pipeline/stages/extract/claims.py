"""Claims: an attribution with everything that is read from it, as a record."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pipeline import ids
from pipeline.records import Article, Claim, Span
from pipeline.stages.extract.attribution import Attribution
from pipeline.stages.extract.kind import kind_of
from pipeline.stages.extract.numbers import numbers
from pipeline.stages.extract.quotes import quotations
from pipeline.stages.extract.relations import attributions
from pipeline.stages.extract.sources import resolve
from pipeline.stages.extract.stance import stance
from pipeline.stages.extract.times import Timeline, times
from pipeline.stages.extract.via import via
from pipeline.stages.extract.wording import keep

if TYPE_CHECKING:
    from spacy.tokens import Doc


def claims(article: Article, doc: Doc, version: str) -> Iterator[Claim]:
    """Yield the claims of an analysed article; `version` is that of the extractor."""
    keep(doc, article.text)
    found = attributions(doc, article.headings)
    names = [claim_id(article, one) for one in found]
    quotes = quotations(article.text)
    text, timeline = article.text, Timeline(doc, published_on(article))
    edges = [(sent.start_char, sent.end_char) for sent in doc.sents] if found else []
    sources = resolve(doc, found, article)
    for name, one, who in zip(names, found, sources, strict=True):
        reading = stance(doc, one)
        moments, said_on = times(doc, one, timeline, reading.stance)
        yield Claim(
            id=name,
            version_id=article.id,
            article_id=article.article_id,
            kind=kind_of(text, one.content, quotes),
            source_text=words(text, one.source),
            source_start=one.source.start if one.source else None,
            source_end=one.source.end if one.source else None,
            cue=words(text, one.cue),
            cue_start=one.cue.start if one.cue else None,
            cue_end=one.cue.end if one.cue else None,
            content=" … ".join(text[part.start : part.end] for part in one.content),
            content_parts=one.content,
            sources=who,
            via=via(doc, one, () if one.nested_in is None else sources[one.nested_in]),
            stance=reading.stance,
            hedged=reading.hedged,
            negated=reading.negated,
            implicit=one.implicit,
            nested_in=None if one.nested_in is None else names[one.nested_in],
            numbers=numbers(doc, one.content),
            times=moments,
            said_on=said_on,
            sentence=sentence(text, edges, one),
            confidence=round(one.score, 3),
            extractor_version=version,
        )


def published_on(article: Article) -> date | None:
    """Return the day an article came out where it was written, as far as its zone is known."""
    if article.published_at is None:
        return None
    return (article.published_at + timedelta(minutes=article.published_offset or 0)).date()


def claim_id(article: Article, one: Attribution) -> str:
    """Return the id of a claim: made of the article's version and of the claim's spans."""
    spans = (one.source, one.cue, *one.content)
    return ids.make(
        "claim", article.id, *((span.start, span.end) if span else None for span in spans)
    )


def words(text: str, span: Span | None) -> str | None:
    """Return the words of a span."""
    return None if span is None else text[span.start : span.end]


def sentence(text: str, edges: Sequence[tuple[int, int]], one: Attribution) -> str:
    """Return the sentence of the cue, or of the first word said; `edges` are of all sentences."""
    anchor = one.cue or one.content[0]
    at = bisect_right(edges, (anchor.start, len(text))) - 1
    start, end = edges[at] if at >= 0 else (anchor.start, anchor.end)
    return " ".join(text[start : max(end, anchor.end)].split())
