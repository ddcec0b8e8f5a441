"""Days: what Airflow runs. One run is one stretch of time, usually a day, cut into batches.

    plan      everything that knows that time, where it is not done    →  names of batches
    stage     fetch, clean or extract, each batch by itself
    finish    link and load every batch, one run after the other       →  rows added
    backfill  plan, stages and finish of days, without Airflow         →  rows added by day
    retry     pages that failed, now                                   →  rows added
    replay    documents of that time, from the archive                 →  names of batches
    difference    what a replay changed                                →  claims by kind
    learn     what the articles of a host repeat                       →  lines of new lessons

The names of batches are made from what is in them, so a plan made again names the same batches,
and a stage of a batch that is done already is not done again from the network.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from filelock import FileLock

from pipeline import flow, gather
from pipeline.edges import agenda
from pipeline.edges.batch import Batch
from pipeline.edges.migrate import SQL
from pipeline.edges.warehouse import grouped
from pipeline.errors import Unfinished
from pipeline.records import Boilerplate, Document, Entry, Failure, Record, Repeated
from pipeline.stages import plan as planning
from pipeline.stages.clean import lesson
from pipeline.stages.poll import feed as start
from pipeline.stages.poll.schedule import due as is_due
from pipeline.tools import Tools

LINKED = 100_000  # claims of batches that are linked together; they take 0.5 GB
NONE: Mapping[str, int] = MappingProxyType({})
SIZE = 250  # records in a batch: a task costs 0.25 CPU s, the model 0.5, a page 0.12


def poll(tools: Tools) -> dict[str, int]:
    """Poll the feeds of the web that are due; store what they list; return rows by table."""
    listed = gather.feeds(tools, folders=False)
    last = tools.warehouse.last_polls()
    due = [feed for feed in listed if is_due(last.get(feed.id), at=tools.now)]
    if not due:
        return {}
    batch = Batch.open(tools.batches, f"poll-{tools.now:%Y-%m-%dT%H%M%S}", now=tools.now)
    _begin(batch, due, tools)
    flow.run("poll", batch, tools)
    return flow.load([batch], tools).added


def plan(first: datetime, end: datetime, tools: Tools, *, size: int = SIZE) -> list[str]:
    """Return the batches of [first, end): those planned before, and one for each new portion.

    What is planned draws on everything that knows the day (see `gather`). A page that failed is
    planned once more when its pause is over. Where an archive or a sitemap failed, a batch of its
    own says so.
    """
    entries, failures = _gathered(first, end, tools)
    due = gather.due(first, end, tools)
    planned = [Batch(path) for path in tools.batches.glob(planning.stem("ingest", first) + "*")]
    times = Counter(entry.id for batch in planned for entry in batch.read(Entry))
    again = {entry.id: tries for entry, tries in due if times[entry.id] <= tries}
    todo = [entry for entry in entries if not times[entry.id] or entry.id in again]
    todo += [entry for entry, _ in due if entry.id in again]
    portions = planning.portions(planning.once(todo), size)
    new = _batches("ingest", first, portions, tools, again)
    if failures:
        new.append(_told(first, failures, tools))
    return sorted({batch.id for batch in planned} | set(new))


def _gathered(first: datetime, end: datetime, tools: Tools) -> tuple[list[Entry], list[Failure]]:
    """Return the entries that anything knows of a day, and what could not be asked."""
    known = {entry.id: entry for entry in gather.in_folders(first, end, tools)}
    failures = []
    for found in gather.in_history(first, end, tools):
        if isinstance(found, Entry):
            known[found.id] = found
        else:
            failures.append(found)
    known |= {entry.id: entry for entry in gather.waiting(first, end, tools)}
    return list(known.values()), failures


def _told(first: datetime, failures: list[Failure], tools: Tools) -> str:
    """Return the batch that holds what went wrong while a day was planned."""
    name = planning.name("ingest", first, [failure.id for failure in failures])
    batch = Batch.open(tools.batches, name, now=tools.now)
    _begin(batch, failures, tools)
    return name


def backfill(first: date, last: date, tools: Tools) -> Iterator[tuple[date, dict[str, int]]]:
    """Do the days from `first` to `last`, one after the other; yield each with the rows it added.

    What Airflow's runs of these days did already is not done again, nor the other way round.
    """
    zone = ZoneInfo(tools.settings.schedule.time_zone)
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        begins, ends = (
            datetime.combine(day + timedelta(days=more), time(), zone).astimezone(UTC)
            for more in (0, 1)
        )
        names = plan(begins, ends, tools)
        for name in names:
            for step in ("fetch", "clean", "extract"):
                stage(step, name, tools)
        yield day, finish(names, tools)


def retry(entries: Iterable[Entry], tools: Tools) -> dict[str, int]:
    """Fetch the pages of entries again, whatever became of them; return rows added by table."""
    batch = Batch.open(tools.batches, f"retry-{tools.now:%Y-%m-%dT%H%M%S}", now=tools.now)
    _begin(batch, entries, tools)
    for step in ("fetch", "clean", "extract"):
        stage(step, batch.id, tools)
    return finish([batch.id], tools)


def stage(name: str, batch: str, tools: Tools) -> dict[str, int]:
    """Do one stage of a batch; what was fetched before is in the archive and not fetched again."""
    folder = Batch(tools.batches / batch)
    with folder.lock():
        done = folder.done(name) if name == "fetch" else None
        return flow.run(name, folder, tools) if done is None else done


def finish(names: Iterable[str], tools: Tools) -> dict[str, int]:
    """Link batches with one another and with what is stored, load them; return rows added by table.

    One at a time over the whole machine. Raises Unfinished, after the others are loaded, if
    `extract` of a batch is not done.
    """
    added: Counter[str] = Counter()
    batches = [Batch(tools.batches / name) for name in names]
    ready = [one for one in batches if one.settled or one.done("extract") is not None]
    with FileLock(tools.settings.folder / "finish.lock"):  # so that no two runs miss a link
        for group in grouped(ready, LINKED):
            added.update(_finish(group, tools))
    if late := [batch.id for batch in batches if batch not in ready]:
        raise Unfinished(
            f"not loaded, as a stage did not end: {', '.join(late)}; the other {len(ready)} "
            "are. Mend what failed, then clear those tasks again"
        )
    return dict(added)


def _finish(batches: list[Batch], tools: Tools) -> dict[str, int]:
    with ExitStack() as locks:
        for batch in batches:
            locks.enter_context(batch.lock())
        if todo := [batch for batch in batches if not batch.settled]:
            linking = tools.linking(batches)
            for batch in todo:
                flow.run("link", batch, linking)
        return flow.load(batches, tools).added


def replay(first: datetime, end: datetime, tools: Tools, *, size: int = SIZE) -> list[str]:
    """Return batches with the documents of [first, end), to be cleaned and extracted anew."""
    with tools.warehouse.read() as db:
        documents = agenda.documents(db, first, end)
    documents = [document for document in documents if not _let_go(document, tools)]
    portions = [documents[at : at + size] for at in range(0, len(documents), size)]
    return _batches(f"replay-{tools.now:%Y%m%dT%H%M%S}", first, portions, tools)


def _let_go(document: Document, tools: Tools) -> bool:
    """Tell if the body of a document is gone by the rule of the settings."""
    days = tools.settings.upkeep.keep_bodies_days
    old = days and document.fetched_at < tools.now - timedelta(days=days)
    return bool(old) and not tools.archive.has(document.archive_key)


def difference(names: list[str], tools: Tools) -> dict[str, int]:
    """Return how many claims of replayed documents are new, gone, changed and the same."""
    query = (SQL / "difference.sql").read_text("utf-8")
    with tools.warehouse.read() as db:
        return dict(db.execute(query, {"batches": names}).fetchall())


def learn(tools: Tools) -> int:
    """Learn what the articles of each host repeat, from those of the last months; store it.

    Batches begun from now on are cleaned with it. Returns the lines of new lessons: 0 where the
    lessons known still hold.
    """
    first = tools.now - lesson.WINDOW
    repeated = tools.warehouse.repeated(first=first, end=tools.now, pages=lesson.PAGES)
    by_host: dict[str, list[Repeated]] = {host: [] for host in tools.lessons}
    for one in repeated:
        by_host.setdefault(one.host, []).append(one)
    made = [
        row
        for host, lines in sorted(by_host.items())
        for row in lesson.learn(host, lines, tools.learned(host), at=tools.now)
    ]
    if not made:
        return 0
    batch = Batch.open(tools.batches, f"learn-{tools.now:%Y-%m-%dT%H%M%S}", now=tools.now)
    with batch.writing("learn") as out:
        for row in made:
            out.write(row)
    return flow.load([batch], tools).added.get(Boilerplate.TABLE, 0)


def _batches(
    purpose: str,
    first: datetime,
    portions: Iterable[list[Entry] | list[Document]],
    tools: Tools,
    failed: Mapping[str, int] = NONE,
) -> list[str]:
    names = []
    for portion in portions:
        attempts = [f"{record.id}/{failed.get(record.id, 0)}" for record in portion]
        name = planning.name(purpose, first, attempts)
        _begin(Batch.open(tools.batches, name, now=tools.now), portion, tools)
        names.append(name)
    return names


def _begin(batch: Batch, records: Iterable[Record], tools: Tools) -> None:
    """Write what a batch begins with, and the feeds that it comes from."""
    listed = list(records)
    named = {getattr(record, "feed_id", getattr(record, "record_id", None)) for record in listed}
    feeds = [feed for feed in map(start.of, tools.settings.feeds) if feed.id in named]
    with batch.writing("start") as out:
        for record in [*feeds, *listed]:
            out.write(record)
