"""Compact: the small files of batches of past weeks become one Parquet file for each kind.

    compact/2026-W42-k3…/claims.parquet     rows of many batches, with batch_id and file
    compact/2026-W42-k3…/done.json          rows and SHA-256 of each; a whole folder has its name

Nothing that the ledger knows of a batch changes: its rows, their order, and the SHA-256 that its
files had. A folder is written, read back and compared with what it was made of, and gets its name;
then batch by batch one rename says that the rows are there now, and the batch's own files go. So a
kill at any moment leaves each batch with the one or with the other.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import ids
from pipeline.edges.batch import Batch, File, compact_folder
from pipeline.edges.files import force, told, write_json
from pipeline.errors import WarehouseError

ROWS = 20_000  # of a row group: a batch is found by the groups that may hold it
BYTES = 500_000_000  # of the files that become one folder: it is rewritten as a whole
Change = Callable[[Batch, str, pa.Table], pa.Table]  #: what is kept of one file of a batch


def due(data: Path, *, before: datetime) -> list[list[Batch]]:
    """Return the batches to compact, by the folder that they become.

    Those of one week that lies wholly before that moment, that were loaded, have files of their own
    and files of one shape; a batch alone stays as it is.
    """
    week_of = before.astimezone(UTC) - timedelta(days=before.astimezone(UTC).weekday())
    end = week_of.replace(hour=0, minute=0, second=0, microsecond=0)
    marks = data.glob("batches/*/loaded.json")
    batches = [batch for mark in marks if not (batch := Batch(mark.parent)).compact]
    batches = [batch for batch in batches if batch.started_at < end and batch.manifest()]
    return [group for group in together(batches) if len(group) > 1]


def compact(groups: Iterable[list[Batch]]) -> int:
    """Compact each group of batches into a folder; return how many batches were.

    Raises WarehouseError for a file that is damaged, EnvironmentFault where there is no room.
    """
    done = 0
    for group in groups:
        for batch in group:
            for name, file in batch.manifest().items():
                if _sha256(batch.path(name)) != file.sha256:
                    raise WarehouseError(
                        f"{batch.path(name)}: damaged, its SHA-256 is not the one in done.json; "
                        f"{batch.remedy(name)}"
                    )
        done += rewrite(group)
    return done


def rewrite(batches: list[Batch], change: Change | None = None) -> int:
    """Bring batches of one data folder into a new folder; return how many went there.

    With `change`, a file whose rows it changes gets a SHA-256 of its own; others keep theirs. A
    batch that a stage runs on meanwhile stays where it is.
    """
    known = {batch.id: batch.manifest() for batch in batches}
    files = {
        batch.id: {name: _file(batch, name, file, change) for name, file in known[batch.id].items()}
        for batch in batches
    }
    told_of = [f"{id_} {name} {one.sha256}" for id_ in files for name, one in files[id_].items()]
    data = batches[0].folder.parents[1]
    folder = compact_folder(data) / f"{_week(batches[0])}-{ids.make('compact', *told_of)}"
    if not (folder / "done.json").exists():
        _write(folder, batches, change)
    placed = 0
    for batch in batches:
        with batch.lock():
            if Batch(batch.folder).manifest() == known[batch.id]:
                batch.place(folder.name, files[batch.id])
                placed += 1
    return placed


def sweep(data: Path) -> int:
    """Remove what compacting left: folders that no batch names, files of compacted batches."""
    named, removed = set(), 0
    for head in data.glob("batches/*/batch.json"):
        batch = Batch(head.parent)
        if batch.compact:
            named.add(batch.compact)
            batch.remove_files()
    for folder in compact_folder(data).glob("*"):
        if folder not in named:
            shutil.rmtree(folder)
            removed += 1
    return removed


def verify(folder: Path) -> None:
    """Compare the files of a folder with their SHA-256. Raises WarehouseError."""
    mark = folder / "done.json"
    try:
        files = msgspec.json.decode(mark.read_bytes(), type=dict[str, File])
        for table, file in files.items():
            path = folder / f"{table}.parquet"
            state = path.stat()
            if _known_sha256(path, state.st_mtime_ns, state.st_size) != file.sha256:
                raise WarehouseError(
                    f"{path}: damaged, its SHA-256 is not the one in done.json; "
                    "take it from a backup"
                )
    except (OSError, msgspec.MsgspecError) as error:
        raise WarehouseError(f"{mark}: damaged ({error}); take it from a backup") from None


def together(batches: Iterable[Batch]) -> Iterator[list[Batch]]:
    """Yield runs of batches of one week and one shape, of about BYTES at most, oldest first."""
    group: list[Batch] = []
    shapes: dict[str, pa.Schema] = {}
    size = 0
    for batch in sorted(batches, key=lambda batch: (batch.started_at, batch.id)):
        mine = {Path(name).stem: batch.schema(name) for name in batch.manifest()}
        same = all(shapes.get(table, schema).equals(schema) for table, schema in mine.items())
        if group and not (same and size < BYTES and _week(batch) == _week(group[0])):
            yield group
            group, shapes, size = [], {}, 0
        group.append(batch)
        shapes |= mine
        size += sum(batch.path(name).stat().st_size for name in batch.manifest())
    if group:
        yield group


def _week(batch: Batch) -> str:
    return f"{batch.started_at.astimezone(UTC):%G-W%V}"


def _file(batch: Batch, name: str, file: File, change: Change | None) -> File:
    """Return rows and SHA-256 of a file as it will be."""
    if change is None:
        return file
    before = batch.table(name)
    after = change(batch, name, before)
    if after.equals(before):
        return file
    sink = pa.BufferOutputStream()
    pq.write_table(after, sink)
    return File(len(after), ids.sha256(sink.getvalue().to_pybytes()))


def _write(folder: Path, batches: list[Batch], change: Change | None) -> None:
    """Write a folder under another name, compare it with what it was made of, give it its name."""
    temporary = folder.with_name(folder.name + ".tmp")
    shutil.rmtree(temporary, ignore_errors=True)
    tables = sorted({Path(name).stem for batch in batches for name in batch.manifest()})
    with told(temporary):
        temporary.mkdir(parents=True)
        files = {}
        for table in tables:
            path = temporary / f"{table}.parquet"
            rows = _save(path, _rows(batches, table, change))
            if not _same(path, _rows(batches, table, change)):
                raise WarehouseError(f"{path}: is not what was written; look at the disk")
            force(path)
            files[table] = {"rows": rows, "sha256": _sha256(path)}
        write_json(temporary / "done.json", files)
        temporary.replace(folder)
        force(folder.parent)


def _rows(batches: list[Batch], table: str, change: Change | None) -> Iterator[pa.Table]:
    """Yield the rows of each file of one kind, with the batch and the file they are of."""
    for batch in batches:
        for name in batch.names(table):
            rows = batch.table(name)
            if change:
                rows = change(batch, name, rows)
            for column, value in (("batch_id", batch.id), ("file", name)):
                rows = rows.append_column(column, pa.repeat(pa.scalar(value), len(rows)))
            yield rows


def _save(path: Path, tables: Iterable[pa.Table]) -> int:
    """Write tables of one shape to a file, in groups of about ROWS; return the rows."""
    total, waiting, writer = 0, [], None
    for rows in tables:
        writer = writer or pq.ParquetWriter(path, rows.schema, compression="zstd")
        waiting.append(rows)
        total += len(rows)
        if sum(map(len, waiting)) >= ROWS:
            writer.write_table(pa.concat_tables(waiting), row_group_size=ROWS)
            waiting = []
    if writer:
        if waiting:
            writer.write_table(pa.concat_tables(waiting), row_group_size=ROWS)
        writer.close()
    return total


def _same(path: Path, tables: Iterable[pa.Table]) -> bool:
    """Tell if a file holds the rows of these tables, one after the other."""
    file = pq.ParquetFile(path)
    groups = (file.read_row_group(number) for number in range(file.num_row_groups))
    held = file.schema_arrow.empty_table()
    for rows in tables:
        while len(held) < len(rows) and (more := next(groups, None)) is not None:
            held = pa.concat_tables([held, more])
        if not held.slice(0, len(rows)).equals(rows):
            return False
        held = held.slice(len(rows))
    return not len(held) and not any(map(len, groups))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@lru_cache(maxsize=1000)
def _known_sha256(path: Path, changed: int, size: int) -> str:
    """Return the SHA-256 of a file, read once for all the batches in it."""
    del changed, size  # another file then
    return _sha256(path)
