"""Commands for the list of feeds."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from pipeline import show
from pipeline.cli.options import AsJson, DataFolder, SettingsFile, app, tools_of
from pipeline.edges import feedfiles
from pipeline.edges import feeds as feedlist
from pipeline.errors import SettingsError
from pipeline.records import FeedKind
from pipeline.settings import Settings
from pipeline.stages.poll.discover import discover

Form = Literal["opml", "csv"]
feeds_app = typer.Typer(help="The feeds that are polled.", no_args_is_help=True)
app.add_typer(feeds_app, name="feeds")


@feeds_app.command("list")
def feeds_list(
    settings: SettingsFile = None, data: DataFolder = None, as_json: AsJson = False
) -> None:
    """List the feeds."""
    show.feeds(tools_of(settings, data).settings.feeds, as_json=as_json)


@feeds_app.command("add")
def feeds_add(
    url: Annotated[str, typer.Argument(help="Address of the feed, or a folder.")],
    kind: Annotated[FeedKind, typer.Option(help="What it is.")] = "rss",
    outlet: Annotated[str | None, typer.Option(help="Who publishes it.")] = None,
    language: Annotated[str | None, typer.Option(help="Its language, e.g. en.")] = None,
    history: Annotated[
        list[str] | None, typer.Option(help="Where its past is: feed, robots.txt, an address.")
    ] = None,
    settings: SettingsFile = None,
    data: DataFolder = None,
) -> None:
    """Add a feed to the settings file."""
    told = {"url": url, "kind": kind, "outlet": outlet, "language": language}
    feed = feedfiles.checked(told | ({"history": history} if history else {}))
    show.written(feedlist.add(Settings.load(settings, data), [feed]), f"added {url}")


@feeds_app.command("remove")
def feeds_remove(
    url: Annotated[str, typer.Argument(help="Address of the feed, as listed.")],
    settings: SettingsFile = None,
    data: DataFolder = None,
) -> None:
    """Take a feed out of the settings file; what it brought stays."""
    show.written(feedlist.remove(Settings.load(settings, data), url), f"removed {url}")


@feeds_app.command("discover")
def feeds_discover(
    url: Annotated[str, typer.Argument(help="Address of a site, or of one of its pages.")],
    settings: SettingsFile = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """List the feeds and news sitemaps that a site has; `feeds add` adds one."""
    show.found(discover(url, tools_of(settings, data).get), as_json=as_json)


@feeds_app.command("import")
def feeds_import(
    file: Annotated[Path, typer.Argument(help="An OPML or a CSV file.")],
    settings: SettingsFile = None,
    data: DataFolder = None,
) -> None:
    """Add every feed of an OPML or CSV file; tell line by line what could not be taken."""
    found, wrong = feedfiles.read(file)
    show.written(
        feedlist.add(Settings.load(settings, data), found), f"{len(found)} feeds read from {file}"
    )
    for one in wrong:
        sys.stderr.write(f"{file}:{one.line}: left out: {one.why}\n")
    if wrong:
        raise typer.Exit(SettingsError.exit_code)


@feeds_app.command("export")
def feeds_export(
    settings: SettingsFile = None,
    data: DataFolder = None,
    form: Annotated[Form, typer.Option("--format", help="Of the list.")] = "opml",
) -> None:
    """Print the feeds as OPML, or with the folders as CSV."""
    write = {"opml": feedfiles.to_opml, "csv": feedfiles.to_csv}[form]
    sys.stdout.write(write(Settings.load(settings, data).feeds))
