"""Quotations: paired marks, told apart from apostrophes, over lines where a speaker goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

MARK = re.compile(
    r"[“”„«»\"]|``|''|‘‘|’’|(?<![\w’])[‘'](?=[\w“\"(\[…])|(?<=[\w.,!?…)\]”\"])[’'](?![\w’'])"
)
OPENING = frozenset({"“", "„", "«", "‘", "``", "‘‘"})
CLOSING = frozenset({"”", "»", "’", "’’"})
SINGLE = frozenset({"‘", "’", "'"})
REACH = 2_000  #: characters within which a single mark must be closed; else it is an apostrophe


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Words between quotation marks; `start` and `end` leave the marks out."""

    start: int
    end: int
    outer_start: int  #: with the marks
    outer_end: int
    closed: bool  #: False: the line ended first
    continues: bool = False  #: goes on in the quotation that opens the next line


@lru_cache(maxsize=2)
def quotations(text: str) -> Sequence[Quotation]:
    """Return the outermost quotations of a text in order.

    Marks are paired line by line, as a paragraph of a news text is one line. A mark that stays
    open counts only where it opens its line or follows a comma, colon or stop; by the custom of
    English print such a quotation may go on in the next line.
    """
    found: list[Quotation] = []
    position = 0
    for line in text.split("\n"):
        found.extend(_line(line, position))
        position += len(line) + 1
    following = [*found[1:], None][: len(found)]
    return tuple(_joined(text, one, after) for one, after in zip(found, following, strict=True))


def _joined(text: str, one: Quotation, after: Quotation | None) -> Quotation:
    if one.closed or after is None or text[one.outer_end : after.outer_start].strip():
        return one
    return replace(one, continues=True)


def _line(line: str, base: int) -> Iterator[Quotation]:
    opened: re.Match[str] | None = None
    for mark in MARK.finditer(line):
        if _opens(line, mark, opened):
            opened = mark
        elif opened is not None and _closes(line, mark, opened):
            yield Quotation(
                start=base + opened.end(),
                end=base + mark.start(),
                outer_start=base + opened.start(),
                outer_end=base + mark.end(),
                closed=True,
            )
            opened = None
    if opened is not None and opened[0] not in SINGLE and _stands_open(line, opened):
        end = len(line.rstrip())
        yield Quotation(
            start=base + opened.end(),
            end=base + end,
            outer_start=base + opened.start(),
            outer_end=base + end,
            closed=False,
        )


def _opens(line: str, mark: re.Match[str], opened: re.Match[str] | None) -> bool:
    """Tell whether a mark begins a quotation; within one, whether the earlier mark was stray."""
    sign = mark[0]
    if not line[mark.end() : mark.end() + 1].strip():
        return False
    if sign in CLOSING:
        return sign == "”" and opened is None and not line[: mark.start()].strip()
    if opened is None:
        if sign in SINGLE:
            closing = "’" if sign == "‘" else "'"
            return line.find(closing, mark.end(), mark.end() + REACH) > 0
        return sign in OPENING or not _ends_word(line, mark)
    return sign not in SINGLE and (
        sign in OPENING or (opened[0] == sign and not _ends_word(line, mark))
    )


def _closes(line: str, mark: re.Match[str], opened: re.Match[str]) -> bool:
    single = opened[0] in SINGLE
    if (mark[0] in SINGLE) != single:
        return False
    if mark[0] in OPENING and not (mark[0] == "“" == opened[0] and _ends_word(line, mark)):
        return False
    return bool(line[opened.end() : mark.start()].strip())


def _ends_word(line: str, mark: re.Match[str]) -> bool:
    before = line[mark.start() - 1 : mark.start()]
    return bool(before.strip()) and before not in "([—–-"


def _stands_open(line: str, opened: re.Match[str]) -> bool:
    before = line[: opened.start()].rstrip()
    return not before or before[-1] in ",:."
