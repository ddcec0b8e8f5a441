"""Listings: the sitemaps and archive pages that past days were looked up in, kept for other days.

A month is filled day by day; what was asked for one of its days serves the others. A file per
address, replaced as a whole; whatever is lost is asked for again.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from filelock import FileLock

from pipeline import ids
from pipeline.records import Response

SETTLED = timedelta(days=1)  #: so long after a day its listings may still grow
FRESH = timedelta(hours=1)  #: a listing younger than that is not asked for again in any case


class Listings:
    """A folder of answers. `ask` gets an address."""

    def __init__(self, folder: Path, ask: Callable[[str], Response]) -> None:
        self.folder = folder
        self.ask = ask
        folder.mkdir(parents=True, exist_ok=True)

    def get(self, url: str, *, of: datetime, now: datetime) -> Response:
        """Return the answer of an address that tells of the time before `of`, kept or asked anew.

        Raises what `ask` raises.
        """
        path = self.folder / f"{ids.make(url)}.gz"
        with FileLock(path.with_suffix(".lock")):
            kept = self._kept(path)
            if kept and (kept.at >= of + SETTLED or now - kept.at < FRESH):
                return kept
            answer = self.ask(url)
            temporary = path.with_suffix(f".{os.getpid()}.tmp")
            temporary.write_bytes(gzip.compress(msgspec.msgpack.encode(answer), 1, mtime=0))
            temporary.replace(path)
        return answer

    def forget(self, before: datetime) -> int:
        """Remove the answers that were asked for before a moment; return how many."""
        old = [
            path
            for path in self.folder.glob("*.gz")
            if (kept := self._kept(path)) is None or kept.at < before
        ]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _kept(self, path: Path) -> Response | None:
        try:
            return msgspec.msgpack.decode(gzip.decompress(path.read_bytes()), type=Response)
        except (OSError, EOFError, msgspec.MsgspecError):
            return None  # not asked yet, or damaged
