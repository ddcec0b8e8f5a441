"""Alerts: what somebody should look at, as rows. Each is a query of `sql/alerts`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.doctor import examine
from pipeline.edges.migrate import SQL
from pipeline.tools import Tools


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing that is not as it should be."""

    alert: str  #: name of the query, or what the doctor looked at
    thing: str  #: the feed, stage, outlet …
    what: str


def alerts(tools: Tools) -> list[Alert]:
    """Return what the queries find at the tools' moment, what the checks, what the doctor."""
    stored = tools.warehouse.published.exists()
    return [
        *(_asked(tools) if stored else ()),
        *(_checked(tools) if stored else ()),
        *_examined(tools),
    ]


def _asked(tools: Tools) -> Iterator[Alert]:
    with tools.warehouse.read() as db:
        for path in sorted((SQL / "alerts").glob("*.sql")):
            moment = {"now": tools.now.replace(tzinfo=None)}
            for thing, what in db.execute(path.read_text("utf-8"), moment).fetchall():
                yield Alert(path.stem, thing, what)


def _checked(tools: Tools) -> Iterator[Alert]:
    for finding in tools.warehouse.check():
        yield Alert("warehouse", finding.check, f"{finding.means} But see {finding.rows[0]}")


def _examined(tools: Tools) -> Iterator[Alert]:
    for finding in examine(tools):
        if not finding.well:
            yield Alert("doctor", finding.thing, finding.what)
