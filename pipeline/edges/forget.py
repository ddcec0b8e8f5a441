"""Forget: what the settings let go after so many days leaves batches, ledger and archive.

    bodies      what was fetched, from the archive; nothing that is kept refers to it then
    texts       the words of articles; their claims stay
    readings    what older code made of articles, once newer code has read them
    failures    but for those that say why a page is not stored
    polls       but for the latest of each feed

Rows leave the batches, which are rewritten without them (see `compact.py`), and then these batches
are loaded anew. So the ledger stays a function of the batches, and a rebuild gives the same rows.
Killed in between, the next load of those batches, or the next run, goes on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipeline.edges import compact
from pipeline.edges.batch import Batch
from pipeline.edges.migrate import SQL
from pipeline.edges.rows import naive
from pipeline.edges.warehouse import Warehouse
from pipeline.records import Article

# By rule: the tables it is about, and by which columns their rows are told.
EXTRACTION = ("version_id", "extractor_version")
RULES: dict[str, dict[str, tuple[str, ...]]] = {
    "texts": {"texts": Article.KEY},
    "readings": {"articles": Article.KEY, "extractions": ("id",), "claims": EXTRACTION},
    "failures": {"failures": ("id",)},
    "polls": {"polls": ("id",)},
}
Keys = dict[str, dict[str, set[tuple[Any, ...]]]]  #: by batch, then by table


def overdue(warehouse: Warehouse, before: Mapping[str, datetime]) -> tuple[Keys, dict[str, int]]:
    """Return what the rules let go, by batch and table, and how many rows by rule.

    `before` gives the moment of each rule; a rule without one lets nothing go.
    """
    keys: Keys = defaultdict(lambda: defaultdict(set))
    counts = {}
    with warehouse.read() as db:
        for rule in [rule for rule in RULES if rule in before]:
            db.execute("SET VARIABLE before = ?::TIMESTAMP", [naive(before[rule])])
            db.execute((SQL / "forget" / f"{rule}.sql").read_text("utf-8"))
            for table, columns in RULES[rule].items():
                query = f"SELECT batch_id, {', '.join(columns)} FROM forget_{table}"
                for batch_id, *key in db.execute(query).fetchall():
                    keys[batch_id][table].add(tuple(key))
            if rule == "texts":
                _add_copies(db, warehouse, keys)
            first = next(iter(RULES[rule]))
            counts[rule] = db.execute(f"SELECT count(*) FROM forget_{first}").fetchall()[0][0]
    return keys, counts


def _add_copies(db: duckdb.DuckDBPyConnection, warehouse: Warehouse, keys: Keys) -> None:
    """Add the articles whose words stand in a later batch too, in a row the ledger has not."""
    columns = ", ".join(Article.KEY)
    shadowed = 'SELECT DISTINCT batch_id FROM ledger.loads WHERE "table" = ? AND rows > added'
    for (batch_id,) in db.execute(shadowed, [Article.TABLE]).fetchall():
        batch = Batch(warehouse.folder / "batches" / batch_id)
        for name in batch.names(Article.TABLE):
            query = (
                f"SELECT {columns} FROM {batch.sql(name)} SEMI JOIN forget_copies USING ({columns})"
            )
            for key in db.execute(f"{query} WHERE \"text\" <> ''").fetchall():
                keys[batch_id]["texts"].add(key)


def forget(warehouse: Warehouse, before: Mapping[str, datetime]) -> dict[str, int]:
    """Let go what the rules say; return how many rows by rule. Again, it finds nothing more.

    What stood behind a row that left, in a later batch, leaves in the next turn.
    """
    total = dict.fromkeys((rule for rule in RULES if rule in before), 0)
    warehouse.load(*unlike(warehouse))
    done: Keys = {}
    while (found := overdue(warehouse, before))[0] != done:  # a batch at work is left for next time
        keys, counts = done, _ = found
        with warehouse.locked():
            for group in _groups(warehouse.folder, keys):
                compact.rewrite(group, _Without(keys))
        warehouse.load(*unlike(warehouse))
        for rule, rows in counts.items():
            total[rule] += rows
    with warehouse.locked():
        compact.sweep(warehouse.folder)
    return total


def unlike(warehouse: Warehouse) -> list[Batch]:
    """Return the compacted batches whose files are not those that were loaded, oldest first."""
    if not warehouse.published.exists():
        return []
    with warehouse.read() as db:
        rows = db.execute("SELECT batch_id, file, sha256 FROM ledger.loads").fetchall()
    stored: dict[str, dict[str, str]] = defaultdict(dict)
    for batch_id, file, sha256 in rows:
        stored[batch_id][file] = sha256
    found = []
    for mark in warehouse.folder.glob("batches/*/loaded.json"):
        batch = Batch(mark.parent)
        files = {name: file.sha256 for name, file in batch.manifest().items()}
        if batch.compact and files != stored[batch.id]:
            found.append(batch)
    return sorted(found, key=lambda batch: (batch.started_at, batch.id))


class _Without:
    """What is kept of a file: the rows that no rule lets go, articles without the words that go."""

    def __init__(self, keys: Keys) -> None:
        self.keys = keys

    def __call__(self, batch: Batch, name: str, rows: pa.Table) -> pa.Table:
        keys, table = self.keys.get(batch.id, {}), Path(name).stem
        for rule in RULES.values():
            if table in rule and (gone := keys.get(table)):
                rows = rows.filter(pa.array([key not in gone for key in _keys(rows, rule[table])]))
        if table == Article.TABLE and (gone := keys.get("texts")):
            rows = _wordless(rows, [key in gone for key in _keys(rows, Article.KEY)])
        return rows


def _keys(rows: pa.Table, columns: tuple[str, ...]) -> list[tuple[Any, ...]]:
    return list(zip(*(rows[column].to_pylist() for column in columns), strict=True))


def _wordless(rows: pa.Table, gone: list[bool]) -> pa.Table:
    """Return articles, some of them without their words: an empty text, no lead, no lines."""
    for column, nothing in (("text", ""), ("lead", None), ("boilerplate", [])):
        at = rows.schema.get_field_index(column)
        values = [
            nothing if go else value
            for go, value in zip(gone, rows[column].to_pylist(), strict=True)
        ]
        field = rows.schema.field(at)
        rows = rows.set_column(at, field, pa.array(values, field.type))
    return rows


def _groups(data: Path, keys: Keys) -> list[list[Batch]]:
    """Return the batches that keys are of, and those that share a folder with them."""
    touched = [Batch(data / "batches" / name) for name in keys]
    shared = {batch.compact for batch in touched if batch.compact}
    groups: dict[Path, list[Batch]] = {folder: [] for folder in sorted(shared)}
    for head in data.glob("batches/*/batch.json") if shared else ():
        batch = Batch(head.parent)
        if batch.compact in groups:
            groups[batch.compact].append(batch)
    alone = [batch for batch in touched if not batch.compact]
    found = [*groups.values(), *compact.together(alone)]
    return [sorted(group, key=lambda batch: (batch.started_at, batch.id)) for group in found]
