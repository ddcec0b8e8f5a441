"""Clean pages: rows {id, url, html} in, rows with what was found out.

    python bench/predict_pages.py IN.jsonl[.gz] OUT.jsonl

OUT holds {id, text, lead, title, authors, date, modified, language, seconds}; date and modified are
ISO 8601 with the offset the page gives, a bare day where it gives no more; seconds are CPU time.
A page that cannot be cleaned gives a row with only id, seconds and error.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pipeline import ids
from pipeline.errors import RecordError
from pipeline.records import Article, Document
from pipeline.stages.clean import clean


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a JSON Lines file, packed or not."""
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)
    else:
        with path.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def document(row: dict[str, Any], body: bytes) -> Document:
    """Return a page as if it had been fetched just now."""
    return Document(
        id=row["id"],
        entry_id="",
        feed_id="",
        url=row["url"],
        final_url=row["url"],
        status=200,
        content_type="text/html; charset=utf-8",
        fetched_at=datetime.now(UTC),
        sha256=ids.sha256(body),
        size=len(body),
        archive_key="",
        verdict="article",
    )


def written(at: datetime | None, offset: int | None, precision: str | None) -> str | None:
    """Return a moment as its page wrote it."""
    if at is None:
        return None
    local = (at + timedelta(minutes=offset or 0)).replace(tzinfo=None)
    if precision in {"day", "month", "year"}:
        return local.date().isoformat()
    if offset is None:
        return local.isoformat()
    hours, minutes = divmod(abs(offset), 60)
    return f"{local.isoformat()}{'-' if offset < 0 else '+'}{hours:02}:{minutes:02}"


def signed(article: Article) -> list[str]:
    """Return people and agencies; without any, whoever signs in JSON-LD as it stands there."""
    by_site = (c.value for c in article.candidates if c.field == "signed" and "json-ld" in c.origin)
    return [*article.authors, *article.agencies] or list(by_site)


def prediction(article: Article) -> dict[str, Any]:
    """Return what a scorer of pages reads."""
    date = (article.published_at, article.published_offset, article.published_precision)
    return {
        "text": article.text.removeprefix(f"{article.title}\n"),  # gold bodies have no title
        "lead": article.lead,
        "title": article.title,
        "authors": signed(article),
        "date": written(*date),
        "modified": written(article.updated_at, article.updated_offset, "second"),
        "language": article.language,
    }


def main() -> None:
    """Clean every page of a file."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    arguments.add_argument("pages", type=Path)
    arguments.add_argument("out", type=Path)
    given = arguments.parse_args()
    with given.out.open("w", encoding="utf-8") as out:
        for row in rows(given.pages):
            body = row["html"].encode("utf-8", "surrogatepass")
            started = time.process_time()
            try:
                made = prediction(clean(document(row, body), body))
            except RecordError as error:
                made = {"error": str(error)}
            made = {"id": row["id"], **made, "seconds": round(time.process_time() - started, 4)}
            out.write(json.dumps(made, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
