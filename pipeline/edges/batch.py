"""Batches: a folder each, one sub-folder per stage, one Parquet file per kind of record.

    batches/<batch>/batch.json                 id, started_at
    batches/<batch>/loaded.json                the warehouse has it
    batches/<batch>/<stage>/<kind>.parquet     the records the stage made
    batches/<batch>/<stage>/done.json          rows and SHA-256 of each file; written last
    compact/<week>-<id>/<kind>.parquet         the records of many batches of a week that is over

A stage is done when its done.json is there; until then its files do not count. A re-run removes
done.json first and every later stage with it, so a kill at any moment leaves a state to go on from.

Of a batch that was compacted only batch.json and loaded.json stay. Its batch.json then names the
folder that holds its rows, and each of its files with rows and SHA-256 (see `edges/compact.py`).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Self, TypeVar

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock

from pipeline import ids
from pipeline.edges.files import force, told, write_json
from pipeline.edges.rows import arrow_schema, from_row, to_row
from pipeline.errors import EnvironmentFault, WarehouseError
from pipeline.records import Record

R = TypeVar("R", bound=Record)
ROWS_PER_GROUP = 5_000


@dataclass(frozen=True, slots=True)
class File:
    """What done.json says of a Parquet file."""

    rows: int
    sha256: str


class StageWriter:
    """Writes what one stage of one batch makes; commits when the `with` block ends well."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows: dict[str, int] = {}
        self._waiting: dict[type[Record], list[dict[str, Any]]] = {}
        self._writers: dict[type[Record], pq.ParquetWriter] = {}

    def __enter__(self) -> Self:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        return self

    def write(self, record: Record) -> None:
        """Add one record to the file of its kind."""
        kind = type(record)
        waiting = self._waiting.setdefault(kind, [])
        waiting.append(to_row(record))
        self.rows[kind.TABLE] = self.rows.get(kind.TABLE, 0) + 1
        if len(waiting) >= ROWS_PER_GROUP:
            self._flush(kind)

    def write_table(self, table: str, rows: pa.Table) -> None:
        """Write the file of one kind as it stands in a table of Arrow."""
        with told(self.folder):
            pq.write_table(rows, self.folder / f"{table}.parquet", compression="zstd")
        self.rows[table] = len(rows)

    def _flush(self, kind: type[Record]) -> None:
        schema, path = arrow_schema(kind), self.folder / f"{kind.TABLE}.parquet"
        with told(path):
            if kind not in self._writers:
                self._writers[kind] = pq.ParquetWriter(path, schema, compression="zstd")
            self._writers[kind].write_table(pa.Table.from_pylist(self._waiting[kind], schema))
        self._waiting[kind] = []

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        try:
            for waiting in [key for key, rows in self._waiting.items() if rows and not error]:
                self._flush(waiting)
        finally:
            with told(self.folder):
                for writer in self._writers.values():
                    writer.close()
        if not error:
            self._commit()

    def _commit(self) -> None:
        digests = {}
        for path in sorted(self.folder.glob("*.parquet")):
            force(path)
            digests[path.stem] = {
                "rows": self.rows[path.stem],
                "sha256": ids.sha256(path.read_bytes()),
            }
        write_json(self.folder / "done.json", digests)


@dataclass(frozen=True, slots=True)
class _Head:
    """What batch.json holds; `compact` and `files` of a batch that was compacted."""

    id: str
    started_at: str
    compact: str | None = None
    files: dict[str, File] = field(default_factory=dict)


class Batch:
    """One batch folder. Time comes from it: `started_at` is the moment of all it does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            self._head = msgspec.json.decode((folder / "batch.json").read_bytes(), type=_Head)
        except (OSError, msgspec.MsgspecError):
            raise EnvironmentFault(
                f"{folder}: no batch there; `hearsay status` lists the batches"
            ) from None
        self.id: str = self._head.id
        self.started_at = datetime.fromisoformat(self._head.started_at)

    @classmethod
    def open(cls, root: Path, name: str, *, now: datetime) -> Batch:
        """Open the batch `name` below `root`, made with `started_at=now` if it is new."""
        head = root / name / "batch.json"
        if not head.exists():
            head.parent.mkdir(parents=True, exist_ok=True)
            write_json(head, {"id": name, "started_at": now.isoformat()})
        return cls(root / name)

    @property
    def compact(self) -> Path | None:
        """The folder that holds the rows of a batch that was compacted; None: its own does."""
        name = self._head.compact
        return compact_folder(self.folder.parents[1]) / name if name else None

    def lock(self) -> FileLock:
        """Return a lock: a task that Airflow gave up for dead may still be at work on the batch."""
        return FileLock(self.folder / "stage.lock")

    def writing(self, stage: str, *, later: tuple[str, ...] = ()) -> StageWriter:
        """Return a writer for `stage`; results of the `later` stages are dropped first."""
        self._take_back()
        for name in (stage, *later):
            (self.folder / name / "done.json").unlink(missing_ok=True)
        return StageWriter(self.folder / stage)

    def done(self, stage: str) -> dict[str, int] | None:
        """Return the rows that `stage` made by table, or None while it is not done."""
        if not self.compact and not (self.folder / stage / "done.json").exists():
            return None
        made = {
            Path(name).stem: file.rows
            for name, file in self.manifest().items()
            if Path(name).parent.name == stage
        }
        return made if made or not self.compact else None

    def manifest(self) -> dict[str, File]:
        """Return the files of the stages that are done, by their names below the folder."""
        if self.compact:
            return dict(self._head.files)
        stages = sorted(mark.parent.name for mark in self.folder.glob("*/done.json"))
        return {
            f"{stage}/{table}.parquet": file
            for stage in stages
            for table, file in sorted(self._mark(stage).items())
        }

    def _mark(self, stage: str) -> dict[str, File]:
        mark = self.folder / stage / "done.json"
        try:
            return msgspec.json.decode(mark.read_bytes(), type=dict[str, File])
        except (OSError, msgspec.MsgspecError) as error:
            raise WarehouseError(
                f"{mark}: damaged ({error}); make it again: hearsay run {stage} {self.id}"
            ) from None

    def names(self, table: str) -> list[str]:
        """Return the files that hold rows of `table`, of stages that are done."""
        return [name for name in self.manifest() if Path(name).stem == table]

    def path(self, name: str) -> Path:
        """Return the Parquet file in which the rows of one of the files stand."""
        return (self.compact / Path(name).name) if self.compact else self.folder / name

    def sql(self, name: str) -> str:
        """Return what stands for the rows of one of the files in a FROM of DuckDB."""
        parquet = f"read_parquet({quoted(self.path(name))})"
        if not self.compact:
            return parquet
        return (
            f"(SELECT * EXCLUDE (batch_id, file) FROM {parquet} "
            f"WHERE batch_id = {quoted(self.id)} AND file = {quoted(name)})"
        )

    def table(self, name: str) -> pa.Table:
        """Return the rows of one of the files, in the order they were written."""
        path = self.path(name)
        try:
            if not self.compact:
                return pq.read_table(path, partitioning=None)
            mine = [("batch_id", "=", self.id), ("file", "=", name)]
            return pq.read_table(path, filters=mine, partitioning=None).drop_columns(
                ["batch_id", "file"]
            )
        except (OSError, pa.ArrowInvalid) as error:
            raise WarehouseError(f"{path}: damaged ({error}); {self.remedy(name)}") from None

    def schema(self, name: str) -> pa.Schema:
        """Return the columns of one of the files as it stands on disk."""
        path = self.path(name)
        try:
            return pq.read_schema(path)
        except (OSError, pa.ArrowInvalid) as error:
            raise WarehouseError(f"{path}: damaged ({error}); {self.remedy(name)}") from None

    def remedy(self, name: str) -> str:
        """Return what to do about one of the files that is damaged."""
        if self.compact:
            return "take it from a backup"
        return f"make it again: hearsay run {Path(name).parent.name} {self.id}"

    def place(self, folder: str, files: dict[str, File]) -> None:
        """Say that a folder of compacted batches holds the rows, and remove the files of its own.

        One rename decides; what a kill leaves behind is not looked at any more.
        """
        told = {name: {"rows": one.rows, "sha256": one.sha256} for name, one in files.items()}
        head = {"id": self.id, "started_at": self._head.started_at}
        write_json(self.folder / "batch.json", {**head, "compact": folder, "files": told})
        self._head = _Head(self.id, self._head.started_at, folder, dict(files))
        self.remove_files()

    def remove_files(self) -> None:
        """Remove the files of its own that a compacted batch has left."""
        if self.compact:
            for stage in [path for path in self.folder.iterdir() if path.is_dir()]:
                shutil.rmtree(stage)

    def _take_back(self) -> None:
        """Give a compacted batch files of its own again, so that a stage can be run anew."""
        if not self.compact:
            return
        for stage in sorted({Path(name).parent.name for name in self.manifest()}):
            with StageWriter(self.folder / stage) as out:
                for name in self.manifest():
                    if Path(name).parent.name == stage:
                        out.write_table(Path(name).stem, self.table(name))
        head = {"id": self.id, "started_at": self._head.started_at}
        write_json(self.folder / "batch.json", head)
        self._head = _Head(self.id, self._head.started_at)

    @property
    def settled(self) -> bool:
        """Whether it was linked and loaded; if a stage was run anew since, whether all were."""
        linked = self.compact or self.done("link") is not None
        return bool(linked) and (self.folder / "loaded.json").exists()

    def mark_loaded(self) -> None:
        """Note that the warehouse has the batch, so that a rebuild loads it again."""
        if not (self.folder / "loaded.json").exists():
            write_json(self.folder / "loaded.json", {"loaded": True})

    def count(self, kind: type[Record]) -> int:
        """Return how many records of `kind` the batch holds."""
        files = self.manifest()
        return sum(files[name].rows for name in self.names(kind.TABLE))

    def read(self, kind: type[R]) -> Iterator[R]:
        """Yield the batch's records of `kind`, in the order they were written."""
        for name in self.names(kind.TABLE):
            for group in self.table(name).to_batches(max_chunksize=200):
                yield from (from_row(kind, row) for row in group.to_pylist())


def compact_folder(data: Path) -> Path:
    """Return where the rows of compacted batches lie below a data folder."""
    return data / "compact"


def quoted(value: object) -> str:
    """Return a value as it stands in SQL."""
    return "'" + str(value).replace("'", "''") + "'"
