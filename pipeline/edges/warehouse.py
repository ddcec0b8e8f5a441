"""The warehouse: DuckDB. One writer appends batches in one moment, then publishes a copy.

hearsay.duckdb   the ledger; open only while a batch is loaded, behind a file lock
news.duckdb      the published copy; replaced by an atomic rename, so readers never wait
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from pipeline.edges.batch import Batch
from pipeline.edges.migrate import migrate
from pipeline.errors import EnvironmentFault, WarehouseError
from pipeline.records import RECORDS, Claim, Poll

# The newest format that both 1.5 and 2.0 open, and the first that refuses a stale .wal file.
STORAGE = "v1.5.0"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: rows added by table."""

    added: dict[str, int]

    @property
    def total(self) -> int:
        """Rows added over all tables."""
        return sum(self.added.values())


class Warehouse:
    """The database below a data folder."""

    def __init__(self, folder: Path, *, wait_s: float) -> None:
        self.folder = folder
        self.wait_s = wait_s
        self.file = folder / "hearsay.duckdb"
        self.published = folder / "news.duckdb"

    def load(self, batch: Batch) -> Loaded:
        """Append a batch in one transaction, and publish. Loading it again adds 0 rows."""
        with self._writing() as db:
            db.execute("BEGIN")
            added = {kind.TABLE: _append(db, batch, kind.TABLE, kind.KEY) for kind in RECORDS}
            if sum(added.values()):
                _note(db, batch)
            db.execute("COMMIT")
        self._publish()
        return Loaded({table: rows for table, rows in added.items() if rows})

    @contextmanager
    def _writing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.folder / "loader.lock", timeout=self.wait_s):
                db = _open(self.file)
                try:
                    migrate(db)
                    yield db
                    db.execute("CHECKPOINT ledger_file")
                finally:
                    db.close()
        except Timeout:
            raise WarehouseError(
                f"{self.file}: another loader is at work; try again when it has finished "
                f"(waited {self.wait_s:g} s, see load.wait_s)"
            ) from None

    def _publish(self) -> None:
        temporary = self.published.with_suffix(f".{os.getpid()}.tmp")
        try:
            shutil.copyfile(self.file, temporary)
            with temporary.open("rb") as file:
                os.fsync(file.fileno())
            temporary.replace(self.published)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise EnvironmentFault(
                f"{self.published}: not published ({error.strerror}); the rows are safe in "
                f"{self.file.name}, `hearsay load` publishes them once there is room"
            ) from None

    def read(self) -> duckdb.DuckDBPyConnection:
        """Return a read-only connection to the published copy; close it when done."""
        if not self.published.exists():
            raise WarehouseError(f"{self.published}: nothing published yet; run `hearsay ingest`")
        return duckdb.connect(str(self.published), read_only=True)

    def last_poll(self, feed_id: str) -> Poll | None:  # noqa: ARG002
        """Return the latest poll of a feed, or None before the first."""
        return None

    def known_entries(self, entry_ids: Iterable[str], *, but_of: str | None = None) -> set[str]:
        """Return those of the ids that are stored, not counting the batch `but_of`."""
        if not self.published.exists():
            return set()
        with self.read() as db:
            rows = db.execute(
                """
                SELECT id FROM ledger.entries
                WHERE id IN (SELECT unnest(?)) AND batch_id IS DISTINCT FROM ?
                """,
                [list(entry_ids), but_of],
            ).fetchall()
        return {row[0] for row in rows}

    def recent_claims(self, claims: list[Claim]) -> list[Claim]:  # noqa: ARG002
        """Return the stored claims that these may be linked to."""
        return []


def _open(file: Path) -> duckdb.DuckDBPyConnection:
    db = duckdb.connect()
    try:
        db.execute(f"ATTACH '{file}' AS ledger_file (STORAGE_VERSION '{STORAGE}')")
    except duckdb.Error as error:
        db.close()
        raise WarehouseError(f"{file}: cannot be opened: {error}") from None
    db.execute("USE ledger_file")
    db.execute("SET TimeZone = 'UTC'")
    return db


def _append(db: duckdb.DuckDBPyConnection, batch: Batch, table: str, key: tuple[str, ...]) -> int:
    """Append the rows of one table whose key is not stored yet; return how many."""
    files = [str(path) for path in batch.files(table)]
    if not files:
        return 0
    columns = ", ".join(key)
    db.execute(
        f"""
        INSERT INTO ledger.{table} BY NAME
        SELECT DISTINCT ON ({columns}) *, ? AS batch_id FROM read_parquet(?) AS made
        ANTI JOIN ledger.{table} USING ({columns})
        """,
        [batch.id, files],
    )
    return int(db.fetchall()[0][0])


def _note(db: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    """Enter the batch in the ledger."""
    db.execute(
        """
        INSERT INTO ledger.batches
        SELECT ?, ?, ? WHERE NOT EXISTS (FROM ledger.batches WHERE batch_id = ?)
        """,
        [batch.id, _naive(batch.started_at), _naive(datetime.now(UTC)), batch.id],
    )


def _naive(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)
