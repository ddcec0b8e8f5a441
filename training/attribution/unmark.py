"""Compile the marked texts own/*.txt to plain texts with their stand-off analysis.

    python training/attribution/unmark.py            # writes own/attributions.jsonl

A marked file holds documents: a header, a text with braces, a line of dashes, and notes.

    === night-ferry | 2025-03-04 | wire
    {1s The harbour master} {1c said} {1t that {2c reports of} {2t a leak} were old}.
    ---
    reis = person Ana Reis
    1 reis asserts; 2 - asserts hedged
    # about 40 = 40 40 ~ : passengers
    @ on Monday = said 2025-03-03

`{1s …}` is (a fragment of) the source of attribution 1, `c` its cue, `t` its content; `{1s,2s …}`
serves two. The notes name each attribution's source (a short name, `Some_Name:type`, or `-` for
none) and stance, then any of `hedged`, `negated`, `implicit`, `via=Some_Name`, and `in=2` for a
nesting that the text does not show by enclosing (`in=-`: none, though it seems so).

`#` is a number: low, high (`-`: open), `~` if approximate, unit, `: counted`; `#!` an expression
that counts nothing (year, age, …). `@` is a time: said or event, then its first and last day (`-`:
the day of publication, from or until which it runs) or `null` when neither the words nor that day
tell. Both are looked for from left to right. Whatever does not fit is reported and nothing is
written.
"""

import hashlib
import json
import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from join import Labels, checksum
from notation import STANCES, TYPES
from quoting import Span, kind, quotations

OWN = Path(__file__).parent / "own"
ROLES = {"s": "source", "c": "cue", "t": "content"}
FLAGS = ("implicit", "hedged", "negated")
OPENING = " \n,;-–—"  # what a span never begins or ends with
CLOSING = " \n,;–—"
DASHES = (":", "-", "–", "—")  # cues of headlines and transcripts
QUOTES = '"“”«»„'
# Low and high of words that give no figure: from the word's own sense up to the next such word.
VAGUE = {
    "couple": "2 2 ~",
    "few": "3 9 ~",
    "several": "3 9 ~",
    "dozen": "12 12 ~",
    "dozens": "24 99 ~",
    "scores": "40 99 ~",
    "hundreds": "200 999 ~",
    "thousands": "2000 9999 ~",
    "tens": "20000 99999 ~",
    "millions": "2000000 999999999 ~",
}

Roles = dict[str, list[Span]]


class MarkError(Exception):
    """Marks or notes that do not fit each other; the message names the document."""


def main() -> None:
    """Compile, or say what is wrong."""
    try:
        records = compiled()
    except MarkError as error:
        sys.exit(str(error))
    with (OWN / "attributions.jsonl").open("w", encoding="utf-8") as out:
        for record in records:
            print(json.dumps(record, ensure_ascii=False), file=out)
    print(len(records), "documents,", sum(len(r["attributions"]) for r in records), "attributions")


def compiled() -> list[Labels]:
    """Compile every document of own/; raise MarkError with all that is wrong in them."""
    records, errors = [], []
    for path in sorted(OWN.glob("*.txt")):
        for document in documents(path.read_text("utf-8")):
            try:
                records.append(analyse(*document))
            except MarkError as error:
                errors.append(f"{path.name}: {document[0][0]}: {error}")
    if errors:
        raise MarkError("\n".join(errors))
    return sorted(records, key=lambda record: str(record["doc"]))


def documents(text: str) -> Iterator[tuple[list[str], str, str]]:
    """Yield header fields, marked text and notes of every document in one marked file."""
    for block in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]:
        header, _, rest = block.partition("\n")
        body, dashes, notes = rest.partition("\n---\n")
        fields = [part.strip() for part in header.split("|")]
        if not dashes or len(fields) != 3:
            raise MarkError(f"{fields[0]}: needs 'name | date | style', a text, '---' and notes")
        yield fields, re.sub(r"\n+", "\n", body.strip()), notes


def analyse(header: list[str], body: str, notes: str) -> Labels:
    """Make one document's record, text and all."""
    name, published, style = header
    text, spans = unmark(body)
    lines = [line.strip() for line in notes.splitlines() if line.strip()]
    told = describe([line for line in lines if line[0] not in "#@"])
    return {
        "doc": name,
        "text": text,
        "sha256": checksum(text),
        "split": split_of(name),
        "annotator": "b",
        "published": published,
        "style": style,
        "attributions": attributions(text, spans, told),
        "numbers": numbers(text, [line for line in lines if line[0] == "#"]),
        "times": times(text, [line for line in lines if line[0] == "@"], published),
    }


def split_of(name: str) -> str:
    """Choose train, dev or test (70/15/15) by the document's name alone."""
    share = int(hashlib.sha256(name.encode()).hexdigest(), 16) % 100
    return "train" if share < 70 else "dev" if share < 85 else "test"


def unmark(body: str) -> tuple[str, dict[int, Roles]]:
    """Take the braces out: the plain text, and each attribution's spans by role."""
    text = ""
    still_open: list[tuple[str, int]] = []
    spans: dict[int, Roles] = {}
    for piece in re.split(r"(\{[0-9sct,]+ |\})", body):
        if re.match(r"\{[0-9sct,]+ ", piece):
            still_open.append((piece[1:-1], len(text)))
        elif piece == "}":
            if not still_open:
                raise MarkError(f"a closing brace without an opening one near {text[-40:]!r}")
            labels, start = still_open.pop()
            for label in labels.split(","):
                roles = spans.setdefault(int(label[:-1]), {"source": [], "cue": [], "content": []})
                roles[ROLES[label[-1]]].append([start, len(text)])
        elif "{" in piece:
            raise MarkError(f"a brace that is no mark in {piece[:60]!r}")
        else:
            text += piece
    if still_open:
        raise MarkError(f"mark {still_open[-1][0]} is never closed")
    return text, spans


def describe(lines: list[str]) -> dict[int, Labels]:
    """Read what the notes say of each attribution."""
    short = re.compile(r"(\w+) = (\w+) (.+)")
    people = {m[1]: (m[3], m[2]) for m in map(short.fullmatch, lines) if m}
    told: dict[int, Labels] = {}
    for line in lines:
        for note in [] if short.fullmatch(line) else line.strip("; ").split(";"):
            parts = re.fullmatch(r"(\d+) (\S+) (\S+)((?: \S+)*)", note.strip())
            if not parts or int(parts[1]) in told:
                raise MarkError(f"cannot read the note {note!r}")
            told[int(parts[1])] = source(parts[2], people) | labels(parts[3], parts[4].split())
    return told


def source(who: str, people: dict[str, tuple[str, str]]) -> Labels:
    """Resolve `a+b`, where each is a short name or `Some_Name:type`."""
    found = []
    for part in [] if who == "-" else who.split("+"):
        name, colon, type_ = part.partition(":")
        if part not in people and not colon:
            raise MarkError(f"{part!r} is no short name and has no type")
        found.append(people.get(part, (name.replace("_", " "), type_)))
        if found[-1][1] not in TYPES:
            raise MarkError(f"unknown source type in {part!r}")
    return {
        "source_name": "; ".join(name for name, _ in found) or None,
        "source_type": found[0][1] if found else None,
    }


def labels(stance: str, rest: list[str]) -> Labels:
    """Read a stance and the words after it."""
    if stance not in STANCES.values():
        raise MarkError(f"unknown stance {stance!r}")
    fields: Labels = {"stance": stance, "via": None, "in": None}
    fields |= {flag: flag in rest for flag in FLAGS}
    for word in (word for word in rest if word not in FLAGS):
        key, _, value = word.partition("=")
        if key not in ("via", "in"):
            raise MarkError(f"unknown note {word!r}")
        fields[key] = value.replace("_", " ")
    return fields


def attributions(text: str, spans: dict[int, Roles], told: dict[int, Labels]) -> list[Labels]:
    """Put marks and notes together, in text order, with nesting as indices."""
    if set(spans) != set(told):
        raise MarkError(f"marked and described are not the same: {sorted(set(spans) ^ set(told))}")
    rows = {n: {r: sorted(tidy(text, *s) for s in spans[n][r]) for r in spans[n]} for n in spans}
    for number, roles in rows.items():
        check(number, roles, told[number])
    order = sorted(rows, key=lambda n: (min(s for role in rows[n].values() for s in role), n))
    quoted = quotations(text)
    out = []
    for number in order:
        notes = told[number]
        outer = int(notes["in"]) if notes["in"] not in (None, "-") else enclosing(number, rows)
        nested_in = None if outer is None or notes["in"] == "-" else order.index(outer)
        row = {**rows[number], "kind": kind(text, rows[number]["content"], quoted)}
        row |= {"nested_in": nested_in, "implicit": notes["implicit"]}
        keys = ("source_name", "source_type", "via", "stance", "hedged", "negated")
        out.append(row | {key: notes[key] for key in keys})
    return out


def tidy(text: str, start: int, end: int) -> Span:
    """Narrow a span: no white space or commas at its edges, no quotation marks around it."""
    while start < end:
        words = text[start:end]
        if words in DASHES:
            return [start, end]
        marks = [c for c in words if c in QUOTES]
        around = len(marks) < 3 and marks[1:] in ([], [words[-1]])
        if words[:1] in OPENING or (words[:1] in QUOTES and around):
            start += 1
        elif words[-1:] in CLOSING or (words[-1:] in QUOTES and len(marks) == 1):
            end -= 1
        else:
            return [start, end]
    raise MarkError(f"an empty mark near {text[start - 30 : start + 10]!r}")


def check(number: int, roles: Roles, notes: Labels) -> None:
    """Refuse an attribution that lacks a part."""
    if not roles["content"] or bool(roles["cue"]) == notes["implicit"]:
        raise MarkError(f"attribution {number} lacks a content, or a cue without being implicit")
    if roles["source"] and not notes["source_name"]:
        raise MarkError(f"attribution {number} marks a source without naming it")
    if notes["source_name"] and not roles["source"] and not notes["implicit"]:
        raise MarkError(f"attribution {number} names a source without marking it")


def enclosing(number: int, rows: dict[int, Roles]) -> int | None:
    """Find the attribution with the shortest content that holds this one's cue and content."""
    parts = rows[number]["cue"] + rows[number]["content"]
    held_by = [
        (sum(end - start for start, end in rows[other]["content"]), other)
        for other in rows
        if other != number
        and all(any(a <= s and e <= b for a, b in rows[other]["content"]) for s, e in parts)
    ]
    return min(held_by)[1] if held_by else None


def find(text: str, words: str, after: int) -> Span:
    """Find where words stand next, whole."""
    pattern = r"(?<!\w)" * words[0].isalnum() + re.escape(words) + r"(?!\w)" * words[-1].isalnum()
    match = re.compile(pattern).search(text, after)
    if not match:
        raise MarkError(f"{words!r} not found after {text[after : after + 40]!r}")
    return [match.start(), match.end()]


def numbers(text: str, lines: list[str]) -> list[Labels]:
    """Read the `#` lines; an expression that counts nothing has only its words and what it is."""
    out: list[Labels] = []
    for line in lines:
        words, _, value = line.lstrip("#! ").partition(" = ")
        span = find(text, words, out[-1]["span"][1] if out else 0)
        row: Labels = {"span": span, "text": words}
        row |= {"not_a_count": value} if line.startswith("#!") else interval(value)
        out.append(row)
    return out


def interval(value: str) -> Labels:
    """Read `low high ~ unit : counted`, or a vague word instead of the first three."""
    value = re.sub(r"^[a-z]+(?= |$)", lambda word: VAGUE.get(word[0], word[0]), value)
    parts = re.fullmatch(r"(-|-?[\d.]+) (-|-?[\d.]+)( ~)?(?: ([^:]+?))?(?: : (.+))?", value)
    if not parts:
        raise MarkError(f"cannot read the number {value!r}")
    low, high = (None if end == "-" else float(end) for end in parts.group(1, 2))
    if low is not None and high is not None and low > high:
        raise MarkError(f"low above high in {value!r}")
    return {
        "low": low,
        "high": high,
        "approximate": bool(parts[3]),
        "unit": parts[4],
        "counted": parts[5],
    }


def times(text: str, lines: list[str], published: str) -> list[Labels]:
    """Read the `@` lines."""
    out: list[Labels] = []
    for line in lines:
        words, _, value = line.lstrip("@ ").partition(" = ")
        role, first, *last = value.split()
        ends: list[str | None] = [None, None]
        if first != "null":
            ends = [published if end == "-" else end for end in (first, (last or [first])[0])]
        if role not in ("said", "event") or not days_fit(words, *ends):
            raise MarkError(f"cannot read the time {line!r}")
        span = find(text, words, out[-1]["span"][1] if out else 0)
        out.append({"span": span, "text": words, "role": role, "first": ends[0], "last": ends[1]})
    return out


def days_fit(words: str, first: str | None, last: str | None) -> bool:
    """Tell whether the days exist, run forwards, and fall on the weekday that the words name."""
    if first is None or last is None:
        return first is last
    try:
        begin, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return False
    named = re.findall(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day", words)
    return begin <= end and (begin != end or len(named) != 1 or f"{begin:%A}" == named[0])


if __name__ == "__main__":
    main()
