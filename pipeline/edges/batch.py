"""Batches: a folder each, one sub-folder per stage, one Parquet file per kind of record.

    batches/<batch>/batch.json                 id, started_at
    batches/<batch>/loaded.json                the warehouse has it
    batches/<batch>/<stage>/<kind>.parquet     the records the stage made
    batches/<batch>/<stage>/done.json          rows and SHA-256 of each file; written last

A stage is done when its done.json is there; until then its files do not count. A re-run removes
done.json first and every later stage with it, so a kill at any moment leaves a state to go on from.
"""

from __future__ import annotations

import json
import os
import shutil
import types
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal, Self, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import ids
from pipeline.errors import EnvironmentFault, WarehouseError
from pipeline.records import Record

R = TypeVar("R", bound=Record)
ROWS_PER_GROUP = 5_000


def arrow_type(hint: Any) -> pa.DataType:
    """Return the Arrow type of a record field. Datetimes are UTC without zone, as the tables."""
    simple = {
        str: pa.string(),
        int: pa.int64(),
        float: pa.float64(),
        bool: pa.bool_(),
        datetime: pa.timestamp("us"),
        date: pa.date32(),
    }
    if hint in simple:
        return simple[hint]
    origin, args = get_origin(hint), get_args(hint)
    if origin is Literal:
        return pa.string()
    if origin in (Union, types.UnionType):
        return arrow_type(next(arg for arg in args if arg is not type(None)))
    if origin is tuple:
        return pa.list_(arrow_type(args[0]))
    if is_dataclass(hint):
        return pa.struct(list(arrow_schema(hint)))
    raise TypeError(f"no Arrow type for {hint}")


def arrow_schema(record: Any) -> pa.Schema:
    """Return the Arrow schema of a record class, fields in the order of their definition."""
    hints = get_type_hints(record)
    return pa.schema([(field.name, arrow_type(hints[field.name])) for field in fields(record)])


def _row(record: Any) -> dict[str, Any]:
    """Return a record as Arrow takes it."""
    row = asdict(record)
    return {
        key: naive(value) if isinstance(value, datetime) else value for key, value in row.items()
    }


def naive(moment: datetime) -> datetime:
    """Return a moment as files and tables keep it: UTC without zone."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def from_row(kind: type[R], row: dict[str, Any]) -> R:
    """Return the record of a row as Arrow or DuckDB gives it, its times told to be UTC."""
    for key, value in row.items():
        if isinstance(value, datetime):
            row[key] = value.replace(tzinfo=UTC)
    return msgspec.convert(row, kind)


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
        waiting.append(_row(record))
        self.rows[kind.TABLE] = self.rows.get(kind.TABLE, 0) + 1
        if len(waiting) >= ROWS_PER_GROUP:
            self._flush(kind)

    def _flush(self, kind: type[Record]) -> None:
        schema, path = arrow_schema(kind), self.folder / f"{kind.TABLE}.parquet"
        with _told(path):
            if kind not in self._writers:
                self._writers[kind] = pq.ParquetWriter(path, schema, compression="zstd")
            self._writers[kind].write_table(pa.Table.from_pylist(self._waiting[kind], schema))
        self._waiting[kind] = []

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        try:
            for waiting in [key for key, rows in self._waiting.items() if rows and not error]:
                self._flush(waiting)
        finally:
            with _told(self.folder):
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


class Batch:
    """One batch folder. Time comes from it: `started_at` is the moment of all it does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            head = json.loads((folder / "batch.json").read_bytes())
        except (OSError, ValueError):
            raise EnvironmentFault(
                f"{folder}: no batch there; `hearsay status` lists the batches"
            ) from None
        self.id: str = head["id"]
        self.started_at = datetime.fromisoformat(head["started_at"])

    @classmethod
    def open(cls, root: Path, name: str, *, now: datetime) -> Batch:
        """Open the batch `name` below `root`, made with `started_at=now` if it is new."""
        head = root / name / "batch.json"
        if not head.exists():
            head.parent.mkdir(parents=True, exist_ok=True)
            write_json(head, {"id": name, "started_at": now.isoformat()})
        return cls(root / name)

    def writing(self, stage: str, *, later: tuple[str, ...] = ()) -> StageWriter:
        """Return a writer for `stage`; results of the `later` stages are dropped first."""
        for name in (stage, *later):
            (self.folder / name / "done.json").unlink(missing_ok=True)
        return StageWriter(self.folder / stage)

    def done(self, stage: str) -> dict[str, int] | None:
        """Return the rows that `stage` made by table, or None while it is not done."""
        if not (self.folder / stage / "done.json").exists():
            return None
        return {table: file.rows for table, file in self._mark(stage).items()}

    def manifest(self) -> dict[str, File]:
        """Return the files of the stages that are done, by their names below the folder."""
        stages = sorted(mark.parent.name for mark in self.folder.glob("*/done.json"))
        return {
            f"{stage}/{table}.parquet": file
            for stage in stages
            for table, file in sorted(self._mark(stage).items())
        }

    def files(self, table: str) -> list[Path]:
        """Return the Parquet files that hold rows of `table`, of stages that are done."""
        return [self.folder / name for name in self.manifest() if Path(name).stem == table]

    def _mark(self, stage: str) -> dict[str, File]:
        mark = self.folder / stage / "done.json"
        try:
            return msgspec.json.decode(mark.read_bytes(), type=dict[str, File])
        except (OSError, msgspec.MsgspecError) as error:
            raise WarehouseError(
                f"{mark}: damaged ({error}); make it again: hearsay run {stage} {self.id}"
            ) from None

    def mark_loaded(self) -> None:
        """Note that the warehouse has the batch, so that a rebuild loads it again."""
        if not (self.folder / "loaded.json").exists():
            write_json(self.folder / "loaded.json", {"loaded": True})

    def count(self, kind: type[Record]) -> int:
        """Return how many records of `kind` the batch holds."""
        return sum(pq.read_metadata(path).num_rows for path in self.files(kind.TABLE))

    def read(self, kind: type[R]) -> Iterator[R]:
        """Yield the batch's records of `kind`, in the order they were written."""
        for path in self.files(kind.TABLE):
            try:
                for group in pq.ParquetFile(path).iter_batches(batch_size=200):
                    yield from (from_row(kind, row) for row in group.to_pylist())
            except (OSError, pa.ArrowInvalid) as error:
                raise WarehouseError(
                    f"{path}: damaged ({error}); "
                    f"make it again: hearsay run {path.parent.name} {self.id}"
                ) from None


def write_json(path: Path, value: object) -> None:
    """Write `value` as JSON under a temporary name, force it to disk, rename, force the folder."""
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    with _told(path):
        with temporary.open("w", encoding="utf-8") as file:
            json.dump(value, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        force(path.parent)


def force(path: Path) -> None:
    """Have the system write a file or a folder to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn a full disk or a forbidden folder into an error for the person who must act."""
    try:
        yield
    except OSError as error:
        raise EnvironmentFault(
            f"{path}: cannot be written ({error.strerror or error}); "
            "nothing of this stage counts; mend that and run it again"
        ) from None
