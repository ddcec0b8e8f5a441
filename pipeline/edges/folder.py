"""Files and folders as if they were a web: an address in, a Response out."""

from __future__ import annotations

import json
import mimetypes
from datetime import datetime
from pathlib import Path

from pipeline.errors import EnvironmentFault, TooBig, Unreachable
from pipeline.records import Response

SCHEME = "file:"
LISTING = "application/x-hearsay-listing+json"


def get(url: str, *, at: datetime, limit: int) -> Response:
    """Return the bytes of a file, or the listing of a folder as JSON: a sorted array of addresses.

    Raises TooBig over `limit` bytes, Unreachable for a file that cannot be read, EnvironmentFault
    for a folder that is not there.
    """
    path = Path(url.removeprefix(SCHEME))
    if url.endswith("/"):
        return _listing(path, url, at=at)
    try:
        size = path.stat().st_size
        if size > limit:
            raise TooBig(f"{path}: {size:,} bytes, the limit is {limit:,}; see limits.file_bytes")
        body = path.read_bytes()
    except OSError as error:
        raise Unreachable(f"{path}: {error.strerror}; check the path and its permissions") from None
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return _response(url, body, kind, at=at)


def _listing(path: Path, url: str, *, at: datetime) -> Response:
    if not path.is_dir():
        raise EnvironmentFault(f"{path}: no such folder; name one that exists")
    files = sorted(file for file in path.rglob("*") if file.is_file() and not _hidden(file, path))
    body = json.dumps([SCHEME + file.as_posix() for file in files]).encode()
    return _response(url, body, LISTING, at=at)


def _hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)


def _response(url: str, body: bytes, kind: str, *, at: datetime) -> Response:
    return Response(
        url=url, final_url=url, status=200, at=at, headers=(("content-type", kind),), body=body
    )
