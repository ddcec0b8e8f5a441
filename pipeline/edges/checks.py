"""Checks: questions about the ledger whose answer must be no rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb

from pipeline.edges.batch import quoted
from pipeline.edges.migrate import SQL, of_lake
from pipeline.errors import WarehouseError
from pipeline.records import RECORDS


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that found rows, of which `rows` are the first."""

    check: str  #: name of the file in sql/checks
    means: str  #: what must hold, in words
    rows: list[tuple[Any, ...]]


def find(db: duckdb.DuckDBPyConnection, batch_ids: list[str] | None = None) -> list[Finding]:
    """Return what the checks find wrong in some batches, or in all.

    They read views, `checked_claims` and so on, of the rows that are asked about. Batches stand in
    them as constants, so that DuckDB passes over the row groups of others.
    """
    mine = "" if batch_ids is None else f"WHERE batch_id IN ({', '.join(map(quoted, batch_ids))})"
    lake = db.execute("SELECT current_database() = 'lake'").fetchall()[0][0]
    for table in (*(kind.TABLE for kind in RECORDS), "loads"):
        rows = of_lake(table) if lake else f"FROM ledger.{table}"
        db.execute(f"CREATE OR REPLACE TEMP VIEW checked_{table} AS {rows} {mine}")
    found = []
    for path in sorted((SQL / "checks").glob("*.sql")):
        query = path.read_text("utf-8")
        if wrong := db.execute(query).fetchmany(5):
            means = query.splitlines()[0].removeprefix("-- ")
            found.append(Finding(path.stem, means, wrong))
    return found


def require(db: duckdb.DuckDBPyConnection, batch_ids: list[str]) -> None:
    """Raise WarehouseError if a check finds anything wrong in these batches."""
    if found := find(db, batch_ids):
        told = "; ".join(f"{one.check}: {one.means} But see {one.rows[0]}" for one in found)
        raise WarehouseError(f"batch {', '.join(batch_ids)}: nothing was loaded: {told}")
