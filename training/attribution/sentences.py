"""Compile the sentences of sentences/*.txt to numbers.jsonl and times.jsonl.

    python training/attribution/sentences.py

A block is a sentence (of the times: `published day | sentence`) and the `#` or `@` lines of its
numbers or times, as in the marked texts (unmark.py). A block without such lines is a sentence in
which nothing counts. Half of the sentences are for development, half are kept for the test.
"""

import hashlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from join import Labels
from unmark import MarkError, numbers, times

HERE = Path(__file__).parent


def main() -> None:
    """Compile both sets, or say what is wrong."""
    try:
        sets = {"numbers": compiled("numbers"), "times": compiled("times")}
    except MarkError as error:
        sys.exit(str(error))
    for name, rows in sets.items():
        lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
        (HERE / f"{name}.jsonl").write_text("".join(lines), "utf-8")
        print(name, len(rows), "sentences,", sum(len(row[name]) for row in rows), "labels")


def compiled(name: str) -> list[Labels]:
    """Compile the set `numbers` or `times`; raise MarkError with all that is wrong in it."""
    rows: list[Labels] = []
    errors: list[str] = []
    for sentence, lines in blocks((HERE / "sentences" / f"{name}.txt").read_text("utf-8")):
        try:
            rows.append(labelled(name, sentence, lines))
        except MarkError as error:
            errors.append(f"{name}: {sentence[:50]}: {error}")
    if errors:
        raise MarkError("\n".join(errors))
    return rows


def blocks(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each sentence with its lines."""
    for block in re.split(r"\n\s*\n", text.strip()):
        sentence, *lines = block.splitlines()
        yield sentence.strip(), [line.strip() for line in lines]


def labelled(name: str, sentence: str, lines: list[str]) -> Labels:
    """Make one row; the split depends on the sentence alone."""
    published, bar, rest = sentence.partition(" | ")
    text = rest if name == "times" else sentence
    if name == "times" and not bar:
        raise MarkError("the day of publication is missing")
    key = hashlib.sha256(text.encode()).hexdigest()
    row: Labels = {"id": key[:12], "split": "dev" if int(key[2], 16) % 2 else "test"}
    if name == "times":
        return row | {"published": published, "text": text, "times": times(text, lines, published)}
    return row | {"text": text, "numbers": numbers(text, lines)}


if __name__ == "__main__":
    main()
