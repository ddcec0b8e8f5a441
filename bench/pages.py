"""Pages: our cleaning beside other extractors, on pages with gold, in one run.

    python bench/pages.py PAGES.jsonl[.gz] SCORER.py [--every N]

PAGES holds rows with id, url, html and gold; SCORER is called as `SCORER PAGES PREDICTIONS` and
prints the scores (body, title, authors, day, minute). Extractors that are not installed are left
out and named. Pages are taken in turn by every extractor, so that a busy machine is busy for all;
pages/s is of CPU time, metadata included.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import predict_pages

from pipeline.errors import RecordError
from pipeline.stages.clean import clean

Row = dict[str, Any]
Extractor = Callable[[Row], Row]


def ours(row: Row) -> Row:
    """Clean as the pipeline does, signature and language included."""
    body = row["html"].encode("utf-8", "surrogatepass")
    try:
        return predict_pages.prediction(clean(predict_pages.document(row, body), body))
    except RecordError:
        return {}


def trafilatura(**options: Any) -> Extractor:
    """Return trafilatura in a mode, with its metadata."""

    def extract(row: Row) -> Row:
        import trafilatura as library

        found = library.bare_extraction(
            row["html"], url=row["url"], with_metadata=True, include_comments=False, **options
        )
        if found is None:
            return {}
        authors = [name.strip() for name in (found.author or "").split(";") if name.strip()]
        return {"text": found.text, "title": found.title, "authors": authors, "date": found.date}

    return extract


def _row(text: str, found: Any, date: Any) -> Row:
    return {
        "text": text,
        "title": found.title,
        "authors": found.authors,
        "date": date.isoformat() if date else None,
    }


def newspaper(row: Row) -> Row:
    """newspaper4k."""
    import newspaper as library

    found = library.article(row["url"], input_html=row["html"])
    return _row(found.text, found, found.publish_date)


def news_please(row: Row) -> Row:
    """news-please."""
    from newsplease import NewsPlease

    found = NewsPlease.from_html(row["html"], url=row["url"], fetch_images=False)
    return _row(found.maintext, found, found.date_publish)


def readability(row: Row) -> Row:
    """readability-lxml; it gives no authors and no dates."""
    from lxml import html
    from readability import Document

    found = Document(row["html"])
    text = "\n".join(html.fromstring(found.summary()).itertext())
    return {"text": text, "title": found.short_title()}


EXTRACTORS: dict[str, tuple[str, Extractor]] = {
    "hearsay": ("pipeline", ours),
    "trafilatura default": ("trafilatura", trafilatura()),
    "trafilatura fast": ("trafilatura", trafilatura(fast=True)),
    "trafilatura precision": ("trafilatura", trafilatura(favor_precision=True)),
    "newspaper4k": ("newspaper", newspaper),
    "news-please": ("newsplease", news_please),
    "readability-lxml": ("readability", readability),
}


def measured(extract: Extractor, row: Row) -> tuple[Row, float]:
    """Return what an extractor makes of a page and its CPU seconds; a crash is an empty result."""
    started = time.process_time()
    try:
        made = extract(row)
    except Exception as error:  # noqa: BLE001 - a peer's crash is a result
        made = {"error": repr(error)[:200]}
    return {"id": row["id"], **made}, time.process_time() - started


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    arguments.add_argument("pages", type=Path)
    arguments.add_argument("scorer", type=Path)
    arguments.add_argument("--every", type=int, default=1, help="take every Nth page")
    given = arguments.parse_args()
    there = {
        name: extract
        for name, (module, extract) in EXTRACTORS.items()
        if importlib.util.find_spec(module)
    }
    print("not installed:", ", ".join(EXTRACTORS.keys() - there.keys()) or "none")
    taken = list(predict_pages.rows(given.pages))[:: given.every]
    made: dict[str, list[Row]] = {name: [] for name in there}
    seconds = dict.fromkeys(there, 0.0)
    for extract in there.values():
        measured(extract, taken[0])  # imports and models are not part of the first page
    for row in taken:
        for name, extract in there.items():
            result, spent = measured(extract, row)
            made[name].append(result)
            seconds[name] += spent
    with tempfile.TemporaryDirectory() as folder:
        pages = Path(folder) / "pages.jsonl"
        pages.write_text("".join(json.dumps(row) + "\n" for row in taken), "utf-8")
        rows = [
            [name, *scores(pages, results, given.scorer), *speed(len(taken), seconds[name])]
            for name, results in made.items()
        ]
    print(f"{len(taken)} pages")
    table([["", *(title for _, title in SCORES), "CPU s", "pages/s"], *rows])


#: What is printed of the scorer's `source: name=value …` lines, and under which heading.
SCORES = (
    (("fundus", "body_F"), "body F, Fundus"),
    (("aeb", "body_F"), "body F, benchmark"),
    (("fundus", "below_half"), "below F .5"),
    (("aeb", "below_half"), "below F .5, benchmark"),
    (("fundus", "title"), "title"),
    (("fundus", "authors_F"), "authors F"),
    (("fundus", "day"), "day"),
    (("fundus", "ts"), "minute"),
)


def scores(pages: Path, results: list[Row], scorer: Path) -> list[str]:
    """Return what the scorer says of the results."""
    out = pages.with_name("out.jsonl")
    out.write_text("".join(json.dumps(row, default=str) + "\n" for row in results), "utf-8")
    command = [sys.executable, str(scorer), str(pages), str(out)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = {
        (line.partition(":")[0], name): value
        for line in said.splitlines()
        for name, _, value in (pair.partition("=") for pair in line.split()[1:])
    }
    return [found.get(key, "") for key, _ in SCORES]


def speed(pages: int, seconds: float) -> list[str]:
    """Return CPU seconds and pages per second of them."""
    return [f"{seconds:.1f}", f"{pages / seconds:.1f}"]


def table(rows: list[list[str]]) -> None:
    """Print rows as Markdown, the first one as the heading."""
    head, *rest = ("| " + " | ".join(row) + " |" for row in rows)
    print(head, "|" + "---|" * len(rows[0]), *rest, sep="\n")


if __name__ == "__main__":
    main()
