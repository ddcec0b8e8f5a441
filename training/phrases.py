"""Small trees, put together by hand: the grammar with which `training.news` writes its sentences.

A phrase is a list of words whose heads are places in the list; its root is its own head. `attach`
hangs phrases on one another. Labels follow the guidelines of Universal Dependencies as EWT and GUM
apply them (titles `nmod:desc`, dates `nmod:unmarked`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from training.conllu import Sentence, Word

Phrase = list[Word]
Part = tuple[Phrase, str]
"""A phrase and the label with which its root hangs on the head."""

COARSE = {
    "NNP": "PROPN",
    "NNPS": "PROPN",
    "NN": "NOUN",
    "NNS": "NOUN",
    "JJ": "ADJ",
    "DT": "DET",
    "IN": "ADP",
    "CC": "CCONJ",
    "CD": "NUM",
    "RB": "ADV",
    "PRP": "PRON",
    "POS": "PART",
    "VBD": "VERB",
    "VBG": "VERB",
    "VBZ": "VERB",
}
NAME_TAGS = {"-": "HYPH", "'s": "POS", "’s": "POS", "the": "DT", "The": "DT", "and": "CC"}
NAME_TAGS |= dict.fromkeys(("of", "for", "on"), "IN")
FEATS = {
    "NNP": "Number=Sing",
    "NNPS": "Number=Plur",
    "NN": "Number=Sing",
    "NNS": "Number=Plur",
    "JJ": "Degree=Pos",
}


class Lexicon:
    """What the treebanks mostly say of a form and tag: lemma, part of speech, features, label."""

    def __init__(self, sentences: Iterable[Sentence]) -> None:
        counts: defaultdict[tuple[str, str], Counter[tuple[str, str, str]]] = defaultdict(Counter)
        labels: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for sentence in sentences:
            for word in sentence.words:
                counts[word.form, word.xpos][word.lemma, word.upos, word.feats] += 1
                if word.dep in ("amod", "compound"):
                    labels[word.form][word.dep] += 1
        self.entries = {key: found.most_common(1)[0][0] for key, found in counts.items()}
        self.labels = {form: found.most_common(1)[0][0] for form, found in labels.items()}

    def word(self, form: str, tag: str) -> Word:
        """Make a word; what the treebanks do not know gets the features its tag implies."""
        lemma, upos, feats = (
            self.entries.get((form, tag))
            or self.entries.get((form.lower(), tag))
            or (
                form if tag.startswith("NNP") else form.lower(),
                COARSE.get(tag, "PUNCT"),
                FEATS.get(tag, "_"),
            )
        )
        return Word(form, lemma, upos, tag, feats, 0, "root", name="O")

    def phrase(self, marked: str) -> Phrase:
        """Make a noun phrase of `the/DT foreign/JJ minister/NN`: all hangs on the last word."""
        words = [self.word(*item.rsplit("/", 1)) for item in marked.split()]
        last = len(words) - 1
        for place, word in enumerate(words):
            word.head = last
            if place < last:
                word.dep = self.modifier(word)
        return words

    def modifier(self, word: Word) -> str:
        """Return the label of a word before the noun it belongs to."""
        fixed = {
            "DT": "det",
            "JJ": "amod",
            "PRP$": "nmod:poss",
            "CD": "nummod",
            "RB": "advmod",
            "VBN": "amod",
        }
        return fixed.get(word.xpos) or self.labels.get(word.form, "compound")

    def name(self, text: str, label: str) -> Phrase:
        """Make a name: people flat, others on the last word before `of`; `the` is outside."""
        pieces = split(text)
        words = [self.word(piece, tag_of(piece, self)) for piece in pieces]
        start = 1 if pieces[0].lower() == "the" and label != "PERSON" else 0
        if label == "PERSON":
            for place, word in enumerate(words):
                word.head, word.dep = (
                    (place + 1, "punct") if word.form == "-" else (0, "flat" if place else "root")
                )
        else:
            self.hang(words)
        for place in range(start, len(words)):
            words[place].name = ("I-" if place > start else "B-") + label
        return glue(words, text)

    def hang(self, words: Phrase) -> None:
        """Trees of names such as `the Department of Health and Human Services`."""
        cuts = [
            i
            for i, w in enumerate(words)
            if w.form in ("of", "for", "on", "to", "Without", "Sans") and i
        ]
        bounds = [*cuts, len(words)]
        head = bounds[0] - 1
        self.chunk(words, range(head), head)
        words[head].head, words[head].dep = head, "root"
        above = head
        for cut, stop in pairwise(bounds):
            below = next((i - 1 for i in range(cut + 1, stop) if words[i].form == "and"), stop - 1)
            self.chunk(words, range(cut + 1, below), below)
            words[cut].head, words[cut].dep = below, "case"
            words[below].head, words[below].dep = above, "nmod"
            if below < stop - 1:
                words[below + 1].head, words[below + 1].dep = stop - 1, "cc"
                words[stop - 1].head, words[stop - 1].dep = below, "conj"
                self.chunk(words, range(below + 2, stop - 1), stop - 1)
            above = below

    def chunk(self, words: Phrase, places: range, head: int) -> None:
        """Hang the words before a noun on it."""
        for place in places:
            word = words[place]
            word.head, word.dep = head, self.modifier(word)
            if word.xpos == "POS":
                word.head, word.dep = place - 1, "case"
                words[place - 1].dep = "nmod:poss"
            elif word.form == "-":
                word.head, word.dep = place + 1, "punct"


def split(text: str) -> list[str]:
    """Cut a name as the tokenizer does: hyphens between letters and the genitive stand alone."""
    out: list[str] = []
    for piece in text.split(" "):
        rest, tail = (
            (piece[:-2], [piece[-2:]])
            if piece.endswith(("'s", "’s")) and len(piece) > 3
            else (piece, [])
        )
        parts = rest.split("-")
        if len(parts) > 1 and all(p.isalpha() or "’" in p or "'" in p for p in parts):
            out += [p for part in parts for p in (part, "-")][:-1]
        else:
            out.append(rest)
        out += tail
    return out


def tag_of(piece: str, lexicon: Lexicon) -> str:
    """Return the tag of a part of a name."""
    if piece.replace(".", "").isdigit():
        return "CD"
    plural = (piece, "NNPS") in lexicon.entries
    return NAME_TAGS.get(piece) or ("NNPS" if plural else "NNP")


def glue(phrase: Phrase, source: str) -> Phrase:
    """Give the words of a name the spaces they have in the source text."""
    place = 0
    for word in phrase:
        place = source.index(word.form, place) + len(word.form)
        word.space = source[place : place + 1] in (" ", "")
    return phrase


def root(phrase: Phrase) -> int:
    """Return the place of the word that is its own head."""
    return next(i for i, word in enumerate(phrase) if word.head == i)


def attach(parts: Sequence[Part]) -> Phrase:
    """Join phrases in their order; the part labelled `head` rules, the others hang on it.

    A label may end in `@N`: then the part hangs on the root of part N instead (`punct@0`).
    """
    starts: list[int] = []
    size = 0
    for phrase, _ in parts:
        starts.append(size)
        size += len(phrase)
    roots = [start + root(phrase) for start, (phrase, _) in zip(starts, parts, strict=True)]
    head = next(place for place, (_, label) in zip(roots, parts, strict=True) if label == "head")
    joined: Phrase = []
    for start, (phrase, label) in zip(starts, parts, strict=True):
        own_label, _, other = label.partition("@")
        for place, word in enumerate(phrase):
            copy = replace(word, head=start + word.head)
            if word.head == place:
                copy.head = roots[int(other)] if other else head
                copy.dep = "root" if label == "head" else own_label
            joined.append(copy)
    return joined


def without_article(phrase: Phrase) -> Phrase:
    """Drop a leading article."""
    if phrase[0].xpos != "DT":
        return phrase
    return [replace(word, head=word.head - 1) for word in phrase[1:]]
