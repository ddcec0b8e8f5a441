"""How well and how fast the language pipeline reads English: `python -m bench.language --data DIR`.

DIR holds CoNLL-U files (`training/README.md` says where from): `pud-test`, `ewt-test`,
`gum-open-test`, each `.conllu` or `.conllu.gz`; what is missing is named. All are held out: nothing
is trained on them or tuned to them. Texts are read raw: wrong words and sentences cost trees too.
The first row is our own development set (`tests/data/language/news.toml`), the one to steer by.

UAS, LAS: words with the right head (and full label), punctuation left out, as spaCy scores them.
sentence: both borders right. ccomp, parataxis: head and label right. Names: borders and label
right (`bench/names.py` says more). All F1, in percent.
"""

from __future__ import annotations

import argparse
import resource
import time
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.edges.nlp import SHIPPED, Language
from tests import news_set
from training.conllu import Document, read
from training.entities import groups, names

if TYPE_CHECKING:
    from spacy.tokens import Doc

SETS = {"pud-test": "PUD", "ewt-test": "EWT test", "gum-open-test": "GUM open test"}
LABELS = ("PERSON", "ORG", "PLACE", "NORP", "EVENT", "PRODUCT")
PARSE = ("tagger", "morphologizer", "lemmatizer", "parser")
Span = tuple[int, int]
Name = tuple[Span, str]


@dataclass(slots=True)
class Score:
    """Counts of gold, found and common things, by kind."""

    gold: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    both: Counter[str] = field(default_factory=Counter)

    def add(self, kind: str, gold: Iterable[object], found: Iterable[object]) -> None:
        """Count one document."""
        wanted, got = set(gold), set(found)
        self.gold[kind] += len(wanted)
        self.found[kind] += len(got)
        self.both[kind] += len(wanted & got)

    def f1(self, kind: str) -> str:
        """Return F1 in percent."""
        total = self.gold[kind] + self.found[kind]
        return f"{200 * self.both[kind] / total:.1f}" if total else "-"


@dataclass(slots=True)
class Analysis:
    """What is compared: spans of characters with what is said of them."""

    words: dict[Span, str] = field(default_factory=dict)
    arcs: dict[Span, tuple[Span, str]] = field(default_factory=dict)
    sentences: list[Span] = field(default_factory=list)
    names: set[Name] = field(default_factory=set)


def gold(document: Document, peoples: frozenset[str]) -> tuple[str, Analysis]:
    """Return the text of a document, a line break between paragraphs, and its annotation."""
    text, analysis = "", Analysis()
    for number, paragraph in enumerate(document.paragraphs()):
        text = text.rstrip(" ") + "\n" if number else text
        for sentence in paragraph:
            spans: list[Span] = []
            for word in sentence.words:
                spans.append((len(text), len(text) + len(word.form)))
                text += word.form + " " * word.space
            for span, word in zip(spans, sentence.words, strict=True):
                analysis.words[span] = word.upos
                analysis.arcs[span] = spans[word.head], word.dep.replace("root", "ROOT")
            analysis.sentences.append((spans[0][0], spans[-1][1]))
            for start, end, label in names(sentence.words, peoples):
                analysis.names.add(((spans[start][0], spans[end - 1][1]), label))
    return text, analysis


def predicted(doc: Doc) -> Analysis:
    """Return the same of a spaCy document; white space is no word."""
    spans = {t.i: (t.idx, t.idx + len(t)) for t in doc if not t.is_space}
    inner = [[spans[t.i] for t in sentence if t.i in spans] for sentence in doc.sents]
    return Analysis(
        words={span: doc[i].pos_ for i, span in spans.items()},
        arcs={s: (spans.get(doc[i].head.i, (-1, -1)), doc[i].dep_) for i, s in spans.items()},
        sentences=[(words[0][0], words[-1][1]) for words in inner if words],
        names={((e.start_char, e.end_char), e.label_) for e in doc.ents},
    )


def compare(score: Score, right: Analysis, ours: Analysis) -> None:
    """Count one document."""
    score.add("tokens", right.words, ours.words)
    score.add("UPOS", right.words.items(), ours.words.items())
    points = {span for span, arc in right.arcs.items() if arc[1] == "punct"}
    arcs = [
        {
            (span, *arc)
            for span, arc in side.arcs.items()
            if arc[1] != "punct" and span not in points
        }
        for side in (right, ours)
    ]
    score.add("UAS", *({arc[:2] for arc in side} for side in arcs))
    score.add("LAS", *arcs)
    for label in ("ccomp", "parataxis"):
        score.add(label, *({arc for arc in side if arc[2] == label} for side in arcs))
    score.add("sentence", right.sentences, ours.sentences)
    score.add("names", right.names, ours.names)
    for label in LABELS:
        score.add(label, *({n for n in side.names if n[1] == label} for side in (right, ours)))


def held_out(data: Path | None) -> dict[str, Path]:
    """Return the files of `data` that hold a test set, by the set's name."""
    found = {}
    for stem, name in SETS.items():
        paths = [data / f"{stem}.conllu.gz", data / f"{stem}.conllu"] if data else []
        for path in paths:
            if path.exists():
                found[name] = path
    return found


def accuracy(language: Language, path: Path) -> Score:
    """Score one treebank file."""
    score, peoples = Score(), groups()
    documents = [gold(document, peoples) for document in read(path)]
    docs = language.docs(text for text, _ in documents)
    for (_, right), doc in zip(documents, docs, strict=True):
        compare(score, right, predicted(doc))
    return score


def speed(language: Language, texts: list[str], components: Iterable[str]) -> float:
    """Return words per second of processor time, the best of three rounds."""
    best = 0.0
    for _ in range(3):
        start = time.process_time()
        words = sum(len(doc) for doc in language.docs(texts, components=components))
        best = max(best, words / (time.process_time() - start))
    return best


def size(folder: Path) -> tuple[float, float]:
    """Return megabytes on disk, and compressed as in a wheel."""
    files = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return sum(map(len, files)) / 1e6, sum(len(zlib.compress(file)) for file in files) / 1e6


def row(*cells: object) -> str:
    """Return a row of a table."""
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def print_accuracy(language: Language, sets: dict[str, Path]) -> None:
    """Print how well the pipeline reads each set, and which sets are not there."""
    texts = (paragraph["text"] for paragraph in news_set.paragraphs())
    ours = news_set.shares(language.docs(texts))
    print(
        row("our news set (development)", *(f"{name} {share:.1f}" for name, share in ours.items()))
    )
    print()
    columns = ("tokens", "UPOS", "UAS", "LAS", "sentence", "ccomp", "parataxis", "names", *LABELS)
    print(row("held out", *columns))
    print(row(*["---"] * (len(columns) + 1)))
    for name, path in sets.items():
        score = accuracy(language, path)
        named = "GUM" in name
        print(row(name, *(score.f1(c) if named or c in columns[:7] else "" for c in columns)))
    missing = [name for name in SETS.values() if name not in sets]
    if missing:
        print(f"\nNot measured, no file of theirs in --data: {', '.join(missing)}.")


def print_cost(language: Language, folder: Path, sets: dict[str, Path]) -> None:
    """Print what the pipeline costs."""
    print("\n" + row("cost", "value") + "\n" + row("---", "---"))
    for path in list(sets.values())[-1:]:
        texts = [gold(document, frozenset())[0] for document in read(path)]
        rate = speed(language, texts, PARSE)
        print(row("words/s, one core, parse", f"{rate:,.0f}"))
        rate = speed(language, texts, (*PARSE, "ner"))
        print(row("words/s, one core, parse and names", f"{rate:,.0f}"))
    disk, packed = size(folder)
    print(row("megabytes, on disk / compressed", f"{disk:.1f} / {packed:.1f}"))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(row("megabytes of memory, at most", f"{memory:.0f}"))


def main() -> None:
    """Measure the pipeline that ships, or another."""
    about = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=about)
    parser.add_argument("--data", type=Path, help="folder with the CoNLL-U files")
    parser.add_argument(
        "--model", type=Path, help="another pipeline; without it the one that ships"
    )
    options = parser.parse_args()
    sets = held_out(options.data)
    start = time.perf_counter()
    language = Language(options.model)
    language.doc("Ready.")
    print(f"Loaded in {time.perf_counter() - start:.2f} s, spaCy's own import included.\n")
    print_accuracy(language, sets)
    print_cost(language, options.model or SHIPPED, sets)


if __name__ == "__main__":
    main()
