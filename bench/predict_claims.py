"""Predict the claims of texts, in the shape in which attribution is scored.

    python bench/predict_claims.py IN.jsonl[.gz] OUT.jsonl [--model FOLDER]

IN has rows `{id, text, published?}`, published as YYYY-MM-DD; OUT has rows
`{id, attributions: [{source, cue, content: [[start, end]…], nested, implicit, source_name, via,
stance, numbers, times, said_on, confidence}]}`, offsets in characters of the text.
Without --model, the pipeline that ships.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.edges.nlp import Language
from pipeline.records import Article, Claim
from pipeline.stages.extract import extract


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a JSON Lines file, plain or gzipped."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def article(row: dict[str, Any]) -> Article:
    """Return a row as an English article without headings."""
    published = row.get("published")
    moment = datetime.fromisoformat(published) if published else None
    if moment is not None and moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return Article(
        id=str(row["id"]),
        article_id=str(row["id"]),
        document_id=str(row["id"]),
        feed_id="bench",
        url=None,
        published_at=moment,
        published_precision="day" if moment else None,
        language="en",
        text=row["text"],
        text_hash="",
        words=len(row["text"].split()),
        seen_at=datetime(2000, 1, 1, tzinfo=UTC),
        cleaner_version="bench",
    )


def attribution(claim: Claim) -> dict[str, Any]:
    """Return a claim in the scorer's shape."""
    return {
        "source": _span(claim.source_start, claim.source_end),
        "cue": _span(claim.cue_start, claim.cue_end),
        "content": [[part.start, part.end] for part in claim.content_parts],
        "nested": claim.nested_in is not None,
        "implicit": claim.implicit,
        "source_name": "; ".join(who.name for who in claim.sources if who.name) or None,
        "via": claim.via,
        "stance": claim.stance,
        "hedged": claim.hedged,
        "negated": claim.negated,
        "numbers": [
            {
                "text": number.text,
                "low": number.low,
                "high": number.high,
                "approximate": number.approximate,
                "unit": number.unit,
                "counted": number.counted,
            }
            for number in claim.numbers
        ],
        "times": [
            {
                "text": moment.text,
                "role": moment.role,
                "first": moment.first.isoformat(),
                "last": moment.last.isoformat(),
            }
            for moment in claim.times
        ],
        "said_on": claim.said_on.isoformat() if claim.said_on else None,
        "confidence": claim.confidence,
    }


def _span(start: int | None, end: int | None) -> list[list[int]]:
    return [] if start is None else [[start, end]]


def main() -> None:
    """Read the arguments, write the predictions, print the speed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--model", type=Path)
    options = parser.parse_args()
    language = Language(options.model) if options.model else Language()
    language.doc("Nothing was said.")
    words, began = 0, time.process_time()
    with options.out.open("w", encoding="utf-8") as out:
        for row in rows(options.texts):
            each = article(row)
            made = [claim for claim in extract(each, language.doc) if isinstance(claim, Claim)]
            found = [attribution(claim) for claim in made]
            print(
                json.dumps({"id": row["id"], "attributions": found}, ensure_ascii=False), file=out
            )
            words += each.words
    spent = time.process_time() - began
    print(f"{words} words, {words / spent:.0f} words per CPU second")


if __name__ == "__main__":
    main()
