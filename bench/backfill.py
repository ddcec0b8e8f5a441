"""A month filled from Airflow, four days at once, beside the same days one after another.

    python -m bench.backfill [--days 30] [--pages 10]

Prints wall time and compares every row of articles, claims, links and failures.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from bench.airflow import served, story
from pipeline import days
from pipeline.settings import Settings
from pipeline.tools import Tools

FIRST = datetime(2026, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)
TABLES = ("articles", "claims", "claim_numbers", "links", "failures")


def write(folder: Path, count: int, pages: int) -> None:
    """Write the saved pages of so many days."""
    folder.mkdir()
    for number in range(count * pages):
        title, text = story(number)
        out = FIRST + number // pages * DAY + timedelta(hours=9)
        (folder / f"{number:05}.html").write_text(
            f"<!doctype html><html lang=en><head><title>{title}</title>"
            f'<meta property="article:published_time" content="{out.isoformat()}"></head>'
            f"<body><article><h1>{title}</h1>\n{text}</article></body></html>"
        )


def one_by_one(settings: Settings, count: int) -> None:
    """Fill the days in this process, one after another."""
    for number in range(count):
        with Tools(settings, datetime.now(UTC)) as tools:
            first = FIRST + number * DAY
            names = days.plan(first, first + DAY, tools)
            for name in names:
                for stage in ("fetch", "clean", "extract"):
                    days.stage(stage, name, tools)
            days.finish(names, tools)


def at_once(file: Path, data: Path, count: int) -> None:
    """Fill the days by one backfill in Airflow. Raises SystemExit if a run fails."""
    with served(file, data) as (airflow, _):
        body = {"dag_id": "ingest", "max_active_runs": 4, "from_date": FIRST.isoformat()}
        body["to_date"] = (FIRST + (count - 1) * DAY).isoformat()
        airflow.ask("POST", "/api/v2/backfills", body)
        states: list[str] = []
        while len(states) < count:
            time.sleep(2)
            runs = airflow.ask("GET", "/api/v2/dags/ingest/dagRuns?limit=100")["dag_runs"]
            mine = [run["state"] for run in runs if run["run_type"] == "backfill"]
            states = [state for state in mine if state in ("success", "failed")]
        if "failed" in states:
            raise SystemExit(f"{states.count('failed')} runs failed")


def rows(data: Path, table: str) -> list[tuple[object, ...]]:
    """Return a table without the columns that tell of the moment or the batch of the run."""
    with duckdb.connect(str(data / "news.duckdb"), read_only=True) as db:
        columns = [row[0] for row in db.execute(f"DESCRIBE {table}").fetchall()]
        run = ("batch", "first_seen", "slot")
        kept = [f'"{name}"' for name in columns if not name.startswith(run)]
        return db.execute(f"SELECT {', '.join(kept)} FROM {table} ORDER BY ALL").fetchall()


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long it took."""
    began = time.monotonic()
    yield
    print(f"{what:32}{time.monotonic() - began:8.0f} s")


def main() -> None:
    """Print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--pages", type=int, default=10)
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        base, file = Path(folder), Path(folder) / "settings.toml"
        write(base / "in", options.days, options.pages)
        file.write_text(f'[[feeds]]\nkind = "folder"\nurl = "{base / "in"}"\nlanguage = "en"\n')
        with timed("one day after another"):
            one_by_one(Settings.load(file, base / "one"), options.days)
        with timed("in Airflow, four days at once"):
            at_once(file, base / "four", options.days)
        for table in TABLES:
            one, four = rows(base / "one", table), rows(base / "four", table)
            verdict = "same" if one == four else "DIFFERENT"
            print(f"{table:16}{len(one):8,}{len(four):8,}  {verdict}")


if __name__ == "__main__":
    main()
