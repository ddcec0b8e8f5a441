"""The warehouse: DuckDB. One writer appends batches in one moment, then publishes a copy.

hearsay.duckdb   the ledger; open only while a batch is loaded, behind a file lock
news.duckdb      the published copy; replaced by an atomic rename, so readers never wait
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from pipeline.edges import checks
from pipeline.edges.append import append
from pipeline.edges.batch import Batch
from pipeline.edges.database import begin, first_line, remove, writing
from pipeline.edges.index import index
from pipeline.edges.publish import publish
from pipeline.edges.published import Published
from pipeline.errors import EnvironmentFault, OperatorError, WarehouseError
from pipeline.records import Claim

# Claims of one transaction: DuckDB writes a full row group (122,880) as it is to be kept, a smaller
# one to the log first; 300,000 claims with their articles take 1 GB while they wait.
TOGETHER = 300_000


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: rows added by table."""

    added: dict[str, int]

    @property
    def total(self) -> int:
        """Rows added over all tables."""
        return sum(self.added.values())


class Warehouse(Published):
    """The database below a data folder."""

    def __init__(self, folder: Path, *, wait_s: float) -> None:
        super().__init__(folder / "news.duckdb")
        self.folder = folder
        self.wait_s = wait_s
        self.file = folder / "hearsay.duckdb"

    def load(self, *batches: Batch) -> Loaded:
        """Append batches and publish once. Loading again adds 0 rows.

        Without batches it only makes good what a crash left undone: migrations, views, the copy.
        """
        with self.locked():
            added = self._fill(self.file, batches)
            publish(self.file, self.published)
        return Loaded(added)

    def rebuild(self) -> Loaded:
        """Make the database anew from every batch that was loaded, oldest first, and publish.

        The one there was stays until the new one is whole.
        """
        batches = [Batch(mark.parent) for mark in self.folder.glob("batches/*/loaded.json")]
        batches.sort(key=lambda batch: (batch.started_at, batch.id))
        made = self.folder / "rebuilt.duckdb"
        with self.locked():
            remove(made)
            added = self._fill(made, batches)
            remove(self.file)
            made.replace(self.file)
            publish(self.file, self.published)
        return Loaded(added)

    def merge(self) -> None:
        """Do nothing: a checkpoint keeps the file in order. A lake has more to do."""

    def _fill(self, file: Path, batches: Iterable[Batch]) -> dict[str, int]:
        added: dict[str, int] = {}
        with writing(file) as db:
            for group in grouped(batches):
                for table, rows in self._append(db, group).items():
                    added[table] = added.get(table, 0) + rows
            index(db)
        return added

    def _append(self, db: duckdb.DuckDBPyConnection, batches: list[Batch]) -> Counter[str]:
        """Append batches in one transaction; if it is refused, those that can be one by one."""
        begin(db)
        try:
            added = Counter(_checked(db, batches))
        except OperatorError:
            db.execute("ROLLBACK")
            if len(batches) == 1:
                raise
            for batch in batches:
                self._append(db, [batch])
            raise AssertionError("a batch is refused among others and not alone") from None
        db.execute("COMMIT")
        for batch in batches:
            batch.mark_loaded()
        return added

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep every other loader out; who waits in vain is told who is at work."""
        _make(self.folder)
        holder = self.folder / "loader.json"
        try:
            with FileLock(self.folder / "loader.lock", timeout=self.wait_s):
                holder.write_text(json.dumps({"pid": os.getpid(), "since": _now()}), "utf-8")
                try:
                    yield
                finally:
                    holder.unlink(missing_ok=True)
        except Timeout:
            raise WarehouseError(
                f"{self.file}: {_who(holder)} is loading; try again when it has finished "
                f"(waited {self.wait_s:g} s, see load.wait_s)"
            ) from None


def grouped(batches: Iterable[Batch], most: int = TOGETHER) -> Iterator[list[Batch]]:
    """Yield batches in groups of about so many claims; one that has more is a group."""
    group, claims = [], 0
    for batch in batches:
        group.append(batch)
        claims += batch.count(Claim)
        if claims >= most:
            yield group
            group, claims = [], 0
    if group:
        yield group


def _checked(db: duckdb.DuckDBPyConnection, batches: list[Batch]) -> dict[str, int]:
    """Append batches and check what they brought; return the rows added by table."""
    names = [batch.id for batch in batches]
    try:
        added = append(db, batches)
    except (duckdb.ConstraintException, duckdb.BinderException) as error:
        raise WarehouseError(
            f"batch {', '.join(names)}: its files do not fit the tables ({first_line(error)}); "
            "they were made by other code: run its stages again"
        ) from None
    if added:
        checks.require(db, names)
    return added


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentFault(
            f"{folder}: cannot be made ({error.strerror}); name another with --data"
        ) from None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _who(holder: Path) -> str:
    try:
        told = json.loads(holder.read_text("utf-8"))
    except (OSError, ValueError):
        return "another process"
    return f"process {told['pid']} (since {told['since']})"
