"""The warehouse harmed: killed, out of room, with bytes flipped. What was told as loaded must last.

python bench/warehouse_harm.py kill [--times N]  kill -9 at random moments of stage, load, publish
python bench/warehouse_harm.py full [--times N]  a tmpfs too small, at so many sizes; needs root
python bench/warehouse_harm.py flip [--times N]  bytes flipped, cut, zeroed: database, log, batches

The rows are those of bench/river.py; --times says how often each, --data where.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from river import CLAIMS, River

from pipeline.edges.append import append
from pipeline.edges.batch import Batch
from pipeline.edges.database import scan, writing
from pipeline.edges.warehouse import Warehouse
from pipeline.errors import EnvironmentFault, OperatorError

FEW = 10  #: articles of a batch that is killed
SOME = 200  #: articles of a batch that meets a full disk or flipped bytes
KEPT = "SELECT batch_id, count(*) FROM ledger.claims GROUP BY ALL"
DOUBLED = "SELECT count(*) - count(DISTINCT id) FROM ledger.claims"
LOADER = """
import sys
from pathlib import Path
sys.path[:0] = [{code!r}, {bench!r}]
from river import River
from pipeline.edges.warehouse import Warehouse
river, folder = River({articles}), Path({folder!r})
print("ready", flush=True)
for number in range({first}, {first} + 1000):
    Warehouse(folder, wait_s=10).load(river.batch(folder / "batches", number))
    print(number, flush=True)
"""


def kill(times: int, folder: Path) -> None:
    """Kill a process that makes and loads batches at random moments; look for harm after each."""
    print(
        "| kills | batches told | lost | torn | doubled | not healed |\n|---|---|---|---|---|---|"
    )
    dice, told, harm = random.Random(1), set[int](), Counter[str]()
    for turn in range(times):
        told |= _killed(folder, max(told, default=-1) + 1, 3 * dice.random())
        try:
            Warehouse(folder, wait_s=10).load()
        except Exception as error:  # noqa: BLE001  the bench counts whatever goes wrong
            print(f"turn {turn}: {error}", file=sys.stderr)
            harm["not healed"] += 1
            continue
        harm += _harm(folder, told, FEW)
        if turn % 20 == 19:
            counts = [harm[name] for name in ("lost", "torn", "doubled", "not healed")]
            print(f"| {turn + 1} | {len(told)} | {' | '.join(map(str, counts))} |", flush=True)


def _killed(folder: Path, first: int, after_s: float) -> set[int]:
    """Start a process that loads batches, kill it, and return those that it told as loaded."""
    code = LOADER.format(
        code=str(Path(__file__).parents[1]),
        bench=str(Path(__file__).parent),
        folder=str(folder),
        first=first,
        articles=FEW,
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True
    ) as process:
        process.stdout.readline()
        time.sleep(after_s)
        process.kill()
        return {int(line) for line in process.stdout.read().split() if line.isdigit()}


def _harm(folder: Path, told: set[int], articles: int) -> Counter[str]:
    """Return how many published batches are lost or torn, and how many claims doubled."""
    with Warehouse(folder, wait_s=1).read() as db:
        kept = dict(db.execute(KEPT).fetchall())
        doubled = db.execute(DOUBLED).fetchall()[0][0]
    gone = {f"b{number:06}" for number in told} - set(kept)
    if gone:
        print(f"lost {sorted(gone)}", file=sys.stderr)
    torn = sum(rows != articles * CLAIMS for rows in kept.values())
    return Counter(lost=len(gone), torn=torn, doubled=doubled)


def full(times: int, folder: Path) -> None:
    """Fill file systems of growing sizes; each gets room in the end and must go on."""
    print("| room MB | full in | loaded by then | error | lost | torn | doubled | went on |")
    print("|---|---|---|---|---|---|---|---|")
    for size in range(8, 8 + 4 * times, 4):
        with _small(folder, size) as disk:
            where, error, told = _filled(disk)
            harm = _harm(disk, told, SOME) if told else Counter()
            _mount(disk, "remount,size=1g")
            every = set(range(max(told, default=-1) + 4))
            river = River(SOME)
            Warehouse(disk, wait_s=1).load(*(river.batch(disk / "batches", n) for n in every))
            harm += _harm(disk, every, SOME)
            went_on = not Warehouse(disk, wait_s=1).check()
        counts = [harm[name] for name in ("lost", "torn", "doubled")]
        print(
            f"| {size} | {where} | {len(told)} | {error} | {' | '.join(map(str, counts))} | "
            f"{'yes' if went_on else 'NO'} |",
            flush=True,
        )


def _filled(disk: Path) -> tuple[str, str, set[int]]:
    """Load batches until there is no room; return where, the error, and those told as loaded."""
    river, told, where = River(SOME), set[int](), "stage"
    try:
        for number in range(1_000):
            where = "stage"
            batch = river.batch(disk / "batches", number)
            where = "load"
            Warehouse(disk, wait_s=1).load(batch)
            told.add(number)
    except EnvironmentFault as error:
        where = "publish" if "not published" in str(error) else where
        return where, f"clear: {str(error).split('; ')[0].replace(str(disk), '')[:90]}", told
    except Exception as error:  # noqa: BLE001  the bench tells whatever goes wrong
        return where, f"UNCLEAR: {error!r}"[:200], told
    return "", "never full", told


@contextmanager
def _small(folder: Path, size: int) -> Iterator[Path]:
    disk = folder / "disk"
    disk.mkdir(exist_ok=True)
    _mount(disk, f"size={size}m")
    try:
        yield disk
    finally:
        subprocess.run(["umount", disk], check=True)


def _mount(disk: Path, options: str) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", disk], check=True)


def flip(times: int, folder: Path) -> None:
    """Damage copies of a data folder; each must be refused, or hold every row unchanged."""
    river, whole = River(SOME), folder / "whole"
    batches = [river.batch(whole / "batches", number) for number in range(3)]
    warehouse = Warehouse(whole, wait_s=1)
    warehouse.load(*batches[:2])
    before = warehouse.fingerprint()
    _with_log(whole, folder / "logged", batches[2])
    warehouse.load(batches[2])
    after = warehouse.fingerprint()
    dice = random.Random(1)
    print("| damaged | times | refused | of these made anew | rows unchanged | WRONG |")
    print("|---|---|---|---|---|---|")
    for source, file, right in (
        (whole, "hearsay.duckdb", [after]),
        (folder / "logged", "hearsay.duckdb.wal", [before, after]),
        (whole, "batches/b000001/extract/claims.parquet", [after]),
    ):
        ends = Counter[str]()
        for _ in range(times):
            end, made = _damaged(source, folder / "copy", file, dice)
            if end == "unchanged" and made.fingerprint() not in right:
                end = "WRONG"
            made.load(*(Batch(made.folder / "batches" / batch.id) for batch in batches))
            ends.update([end, end + ", then whole"] if made.fingerprint() == after else [end])
        counts = [ends[name] for name in ("refused", "refused, then whole", "unchanged", "WRONG")]
        print(f"| {file} | {times} | {' | '.join(map(str, counts))} |", flush=True)


def _damaged(source: Path, copy: Path, file: str, dice: random.Random) -> tuple[str, Warehouse]:
    """Damage a copy; return how it ended, and its warehouse, made anew if it was refused."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(source, copy)
    (copy / "news.duckdb").unlink()
    undamaged = (copy / file).read_bytes()
    dice.choice(DAMAGE)(copy / file, dice)
    end, made = _end(copy, file), Warehouse(copy, wait_s=1)
    if end != "unchanged":
        if file.startswith("batches"):
            (copy / file).write_bytes(undamaged)  # as its stage would make it again
        made.rebuild()
    return end, made


def _with_log(whole: Path, target: Path, batch: Batch) -> None:
    """Copy a data folder at the moment when a load is committed and not in the database yet."""
    with writing(whole / "hearsay.duckdb") as db:
        db.execute("BEGIN")
        append(db, [batch])
        db.execute("COMMIT")
        shutil.copytree(whole, target)


def _flipped(file: Path, dice: random.Random) -> None:
    data = bytearray(file.read_bytes())
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    file.write_bytes(data)


def _cut(file: Path, dice: random.Random) -> None:
    file.write_bytes(file.read_bytes()[: dice.randrange(file.stat().st_size)])


def _zeroed(file: Path, dice: random.Random) -> None:
    data = bytearray(file.read_bytes())
    start = dice.randrange(len(data))
    data[start : start + 4096] = bytes(len(data[start : start + 4096]))
    file.write_bytes(data)


DAMAGE: list[Callable[[Path, random.Random], None]] = [_flipped, _cut, _zeroed]


def _end(copy: Path, file: str) -> str:
    """Return whether a damaged folder is refused when it is opened, read and loaded."""
    warehouse = Warehouse(copy, wait_s=1)
    try:
        if file.startswith("batches"):
            warehouse.rebuild()
        with writing(warehouse.file):
            pass
        scan(warehouse.file)
        warehouse.load()
    except OperatorError:
        return "refused"
    except Exception as error:  # noqa: BLE001  the bench counts whatever goes wrong
        print(f"{error!r}"[:300], file=sys.stderr)
        return "WRONG"
    return "unchanged"


def main() -> None:
    """Run what the command line names."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("what", choices=["kill", "full", "flip"])
    parser.add_argument("--times", type=int, default=0)
    parser.add_argument("--data", type=Path)
    arguments = parser.parse_args()
    run, times = {"kill": (kill, 300), "full": (full, 8), "flip": (flip, 160)}[arguments.what]
    with tempfile.TemporaryDirectory() as folder:
        run(arguments.times or times, arguments.data or Path(folder))


if __name__ == "__main__":
    main()
