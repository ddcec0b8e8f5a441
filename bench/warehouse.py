"""The warehouse under load: rates, sizes, answers, readers beside a writer, kills.

python bench/warehouse.py load    [--claims N]              rows/s into an empty and a full file
python bench/warehouse.py macros  [--claims N]              every macro and view, ms
python bench/warehouse.py readers [--claims N] [--seconds S] 1 writer of 10,000 claims/s, 4 readers
python bench/warehouse.py kill    [--times N]               kill -9 at random moments

Rows are made from a vocabulary by Zipf's law, 20 claims of 20 words to an article, with its text,
in the order of time; a fifth of the claims has a number. --data keeps the folder for the next run.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).parents[1]))

from pipeline import ids
from pipeline.edges.batch import Batch, arrow_schema, write_json
from pipeline.edges.warehouse import Warehouse
from pipeline.records import Article, Claim, Document, Entry, Extraction, Feed

BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
CLAIMS = 20  #: of an article
ARTICLES = 500  #: of a batch
FEW = 10  #: of a batch that is killed
BATCH = CLAIMS * ARTICLES
WORDS = 40_000
STAGES = {
    Feed: "start",
    Entry: "poll",
    Document: "fetch",
    Article: "clean",
    Extraction: "extract",
    Claim: "extract",
}


class River:
    """Batches of articles and claims, each made from its number alone."""

    def __init__(self, articles: int = ARTICLES) -> None:
        self.articles = articles  #: of a batch
        dice = np.random.default_rng(1)
        letters = np.array(list("aeioubcdfglmnprst"))
        lengths = dice.integers(2, 11, WORDS)
        self.words = ["".join(dice.choice(letters, n)) for n in lengths]
        self.names = [
            f"{a.title()} {b.title()}"
            for a, b in zip(self.words[:5000], self.words[9000:14000], strict=True)
        ]
        weights = 1 / np.arange(1, WORDS + 1)
        self.weights = np.cumsum(weights / weights.sum())

    def batch(self, root: Path, number: int) -> Batch:
        """Write the batch of that number below `root`."""
        at = BEGIN + timedelta(minutes=10 * number)
        batch = Batch.open(root, f"b{number:06}", now=at)
        if not batch.done("extract"):
            for kind, columns in self._tables(number, at):
                self._write(batch, kind, columns)
            for stage in dict.fromkeys(STAGES.values()):
                self._mark(batch.folder / stage)
        return batch

    def _write(self, batch: Batch, kind: type[Any], columns: dict[str, Any]) -> None:
        schema = arrow_schema(kind)
        count = len(columns["id"])
        arrays = []
        for field in schema:
            value = columns.get(field.name)
            if not isinstance(value, list):
                value = [[] if value is None and pa.types.is_list(field.type) else value] * count
            arrays.append(pa.array(value, field.type))
        folder = batch.folder / STAGES[kind]
        folder.mkdir(exist_ok=True)
        path = folder / f"{kind.TABLE}.parquet"
        pq.write_table(pa.Table.from_arrays(arrays, schema=schema), path, compression="zstd")

    def _mark(self, folder: Path) -> None:
        """Say that a stage is done, as the pipeline does: when all of its files are there."""
        marks = {
            file.stem: {
                "rows": pq.read_metadata(file).num_rows,
                "sha256": ids.sha256(file.read_bytes()),
            }
            for file in folder.glob("*.parquet")
        }
        write_json(folder / "done.json", marks)

    def _tables(self, number: int, at: datetime) -> Iterator[tuple[type[Any], dict[str, Any]]]:
        dice = np.random.default_rng(number + 2)
        first = number * self.articles
        when = at.replace(tzinfo=None)
        urls = [f"https://paper{n % 400}.example/{n}" for n in range(first, first + self.articles)]
        entries = [ids.make("entry", url) for url in urls]
        documents = [ids.make("document", url) for url in urls]
        articles = [ids.make("article", url) for url in urls]
        outlets = [f"Paper {n % 400}" for n in range(first, first + self.articles)]
        texts, claims = self._texts(dice, articles)
        yield Feed, {"id": ["f"], "url": ["https://example.org/feed"], "kind": "rss"}
        known = {"feed_id": "f", "url": urls, "outlet": outlets}
        yield Entry, {"id": entries, "guid": urls, "seen_at": when, **known}
        yield (
            Document,
            {
                "id": documents,
                "entry_id": entries,
                "final_url": urls,
                "status": 200,
                "fetched_at": when,
                "sha256": [ids.sha256(url.encode()) for url in urls],
                "size": 5000,
                "archive_key": urls,
                "verdict": "article",
                **known,
            },
        )
        yield (
            Article,
            {
                "id": articles,
                "article_id": articles,
                "document_id": documents,
                "title": [text[:60] for text in texts],
                "published_at": [when + timedelta(seconds=n) for n in range(self.articles)],
                "language": "en",
                "text": texts,
                "text_hash": articles,
                "words": [len(text) // 6 for text in texts],
                "seen_at": when,
                "cleaner_version": "1",
                **known,
            },
        )
        yield (
            Extraction,
            {"id": articles, "version_id": articles, "extractor_version": "1", "claims": CLAIMS},
        )
        yield Claim, claims

    def _texts(self, dice: Any, articles: list[str]) -> tuple[list[str], dict[str, Any]]:
        picks = np.searchsorted(self.weights, dice.random((self.articles * CLAIMS, 20)))
        speakers = (dice.random(self.articles * CLAIMS) ** 2 * len(self.names)).astype(int)
        stances = dice.choice(
            ["asserts", "denies", "warns", "expects"],
            self.articles * CLAIMS,
            p=[0.8, 0.08, 0.06, 0.06],
        )
        figures = dice.integers(10, 20_000, self.articles * CLAIMS)
        columns: dict[str, list[Any]] = {name: [] for name in CLAIM_COLUMNS}
        texts = []
        for article, version in enumerate(articles):
            sentences, at = [], 0
            for claim in range(article * CLAIMS, (article + 1) * CLAIMS):
                name = self.names[speakers[claim]]
                content = " ".join([self.words[word] for word in picks[claim]])
                numbers = []
                start = at + len(name) + 6
                if claim % 5 == 0:
                    figure = f"{figures[claim]:,}"
                    value = float(figures[claim])
                    counted = self.words[picks[claim][0]]
                    numbers = [
                        {
                            "text": figure,
                            "start": start,
                            "end": start + len(figure),
                            "low": value,
                            "high": value,
                            "approximate": False,
                            "unit": None,
                            "counted": counted,
                        }
                    ]
                    content = f"{figure} {content}"
                sentence = f"{name} said {content}."
                spans = [{"start": start, "end": start + len(content)}]
                source = [
                    {
                        "name": name,
                        "role": "spokesperson",
                        "organization": f"Office {speakers[claim] % 300}",
                        "country": None,
                        "type": "person",
                        "anonymous": False,
                    }
                ]
                values = (
                    ids.make(version, claim),
                    version,
                    version,
                    name,
                    at,
                    at + len(name),
                    at + len(name) + 1,
                    start - 1,
                    content,
                    spans,
                    source,
                    numbers,
                    sentence,
                    str(stances[claim]),
                )
                for column, value in zip(columns.values(), values, strict=True):
                    column.append(value)
                sentences.append(sentence)
                at += len(sentence) + 1
            texts.append(" ".join(sentences))
        fixed = {
            "kind": "indirect",
            "cue": "said",
            "hedged": False,
            "negated": False,
            "implicit": False,
            "confidence": 0.9,
            "extractor_version": "1",
        }
        return texts, {**columns, **fixed}


CLAIM_COLUMNS = (
    "id",
    "version_id",
    "article_id",
    "source_text",
    "source_start",
    "source_end",
    "cue_start",
    "cue_end",
    "content",
    "content_parts",
    "sources",
    "numbers",
    "sentence",
    "stance",
)


def filled(folder: Path, claims: int) -> tuple[River, Warehouse]:
    """Return a warehouse with so many claims, filled as far as it is not."""
    river, warehouse = River(), Warehouse(folder, wait_s=60)
    batches = [river.batch(folder / "batches", n) for n in range(claims // BATCH)]
    for at in range(0, len(batches), 20):
        warehouse.load(*batches[at : at + 20])
    return river, warehouse


def load(arguments: argparse.Namespace, folder: Path) -> None:
    """Print rows/s of loading ten batches into an empty file and into one of --claims."""
    river, full = filled(folder, arguments.claims)
    first = 900_000
    print("| into a file of | claims/s | claims per CPU s | peak MB |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory(dir=folder) as other:
        for warehouse, claims in ((Warehouse(Path(other), wait_s=1), 0), (full, arguments.claims)):
            batches = [river.batch(Path(other) / "batches", first + n) for n in range(10)]
            begun, busy = time.perf_counter(), time.process_time()
            added = warehouse.load(*batches).added["claims"]
            rate = added / (time.perf_counter() - begun)
            cheap = added / (time.process_time() - busy)
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"| {claims:,} claims | {rate:,.0f} | {cheap:,.0f} | {memory:,.0f} |")
    print(f"\nFile: {full.file.stat().st_size / 1e6:,.0f} MB")


def macros(arguments: argparse.Namespace, folder: Path) -> None:
    """Print the median time of each macro."""
    river, warehouse = filled(folder, arguments.claims)
    rare, common, name = river.words[3000], river.words[60], river.names[1200]
    article = warehouse.read().execute("SELECT article_id FROM articles LIMIT 1").fetchall()[0][0]
    questions = [
        f"FROM claims_about('{rare}')",
        f"FROM claims_about('{common}', since := DATE '2024-01-01', until := DATE '2024-01-02')",
        f"FROM said_by('{name}')",
        f"FROM claim_timeline('{rare}', 'day')",
        f"FROM numbers_about('{rare}')",
        f"FROM who_said_first('{rare}')",
        f"FROM denials('{rare}')",
        f"FROM disputed('{rare}')",
        f"FROM source_profile('{name}')",
        f"FROM changed_claims('{article}')",
        "FROM coverage('2024-01-01')",
        "FROM feed_health()",
        f"FROM search_claims('{rare} {common}') LIMIT 20",
        f"FROM search_articles('{rare} {common}') LIMIT 20",
        "SELECT source_name, count(*) FROM claims GROUP BY ALL ORDER BY 2 DESC LIMIT 10",
        "SELECT outlet, count(*) FROM claims WHERE published_at >= DATE '2024-01-01' GROUP BY ALL",
        "FROM claims WHERE claim_id = (SELECT max(claim_id) FROM claims)",
        "SELECT count(*), max(high) FROM claim_numbers",
    ]
    print("| question | rows | median ms |\n|---|---|---|")
    with warehouse.read() as db:
        db.execute("SET threads = 2")
        for question in questions:
            times = []
            for _ in range(arguments.times or 5):
                begun = time.perf_counter()
                rows = len(db.execute(question).fetchall())
                times.append(time.perf_counter() - begun)
            print(f"| `{question}` | {rows} | {1000 * statistics.median(times):,.0f} |", flush=True)


def readers(arguments: argparse.Namespace, folder: Path) -> None:
    """Print what four readers meet while one writer loads 10,000 claims a second."""
    river, warehouse = filled(folder, arguments.claims)
    base = arguments.claims // BATCH
    batches = [river.batch(folder / "batches", base + n) for n in range(arguments.seconds)]
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
    lost = (base + done) * BATCH - kept
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


LOADER = """
import sys
from pathlib import Path
sys.path[:0] = [{code!r}, {bench!r}]
from warehouse import River
from pipeline.edges.warehouse import Warehouse
river, folder = River({articles}), Path({folder!r})
print("ready", flush=True)
for number in range({first}, {first} + 1000):
    Warehouse(folder, wait_s=10).load(river.batch(folder / "batches", number))
    print(number, flush=True)
"""


def kill(arguments: argparse.Namespace, folder: Path) -> None:
    """Kill a process that makes and loads batches at random moments; look for harm after each."""
    dice = random.Random(1)
    told: set[int] = set()
    lost = torn = doubled = unhealed = 0
    for turn in range(arguments.times or 300):
        code = LOADER.format(
            code=str(Path(__file__).parents[1]),
            bench=str(Path(__file__).parent),
            folder=str(folder),
            first=max(told, default=-1) + 1,
            articles=FEW,
        )
        with subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True
        ) as process:
            process.stdout.readline()
            time.sleep(dice.random() * 3)
            process.kill()
            told |= {int(line) for line in process.stdout.read().split() if line.isdigit()}
        warehouse = Warehouse(folder, wait_s=10)
        try:
            warehouse.load()
        except Exception as error:  # noqa: BLE001  the bench counts whatever goes wrong
            print(f"turn {turn}: {error}", file=sys.stderr)
            unhealed += 1
            continue
        with warehouse.read() as db:
            kept = dict(db.execute(KEPT).fetchall())
            doubled += db.execute(DOUBLED).fetchall()[0][0]
        gone = {f"b{number:06}" for number in told} - set(kept)
        if gone:
            print(f"turn {turn}: lost {sorted(gone)}", file=sys.stderr)
        lost += len(gone)
        torn += sum(rows != FEW * CLAIMS for rows in kept.values())
    print(
        "| kills | batches told | lost | torn | doubled | not healed |\n|---|---|---|---|---|---|"
    )
    print(f"| {turn + 1} | {len(told)} | {lost} | {torn} | {doubled} | {unhealed} |")


KEPT = "SELECT batch_id, count(*) FROM ledger.claims GROUP BY ALL"
DOUBLED = "SELECT count(*) - count(DISTINCT id) FROM ledger.claims"


def main() -> None:
    """Run what the command line names."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("what", choices=["load", "macros", "readers", "kill"])
    parser.add_argument("--claims", type=int, default=200_000)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--times", type=int, default=0)
    parser.add_argument("--data", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run = {"load": load, "macros": macros, "readers": readers, "kill": kill}[arguments.what]
        run(arguments, arguments.data or Path(folder))


if __name__ == "__main__":
    main()
