"""Migrations: numbered SQL files, each applied once; then views and macros, made anew each time."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipeline import ids
from pipeline.errors import WarehouseError

_PACKAGE = Path(__file__).parents[1]
SQL = next(place for place in (_PACKAGE / "sql", _PACKAGE.parent / "sql") if place.is_dir())


def migrate(db: duckdb.DuckDBPyConnection) -> None:
    """Bring the database up to this code. Raises WarehouseError if it cannot."""
    db.execute(
        "CREATE TABLE IF NOT EXISTS migrations (number INTEGER, name VARCHAR, sha256 VARCHAR)"
    )
    rows = db.execute("SELECT number, name, sha256 FROM migrations").fetchall()
    applied = {row[0]: row[1:] for row in rows}
    files = {int(path.name[:4]): path for path in sorted((SQL / "migrations").glob("*.sql"))}
    if ahead := sorted(set(applied) - set(files)):
        raise WarehouseError(
            f"the database has migration {ahead[-1]:04}, this code ends at {max(files):04}; "
            "update hearsay, or use the version that made it"
        )
    for number, path in files.items():
        digest = ids.sha256(path.read_bytes())
        if number in applied:
            _check(path, digest, applied[number][1])
        else:
            _apply(db, number, path, digest)
    for folder in ("macros", "views"):
        for path in sorted((SQL / folder).glob("*.sql")):
            db.execute(path.read_text("utf-8"))


def _check(path: Path, digest: str, applied: str) -> None:
    if digest != applied:
        raise WarehouseError(f"{path.name} changed after it was applied; restore it, add a new one")


def _apply(db: duckdb.DuckDBPyConnection, number: int, path: Path, digest: str) -> None:
    db.execute("BEGIN")
    try:
        db.execute(path.read_text("utf-8"))
        db.execute("INSERT INTO migrations VALUES (?, ?, ?)", [number, path.name, digest])
    except duckdb.Error as error:
        db.execute("ROLLBACK")
        raise WarehouseError(f"migration {path.name} failed: {error}") from None
    db.execute("COMMIT")
