"""Read CoNLL-U files: documents, paragraphs, sentences, words with their surface in the text."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Word:
    """One syntactic word (a line with a plain number) and what is annotated of it.

    `head` is a place in the sentence, counted from 0; the root is its own head.
    """

    form: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    dep: str
    misc: str = ""
    space: bool = True
    """Whether a space follows."""
    name: str | None = None
    """Its part in a name: `B-PERSON`, `I-PERSON`, `O`; None where names are not annotated."""


@dataclass(slots=True)
class Sentence:
    """The words of a sentence; `paragraph` is true when a paragraph begins with it."""

    words: list[Word]
    paragraph: bool = False


@dataclass(slots=True)
class Document:
    """A document of a treebank; `genre` as its name tells it."""

    name: str
    genre: str
    sentences: list[Sentence] = field(default_factory=list)

    def paragraphs(self) -> Iterator[list[Sentence]]:
        """Yield the sentences, grouped by paragraph."""
        group: list[Sentence] = []
        for sentence in self.sentences:
            if sentence.paragraph and group:
                yield group
                group = []
            group.append(sentence)
        if group:
            yield group


def read(path: Path) -> Iterator[Document]:
    """Yield the documents of a (gzipped) CoNLL-U file.

    Sentences before any `# newdoc` form one document without a name.
    """
    document = Document("", "")
    for comments, rows in blocks(path):
        if any(comment.startswith("newdoc") for comment in comments):
            if document.sentences:
                yield document
            ids = (c.partition("=")[2].strip() for c in comments if c.startswith("newdoc id"))
            name = next(ids, "")
            parts = name.split("_") if name.startswith("GUM_") else ["", name.split("-")[0]]
            document = Document(name, parts[1])
        document.sentences.append(sentence(rows, comments))
    if document.sentences:
        yield document


def blocks(path: Path) -> Iterator[tuple[list[str], list[list[str]]]]:
    """Yield the comments and the rows of each sentence."""
    open_it = gzip.open if path.suffix == ".gz" else open
    with open_it(path, "rt", encoding="utf-8") as lines:
        comments: list[str] = []
        rows: list[list[str]] = []
        for line in lines:
            if line.startswith("#"):
                comments.append(line[1:].strip())
            elif line.strip():
                rows.append(line.rstrip("\n").split("\t"))
            elif rows:
                yield comments, rows
                comments, rows = [], []


def sentence(rows: Iterable[list[str]], comments: list[str]) -> Sentence:
    """Build a sentence; words of a multiword token share its surface, cut by `surfaces`."""
    words: list[Word] = []
    multiword: tuple[str, str, bool, int] | None = None
    for number, form, lemma, upos, xpos, feats, head, dep, _, misc in rows:
        if "." in number:
            continue
        space = "SpaceAfter=No" not in misc
        if "-" in number:
            multiword = (number.split("-")[1], form, space, len(words))
            continue
        place = int(head) - 1 if head != "0" else len(words)
        words.append(Word(form, lemma, upos, xpos, feats, place, dep, misc, space))
        if multiword and number == multiword[0]:
            _, surface, space, first = multiword
            parts = surfaces(surface, [word.form for word in words[first:]])
            for word, part in zip(words[first:], parts, strict=True):
                word.form, word.space = part, False
            words[-1].space = space
            multiword = None
    return Sentence(words, any(comment.startswith("newpar") for comment in comments))


def surfaces(surface: str, forms: list[str]) -> list[str]:
    """Cut the surface of a multiword token into one part per word: `don't` -> `do`, `n't`.

    Where the words do not spell the surface (`wanna` as `want`, `to`), their lengths say where.
    """
    if "".join(forms) == surface:
        return forms
    parts: list[str] = []
    rest = surface
    for left, form in zip(range(len(forms) - 1, -1, -1), forms, strict=True):
        size = max(1, min(len(form), len(rest) - left)) if left else len(rest)
        parts.append(rest[:size])
        rest = rest[size:]
    return parts
