"""The archive: every body that was fetched, byte for byte, with what was asked and answered.

    archive/2026/hearsay-20260302T083000-3f9c….warc.gz    WARC 1.1, a gzip member per record
    archive/index.sqlite                                  SHA-256 of a body → where it stands

A body is kept once; the same bytes fetched again become a `revisit` record. Every process writes
files of its own and only ever appends, so that any number may write at once and a kill costs no
more than the record it hits. The index can be lost: it is made again from the files.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import uuid
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from pipeline import ids
from pipeline.edges import warc
from pipeline.errors import EnvironmentFault
from pipeline.records import Response

FULL = 1_000_000_000  #: bytes of one file; the size that web archives agree on
TOGETHER = 100  #: captures that are named in the index at once
BODIES = ("response", "resource")  #: kinds of record that hold a body
SCHEMA = """
CREATE TABLE IF NOT EXISTS captures (
    sha256 TEXT, file TEXT, start INTEGER, length INTEGER, kind TEXT, url TEXT, at TEXT,
    PRIMARY KEY (file, start)
);
CREATE INDEX IF NOT EXISTS captures_by_sha256 ON captures (sha256);
"""


@dataclass(frozen=True, slots=True)
class Capture:
    """Where the records of one fetch stand: `length` bytes of a file from `start` on."""

    sha256: str
    file: str
    start: int
    length: int
    kind: str  #: `response`, `resource` for a file, `revisit` for a body that was known
    url: str
    at: str


class Archive:
    """A folder of WARC files and their index. Safe for many threads and processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._file: BinaryIO | None = None
        self._name = ""
        self._waiting: list[Capture] = []  # not in the index yet
        self._fresh: dict[str, Capture] = {}  # the first of each of their bodies
        self._index: sqlite3.Connection | None = None

    def put(self, response: Response) -> str:
        """Keep a response; return its key, the SHA-256 of the body.

        It is safe from a fall of the machine only after `force`.
        """
        key = ids.sha256(response.body)
        with self._lock:
            original = self._fresh.get(key) or next(iter(self._captures(key, *BODIES)), None)
            first = (original.url, original.at) if original else None
            data = warc.records(response, key, first)
            file = self._writable(response)
            kind = "revisit" if original else warc.kind(response)
            at = warc.date(response)
            url = warc.address(response)
            capture = Capture(key, self._name, file.tell(), len(data), kind, url, at)
            file.write(data)
            self._waiting.append(capture)
            self._fresh.setdefault(key, capture)
            if original or len(self._waiting) >= TOGETHER:
                self._settle()  # a body that is referred to stays: whoever forgets must know
        return key

    def force(self) -> None:
        """Return when everything put so far is on the disk."""
        with self._lock:
            if self._file:
                self._settle()
                os.fsync(self._file.fileno())

    def get(self, key: str) -> bytes:
        """Return the body kept under `key`. Raises EnvironmentFault if it is not there."""
        with self._lock:
            self._settle()
            captures = self._captures(key, *BODIES)
        for capture in captures:
            body = self._body(capture)
            if body is not None and ids.sha256(body) == key:
                return body
        raise EnvironmentFault(f"archive {key}: missing; restore {self.folder} or fetch again")

    def export(self, keys: Iterable[str], target: Path) -> int:
        """Write every capture of these bodies to one WARC file; return how many."""
        with self._lock:
            self._settle()
            captures = [capture for key in keys for capture in self._captures(key)]
        with target.open("wb") as out:
            out.write(warc.opening(target.name))
            for capture in captures:
                with (self.folder / capture.file).open("rb") as file:
                    file.seek(capture.start)
                    out.write(file.read(capture.length))
        return len(captures)

    def has(self, key: str) -> bool:
        """Tell if a body is kept under `key`, as far as the index knows."""
        with self._lock:
            return bool(self._captures(key, *BODIES))

    @contextmanager
    def index(self) -> Iterator[sqlite3.Connection]:
        """Give the index, the table `captures`; what is changed in it is committed in the end."""
        with self._lock, self._db() as db:
            yield db

    def close(self) -> None:
        """Close what is open; the next use opens it again."""
        with self._lock:
            self._settle()
            for opened in (self._file, self._index):
                if opened:
                    opened.close()
            self._file = self._index = None

    def __del__(self) -> None:
        self.close()

    def _body(self, capture: Capture) -> bytes | None:
        try:
            with (self.folder / capture.file).open("rb") as file:
                file.seek(capture.start)
                body: bytes = next(iter(ArchiveIterator(file))).content_stream().read()
        except (OSError, StopIteration, ArchiveLoadFailed):
            return None
        return body

    def _writable(self, response: Response) -> BinaryIO:
        """Return this process's file, a new one when the last is full."""
        if self._file is None or self._file.tell() > FULL:
            if self._file:
                self._settle()
                os.fsync(self._file.fileno())
                self._file.close()
            name = f"hearsay-{response.at:%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:12]}.warc.gz"
            path = self.folder / f"{response.at:%Y}" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("xb")
            self._file.write(warc.opening(name))
            self._name = path.relative_to(self.folder).as_posix()
        return self._file

    def _settle(self) -> None:
        """Hand the bytes to the system, then name them in the index."""
        if self._file and self._waiting:
            self._file.flush()
            self._note(*self._waiting)
            self._waiting.clear()
            self._fresh.clear()

    def _captures(self, key: str, *kinds: str) -> list[Capture]:
        rows = self._db().execute("SELECT * FROM captures WHERE sha256 = ? ORDER BY at", [key])
        captures = [Capture(*row) for row in rows]
        return [capture for capture in captures if not kinds or capture.kind in kinds]

    def _note(self, *captures: Capture) -> None:
        with self._db() as db:
            note(db, captures)

    def _db(self) -> sqlite3.Connection:
        if self._index is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            path = self.folder / "index.sqlite"
            lost = not path.exists()
            self._index = sqlite3.connect(path, timeout=60, check_same_thread=False)
            self._index.execute("PRAGMA journal_mode = WAL")
            self._index.execute("PRAGMA synchronous = NORMAL")
            self._index.executescript(SCHEMA)
            if lost:
                self._note(*self._scan())
        return self._index

    def _scan(self) -> Iterator[Capture]:
        """Yield the captures of every file, to make the index again."""
        for path in sorted(self.folder.rglob("*.warc.gz")):
            yield from _scan(path, path.relative_to(self.folder).as_posix())


def note(db: sqlite3.Connection, captures: Iterable[Capture]) -> None:
    """Enter captures into the index; those that are there already stay as they are."""
    rows = [tuple(getattr(c, name) for name in Capture.__slots__) for c in captures]
    db.executemany("INSERT OR IGNORE INTO captures VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


def verify(file: Path) -> int:
    """Read a WARC file as others would and compare every digest; return its captures.

    Raises EnvironmentFault, naming the record, if one is damaged.
    """
    captures, url = 0, None
    with file.open("rb") as opened:
        try:
            for record in ArchiveIterator(opened, check_digests="raise"):
                url = record.rec_headers.get_header("WARC-Target-URI")
                record.content_stream().read()
                captures += record.rec_type in (*BODIES, "revisit")
        except (ArchiveLoadFailed, EOFError, zlib.error) as error:
            raise EnvironmentFault(
                f"{file}: {url} is damaged ({error}); restore the archive from a backup"
            ) from None
    return captures


def _scan(path: Path, name: str) -> Iterator[Capture]:
    """Yield the captures of one file up to its end or the first damage."""
    found: dict[str, Any] | None = None
    with path.open("rb") as file:
        records = ArchiveIterator(file)
        try:
            for record in records:
                start, kind = records.get_record_offset(), record.rec_type
                if found and kind in (*BODIES, "revisit", "warcinfo"):
                    yield Capture(**found, length=start - found["start"])
                    found = None
                header = record.rec_headers.get_header
                if kind in (*BODIES, "revisit") and header(warc.DIGEST):
                    found = {
                        "sha256": header(warc.DIGEST),
                        "file": name,
                        "start": start,
                        "kind": kind,
                    }
                    found |= {"url": header("WARC-Target-URI"), "at": header("WARC-Date")}
        except (ArchiveLoadFailed, EOFError, OSError):
            pass  # a process was killed in the middle of its last record
        if found:
            yield Capture(**found, length=path.stat().st_size - found["start"])
