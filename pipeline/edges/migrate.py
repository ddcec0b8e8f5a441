"""Migrations: numbered SQL files, each applied once; then macros and views, made anew if changed.

Views and macros are made in the order of their file names, so that each finds what it stands on.
"""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from pipeline import ids
from pipeline.errors import WarehouseError

_PACKAGE = Path(__file__).parents[1]
KNOWN = "CREATE TABLE IF NOT EXISTS migrations (number INTEGER, name VARCHAR, sha256 VARCHAR)"
_UNKNOWN_TO_LAKES = re.compile(
    r"USING COMPRESSION uncompressed |\w+ [^\n]+ GENERATED ALWAYS AS \(.*?\n    \),", re.DOTALL
)
SQL = next(place for place in (_PACKAGE / "sql", _PACKAGE.parent / "sql") if place.is_dir())


def migrate(db: duckdb.DuckDBPyConnection, *, lake: bool = False) -> None:
    """Bring the database up to this code. Raises WarehouseError if it cannot.

    Forward only, each file in a transaction of its own. A database that is ahead of the code, a
    file that changed after it was applied, and a gap in the numbers are refused. A `lake` takes the
    tables without what DuckLake does not know; its views and macros are in a file of each machine.
    """
    db.execute(KNOWN)
    rows = db.execute("SELECT number, name, sha256 FROM migrations WHERE number > 0").fetchall()
    applied = {row[0]: row[1:] for row in rows}
    files = {int(path.name[:4]): path for path in sorted((SQL / "migrations").glob("*.sql"))}
    _refuse_gaps(set(files), set(applied))
    for number, path in files.items():
        digest = ids.sha256(path.read_bytes())
        if number in applied:
            _check(path, digest, applied[number][1])
        else:
            _apply(db, (_for_lake if lake else _whole)(path), number, path.name, digest)
    if lake:
        db.execute("CREATE TABLE IF NOT EXISTS turn AS SELECT 0 AS taken")
    else:
        surface(db)


def _whole(path: Path) -> list[str]:
    return [path.read_text("utf-8")]


def _for_lake(path: Path) -> list[str]:
    """Return the statements of a migration without what DuckLake does not know.

    That is sequences, compression, and generated columns (see sql/lake).
    """
    statements = duckdb.extract_statements(path.read_text("utf-8"))
    texts = [_UNKNOWN_TO_LAKES.sub("", one.query) for one in statements]
    return [text for text in texts if "SEQUENCE" not in text and "nextval" not in text]


def of_lake(table: str) -> str:
    """Return the rows of a table of the lake with what the ledger generates."""
    script = SQL / "lake" / f"{table}.sql"
    return script.read_text("utf-8") if script.exists() else f"FROM lake.ledger.{table}"


def _refuse_gaps(files: set[int], applied: set[int]) -> None:
    if ahead := sorted(applied - files):
        raise WarehouseError(
            f"the database has migration {ahead[-1]:04}, this code ends at {max(files):04}; "
            "update hearsay, or use the version that made it"
        )
    if missing := sorted(set(range(1, max(files) + 1)) - files):
        raise WarehouseError(
            f"migration {missing[0]:04} is missing from sql/migrations; install hearsay again"
        )
    if late := sorted(set(range(1, max(applied, default=0) + 1)) - applied):
        raise WarehouseError(
            f"the database lacks migration {late[0]:04} but has later ones; "
            "make it anew from the batches: hearsay rebuild"
        )


def _check(path: Path, digest: str, applied: str) -> None:
    if digest != applied:
        raise WarehouseError(f"{path.name} changed after it was applied; restore it, add a new one")


def surface(db: duckdb.DuckDBPyConnection) -> None:
    """Make views, macros and their comments anew if any of their files changed (number 0)."""
    db.execute(KNOWN)
    folders = [SQL / "views", SQL / "macros"]
    paths = sorted((path for one in folders for path in one.glob("*.sql")), key=lambda p: p.name)
    digest = ids.sha256(b"".join(path.read_bytes() for path in paths))
    known = db.execute("SELECT sha256 FROM migrations WHERE number = 0").fetchall()
    if known != [(digest,)]:
        _apply(db, [path.read_text("utf-8") for path in paths], 0, "views and macros", digest)


def _drop_surface(db: duckdb.DuckDBPyConnection) -> None:
    """Drop every view and macro, so that one whose file is gone does not stay."""
    made = db.execute(
        """
        SELECT 'VIEW', view_name FROM duckdb_views()
        WHERE NOT internal AND database_name = current_database() AND schema_name = 'main'
        UNION
        SELECT upper(replace(function_type, '_', ' ')), function_name FROM duckdb_functions()
        WHERE function_type LIKE '%macro' AND NOT internal
            AND database_name = current_database() AND schema_name = 'main'
        """
    ).fetchall()
    for sort, name in made:
        db.execute(f'DROP {sort.replace("TABLE MACRO", "MACRO TABLE")} "{name}"')


def _apply(
    db: duckdb.DuckDBPyConnection, scripts: list[str], number: int, name: str, digest: str
) -> None:
    db.execute("BEGIN")
    try:
        if number == 0:
            _drop_surface(db)
        for script in scripts:
            db.execute(script)
        db.execute("DELETE FROM migrations WHERE number = ?", [number])
        db.execute("INSERT INTO migrations VALUES (?, ?, ?)", [number, name, digest])
    except duckdb.Error as error:
        db.execute("ROLLBACK")
        raise WarehouseError(f"migration {name} failed: {error}") from None
    db.execute("COMMIT")
