"""The warehouse under load: rates, sizes, answers, readers beside a writer.

python bench/warehouse.py load    [--claims N] [--copies N]  rows/s into an empty and a full file
python bench/warehouse.py macros  [--claims N] [--copies N]  every macro and view, ms
python bench/warehouse.py readers [--claims N] [--seconds S] 1 writer of 10,000 claims/s, 4 readers

The rows are those of bench/river.py. --data keeps the folder for the next run.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from copies import multiply
from river import ARTICLES, CLAIMS, River

from pipeline.edges import warehouse as loading
from pipeline.edges.migrate import SQL
from pipeline.edges.warehouse import Warehouse
from pipeline.page import HOME

MANY = 5_000  #: articles of a batch that only fills
BATCH = CLAIMS * ARTICLES


def filled(folder: Path, claims: int, copies: int = 1) -> tuple[River, Warehouse]:
    """Return a warehouse with so many claims, filled as far as it is not, and a river to go on.

    With `copies` it has them that many times over, each time with ids, days and slots of their own.
    """
    many, warehouse = River(MANY), Warehouse(folder, wait_s=600)
    count = claims // (CLAIMS * MANY)
    warehouse.load(*(many.batch(folder / "batches", n) for n in range(count)))
    with warehouse.read() as db:
        stored = db.execute("SELECT count(*) FROM ledger.claims").fetchall()[0][0]
    if copies > 1 and stored == claims:
        multiply(warehouse, copies)
    return River(), warehouse


def load(arguments: argparse.Namespace, folder: Path) -> None:
    """Print rows/s of loading ten batches into an empty file and into one of --claims."""
    _, full = filled(folder, arguments.claims, arguments.copies)
    size = arguments.articles
    with full.read() as db:
        stored = db.execute("SELECT count(*) FROM ledger.claims").fetchall()[0][0]
    river, first = River(size), stored // (CLAIMS * size) + 1
    publishing = _timed()
    print(
        "| into a file of | claims/s | claims per CPU s | the same without the copy | copy CPU s | "
        "peak MB |\n|---|---|---|---|---|---|"
    )
    with tempfile.TemporaryDirectory(dir=folder) as other:
        for warehouse, claims in ((Warehouse(Path(other), wait_s=1), 0), (full, stored)):
            batches = [river.batch(Path(other) / "batches", first + n) for n in range(10)]
            publishing.clear()
            begun, busy = time.perf_counter(), time.process_time()
            added = warehouse.load(*batches).added["claims"]
            rate = added / (time.perf_counter() - begun)
            spent, copy = time.process_time() - busy, sum(publishing)
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(
                f"| {claims:,} claims | {rate:,.0f} | {added / spent:,.0f} | "
                f"{added / (spent - copy):,.0f} | {copy:.1f} | {memory:,.0f} |",
                flush=True,
            )
    print(f"\nFile: {full.file.stat().st_size / 1e6:,.0f} MB")


def _timed() -> list[float]:
    """Return a list that takes the CPU seconds of every publish from now on."""
    taken, publish = [], loading.publish

    def timed(file: Path, published: Path) -> bool:
        busy = time.process_time()
        try:
            return publish(file, published)
        finally:
            taken.append(time.process_time() - busy)

    loading.publish = timed
    return taken


def macros(arguments: argparse.Namespace, folder: Path) -> None:
    """Print the median time of each macro: of the clock, and of all processors together."""
    river, warehouse = filled(folder, arguments.claims, arguments.copies)
    print("| question | rows | median ms | CPU ms |\n|---|---|---|---|")
    with warehouse.read() as db:
        db.execute("SET threads = 2")
        article = db.execute("SELECT article_id FROM articles LIMIT 1").fetchall()[0][0]
        for question in questions(river, article):
            times, busy = [], []
            for _ in range(arguments.times or 5):
                begun, before = time.perf_counter(), time.process_time()
                rows = len(db.execute(question).fetchall())
                times.append(time.perf_counter() - begun)
                busy.append(time.process_time() - before)
            took, cost = (1000 * statistics.median(one) for one in (times, busy))
            print(
                f"| `{question.splitlines()[0]}` | {rows} | {took:,.0f} | {cost:,.0f} |", flush=True
            )


def questions(river: River, article: str) -> list[str]:
    """Return what analysts ask: of a rare word (one claim in 20,000), less rare ones, a pair."""
    rare, word, common = river.words[30_000], river.words[3_000], river.words[300]
    name = river.names[1200]
    return [
        f"FROM claims_about('{rare}')",
        f"FROM claims_about('{word}')",
        f"FROM claims_about('{word} {common}')",
        f"FROM claims_about('{common}', since := DATE '2024-01-02', until := DATE '2024-01-03')",
        f"FROM said_by('{name}')",
        f"FROM claim_timeline('{word}', 'day')",
        f"FROM numbers_about('{word}')",
        f"FROM who_said_first('{word}')",
        f"FROM denials('{word}')",
        f"FROM disputed('{word}')",
        f"FROM source_profile('{name}')",
        f"FROM changed_claims('{article}')",
        "FROM coverage('2024-01-01')",
        "FROM feed_health()",
        f"FROM search_claims('{word} {common}') LIMIT 20",
        f"FROM search_claims('{common}') LIMIT 20",
        f"FROM search_articles('{word} {common}') LIMIT 20",
        f"FROM search_articles('{common}') LIMIT 20",
        "SELECT source_name, count(*) FROM claims GROUP BY ALL ORDER BY 2 DESC LIMIT 10",
        "FROM claims WHERE claim_id = (SELECT max(claim_id) FROM claims)",
        "SELECT count(*), max(high) FROM claim_numbers",
        "SELECT count(*), max(last) FROM claim_dates",
        "SELECT relation, count(*) FROM links GROUP BY ALL",
        "SELECT state, count(*) FROM entries GROUP BY ALL",
        "SELECT count(*), sum(stored) FROM balance",
        *((SQL / "page" / f"{name}.sql").read_text("utf-8") for name in HOME),
    ]


def readers(arguments: argparse.Namespace, folder: Path) -> None:
    """Print what four readers meet while one writer loads 10,000 claims a second."""
    river, warehouse = filled(folder, arguments.claims)
    first = arguments.claims // BATCH
    batches = [river.batch(folder / "batches", first + n) for n in range(arguments.seconds)]
    context = multiprocessing.get_context("spawn")
    told = context.Queue()
    until = time.time() + arguments.seconds + 3
    processes = [context.Process(target=_read, args=(folder, until, told)) for _ in range(4)]
    for process in processes:
        process.start()
    time.sleep(3)
    loads, fresh, begun, done = [], [], time.time(), 0
    while done < len(batches) and time.time() < until:
        due = min(len(batches), int(time.time() - begun) + 1)
        if due > done:
            before = time.time()
            warehouse.load(*batches[done:due])
            loads.append(time.time() - before)
            fresh += [time.time() - (begun + n) for n in range(done, due)]
            done = due
        else:
            time.sleep(0.05)
    outcomes = [told.get() for _ in processes]
    times = sorted(value for taken, _ in outcomes for value in taken)
    errors = sum(failed for _, failed in outcomes)
    with warehouse.read() as db:
        kept = db.execute("SELECT count(*) FROM ledger.claims").fetchall()[0][0]
    lost = arguments.claims + done * BATCH - kept
    print(
        "| rows written | due | lost | reads | reader errors | read p50/p99 ms | load p50/p99 s | "
        "freshness p50/p99 s |\n|---|---|---|---|---|---|---|---|"
    )
    print(
        f"| {done * BATCH:,} | {len(batches) * BATCH:,} | {lost} | {len(times)} | {errors} | "
        f"{1000 * _at(times, 0.5):,.0f} / {1000 * _at(times, 0.99):,.0f} | "
        f"{_at(sorted(loads), 0.5):.2f} / {_at(sorted(loads), 0.99):.2f} | "
        f"{_at(sorted(fresh), 0.5):.2f} / {_at(sorted(fresh), 0.99):.2f} |"
    )


def _read(folder: Path, until: float, told: Any) -> None:
    """Ask one of six questions on a connection of its own, pause 100 ms, until the end."""
    warehouse, dice, times, errors = Warehouse(folder, wait_s=1), random.Random(), [], 0
    questions = [
        "SELECT count(*) FROM claims WHERE published_at > DATE '2024-01-02'",
        "SELECT outlet, count(*) FROM claims GROUP BY ALL ORDER BY 2 DESC LIMIT 10",
        "SELECT source_name, count(*) FROM claims GROUP BY ALL ORDER BY 2 DESC LIMIT 10",
        "SELECT stance, count(*) FROM claims GROUP BY ALL",
        "SELECT title FROM articles ORDER BY published_at DESC LIMIT 20",
        "FROM coverage('2024-01-01')",
    ]
    while time.time() < until:
        begun = time.perf_counter()
        try:
            with warehouse.read() as db:
                db.execute("SET threads = 1")
                db.execute(dice.choice(questions)).fetchall()
            times.append(time.perf_counter() - begun)
        except Exception as error:  # noqa: BLE001  the bench counts whatever goes wrong
            print(f"reader: {error}", file=sys.stderr)
            errors += 1
        time.sleep(0.1)
    told.put((times, errors))


def _at(values: list[float], share: float) -> float:
    return values[min(len(values) - 1, int(share * len(values)))]


def main() -> None:
    """Run what the command line names."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("what", choices=["load", "macros", "readers"])
    parser.add_argument("--claims", type=int, default=200_000)
    parser.add_argument("--copies", type=int, default=1, help="how often --claims, at most 26")
    parser.add_argument("--articles", type=int, default=ARTICLES, help="of a batch that is timed")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--times", type=int, default=0)
    parser.add_argument("--data", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run = {"load": load, "macros": macros, "readers": readers}[arguments.what]
        before = os.getloadavg()[0]
        run(arguments, arguments.data or Path(folder))
        print(f"\nLoad average before and after: {before:.1f}, {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
