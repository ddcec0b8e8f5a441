"""Days: what Airflow runs. One run is one stretch of time, usually a day, cut into batches.

    plan      what is due, waiting or lying in folders for that time   →  names of batches
    stage     fetch, clean or extract, each batch by itself
    finish    link and load every batch, one run after the other       →  rows added
    replay    documents of that time, from the archive                 →  names of batches
    difference    what a replay changed                                →  claims by kind
    tidy      a backup; what is no longer needed goes                  →  copied, removed

The names of batches are made from what is in them, so a plan made again names the same batches,
and a stage of a batch that is done already is not done again from the network.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from filelock import FileLock

from pipeline import flow, ids
from pipeline.edges import agenda
from pipeline.edges.backup import backup
from pipeline.edges.batch import Batch
from pipeline.edges.migrate import SQL
from pipeline.errors import Unfinished
from pipeline.records import Article, Document, Entry, Failure, Feed, Record
from pipeline.stages import plan as planning
from pipeline.stages.poll import feed as start
from pipeline.stages.poll.folder import address
from pipeline.stages.poll.schedule import due as is_due
from pipeline.tools import Tools

NONE: Mapping[str, int] = MappingProxyType({})
SIZE = 200  # records in a batch: a task costs 0.25 CPU s, the language model 1 s, a page 0.2 s


def feeds(tools: Tools, *, folders: bool) -> list[Feed]:
    """Return the feeds of the settings: the folders, or those of the web."""
    listed = [start.of(feed) for feed in tools.settings.feeds]
    return [feed for feed in listed if (feed.kind == "folder") is folders]


def poll(tools: Tools) -> dict[str, int]:
    """Poll the feeds of the web that are due; store what they list; return rows by table."""
    listed = feeds(tools, folders=False)
    due = [feed for feed in listed if is_due(tools.warehouse.last_poll(feed.id), at=tools.now)]
    if not due:
        return {}
    batch = Batch.open(tools.batches, f"poll-{tools.now:%Y-%m-%dT%H%M%S}", now=tools.now)
    _begin(batch, due)
    flow.run("poll", batch, tools)
    return flow.load(batch, tools).added


def plan(first: datetime, end: datetime, tools: Tools, *, size: int = SIZE) -> list[str]:
    """Return the batches of [first, end): those planned before, and one for each new portion.

    An entry whose page could not be fetched when it was planned before is planned once more.
    """
    entries = {entry.id: entry for entry in _in_folders(first, end, tools)}
    if tools.warehouse.published.exists():
        with tools.warehouse.read() as db:
            entries |= {entry.id: entry for entry in agenda.waiting(db, first, end)}
    planned = [Batch(path) for path in tools.batches.glob(planning.stem("ingest", first) + "*")]
    failed = Counter(
        failure.record_id
        for batch in planned
        for failure in batch.read(Failure)
        if failure.stage == "fetch"
    )
    kept = {document.entry_id for batch in planned for document in batch.read(Document)}
    for batch in planned:
        for entry in batch.read(Entry):
            if entry.id in kept or entry.id not in failed:
                entries.pop(entry.id, None)
    portions = planning.portions(entries.values(), size)
    new = _batches("ingest", first, portions, tools, failed)
    return sorted({batch.id for batch in planned} | set(new))


def stage(name: str, batch: str, tools: Tools) -> dict[str, int]:
    """Do one stage of a batch; what was fetched before is in the archive and not fetched again."""
    folder = Batch(tools.batches / batch)
    with _alone(folder):
        done = folder.done(name) if name == "fetch" else None
        return flow.run(name, folder, tools) if done is None else done


def finish(names: Iterable[str], tools: Tools) -> dict[str, int]:
    """Link and load batches; return rows added by table. One at a time over the whole machine.

    Raises Unfinished, after the others are loaded, if `extract` of a batch is not done.
    """
    added: Counter[str] = Counter()
    batches = [Batch(tools.batches / name) for name in names]
    with FileLock(tools.settings.folder / "finish.lock"):  # so that no two runs miss a link
        for batch in batches:
            if batch.done("extract") is not None:
                with _alone(batch):
                    flow.run("link", batch, tools)
                    added.update(flow.load(batch, tools).added)
    if late := [batch.id for batch in batches if batch.done("extract") is None]:
        raise Unfinished(
            f"not loaded, as a stage did not end: {', '.join(late)}; the other "
            f"{len(batches) - len(late)} are. Mend what failed, then clear those tasks again"
        )
    return dict(added)


def _alone(batch: Batch) -> FileLock:
    """Return a lock on a batch: a task that Airflow gave up for dead may still be at work."""
    return FileLock(batch.folder / "stage.lock")


def replay(first: datetime, end: datetime, tools: Tools, *, size: int = SIZE) -> list[str]:
    """Return batches with the documents of [first, end), to be cleaned and extracted anew."""
    with tools.warehouse.read() as db:
        documents = agenda.documents(db, first, end)
    portions = [documents[at : at + size] for at in range(0, len(documents), size)]
    return _batches(f"replay-{tools.now:%Y%m%dT%H%M%S}", first, portions, tools)


def difference(names: list[str], tools: Tools) -> dict[str, int]:
    """Return how many claims of replayed documents are new, gone, changed and the same."""
    query = (SQL / "difference.sql").read_text("utf-8")
    with tools.warehouse.read() as db:
        return dict(db.execute(query, {"batches": names}).fetchall())


def tidy(tools: Tools) -> dict[str, int]:
    """Back up what is kept, if the settings say where; remove surveys that have grown old.

    Returns files backed up, those of them copied anew, and surveys removed. Raises what
    `backup` raises.
    """
    done = {"surveys removed": _remove_surveys(tools)}
    if target := tools.settings.upkeep.backup:
        made = backup(tools.warehouse, Path(target).expanduser())
        done |= {"files backed up": made.files, "files copied": made.copied}
    return done


def _remove_surveys(tools: Tools) -> int:
    """Remove old surveys of folders: whoever asks again makes them again."""
    oldest = tools.now - timedelta(days=tools.settings.upkeep.keep_surveys_days)
    old = [
        survey
        for head in (tools.settings.folder / "surveys").glob("*/batch.json")
        if (survey := Batch(head.parent)).started_at < oldest
    ]
    for survey in old:
        shutil.rmtree(survey.folder)
    return len(old)


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
        listing = feeds(tools, folders=True)  # a folder is stored with the first of its files
        _begin(Batch.open(tools.batches, name, now=tools.now), [*listing, *portion])
        names.append(name)
    return names


def _begin(batch: Batch, records: Iterable[Record]) -> None:
    with batch.writing("start") as out:
        for record in records:
            out.write(record)


def _in_folders(first: datetime, end: datetime, tools: Tools) -> Iterator[Entry]:
    """Yield the files of the folders whose article belongs to [first, end)."""
    zone = ZoneInfo(tools.settings.schedule.time_zone)
    for feed in feeds(tools, folders=True):
        survey = _survey(feed, tools)
        entry_of = {document.id: document.entry_id for document in survey.read(Document)}
        moments = {
            entry_of[article.document_id]: planning.moment(article, zone)
            for article in survey.read(Article)
        }
        for entry in survey.read(Entry):
            if first <= moments.get(entry.id, entry.seen_at) < end:
                yield entry


def _survey(feed: Feed, tools: Tools) -> Batch:
    """Return a batch, never loaded, that tells the date of every file a folder lists."""
    listing = ids.sha256(tools.get(address(feed)).body)
    surveys = tools.settings.folder / "surveys"
    surveys.mkdir(parents=True, exist_ok=True)
    with FileLock(surveys / f"{listing}.lock"):
        survey = Batch.open(surveys, listing, now=tools.now)
        if survey.done("clean") is None:
            _begin(survey, [feed])
            for stage in ("poll", "fetch", "clean"):
                flow.run(stage, survey, tools)
    return survey
