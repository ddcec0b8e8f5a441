"""Files that must last: written under a temporary name, forced to disk, renamed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import EnvironmentFault


def write_json(path: Path, value: object) -> None:
    """Write `value` as JSON under a temporary name, force it to disk, rename, force the folder."""
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    with told(path):
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
def told(path: Path) -> Iterator[None]:
    """Turn a full disk or a forbidden folder into an error for the person who must act."""
    try:
        yield
    except OSError as error:
        raise EnvironmentFault(
            f"{path}: cannot be written ({error.strerror or error}); "
            "nothing of this stage counts; mend that and run it again"
        ) from None
