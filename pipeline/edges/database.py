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
from pipeline.records import RECORDS

# The newest format that both 1.5 and 2.0 open, and the first that refuses a stale .wal file.
STORAGE = "v1.5.0"

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
        raise explained(error, file) from None
    finally:
        db.close()


def scan(file: Path) -> None:
    """Read every block of a database, which compares their checksums. Raises WarehouseError."""
    try:
        with duckdb.connect(str(file), read_only=True) as db:
            for kind in RECORDS:
                db.execute(f"SELECT sum(hash(t)) FROM ledger.{kind.TABLE} AS t").fetchall()
    except duckdb.Error as error:
        raise explained(error, file) from None


def remove(file: Path) -> None:
    """Remove a database and its write-ahead log, the log first: it must never meet another file."""
    file.with_name(file.name + ".wal").unlink(missing_ok=True)
    file.unlink(missing_ok=True)


def explained(error: duckdb.Error, file: Path) -> OperatorError:
    """Return what a refusal of DuckDB means for the person who must act."""
    text, reason = str(error), first_line(error)
    if any(os.strerror(code) in text for code in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)):
        return EnvironmentFault(
            f"{file}: no room to write ({reason}); what was loaded before is safe; "
            "free some space, then run `hearsay load`"
        )
    if "Conflicting lock" in text:
        return WarehouseError(
            f"{file}: another program has it open ({reason}); close that; "
            f"readers open news.duckdb instead"
        )
    return WarehouseError(
        f"{file}: damaged or not a database ({reason}); make it anew from the batches: "
        "hearsay rebuild"
    )


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
