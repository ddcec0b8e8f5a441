"""The walk: from a feed to rows that say who said what.

    poll      Feed      →  Poll, Entry…           what does the feed list?
    fetch     Entry     →  Document               get it, keep every byte
    clean     Document  →  Article                the words, the names, the times
    extract   Article   →  Extraction, Claim…     who said what, when, on whose word
    link      Claim     →  Link…                  who says the same, who says otherwise
    load      a batch   →  the warehouse          one transaction, then publish

A step takes one record and yields the records that it leads to. Everything else (files, failures,
counts, progress, threads and processes) is written once, in the drivers below:

    follow    one record as far as it goes, in memory          `hearsay try PAGE`
    look      what a feed lists, nothing fetched or stored     `hearsay try FEED`
    run       one stage over a batch                           `hearsay run`, a task in Airflow
    load      batches into the warehouse, then publish         `hearsay load`
    ingest    all of it                                        `hearsay ingest`, `hearsay backfill`
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline import ids
from pipeline.edges.batch import Batch
from pipeline.edges.deadline import deadline
from pipeline.edges.warehouse import Loaded
from pipeline.edges.workers import FEW, Job, Kind, Progress, silent, spread
from pipeline.errors import RecordError, TooBig
from pipeline.log import log
from pipeline.records import Article, Claim, Document, Entry, Failure, Feed, Record
from pipeline.stages import clean as cleaning
from pipeline.stages import extract as extraction
from pipeline.stages import fetch as fetching
from pipeline.stages import link as linking
from pipeline.stages import plan as planning
from pipeline.stages import poll as polling
from pipeline.stages.clean.lesson import host_of
from pipeline.tools import Tools


def poll(feed: Feed, tools: Tools) -> Iterator[Record]:
    """Get the feed politely; yield the Poll and every Entry that was not seen before."""
    last = tools.polls.get(feed.id)
    url, headers = polling.request(feed, last, at=tools.now)
    try:
        response = tools.get(url, headers=headers)
    except RecordError as error:
        yield polling.unanswered(feed, last, error, at=tools.now)
        raise
    yield from polling.poll(feed, response, last, known=tools.sightings, get=tools.get)


def fetch(entry: Entry, tools: Tools) -> Iterator[Record]:
    """Get what the entry points to; archive the bytes; yield the Document with its verdict.

    Where a page holds nothing but the way to another (a refresh), that one is got.
    """
    response = tools.get(entry.url, robots=True)
    if url := fetching.onward(response):
        way = (*response.redirects, response.final_url)
        there = tools.get(url, robots=True)
        response = replace(there, url=response.url, redirects=(*way, *there.redirects))
    yield fetching.fetch(entry, response, archive_key=tools.archive.put(response))


def clean(document: Document, tools: Tools) -> Iterator[Record]:
    """Turn archived bytes into an Article, if the verdict is that they hold one."""
    if document.verdict == "article":
        body = tools.archive.get(document.archive_key)
        yield cleaning.clean(document, body, tools.learned(host_of(document.final_url)))


def extract(article: Article, tools: Tools) -> Iterator[Record]:
    """Yield the Extraction and the Claims of an article; one past limits.text_chars is too big."""
    most = tools.settings.limits.text_chars
    if len(article.text) > most:
        raise TooBig(f"{len(article.text):,} characters, the limit is {most:,}; limits.text_chars")
    yield from extraction.extract(article, tools.language.doc)


def link(claim: Claim, tools: Tools) -> Iterator[Record]:
    """Yield the Links of a claim to recent claims and those of its own batch."""
    yield from linking.link(claim, tools.neighbours)


def every(records: Iterable[Any], _: Tools) -> Iterable[Any]:
    """Take every record."""
    return records


def once(entries: Iterable[Entry], tools: Tools) -> list[Entry]:
    """Take one entry for each page of the web, and none whose page was fetched since it changed."""
    chosen = planning.once(entries)
    had = tools.had([entry for entry in chosen if planning.on_web(entry)])
    return [entry for entry in chosen if entry.id not in had]


@dataclass(frozen=True, slots=True)
class Step:
    """A stage: what it reads, how it takes one, its kind of workers, which of a batch it takes."""

    reads: type[Any]
    take: Callable[[Any, Tools], Iterable[Record]]
    workers: Kind
    choose: Callable[[Iterable[Any], Tools], Iterable[Any]] = every


STAGES: dict[str, Step] = {
    "poll": Step(Feed, poll, "hosts"),
    "fetch": Step(Entry, fetch, "answers", once),
    "clean": Step(Document, clean, "processes"),
    "extract": Step(Article, extract, "processes"),
    "link": Step(Claim, link, "one"),
}


def take(stage: str, record: Any, tools: Tools) -> list[Record]:
    """Take one record through a stage; where it cannot go on, a Failure says why."""
    made: list[Record] = []
    try:
        with deadline(tools.seconds(stage), f"limits.{stage}_s"):
            made.extend(STAGES[stage].take(record, tools))
    except RecordError as error:
        made.append(failure(stage, record, error, tools))
    return made


def failure(stage: str, record: Any, error: RecordError, tools: Tools) -> Failure:
    """Return the row that tells why `record` went no further."""
    name, message = type(error).__name__, str(error)
    # A page is tried again by rule: every try counts, so every one is a row.
    tried = (tools.now.isoformat(),) if isinstance(record, Entry) else ()
    return Failure(
        id=ids.make("failure", stage, record.id, name, message, *tried),
        stage=stage,
        record_id=record.id,
        subject=getattr(record, "url", None) or record.id,
        error=name,
        message=message,
        failed_at=tools.now,
    )


def follow(record: Record, tools: Tools) -> Iterator[Record]:
    """Yield everything that `record` leads to, depth first, nothing stored."""
    for stage, step in STAGES.items():
        if isinstance(record, step.reads):
            for made in take(stage, record, tools):
                yield made
                yield from follow(made, tools)


def look(
    entry: Entry, tools: Tools, *, content_type: str | None, base: str | None
) -> Iterator[Record]:
    """Yield the Poll and the Entries of a feed; if there is no feed, everything the page yields.

    `content_type` and `base` stand in for what a saved file does not know of itself.
    """
    response = tools.get(entry.url)
    if content_type:
        response = replace(response, headers=(("content-type", content_type),))
    if base:
        response = replace(response, url=base, final_url=base)
    if polling.is_feed(response):
        feed = Feed(id=entry.feed_id, url=response.url, kind="rss")
        try:
            yield from polling.poll(feed, response, None, known=lambda *_: (), get=tools.get)
        except RecordError as error:
            yield failure("poll", feed, error, tools)
    else:
        yield from follow(entry, tools)


def run(stage: str, batch: Batch, tools: Tools, progress: Progress = silent) -> dict[str, int]:
    """Do one stage over a batch; return the rows it made by table.

    What the stage made before is replaced, and what later stages made is dropped.
    """
    step, names = STAGES[stage], list(STAGES)
    later = tuple(names[names.index(stage) + 1 :])
    with log.bind(batch=batch.id, stage=stage) as note, batch.writing(stage, later=later) as out:
        mine, total = tools.for_batch(batch), batch.count(step.reads)
        records = step.choose(batch.read(step.reads), mine)
        if step.workers == "processes" and total > FEW:
            ready()
        job = Job(take, stage, mine, lambda one, error: [failure(stage, one, error, mine)])
        taken = spread(job, records, step.workers)
        for made in progress(stage, taken, total):
            for record in made:
                out.write(record)
                if isinstance(record, Failure):
                    note.warning(record.message, subject=record.subject, error=record.error)
        mine.force()
        note.info("done", **out.rows)
    return out.rows


def ready() -> None:
    """Read what processes need, before they are copied from this one."""
    from pipeline.rehearsal import rehearse  # with it comes spaCy, which few commands need

    rehearse()


def load(batches: Sequence[Batch], tools: Tools) -> Loaded:
    """Append batches to the warehouse in one transaction, then publish; twice adds 0 rows."""
    with log.bind(batch=" ".join(batch.id for batch in batches), stage="load") as note:
        loaded = tools.warehouse.load(*batches)
        note.info("done", **loaded.added)
    return loaded


def ingest(
    records: Iterable[Feed | Entry], batch: Batch, tools: Tools, progress: Progress = silent
) -> Loaded:
    """Walk a batch from its feeds, and from entries that are to be fetched, to the warehouse."""
    with batch.writing("start", later=tuple(STAGES)) as out:
        for record in records:
            out.write(record)
    for stage in STAGES:
        run(stage, batch, tools, progress)
    return load([batch], tools)
