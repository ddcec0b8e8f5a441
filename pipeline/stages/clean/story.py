"""Wire copies: when two articles of different outlets are one text, edited.

Papers cut an agency's text from the end, change its opening and add lines of their own. So the
measure is containment, how much of the shorter text stands in the longer one, got from MinHash
signatures and lengths (Broder 1997). Texts of one outlet are no copies of each other: what two of
its weather or market reports share is a template.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from pipeline.records import Article
from pipeline.stages.clean.signature import meet, resemblance

CONTAINED = 0.5  #: share of the shorter text; precision and recall of others: bench/stories.py
RESEMBLES = 0.05  #: below it the estimate is noise: 128 places, standard error 0.02 at 0.05
SHORTEST = 40  #: words; shorter texts are too alike by chance
WINDOW = timedelta(days=3)  #: copies appear within it
FIGURES = 0.5  #: of the text with fewer; reports made from one template have other figures
FEWEST = 3  #: figures; fewer tell nothing

_FIGURE = re.compile(r"[0-9]+(?:[.,][0-9]+)*")


def is_copy(one: Article, other: Article) -> bool:
    """Tell if two articles are copies of one text, printed by different outlets."""
    outlet = one.outlet or one.outlet_inferred
    if outlet is not None and outlet == (other.outlet or other.outlet_inferred):
        return False
    if abs(_moment(one) - _moment(other)) > WINDOW or min(one.words, other.words) < SHORTEST:
        return False
    if not meet(one.signature, other.signature):
        return False
    alike = resemblance(one.signature, other.signature)
    share = contained(alike, one.words, other.words)
    return share >= CONTAINED and agree(one.text, other.text)


def agree(one: str, other: str) -> bool:
    """Tell if at least half of the figures of one text stand in the other, where it has some."""
    fewer, more = sorted((set(_FIGURE.findall(one)), set(_FIGURE.findall(other))), key=len)
    return len(fewer) < FEWEST or len(fewer & more) >= FIGURES * len(fewer)


def contained(alike: float, words: int, other_words: int) -> float:
    """Return the estimated share of the shorter text that stands in the longer, 0 to 1.

    With J = |A∩B| / |A∪B|, the resemblance, |A∩B| = J / (1 + J) · (|A| + |B|).
    """
    if alike < RESEMBLES:
        return 0.0
    common = alike / (1 + alike) * (words + other_words)
    return min(1.0, common / min(words, other_words))


def _moment(article: Article) -> datetime:
    return article.published_at or article.seen_at
