"""Append: bring the files of a batch into the ledger, inside the transaction of the loader.

The ledger is a function of the batches: it holds their rows, and of rows with the same key those
of the earliest batch. So batches may be loaded in any order, again, or after a stage was run anew;
what is stored ends up the same. Where a load comes out of order, the later batches that it shares
rows with are taken out and put back behind it.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipeline import ids
from pipeline.edges.batch import Batch, naive
from pipeline.edges.compact import verify
from pipeline.edges.index import index_names
from pipeline.edges.migrate import SQL
from pipeline.errors import WarehouseError
from pipeline.records import RECORDS, Claim, Feed, Record

# Rows that every batch repeats, or that belong to a row of another table, make no batch yield.
_SHARED = (Feed, Claim)


def append(db: duckdb.DuckDBPyConnection, batch: Batch) -> dict[str, int]:
    """Make the ledger hold the batch as its files are now; return the rows it brought, by table.

    Returns nothing if these very files were loaded before. Raises WarehouseError for a file that
    is not what the stage wrote.
    """
    if _loaded(db, batch):
        return {}
    _verify(batch)
    batches = [batch, *_yielding(db, batch)]
    _begin(db, batches)
    for one in batches:
        _take_out(db, one.id)
        _enter(db, one)
    added = {}
    for kind in RECORDS:
        counts = [_insert(db, one, kind) for one in batches]
        _stamp(db, kind, batches)
        added[kind.TABLE] = counts[0]
    index_names(db)
    return {table: rows for table, rows in added.items() if rows}


def _loaded(db: duckdb.DuckDBPyConnection, batch: Batch) -> bool:
    """Tell if these very files were loaded."""
    stored = db.execute("SELECT file, sha256 FROM ledger.loads WHERE batch_id = ?", [batch.id])
    known = dict(stored.fetchall())
    head = db.execute("SELECT count(*) FROM ledger.batches WHERE batch_id = ?", [batch.id])
    return bool(head.fetchall()[0][0]) and known == {
        name: file.sha256 for name, file in batch.manifest().items()
    }


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


def _yielding(db: duckdb.DuckDBPyConnection, batch: Batch) -> list[Batch]:
    """Return the later batches that must be put in anew behind this one, oldest first."""
    later = db.execute(
        """
        SELECT batch_id FROM ledger.batches
        WHERE (started_at, batch_id) > (?::TIMESTAMP, ?) ORDER BY started_at, batch_id
        """,
        [naive(batch.started_at), batch.id],
    ).fetchall()
    if not later:
        return []
    sharing = _shadowed(db, batch)
    for kind in RECORDS:
        if kind not in _SHARED and batch.names(kind.TABLE):
            sharing |= _owners(db, batch, kind)
    names = [row[0] for row in later if row[0] in sharing]
    return [Batch(batch.folder.parent / name) for name in names]


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


def _take_out(db: duckdb.DuckDBPyConnection, batch_id: str) -> None:
    known = db.execute("SELECT 1 FROM ledger.batches WHERE batch_id = ?", [batch_id]).fetchall()
    if not known:
        return
    _touch(db, [batch_id])
    for column, table in (("id", "articles"), ("version_id", "extractions")):
        db.execute(
            f"INSERT INTO touched_versions SELECT {column} FROM ledger.{table} WHERE batch_id = ?",
            [batch_id],
        )
    db.execute(
        "INSERT INTO touched_claims SELECT id FROM ledger.claims WHERE batch_id = ?", [batch_id]
    )
    for table in (*(kind.TABLE for kind in RECORDS), "loads", "batches"):
        db.execute(f"DELETE FROM ledger.{table} WHERE batch_id = ?", [batch_id])


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


def _enter(db: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    db.execute(
        "INSERT INTO ledger.batches VALUES (?, ?, now()::TIMESTAMP)",
        [batch.id, naive(batch.started_at)],
    )


def _insert(db: duckdb.DuckDBPyConnection, batch: Batch, kind: type[Record]) -> int:
    """Insert the rows of one kind that no earlier batch has; return how many."""
    total = 0
    for name, file in batch.manifest().items():
        if Path(name).stem == kind.TABLE:
            db.execute("SET VARIABLE batch = ?", [batch.id])
            rows = _insert_file(db, batch.sql(name), kind)
            db.execute(
                "INSERT INTO ledger.loads VALUES (?, ?, ?, ?, ?, ?)",
                [batch.id, name, file.sha256, kind.TABLE, file.rows, rows],
            )
            total += rows
    return total


def _insert_file(db: duckdb.DuckDBPyConnection, source: str, kind: type[Record]) -> int:
    key = ", ".join(kind.KEY)
    # A claim comes with its extraction: an anti-join with these is a twentieth of the work.
    # One file never repeats a key unless its stage did; only then is the costly DISTINCT needed.
    unique = db.execute(f"SELECT count(*) = count(DISTINCT ({key})) FROM {source}").fetchall()
    distinct = "" if unique[0][0] else f"DISTINCT ON ({key})"
    stored, on = f"ledger.{kind.TABLE}", key
    if kind is Claim:
        stored = "(FROM ledger.extractions WHERE batch_id <> getvariable('batch'))"
        on = "version_id, extractor_version"
    db.execute(
        f"CREATE OR REPLACE TEMP VIEW made AS SELECT {distinct} * FROM {source} "
        f"ANTI JOIN {stored} USING ({on})"
    )
    script = SQL / "load" / f"{kind.TABLE}.sql"
    select = "SELECT *, getvariable('batch') AS batch_id FROM made"
    if script.exists():
        select = script.read_text("utf-8")
    return int(db.execute(f"INSERT INTO ledger.{kind.TABLE} BY NAME {select}").fetchall()[0][0])


def _stamp(db: duckdb.DuckDBPyConnection, kind: type[Record], batches: list[Batch]) -> None:
    if kind.TABLE == "articles":
        _touch(db, [batch.id for batch in batches])
    script = SQL / "stamps" / f"{kind.TABLE}.sql"
    if script.exists():
        db.execute(script.read_text("utf-8"))
