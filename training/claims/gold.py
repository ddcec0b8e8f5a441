"""Gold trees as spaCy documents: CoNLL-U in, one Doc a document, a line a paragraph."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from pathlib import Path

from spacy.tokens import Doc
from spacy.vocab import Vocab

Row = list[str]


def documents(path: Path, vocab: Vocab) -> Iterator[tuple[str, Doc]]:
    """Yield the id and the analysed text of every document of a CoNLL-U file, plain or gzipped."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        name, sentences, paragraphs, fresh = None, [], [], True
        for line in lines:
            if line.startswith("# newdoc id = "):
                if name is not None:
                    yield name, build(vocab, [*paragraphs, sentences])
                name, sentences, paragraphs = line.split("=", 1)[1].strip(), [], []
            elif line.startswith("# newpar") and not line.startswith("# newpar_block"):
                paragraphs.append(sentences)
                sentences = []
            elif line[:1].isdigit():
                if fresh:
                    sentences.append([])
                sentences[-1].append(line.rstrip("\n").split("\t"))
                fresh = False
            fresh = fresh or not line.strip()
        if name is not None:
            yield name, build(vocab, [*paragraphs, sentences])


def build(vocab: Vocab, paragraphs: Iterable[list[list[Row]]]) -> Doc:
    """Return a Doc of gold sentences; the text is that of `attribution/join.py`."""
    columns: dict[str, list] = {
        key: []
        for key in ("words", "spaces", "tags", "pos", "lemmas", "heads", "deps", "sent_starts")
    }

    def put(word, space, tag, pos, lemma, head, dep, start):
        for key, value in zip(
            columns, (word, space, tag, pos, lemma, head, dep, start), strict=True
        ):
            columns[key].append(value)

    filled = [paragraph for paragraph in paragraphs if any(paragraph)]
    for number, paragraph in enumerate(filled):
        if number:
            here = len(columns["words"])
            columns["spaces"][-1] = False
            put("\n", False, "_SP", "SPACE", "\n", here - 1, "dep", False)
        for rows in paragraph:
            whole, _ = spelled(rows)
            base = len(columns["words"])
            order = {row[0]: base + at for at, row in enumerate(whole)}
            for at, row in enumerate(whole):
                head = order[row[0]] if row[6] == "0" else order[row[6]]
                dep = "ROOT" if row[6] == "0" else row[7]
                put(row[1], row[-1], row[4], row[3], row[2], head, dep, at == 0)
    if columns["spaces"]:
        columns["spaces"][-1] = False
    return Doc(vocab, **columns)


def spelled(rows: list[Row]) -> tuple[list[Row], None]:
    """Return the words of a sentence, each with whether a space follows; multiword forms split."""
    glued: dict[str, bool] = {}
    for row in rows:
        first, _, last = row[0].partition("-")
        if last:
            for number in range(int(first), int(last)):
                glued[str(number)] = False
            glued[last] = "SpaceAfter=No" not in row[9].split("|")
    words = []
    for row in rows:
        if row[0].isdigit():
            space = glued.get(row[0], "SpaceAfter=No" not in row[9].split("|"))
            words.append([*row, space])
    return words, None
