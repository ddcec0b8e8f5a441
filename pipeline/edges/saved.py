"""Saved pages in WARC files, ours or others': a record is asked for by file and place.

    warc:saved/site.warc.gz/             the listing of its pages: a JSON array
    warc:saved/site.warc.gz@1234         the page whose record starts at byte 1234

A page comes back as the web would have answered at the moment of its capture. Pages are answers
with status 200 that hold HTML or say nothing of what they hold; pictures, scripts and the like are
passed over.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from pipeline import ids
from pipeline.errors import TooBig, Unreachable, Unreadable
from pipeline.records import Response

SCHEME = "warc:"
SUFFIXES = (".warc", ".warc.gz")
LISTING = "application/x-hearsay-listing+json"
PAGES = ("text/html", "application/xhtml+xml", "")
BROKEN = (ArchiveLoadFailed, EOFError, zlib.error, ValueError)
EDGE = 1 << 20  #: bytes at both ends of a file that tell it from others of its size


def is_saved(path: Path) -> bool:
    """Tell a WARC file from other files, by its name."""
    return path.name.lower().endswith(SUFFIXES)


def mark(path: Path) -> str:
    """Return a digest of the size and both ends of a file, cheap however large it is."""
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(EDGE)
        file.seek(max(0, size - EDGE))
        return ids.make(size, ids.sha256(start), ids.sha256(file.read(EDGE)))


def get(url: str, *, at: datetime, limit: int) -> Response:
    """Return a saved page, or for an address that ends in "/" the listing of a file.

    A listing is a JSON array of {url, sha256, page, at}. Raises Unreachable for a file that cannot
    be opened, Unreadable for a record that is none, TooBig for a page over `limit` bytes.
    """
    path, _, start = url.removeprefix(SCHEME).rpartition("@")
    try:
        if url.endswith("/"):
            listed = json.dumps(list(_listed(Path(url.removeprefix(SCHEME)[:-1]), limit)))
            headers = (("content-type", LISTING),)
            body = listed.encode()
            return Response(url=url, final_url=url, status=200, at=at, headers=headers, body=body)
        with Path(path).open("rb") as file:
            file.seek(int(start))
            return _page(next(iter(ArchiveIterator(file))), url, limit)
    except OSError as error:
        raise Unreachable(f"{url}: {error.strerror}; check the path and its permissions") from None
    except (StopIteration, *BROKEN) as error:
        raise Unreadable(f"{url}: no WARC record ({error or type(error).__name__})") from None


def _listed(path: Path, limit: int) -> Iterator[dict[str, Any]]:
    """Yield the pages of a file up to its end or the first damage. Raises what a first record may.

    A page that is too big is listed without a digest: fetching it will say why.
    """
    found = 0
    with path.open("rb") as file:
        records = ArchiveIterator(file)
        try:
            for record in records:
                found += 1
                if not _is_page(record):
                    continue
                start, body = records.get_record_offset(), record.content_stream().read(limit + 1)
                yield {
                    "url": f"{SCHEME}{path.as_posix()}@{start}",
                    "sha256": ids.sha256(body) if len(body) <= limit else None,
                    "page": _address(record),
                    "at": _captured(record).isoformat(),
                }
        except BROKEN:
            if not found:
                raise


def _is_page(record: Any) -> bool:
    if record.rec_type not in ("response", "resource") or not _address(record).startswith("http"):
        return False
    kind = _header(record, "content-type").partition(";")[0].strip().lower()
    return kind in PAGES and _status(record) == 200


def _page(record: Any, url: str, limit: int) -> Response:
    """Return a record as the answer of the web that it keeps."""
    body = record.content_stream().read(limit + 1)
    if len(body) > limit:
        raise TooBig(f"{url}: over {limit:,} bytes; see limits.file_bytes")
    address = _address(record)
    headers = record.http_headers.headers if record.http_headers else []
    return Response(
        url=address,
        final_url=address,
        status=_status(record),
        at=_captured(record),
        headers=tuple((name.lower(), value) for name, value in headers),
        body=body,
    )


def _address(record: Any) -> str:
    """Return the address that was captured; WARC 1.0 wraps it in angle brackets."""
    return (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")


def _header(record: Any, name: str) -> str:
    heads = record.http_headers or record.rec_headers
    return heads.get_header(name) or ""


def _status(record: Any) -> int:
    """Return the HTTP status of a record; a resource was simply there."""
    code = record.http_headers.get_statuscode() if record.http_headers else "200"
    return int(code) if code.isdecimal() else 0


def _captured(record: Any) -> datetime:
    """Return the moment of a capture. WARC-Date is UTC, with or without fractions."""
    moment = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date"))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
