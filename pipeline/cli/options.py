"""What the commands share: the application, its options, the tools of a command."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from pipeline.settings import Settings
from pipeline.tools import Tools

STORY = """Turn the news into rows: who said what, when, on whose word, and who says otherwise.

A first look:  hearsay backfill seeds  ·  hearsay sql  ·  hearsay try FILE_OR_URL

Every day:     hearsay feeds add URL  ·  hearsay ingest  ·  hearsay status
"""
app = typer.Typer(name="hearsay", help=STORY, no_args_is_help=True, pretty_exceptions_enable=False)
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


def tools_of(settings: Path | None, data: Path | None) -> Tools:
    """Return the tools of a command; they are closed when it ends."""
    return CLOSING.enter_context(Tools(Settings.load(settings, data), datetime.now(UTC)))
