"""Write the training and development data as spaCy files.

Training: EWT train and the open genres of GUM train with the names of GUM's entity layer; copies of
GUM with other names in place of its own; names of Universal NER over EWT dev; our own news
sentences; all in part in the typography of the news. Documents are cut between paragraphs, a line
break between them, so that the parser meets text as the pipeline meets it.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from training import conllu
from training.conllu import Document, Sentence, Word
from training.entities import Span, groups, names, peoples_in
from training.events import Events
from training.news import Newsroom
from training.phrases import Phrase, root, without_article

LONGEST = 400
"""Words in one training document, about: longer documents are cut between paragraphs."""
REPORTS, EVENTS = 6000, 4000
"""Sentences of our own: three of ten words of the gold."""
UNER_FILE = "uner-ewt-dev.iob2"
UNER = {"PER": "PERSON", "ORG": "ORG", "LOC": "PLACE"}
CURLY = str.maketrans({"'": "’"})
STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "—": "-", "–": "-"})
Paragraph = list[Sentence]


def annotated(path: Path, peoples: frozenset[str]) -> list[Document]:
    """Return the documents of a treebank; those of GUM with the names of its entity layer."""
    documents = list(conllu.read(path))
    for document in documents:
        for sentence in document.sentences if document.name.startswith("GUM_") else ():
            for word in sentence.words:
                word.name = "O"
            mark(sentence.words, names(sentence.words, peoples))
    return documents


def mark(words: list[Word], spans: Iterable[Span]) -> None:
    """Write names into the words."""
    for start, end, label in spans:
        for place in range(start, end):
            words[place].name = ("I-" if place > start else "B-") + label


def with_uner(documents: list[Document], path: Path, peoples: frozenset[str]) -> list[Document]:
    """Give EWT documents the names of Universal NER (IOB2); what it labels OTH is left open."""
    lines = path.read_text(encoding="utf-8").splitlines()
    tags = (line.split("\t")[2] for line in lines if line and not line.startswith("#"))
    for document in documents:
        for sentence in document.sentences:
            before = ""
            for word, tag in zip(sentence.words, tags, strict=False):
                label = UNER.get(tag[2:], "")
                begun = "I-" if tag.startswith("I-") and label == before else "B-"
                word.name = begun + label if label else "O" if tag == "O" else None
                before = label
            found = peoples_in(sentence.words, peoples)
            free = (
                s for s in found if all(w.name in (None, "O") for w in sentence.words[s[0] : s[1]])
            )
            mark(sentence.words, free)
    return documents


class Renamer:
    """Puts other people, bodies and places into a sentence; the tree stays."""

    def __init__(self, newsroom: Newsroom, dice: random.Random) -> None:
        self.newsroom, self.dice = newsroom, dice

    def sentence(self, sentence: Sentence) -> Sentence:
        """Return the sentence with three of four names replaced."""
        words = [replace(word) for word in sentence.words]
        for start in range(len(words) - 1, -1, -1):
            if (words[start].name or "").startswith("B-") and self.dice.random() < 0.75:
                rest = (i for i in range(start + 1, len(words)) if not _goes_on(words[i]))
                words = self.swap(words, start, next(rest, len(words)))
        return Sentence(words, sentence.paragraph)

    def swap(self, words: list[Word], start: int, end: int) -> list[Word]:
        """Replace the name `start:end`, if it is one branch on whose top all else hangs."""
        tops = [
            i for i in range(start, end) if not start <= words[i].head < end or words[i].head == i
        ]
        outside = [w.head for i, w in enumerate(words) if not start <= i < end]
        if len(tops) != 1 or any(start <= head < end and head != tops[0] for head in outside):
            return words
        new = self.substitute(words, start, end)
        if new is None:
            return words
        top, new_top, shift = words[tops[0]], start + root(new), len(new) - (end - start)

        def moved(head: int) -> int:
            return head if head < start else new_top if head < end else head + shift

        name = [replace(word, head=start + word.head) for word in new]
        name[new_top - start].head, name[new_top - start].dep = moved(top.head), top.dep
        name[-1].space = words[end - 1].space
        before = [replace(w, head=moved(w.head)) for w in words[:start]]
        return before + name + [replace(w, head=moved(w.head)) for w in words[end:]]

    def substitute(self, words: list[Word], start: int, end: int) -> Phrase | None:
        """Draw a name of the same kind that goes with the article before it; None for others."""
        label = (words[start].name or "")[2:]
        if label == "PERSON":
            name = self.newsroom.full_name()
            return self.newsroom.lexicon.name(name if end - start > 1 else name.split()[-1], label)
        article = start > 0 and words[start - 1].form.lower() == "the"
        desk = self.newsroom
        draw = {"ORG": desk.organisation, "PLACE": desk.place, "EVENT": desk.occurrence}.get(label)
        phrases = (draw() for _ in range(30)) if draw else iter(())
        fitting = (without_article(p) for p in phrases if (p[0].xpos == "DT") == article)
        return next(fitting, None)


def _goes_on(word: Word) -> bool:
    return (word.name or "").startswith("I-")


def typeset(paragraph: Paragraph, dice: random.Random) -> Paragraph:
    """Return the paragraph with curly or with straight marks."""
    curly = dice.random() < 0.5
    out = []
    for sentence in paragraph:
        words, is_open = [], False
        for word in sentence.words:
            form = word.form
            if curly and form in ('"', "``", "''"):
                is_open = word.xpos == "``" or (word.xpos != "''" and not is_open)
                form = "“" if is_open else "”"
            elif "http" not in form:
                form = form.translate(CURLY if curly else STRAIGHT)
            words.append(replace(word, form=form))
        out.append(Sentence(words, sentence.paragraph))
    return out


def chunks(paragraphs: Iterable[Paragraph]) -> Iterator[list[Paragraph]]:
    """Group paragraphs to about `LONGEST` words."""
    group: list[Paragraph] = []
    size = 0
    for paragraph in paragraphs:
        length = sum(len(s.words) for s in paragraph)
        if group and size + length > LONGEST:
            yield group
            group, size = [], 0
        group.append(paragraph)
        size += length
    if group:
        yield group


def doc(paragraphs: list[Paragraph], vocab: Vocab, gap: str = "\n", *, trees: bool = True) -> Doc:
    """Make one spaCy document, with `gap` (a token of its own, tagged `_SP`) between paragraphs."""
    words: list[Word] = []
    for number, paragraph in enumerate(paragraphs):
        if number:
            words[-1].space = False
            above = len(words) - 1
            words.append(Word(gap, gap, "SPACE", "_SP", "_", above, "dep", "", False, "O"))
        for sentence in paragraph:
            start = len(words)
            words += [replace(word, head=start + word.head) for word in sentence.words]
    marks: dict[str, list[object]] = {"ents": [word.name for word in words]}
    if trees:
        marks["heads"] = [word.head for word in words]
        marks["deps"] = ["ROOT" if word.dep == "root" else word.dep for word in words]
        marks["tags"] = [word.xpos for word in words]
        marks["pos"] = [word.upos for word in words]
        marks["morphs"] = ["" if word.feats == "_" else word.feats for word in words]
        marks["lemmas"] = [word.lemma for word in words]
    return Doc(vocab, words=[w.form for w in words], spaces=[w.space for w in words], **marks)


class Binder:
    """Collects documents; counts their words by part."""

    def __init__(self, seed: int) -> None:
        self.vocab, self.dice = spacy.blank("en").vocab, random.Random(seed)
        self.documents = DocBin(store_user_data=False)
        self.sizes: dict[str, int] = {}

    def add(
        self, part: str, paragraphs: Iterable[Paragraph], *, styled: float = 0, trees: bool = True
    ) -> None:
        """Bind paragraphs; a share `styled` of them is set in another typography."""
        pages = (typeset(p, self.dice) if self.dice.random() < styled else p for p in paragraphs)
        for group in chunks(pages):
            gap = "\n" if self.dice.random() < 0.7 else "\n\n"
            document = doc(group, self.vocab, gap, trees=trees)
            self.documents.add(document)
            self.sizes[part] = self.sizes.get(part, 0) + len(document)


def newspaper(sentences: Iterable[Sentence], dice: random.Random) -> Iterator[Paragraph]:
    """Yield paragraphs of our own sentences; now and then a headline (no full stop)."""
    paragraph: Paragraph = []
    for sentence in sentences:
        if sentence.words[-1].misc == "headline":
            yield [sentence]
            continue
        if dice.random() < 0.07 and sentence.words[-1].form == ".":
            yield [Sentence(sentence.words[:-1])]
            continue
        paragraph.append(sentence)
        if dice.random() < 0.5:
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def build(data: Path, out: Path, *, seed: int = 1) -> dict[str, int]:
    """Write `train/gold.spacy` and `dev.spacy` into `out`; return the words of each part.

    Names of Universal NER are used where its file is there.
    """
    peoples, train = groups(), Binder(seed)
    ewt = annotated(data / "ewt-train.conllu.gz", peoples)
    gum = annotated(data / "gum-open-train.conllu.gz", peoples)
    banks = [s for d in ewt + gum for s in d.sentences]
    newsroom = Events(banks, seed)
    renamer = Renamer(newsroom, train.dice)
    for document in ewt:
        train.add("EWT", document.paragraphs(), styled=0.2)
    for document in gum:
        others = ([renamer.sentence(s) for s in p] for p in document.paragraphs())
        train.add("GUM", document.paragraphs(), styled=0.2)
        train.add("GUM, other names", others, styled=0.5)
        if document.genre == "news":
            others = ([renamer.sentence(s) for s in p] for p in document.paragraphs())
            train.add("GUM news again", document.paragraphs(), styled=0.5)
            train.add("GUM news again, other names", others, styled=0.5)
    train.add("our own reports", newspaper(newsroom.sentences(REPORTS), train.dice), styled=0.4)
    train.add("our own events", newspaper(newsroom.events(EVENTS), train.dice), styled=0.4)
    ewt_dev = annotated(data / "ewt-dev.conllu.gz", peoples)
    dev = Binder(seed)
    for document in ewt_dev + annotated(data / "gum-open-dev.conllu.gz", peoples):
        dev.add("development", document.paragraphs())
    if (data / UNER_FILE).exists():
        for document in with_uner(ewt_dev, data / UNER_FILE, peoples):
            train.add("UNER, names only", document.paragraphs(), trees=False)
    (out / "train").mkdir(parents=True, exist_ok=True)
    train.documents.to_disk(out / "train" / "gold.spacy")
    dev.documents.to_disk(out / "dev.spacy")
    return train.sizes | dev.sizes
