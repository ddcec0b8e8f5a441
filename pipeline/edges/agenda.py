"""What the warehouse knows of pages: waiting, due again, had already; documents of a day."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Any, TypeVar

import duckdb

from pipeline.edges.batch import from_row, naive
from pipeline.records import Document, Entry, Record

R = TypeVar("R", bound=Record)


OF_THE_DAY = """(
            entries.seen_at >= $first AND entries.seen_at < $end
            OR entries.published_at >= $first AND entries.published_at < $end
        )"""
WAITING = f"""
    SELECT stored.* EXCLUDE (batch_id)
    FROM entries
    JOIN ledger.entries AS stored ON stored.id = entry_id
    WHERE state = 'waiting' AND {OF_THE_DAY}
        AND entry_id NOT IN (SELECT entry_id FROM ledger.documents)"""
DUE = f"""
    SELECT stored.* EXCLUDE (batch_id), tries
    FROM entries
    JOIN ledger.entries AS stored ON stored.id = entry_id
    WHERE next_try_at <= $now AND {OF_THE_DAY}"""
NAMED = """
    SELECT stored.* EXCLUDE (batch_id)
    FROM entries
    JOIN ledger.entries AS stored ON stored.id = entry_id
    JOIN ledger.feeds AS feeds ON feeds.id = stored.feed_id
    WHERE state IN ('failed', 'gave up') AND ($named = ['all'] OR feeds.url IN $named)
        OR state NOT IN ('stored', 'duplicate') AND (entries.url IN $named OR entry_id IN $named)"""
HAD = """
    SELECT DISTINCT asked.id
    FROM (
        SELECT unnest($ids) AS id, unnest($pages) AS page, unnest($changed)::TIMESTAMP AS changed_at
    ) AS asked
    JOIN ledger.documents AS documents ON documents.canonical_url = asked.page
    WHERE documents.entry_id <> asked.id
        AND documents.fetched_at >= asked.changed_at AND documents.fetched_at < $before"""
KEPT = """
    SELECT * EXCLUDE (batch_id)
    FROM ledger.documents
    WHERE id IN (
        SELECT document_id FROM articles
        WHERE coalesce(published_at, first_seen_at) >= $first
            AND coalesce(published_at, first_seen_at) < $end
    )"""


def waiting(db: duckdb.DuckDBPyConnection, first: datetime, end: datetime) -> list[Entry]:
    """Return entries without a document that were seen or published in [first, end)."""
    return [entry for entry, _ in _records(db, Entry, WAITING, first=first, end=end)]


def due(
    db: duckdb.DuckDBPyConnection, first: datetime, end: datetime, *, now: datetime
) -> list[tuple[Entry, int]]:
    """Return entries of [first, end) whose page may be tried again by `now`, with its failures."""
    found = _records(db, Entry, DUE, first=first, end=end, now=now)
    return [(entry, rest["tries"]) for entry, rest in found]


def named(db: duckdb.DuckDBPyConnection, named: list[str]) -> list[Entry]:
    """Return the entries without an article of these addresses or ids.

    Of the address of a feed, and of `all`, those whose page failed or was given up.
    """
    return [entry for entry, _ in _records(db, Entry, NAMED, named=named)]


def had(db: duckdb.DuckDBPyConnection, entries: list[Entry], *, before: datetime) -> set[str]:
    """Return the ids of entries whose page was fetched for another, after it had changed last."""
    values = {
        "ids": [entry.id for entry in entries],
        "pages": [entry.canonical_url for entry in entries],
        "changed": [naive(changed(entry)) for entry in entries],
        "before": naive(before),
    }
    return {row[0] for row in db.execute(HAD, values).fetchall()}


def changed(entry: Entry) -> datetime:
    """Return when the page of an entry changed last, as far as it was told: at its sighting."""
    return min(entry.seen_at, entry.updated_at or entry.published_at or entry.seen_at)


def documents(db: duckdb.DuckDBPyConnection, first: datetime, end: datetime) -> list[Document]:
    """Return documents whose article was published, or if undated first seen, in [first, end)."""
    return [document for document, _ in _records(db, Document, KEPT, first=first, end=end)]


def _records(
    db: duckdb.DuckDBPyConnection, kind: type[R], query: str, **values: Any
) -> list[tuple[R, dict[str, Any]]]:
    """Return the rows of a query as records, with the columns that are none of their fields.

    Times go in and come out in UTC.
    """
    values = {
        key: naive(value) if isinstance(value, datetime) else value for key, value in values.items()
    }
    found = db.execute(f"{query} ORDER BY id", values)
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
