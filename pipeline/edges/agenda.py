"""What the warehouse knows of pages: waiting, due again, had already; documents of a day."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Any, TypeVar

import duckdb

from pipeline.edges.migrate import SQL
from pipeline.edges.rows import from_row, naive
from pipeline.records import Document, Entry, Record

R = TypeVar("R", bound=Record)


def waiting(db: duckdb.DuckDBPyConnection, first: datetime, end: datetime) -> list[Entry]:
    """Return entries without a document that were seen or published in [first, end)."""
    return [entry for entry, _ in _records(db, Entry, "waiting", first=first, end=end)]


def due(
    db: duckdb.DuckDBPyConnection, first: datetime, end: datetime, *, now: datetime
) -> list[tuple[Entry, int]]:
    """Return entries of [first, end) whose page may be tried again by `now`, with its failures."""
    found = _records(db, Entry, "due", first=first, end=end, now=now)
    return [(entry, rest["tries"]) for entry, rest in found]


def named(db: duckdb.DuckDBPyConnection, named: list[str]) -> list[Entry]:
    """Return the entries without an article of these addresses or ids.

    Of the address of a feed, and of `all`, those whose page failed or was given up.
    """
    return [entry for entry, _ in _records(db, Entry, "named", named=named)]


def had(db: duckdb.DuckDBPyConnection, entries: list[Entry], *, before: datetime) -> set[str]:
    """Return the ids of entries whose page was fetched for another, after it had changed last."""
    values = {
        "ids": [entry.id for entry in entries],
        "pages": [entry.canonical_url for entry in entries],
        "changed": [naive(changed(entry)) for entry in entries],
        "before": naive(before),
    }
    return {row[0] for row in db.execute(_query("had"), values).fetchall()}


def changed(entry: Entry) -> datetime:
    """Return when the page of an entry changed last, as far as it was told: at its sighting."""
    return min(entry.seen_at, entry.updated_at or entry.published_at or entry.seen_at)


def documents(db: duckdb.DuckDBPyConnection, first: datetime, end: datetime) -> list[Document]:
    """Return documents whose article was published, or if undated first seen, in [first, end)."""
    return [document for document, _ in _records(db, Document, "documents", first=first, end=end)]


def _query(name: str) -> str:
    return (SQL / "agenda" / f"{name}.sql").read_text("utf-8")


def _records(
    db: duckdb.DuckDBPyConnection, kind: type[R], query: str, **values: Any
) -> list[tuple[R, dict[str, Any]]]:
    """Return the rows of a query of sql/agenda as records, each with its columns beyond the fields.

    Times go in and come out in UTC.
    """
    values = {
        key: naive(value) if isinstance(value, datetime) else value for key, value in values.items()
    }
    found = db.execute(_query(query), values)
    names = [column[0] for column in found.description or []]
    rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    mine = {field.name for field in fields(kind)}
    return [
        (
            from_row(kind, {key: value for key, value in row.items() if key in mine}),
            {key: value for key, value in row.items() if key not in mine},
        )
        for row in rows
    ]
