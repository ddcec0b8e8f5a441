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
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import duckdb
from filelock import FileLock, Timeout

from pipeline.edges import checks
from pipeline.edges.append import append
from pipeline.edges.batch import Batch, from_row, naive
from pipeline.edges.database import first_line, remove, writing
from pipeline.edges.index import index
from pipeline.edges.migrate import SQL
from pipeline.edges.publish import publish
from pipeline.errors import EnvironmentFault, OperatorError, WarehouseError
from pipeline.records import (
    RECORDS,
    Boilerplate,
    Claim,
    Entry,
    Poll,
    Record,
    Repeated,
    Sighting,
)

R = TypeVar("R", bound=Record)
NEVER = datetime.max.replace(tzinfo=UTC)

# Columns that tell of this database alone, not of what is stored.
LOCAL = {
    "feeds": "EXCLUDE (batch_id)",
    "batches": "EXCLUDE (loaded_at)",
    "articles": "EXCLUDE (slot)",
    "claims": "EXCLUDE (slot)",
}

# Claims of one transaction: DuckDB writes a full row group (122,880) as it is to be kept, a smaller
# one to the log first; 300,000 claims with their articles take 1 GB while they wait.
TOGETHER = 300_000

# Stored claims that a batch is compared with: 50,000 records take 0.2 GB.
NEIGHBOURS = 50_000


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

    def _fill(self, file: Path, batches: Iterable[Batch]) -> dict[str, int]:
        added: dict[str, int] = {}
        with writing(file) as db:
            for group in grouped(batches):
                for table, rows in self._append(db, group).items():
                    added[table] = added.get(table, 0) + rows
            index(db)
        return added

    def _append(self, db: duckdb.DuckDBPyConnection, batches: list[Batch]) -> Counter[str]:
        """Append batches in one transaction; if one of them is refused, those before it stay."""
        added: Counter[str] = Counter()
        db.execute("BEGIN")
        try:
            for batch in batches:
                added.update(_checked(db, batch))
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

    def read(self) -> duckdb.DuckDBPyConnection:
        """Return a read-only connection to the published copy; close it when done."""
        if not self.published.exists():
            raise WarehouseError(f"{self.published}: nothing published yet; run `hearsay ingest`")
        try:
            db = duckdb.connect(str(self.published), read_only=True)
        except duckdb.Error as error:
            raise WarehouseError(
                f"{self.published}: cannot be opened ({first_line(error)}); "
                "remove it and run `hearsay load` to publish anew"
            ) from None
        db.execute("SET python_enable_replacements = false")  # no table is a variable of ours
        return db

    def fingerprint(self) -> dict[str, str]:
        """Return rows and a hash of them for each table of the ledger, in whatever order they lie.

        Two warehouses made of the same batches have the same fingerprint. Not counted are when a
        batch was loaded, by which batch a feed, which every batch repeats, came first, and in
        which order articles came.
        """
        told = {}
        with self.read() as db:
            for table in (*(kind.TABLE for kind in RECORDS), "batches", "loads"):
                rows = f"(SELECT * {LOCAL.get(table, '')} FROM ledger.{table})"
                if table == "loads":
                    rows = "(SELECT * FROM ledger.loads WHERE \"table\" <> 'feeds')"
                found = db.execute(f"SELECT count(*), sum(hash(t)) FROM {rows} AS t").fetchall()
                told[table] = "{} rows, {}".format(*found[0])
        return told

    def sizes(self) -> dict[str, int]:
        """Return the bytes of the ledger, the published copy, the batches and the archive."""
        return {
            "ledger": _bytes(self.file),
            "published": _bytes(self.published),
            "batches": _bytes(self.folder / "batches"),
            "archive": _bytes(self.folder / "archive"),
        }

    def check(self) -> list[checks.Finding]:
        """Return what the checks of sql/checks find wrong in the published copy; empty is well."""
        with self.read() as db:
            return checks.find(db)

    def last_poll(self, feed_id: str, *, before: datetime | None = None) -> Poll | None:
        """Return the latest poll of a feed (`before` a moment), or None before the first."""
        end = naive(before or NEVER)
        found = self._records(
            Poll,
            "WHERE feed_id = ? AND polled_at < ? ORDER BY polled_at DESC, id LIMIT 1",
            [feed_id, end],
        )
        return found[0] if found else None

    def sightings(
        self, feed_id: str, entries: Iterable[Entry], *, but_of: str | None = None
    ) -> list[Sighting]:
        """Return the stored entries of a feed that share id, guid or address with one of these.

        Those of the batch `but_of` are left out.
        """
        if not self.published.exists():
            return []
        asked = [(entry.id, entry.guid, entry.canonical_url) for entry in entries]
        with self.read() as db:
            rows = db.execute(
                """
                SELECT DISTINCT id, guid, canonical_url, title FROM ledger.entries
                WHERE feed_id = ? AND batch_id IS DISTINCT FROM ? AND (
                    id IN (SELECT unnest(?::VARCHAR[]))
                    OR guid IN (SELECT unnest(?::VARCHAR[]))
                    OR canonical_url IN (SELECT unnest(?::VARCHAR[]))
                )
                """,
                [feed_id, but_of, *([row[n] for row in asked] for n in range(3))],
            ).fetchall()
        return [
            Sighting(id=id_, guid=guid, canonical_url=url, title=title)
            for id_, guid, url, title in rows
        ]

    def recent_claims(
        self,
        claims: list[Claim],
        *,
        first: datetime | None,
        last: datetime | None,
        but_of: str | None = None,
    ) -> list[Claim]:
        """Return the current claims of articles published from `first` to `last`, newest first.

        Undated articles are near to all, and without `first` and `last` all are near. Left out
        are `claims` themselves, older readings of them, and the rows of the batch `but_of`: a
        stage run anew does not meet its own. At most NEIGHBOURS, so memory is bounded.
        """
        return self._records(
            Claim,
            """
            WHERE latest AND coalesce(published_at BETWEEN ? AND ?, true)
                AND batch_id IS DISTINCT FROM ? AND id NOT IN (SELECT unnest(?::VARCHAR[]))
            ORDER BY published_at DESC NULLS FIRST, id LIMIT ?
            """,
            [
                first and naive(first),
                last and naive(last),
                but_of,
                [claim.id for claim in claims],
                NEIGHBOURS,
            ],
        )

    def boilerplate(self, *, before: datetime) -> list[Boilerplate]:
        """Return the latest lesson on every host that was learned before a moment."""
        try:
            return self._records(
                Boilerplate,
                """
                WHERE learned_at < ? QUALIFY learned_at = max(learned_at) OVER (PARTITION BY host)
                ORDER BY host, line, id
                """,
                [naive(before)],
            )
        except duckdb.CatalogException:  # published by older code; the next load brings the table
            return []

    def repeated(self, *, first: datetime, end: datetime, pages: int) -> list[Repeated]:
        """Return the lines that at least `pages` articles of a host have, seen in [first, end).

        Articles that agree in a place of their signatures are nearly the same and count as one.
        """
        if not self.published.exists():
            return []
        query = (SQL / "lesson.sql").read_text("utf-8")
        bounds = {"first": naive(first), "end": naive(end), "pages": pages}
        with self.read() as db:
            found = db.execute(query, bounds)
            names = [column[0] for column in found.description or []]
            rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        utc = {"first_seen", "last_seen"}
        return [
            Repeated(**{k: v.replace(tzinfo=UTC) if k in utc else v for k, v in row.items()})
            for row in rows
        ]

    def _records(self, kind: type[R], where: str, values: list[Any]) -> list[R]:
        """Return stored records of one kind."""
        if not self.published.exists():
            return []
        columns = [field.name for field in fields(kind)]
        listed = ", ".join(f'"{column}"' for column in columns)
        with self.read() as db:
            rows = db.execute(f"SELECT {listed} FROM ledger.{kind.TABLE} {where}", values)
            return [from_row(kind, dict(zip(columns, row, strict=True))) for row in rows.fetchall()]


def grouped(batches: Iterable[Batch]) -> Iterator[list[Batch]]:
    """Yield batches in groups of about TOGETHER claims, which are stored in one transaction."""
    group, claims = [], 0
    for batch in batches:
        group.append(batch)
        claims += batch.count(Claim)
        if claims >= TOGETHER:
            yield group
            group, claims = [], 0
    if group:
        yield group


def _checked(db: duckdb.DuckDBPyConnection, batch: Batch) -> dict[str, int]:
    """Append a batch and check what it brought; return the rows added by table."""
    try:
        added = append(db, batch)
    except (duckdb.ConstraintException, duckdb.BinderException) as error:
        raise WarehouseError(
            f"batch {batch.id}: its files do not fit the tables ({first_line(error)}); "
            "they were made by other code: run its stages again"
        ) from None
    if added:
        checks.require(db, batch.id)
    return added


def _bytes(path: Path) -> int:
    """Return the size of a file, or of all files below a folder; 0 for nothing."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


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
