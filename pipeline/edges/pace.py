"""The pace of each host: one request at a time, with a pause, over all threads and processes.

A file per host holds the moment before which the host is left alone; whoever holds its lock has the
turn. The kernel drops the lock of a process that dies. A file stays open for the next turn: opening
it costs more than the turn.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from pipeline.errors import Unreachable

PATIENCE = 120.0  #: seconds that a turn is waited for; a host that asks for more comes later
WIDTH = 24  #: bytes that a moment takes in a file
OPEN = 256  #: files kept open


class Turn:
    """A turn at a host. `pause` says how long the host is left alone afterwards."""

    def __init__(self, pause: float) -> None:
        self.pause = pause


@dataclass(slots=True)
class _Host:
    """The open file of a host. The kernel's lock is the process's, so threads need another."""

    file: int
    lock: threading.Lock = field(default_factory=threading.Lock)
    users: int = 0


class Pace:
    """A folder of files, one per host."""

    def __init__(self, folder: Path, *, clock: Callable[[], float] = time.time) -> None:
        self.folder = folder
        self.clock = clock
        self._hosts: OrderedDict[str, _Host] = OrderedDict()
        self._lock = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def turn(self, name: str, pause: float) -> Iterator[Turn]:
        """Wait for the turn at a host. Raises Unreachable if the host wants to be left alone."""
        with self._host(name) as host, host.lock:
            fcntl.flock(host.file, fcntl.LOCK_EX)
            try:
                wait = float(os.pread(host.file, WIDTH, 0) or 0) - self.clock()
                if wait > PATIENCE:
                    raise Unreachable(f"{name} asked to be left alone for {wait:,.0f} s more")
                if wait > 0:
                    time.sleep(wait)
                turn = Turn(pause)
                try:
                    yield turn
                finally:
                    until = f"{self.clock() + turn.pause:<{WIDTH}.6f}"
                    os.pwrite(host.file, until.encode(), 0)
            finally:
                fcntl.flock(host.file, fcntl.LOCK_UN)

    @contextmanager
    def _host(self, name: str) -> Iterator[_Host]:
        """Give the open file of a host; of many the one unused for longest is closed."""
        with self._lock:
            host = self._hosts.get(name)
            if host is None:
                path = self.folder / quote(name, safe="")[:200]
                host = self._hosts[name] = _Host(os.open(path, os.O_RDWR | os.O_CREAT, 0o644))
            self._hosts.move_to_end(name)
            host.users += 1
        try:
            yield host
        finally:
            with self._lock:
                host.users -= 1
                self._shut(OPEN)

    def close(self) -> None:
        """Close the files that nobody uses."""
        with self._lock:
            self._shut(0)

    def _shut(self, most: int) -> None:
        """Close idle files while more than `most` are open."""
        if len(self._hosts) > most:
            idle = [name for name, host in self._hosts.items() if not host.users]
            for name in idle[: len(self._hosts) - most]:
                os.close(self._hosts.pop(name).file)

    def __del__(self) -> None:
        self.close()
