"""Join the stand-off labels with the corpora they are about.

    python training/attribution/join.py --data DIR [--split train] [--out FILE] [gum.jsonl ...]

DIR holds the CoNLL-U files of GUM (open genres) and of UD English EWT, plain or gzipped, under
any name. Every document named by a label file is rebuilt, its checksum compared, and one JSON
line written: `{id, text, attributions: [...]}`, the shape in which attribution is scored, with
the further labels of `docs/annotation.md`. Nothing but Python is needed.

The text of a document: the words of a sentence, each followed by a space unless its row says
SpaceAfter=No; sentences one after the other; a new line where the corpus begins a paragraph.
"""

import argparse
import gzip
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent

Labels = dict[str, Any]


class JoinError(Exception):
    """A label file and the corpora do not fit each other."""


def main() -> None:
    """Read the arguments, write the joined documents."""
    options = arguments()
    paths = options.labels or sorted(HERE.rglob("*.jsonl"))
    wanted = [
        labels
        for path in paths
        for labels in read(path)
        if options.split in (None, labels["split"])
    ]
    with options.out.open("w", encoding="utf-8") if options.out else nullcontext(sys.stdout) as out:
        for document in join(wanted, texts(options.data)):
            print(json.dumps(document, ensure_ascii=False), file=out)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description="Join stand-off attribution labels with their corpora."
    )
    parser.add_argument(
        "labels",
        nargs="*",
        type=Path,
        help="label files; all in this folder if none is named",
    )
    parser.add_argument(
        "--data",
        type=Path,
        required=True,
        help="folder with the .conllu or .conllu.gz files",
    )
    parser.add_argument(
        "--split", choices=["train", "dev", "test"], help="only documents of this split"
    )
    parser.add_argument("--out", type=Path, help="file to write; standard output if absent")
    return parser.parse_args()


def read(path: Path) -> Iterator[Labels]:
    """Yield the documents of a label file, each `{doc, sha256, split, attributions, ...}`."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            labels = json.loads(line)
            if "attributions" in labels:
                yield labels


def join(wanted: Iterable[Labels], corpus: dict[str, str]) -> Iterator[Labels]:
    """Yield labels with their texts.

    Raises `JoinError` when a document is missing from the corpora or its text is not the one
    that was annotated.
    """
    for labels in wanted:
        name = labels["doc"]
        text = labels["text"] if "text" in labels else corpus.get(name)
        if text is None:
            raise JoinError(
                f"{name}: not in the corpora given with --data; add the CoNLL-U file that holds it"
            )
        if checksum(text) != labels["sha256"]:
            raise JoinError(
                f"{name}: its text is not the annotated one; try another release of the corpus"
            )
        rest = {key: value for key, value in labels.items() if key not in ("doc", "text")}
        yield {"id": name, "text": text} | rest


def checksum(text: str) -> str:
    """Hash the text: SHA-256, UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def texts(folder: Path) -> dict[str, str]:
    """Find every document of every CoNLL-U file in the folder, by its id."""
    found: dict[str, str] = {}
    for path in sorted([*folder.glob("*.conllu"), *folder.glob("*.conllu.gz")]):
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8") as lines:
            found.update(documents(lines))
    return found


def documents(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    r"""Yield each document's id and text.

    >>> row = "{}\t{}" + "\t_" * 7 + "\tSpaceAfter=No"
    >>> list(documents(["# newdoc id = d", "# newpar", row.format(1, "No"), row.format(2, ".")]))
    [('d', 'No.')]
    """
    name, paragraphs, inside = None, [""], 0
    for line in lines:
        if line.startswith("# newdoc id = "):
            if name is not None:
                yield name, assemble(paragraphs)
            name, paragraphs = line.split("=", 1)[1].strip(), [""]
        elif line.startswith("# newpar") and not line.startswith("# newpar_block"):
            paragraphs.append("")
        elif line[:1].isdigit():
            row = line.rstrip("\n").split("\t")
            first, _, last = row[0].partition("-")
            if last or (first.isdigit() and int(first) > inside):
                paragraphs[-1] += row[1] + ("" if "SpaceAfter=No" in row[9].split("|") else " ")
            inside = int(last) if last else inside
        elif not line.strip():
            inside = 0
    if name is not None:
        yield name, assemble(paragraphs)


def assemble(paragraphs: list[str]) -> str:
    """One line for each paragraph that is not empty."""
    return "\n".join(stripped for paragraph in paragraphs if (stripped := paragraph.strip()))


if __name__ == "__main__":
    try:
        main()
    except JoinError as error:
        sys.exit(str(error))
