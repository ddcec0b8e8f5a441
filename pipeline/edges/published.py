"""The published copy: what is stored, for reading while the next load is at work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from pipeline.edges import checks
from pipeline.edges.database import first_line
from pipeline.edges.migrate import SQL
from pipeline.edges.rows import from_row, naive
from pipeline.errors import WarehouseError
from pipeline.records import RECORDS, Boilerplate, Claim, Entry, Poll, Record, Repeated, Sighting

R = TypeVar("R", bound=Record)
NEVER = datetime.max.replace(tzinfo=UTC)

# Columns that tell of this database alone, or what others tell, not of what is stored.
LOCAL = {
    "feeds": "EXCLUDE (batch_id)",
    "batches": "EXCLUDE (loaded_at)",
    "articles": "EXCLUDE (slot)",
    "claims": "EXCLUDE (slot, sentence, sources, source_text, source_end, cue_end, content_parts)",
}

# Stored claims that a batch is compared with: 50,000 records take 0.2 GB.
NEIGHBOURS = 50_000


class Published:
    """A published database. Whoever opened it keeps that version, whatever is published since."""

    def __init__(self, file: Path) -> None:
        self.published = file

    def read(self) -> duckdb.DuckDBPyConnection:
        """Return a read-only connection to the published copy; close it when done."""
        if not self.published.exists():
            raise WarehouseError(f"{self.published}: nothing published yet; run `hearsay ingest`")
        try:
            db = duckdb.connect(str(self.published), read_only=True)
        except duckdb.Error as error:
            raise WarehouseError(
                f"{self.published}: cannot be opened ({first_line(error)}); "
                "remove it and run `hearsay load` to publish anew"
            ) from None
        db.execute("SET python_enable_replacements = false")  # no table is a variable of ours
        return db

    def fingerprint(self) -> dict[str, str]:
        """Return rows and a hash of them for each table of the ledger, in whatever order they lie.

        Two warehouses made of the same batches have the same fingerprint. Not counted are when a
        batch was loaded, by which batch a feed, which every batch repeats, came first, and in
        which order articles came.
        """
        told = {}
        with self.read() as db:
            for table in (*(kind.TABLE for kind in RECORDS), "batches", "loads"):
                rows = f"(SELECT * {LOCAL.get(table, '')} FROM ledger.{table})"
                if table == "loads":
                    rows = "(SELECT * FROM ledger.loads WHERE \"table\" <> 'feeds')"
                found = db.execute(f"SELECT count(*), sum(hash(t)) FROM {rows} AS t").fetchall()
                told[table] = "{} rows, {}".format(*found[0])
        return told

    def check(self) -> list[checks.Finding]:
        """Return what the checks of sql/checks find wrong in the published copy; empty is well."""
        with self.read() as db:
            return checks.find(db)

    def last_polls(self, *, before: datetime = NEVER) -> dict[str, Poll]:
        """Return the latest poll of every feed (`before` a moment), by the feed's id."""
        latest = "row_number() OVER (PARTITION BY feed_id ORDER BY polled_at DESC, id) = 1"
        found = self._records(Poll, f"WHERE polled_at < ? QUALIFY {latest}", [naive(before)])
        return {poll.feed_id: poll for poll in found}

    def sightings(
        self, feed_id: str, entries: Iterable[Entry], *, but_of: str | None = None
    ) -> list[Sighting]:
        """Return the stored entries of a feed that share id, guid or address with one of these.

        Those of the batch `but_of` are left out.
        """
        asked = [(entry.id, entry.guid, entry.canonical_url) for entry in entries]
        if not asked or not self.published.exists():
            return []
        with self.read() as db:
            rows = db.execute(
                """
                SELECT DISTINCT id, guid, canonical_url, title FROM ledger.entries
                WHERE feed_id = ? AND batch_id IS DISTINCT FROM ? AND (
                    id IN (SELECT unnest(?::VARCHAR[]))
                    OR guid IN (SELECT unnest(?::VARCHAR[]))
                    OR canonical_url IN (SELECT unnest(?::VARCHAR[]))
                )
                """,
                [feed_id, but_of, *([row[n] for row in asked] for n in range(3))],
            ).fetchall()
        return [
            Sighting(id=id_, guid=guid, canonical_url=url, title=title)
            for id_, guid, url, title in rows
        ]

    def recent_claims(
        self,
        claims: list[Claim],
        first: datetime | None,
        last: datetime | None,
        *,
        but_of: Sequence[str] = (),
    ) -> list[Claim]:
        """Return the current claims of articles published from `first` to `last`, newest first.

        Undated articles are near to all, and without `first` and `last` all are near. Left out
        are `claims` themselves, older readings of them, and the rows of the batches `but_of`: a
        stage run anew does not meet its own. At most NEIGHBOURS, so memory is bounded.
        """
        return self._records(
            Claim,
            """
            WHERE latest AND coalesce(published_at BETWEEN ? AND ?, true)
                AND batch_id NOT IN (SELECT unnest(?::VARCHAR[]))
                AND id NOT IN (SELECT unnest(?::VARCHAR[]))
            ORDER BY published_at DESC NULLS FIRST, id LIMIT ?
            """,
            [
                first and naive(first),
                last and naive(last),
                list(but_of),
                [claim.id for claim in claims],
                NEIGHBOURS,
            ],
        )

    def boilerplate(self, *, before: datetime) -> list[Boilerplate]:
        """Return the latest lesson on every host that was learned before a moment."""
        try:
            return self._records(
                Boilerplate,
                """
                WHERE learned_at < ? QUALIFY learned_at = max(learned_at) OVER (PARTITION BY host)
                ORDER BY host, line, id
                """,
                [naive(before)],
            )
        except duckdb.CatalogException:  # published by older code; the next load brings the table
            return []

    def repeated(self, *, first: datetime, end: datetime, pages: int) -> list[Repeated]:
        """Return the lines that at least `pages` articles of a host have, seen in [first, end).

        Articles that agree in a place of their signatures are nearly the same and count as one.
        """
        if not self.published.exists():
            return []
        query = (SQL / "lesson.sql").read_text("utf-8")
        bounds = {"first": naive(first), "end": naive(end), "pages": pages}
        with self.read() as db:
            found = db.execute(query, bounds)
            names = [column[0] for column in found.description or []]
            rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        utc = {"first_seen", "last_seen"}
        return [
            Repeated(**{k: v.replace(tzinfo=UTC) if k in utc else v for k, v in row.items()})
            for row in rows
        ]

    def _records(self, kind: type[R], where: str, values: list[Any]) -> list[R]:
        """Return stored records of one kind."""
        if not self.published.exists():
            return []
        columns = [field.name for field in fields(kind)]
        listed = ", ".join(f'"{column}"' for column in columns)
        with self.read() as db:
            rows = db.execute(f"SELECT {listed} FROM ledger.{kind.TABLE} {where}", values)
            return [from_row(kind, dict(zip(columns, row, strict=True))) for row in rows.fetchall()]
