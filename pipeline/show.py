"""What people see: tables, records, progress. Rows go to standard output, the rest to error."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, TypeVar

import duckdb
import msgspec
from rich.console import Console
from rich.markup import escape
from rich.progress import track
from rich.table import Column, Table

from pipeline import upkeep
from pipeline.doctor import Finding
from pipeline.edges import checks
from pipeline.edges.backup import Backup
from pipeline.edges.migrate import SQL
from pipeline.edges.warehouse import Loaded
from pipeline.errors import QueryError
from pipeline.records import (
    Article,
    Claim,
    Document,
    Entry,
    Extraction,
    Failure,
    Poll,
    Record,
)
from pipeline.settings import FeedSettings
from pipeline.tools import Tools

if TYPE_CHECKING:
    from pipeline.stages.poll.discover import Found
    from pipeline.up import Airflow

T = TypeVar("T")
out = Console(highlight=False)
err = Console(stderr=True, highlight=False)
NEXT = """Next:
  hearsay sql "SELECT source_name, cue, content FROM claims"   ask anything, in DuckDB SQL
  hearsay try FILE_OR_URL                                      see what one document yields
  hearsay feeds add URL && hearsay ingest                      your own feeds
  make up                                                      every day, in Airflow"""


def progress(name: str, records: Iterable[T], total: int, /) -> Iterable[T]:
    """Show a bar on a terminal, nothing when piped."""
    return track(
        records, f"{name:8}", total, console=err, transient=True, disable=not err.is_terminal
    )


def loaded(tools: Tools, batch: str, done: Loaded) -> None:
    """Tell what a load added, then what is in it."""
    if not done.added.get("articles"):
        out.print(f"Nothing new: {done.total} rows added to {tools.warehouse.published}.")
        return
    with tools.warehouse.read() as db:
        for path in sorted((SQL / "summary").glob("*.sql")):
            query = path.read_text("utf-8")
            _table(
                db.execute(query, {"batch": batch}), title=query.splitlines()[0].removeprefix("-- ")
            )
    counts = ", ".join(f"{rows:,} {table}" for table, rows in done.added.items())
    out.print(
        f"Added {done.total:,} rows to {tools.warehouse.published}: {counts}.", soft_wrap=True
    )
    out.print(NEXT, markup=False, soft_wrap=True)


def rows(name: str, counts: dict[str, int]) -> None:
    """Tell what one stage made, or one load added."""
    told = ", ".join(f"{count:,} {table}" for table, count in counts.items()) or "0 rows"
    out.print(f"{name}: {told}", soft_wrap=True)


def _table(answer: duckdb.DuckDBPyConnection, *, title: str | None = None) -> None:
    columns = [column[0] for column in answer.description or []]
    found = answer.fetchall()
    table = Table(*columns, title=title, title_justify="left", title_style="bold")
    for row in found:
        table.add_row(*("" if value is None else str(value) for value in row))
    if found or not title:
        out.print(table)


def sql(name: str) -> str:
    """Return a query of `sql/show/`: what is asked here by its name."""
    return (SQL / "show" / f"{name}.sql").read_text("utf-8")


def answer(db: duckdb.DuckDBPyConnection, query: str, form: str) -> None:
    """Print what a query gives. Raises QueryError with DuckDB's own words."""
    try:
        if form == "table":
            _table(db.execute(query))
        elif form == "md":
            _markdown(db.execute(query))
        else:
            _copy(db, query, form)
    except duckdb.Error as error:
        raise QueryError(str(error)) from None


def _copy(db: duckdb.DuckDBPyConnection, query: str, form: str) -> None:
    """Let DuckDB write the file, so that nested values and times come out its way."""
    options = {"json": "FORMAT json, ARRAY true", "csv": "FORMAT csv, HEADER"}
    with NamedTemporaryFile(suffix=f".{form}") as file:
        db.execute(
            f"COPY ({query.strip().rstrip(';')}) TO '{file.name}' ({options.get(form, form)})"
        )
        with Path(file.name).open("rb") as made:
            shutil.copyfileobj(made, sys.stdout.buffer)


def _markdown(result: duckdb.DuckDBPyConnection) -> None:
    columns = [column[0] for column in result.description or []]
    lines = [columns, ["---"] * len(columns), *result.fetchall()]
    for line in lines:
        cells = ("" if value is None else str(value).replace("|", "\\|") for value in line)
        out.print("| " + " | ".join(cells) + " |", markup=False, soft_wrap=True)


def records(made: Iterable[Record], *, as_json: bool) -> bool:
    """Print records as they come; return whether any of them is a failure."""
    failed = False
    for record in made:
        failed |= isinstance(record, Failure)
        if as_json:
            line = {"record": record.TABLE, **asdict(record)}
            sys.stdout.write(msgspec.json.encode(line).decode() + "\n")
        else:
            _record(record)
    return failed


def _record(record: Record) -> None:
    match record:
        case Poll():
            out.print(f"[bold]poll[/] {record.status}: {record.seen} entries")
        case Entry():
            when = record.published_at or "no date"
            out.print(
                f"[bold]entry[/] {when}  {escape(record.title or record.url)}", soft_wrap=True
            )
        case Document():
            out.print(f"[bold]document[/] {record.final_url}: {record.verdict}", soft_wrap=True)
        case Article():
            _article(record)
        case Claim():
            _claim(record)
        case Extraction() if record.skipped:
            out.print(f"no claims looked for: {record.skipped}")
        case Failure():
            err.print(f"[bold red]{record.stage}[/] {record.error}: {escape(record.message)}")


def _article(article: Article) -> None:
    facts = {
        "title": article.title,
        "outlet": article.outlet or (article.outlet_inferred and f"{article.outlet_inferred} ?"),
        "authors": ", ".join(article.authors),
        "published": article.published_at and f"{article.published_at} ({article.published_from})",
        "updated": article.updated_at and f"{article.updated_at} ({article.updated_from})",
        "language": article.language,
        "words": article.words,
    }
    for name, value in facts.items():
        out.print(f"[bold]{name:>10}[/] {escape(str(value or '-'))}", soft_wrap=True)
    out.print(f"\n{escape(article.text)}\n", soft_wrap=True)


def _claim(claim: Claim) -> None:
    names = ", ".join(source.name for source in claim.sources if source.name)
    source = names or claim.source_text or "somebody"
    marks = [claim.stance, claim.kind, *(["hedged"] if claim.hedged else [])]
    if claim.said_on:
        marks.append(str(claim.said_on))
    figures = "; ".join(f"{number.text} ({number.counted})" for number in claim.numbers)
    out.print(
        f"[bold cyan]{escape(source)}[/] [green]{escape(claim.cue or '-')}[/] "
        f"{escape(claim.content)} [dim]{', '.join(marks)} {escape(figures)}[/]",
        soft_wrap=True,
    )


def status(tools: Tools, *, as_json: bool) -> None:
    """Show the batches, loaded or not, and what is stored."""
    with tools.warehouse.read() as db:
        if as_json:
            _copy(db, sql("stored"), "json")
        else:
            _table(db.execute(sql("stored")), title="Stored")
            _table(db.execute(sql("failures")), title="Failures by kind")
            _grown(upkeep.grown(tools))
            free = shutil.disk_usage(tools.settings.folder).free
            out.print(f"Free on the disk: {free / 1e9:,.1f} GB", soft_wrap=True)


def _grown(parts: list[upkeep.Growth]) -> None:
    """Show what is on disk, and by how much it grew in each of the last weeks."""
    weeks = ("last week", *(f"{week} before" for week in range(1, upkeep.WEEKS)))
    table = Table("on disk", "MB", *weeks, title="Size and growth", title_justify="left")
    table.title_style = "bold"
    for part in parts:
        grown = ["" if size is None else f"{size / 1e6:+,.1f}" for size in part.weeks]
        table.add_row(part.part, f"{part.bytes / 1e6:,.1f}", *grown)
    out.print(table)


def forgotten(counts: dict[str, int], *, done: bool) -> None:
    """Tell what the rules let go, or would."""
    if not counts:
        out.print("No rule lets anything go; see keep_…_days below upkeep in the settings.")
    for rule, count in counts.items():
        what = "captures" if rule == upkeep.BODIES else "rows"
        out.print(f"{rule}: {count:,} {what} {'removed' if done else 'would be removed'}")
    if not done and any(counts.values()):
        out.print("Nothing was removed. `hearsay forget --yes` removes them for good.")


def failed(tools: Tools, *, as_json: bool) -> None:
    """Show the pages that failed or were given up, and why."""
    with tools.warehouse.read() as db:
        answer(db, sql("again"), "json" if as_json else "table")


def findings(found: Iterable[Finding]) -> None:
    """Show what the doctor found."""
    table = Table("", "looked at", "found")
    for finding in found:
        table.add_row("✓" if finding.well else "✗", finding.thing, escape(finding.what))
    out.print(table)


def wrong(found: list[checks.Finding]) -> None:
    """Show what the checks of the warehouse found, if anything."""
    for finding in found:
        out.print(f"✗ {finding.check}: {finding.means} But see {finding.rows}", soft_wrap=True)
    if not found:
        out.print("Everything holds together.")


def copied(folder: Path, done: Backup) -> None:
    """Tell what was copied and read back."""
    out.print(
        f"{folder}: {done.files} files, {done.bytes / 1e6:,.1f} MB, {done.copied} copied, "
        "all read back and verified",
        soft_wrap=True,
    )


def feeds(listed: Iterable[FeedSettings], *, as_json: bool) -> None:
    """Show the feeds of the settings."""
    _listed(listed, ("kind", "url", "outlet", "language"), as_json=as_json)


def found(feeds: Iterable[Found], *, as_json: bool) -> None:
    """Show the feeds that a site has."""
    _listed(feeds, ("kind", "url", "title", "entries"), as_json=as_json)


def _listed(feeds: Iterable[object], columns: tuple[str, ...], *, as_json: bool) -> None:
    table = Table(*(Column(name, overflow="fold") for name in columns))  # to be copied whole
    for feed in feeds:
        if as_json:
            sys.stdout.write(msgspec.json.encode(feed).decode() + "\n")
        told = (getattr(feed, column) for column in columns)
        table.add_row(*("" if each is None else str(each) for each in told))
    if not as_json:
        out.print(table)


def serving(address: str) -> None:
    """Tell where the page is."""
    out.print(f"The page is at {address}; Ctrl-C stops it.")


def starting() -> None:
    """Tell that Airflow takes its time."""
    err.print("Airflow is starting; this takes up to a minute …")


def running(airflow: Airflow) -> None:
    """Tell where Airflow is and what to do there."""
    out.print(
        f"""
Airflow is ready: {airflow.address}   user admin, password {airflow.password}

Fill past days: open the DAG `ingest`, Trigger → Backfill, choose the days, Run Backfill.
The seeds lie between 2024-10-18 and 2024-11-20. Then, in another terminal: hearsay sql

Ctrl-C stops everything.""",
        markup=False,
        soft_wrap=True,
    )


def written(file: Path, what: str) -> None:
    """Tell that a settings file was changed."""
    out.print(f"{file}: {what}", soft_wrap=True)
