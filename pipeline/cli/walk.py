"""Commands that walk: from feeds or files to rows."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from pipeline import days, flow, gather, show
from pipeline.cli.options import AsJson, DataFolder, SettingsFile, app, tools_of
from pipeline.edges.batch import Batch
from pipeline.errors import EnvironmentFault
from pipeline.records import Entry, Feed
from pipeline.stages.poll import feed as start
from pipeline.tools import Tools

DAYS = ["%Y-%m-%d"]  # how days are written
StageName = Literal["poll", "fetch", "clean", "extract", "link"]


def _batch(tools: Tools, name: str | None, purpose: str) -> Batch:
    return Batch.open(
        tools.batches, name or f"{tools.now:%Y%m%dT%H%M%S%f}-{purpose}", now=tools.now
    )


def _ingest(records: list[Feed | Entry], batch: Batch, tools: Tools) -> None:
    show.loaded(tools, batch.id, flow.ingest(records, batch, tools, show.progress))


@app.command()
def ingest(
    settings: SettingsFile = None,
    data: DataFolder = None,
    batch: Annotated[str | None, typer.Option(help="Name of the batch; default: the time.")] = None,
) -> None:
    """Poll every feed, fetch what is new or due again, find the claims, load and publish."""
    tools = tools_of(settings, data)
    feeds = [start.of(feed) for feed in tools.settings.feeds]
    again = [entry for entry, _ in gather.due(tools.now, tools.now, tools)]
    _ingest([*feeds, *again], _batch(tools, batch, "ingest"), tools)


@app.command()
def backfill(
    path: Annotated[
        Path | None, typer.Argument(help="A folder of saved texts, pages, WARC files, or one file.")
    ] = None,
    first: Annotated[
        datetime | None, typer.Option("--from", formats=DAYS, help="Or: the first day …")
    ] = None,
    last: Annotated[
        datetime | None, typer.Option("--to", formats=DAYS, help="… and the last; default: one.")
    ] = None,
    settings: SettingsFile = None,
    data: DataFolder = None,
    outlet: Annotated[str | None, typer.Option(help="Who published them all.")] = None,
) -> None:
    """Ingest saved documents; or past days of all feeds, as far as anything knows them still."""
    if (path is None) == (first is None):
        raise typer.BadParameter("give a folder, or the first day with --from")
    if first:
        filled = days.backfill(first.date(), (last or first).date(), tools_of(settings, data))
        for day, added in filled:
            show.rows(str(day), added)
    if path is None:
        return
    if not path.exists():
        raise EnvironmentFault(f"{path}: no such folder or file; name one that exists")
    tools = tools_of(settings, data)
    feed = start.make(path.as_posix(), "folder", outlet=outlet)
    _ingest([feed], _batch(tools, None, "backfill"), tools)


@app.command()
def retry(
    pages: Annotated[
        list[str] | None,
        typer.Argument(help="Addresses or ids of pages, addresses of feeds, or all; default: due."),
    ] = None,
    settings: SettingsFile = None,
    data: DataFolder = None,
    listed: Annotated[bool, typer.Option("--list", help="Show what failed; fetch none.")] = False,
    as_json: AsJson = False,
) -> None:
    """Fetch pages again that failed: those whose pause is over, or those you name."""
    tools = tools_of(settings, data)
    if listed:
        show.failed(tools, as_json=as_json)
        return
    if pages:
        entries = gather.named(pages, tools)
    else:
        entries = [entry for entry, _ in gather.due(tools.now, tools.now, tools)]
    added = days.retry(entries, tools) if entries else {}
    show.rows(f"{len(entries)} pages tried again", added)


@app.command(name="try")
def try_(
    target: Annotated[str, typer.Argument(help="A page, a feed, or a file.")],
    settings: SettingsFile = None,
    data: DataFolder = None,
    as_json: AsJson = False,
    content_type: Annotated[str | None, typer.Option(help="Of a saved feed file.")] = None,
    base_url: Annotated[str | None, typer.Option(help="Where a saved feed file was.")] = None,
) -> None:
    """Walk one document and show everything it yields; nothing is stored."""
    with tools_of(settings, data).nothing_stored() as tools:
        entry = start.entry(target, now=tools.now)
        records = flow.look(entry, tools, content_type=content_type, base=base_url)
        failed = show.records(records, as_json=as_json)
    if failed:
        raise typer.Exit(1)


@app.command()
def run(
    stage: Annotated[StageName, typer.Argument(help="The stage to do.")],
    batch: Annotated[str, typer.Argument(help="The batch, as `hearsay status` lists it.")],
    settings: SettingsFile = None,
    data: DataFolder = None,
) -> None:
    """Do one stage of a batch again; what later stages made of it is dropped."""
    tools = tools_of(settings, data)
    rows = flow.run(stage, Batch(tools.batches / batch), tools, show.progress)
    show.rows(stage, rows)


@app.command()
def load(
    batches: Annotated[list[str] | None, typer.Argument(help="Batches; default: all.")] = None,
    settings: SettingsFile = None,
    data: DataFolder = None,
) -> None:
    """Load batches into the warehouse and publish; what is loaded already adds no rows."""
    tools = tools_of(settings, data)
    for name in batches or sorted(path.parent.name for path in tools.batches.glob("*/batch.json")):
        show.rows(name, flow.load([Batch(tools.batches / name)], tools).added)
