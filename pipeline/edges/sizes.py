"""Sizes: the bytes of the parts of a data folder, noted once a day, so that growth can be told.

sizes.jsonl     {"day": "2026-11-23", "ledger": …, "published": …, "batches": …, "archive": …}
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from pipeline.edges.files import told

PARTS = {
    "ledger": ("hearsay.duckdb",),
    "published": ("news.duckdb",),
    "batches": ("batches", "compact"),
    "archive": ("archive",),
}


def measure(data: Path) -> dict[str, int]:
    """Return the bytes of each part."""
    return {part: sum(_bytes(data / name) for name in names) for part, names in PARTS.items()}


def note(data: Path, day: date) -> dict[str, int]:
    """Measure, and note it as that of a day; the note replaces an earlier one of the day."""
    sizes = measure(data)
    notes = noted(data) | {day: sizes}
    lines = [
        json.dumps({"day": day.isoformat(), **sizes}) + "\n" for day, sizes in sorted(notes.items())
    ]
    temporary = data / "sizes.tmp"
    with told(data):
        temporary.write_text("".join(lines), "utf-8")
        temporary.replace(data / "sizes.jsonl")
    return sizes


def noted(data: Path) -> dict[date, dict[str, int]]:
    """Return what was noted, by day; a line that is not whole is left out."""
    found = {}
    file = data / "sizes.jsonl"
    for line in file.read_text("utf-8").splitlines() if file.exists() else []:
        try:
            sizes = json.loads(line)
            found[date.fromisoformat(sizes.pop("day"))] = sizes
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
    return found


def _bytes(path: Path) -> int:
    """Return the size of a file, or of all files below a folder; 0 for nothing."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())
