"""Which of the dates of a text is the publication, which the update."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pipeline.stages.clean.draft import Dated, Draft
from pipeline.stages.dates import Moment

Place = Literal["published", "updated", "below", "header", "dateline", "above"]

_RANK: dict[Place, int] = {"published": 0, "below": 1, "header": 2, "dateline": 3}
_CLOCKED = {"second", "minute", "hour"}


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date that was met: where it stood decides what it can be.

    `published` and `updated` are said by a label, `below` stands with the title, byline or
    section, `header` is the dump's own, `dateline` opens the first sentence, `above` is the date
    that a page shows at its top: the day of the visit, no fact about the article.
    """

    moment: Moment
    place: Place
    origin: str
    raw: str


def settle(draft: Draft, found: Iterable[Stamp], *, latest: datetime) -> None:
    """Choose publication and update among the stamps; keep all, also those after `latest`."""
    stamps = []
    for stamp in found:
        kind = "updated_at" if stamp.place == "updated" else "published_at"
        if stamp.moment.at > latest:
            draft.note(kind, stamp.raw, f"{stamp.origin}, later than the fetch")
        else:
            draft.note(kind, stamp.raw, stamp.origin)
            stamps.append(stamp)
    published = min((stamp for stamp in stamps if stamp.place in _RANK), key=_order, default=None)
    if published:
        draft.published = Dated(published.moment, published.origin)
    updated = [stamp for stamp in stamps if stamp.place == "updated"]
    if published and published.place == "published" and not updated:
        updated = [s for s in stamps if s.place == "below" and s.moment.at > published.moment.at]
    if updated:
        last = max(updated, key=lambda stamp: stamp.moment.at)
        draft.updated = Dated(last.moment, last.origin)
        draft.note("updated_at", last.raw, last.origin)


def _order(stamp: Stamp) -> tuple[bool, int, bool, object]:
    """Order: a clock before a bare day, the clearer place, `first published`, the earlier."""
    first = re.search(r"first|original", stamp.origin, re.IGNORECASE) is None
    clock = stamp.moment.precision not in _CLOCKED
    return clock, _RANK[stamp.place], first, stamp.moment.at
