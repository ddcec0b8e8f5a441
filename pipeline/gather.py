"""Gather: everything that knows a day.

    waiting      entries that feeds listed then and whose page was never asked for
    named        pages that a person names
    due          pages of that day that failed and may be asked for again by now
    in_folders   files and saved pages by the date of their publication
    in_history   what archives and sitemaps of the feeds still tell of a day that is over

Asked again, all of them name the same entries: whoever plans leaves out what is planned already.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from filelock import FileLock

from pipeline import flow, ids
from pipeline.edges import agenda
from pipeline.edges.batch import Batch
from pipeline.edges.workers import Job, spread
from pipeline.records import Article, Document, Entry, Failure, Feed, Poll
from pipeline.stages import plan as planning
from pipeline.stages.poll import feed as start
from pipeline.stages.poll.folder import address
from pipeline.stages.poll.history import Day, look_back
from pipeline.stages.poll.identity import judge
from pipeline.tools import Tools

CURRENT = timedelta(days=1)  #: how old a run may be that counts as the latest
EVER = datetime.min.replace(tzinfo=UTC)


def feeds(tools: Tools, *, folders: bool) -> list[Feed]:
    """Return the feeds of the settings: the folders, or those of the web."""
    listed = [start.of(feed) for feed in tools.settings.feeds]
    return [feed for feed in listed if (feed.kind == "folder") is folders]


def waiting(first: datetime, end: datetime, tools: Tools) -> list[Entry]:
    """Return the entries seen or published in [first, end) whose page was never asked for."""
    if not tools.warehouse.published.exists():
        return []
    with tools.warehouse.read() as db:
        return agenda.waiting(db, first, end)


def due(first: datetime, end: datetime, tools: Tools) -> list[tuple[Entry, int]]:
    """Return entries seen or published in [first, end) whose page is due again, and its failures.

    A run that stands for the time up to now takes along what is due of every day before.
    """
    if not tools.warehouse.published.exists():
        return []
    if tools.now - end < CURRENT:
        first, end = EVER, max(end, tools.now)
    with tools.warehouse.read() as db:
        return agenda.due(db, first, end, now=tools.now)


def named(names: list[str], tools: Tools) -> list[Entry]:
    """Return the entries without an article that addresses, ids or `all` name."""
    with tools.warehouse.read() as db:
        return agenda.named(db, names)


def in_folders(first: datetime, end: datetime, tools: Tools) -> Iterator[Entry]:
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
            with survey.writing("start") as out:
                out.write(feed)
            for stage in ("poll", "fetch", "clean"):
                flow.run(stage, survey, tools)
    return survey


def in_history(first: datetime, end: datetime, tools: Tools) -> Iterator[Entry | Failure]:
    """Yield what archives and sitemaps tell of [first, end), once it is over, and what failed.

    Entries that are stored already are left out.
    """
    if end > tools.now:
        return
    limits = tools.settings.history
    day = Day(first=first, end=end, listings=limits.listings, pages=limits.pages)
    look = partial(_look_back, day=day, polls=tools.warehouse.last_polls())
    for found in spread(Job(look, "poll", tools), feeds(tools, folders=False), "hosts"):
        yield from found


def _look_back(
    stage: str, feed: Feed, tools: Tools, *, day: Day, polls: Mapping[str, Poll]
) -> list[Entry | Failure]:
    """Return what the history of one feed tells of a day; `polls` holds the latest of each."""
    last = polls.get(feed.id)
    places = next(one.history for one in tools.settings.feeds if start.of(one).id == feed.id)
    if last and last.status not in ("ok", "unchanged"):
        places = tuple(place for place in places if place != "feed")  # its polls say what it lacks
    found: list[Entry] = []
    failed: list[Failure] = []
    for one in look_back(feed, places, day, get=partial(tools.listing, of=day.end)):
        if isinstance(one, Entry):
            found.append(one)
        else:
            failed.append(flow.failure(stage, feed, one, tools))
    judged = judge(found, tools.sightings(feed.id, found), last.identity if last else "guid")
    return [*judged.new, *failed]
