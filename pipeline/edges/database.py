"""One DuckDB file: opened to write, read to the last block, removed; and what its errors mean."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from pipeline.edges.migrate import migrate
from pipeline.errors import EnvironmentFault, OperatorError, WarehouseError

# The newest format that both 1.5 and 2.0 open, and the first that refuses a stale .wal file.
STORAGE = "v1.5.0"

_AGAIN = "make it anew from the batches: hearsay rebuild"
_SAFE = "what was loaded before is safe; free some"

# By what DuckDB says, what it means. Of 125 files with flipped, cut and zeroed bytes all were
# refused in the words of the last line.
MEANINGS: tuple[tuple[tuple[str, ...], type[OperatorError], str], ...] = (
    (
        tuple(os.strerror(code) for code in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)),
        EnvironmentFault,
        f"no room to write ({{}}); {_SAFE} space, then run `hearsay load`",
    ),
    (
        tuple(os.strerror(code) for code in (errno.EACCES, errno.EPERM, errno.EROFS)),
        EnvironmentFault,
        "may not be opened or written by this user ({}); run as the user who made it",
    ),
    (
        ("Out of Memory Error", "failed to allocate"),
        EnvironmentFault,
        f"out of memory ({{}}); {_SAFE}, a load takes up to 1.5 GB; then run `hearsay load`",
    ),
    (
        ("Conflicting lock",),
        WarehouseError,
        "another program has it open ({}); close that; readers open news.duckdb instead",
    ),
    (
        ("version number",),
        WarehouseError,
        f"made by another version of DuckDB ({{}}); install that one, or {_AGAIN}",
    ),
    (
        ("Corrupt database file", "read enough bytes", "not a valid DuckDB", "replaying WAL"),
        WarehouseError,
        f"damaged or not a database ({{}}); {_AGAIN}",
    ),
)

# Rows of a group of a table: each checkpoint writes the last one anew, and articles are 3 kB each.
GROUP = 16_384

# A checkpoint in the middle of a load would write rows that the one at its end writes again.
SETTINGS = {"checkpoint_threshold": "1GB", "memory_limit": "1500MB", "TimeZone": "UTC"}


@contextmanager
def writing(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a ledger to write, brought up to this code; checkpoint it when all went well."""
    db = duckdb.connect()
    try:
        _attach(db, file)
        migrate(db)
        yield db
        db.execute("CHECKPOINT ledger_file")
    except duckdb.Error as error:
        if meaning := explained(error, file):
            raise meaning from None
        raise
    finally:
        db.close()


def begin(db: duckdb.DuckDBPyConnection) -> None:
    """Begin a transaction. On a lake it takes its turn: of two at once, the later is refused."""
    db.execute("BEGIN")
    turns = "SELECT 1 FROM duckdb_tables() WHERE table_name = 'turn' AND database_name = 'lake'"
    if db.execute(turns).fetchall():
        db.execute("UPDATE turn SET taken = taken + 1")


def scan(file: Path) -> None:
    """Read every block of a database, which compares their checksums. Raises WarehouseError."""
    try:
        with duckdb.connect(str(file), read_only=True) as db:
            tables = "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'ledger'"
            for (table,) in db.execute(tables).fetchall():
                db.execute(f"SELECT sum(hash(t)) FROM ledger.{table} AS t").fetchall()
    except duckdb.Error as error:
        if meaning := explained(error, file):
            raise meaning from None
        raise


def remove(file: Path) -> None:
    """Remove a database and its write-ahead log, the log first: it must never meet another file."""
    file.with_name(file.name + ".wal").unlink(missing_ok=True)
    file.unlink(missing_ok=True)


def explained(error: duckdb.Error, file: Path) -> OperatorError | None:
    """Return what a refusal of DuckDB means for the person who must act; None if it is a bug."""
    for signs, kind, meaning in MEANINGS:
        if any(sign in str(error) for sign in signs):
            return kind(f"{file}: {meaning.format(first_line(error))}")
    return None


def first_line(error: duckdb.Error) -> str:
    """Return what an error says first."""
    return str(error).strip().splitlines()[0]


def _attach(db: duckdb.DuckDBPyConnection, file: Path) -> None:
    path = str(file).replace("'", "''")
    db.execute(
        f"ATTACH '{path}' AS ledger_file (STORAGE_VERSION '{STORAGE}', ROW_GROUP_SIZE {GROUP})"
    )
    db.execute("USE ledger_file")
    for name, value in SETTINGS.items():
        db.execute(f"SET {name} = '{value}'")
    db.execute(f"SET temp_directory = '{path}.tmp'")
