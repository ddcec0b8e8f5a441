"""Texts without trees, for the teacher to read: news, encyclopedia, speeches, mail.

`DATA/open` holds them as `README.md` says; what is missing is left out. Some are cut into words
and spaced out: `joined` sets them as print has them, our tokenizer cuts them again. Names where
people marked them are kept; a kind that we do not have is left open. Paragraphs that share eight
words in a row with a development or test set are dropped.
"""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

from training import conllu, tokens

SHARED = 8
"""Words in a row that may not be shared with a held-out set."""
LONGEST = 300
KINDS = {
    "PERSON": "person politician writer musicalartist scientist researcher per",
    "ORG": "organisation politicalparty band university org",
    "PLACE": "location country loc",
    "EVENT": "event election conference",
    "PRODUCT": "product",
}
LABELS = {kind: label for label, kinds in KINDS.items() for kind in kinds.split()}
ENDS = re.compile(r"^(?:[.,;:!?)\]}%”’]|\.\.\.|n't|'(?:s|S|re|ve|ll|d|m)?)$")
BEGINS = re.compile(r"^[(\[{$£€“‘#]$")
Name = tuple[int, int, str | None]
"""First character, one past the last, label; None for a name of a kind that we do not have."""


@dataclass(slots=True)
class Paragraph:
    """A paragraph; `names` is None where nobody marked any."""

    text: str
    names: list[Name] | None = None


def joined(words: Iterable[str]) -> tuple[str, list[int]]:
    """Return words set as print has them, and where each begins."""
    text, starts, is_open, glued = "", [], False, True
    for word in words:
        form = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")"}.get(word, word)
        closes = form == '"' and is_open
        if text and not glued and not closes and not ENDS.match(form):
            text += " "
        if form == '"':
            is_open = not is_open
        glued = bool(BEGINS.match(form)) or (form == '"' and is_open)
        starts.append(len(text))
        text += form
    return text, starts


def sentences(rows: Iterable[tuple[str, str]]) -> Iterator[Paragraph]:
    """Yield a paragraph of each run of words and their labels (IOB)."""
    for empty, group in groupby(rows, key=lambda row: not row[0]):
        if empty:
            continue
        pairs = list(group)
        text, starts = joined(word for word, _ in pairs)
        names: list[Name] = []
        for (word, tag), start in zip(pairs, starts, strict=True):
            kind, end = tag[2:].lower(), start + len(word)
            if tag.startswith("I-") and names and names[-1][1] in (start, start - 1):
                names[-1] = (names[-1][0], end, names[-1][2])
            elif tag != "O":
                names.append((start, end, LABELS.get(kind)))
        yield Paragraph(text, names)


def columns(path: Path) -> Iterator[tuple[str, str]]:
    """Yield word and label of each line; empty ones between sentences."""
    for line in path.read_text(encoding="utf-8").splitlines():
        word, *tag = line.split()[:2] or [""]
        yield word, tag[0] if tag else "O"


def gmb(path: Path) -> Iterator[Paragraph]:
    """Read news of the Voice of America as the Groningen Meaning Bank has them; only the text."""
    with path.open(encoding="latin-1", newline="") as lines:
        words: list[str] = []
        for row in csv.reader(lines):
            if row[0].startswith("Sentence: ") and words:
                yield Paragraph(joined(words)[0])
                words = []
            if len(row) > 1 and row[1] != "Word":
                words.append(row[1])


def wikinews(path: Path) -> Iterator[Paragraph]:
    """Read articles of Wikinews."""
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield from (Paragraph(" ".join(p.split())) for p in row["text"].split("\n"))


def masc(path: Path) -> Iterator[Paragraph]:
    """Read a text of MASC: lines of `word_TAG`, a blank line between paragraphs."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        words = [piece.rpartition("_")[0] for piece in block.split()]
        yield Paragraph(joined(word for word in words if word)[0])


def plain(path: Path) -> Iterator[Paragraph]:
    """Read a text with a blank line between paragraphs."""
    blocks = re.split(r"\n\s*\n", path.read_text(encoding="latin-1"))
    yield from (Paragraph(" ".join(block.split())) for block in blocks)


def wikitext(path: Path) -> Iterator[Paragraph]:
    """Read WikiText: sentences in which no word was hidden."""
    for line in path.read_text(encoding="utf-8").splitlines():
        whole = re.sub(r" @(.)@ ", r"\1", line).strip()
        for part in re.split(r"(?<= [.!?]) (?=[A-Z\"])", whole):
            if "<unk>" not in part and not part.startswith("=") and part.endswith("."):
                yield Paragraph(joined(part.split())[0])


READERS: dict[str, Callable[[Path], Iterator[Paragraph]]] = {
    "gmb.csv": gmb,
    "wikinews-*.csv": wikinews,
    "masc/written/[!w]*.txt": masc,
    "masc/written/w[!s]*.txt": masc,
    "masc/spoken/[23]*.txt": masc,
    "state_union/*.txt": plain,
    "wikitext-*.txt": wikitext,
    "wikigold.txt": lambda path: sentences(columns(path)),
    "crossner-*.txt": lambda path: sentences(columns(path)),
}


def word_runs(text: str) -> set[int]:
    """Return every run of `SHARED` words, without marks and case."""
    words = re.findall(r"\w+", text.lower())
    return {hash(tuple(words[i : i + SHARED])) for i in range(len(words) - SHARED + 1)}


def held_out(data: Path) -> set[int]:
    """Return the runs of words of all development and test sets in `data`."""
    runs: set[int] = set()
    for path in (*data.glob("*-dev.conllu.gz"), *data.glob("*-test.conllu.gz")):
        for document in conllu.read(path):
            text = "".join(w.form + " " * w.space for s in document.sentences for w in (*s.words,))
            runs |= word_runs(text)
    return runs


def paragraphs(folder: Path, forbidden: set[int]) -> Iterator[tuple[str, Paragraph]]:
    """Yield the paragraphs of all texts, each once, with the name of their file."""
    seen: set[str] = set()
    for pattern, read in READERS.items():
        for path in sorted(folder.glob(pattern)):
            for paragraph in read(path):
                letters = sum(c.islower() for c in paragraph.text)
                usual = 20 < len(paragraph.text) < 30000 and letters > len(paragraph.text) / 2
                if not usual or paragraph.text in seen or word_runs(paragraph.text) & forbidden:
                    continue
                seen.add(paragraph.text)
                yield path.name, paragraph


def document(nlp: Language, group: list[Paragraph]) -> Doc:
    """Return the tokens of paragraphs, a line break between them, with the names marked."""
    doc = nlp.make_doc("\n".join(p.text for p in group))
    named: list[Span] = []
    unknown: list[Span] = []
    start = 0
    for paragraph in group:
        marks = paragraph.names
        for first, last, label in [(0, len(paragraph.text), None)] if marks is None else marks:
            span = doc.char_span(
                start + first, start + last, label=label or "", alignment_mode="expand"
            )
            (named if label else unknown).append(span)
        start += len(paragraph.text) + 1
    named = spacy.util.filter_spans(named)
    taken = {token.i for span in named for token in span}
    free = [doc[t.i : t.i + 1] for span in unknown for t in span if t.i not in taken]
    doc.set_ents(named, missing=free, default="outside")
    return doc


def groups(
    paragraphs: Iterable[Paragraph], dice: random.Random, merge: float
) -> Iterator[list[Paragraph]]:
    """Group paragraphs to about `LONGEST` words; a share `merge` of the short ones are joined."""
    group: list[Paragraph] = []
    for paragraph in paragraphs:
        if len(paragraph.text) < 250 and group and dice.random() < merge:
            group[-1] = Paragraph(f"{group[-1].text} {paragraph.text}")
        else:
            group.append(paragraph)
        if sum(len(p.text) for p in group) > LONGEST * 6:
            yield group
            group = []
    if group:
        yield group


def build(data: Path, out: Path, *, seed: int = 1) -> dict[str, int]:
    """Write `open.spacy` into `out`; return the words of each file."""
    nlp, dice = tokens.apply(spacy.blank("en")), random.Random(seed)
    sizes: dict[str, int] = {}
    bin_ = DocBin(attrs=["ORTH", "SPACY", "ENT_IOB", "ENT_TYPE"])
    found = paragraphs(data / "open", held_out(data))
    for name, pairs in groupby(found, key=lambda pair: pair[0]):
        merge = 0.6 if name.startswith(("gmb", "wikitext")) else 0
        for group in groups((p for _, p in pairs), dice, merge):
            doc = document(nlp, group)
            bin_.add(doc)
            sizes[name] = sizes.get(name, 0) + len(doc)
    bin_.to_disk(out / "open.spacy")
    return sizes
