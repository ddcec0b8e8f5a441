"""Upkeep: files become few, what a rule lets go is gone, and a rebuild gives the same rows."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from builders import (
    NOON,
    a_batch,
    a_claim,
    a_document,
    a_failure,
    a_feed,
    a_poll,
    a_version,
    a_walk,
    a_warehouse,
    an_entry,
    an_extraction,
)
from msgspec.structs import replace as changed
from river import three_batches

from pipeline import ids, upkeep
from pipeline.edges import bodies, compact, sizes
from pipeline.edges.archive import Archive
from pipeline.edges.batch import Batch
from pipeline.edges.compact import compact as compacted
from pipeline.edges.compact import due, sweep
from pipeline.edges.forget import forget, overdue
from pipeline.edges.warehouse import Warehouse
from pipeline.errors import EnvironmentFault, QueryError, SettingsError, WarehouseError
from pipeline.export import pack
from pipeline.records import Article, Claim, Response
from pipeline.settings import Settings
from pipeline.tools import Tools

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATER = NOON + 30 * DAY
ROOT = Path(__file__).parents[1]


def some_batches(folder: Path) -> list[Batch]:
    """Batches of two weeks that share rows, renumber versions and read an article anew."""
    lone = a_version("https://example.org/2", "“Ça,” said Bob.", at=NOON + 8 * DAY)
    return [
        *three_batches(folder),
        a_batch(
            folder,
            a_walk(lone, a_claim(lone, content="Ça", source="Bob")),
            name="d",
            at=NOON + 8 * DAY,
        ),
        a_batch(folder, [a_feed(), a_poll(polled_at=LATER)], name="e", at=NOON + 8 * DAY + HOUR),
    ]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("loaded") / "data"
    a_warehouse(folder).load(*some_batches(folder / "batches"))
    return folder


@pytest.fixture
def warehouse(loaded: Path, tmp_path: Path) -> Warehouse:
    shutil.copytree(loaded, tmp_path / "data")
    return Warehouse(tmp_path / "data", wait_s=1)


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.parquet"))


def stored(warehouse: Warehouse, query: str) -> list[tuple]:
    with warehouse.read() as db:
        return db.execute(query).fetchall()


def rebuilt(warehouse: Warehouse) -> dict[str, str]:
    warehouse.rebuild()
    assert warehouse.check() == []
    return warehouse.fingerprint()


def test_compacted_batches_keep_rows_digests_and_ids_in_few_files(warehouse):
    before, loads = warehouse.fingerprint(), stored(warehouse, "FROM ledger.loads ORDER BY ALL")
    folders = [warehouse.folder / "batches" / name for name in "abcde"]
    records = {f: list(Batch(f).read(Article)) + list(Batch(f).read(Claim)) for f in folders}
    manifests = {f: Batch(f).manifest() for f in folders}
    assert compacted(due(warehouse.folder, before=LATER)) == 5
    assert files(warehouse.folder / "batches") == []
    assert len({name.split("/")[0] for name in files(warehouse.folder / "compact")}) == 2
    for folder in folders:
        batch = Batch(folder)
        assert batch.manifest() == manifests[folder]
        assert list(batch.read(Article)) + list(batch.read(Claim)) == records[folder]
    assert warehouse.load(*map(Batch, folders)).total == 0
    assert rebuilt(warehouse) == before
    assert stored(warehouse, "FROM ledger.loads ORDER BY ALL") == loads


def test_only_weeks_that_are_over_and_batches_that_were_loaded_are_compacted(warehouse):
    (warehouse.folder / "batches" / "b" / "loaded.json").unlink()
    monday = datetime(2024, 10, 21, 5, tzinfo=UTC)
    assert [[b.id for b in group] for group in due(warehouse.folder, before=monday)] == [["a", "c"]]
    assert due(warehouse.folder, before=monday - DAY) == []


def test_compacting_again_finds_nothing(warehouse):
    assert compacted(due(warehouse.folder, before=LATER)) == 5
    assert due(warehouse.folder, before=LATER) == []
    assert sweep(warehouse.folder) == 0


def test_a_stage_of_a_compacted_batch_can_be_run_anew(warehouse):
    before = warehouse.fingerprint()
    compacted(due(warehouse.folder, before=LATER))
    batch = Batch(warehouse.folder / "batches" / "a")
    claims = list(batch.read(Claim))
    with batch.writing("extract", later=("link",)) as out:
        out.write(an_extraction(next(batch.read(Article))))
        for claim in claims:
            out.write(claim)
    assert batch.compact is None
    assert batch.done("clean") == {"articles": 1, "failures": 1}
    warehouse.load(Batch(batch.folder))
    assert warehouse.check() == []
    assert warehouse.fingerprint()["claims"] == before["claims"]


def test_a_damaged_file_is_named_and_nothing_is_compacted(warehouse):
    file = warehouse.folder / "batches" / "a" / "clean" / "articles.parquet"
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    with pytest.raises(WarehouseError, match=r"a/clean/articles\.parquet: damaged.*hearsay run"):
        compacted(due(warehouse.folder, before=LATER))
    assert not (warehouse.folder / "compact").exists()


def test_a_flipped_byte_in_a_compacted_file_is_named_at_the_next_rebuild(warehouse):
    compacted(due(warehouse.folder, before=LATER))
    file = next((warehouse.folder / "compact").rglob("claims.parquet"))
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    with pytest.raises(WarehouseError, match=r"claims\.parquet: damaged.*backup"):
        warehouse.rebuild()


def test_what_is_not_what_was_written_is_never_trusted(warehouse, monkeypatch):
    monkeypatch.setattr(compact, "_same", lambda *_: False)
    with pytest.raises(WarehouseError, match="is not what was written"):
        compacted(due(warehouse.folder, before=LATER))
    assert len(files(warehouse.folder / "batches")) > 20
    sweep(warehouse.folder)
    assert list((warehouse.folder / "compact").iterdir()) == []


KILLED = """
from datetime import datetime
from pathlib import Path
from pipeline.edges.compact import compact, due, sweep
from pipeline.edges.forget import forget
from pipeline.edges.warehouse import Warehouse
folder, before = Path({folder!r}), datetime.fromisoformat({before!r})
print("ready", flush=True)
compact(due(folder, before=before))
sweep(folder)
forget(Warehouse(folder, wait_s=5), dict.fromkeys(["texts", "readings", "failures"], before))
"""


def test_killed_anywhere_upkeep_goes_on_and_gives_what_it_gives_undisturbed(warehouse, tmp_path):
    rules = dict.fromkeys(["texts", "readings", "failures"], LATER)
    undisturbed = Warehouse(tmp_path / "other", wait_s=5)
    shutil.copytree(warehouse.folder, undisturbed.folder)
    forget(undisturbed, rules)
    dice = random.Random(3)
    code = KILLED.format(folder=str(warehouse.folder), before=LATER.isoformat())
    for _ in range(2):
        with subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=ROOT
        ) as process:
            process.stdout.readline()
            time.sleep(dice.random() * 0.5)
            process.kill()
        assert {Batch(p).id for p in (warehouse.folder / "batches").iterdir()} == set("abcde")
    compacted(due(warehouse.folder, before=LATER))
    forget(warehouse, rules)
    told = {table: rows for table, rows in warehouse.fingerprint().items() if table != "loads"}
    assert told == {t: rows for t, rows in undisturbed.fingerprint().items() if t != "loads"}
    assert rebuilt(warehouse) == warehouse.fingerprint()
    assert sweep(warehouse.folder) == 0


def test_readings_that_newer_code_replaced_leave_and_nobody_who_asks_sees_a_difference(warehouse):
    asked = "SELECT * EXCLUDE (slot) FROM claims ORDER BY ALL"
    before = stored(warehouse, asked)
    assert stored(warehouse, "SELECT count(*) FROM ledger.claims") == [(4,)]
    assert overdue(warehouse, {"readings": NOON})[1] == {"readings": 0}
    forget(warehouse, {"readings": LATER})
    assert stored(warehouse, "SELECT count(*) FROM ledger.claims") == [(3,)]
    assert stored(warehouse, asked) == before
    assert warehouse.check() == []
    assert not any(forget(warehouse, {"readings": LATER}).values())


def test_older_cleanings_leave_with_what_was_found_in_them(tmp_path):
    warehouse = a_warehouse(tmp_path)
    old = a_version("https://example.org/1", "Ann said: one. Read more.")
    new = replace(
        old,
        text="Ann said: one.",
        id=ids.make("another"),
        text_hash="h",
        cleaner_version="0.2",
    )
    claim = a_claim(old, content="one", source="Ann")
    batches = tmp_path / "batches"
    warehouse.load(a_batch(batches, a_walk(old, claim), name="a"))
    again = a_claim(new, content="one", source="Ann")
    made = [replace(new, document_id=next(warehouse_documents(warehouse)))]
    made += [an_extraction(made[0]), replace(again, version_id=new.id)]
    warehouse.load(a_batch(batches, made, name="b", at=NOON + DAY))
    assert stored(warehouse, "SELECT count(*) FROM ledger.articles") == [(2,)]
    forget(warehouse, {"readings": NOON + 2 * DAY})
    assert stored(warehouse, "SELECT cleaner_version FROM ledger.articles") == [("0.2",)]
    assert stored(warehouse, "SELECT id FROM ledger.claims") == [(again.id,)]
    assert warehouse.check() == []


def warehouse_documents(warehouse):
    return iter(row[0] for row in stored(warehouse, "SELECT id FROM ledger.documents"))


def test_texts_leave_batches_ledger_and_files_while_claims_stay(warehouse, tmp_path):
    word = "Ça"
    forget(warehouse, {"texts": LATER})
    assert stored(warehouse, "SELECT DISTINCT text FROM articles") == [("",)]
    assert (word,) in stored(warehouse, "SELECT content FROM claims")
    assert stored(warehouse, "SELECT count(*) FROM claims_about('two')") == [(1,)]
    assert warehouse.check() == []
    for file in files(warehouse.folder):
        if file.endswith("articles.parquet"):
            texts = duckdb.sql(f"SELECT text, lead FROM '{warehouse.folder / file}'").fetchall()
            assert set(texts) == {("", None)}
    before = warehouse.fingerprint()
    assert rebuilt(warehouse) == before
    [(claim,), *_] = stored(warehouse, "SELECT claim_id FROM claims")
    with pytest.raises(QueryError, match=r"gone by upkeep\.keep_texts_days"):
        pack(claim, warehouse, Archive(tmp_path / "archive"), tmp_path / "pack")


def test_texts_of_compacted_batches_leave_their_files_too(warehouse):
    compacted(due(warehouse.folder, before=LATER))
    forget(warehouse, {"texts": NOON + 2 * DAY})
    found = [
        row[0]
        for file in (warehouse.folder / "compact").rglob("articles.parquet")
        for row in duckdb.sql(f"SELECT text FROM '{file}'").fetchall()
    ]
    assert sorted(set(found)) == ["", "“Ça,” said Bob."]
    assert warehouse.check() == []


def test_failures_leave_but_for_the_reasons_why_a_page_is_not_stored(tmp_path):
    warehouse = a_warehouse(tmp_path)
    article = a_version("https://example.org/1", "Ann said: one.")
    walk = a_walk(article)
    gone, rejected = an_entry(url="https://example.org/2"), an_entry(url="https://example.org/3")
    document = a_document(rejected, body=b"nothing")
    walk += [gone, rejected, document]
    walk += [
        a_failure(stage="fetch", record_id=walk[2].id, error="Unreachable"),
        a_failure(stage="fetch", record_id=gone.id, error="Unreadable"),
        a_failure(stage="clean", record_id=document.id, error="Unreadable"),
        a_failure(stage="extract", record_id=article.id, error="TooBig"),
    ]
    warehouse.load(a_batch(tmp_path / "batches", walk))
    states = "SELECT entry_id, state, why FROM entries ORDER BY ALL"
    before = stored(warehouse, states)
    assert {row[1] for row in before} == {"stored", "gave up", "rejected"}
    assert forget(warehouse, {"failures": NOON}) == {"failures": 0}
    assert forget(warehouse, {"failures": NOON + DAY}) == {"failures": 2}
    assert stored(warehouse, "SELECT stage, record_id FROM ledger.failures ORDER BY ALL") == [
        ("clean", document.id),
        ("fetch", gone.id),
    ]
    assert stored(warehouse, states) == before


def test_polls_leave_but_for_the_latest_of_each_feed(tmp_path):
    warehouse = a_warehouse(tmp_path)
    feed, other = a_feed(), a_feed(url="https://example.org/other.xml")
    polls = [a_poll(feed, polled_at=NOON + n * HOUR, new=0) for n in range(3)]
    polls.append(a_poll(other, polled_at=NOON, new=0))
    warehouse.load(a_batch(tmp_path / "batches", [feed, other, *polls]))
    assert forget(warehouse, {"polls": NOON + 2 * HOUR}) == {"polls": 2}
    left = warehouse.last_polls(before=NOON + 3 * HOUR)
    assert left == {feed.id: polls[2], other.id: polls[3]}
    assert warehouse.check() == []


def a_page(body: bytes, at: datetime, url: str = "http://news.example/a") -> Response:
    return Response(url=url, final_url=url, status=200, at=at, body=body)


def put(folder: Path, *pages: Response) -> list[str]:
    """Archive pages in one file, last written when the last of them came."""
    archive = Archive(folder)
    keys = [archive.put(page) for page in pages]
    name = archive._name
    archive.close()
    stamp = pages[-1].at.timestamp()
    os.utime(folder / name, (stamp, stamp))
    return keys


def test_bodies_leave_but_for_those_that_a_later_fetch_refers_to(tmp_path):
    old, same = put(tmp_path, a_page(b"old", NOON), a_page(b"same", NOON))
    put(tmp_path, a_page(b"same", NOON + 9 * DAY), a_page(b"new", NOON + 9 * DAY))
    archive = Archive(tmp_path)
    told = bodies.overdue(archive, NOON + DAY)
    assert told.captures == 1
    assert bodies.forget(archive, NOON + DAY) == told
    assert not archive.has(old)
    assert archive.get(same) == b"same"
    with pytest.raises(EnvironmentFault):
        archive.get(old)
    assert b"old" not in b"".join(path.read_bytes() for path in tmp_path.rglob("*.warc.gz"))
    assert bodies.forget(archive, NOON + DAY).captures == 0
    (tmp_path / "index.sqlite").unlink()
    archive.close()
    assert Archive(tmp_path).get(same) == b"same"
    assert bodies.forget(Archive(tmp_path), NOON + 10 * DAY).captures == 3
    assert list(tmp_path.rglob("*.warc.gz")) == []


def test_a_file_that_holds_anything_younger_stays_whole(tmp_path):
    keys = put(tmp_path, a_page(b"old", NOON), a_page(b"new", NOON + 9 * DAY))
    archive = Archive(tmp_path)
    assert bodies.forget(archive, NOON + DAY) == bodies.Freed(0, 0)
    assert [archive.get(key) for key in keys] == [b"old", b"new"]


def tools_of(tmp_path: Path, now: datetime = LATER, **rules: int) -> Tools:
    settings = Settings.load(None, tmp_path / "data")
    return Tools(changed(settings, upkeep=changed(settings.upkeep, **rules)), now)


def test_by_default_nothing_is_ever_let_go(warehouse, tmp_path):
    before = warehouse.fingerprint()
    with tools_of(tmp_path, LATER + 10_000 * DAY) as tools:
        assert upkeep.overdue(tools) == {}
        done = upkeep.tidy(tools)
    assert done == {"lines learned": 0, "batches compacted": 5, "surveys removed": 0}
    assert warehouse.fingerprint() == before


def test_what_is_shown_beforehand_is_what_goes(warehouse, tmp_path):
    put(tmp_path / "data" / "archive", a_page(b"old", NOON))
    rules = {"keep_bodies_days": 5, "keep_failures_days": 5, "keep_readings_days": 5}
    with tools_of(tmp_path, **rules) as tools:
        told = upkeep.overdue(tools)
        assert told == {"bodies": 1, "readings": 0, "failures": 1}
        assert upkeep.overdue(tools) == told
        assert upkeep.forget(tools) == {**told, "failures": 2}  # one stood behind the other
        assert set(upkeep.overdue(tools).values()) == {0}


def test_a_rule_that_makes_no_sense_is_refused(tmp_path):
    file = tmp_path / "hearsay.toml"
    for line, told in (
        ("keep_texts_days = 5", "set it to 0 or at least 60"),
        ("keep_polls_days = -1", ">= 0"),
    ):
        file.write_text(f"[upkeep]\n{line}\n")
        with pytest.raises(SettingsError, match=told):
            Settings.load(file)


def test_growth_is_told_by_part_and_week(warehouse, tmp_path):
    folder = warehouse.folder
    now = sizes.measure(folder)
    assert now["ledger"] == warehouse.file.stat().st_size
    assert now["batches"] > 0 == now["archive"]
    for week, size in ((3, 100), (2, 700), (1, 900)):
        sizes.note(folder, (LATER - timedelta(weeks=week)).date())
        lines = (folder / "sizes.jsonl").read_text().splitlines()
        lines[-1] = lines[-1].replace(f'"ledger": {now["ledger"]}', f'"ledger": {size}')
        (folder / "sizes.jsonl").write_text("\n".join([*lines, "half a li"]) + "\n")
    with tools_of(tmp_path) as tools:
        upkeep.tidy(tools)
        told = {part.part: part for part in upkeep.grown(tools)}
    assert told["ledger"].weeks == (told["ledger"].bytes - 900, 200, 600, None)
