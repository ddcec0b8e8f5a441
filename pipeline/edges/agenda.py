"""What the warehouse knows of a day: entries still waiting for their page, documents kept."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TypeVar

import duckdb

from pipeline.edges.batch import from_row
from pipeline.records import Document, Entry, Record

R = TypeVar("R", bound=Record)


WAITING = """
    FROM ledger.entries
    WHERE (
            seen_at >= $first AND seen_at < $end
            OR published_at >= $first AND published_at < $end
        )
        AND id NOT IN (SELECT entry_id FROM ledger.documents)"""
KEPT = """
    FROM ledger.documents
    WHERE id IN (
        SELECT document_id FROM articles
        WHERE coalesce(published_at, first_seen_at) >= $first
            AND coalesce(published_at, first_seen_at) < $end
    )"""


def waiting(db: duckdb.DuckDBPyConnection, first: datetime, end: datetime) -> list[Entry]:
    """Return entries without a document that were seen or published in [first, end)."""
    return _records(db, Entry, WAITING, first=first, end=end)


def documents(db: duckdb.DuckDBPyConnection, first: datetime, end: datetime) -> list[Document]:
    """Return documents whose article was published, or if undated first seen, in [first, end)."""
    return _records(db, Document, KEPT, first=first, end=end)


def _records(
    db: duckdb.DuckDBPyConnection, kind: type[R], query: str, **bounds: datetime
) -> list[R]:
    """Return the rows of a query as records; times go in and come out in UTC."""
    bounds = {key: at.astimezone(UTC).replace(tzinfo=None) for key, at in bounds.items()}
    found = db.execute(f"SELECT * EXCLUDE (batch_id) {query} ORDER BY id", bounds)
    names = [column[0] for column in found.description or []]
    return [from_row(kind, dict(zip(names, row, strict=True))) for row in found.fetchall()]
