"""What the articles of a host repeat: which lines are its boilerplate, and taking them out.

Learned from many articles at once and kept as rows; a page is cleaned with the lesson that was
known when its batch began (docs/decisions/0008).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from pipeline import ids
from pipeline.records import Boilerplate, Repeated
from pipeline.stages import urls
from pipeline.stages.clean.boilerplate import role
from pipeline.stages.clean.draft import Draft

WINDOW = timedelta(days=60)  #: of articles that are learned from
PAGES = 5  #: stories that must have a line
DAYS = 3  #: on which they came out: a story that runs for a day repeats its own paragraphs
SHARE = 0.1  #: of the host's stories; `She declined to comment.` stays below it


def learn(
    host: str, repeated: Iterable[Repeated], known: Sequence[Boilerplate], *, at: datetime
) -> list[Boilerplate]:
    """Return a new lesson on a host; nothing if it would say what the `known` one says.

    `repeated` are lines of the texts and of what was taken out of them, so that a line which is
    taken out is not forgotten.
    """
    found = sorted((one for one in repeated if _is_boilerplate(one)), key=lambda one: one.line)
    lines = [one.line for one in found]
    if set(lines) == {row.line for row in known if row.line is not None}:
        return []
    lesson = ids.make("lesson", host, at.isoformat(), *lines)
    rows = [
        Boilerplate(
            id=ids.make("boilerplate", lesson, one.line),
            lesson=lesson,
            host=host,
            line=one.line,
            pages=one.pages,
            days=one.days,
            of_pages=one.of_pages,
            first_seen=one.first_seen,
            last_seen=one.last_seen,
            learned_at=at,
        )
        for one in found
    ]
    return rows or [_nothing(host, lesson, at)]


def _is_boilerplate(one: Repeated) -> bool:
    """Tell if a line is repeated often enough; those that a pattern knows are taken out anyway."""
    often = one.pages >= PAGES and one.days >= DAYS and one.pages >= SHARE * one.of_pages
    return often and role(one.line) is None


def _nothing(host: str, lesson: str, at: datetime) -> Boilerplate:
    return Boilerplate(
        id=ids.make("boilerplate", lesson),
        lesson=lesson,
        host=host,
        line=None,
        pages=0,
        days=0,
        of_pages=0,
        first_seen=None,
        last_seen=None,
        learned_at=at,
    )


def host_of(url: str) -> str:
    """Return the host that lessons go by; empty for files."""
    return urls.host(url).removeprefix("www.")


def apply(draft: Draft, known: Sequence[Boilerplate]) -> None:
    """Take the lines of a lesson out of a draft."""
    lines = {row.line for row in known}
    draft.drop(*(line.text for line in draft.lines if line.text in lines))
    draft.lines = [line for line in draft.lines if line.text not in lines]
    if draft.lead in lines:
        draft.lead = None
