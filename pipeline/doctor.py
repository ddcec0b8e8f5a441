"""Look at this machine: say what the walk needs and does not find, and how to mend it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.errors import HearsayError
from pipeline.tools import Tools

ENOUGH_DISK = 1_000_000_000  # bytes; a day of 5,000 pages takes about a third of it


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    thing: str
    well: bool
    what: str  #: what was found, or what is wrong and how to mend it


def examine(tools: Tools) -> list[Finding]:
    """Return what was found, in the order of the walk; nothing is changed but the data folder."""
    looks: list[tuple[str, Callable[[Tools], str]]] = [
        ("python", _python),
        ("settings", _settings),
        ("data folder", _folder),
        ("disk", _disk),
        ("language", _language),
        ("warehouse", _warehouse),
    ]
    return [_look(thing, look, tools) for thing, look in looks]


def _look(thing: str, look: Callable[[Tools], str], tools: Tools) -> Finding:
    try:
        return Finding(thing, well=True, what=look(tools))
    except (HearsayError, OSError) as error:
        return Finding(thing, well=False, what=str(error))


def _python(_: Tools) -> str:
    return sys.version.split()[0]


def _settings(tools: Tools) -> str:
    return f"{tools.settings.source or 'the defaults'}: {len(tools.settings.feeds)} feeds"


def _folder(tools: Tools) -> str:
    folder = tools.settings.folder
    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        raise PermissionError(
            f"{folder}: cannot be written; change its owner or name another --data"
        )
    return str(folder)


def _disk(tools: Tools) -> str:
    free = shutil.disk_usage(tools.settings.folder).free
    if free < ENOUGH_DISK:
        raise OSError(f"{free / 1e9:.1f} GB free; a day of news can take more, make room")
    return f"{free / 1e9:.0f} GB free"


def _language(tools: Tools) -> str:
    doc = tools.language.doc("Officials said on Friday that the bridge was open.")
    return f"{len(doc)} tokens read, parsed: {doc.has_annotation('DEP')}"


def _warehouse(tools: Tools) -> str:
    if not tools.warehouse.published.exists():
        return "nothing published yet; `hearsay ingest` makes it"
    with tools.warehouse.read() as db:
        rows = db.execute("SELECT count(*) FROM claims").fetchall()
    return f"{rows[0][0]:,} claims in {tools.warehouse.published}"
