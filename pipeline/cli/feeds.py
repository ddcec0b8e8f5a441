"""Commands for the list of feeds."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline import show
from pipeline.cli.options import AsJson, DataFolder, SettingsFile, app, tools_of
from pipeline.edges import feeds as feedlist
from pipeline.records import FeedKind
from pipeline.settings import FeedSettings, Settings
from pipeline.stages.poll.discover import discover

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
    settings: SettingsFile = None,
    data: DataFolder = None,
) -> None:
    """Add a feed to the settings file."""
    feed = FeedSettings(url=url, kind=kind, outlet=outlet, language=language)
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
    found = discover(url, tools_of(settings, data).get)
    show.feeds(tuple(FeedSettings(url=f.url, kind=f.kind) for f in found), as_json=as_json)


@feeds_app.command("import")
def feeds_import(
    file: Annotated[Path, typer.Argument(help="An OPML file.")],
    settings: SettingsFile = None,
    data: DataFolder = None,
) -> None:
    """Add every feed of an OPML file."""
    found = feedlist.from_opml(file)
    show.written(
        feedlist.add(Settings.load(settings, data), found), f"{len(found)} feeds read from {file}"
    )


@feeds_app.command("export")
def feeds_export(settings: SettingsFile = None, data: DataFolder = None) -> None:
    """Print the feeds as OPML."""
    sys.stdout.write(feedlist.to_opml(Settings.load(settings, data).feeds))
