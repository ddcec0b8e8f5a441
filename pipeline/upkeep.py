"""Upkeep: what keeps the data folder well and small. Airflow runs `tidy` every night.

    learn      what the articles of a host repeat (`days`)            →  lines of new lessons
    forget     what the settings let go after so many days            →  rows and captures by rule
    compact    the small files of past weeks become few               →  batches
    backup     if the settings say where (`edges/backup.py`)          →  files
    tidy       all of it; old surveys go, and the sizes are noted     →  what was done

Nothing that could not be made anew is removed unless a `keep_…_days` of the settings says so.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from filelock import FileLock

from pipeline.days import learn
from pipeline.edges import bodies, sizes
from pipeline.edges import compact as compacting
from pipeline.edges import forget as forgetting
from pipeline.edges.backup import backup
from pipeline.edges.batch import Batch
from pipeline.tools import Tools

BODIES = "bodies"
WEEKS = 4  #: of growth that `grown` tells


@dataclass(frozen=True, slots=True)
class Growth:
    """One part of the data folder: its bytes now, and how many came in each of the last weeks.

    The latest week comes first; None where no size was noted then.
    """

    part: str
    bytes: int
    weeks: tuple[int | None, ...]


def rules(tools: Tools) -> dict[str, datetime]:
    """Return the moment before which each rule of the settings lets go; none where it keeps all."""
    kept = {
        rule: getattr(tools.settings.upkeep, f"keep_{rule}_days")
        for rule in (BODIES, *forgetting.RULES)
    }
    return {rule: tools.now - timedelta(days=days) for rule, days in kept.items() if days}


def overdue(tools: Tools) -> dict[str, int]:
    """Return what `forget` would remove, by rule: captures of the archive, rows of the ledger."""
    before = rules(tools)
    found = {}
    if BODIES in before:
        found[BODIES] = bodies.overdue(tools.archive, before[BODIES]).captures
    if tools.warehouse.published.exists():
        found |= forgetting.overdue(tools.warehouse, _rows(before))[1]
    return found


def forget(tools: Tools) -> dict[str, int]:
    """Remove what the settings let go; return how much, by rule. Again, it removes nothing."""
    before = rules(tools)
    done = {}
    if BODIES in before:
        done[BODIES] = bodies.forget(tools.archive, before[BODIES]).captures
    if _rows(before):
        with FileLock(tools.settings.folder / "finish.lock"):
            done |= forgetting.forget(tools.warehouse, _rows(before))
    return done


def _rows(before: Mapping[str, datetime]) -> dict[str, datetime]:
    return {rule: moment for rule, moment in before.items() if rule != BODIES}


def compact(tools: Tools) -> int:
    """Compact the batches of weeks that are over; return how many."""
    days = tools.settings.upkeep.compact_days
    folder = tools.settings.folder
    if not days or not tools.batches.exists():
        return 0
    with FileLock(folder / "finish.lock"), tools.warehouse.locked():
        done = compacting.compact(compacting.due(folder, before=tools.now - timedelta(days=days)))
        compacting.sweep(folder)
    tools.warehouse.merge()
    return done


def tidy(tools: Tools) -> dict[str, int]:
    """Do all of it; return what was learned, forgotten, compacted, removed and backed up.

    Raises what `backup` raises.
    """
    done = {"lines learned": learn(tools)}
    done |= {f"{rule} forgotten": count for rule, count in forget(tools).items()}
    done |= {"batches compacted": compact(tools), "surveys removed": _remove_surveys(tools)}
    sizes.note(tools.settings.folder, tools.now.date())
    if target := tools.settings.upkeep.backup:
        made = backup(tools.warehouse, Path(target).expanduser())
        done |= {"files backed up": made.files, "files copied": made.copied}
    return done


def grown(tools: Tools) -> list[Growth]:
    """Return what each part takes, and by how much it grew in the last weeks."""
    folder, today = tools.settings.folder, tools.now.date()
    notes = {day: noted for day, noted in sizes.noted(folder).items() if day < today}
    now = sizes.measure(folder)
    ends = [now, *(_noted(notes, today - timedelta(weeks=week + 1)) for week in range(WEEKS))]
    return [
        Growth(
            part,
            now[part],
            tuple(
                None if later is None or earlier is None else later[part] - earlier.get(part, 0)
                for later, earlier in pairwise(ends)
            ),
        )
        for part in now
    ]


def _noted(notes: Mapping[date, dict[str, int]], day: date) -> dict[str, int] | None:
    """Return the sizes of a day, or of the last day of the week before it that was noted."""
    days = [noted for noted in notes if day - timedelta(days=7) < noted <= day]
    return notes[max(days)] if days else None


def _remove_surveys(tools: Tools) -> int:
    """Remove old surveys of folders and histories: whoever asks again makes them again."""
    oldest = tools.now - timedelta(days=tools.settings.upkeep.keep_surveys_days)
    old = [
        survey
        for head in (tools.settings.folder / "surveys").glob("*/batch.json")
        if (survey := Batch(head.parent)).started_at < oldest
    ]
    for survey in old:
        shutil.rmtree(survey.folder)
    return len(old) + tools.listings.forget(oldest)
