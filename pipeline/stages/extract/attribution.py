"""What relations hand on: who stands with which words, before anyone asks what it means."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.records import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One attribution in an analysed text; all spans count characters of that text."""

    source: Span | None  #: None: the text names no source
    cue: Span | None  #: None: colon and headline style without a word for saying
    content: tuple[Span, ...]  #: in order of the text; more than one where the cue splits it
    nested_in: int | None = None  #: index of the attribution whose content holds this one
    implicit: bool = False  #: goes on with a source without repeating the cue
    score: float = 1.0  #: calibrated chance that source and content are right
