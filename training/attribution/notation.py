"""Compile an annotator's notes (README.md, "Notation") to stand-off labels.

python training/attribution/notation.py NOTES --data DIR --annotator a > gum.jsonl

Every string of the notes must be found; a content exactly once. All that cannot be placed is
reported with its line, and nothing is written then.
"""

import argparse
import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from join import Labels, checksum, texts
from quoting import Span, kind, quotations
from spotting import NotationError, find

STANCES = {
    "a": "asserts",
    "c": "confirms",
    "d": "denies",
    "u": "doubts",
    "w": "warns",
    "e": "expects",
    "m": "demands",
    "q": "asks",
    "f": "offers",
    "o": "other",
}
TYPES = {
    "person",
    "organization",
    "government",
    "agency",
    "outlet",
    "document",
    "group",
    "anonymous",
}
SPLITS = {"train", "dev", "test"}


@dataclass
class Notes:
    """The notes of one document, as far as they are read."""

    name: str
    split: str
    text: str
    range: Span | None = None
    sources: dict[str, tuple[str, str]] = field(default_factory=dict)
    rows: list[Labels] = field(default_factory=list)
    levels: list[int] = field(default_factory=list)

    def paragraph(self, number: int) -> Span:
        """Start and end of the paragraph, counted from 1."""
        starts = (
            [0] + [match.end() for match in re.finditer("\n", self.text)] + [len(self.text) + 1]
        )
        if not 1 <= number < len(starts):
            raise NotationError(f"no paragraph {number} in {self.name}")
        return [starts[number - 1], starts[number] - 1]


def main() -> None:
    """Compile the notes, or say what is wrong with them."""
    parser = argparse.ArgumentParser(description="Compile notes to stand-off attribution labels.")
    parser.add_argument("notes", nargs="+", type=Path)
    parser.add_argument(
        "--data",
        type=Path,
        required=True,
        help="folder with the .conllu or .conllu.gz files",
    )
    parser.add_argument("--annotator", required=True)
    options = parser.parse_args()
    corpus = texts(options.data)
    documents, errors = compile_notes(
        "\n".join(path.read_text("utf-8") for path in options.notes), corpus
    )
    if errors:
        sys.exit("\n".join(errors))
    for notes in documents:
        print(json.dumps(standoff(notes, options.annotator), ensure_ascii=False))


def compile_notes(lines: str, corpus: dict[str, str]) -> tuple[list[Notes], list[str]]:
    """Every document of the notes, and every line that failed with the reason."""
    documents: list[Notes] = []
    errors: list[str] = []
    for number, line in enumerate(lines.splitlines(), 1):
        try:
            read_line(line.strip(), documents, corpus)
        except (NotationError, KeyError) as error:
            errors.append(f"line {number}: {error}: {line}")
    return documents, errors


def read_line(line: str, documents: list[Notes], corpus: dict[str, str]) -> None:
    """Take one line into the documents read so far."""
    if not line or line.startswith("//"):
        return
    if line.startswith("= "):
        name, split, *rest = line[2:].split()
        if split not in SPLITS:
            raise NotationError(f"unknown split {split}")
        documents.append(Notes(name, split, corpus[name]))
        if rest:
            first, last = (documents[-1].paragraph(int(part)) for part in rest[0].split("-"))
            documents[-1].range = [first[0], last[1]]
        return
    notes = documents[-1]
    if line.startswith("@"):
        key, value = (part.strip() for part in line.split("=", 1))
        name, kind = (part.strip() for part in value.rsplit(",", 1))
        notes.sources[key] = (name, known_type(kind))
    else:
        add(notes, line)


def known_type(kind: str) -> str:
    """Refuse what is no type of source."""
    if kind not in TYPES:
        raise NotationError(f"unknown source type {kind}")
    return kind


def add(notes: Notes, line: str) -> None:
    """One attribution."""
    parts = re.fullmatch(r"(\d+)\s*(\||>+)([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)", line)
    if not parts:
        raise NotationError("wants: paragraph | source | cue | content | labels")
    number, mark, *fields, flags = parts.groups()
    source, cue, content = (part.strip() for part in fields)
    level = 0 if mark == "|" else len(mark)
    parent = outer(notes, level)
    home = notes.paragraph(int(number))
    row: Labels = {}
    row["content"] = place(notes, content, home, near=None, inside=hull(notes, parent))
    if not row["content"]:
        raise NotationError("a content cannot be empty")
    row["cue"] = place(notes, cue, home, near=row["content"], inside=hull(notes, parent))
    row["source"] = place(
        notes,
        source,
        home,
        near=row["cue"] or row["content"],
        inside=hull(notes, parent),
    )
    row["nested_in"] = parent
    labels(row, flags.split("//")[0].strip(), notes.sources)
    if bool(row["cue"]) == row["implicit"]:
        raise NotationError("implicit is what has no cue")
    notes.rows.append(row)
    notes.levels.append(level)


def outer(notes: Notes, level: int) -> int | None:
    """Find the row that a row of this level stands in."""
    for index in range(len(notes.rows) - 1, -1, -1):
        if notes.levels[index] < level:
            if notes.levels[index] != level - 1:
                break
            return index
    if level:
        raise NotationError("nothing to be nested in")
    return None


def hull(notes: Notes, parent: int | None) -> Span | None:
    """Stretch from the first to the last offset of a content."""
    if parent is None:
        return None
    content = notes.rows[parent]["content"]
    return [content[0][0], content[-1][1]]


def place(
    notes: Notes,
    written: str,
    home: Span,
    *,
    near: list[Span] | None,
    inside: Span | None,
) -> list[Span]:
    """Offsets of a field: its fragments, in text order."""
    if written == "-":
        return []
    spans = []
    for fragment in written.split(" + "):
        elsewhere = re.match(r"(\d+):", fragment)
        where = notes.paragraph(int(elsewhere[1])) if elsewhere else home
        words = fragment[elsewhere.end() :] if elsewhere else fragment
        spans.append(
            find(
                notes.text,
                words.strip().removeprefix("\\"),
                where,
                near=near,
                inside=inside,
            )
        )
    return sorted(spans)


def labels(row: Labels, flags: str, sources: dict[str, tuple[str, str]]) -> None:
    """Read a stance letter, `i`, `neg`, `hedged`, `@source`, `name=`, `type=`, `via=`."""
    row.update(
        implicit=False,
        source_name=None,
        source_type=None,
        via=None,
        stance=None,
        hedged=False,
        negated=False,
    )
    for flag in re.findall(
        r"(?:name|via)=.*?(?=\s+(?:name|via|type)=|$)|\S+",
        flags,
    ):
        key, _, value = flag.partition("=")
        if flag in STANCES:
            row["stance"] = STANCES[flag]
        elif flag.startswith("@"):
            row["source_name"], row["source_type"] = named(flag, sources)
        elif flag in ("i", "hedged", "neg"):
            row[{"i": "implicit", "neg": "negated"}.get(flag, flag)] = True
        elif key in ("name", "via"):
            row["source_name" if key == "name" else "via"] = value.strip()
        elif key == "type":
            row["source_type"] = known_type(value)
        else:
            raise NotationError(f"unknown label {flag!r}")
    if row["stance"] is None:
        raise NotationError("no stance")
    row["source_name"] = re.sub(r"^(an?|the) ", "", row["source_name"] or "") or None
    if row["source_name"] and not row["source_type"]:
        raise NotationError("a named source has a type")


def named(flag: str, sources: dict[str, tuple[str, str]]) -> tuple[str, str]:
    """Look up the source behind one short name, or behind several joined with a comma."""
    found = [sources[part if part.startswith("@") else f"@{part}"] for part in flag.split(",")]
    return "; ".join(name for name, _ in found), found[0][1]


def standoff(notes: Notes, annotator: str) -> Labels:
    """Give the document as it is stored: rows in text order, kinds computed."""
    begin = [
        min(span[0] for role in ("source", "cue", "content") for span in row[role])
        for row in notes.rows
    ]
    order = sorted(
        range(len(notes.rows)),
        key=lambda index: (begin[index], notes.levels[index], index),
    )
    moved = {old: new for new, old in enumerate(order)}
    quoted = quotations(notes.text)
    rows = []
    for index in order:
        row = notes.rows[index]
        parent = None if row["nested_in"] is None else moved[row["nested_in"]]
        rows.append(row | {"kind": kind(notes.text, row["content"], quoted), "nested_in": parent})
    head: dict[str, Any] = {
        "doc": notes.name,
        "sha256": checksum(notes.text),
        "split": notes.split,
    }
    if notes.range:
        head["range"] = notes.range
    keys = ("source", "cue", "content", "kind", "nested_in", "implicit")
    keys += ("source_name", "source_type", "via", "stance", "hedged", "negated")
    return head | {
        "annotator": annotator,
        "attributions": [{key: row[key] for key in keys} for row in rows],
    }


if __name__ == "__main__":
    main()
