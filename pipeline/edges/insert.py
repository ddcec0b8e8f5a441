"""Insert: the rows of Parquet files that no earlier batch has, into the ledger."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from pipeline.edges.batch import Batch, quoted
from pipeline.edges.migrate import SQL
from pipeline.records import Claim, Record

BEFORE = "FROM ledger.extractions WHERE batch_id NOT IN (FROM loading)"


def insert(
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
    if kind is Claim:  # they come with their extraction: a twentieth of the work
        known = f"ANTI JOIN ({BEFORE}) USING (version_id, extractor_version)"
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
