"""Commands that ask what is stored."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from pipeline import export as exporting
from pipeline import show
from pipeline.cli.options import AsJson, DataFolder, SettingsFile, app, tools_of

Format = Literal["table", "csv", "json", "parquet", "md"]


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
    tools = tools_of(settings, data)
    if query is None and not sys.stdin.isatty():
        query = sys.stdin.read()
    with tools.warehouse.read() as db:
        show.answer(db, query or show.sql("views"), output)


@app.command()
def status(settings: SettingsFile = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Show what is stored, batch by batch, and what failed."""
    show.status(tools_of(settings, data), as_json=as_json)


@app.command()
def export(
    target: Annotated[Path, typer.Argument(help="The file to write.")],
    query: Annotated[str, typer.Option(help="Which rows; default: every claim.")] = "FROM claims",
    settings: SettingsFile = None,
    data: DataFolder = None,
    output: Annotated[exporting.Form, typer.Option("--format", help="Of the file.")] = "jsonld",
) -> None:
    """Write claims to a file, for other programs."""
    warehouse = tools_of(settings, data).warehouse
    show.rows(str(target), {"rows": exporting.claims(warehouse, target, output, query=query)})


@app.command(name="export-warc")
def export_warc(
    target: Annotated[Path, typer.Argument(help="The file to write, e.g. case.warc.gz.")],
    names: Annotated[
        list[str], typer.Argument(help="Addresses, ids of articles or claims, days (2024-10-18).")
    ],
    settings: SettingsFile = None,
    data: DataFolder = None,
) -> None:
    """Write the captures of pages to one WARC file: requests, answers, bodies; read it back."""
    tools = tools_of(settings, data)
    captures = exporting.case(names, tools.warehouse, tools.archive, target)
    show.rows(str(target), {"captures": captures})


@app.command()
def evidence(
    claim_id: Annotated[str, typer.Argument(help="As `hearsay sql` shows it.")],
    target: Annotated[Path, typer.Argument(help="The folder to write.")],
    settings: SettingsFile = None,
    data: DataFolder = None,
) -> None:
    """Write everything that proves one claim: text, offsets, capture, headers, digests."""
    tools = tools_of(settings, data)
    made = exporting.pack(claim_id, tools.warehouse, tools.archive, target)
    show.rows(str(made[0]), {"files": len(made)})


@app.command()
def serve(
    settings: SettingsFile = None,
    data: DataFolder = None,
    port: Annotated[int, typer.Option(help="Where the page is served.")] = 8090,
) -> None:
    """Serve the page of claims on this machine until Ctrl-C."""
    import uvicorn

    from pipeline.page import app as page

    warehouse = tools_of(settings, data).warehouse
    show.serving(f"http://127.0.0.1:{port}")
    uvicorn.run(page(warehouse), host="127.0.0.1", port=port, log_level="warning")
