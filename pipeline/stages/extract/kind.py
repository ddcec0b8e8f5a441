"""Direct, indirect or mixed: how much of the content stands between quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from pipeline.records import ClaimKind, Span
from pipeline.stages.extract.quotes import Quotation

WORD = re.compile(r"\w+")
DIRECT = 0.8  #: share of quoted words from which a content is direct, as in scoring PolNeAR


def kind_of(text: str, content: Sequence[Span], quotes: Sequence[Quotation]) -> ClaimKind:
    """Return the kind of a content; `quotes` are those of the text, in order."""
    starts = [quote.start for quote in quotes]
    words = quoted = 0
    for span in content:
        for word in WORD.finditer(text, span.start, span.end):
            words += 1
            at = bisect_right(starts, word.start()) - 1
            quoted += at >= 0 and word.end() <= quotes[at].end
    if not quoted:
        return "indirect"
    return "direct" if quoted >= DIRECT * words else "mixed"
