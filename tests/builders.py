"""Records for tests: every builder gives one good record; name only the fields a test is about.

    an_article(text="“It rained,” said Ann.")
    a_claim(article, content="It rained", source="Ann", cue="said")

Ids are content-made as in the pipeline, so building a record twice gives the same record. The spans
of a claim are found in the text of its article: the words must stand there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from pipeline import ids
from pipeline.edges.batch import Batch
from pipeline.edges.warehouse import Warehouse
from pipeline.records import (
    Article,
    Boilerplate,
    Claim,
    Document,
    Entry,
    Extraction,
    Failure,
    Feed,
    Link,
    Number,
    Poll,
    Record,
    Source,
    Span,
)

NOON = datetime(2024, 10, 18, 12, tzinfo=UTC)
TEXT = (
    "Ann Lee said on Friday that 1,500 soldiers had crossed the river. "
    "“Nobody crossed anything,” said Bob Roe."
)
STAGE_OF = {
    Feed: "start",
    Poll: "poll",
    Entry: "poll",
    Document: "fetch",
    Article: "clean",
    Boilerplate: "learn",
    Extraction: "extract",
    Claim: "extract",
    Link: "link",
}
R = TypeVar("R")


def _made(record: R, fields: dict[str, Any]) -> R:
    return replace(record, **fields)  # type: ignore[type-var]


def a_feed(**fields: Any) -> Feed:
    """A feed of the web."""
    url = fields.get("url", "https://example.org/feed.xml")
    return _made(Feed(id=ids.make("feed", url), url=url, kind="rss", outlet="Example"), fields)


def a_poll(feed: Feed | None = None, **fields: Any) -> Poll:
    """A poll that went well."""
    feed = feed or a_feed()
    at = fields.get("polled_at", NOON)
    poll = Poll(
        id=ids.make("poll", feed.id, at), feed_id=feed.id, polled_at=at, status="ok", seen=1, new=1
    )
    return _made(poll, fields)


def an_entry(feed: Feed | None = None, **fields: Any) -> Entry:
    """An entry of a feed."""
    feed = feed or a_feed()
    url = fields.get("url", "https://example.org/1")
    entry = Entry(
        id=ids.make("entry", feed.id, url),
        feed_id=feed.id,
        guid=url,
        url=url,
        canonical_url=url,
        title="Soldiers cross the river",
        seen_at=NOON,
        outlet=feed.outlet,
    )
    return _made(entry, fields)


def a_document(entry: Entry | None = None, *, body: bytes = b"words", **fields: Any) -> Document:
    """A page that was fetched and holds an article."""
    entry = entry or an_entry()
    sha256 = ids.sha256(body)
    document = Document(
        id=ids.make("document", entry.url, sha256),
        entry_id=entry.id,
        feed_id=entry.feed_id,
        url=entry.url,
        final_url=entry.url,
        canonical_url=entry.canonical_url,
        status=200,
        content_type="text/html; charset=utf-8",
        fetched_at=entry.seen_at,
        sha256=sha256,
        size=len(body),
        archive_key=sha256,
        verdict="article",
        outlet=entry.outlet,
    )
    return _made(document, fields)


def an_article(document: Document | None = None, *, text: str = TEXT, **fields: Any) -> Article:
    """One version of an article; the same document address with another text is the next one."""
    document = document or a_document(an_entry(), body=text.encode("utf-8", "surrogatepass"))
    url = fields.get("url", document.canonical_url or document.url)
    article_id = ids.make("article", url)
    text_hash = ids.make(text)
    article = Article(
        id=ids.make("version", article_id, text_hash),
        article_id=article_id,
        document_id=document.id,
        feed_id=document.feed_id,
        url=url,
        outlet=document.outlet,
        title="Soldiers cross the river",
        published_at=NOON,
        published_offset=0,
        published_precision="minute",
        published_from="json-ld datePublished",
        language="en",
        text=text,
        text_hash=text_hash,
        words=len(text.split()),
        seen_at=document.fetched_at,
        cleaner_version="0.1",
    )
    return _made(article, fields)


def a_version(url: str, text: str, *, at: datetime = NOON, **fields: Any) -> Article:
    """An article at an address, with these words, seen then."""
    document = a_document(an_entry(url=url), body=text.encode(), fetched_at=at)
    return an_article(document, text=text, **{"published_at": at, **fields})


def an_extraction(article: Article | None = None, **fields: Any) -> Extraction:
    """The claims of an article were looked for."""
    article = article or an_article()
    version = fields.get("extractor_version", "0.1")
    extraction = Extraction(
        id=ids.make("extraction", article.id, version),
        version_id=article.id,
        extractor_version=version,
        claims=0,
    )
    return _made(extraction, fields)


def a_claim(
    article: Article | None = None,
    *,
    content: str = "Nobody crossed anything",
    source: str | None = "Bob Roe",
    cue: str | None = "said",
    **fields: Any,
) -> Claim:
    """A claim of an article; `content`, `source` and `cue` must stand in its text."""
    article = article or an_article()
    part = _span(article, content)
    source_at = _span(article, source) if source else None
    cue_at = _span(article, cue) if cue else None
    claim = Claim(
        id=ids.make("claim", article.id, source_at, cue_at, part),
        version_id=article.id,
        article_id=article.article_id,
        kind="direct",
        source_text=source,
        source_start=source_at and source_at.start,
        source_end=source_at and source_at.end,
        cue=cue,
        cue_start=cue_at and cue_at.start,
        cue_end=cue_at and cue_at.end,
        content=content,
        content_parts=(part,),
        sources=(Source(name=source, type="person"),) if source else (),
        stance="asserts",
        sentence=content,
        confidence=0.9,
        extractor_version="0.1",
    )
    return _made(claim, fields)


def a_number(claim_text: str, words: str, low: float | None, high: float | None) -> Number:
    """A number whose words stand in `claim_text`, the text of the article."""
    start = claim_text.index(words)
    return Number(
        text=words, start=start, end=start + len(words), low=low, high=high, counted="soldiers"
    )


def a_link(one: Claim, other: Claim, **fields: Any) -> Link:
    """Two claims that may contradict each other."""
    first, second = sorted((one.id, other.id))
    link = Link(
        id=ids.make("link", first, second, fields.get("relation", "contradicts")),
        claim_id=first,
        other_id=second,
        relation="contradicts",
        score=0.8,
        why="figures for the same soldiers that cannot both hold",
    )
    return _made(link, fields)


def a_failure(**fields: Any) -> Failure:
    """A record that a stage could not take."""
    failure = Failure(
        id=ids.make("failure", *sorted(map(str, fields.values()))),
        stage="clean",
        record_id="aaaa",
        subject="https://example.org/1",
        error="Unreadable",
        message="https://example.org/1: no text in it",
        failed_at=NOON,
    )
    return _made(failure, fields)


def a_batch(
    root: Path, records: Iterable[Record], *, name: str = "first", at: datetime = NOON
) -> Batch:
    """A batch folder below `root` that holds the records, each in the folder of its stage."""
    batch = Batch.open(root, name, now=at)
    stages: dict[str, list[Record]] = {}
    for record in records:
        stage = record.stage if isinstance(record, Failure) else STAGE_OF[type(record)]
        stages.setdefault(stage, []).append(record)
    for stage, made in stages.items():
        with batch.writing(stage) as out:
            for record in made:
                out.write(record)
    return batch


def a_walk(article: Article, *claims: Claim, entry: Entry | None = None) -> list[Record]:
    """Everything that leads to an article and comes out of it, from its feed on."""
    feed = a_feed()
    entry = entry or an_entry(feed, url=article.url or "https://example.org/1")
    document = a_document(
        entry, body=article.text.encode("utf-8", "surrogatepass"), fetched_at=article.seen_at
    )
    article = replace(article, document_id=document.id)
    versions = sorted({claim.extractor_version for claim in claims}) or ["0.1"]
    extractions = [
        an_extraction(
            article,
            extractor_version=version,
            claims=sum(claim.extractor_version == version for claim in claims),
        )
        for version in versions
    ]
    return [feed, a_poll(feed), entry, document, article, *extractions, *claims]


def a_warehouse(folder: Path, *, wait_s: float = 1) -> Warehouse:
    """An empty warehouse; a copy of one made before, since making its views takes 0.3 CPU s."""
    folder.mkdir(parents=True, exist_ok=True)
    warehouse = Warehouse(folder, wait_s=wait_s)
    warehouse.file.write_bytes(_empty_ledger())
    return warehouse


@cache
def _empty_ledger() -> bytes:
    with TemporaryDirectory() as folder:
        made = Warehouse(Path(folder), wait_s=1)
        made.load()
        return made.file.read_bytes()


def _span(article: Article, words: str) -> Span:
    start = article.text.index(words)
    return Span(start=start, end=start + len(words))
