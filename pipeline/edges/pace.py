"""The pace of each host: one request at a time, with a pause, over all threads and processes.

A file per host holds the moment before which the host is left alone; whoever holds its lock has the
turn. The kernel drops the lock of a process that dies.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from pipeline.errors import Unreachable

PATIENCE = 120.0  #: seconds that a turn is waited for; a host that asks for more comes later


class Turn:
    """A turn at a host. `pause` says how long the host is left alone afterwards."""

    def __init__(self, pause: float) -> None:
        self.pause = pause


class Pace:
    """A folder of files, one per host."""

    def __init__(self, folder: Path, *, clock: Callable[[], float] = time.time) -> None:
        self.folder = folder
        self.clock = clock
        folder.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def turn(self, host: str, pause: float) -> Iterator[Turn]:
        """Wait for the turn at a host. Raises Unreachable if the host wants to be left alone."""
        with (self.folder / quote(host, safe="")[:200]).open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            wait = float(file.read(32) or 0) - self.clock()
            if wait > PATIENCE:
                raise Unreachable(f"{host} asked to be left alone for {wait:,.0f} s more")
            if wait > 0:
                time.sleep(wait)
            turn = Turn(pause)
            try:
                yield turn
            finally:
                file.truncate(0)
                file.write(f"{self.clock() + turn.pause:.6f}".encode())
                file.flush()
