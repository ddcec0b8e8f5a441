"""Direct, indirect or mixed: what of a content stands in quotation marks."""

import re

WORD = re.compile(r"\w+")

Span = list[int]


def quotations(text: str) -> list[Span]:
    """Stretches in double quotation marks, paired within a paragraph.

    One that is not closed runs to the paragraph's end if it began there or late: a quotation
    that goes on in the next paragraph.
    """
    found = []
    for paragraph in re.finditer(r"[^\n]+", text):
        start = None
        for mark in re.finditer(r"[“”«»\"]", paragraph[0]):
            if start is None and mark[0] not in "”»":
                start = mark.end()
            elif start is not None and mark[0] not in "“«":
                found.append([paragraph.start() + start, paragraph.start() + mark.start()])
                start = None
        if start == 1 or (start or 0) > len(paragraph[0]) / 3:
            found.append([paragraph.start() + (start or 0), paragraph.end()])
    return found


def kind(text: str, content: list[Span], quoted: list[Span]) -> str:
    """Call direct what has 80 % of its words in quotation marks (as PolNeAR), indirect none."""
    words = [match.span() for start, end in content for match in WORD.finditer(text, start, end)]
    within = sum(
        any(start <= word[0] and word[1] <= end for start, end in quoted) for word in words
    )
    return "indirect" if not within else "direct" if within >= 0.8 * len(words) else "mixed"
