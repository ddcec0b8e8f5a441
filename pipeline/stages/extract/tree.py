"""An analysed text as plain lists: what the rules walk on, without white space."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias

from pipeline.stages.extract.wording import text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

LONGEST = 300  #: words; what goes on longer without a stop is a list or a table
HOUR = re.compile(r"[012]?\d[.:][0-5]\d")
COLUMNS = ("ORTH", "LEMMA", "POS", "TAG", "DEP", "ENT_TYPE", "LENGTH", "SPACY", "IS_SPACE")
LISTING = frozenset({",", "and", "or"})
SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
DATELINE = 14  #: words within which a dateline ends
Range: TypeAlias = tuple[int, int]  #: words from first to last, both inside


@dataclass(slots=True, kw_only=True)
class Tree:
    """Words with tags and heads. Sentences never reach over a line; a root is its own head."""

    text: str
    words: list[str]
    lower: list[str]
    lemma: list[str]
    pos: list[str]
    tag: list[str]
    dep: list[str]  #: Universal Dependencies with their subtypes
    name: list[str]  #: kind of the name each word belongs to, or ""
    head: list[int]
    start: list[int]  #: first character
    end: list[int]
    sentence: list[int]  #: number of the sentence of each word
    line: list[int]  #: number of the line of each word
    first: list[int] = field(default_factory=list)  #: first word of each sentence
    last: list[int] = field(default_factory=list)
    children: list[list[int]] = field(default_factory=list)
    left: list[int] = field(default_factory=list)  #: first and last word under each word
    right: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.words)

    def child(self, word: int, *labels: str) -> int | None:
        """Return the first child with one of these labels, subtypes told apart."""
        return next((kid for kid in self.children[word] if self.dep[kid] in labels), None)

    def bounds(self, word: int) -> Range:
        """Return the first and last word of the sentence of a word."""
        number = self.sentence[word]
        return self.first[number], self.last[number]

    def under(self, word: int, top: int) -> bool:
        """Tell whether `top` stands over `word` in the tree, or is it."""
        while word != top:
            if self.head[word] == word:
                return False
            word = self.head[word]
        return True

    def over(self, word: int) -> Iterator[int]:
        """Yield the heads of a word, nearest first."""
        while self.head[word] != word:
            word = self.head[word]
            yield word

    def at(self, offset: int) -> int:
        """Return the first word that begins at or after a character."""
        return bisect_left(self.start, offset)


def tree(doc: Doc) -> Tree:
    """Return the tree of an analysed text; a text without a parse has every word a root."""
    text, columns = text_of(doc), doc.to_array(list(COLUMNS)).T.tolist()
    orth, lemma, pos, tag, dep, kind, length, blank, space = columns
    spaces = list(map(bool, space))
    kept = [at for at, space in enumerate(spaces) if not space]
    name = {key: doc.vocab.strings[key] for key in {*orth, *lemma, *pos, *tag, *dep, *kind}}
    starts = list(accumulate(map(sum, zip(length, blank, strict=True)), initial=0))
    words, start = [name[orth[at]] for at in kept], [starts[at] for at in kept]
    lower = [word.lower() for word in words]
    lines = _lines(text, start)
    sentence, first, last = _sentences(spaces, lines, _begins(doc))
    head = _heads(doc, spaces, sentence)
    labels = ["ROOT" if head[here] == here else name[dep[at]] for here, at in enumerate(kept)]
    _join_subjects(lower, head, labels)
    grown = Tree(
        text=text,
        words=words,
        lower=lower,
        lemma=[name[lemma[at]].lower() or low for at, low in zip(kept, lower, strict=True)],
        pos=[name[pos[at]] for at in kept],
        tag=[name[tag[at]] for at in kept],
        dep=labels,
        name=[name[kind[at]] for at in kept],
        head=head,
        start=start,
        end=[begin + len(word) for begin, word in zip(start, words, strict=True)],
        sentence=sentence,
        line=lines,
        first=first,
        last=last,
    )
    _edges(grown)
    return grown


def _lines(text: str, starts: Iterable[int]) -> list[int]:
    breaks = [match.start() for match in re.finditer("\n", text)]
    return [bisect_left(breaks, start) for start in starts]


def _begins(doc: Doc) -> set[int]:
    """Return the tokens that begin a sentence, by the parse and behind datelines."""
    parsed = {sent.start for sent in doc.sents} if doc.has_annotation("DEP") else set()
    return parsed | {end for _, end in datelines(doc)}


def _heads(doc: Doc, spaces: Sequence[bool], sentence: Sequence[int]) -> list[int]:
    """Return the head of each word, itself where none is in its sentence."""
    place = [number - 1 for number in accumulate(not space for space in spaces)]
    offsets = doc.to_array("HEAD").astype("int64").tolist()
    found = []
    for at, (offset, space) in enumerate(zip(offsets, spaces, strict=True)):
        if space:
            continue
        here, over = place[at], at + offset
        head = here if spaces[over] else place[over]
        found.append(head if sentence[head] == sentence[here] else here)
    return found


def _join_subjects(lower: Sequence[str], head: list[int], labels: list[str]) -> None:
    """Hang what stands last in a list of subjects on the first: `Norway, Sweden, and Finland`.

    Behind a comma and an *and* the parser sees a second subject of the verb.
    """
    first: dict[int, int] = {}
    for here, label in enumerate(labels):
        if label not in SUBJECTS or head[here] <= here:
            continue
        verb, two = head[here], {first.setdefault(head[here], here), here}
        between = range(min(two) + 1, here)
        if not any(labels[at] == "cc" and head[at] in {verb, here} for at in between):
            continue
        loose = [at for at in between if not two & {*_chain(head, at)}]
        if all(lower[at] in LISTING for at in loose):
            for at in loose:
                head[at] = here
            head[here], labels[here] = min(two), "conj"


def _chain(head: Sequence[int], word: int) -> Iterator[int]:
    """Yield a word and its heads."""
    yield word
    while head[word] != word:
        word = head[word]
        yield word


def _sentences(
    spaces: Sequence[bool], lines: Sequence[int], begins: set[int]
) -> tuple[list[int], list[int], list[int]]:
    """Return the number of the sentence of each word, first and last words of the sentences."""
    sentence: list[int] = []
    first: list[int] = []
    last: list[int] = []
    fresh, here = True, 0
    for at, space in enumerate(spaces):
        fresh = fresh or at in begins
        if space:
            continue
        if fresh or lines[here] != lines[here - 1] or here - first[-1] >= LONGEST:
            first.append(here)
            last.append(here)
        last[-1] = here
        sentence.append(len(first) - 1)
        fresh, here = False, here + 1
    return sentence, first, last


def datelines(doc: Doc) -> list[tuple[int, int]]:
    """Return the tokens of each dateline, `PORTO, March 4 (Lusa) - `, or hour: `17.42 The …`."""
    found = []
    spaces = [at for at, space in enumerate(doc.to_array("IS_SPACE").tolist()) if space]
    for start in (0, *(at + 1 for at in spaces if "\n" in doc[at].text)):
        if start + 2 >= len(doc):
            continue
        place = doc[start].text
        if HOUR.fullmatch(place) and not doc[start + 1].is_lower:
            found.append((start, start + 1))
        if len(place) < 3 or not place.isupper():
            continue
        for token in doc[start + 1 : start + DATELINE]:
            if token.is_space or token.text in {"!", "?", ":"}:
                break
            spaced = token.whitespace_ and token.nbor(-1).whitespace_
            if token.text in {"-", "–", "—", "--"} and spaced:
                found.append((start, token.i + 1))
                break
    return found


def _edges(grown: Tree) -> None:
    size = len(grown.words)
    grown.children = [[] for _ in range(size)]
    grown.left, grown.right = list(range(size)), list(range(size))
    for here, over in enumerate(grown.head):
        if over != here:
            grown.children[over].append(here)
    for begin, final in zip(grown.first, grown.last, strict=True):
        for here in _bottom_up(grown, range(begin, final + 1)):
            over = grown.head[here]
            grown.left[over] = min(grown.left[over], grown.left[here])
            grown.right[over] = max(grown.right[over], grown.right[here])


def _bottom_up(grown: Tree, words: range) -> list[int]:
    order = [here for here in words if grown.head[here] == here]
    for here in order:
        order.extend(grown.children[here])
    return order[::-1]
