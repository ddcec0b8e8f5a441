"""An analysed text as plain lists: what the rules walk on, without white space."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from spacy.tokens import Doc

LONGEST = 300  #: words; what goes on longer without a stop is a list or a table
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
    kept = [token for token in doc if not token.is_space]
    place = {token.i: number for number, token in enumerate(kept)}
    lines = _lines(doc.text, [token.idx for token in kept])
    parsed = doc.has_annotation("DEP")
    sentence, first, last = _sentences(doc, place, lines, parsed=parsed)
    head = [place.get(token.head.i, here) if parsed else here for here, token in enumerate(kept)]
    head = [over if sentence[over] == sentence[here] else here for here, over in enumerate(head)]
    words = [token.text for token in kept]
    lower = [word.lower() for word in words]
    grown = Tree(
        text=doc.text,
        words=words,
        lower=lower,
        lemma=[token.lemma_.lower() or low for token, low in zip(kept, lower, strict=True)],
        pos=[token.pos_ for token in kept],
        tag=[token.tag_ for token in kept],
        dep=[
            "ROOT" if over == here else token.dep_
            for here, (token, over) in enumerate(zip(kept, head, strict=True))
        ],
        head=head,
        start=[token.idx for token in kept],
        end=[token.idx + len(token) for token in kept],
        sentence=sentence,
        line=lines,
        first=first,
        last=last,
    )
    _edges(grown)
    return grown


def _lines(text: str, starts: Iterable[int]) -> list[int]:
    found, number, seen = [], 0, 0
    for start in starts:
        number += text.count("\n", seen, start)
        seen = start
        found.append(number)
    return found


def _sentences(
    doc: Doc, place: dict[int, int], lines: list[int], *, parsed: bool
) -> tuple[list[int], list[int], list[int]]:
    begins = {sent.start for sent in doc.sents} if parsed else set()
    sentence: list[int] = []
    first: list[int] = []
    last: list[int] = []
    fresh = True
    datelines = _datelines(doc)
    for token in doc:
        fresh = fresh or token.i in begins or token.i in datelines
        here = place.get(token.i)
        if here is None:
            continue
        if fresh or lines[here] != lines[here - 1] or here - first[-1] >= LONGEST:
            first.append(here)
            last.append(here)
        last[-1] = here
        sentence.append(len(first) - 1)
        fresh = False
    return sentence, first, last


def _datelines(doc: Doc) -> set[int]:
    """Return the words after a dateline, `PORTO, March 4 (Lusa) - `: sentences begin there."""
    found = set()
    for start in (0, *(token.i + 1 for token in doc if token.is_space and "\n" in token.text)):
        if start + 2 >= len(doc) or not doc[start].text.isupper() or len(doc[start]) < 3:
            continue
        for token in doc[start + 1 : start + DATELINE]:
            if token.is_space or token.text in {"!", "?", ":"}:
                break
            spaced = token.whitespace_ and token.nbor(-1).whitespace_
            if token.text in {"-", "–", "—", "--"} and spaced:
                found.add(token.i + 1)
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
