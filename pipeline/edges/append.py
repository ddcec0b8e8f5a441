"""Append: bring the files of a batch into the ledger, inside the transaction of the loader.

The ledger is a function of the batches: it holds their rows, and of rows with the same key those
of the earliest batch. So batches may be loaded in any order, again, or after a stage was run anew;
what is stored ends up the same. Where a load comes out of order, the later batches that it shares
rows with are taken out and put back behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import duckdb

from pipeline import ids
from pipeline.edges.batch import Batch, naive, quoted
from pipeline.edges.compact import verify
from pipeline.edges.index import index_names
from pipeline.edges.migrate import SQL
from pipeline.errors import WarehouseError
from pipeline.records import RECORDS, Claim, Feed, Record

# Rows that every batch repeats, or that belong to a row of another table, make no batch yield.
_SHARED = (Feed, Claim)
_BEFORE = "FROM ledger.extractions WHERE batch_id NOT IN (FROM loading)"


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
        counts = _insert(db, every, kind)
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


def _insert(
    db: duckdb.DuckDBPyConnection, batches: list[Batch], kind: type[Record]
) -> dict[tuple[str, str], int]:
    """Insert the rows of one kind that no earlier batch has; return how many, by batch and file."""
    total: dict[tuple[str, str], int] = {}
    for run in _runs(batches, kind.TABLE):
        total |= _insert_run(db, run, kind)
    if total:
        files = {batch.id: batch.manifest() for batch in batches}
        rows = [
            [id_, name, files[id_][name].sha256, kind.TABLE, files[id_][name].rows, added]
            for (id_, name), added in total.items()
        ]
        columns = ", ".join(["unnest(?)"] * 6)
        db.execute(
            f"INSERT INTO ledger.loads SELECT {columns}", [list(c) for c in zip(*rows, strict=True)]
        )
    return total


def _runs(batches: list[Batch], table: str) -> Iterator[list[tuple[Batch, str]]]:
    """Yield the files of a table, oldest first, in runs that have the same columns.

    A column that older code did not write takes its default, so such files are inserted apart.
    """
    run: list[tuple[Batch, str]] = []
    columns: list[str] = []
    for batch in batches:
        for name in batch.names(table):
            mine = sorted(set(batch.schema(name).names) - {"batch_id", "file"})
            if run and mine != columns:
                yield run
                run = []
            columns = mine
            run.append((batch, name))
    if run:
        yield run


def _insert_run(
    db: duckdb.DuckDBPyConnection, run: list[tuple[Batch, str]], kind: type[Record]
) -> dict[tuple[str, str], int]:
    """Insert the rows of files with the same columns; return how many, by batch and file."""
    _read(db, run)
    key = ", ".join(kind.KEY)
    # No id stands twice unless a stage or two batches repeat it: only then is a window needed.
    same = db.execute("SELECT count(*) = count(DISTINCT id) FROM files_read").fetchall()[0][0]
    first = "" if same else f"QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY nth) = 1"
    known = f"ANTI JOIN ledger.{kind.TABLE} USING ({key})"
    if (
        kind is Claim
    ):  # comes with its extraction: an anti-join with these is a twentieth of the work
        known = f"ANTI JOIN ({_BEFORE}) USING (version_id, extractor_version)"
    db.execute(f"CREATE OR REPLACE TEMP VIEW made AS SELECT * FROM files_read {known} {first}")
    script = SQL / "load" / f"{kind.TABLE}.sql"
    select = "SELECT * EXCLUDE (file, nth) FROM made"
    if script.exists():
        select = script.read_text("utf-8")
    done = db.execute(f"INSERT INTO ledger.{kind.TABLE} BY NAME {select}").fetchall()[0][0]
    rows = {(batch.id, name): batch.manifest()[name].rows for batch, name in run}
    return rows if done == sum(rows.values()) else rows | _counted(db, kind, rows)


def _read(db: duckdb.DuckDBPyConnection, run: list[tuple[Batch, str]]) -> None:
    """Make the view `files_read`: the rows of files with batch, file and place in the order."""
    db.execute(
        """
        CREATE OR REPLACE TEMP TABLE files_to_read AS
        SELECT
            unnest(?) AS path, unnest(?) AS batch_id, unnest(?) AS file, unnest(?::BIGINT[]) AS nth
        """,
        [
            [str(batch.path(name)) for batch, name in run],
            [batch.id for batch, _ in run],
            [name for _, name in run],
            list(range(len(run))),
        ],
    )
    own = [batch.path(name) for batch, name in run if not batch.compact]
    shared = dict.fromkeys(batch.path(name) for batch, name in run if batch.compact)
    parts = [
        "SELECT r.* EXCLUDE (batch_id, file), t.batch_id, t.file, t.nth "
        f"FROM read_parquet({quoted(path)}) AS r "
        "JOIN files_to_read AS t ON r.batch_id = t.batch_id AND r.file = t.file"
        for path in shared
    ]
    if own:
        listed = ", ".join(map(quoted, own))
        parts.append(
            "SELECT r.* EXCLUDE (filename), t.batch_id, t.file, t.nth "
            f"FROM read_parquet([{listed}], filename = true) AS r "
            "JOIN files_to_read AS t ON r.filename = t.path"
        )
    db.execute(f"CREATE OR REPLACE TEMP VIEW files_read AS {' UNION ALL BY NAME '.join(parts)}")


def _counted(
    db: duckdb.DuckDBPyConnection, kind: type[Record], files: dict[tuple[str, str], int]
) -> dict[tuple[str, str], int]:
    """Return how many rows of each file the ledger took: those it has of that batch."""
    key = ", ".join(kind.KEY)
    rows = db.execute(
        f"""
        SELECT batch_id, file, count(*)
        FROM (
            SELECT {key}, batch_id, file FROM files_read
            QUALIFY row_number() OVER (PARTITION BY {key}, batch_id ORDER BY nth) = 1
        )
        SEMI JOIN ledger.{kind.TABLE} USING ({key}, batch_id)
        GROUP BY batch_id, file
        """
    ).fetchall()
    return dict.fromkeys(files, 0) | {(batch_id, file): count for batch_id, file, count in rows}


def _stamp(db: duckdb.DuckDBPyConnection, kind: type[Record], batches: list[Batch]) -> None:
    if kind.TABLE == "articles":
        _touch(db, [batch.id for batch in batches])
    script = SQL / "stamps" / f"{kind.TABLE}.sql"
    if script.exists():
        db.execute(script.read_text("utf-8"))
