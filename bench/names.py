"""How well names are found in texts that nobody prepared: `python -m bench.names --data DIR`.

DIR holds `gum-open-test.conllu.gz` (names by `training/entities.py`) and, if you like,
`uner-pud-test.iob2`: news and encyclopedia as Universal NER marked them (its file
`en_pud-ud-test.iob2`), with titles in names and governments as bodies, which is not how we do it.
Nothing is trained on them or tuned to them.

Borders and label right; then what is left of the errors where borders are forgiven (a title more,
half a name), or the label (a school that is a place by one scheme and a body by another); then the
weights alone, before `pipeline/edges/names.py`. F1 in percent; behind it, how many names there are.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from unittest import mock

from bench.language import LABELS, Language, Name, Score, gold, row
from training.conllu import read
from training.entities import groups

UNIVERSAL = {"PER": "PERSON", "ORG": "ORG", "LOC": "PLACE"}
Marked = tuple[str, set[Name]]
"""A text and its names."""


def open_test(path: Path) -> Iterator[Marked]:
    """Yield the texts of GUM's test part."""
    peoples = groups()
    for document in read(path):
        text, analysis = gold(document, peoples)
        yield text, analysis.names


def universal(path: Path) -> Iterator[Marked]:
    """Yield texts as Universal NER marked them, a line a sentence; articles are left out."""
    for document in path.read_text(encoding="utf-8").split("# newdoc")[1:]:
        text, at = "", 0
        found: list[tuple[int, int, str]] = []
        for line in document.splitlines():
            if line.startswith("# text = "):
                at = len(text)
                text += line.removeprefix("# text = ") + "\n"
            elif line[:1].isdigit():
                _, form, tag = line.split("\t")[:3]
                at = max(at, text.find(form, at, at + len(form) + 2))
                if tag.startswith("I-") and found:
                    found[-1] = (found[-1][0], at + len(form), found[-1][2])
                elif tag != "O":
                    found.append((at, at + len(form), tag[2:]))
                at += len(form)
        led = {start: 4 * text.startswith(("the ", "The "), start) for start, _, _ in found}
        known = ((a + led[a], b, UNIVERSAL[kind]) for a, b, kind in found if kind in UNIVERSAL)
        yield text, {((start, end), label) for start, end, label in known}


def strict(name: Name, _: set[Name]) -> Name:
    """Forgive nothing."""
    return name


def borders(name: Name, wanted: set[Name]) -> Name:
    """Forgive borders: the name that is touched and has the same label."""
    (start, end), label = name
    touched = (n for n in wanted if n[1] == label and n[0][0] < end and start < n[0][1])
    return name if name in wanted else min(touched, default=name)


def labels(name: Name, wanted: set[Name]) -> Name:
    """Forgive the label: the name with the same borders."""
    return min((n for n in wanted if n[0] == name[0]), default=name)


def scored(
    language: Language, texts: list[Marked], forgive: Callable[[Name, set[Name]], Name]
) -> Score:
    """Score the labels that a set has."""
    score, known = Score(), {name[1] for _, names in texts for name in names}
    docs = language.docs((text for text, _ in texts), components=["ner"])
    for (_, wanted), doc in zip(texts, docs, strict=True):
        names = {((e.start_char, e.end_char), e.label_) for e in doc.ents if e.label_ in known}
        found = {forgive(name, wanted) for name in names}
        score.add("all", wanted, found)
        for label in known:
            score.add(label, *({n for n in side if n[1] == label} for side in (wanted, found)))
    return score


def print_rows(language: Language, name: str, texts: list[Marked]) -> None:
    """Print what is found in one set."""
    columns = ("all", *LABELS)
    for what, forgive in (
        ("", strict),
        (", borders forgiven", borders),
        (", label forgiven", labels),
    ):
        score = scored(language, texts, forgive)
        print(row(name + what, *(score.f1(column) for column in columns)))
    with mock.patch("pipeline.edges.nlp.mended", lambda doc: doc):
        score = scored(language, texts, strict)
    print(row(f"{name}, the weights alone", *(score.f1(column) for column in columns)))
    print(row(f"{name}, names", *(score.gold[column] for column in columns)))


def main() -> None:
    """Measure the pipeline that ships, or another."""
    about = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=about)
    parser.add_argument("--data", type=Path, required=True, help="folder with the sets")
    parser.add_argument(
        "--model", type=Path, help="another pipeline; without it the one that ships"
    )
    options = parser.parse_args()
    language = Language(options.model)
    print(row("held out", "all", *LABELS))
    print(row(*["---"] * (len(LABELS) + 2)))
    sets: dict[str, tuple[str, Callable[[Path], Iterable[Marked]]]] = {
        "gum-open-test.conllu.gz": ("GUM open test", open_test),
        "uner-pud-test.iob2": ("PUD by Universal NER", universal),
    }
    for file, (name, texts) in sets.items():
        if (options.data / file).exists():
            print_rows(language, name, list(texts(options.data / file)))


if __name__ == "__main__":
    main()
