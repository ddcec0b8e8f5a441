"""The pace of each host: one request at a time, with a pause, over all tasks and processes.

A file per host holds the moment before which the host is left alone; whoever holds its lock has the
turn. The kernel drops the lock of a process that dies. Nobody blocks: who cannot have the turn yet
sleeps, without the lock, and asks again. A file stays open for the next turn: opening it costs more
than the turn.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from pipeline.errors import Unreachable

LONGEST = 86_400.0  #: seconds; a moment further off was written by a clock that was wrong
PATIENCE = 120.0  #: seconds that a turn is waited for; a host that asks for more comes later
BRIEF = 0.05  #: seconds after which a turn that another process has is asked for again
WIDTH = 24  #: bytes that a moment takes in a file
OPEN = 256  #: files kept open


class Turn:
    """A turn at a host. `pause` says how long the host is left alone afterwards."""

    def __init__(self, pause: float) -> None:
        self.pause = pause


@dataclass(slots=True)
class _Host:
    """The open file of a host. The kernel's lock is the process's, so tasks need another."""

    file: int
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0


class Pace:
    """A folder of files, one per host. For the tasks of one event loop."""

    def __init__(self, folder: Path, *, clock: Callable[[], float] = time.time) -> None:
        self.folder = folder
        self.clock = clock
        self._hosts: OrderedDict[str, _Host] = OrderedDict()
        folder.mkdir(parents=True, exist_ok=True)

    @asynccontextmanager
    async def turn(self, name: str, pause: float) -> AsyncIterator[Turn]:
        """Wait for the turn at a host. Raises Unreachable if the host wants to be left alone."""
        host, turn = self._open(name), Turn(pause)
        host.users += 1
        try:
            async with host.lock:
                await self._lock(name, host.file)
                try:
                    yield turn
                finally:
                    until = f"{self.clock() + turn.pause:<{WIDTH}.6f}"
                    os.pwrite(host.file, until.encode(), 0)
                    fcntl.flock(host.file, fcntl.LOCK_UN)
        finally:
            host.users -= 1
            self._shut(OPEN)

    async def _lock(self, name: str, file: int) -> None:
        """Take the lock of a host once its moment has come."""
        while True:
            wait = BRIEF
            if _locked(file):
                wait = _moment(file) - self.clock()
                if not 0 < wait <= LONGEST:
                    return
                fcntl.flock(file, fcntl.LOCK_UN)
            if wait > PATIENCE:
                raise Unreachable(f"{name} asked to be left alone for {wait:,.0f} s more")
            await asyncio.sleep(wait)

    def _open(self, name: str) -> _Host:
        """Return the open file of a host; of many the one unused for longest is closed."""
        host = self._hosts.get(name)
        if host is None:
            path = self.folder / quote(name, safe="")[:200]
            host = self._hosts[name] = _Host(os.open(path, os.O_RDWR | os.O_CREAT, 0o644))
        self._hosts.move_to_end(name)
        return host

    def close(self) -> None:
        """Close the files that nobody uses."""
        self._shut(0)

    def _shut(self, most: int) -> None:
        """Close idle files while more than `most` are open."""
        if len(self._hosts) > most:
            idle = [name for name, host in self._hosts.items() if not host.users]
            for name in idle[: len(self._hosts) - most]:
                os.close(self._hosts.pop(name).file)

    def __del__(self) -> None:
        self.close()


def _moment(file: int) -> float:
    """Return the moment in a file; 0 if there is none, or what a fall of the machine left of it."""
    try:
        return float(os.pread(file, WIDTH, 0))
    except ValueError:
        return 0.0


def _locked(file: int) -> bool:
    """Take a lock that nobody has; tell whether it was taken."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
