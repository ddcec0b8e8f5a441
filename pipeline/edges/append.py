"""Append: bring the files of a batch into the ledger, inside the transaction of the loader.

The ledger is a function of the batches: it holds their rows, and of rows with the same key those
of the earliest batch. So batches may be loaded in any order, again, or after a stage was run anew;
what is stored ends up the same. Where a load comes out of order, the later batches that it shares
rows with are taken out and put back behind it.
"""

from __future__ import annotations

from datetime import datetime

import duckdb

from pipeline import ids
from pipeline.edges.batch import Batch
from pipeline.edges.compact import verify
from pipeline.edges.index import index_names
from pipeline.edges.insert import insert
from pipeline.edges.migrate import SQL
from pipeline.edges.rows import naive
from pipeline.errors import WarehouseError
from pipeline.records import RECORDS, Claim, Feed, Record

# Rows that every batch repeats, or that belong to a row of another table, make no batch yield.
_SHARED = (Feed, Claim)


def append(db: duckdb.DuckDBPyConnection, batches: list[Batch]) -> dict[str, int]:
    """Make the ledger hold batches as their files are now; return the rows they brought, by table.

    All of them together: what a statement costs for looking at the ledger, it costs once. Returns
    nothing if these very files were loaded before. Raises WarehouseError for a file that is not
    what the stage wrote.
    """
    new = _changed(db, batches)
    if not new:
        return {}
    for batch in new:
        _verify(batch)
    names = {batch.id for batch in new}
    every = sorted([*new, *_yielding(db, new)], key=_age)
    _begin(db, every)
    _take_out(db)
    _enter(db, every)
    added = {}
    for kind in RECORDS:
        counts = insert(db, every, kind)
        _stamp(db, kind, every)
        added[kind.TABLE] = sum(rows for (batch_id, _), rows in counts.items() if batch_id in names)
    index_names(db)
    return {table: rows for table, rows in added.items() if rows}


def _age(batch: Batch) -> tuple[datetime, str]:
    return batch.started_at, batch.id


def _changed(db: duckdb.DuckDBPyConnection, batches: list[Batch]) -> list[Batch]:
    """Return the batches but for those whose very files were loaded."""
    listed = [batch.id for batch in batches]
    query = "SELECT batch_id FROM ledger.batches WHERE batch_id IN (SELECT unnest(?))"
    known: dict[str, dict[str, str]] = {
        row[0]: {} for row in db.execute(query, [listed]).fetchall()
    }
    query = "SELECT batch_id, file, sha256 FROM ledger.loads WHERE batch_id IN (SELECT unnest(?))"
    for batch_id, file, sha256 in db.execute(query, [listed]).fetchall():
        known[batch_id][file] = sha256
    return [
        batch
        for batch in {batch.id: batch for batch in batches}.values()
        if known.get(batch.id) != {name: file.sha256 for name, file in batch.manifest().items()}
    ]


def _verify(batch: Batch) -> None:
    if batch.compact:
        verify(batch.compact)
        return
    for name, file in batch.manifest().items():
        path = batch.path(name)
        try:
            same = ids.sha256(path.read_bytes()) == file.sha256
        except OSError as error:
            raise WarehouseError(f"{path}: cannot be read: {error.strerror}") from None
        if not same:
            raise WarehouseError(
                f"{path}: damaged, its SHA-256 is not the one in done.json; {batch.remedy(name)}"
            )


def _yielding(db: duckdb.DuckDBPyConnection, new: list[Batch]) -> list[Batch]:
    """Return the later batches that must be put in anew behind these."""
    found: dict[str, Batch] = {}
    for batch in new:
        later = db.execute(
            """
            SELECT batch_id FROM ledger.batches WHERE (started_at, batch_id) > (?::TIMESTAMP, ?)
            """,
            [naive(batch.started_at), batch.id],
        ).fetchall()
        if not later:
            continue
        sharing = _shadowed(db, batch)
        for kind in RECORDS:
            if kind not in _SHARED and batch.names(kind.TABLE):
                sharing |= _owners(db, batch, kind)
        for (name,) in later:
            if name in sharing:
                found[name] = Batch(batch.folder.parent / name)
    return [found[name] for name in found.keys() - {batch.id for batch in new}]


def _shadowed(db: duckdb.DuckDBPyConnection, batch: Batch) -> set[str]:
    """Return the batches some of whose rows were there before, if this batch may have lent them."""
    rows = db.execute(
        """
        SELECT batch_id FROM ledger.loads
        WHERE "table" <> 'feeds' AND ? IN (SELECT batch_id FROM ledger.batches)
        GROUP BY batch_id HAVING sum(rows) > sum(added)
        """,
        [batch.id],
    ).fetchall()
    return {row[0] for row in rows}


def _owners(db: duckdb.DuckDBPyConnection, batch: Batch, kind: type[Record]) -> set[str]:
    """Return the batches that own rows of this kind which this batch has too."""
    key = ", ".join(kind.KEY)
    made = " UNION ALL ".join(
        f"SELECT {key} FROM {batch.sql(name)}" for name in batch.names(kind.TABLE)
    )
    rows = db.execute(
        f"SELECT DISTINCT batch_id FROM ledger.{kind.TABLE} SEMI JOIN ({made}) USING ({key})"
    ).fetchall()
    return {row[0] for row in rows}


def _begin(db: duckdb.DuckDBPyConnection, batches: list[Batch]) -> None:
    """Start the lists of what this load bears on, which the stamps go by."""
    db.execute(
        """
        CREATE OR REPLACE TEMP TABLE loading (batch_id VARCHAR);
        CREATE OR REPLACE TEMP TABLE touched_articles (article_id VARCHAR);
        CREATE OR REPLACE TEMP TABLE touched_versions (version_id VARCHAR);
        CREATE OR REPLACE TEMP TABLE touched_claims (id VARCHAR);
        """
    )
    db.execute("INSERT INTO loading SELECT unnest(?)", [[one.id for one in batches]])


def _take_out(db: duckdb.DuckDBPyConnection) -> None:
    """Delete what the ledger holds of the batches that are loaded."""
    query = "SELECT batch_id FROM ledger.batches WHERE batch_id IN (FROM loading)"
    known = [row[0] for row in db.execute(query).fetchall()]
    if not known:
        return
    _touch(db, known)
    mine = "WHERE batch_id IN (SELECT unnest(?))"
    for column, table in (("id", "articles"), ("version_id", "extractions")):
        db.execute(
            f"INSERT INTO touched_versions SELECT {column} FROM ledger.{table} {mine}", [known]
        )
    db.execute(f"INSERT INTO touched_claims SELECT id FROM ledger.claims {mine}", [known])
    for table in (*(kind.TABLE for kind in RECORDS), "loads", "batches"):
        db.execute(f"DELETE FROM ledger.{table} {mine}", [known])


def _touch(db: duckdb.DuckDBPyConnection, batch_ids: list[str]) -> None:
    """Note the articles that share a document with articles of these batches."""
    db.execute(
        """
        INSERT INTO touched_articles SELECT DISTINCT article_id FROM ledger.articles
        WHERE document_id IN (
            SELECT document_id FROM ledger.articles WHERE batch_id IN (SELECT unnest(?))
        )
        """,
        [batch_ids],
    )


def _enter(db: duckdb.DuckDBPyConnection, batches: list[Batch]) -> None:
    db.execute(
        "INSERT INTO ledger.batches SELECT unnest(?), unnest(?)::TIMESTAMP, now()::TIMESTAMP",
        [[batch.id for batch in batches], [naive(batch.started_at) for batch in batches]],
    )


def _stamp(db: duckdb.DuckDBPyConnection, kind: type[Record], batches: list[Batch]) -> None:
    if kind.TABLE == "articles":
        _touch(db, [batch.id for batch in batches])
    script = SQL / "stamps" / f"{kind.TABLE}.sql"
    if script.exists():
        db.execute(script.read_text("utf-8"))
