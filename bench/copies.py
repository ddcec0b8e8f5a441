"""Copies: what a warehouse holds, many times over, each time with ids, days and slots of its own.

Twenty million claims take a minute a million through the loader and seconds through one statement;
for questions they are the same, but that a text comes again after a million claims.
"""

from __future__ import annotations

import duckdb

from pipeline.edges import index as indexing
from pipeline.edges.database import begin, writing
from pipeline.edges.publish import publish
from pipeline.edges.warehouse import Warehouse

#: What a column is in the nth copy, by its name, else by its type.
RULES = {
    "batch_id": "{c} || '-{n}'",
    "feed_id": "{c}",
    "slot": "{c} + {n} * getvariable('slots')",
    "last": "\"last\" + {n} * getvariable('slots')",
    "slots": "list_transform({c}, lambda s: (s + {n} * getvariable('slots'))::INTEGER)",
    "segment": "{c} + {n} * getvariable('segments')",
    "added": "CASE WHEN \"table\" = 'feeds' THEN 0 ELSE {c} END",
    "TIMESTAMP": "{c} + {n} * getvariable('span')",
    **dict.fromkeys(
        ["url", "final_url", "canonical_url", "guid", "archive_key", "sha256"], "{c} || '?{n}'"
    ),
    **dict.fromkeys(
        ["id", "entry_id", "document_id", "article_id", "version_id", "claim_id", "other_id"],
        "left({c}, 15) || chr(64 + {n})",
    ),
}
GENERATED = ["sentence", "sources", "source_text", "source_end", "cue_end", "content_parts"]
STORED = ["batches", "loads", "entries", "documents", "articles", "extractions", "claims", "links"]
BASE = """
SET VARIABLE slots = (SELECT max(slot) FROM ledger.articles);
SET VARIABLE segments = (SELECT max(segment) FROM ledger.segments);
SET VARIABLE span = (
    SELECT max(published_at) - min(published_at) + INTERVAL 30 SECOND FROM ledger.articles
);
CREATE TEMP TABLE base_words AS FROM ledger.words;
CREATE TEMP TABLE base_segments AS FROM ledger.segments;
"""


def multiply(warehouse: Warehouse, times: int) -> None:
    """Make the rows of a warehouse `times` as many, at most 26, and publish."""
    with writing(warehouse.file) as db:
        db.execute("SET memory_limit = '6GB'")  # merging millions of copied words at once
        db.execute(BASE)
        for n in range(1, times):
            begin(db)
            for table in STORED:
                _copy(db, table, f"ledger.{table} WHERE NOT contains(batch_id, '-')", n)
            for table in ("words", "segments"):
                _copy(db, table, f"base_{table}", n)
            indexing.merge(db)
            db.execute("COMMIT")
            db.execute("CHECKPOINT ledger_file")
    publish(warehouse.file, warehouse.published)


def _copy(db: duckdb.DuckDBPyConnection, table: str, rows: str, n: int) -> None:
    """Insert the nth copy of rows into a table of the ledger."""
    columns = db.execute(
        "SELECT column_name, data_type FROM duckdb_columns() "
        "WHERE schema_name = 'ledger' AND table_name = ? AND NOT contains(?, column_name)",
        [table, GENERATED],
    ).fetchall()
    made = [
        f'{rule.format(c=name, n=n)} AS "{name}"'
        if (rule := RULES.get(name) or RULES.get(kind))
        else f'"{name}"'
        for name, kind in columns
    ]
    db.execute(f"INSERT INTO ledger.{table} BY NAME SELECT {', '.join(made)} FROM {rows}")
