"""Checks: questions about the ledger whose answer must be no rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb

from pipeline.edges.migrate import SQL
from pipeline.errors import WarehouseError


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that found rows, of which `rows` are the first."""

    check: str  #: name of the file in sql/checks
    means: str  #: what must hold, in words
    rows: list[tuple[Any, ...]]


def find(db: duckdb.DuckDBPyConnection, batch_ids: list[str] | None = None) -> list[Finding]:
    """Return what the checks find wrong in some batches, or in all."""
    db.execute("SET VARIABLE batches = ?::VARCHAR[]", [batch_ids])
    found = []
    for path in sorted((SQL / "checks").glob("*.sql")):
        query = path.read_text("utf-8")
        if rows := db.execute(query).fetchmany(5):
            means = query.splitlines()[0].removeprefix("-- ")
            found.append(Finding(path.stem, means, rows))
    return found


def require(db: duckdb.DuckDBPyConnection, batch_ids: list[str]) -> None:
    """Raise WarehouseError if a check finds anything wrong in these batches."""
    if found := find(db, batch_ids):
        told = "; ".join(f"{one.check}: {one.means} But see {one.rows[0]}" for one in found)
        raise WarehouseError(f"batch {', '.join(batch_ids)}: nothing was loaded: {told}")
