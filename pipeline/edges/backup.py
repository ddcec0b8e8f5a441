"""Backup: everything that cannot be fetched again, copied and read back.

A backup is a folder with the same tree as the data folder and backup.json: name, size and SHA-256
of every file, written last. So a backup that was cut short is none, and one that rots is noticed.
"""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

import msgspec

from pipeline.edges.database import scan
from pipeline.edges.files import write_json
from pipeline.edges.warehouse import Warehouse
from pipeline.errors import EnvironmentFault, WarehouseError

MARK = "backup.json"
# What a load makes again, and what only says who is at work.
LEFT_OUT = ("news.duckdb", "*.tmp", "*.lock", "loader.json", MARK)
ELSEWHERE = ("airflow", "lake", "surveys")  # Airflow's own; made of batches; asked for again
BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Copied:
    """A file of a backup."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds, and how many files had to be copied for it."""

    files: int
    bytes: int
    copied: int


def backup(warehouse: Warehouse, target: Path) -> Backup:
    """Copy the data folder to `target` and read all of it back. Loaders wait meanwhile.

    A target that holds an earlier backup is brought up to date: files of it that were forgotten or
    compacted since are removed in the end. Raises EnvironmentFault if a file
    cannot be copied, WarehouseError if a copy is not what was copied.
    """
    warehouse.load()
    folder = warehouse.folder
    if target.resolve().is_relative_to(folder.resolve()):
        raise EnvironmentFault(f"{target}: is inside {folder}; name a folder elsewhere")
    with warehouse.locked():
        names = sorted(_kept(folder))
        digests = {name: _digest(folder / name) for name in names}
        earlier = _listed(target)
        (target / MARK).unlink(missing_ok=True)
        copied = [name for name in names if not _same(target / name, digests[name])]
        for name in copied:
            _copy(folder / name, target / name)
        _verify(target, digests)
        if warehouse.file.exists():
            scan(target / warehouse.file.name)
        write_json(target / MARK, {name: msgspec.to_builtins(one) for name, one in digests.items()})
        for name in earlier - set(digests):
            (target / name).unlink(missing_ok=True)
    total = sum(one.size for one in digests.values())
    return Backup(len(names), total, len(copied))


def restore(source: Path, warehouse: Warehouse) -> Backup:
    """Copy a backup into an empty data folder, verify it, and publish. Raises WarehouseError."""
    try:
        digests = msgspec.json.decode((source / MARK).read_bytes(), type=dict[str, Copied])
    except (OSError, msgspec.MsgspecError) as error:
        raise WarehouseError(f"{source / MARK}: no whole backup there ({error})") from None
    if warehouse.file.exists():
        raise EnvironmentFault(
            f"{warehouse.file}: there is a warehouse already; move {warehouse.folder} away, "
            "or restore to another place with --data"
        )
    _verify(source, digests)
    for name in digests:
        _copy(source / name, warehouse.folder / name)
    _verify(warehouse.folder, digests)
    warehouse.load()
    return Backup(len(digests), sum(one.size for one in digests.values()), len(digests))


def _kept(folder: Path) -> list[str]:
    """Return what is backed up: all but what is made again, and batches still on their way."""
    waiting = {head.parent for head in folder.glob("batches/*/batch.json")}
    waiting -= {mark.parent for mark in folder.glob("batches/*/loaded.json")}
    return [
        name.as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not any(path.match(pattern) for pattern in LEFT_OUT)
        if (name := path.relative_to(folder)).parts[0] not in ELSEWHERE
        if waiting.isdisjoint(path.parents)
    ]


def _listed(target: Path) -> set[str]:
    """Return the files of an earlier backup."""
    try:
        return set(msgspec.json.decode((target / MARK).read_bytes(), type=dict[str, Copied]))
    except (OSError, msgspec.MsgspecError):
        return set()


def _digest(path: Path) -> Copied:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
            size += len(block)
    return Copied(size, digest.hexdigest())


def _same(path: Path, digest: Copied) -> bool:
    return path.exists() and path.stat().st_size == digest.size and _digest(path) == digest


def _copy(source: Path, target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)
    except OSError as error:
        raise EnvironmentFault(f"{target}: cannot be written ({error.strerror})") from None


def _verify(folder: Path, digests: dict[str, Copied]) -> None:
    for name, digest in digests.items():
        if not _same(folder / name, digest):
            raise WarehouseError(
                f"{folder / name}: missing or not what was backed up; use another backup"
            )
