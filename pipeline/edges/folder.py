"""Files and folders as if they were a web: an address in, a Response out."""

from __future__ import annotations

import json
import mimetypes
from datetime import datetime
from pathlib import Path

from pipeline import ids
from pipeline.edges import saved
from pipeline.errors import TooBig, Unreachable
from pipeline.records import Response

SCHEME = "file:"


def get(url: str, *, at: datetime, limit: int) -> Response:
    """Return the bytes of a file; for an address that ends in "/", the listing of the folder.

    A listing is a JSON array of {url, sha256} in the order of the addresses; sha256 is null over
    `limit`. Of a WARC file it holds the address of its own listing (see `saved`). Raises TooBig
    for a file over `limit` bytes, Unreachable for what cannot be read.
    """
    path = Path(url.removeprefix(SCHEME))
    if url.endswith("/"):
        return _listing(path, url, at=at, limit=limit)
    try:
        size = path.stat().st_size
        if size > limit:
            raise TooBig(f"{path}: {size:,} bytes, the limit is {limit:,}; see limits.file_bytes")
        body = path.read_bytes()
    except OSError as error:
        raise Unreachable(f"{path}: {error.strerror}; check the path and its permissions") from None
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return _response(url, body, kind, at=at)


def _listing(path: Path, url: str, *, at: datetime, limit: int) -> Response:
    if not path.exists():
        raise Unreachable(f"{path}: no such folder or file; name one that exists")
    below = [path] if path.is_file() else path.rglob("*")
    files = sorted(file for file in below if file.is_file() and not _hidden(file, path))
    listed = [{"url": _address(file), "sha256": _digest(file, limit)} for file in files]
    return _response(url, json.dumps(listed).encode(), saved.LISTING, at=at)


def _address(file: Path) -> str:
    if saved.is_saved(file):
        return f"{saved.SCHEME}{file.as_posix()}/"
    return SCHEME + file.as_posix()


def _digest(file: Path, limit: int) -> str | None:
    try:
        if saved.is_saved(file):
            return saved.mark(file)
        return ids.sha256(file.read_bytes()) if file.stat().st_size <= limit else None
    except OSError:
        return None  # fetching it will say why


def _hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)


def _response(url: str, body: bytes, kind: str, *, at: datetime) -> Response:
    return Response(
        url=url, final_url=url, status=200, at=at, headers=(("content-type", kind),), body=body
    )
