"""The index of words: which articles have a word. Made of segments, each of a stretch of articles.

New articles are read themselves until there are FRESH of them; then they become a segment, and
FANOUT segments of one tier become one of the next. So an article is written as often as there are
tiers, and a question meets a number of segments that grows as a logarithm.
"""

from __future__ import annotations

from itertools import pairwise

import duckdb

from pipeline.edges.database import begin
from pipeline.edges.migrate import SQL

FRESH = 1_000  # articles: 20,000 claims are compared with a question in 20 ms
STRETCH = 20_000  # articles of one segment: their words take 0.5 GB while they are sorted
FANOUT = 8
PART = 20_000_000  # slots that are merged at once, 0.4 GB


def index(db: duckdb.DuckDBPyConnection) -> None:
    """Bring the index up to the articles that are stored, but for less than FRESH of them."""
    while len(found := db.execute(_script("waiting"), [STRETCH]).fetchall()) >= FRESH:
        begin(db)
        _run(db, "segment", first=found[0][0], last=found[-1][0], tier=_tier(len(found)))
        merge(db)
        db.execute("COMMIT")


def index_names(db: duckdb.DuckDBPyConnection) -> None:
    """Bring in the names of claims that were loaded after the words of their articles.

    Part of the transaction of a load, which says in `loading` and `stale_versions` what it touched.
    """
    db.execute(_script("late"))
    if db.execute("SELECT count(*) FROM late").fetchall()[0][0]:
        _run(db, "names", tier=0)


def _tier(articles: int) -> int:
    tier = 0
    while articles >= FRESH * FANOUT ** (tier + 1):
        tier += 1
    return tier


def merge(db: duckdb.DuckDBPyConnection) -> None:
    """Make one segment of every tier that is full, from the lowest up; part of a transaction."""
    tiers = "SELECT tier FROM ledger.segments GROUP BY tier HAVING count(*) >= ? ORDER BY tier"
    while full := db.execute(tiers, [FANOUT]).fetchall():
        tier = full[0][0]
        parts = db.execute(_script("parts"), {"tier": tier, "slots": PART}).fetchall()
        words: list[str | None] = [*(row[0] for row in parts), None]
        for first, end in pairwise(words):
            _run(db, "merge", tier=tier, **{"from": first, "to": end})
        _run(db, "merged", tier=tier)


def _run(db: duckdb.DuckDBPyConnection, script: str, **variables: int | str | None) -> None:
    last = db.execute("SELECT coalesce(max(segment), 0) FROM ledger.segments").fetchall()[0][0]
    for name, value in {"segment": last + 1, **variables}.items():
        db.execute(f'SET VARIABLE "{name}" = ?', [value])
    db.execute(_script(script))


def _script(name: str) -> str:
    return (SQL / "index" / f"{name}.sql").read_text("utf-8")
