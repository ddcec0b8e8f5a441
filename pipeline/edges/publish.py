"""Publish: put a copy of the ledger where readers open it, by an atomic rename."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from contextlib import suppress
from pathlib import Path

from pipeline.edges.files import force
from pipeline.errors import EnvironmentFault

# DuckDB's three header blocks; a checkpoint that changes anything writes a new one of the last two.
HEADERS = 3 * 4096
FICLONE = 0x40049409  # of Linux, linux/fs.h; elsewhere and on ext4 it is refused


def publish(file: Path, published: Path) -> bool:
    """Copy `file`, checkpointed and closed, over `published` if they differ; tell if it was done.

    Who reads the old copy keeps it. A crash at any moment leaves the old copy or the new one, and
    whatever crashed, the next publish compares and makes good. Raises EnvironmentFault.
    """
    for left in published.parent.glob(f"{published.stem}.*.tmp"):
        left.unlink()
    if _header(file) == _header(published):
        return False
    temporary = published.with_suffix(f".{os.getpid()}.tmp")
    try:
        _copy(file, temporary)
        force(temporary)
        temporary.replace(published)
        force(published.parent)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise EnvironmentFault(
            f"{published}: not published ({error.strerror}); the rows are safe in {file.name}; "
            f"{'free some space, then ' if error.errno == errno.ENOSPC else ''}run `hearsay load`"
        ) from None
    return True


def _copy(source: Path, target: Path) -> None:
    """Copy a file; where the file system can share blocks (XFS, btrfs), at no cost."""
    with source.open("rb") as read, target.open("wb") as write, suppress(OSError):
        fcntl.ioctl(write, FICLONE, read.fileno())
        return
    shutil.copyfile(source, target)


def _header(file: Path) -> tuple[int, bytes] | None:
    try:
        with file.open("rb") as opened:
            return file.stat().st_size, opened.read(HEADERS)
    except FileNotFoundError:
        return None
