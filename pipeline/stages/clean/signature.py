"""Near-duplicates: MinHash signatures of articles, and when two of them tell the same story.

MinHash after Broder, "On the resemblance and containment of documents" (1997): the share of equal
places in two signatures estimates the share of word shingles that two texts have in common.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datasketch import MinHash

PLACES = 128  #: numbers in a signature; the estimate's standard error is below 0.045
SHINGLE = 5  #: words


def sign(text: str) -> tuple[int, ...]:
    """Return the MinHash signature of a text's words, 128 numbers of 32 bits; () for no words."""
    words = re.findall(r"\w+", text.casefold())
    if not words:
        return ()
    ends = range(max(1, len(words) - SHINGLE + 1))
    minhash = _empty().copy()
    minhash.update_batch({" ".join(words[at : at + SHINGLE]).encode() for at in ends})
    return tuple(minhash.hashvalues.tolist())


@cache
def _empty() -> MinHash:
    """Return a signature of nothing: its permutations are the same for every text."""
    from datasketch import MinHash

    return MinHash(num_perm=PLACES)


def resemblance(one: Sequence[int], other: Sequence[int]) -> float:
    """Return the estimated share of shingles in common, 0 to 1; 0 if a signature is empty."""
    if not one or len(one) != len(other):
        return 0.0
    return sum(a == b for a, b in zip(one, other, strict=True)) / len(one)


def meet(one: Sequence[int], other: Sequence[int]) -> bool:
    """Tell if two signatures share one of 64 bands of two places: only such pairs are compared."""
    bands = range(0, min(len(one), len(other)), 2)
    return any(one[at : at + 2] == other[at : at + 2] for at in bands)
