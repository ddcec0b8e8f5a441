"""What every rule looks at: a tree, its quotations, the lexicon; and what every rule proposes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.stages.extract.cues import Cue, Lexicon, lexicon
from pipeline.stages.extract.grammar import PARTICLES
from pipeline.stages.extract.quotes import Quotation
from pipeline.stages.extract.tree import Range, Tree

GRASPING = lexicon().lists["grasping"]  #: cues whose bare object is a thing: claimed a title


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A possible attribution, in words. The scorer decides; one cue may have several."""

    pattern: str  #: the construction, e.g. `clause`, `after-quote`, `according-to`
    head: int  #: the word that attributes, or the first word said
    cue: Range | None
    source: Range | None
    how: str = "none"  #: how the source was found
    content: tuple[Range, ...]
    quotes: tuple[int, ...] = ()  #: numbers of the quotations that are content as a whole


@dataclass(kw_only=True)
class Passage:
    """A tree with its quotations and the words that attribute."""

    tree: Tree
    quotes: Sequence[Quotation]
    lexicon: Lexicon
    headings: frozenset[int] = field(default_factory=frozenset)  #: sentences in headings

    @cached_property
    def spans(self) -> list[Range]:
        """First and last word inside each quotation; an empty one ends before it begins."""
        tree = self.tree
        return [(tree.at(quote.start), tree.at(quote.end) - 1) for quote in self.quotes]

    @cached_property
    def inside(self) -> list[int]:
        """Number of the quotation each word stands in, or -1."""
        found = [-1] * len(self.tree)
        for number, (first, last) in enumerate(self.spans):
            found[first : last + 1] = [number] * (last + 1 - first)
        return found

    def cue(self, word: int) -> Cue | None:
        """Return what the lexicon says of a word."""
        return self._cues[word]

    @cached_property
    def _cues(self) -> list[Cue | None]:
        tree, get = self.tree, self.lexicon.get
        found = [get(lemma, pos) for lemma, pos in zip(tree.lemma, tree.pos, strict=True)]
        for word, following in enumerate(tree.lower[1:]):
            if following in PARTICLES and tree.pos[word] in {"VERB", "AUX"}:
                phrase = get(f"{tree.lemma[word]} {following}", "VERB")
                found[word] = phrase or found[word]
        return found

    def gap(self, before: int, after: int) -> str:
        """Return the characters between two words."""
        return self.tree.text[self.tree.end[before] : self.tree.start[after]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cued:
    """A verb in its place: its words, its source, the words of the clause that it makes."""

    verb: int
    cue: Range
    source: Range | None
    how: str
    first: int  #: first word of source and cue together, where they stand together
    lemma: str
    kind: str  #: class of the lexicon, or `none`
    passive: bool
    patient: int | None  #: subject of a passive


def proposal(
    cued: Cued,
    pattern: str,
    *content: Range,
    cue: Range | None = None,
    quotes: tuple[int, ...] = (),
) -> Candidate:
    """Return a candidate of a verb; `cue` where it takes in more than the verb."""
    return Candidate(
        pattern=pattern,
        head=cued.verb,
        cue=cue or cued.cue,
        source=cued.source,
        how=cued.how,
        content=tuple(sorted(content)),
        quotes=quotes,
    )
