"""Bodies: what the archive lets go after so many days.

A file goes when nothing in it is younger. Bodies in it that a later fetch refers to are copied to
another file first; the index learns of that, and then the old file is removed. Killed in between,
the next turn goes on.
"""

from __future__ import annotations

import os
import sqlite3
import uuid
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from pipeline.edges.archive import Archive, Capture, note
from pipeline.edges.files import force, told
from pipeline.edges.warc import opening

OLD = "SELECT file FROM captures GROUP BY file HAVING max(at) < ?"
NEEDED = "SELECT DISTINCT sha256 FROM captures WHERE at >= ?"
HELD = f"SELECT DISTINCT sha256 FROM captures WHERE kind <> 'revisit' AND file NOT IN ({OLD})"


@dataclass(frozen=True, slots=True)
class Freed:
    """What leaves the archive."""

    captures: int
    bytes: int


@dataclass(frozen=True, slots=True)
class _Parts:
    """The captures of an old file: those that go, and those a later fetch refers to."""

    gone: list[Capture] = field(default_factory=list)
    kept: list[Capture] = field(default_factory=list)


def overdue(archive: Archive, before: datetime) -> Freed:
    """Return what `forget` would remove."""
    with archive.index() as db:
        return _freed(_old(db, archive.folder, before))


def forget(archive: Archive, before: datetime) -> Freed:
    """Remove the captures from before a moment, but for bodies that a later one refers to."""
    with archive.index() as db:
        files = _old(db, archive.folder, before)
        if kept := [capture for parts in files.values() for capture in parts.kept]:
            with told(archive.folder):
                note(db, _copied(archive.folder, kept, before))
            db.commit()
        for name in files:
            (archive.folder / name).unlink(missing_ok=True)
            db.execute("DELETE FROM captures WHERE file = ?", [name])
            db.commit()
    return _freed(files)


def _old(db: sqlite3.Connection, folder: Path, before: datetime) -> dict[str, _Parts]:
    """Return the files that hold nothing younger and from which something can go."""
    end = f"{before:%Y-%m-%dT%H:%M:%SZ}"
    needed = {row[0] for row in db.execute(NEEDED, [end])}
    needed -= {row[0] for row in db.execute(HELD, [end])}
    found: dict[str, _Parts] = defaultdict(_Parts)
    rows = db.execute(f"SELECT * FROM captures WHERE file IN ({OLD}) ORDER BY file, start", [end])
    for capture in (Capture(*row) for row in rows):
        parts = found[capture.file]
        stays = capture.kind != "revisit" and capture.sha256 in needed
        (parts.kept if stays else parts.gone).append(capture)
    return {
        name: parts
        for name, parts in found.items()
        if parts.gone and _changed(folder / name) < before.timestamp()
    }


def _copied(folder: Path, captures: list[Capture], before: datetime) -> list[Capture]:
    """Copy captures to a new file, each body once; return where they stand in it."""
    name = f"{before:%Y}/hearsay-{before:%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:12]}.warc.gz"
    path = folder / name
    temporary = path.with_suffix(".tmp")
    path.parent.mkdir(parents=True, exist_ok=True)
    moved = []
    with temporary.open("wb") as out:
        out.write(opening(path.name))
        for capture in {one.sha256: one for one in captures}.values():
            with (folder / capture.file).open("rb") as file:
                file.seek(capture.start)
                moved.append(replace(capture, file=name, start=out.tell()))
                out.write(file.read(capture.length))
    force(temporary)
    os.utime(temporary, (before.timestamp(), before.timestamp()))  # nothing in it is younger
    temporary.replace(path)
    force(path.parent)
    return moved


def _changed(path: Path) -> float:
    """Return when a file was written to last; a file that is gone is as old as can be."""
    return path.stat().st_mtime if path.exists() else 0.0


def _freed(files: dict[str, _Parts]) -> Freed:
    gone = [capture for parts in files.values() for capture in parts.gone]
    return Freed(len(gone), sum(capture.length for capture in gone))
