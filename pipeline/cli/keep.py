"""Commands that keep it well: this machine, the warehouse, Airflow."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Annotated

import typer

from pipeline import days, show, upkeep
from pipeline.cli.options import DataFolder, SettingsFile, app, tools_of
from pipeline.doctor import examine
from pipeline.edges import backup as backups
from pipeline.errors import EnvironmentFault, WarehouseError
from pipeline.settings import Settings


@app.command()
def doctor(settings: SettingsFile = None, data: DataFolder = None) -> None:
    """Check this machine and say how to mend what is wrong."""
    findings = examine(tools_of(settings, data))
    show.findings(findings)
    if any(not finding.well for finding in findings):
        raise typer.Exit(EnvironmentFault.exit_code)


@app.command()
def check(settings: SettingsFile = None, data: DataFolder = None) -> None:
    """Check that what is stored holds together: ids, origins, offsets, sums."""
    wrong = tools_of(settings, data).warehouse.check()
    show.wrong(wrong)
    if wrong:
        raise typer.Exit(WarehouseError.exit_code)


@app.command()
def rebuild(settings: SettingsFile = None, data: DataFolder = None) -> None:
    """Make the database anew from the batches; the old one stays until the new one is whole."""
    show.rows("rebuilt", tools_of(settings, data).warehouse.rebuild().added)


@app.command()
def learn(settings: SettingsFile = None, data: DataFolder = None) -> None:
    """Learn which lines the articles of each host repeat; later cleaning leaves them out."""
    with tools_of(settings, data) as tools:
        show.rows("learned", {"boilerplate": days.learn(tools)})


@app.command()
def forget(
    settings: SettingsFile = None,
    data: DataFolder = None,
    yes: Annotated[bool, typer.Option("--yes", help="Remove it; it cannot be had back.")] = False,
) -> None:
    """Show what the settings let go after so many days; with --yes, remove it."""
    with tools_of(settings, data) as tools:
        counts = upkeep.forget(tools) if yes else upkeep.overdue(tools)
        show.forgotten(counts, done=yes)


@app.command()
def compact(settings: SettingsFile = None, data: DataFolder = None) -> None:
    """Put the small files of past weeks together into few; rows and digests stay as they are."""
    with tools_of(settings, data) as tools:
        show.rows("compacted", {"batches": upkeep.compact(tools)})


@app.command()
def tidy(settings: SettingsFile = None, data: DataFolder = None) -> None:
    """Do what Airflow does every night: learn, forget by rule, compact, back up, note the sizes."""
    with tools_of(settings, data) as tools:
        show.rows("tidy", upkeep.tidy(tools))


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(help="A folder; an earlier backup is brought up.")],
    settings: SettingsFile = None,
    data: DataFolder = None,
) -> None:
    """Copy everything that is kept to a folder and read all of it back."""
    show.copied(target, backups.backup(tools_of(settings, data).warehouse, target))


@app.command()
def restore(
    source: Annotated[Path, typer.Argument(help="A folder that `backup` made.")],
    settings: SettingsFile = None,
    data: DataFolder = None,
) -> None:
    """Fill an empty data folder from a backup, verify it, publish."""
    warehouse = tools_of(settings, data).warehouse
    show.copied(warehouse.folder, backups.restore(source, warehouse))


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
