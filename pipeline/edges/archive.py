"""The archive: every body that was fetched, byte for byte, as WARC records, one per digest."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline import ids
from pipeline.errors import EnvironmentFault
from pipeline.records import Response


class Archive:
    """A folder of WARC files named by the SHA-256 of the body they hold."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, response: Response) -> str:
        """Keep a response; return its key. The same body is kept once."""
        key = ids.sha256(response.body)
        path = self._path(key)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary = path.with_suffix(f".{os.getpid()}.tmp")
            temporary.write_bytes(_warc(response))
            temporary.replace(path)
        return key

    def get(self, key: str) -> bytes:
        """Return the body kept under `key`."""
        try:
            with self._path(key).open("rb") as file:
                record = next(iter(ArchiveIterator(file)))
                body: bytes = record.content_stream().read()
        except (OSError, StopIteration):
            raise EnvironmentFault(f"archive {key}: missing; restore it or fetch again") from None
        return body

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.warc.gz"


def _warc(response: Response) -> bytes:
    out = BytesIO()
    writer = WARCWriter(out, gzip=True)
    status = StatusAndHeaders(f"{response.status}", list(response.headers), protocol="HTTP/1.1")
    writer.write_record(
        writer.create_warc_record(
            response.final_url,
            "response",
            payload=BytesIO(response.body),
            http_headers=status,
            warc_headers_dict={"WARC-Date": response.at.strftime("%Y-%m-%dT%H:%M:%SZ")},
        )
    )
    return out.getvalue()
