"""The opening of a page: what stands below its headline and is no prose, by the form of the words.

For pages that mark their byline and their date with no class or tag that tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pipeline.stages.clean.blocks import PROSE, Block
from pipeline.stages.clean.facts import fold
from pipeline.stages.clean.lines import Piece, recognise
from pipeline.stages.clean.names import byline, is_full

_MOST = 15  #: blocks looked at
_ELSEWHERE = frozenset({"aside", "nav", "footer", "figure", "figcaption"})


@dataclass(frozen=True)
class Opening:
    """The blocks of a page and its title; read only if asked, since most pages mark more."""

    found: Sequence[Block]
    title: str | None

    @cached_property
    def pieces(self) -> list[Piece]:
        """The short lines between headline and article, and what each is by its own form.

        A lead may stand among them: reading ends with the second paragraph of prose.
        """
        head = fold(self.title or "")
        at = next((at for at, b in enumerate(self.found) if b.key == head and b.words > 1), None)
        if at is None:
            return []
        near = [b for b in self.found[at + 1 : at + 1 + _MOST] if not _is_elsewhere(b)]
        pieces: list[Piece] = []
        paragraphs = 0
        for piece in recognise(block.text for block in near):
            paragraphs += piece.kind == "prose" or piece.words > 2 * PROSE
            if paragraphs > 1:
                break
            pieces.append(piece)
        return self._named(pieces)

    def _named(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Know an agency for a byline, and a name that stands alone beside a date or a byline."""
        known = {"date", "byline"}
        near = [{p.kind for p in pieces[max(0, at - 1) : at + 2]} for at in range(len(pieces))]
        return [
            replace(piece, kind="byline")
            if piece.kind == "short"
            and ((kinds & known and self._is_name(piece.text)) or _is_agency(piece))
            else piece
            for piece, kinds in zip(pieces, near, strict=True)
        ]

    def _is_name(self, text: str) -> bool:
        """Tell if a line is a person's name: no place that the page tells of (`in Port Cavell`)."""
        if not is_full(text):
            return False
        place = re.compile(rf"\b(?:in|near|à|en|nach|aus)\s{re.escape(text)}\b", re.IGNORECASE)
        return not any(place.search(block.text) for block in self.found)

    def bylines(self) -> Iterator[str]:
        """Yield the bylines, without dates; a line that goes on beyond names is none."""
        for piece in self.pieces:
            if piece.kind == "byline":
                people = byline(piece.undated).people
                if all(is_full(name) or " " not in name for name in people):
                    yield piece.undated


def _is_elsewhere(block: Block) -> bool:
    return any(above.tag in _ELSEWHERE for above in block.element.iterancestors())


def _is_agency(piece: Piece) -> bool:
    """Tell if a line is an agency's name, a place aside: `AFP, MANILA`."""
    who = byline(piece.text)
    return bool(who.agencies) and piece.words <= 4 and not any(" " in name for name in who.people)
