"""The command line. Each command calls one function of the walk and shows what it returns."""

from __future__ import annotations

import errno
import signal
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from pipeline import __version__, flow, show
from pipeline.doctor import examine
from pipeline.edges import feeds as feedlist
from pipeline.edges.batch import Batch
from pipeline.errors import EnvironmentFault, HearsayError
from pipeline.log import set_up
from pipeline.records import Feed, FeedKind
from pipeline.settings import FeedSettings, Settings
from pipeline.stages.poll import feed as start
from pipeline.tools import Tools

STORY = """Turn the news into rows: who said what, when, on whose word, and who says otherwise.

A first look:  hearsay backfill seeds  ·  hearsay sql  ·  hearsay try FILE_OR_URL

Every day:     hearsay feeds add URL  ·  hearsay ingest  ·  hearsay status
"""
app = typer.Typer(name="hearsay", help=STORY, no_args_is_help=True, pretty_exceptions_enable=False)
feeds_app = typer.Typer(help="The feeds that are polled.", no_args_is_help=True)
app.add_typer(feeds_app, name="feeds")

CLOSING = ExitStack()  # what a command opened; closed when it ends, however it ends

SettingsFile = Annotated[
    Path | None,
    typer.Option("--settings", envvar="HEARSAY_SETTINGS", help="TOML laid over the defaults."),
]
DataFolder = Annotated[
    Path | None,
    typer.Option("--data", envvar="HEARSAY_DATA", help="Where everything is kept."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON lines, for programs.")]
StageName = Literal["poll", "fetch", "clean", "extract", "link"]
Format = Literal["table", "csv", "json", "parquet", "md"]


def _tools(settings: Path | None, data: Path | None) -> Tools:
    tools = Tools(Settings.load(settings, data), datetime.now(UTC))
    return CLOSING.enter_context(tools)


def _batch(tools: Tools, name: str | None, purpose: str) -> Batch:
    return Batch.open(
        tools.batches, name or f"{tools.now:%Y%m%dT%H%M%S%f}-{purpose}", now=tools.now
    )


def _ingest(feeds: list[Feed], batch: Batch, tools: Tools) -> None:
    show.loaded(tools, batch.id, flow.ingest(feeds, batch, tools, show.progress))


@app.command()
def ingest(
    settings: SettingsFile = None,
    data: DataFolder = None,
    batch: Annotated[str | None, typer.Option(help="Name of the batch; default: the time.")] = None,
) -> None:
    """Poll every feed, fetch what is new, find the claims, load and publish."""
    tools = _tools(settings, data)
    feeds = [start.of(feed) for feed in tools.settings.feeds]
    _ingest(feeds, _batch(tools, batch, "ingest"), tools)


@app.command()
def backfill(
    path: Annotated[Path, typer.Argument(help="A folder of saved texts or pages, or one file.")],
    settings: SettingsFile = None,
    data: DataFolder = None,
    outlet: Annotated[str | None, typer.Option(help="Who published them all.")] = None,
) -> None:
    """Ingest a folder of saved documents."""
    if not path.exists():
        raise EnvironmentFault(f"{path}: no such folder or file; name one that exists")
    tools = _tools(settings, data)
    feed = start.make(path.as_posix(), "folder", outlet=outlet)
    _ingest([feed], _batch(tools, None, "backfill"), tools)


@app.command(name="try")
def try_(
    target: Annotated[str, typer.Argument(help="A page, a feed, or a file.")],
    settings: SettingsFile = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Walk one document and show everything it yields; nothing is stored."""
    with _tools(settings, data).nothing_stored() as tools:
        records = flow.follow(start.entry(target, now=tools.now), tools)
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
    tools = _tools(settings, data)
    rows = flow.run(stage, Batch(tools.batches / batch), tools, show.progress)
    show.rows(stage, rows)


@app.command()
def load(
    batches: Annotated[list[str] | None, typer.Argument(help="Batches; default: all.")] = None,
    settings: SettingsFile = None,
    data: DataFolder = None,
) -> None:
    """Load batches into the warehouse and publish; what is loaded already adds no rows."""
    tools = _tools(settings, data)
    for name in batches or sorted(path.parent.name for path in tools.batches.glob("*/batch.json")):
        show.rows(name, flow.load(Batch(tools.batches / name), tools).added)


@app.command()
def sql(
    query: Annotated[
        str | None, typer.Argument(help="DuckDB SQL; default: standard input.")
    ] = None,
    settings: SettingsFile = None,
    data: DataFolder = None,
    output: Annotated[Format, typer.Option("--format", help="How to print the rows.")] = "table",
) -> None:
    """Ask the published database, read-only; without a query, show what there is to ask."""
    tools = _tools(settings, data)
    if query is None and not sys.stdin.isatty():
        query = sys.stdin.read()
    with tools.warehouse.read() as db:
        show.answer(db, query or show.TABLES, output)


@app.command()
def status(settings: SettingsFile = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Show what is stored, batch by batch, and what failed."""
    show.status(_tools(settings, data), as_json=as_json)


@app.command()
def doctor(settings: SettingsFile = None, data: DataFolder = None) -> None:
    """Check this machine and say how to mend what is wrong."""
    findings = examine(_tools(settings, data))
    show.findings(findings)
    if any(not finding.well for finding in findings):
        raise typer.Exit(EnvironmentFault.exit_code)


@app.command()
def serve(
    settings: SettingsFile = None,
    data: DataFolder = None,
    port: Annotated[int, typer.Option(help="Where the page is served.")] = 8090,
) -> None:
    """Serve the page of claims on this machine until Ctrl-C."""
    import uvicorn

    from pipeline.page import app as page

    warehouse = _tools(settings, data).warehouse
    show.serving(f"http://127.0.0.1:{port}")
    uvicorn.run(page(warehouse), host="127.0.0.1", port=port, log_level="warning")


@app.command()
def up(
    settings: SettingsFile = None,
    data: DataFolder = None,
    port: Annotated[int, typer.Option(help="Where Airflow's page is served.")] = 8080,
) -> None:
    """Run Airflow on this machine until Ctrl-C: every day by itself, past days by backfill."""
    from pipeline.up import airflow

    for stop in (signal.SIGINT, signal.SIGTERM):  # also where a shell made us ignore the first
        signal.signal(stop, signal.default_int_handler)
    show.starting()
    with airflow(Settings.load(settings, data), port) as running:
        show.running(running)
        signal.pause()


@feeds_app.command("list")
def feeds_list(
    settings: SettingsFile = None, data: DataFolder = None, as_json: AsJson = False
) -> None:
    """List the feeds."""
    show.feeds(_tools(settings, data).settings.feeds, as_json=as_json)


@feeds_app.command("add")
def feeds_add(
    url: Annotated[str, typer.Argument(help="Address of the feed, or a folder.")],
    kind: Annotated[FeedKind, typer.Option(help="What it is.")] = "rss",
    outlet: Annotated[str | None, typer.Option(help="Who publishes it.")] = None,
    language: Annotated[str | None, typer.Option(help="Its language, e.g. en.")] = None,
    settings: SettingsFile = None,
) -> None:
    """Add a feed to the settings file."""
    feed = FeedSettings(url=url, kind=kind, outlet=outlet, language=language)
    show.written(feedlist.add(settings, [feed]), f"added {url}")


@feeds_app.command("remove")
def feeds_remove(
    url: Annotated[str, typer.Argument(help="Address of the feed, as listed.")],
    settings: SettingsFile = None,
) -> None:
    """Take a feed out of the settings file; what it brought stays."""
    show.written(feedlist.remove(settings, url), f"removed {url}")


@feeds_app.command("import")
def feeds_import(
    file: Annotated[Path, typer.Argument(help="An OPML file.")], settings: SettingsFile = None
) -> None:
    """Add every feed of an OPML file."""
    found = feedlist.from_opml(file)
    show.written(feedlist.add(settings, found), f"{len(found)} feeds read from {file}")


@feeds_app.command("export")
def feeds_export(settings: SettingsFile = None) -> None:
    """Print the feeds as OPML."""
    sys.stdout.write(feedlist.to_opml(Settings.load(settings).feeds))


@app.command()
def version() -> None:
    """Print the version."""
    sys.stdout.write(f"hearsay {__version__}\n")


def main() -> None:
    """Run the command line; errors become one line on standard error and an exit code."""
    set_up()
    try:
        with CLOSING:
            app()
    except HearsayError as error:
        raise SystemExit(_complain(str(error), error.exit_code)) from None
    except KeyboardInterrupt:
        raise SystemExit(_complain("stopped; run the same command again to go on", 130)) from None
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        complaint = "the disk is full; nothing stored is lost: free some space and run it again"
        raise SystemExit(_complain(complaint, EnvironmentFault.exit_code)) from None


def _complain(message: str, code: int) -> int:
    sys.stderr.write(f"hearsay: {message}\n")
    return code
