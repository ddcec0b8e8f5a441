"""The warehouse: what batches hold is stored once, in any order, through any crash."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta
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
    a_link,
    a_poll,
    a_version,
    a_walk,
    a_warehouse,
    an_article,
    an_entry,
    an_extraction,
)
from river import three_batches

from pipeline.edges import publish as publishing
from pipeline.edges.batch import Batch
from pipeline.edges.database import explained
from pipeline.edges.warehouse import Warehouse
from pipeline.errors import EnvironmentFault, WarehouseError
from pipeline.records import Number, Source, Span

HOUR = timedelta(hours=1)


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return a_warehouse(tmp_path, wait_s=0.2)


def rows(warehouse: Warehouse, query: str, *values: object) -> list[tuple]:
    with warehouse.read() as db:
        return db.execute(query, list(values)).fetchall()


def test_a_batch_loaded_twice_adds_nothing_and_copies_nothing(warehouse, tmp_path):
    article = an_article()
    batch = a_batch(tmp_path / "batches", [*a_walk(article, a_claim(article)), a_failure()])
    first = warehouse.load(batch)
    assert first.added == dict.fromkeys(
        ["feeds", "polls", "entries", "documents", "articles", "extractions", "claims", "failures"],
        1,
    )
    made = warehouse.published.stat().st_ino
    assert warehouse.load(batch).total == 0
    assert warehouse.published.stat().st_ino == made


def test_two_versions_of_an_article_are_numbered_as_they_were_seen(warehouse, tmp_path):
    early = a_version("https://example.org/1", "Ann said: one.", at=NOON)
    late = a_version("https://example.org/1", "Ann said: two.", at=NOON + HOUR)
    batches = tmp_path / "batches"
    warehouse.load(a_batch(batches, a_walk(late), name="b", at=NOON + HOUR))
    assert rows(warehouse, "SELECT version, text FROM articles") == [(1, late.text)]
    warehouse.load(a_batch(batches, a_walk(early), name="a", at=NOON))
    assert rows(warehouse, "SELECT version, text FROM articles ORDER BY 1") == [
        (1, early.text),
        (2, late.text),
    ]


def test_claims_follow_the_numbers_of_their_articles(warehouse, tmp_path):
    early = a_version("https://example.org/1", "Ann said: one.", at=NOON)
    late = a_version("https://example.org/1", "Ann said: two.", at=NOON + HOUR)
    claim = a_claim(late, content="two", source="Ann")
    batches = tmp_path / "batches"
    warehouse.load(a_batch(batches, a_walk(late, claim), name="b", at=NOON + HOUR))
    assert rows(warehouse, "SELECT version FROM claims") == [(1,)]
    warehouse.load(a_batch(batches, a_walk(early), name="a", at=NOON))
    assert rows(warehouse, "SELECT version FROM claims") == [(2,)]


def test_a_newer_extraction_puts_the_older_one_out_of_sight(warehouse, tmp_path):
    article = an_article()
    old = a_claim(article)
    gone = a_claim(article, content="1,500 soldiers had crossed the river", source="Ann Lee")
    link = a_link(old, gone)
    new = replace(old, extractor_version="0.2", confidence=0.99)
    batches = tmp_path / "batches"
    warehouse.load(a_batch(batches, [*a_walk(article, old, gone), link], name="a"))
    assert rows(warehouse, "SELECT count(*) FROM links") == [(1,)]
    again = [a_document(), article, an_extraction(article, extractor_version="0.2", claims=1), new]
    warehouse.load(a_batch(batches, again[1:], name="b", at=NOON + HOUR))
    assert rows(warehouse, "SELECT claim_id, confidence FROM claims") == [(old.id, 0.99)]
    assert rows(warehouse, "SELECT count(*) FROM ledger.claims") == [(3,)]
    assert rows(warehouse, "SELECT count(*) FROM links") == [(0,)]


def test_a_newer_cleaning_renames_the_outlet_of_older_claims(warehouse, tmp_path):
    article = an_article()
    batches = tmp_path / "batches"
    warehouse.load(a_batch(batches, a_walk(article, a_claim(article)), name="a"))
    cleaned = replace(article, outlet="The Example", cleaner_version="0.2")
    warehouse.load(a_batch(batches, a_walk(cleaned), name="b", at=NOON + HOUR))
    assert rows(warehouse, "SELECT outlet FROM claims") == [("The Example",)]
    assert rows(warehouse, "SELECT count(*), any_value(outlet) FROM articles") == [
        (1, "The Example")
    ]
    assert not warehouse.check()


def test_any_order_of_loading_gives_the_same_database(tmp_path):
    batches = three_batches(tmp_path / "batches")
    prints = []
    orders = [[(0, 1, 2)], [(0,), (1,), (2,)], [(2,), (1,), (0,)], [(1,), (2, 0)], [(0, 2), (1,)]]
    for number, order in enumerate(orders):
        warehouse = a_warehouse(tmp_path / str(number), wait_s=1)
        for together in order:
            warehouse.load(*(batches[at] for at in together))
        assert warehouse.check() == []
        prints.append(warehouse.fingerprint())
    assert all(one == prints[0] for one in prints)


def test_a_batch_made_anew_replaces_its_rows(tmp_path):
    one, two, three = three_batches(tmp_path / "batches")
    warehouse = a_warehouse(tmp_path / "data", wait_s=1)
    warehouse.load(one, two, three)
    url, again = "https://example.org/1", tmp_path / "again"
    first = a_version(url, "Ann said: one.", at=NOON)
    anew = a_batch(tmp_path / "batches", [*a_walk(first), a_failure(stage="poll")], name="a")
    warehouse.load(anew)
    assert warehouse.check() == []
    fresh = a_warehouse(again, wait_s=1)
    fresh.load(anew, two, three)
    assert warehouse.fingerprint() == fresh.fingerprint()


@pytest.mark.parametrize(
    "wrong",
    [
        {"content": "Everybody crossed"},
        {"source_end": 1},
        {"cue_end": 1},
        {"content_parts": (Span(start=0, end=3),)},
        {"content_parts": (Span(start=67, end=73), Span(start=74, end=75))},
    ],
)
def test_claims_whose_words_are_not_in_the_text_are_refused(warehouse, tmp_path, wrong):
    article = an_article()
    claim = replace(a_claim(article), **wrong)
    with pytest.raises(WarehouseError, match="provenance"):
        warehouse.load(a_batch(tmp_path / "batches", a_walk(article, claim)))
    warehouse.load()
    assert rows(warehouse, "SELECT count(*) FROM ledger.batches") == [(0,)]


@pytest.mark.parametrize("text", ["👩‍👩‍👧 e\u0301 𝔸: ", "ﬁ İ ß ", "日本語、\u200d\ufeff "])
def test_offsets_count_as_python_counts(warehouse, tmp_path, text):
    article = an_article(text=text + "“Nobody crossed anything,” said Bob Roe.")
    number = Number(text=text[:2], start=0, end=2, low=1, high=1)
    warehouse.load(
        a_batch(tmp_path / "batches", a_walk(article, a_claim(article, numbers=(number,))))
    )
    assert rows(warehouse, "SELECT text FROM claim_numbers") == [(text[:2],)]


@pytest.mark.parametrize(
    "sentence",
    [
        "“Nobody crossed anything,” said Bob Roe.",
        "👩‍👩‍👧 e\u0301 ß: Nobody crossed anything, Nobody crossed anything 日本",
        "Nobody crossed anything",
        "Nobody … crossed anything.",
        "",
    ],
)
def test_a_sentence_comes_back_whole_wherever_the_content_stands_in_it(
    warehouse, tmp_path, sentence
):
    article = an_article()
    claim = a_claim(article, sentence=sentence)
    warehouse.load(a_batch(tmp_path / "batches", a_walk(article, claim)))
    assert claim.content == "Nobody crossed anything"
    assert rows(warehouse, "SELECT sentence FROM claims") == [(sentence,)]
    assert warehouse.recent_claims([], first=None, last=None) == [claim]


@pytest.mark.parametrize("named", [None, "Bob Roe"])
@pytest.mark.parametrize(
    "sources",
    [
        (),
        (Source(),),
        (Source(name="Bob Roe", country="Tisania", type="person"),),
        (Source(name="Robert Roe", organization="Guard"), Source(name="Ann Lee", role="aide")),
        (Source(type="anonymous", anonymous=True), Source(country="Tisania")),
    ],
)
def test_the_sources_of_a_claim_come_back_whole_however_they_are_named(
    warehouse, tmp_path, named, sources
):
    article = an_article()
    claim = a_claim(article, source=named, sources=sources)
    warehouse.load(a_batch(tmp_path / "batches", a_walk(article, claim)))
    assert warehouse.recent_claims([], first=None, last=None) == [claim]
    unnamed = bool(sources) and sources[0].anonymous
    assert rows(warehouse, "SELECT source_text, is_anonymous FROM claims") == [(named, unnamed)]


def test_a_content_in_two_parts_comes_back_in_two_parts(warehouse, tmp_path):
    article = an_article()
    parts = (Span(start=67, end=73), Span(start=82, end=90))
    content = " … ".join(article.text[part.start : part.end] for part in parts)
    claim = replace(a_claim(article), content=content, content_parts=parts)
    warehouse.load(a_batch(tmp_path / "batches", a_walk(article, claim)))
    assert warehouse.recent_claims([], first=None, last=None) == [claim]


def test_a_claim_without_its_article_is_refused(warehouse, tmp_path):
    article = an_article()
    with pytest.raises(WarehouseError, match="extraction without article"):
        warehouse.load(a_batch(tmp_path / "batches", [an_extraction(article), a_claim(article)]))


def test_the_last_poll_of_a_feed_comes_back_whole(warehouse, tmp_path):
    assert warehouse.last_polls(before=NOON) == {}
    feed, other = a_feed(), a_feed(url="https://example.org/other.xml")
    polls = [a_poll(feed, polled_at=NOON + n * HOUR, etag=f"v{n}") for n in (2, 0, 1)]
    polls.append(a_poll(other, polled_at=NOON))
    warehouse.load(a_batch(tmp_path / "batches", [feed, other, *polls]))
    last = {feed.id: polls[0], other.id: polls[3]}
    assert warehouse.last_polls(before=NOON + 3 * HOUR) == last
    assert warehouse.last_polls(before=NOON + 2 * HOUR) == last | {feed.id: polls[2]}


def test_sightings_are_found_by_id_guid_or_address_of_the_same_feed(warehouse, tmp_path):
    entry = an_entry(guid="g1", canonical_url="https://example.org/1")
    assert warehouse.sightings(entry.feed_id, [entry]) == []
    batch = a_batch(tmp_path / "batches", [a_feed(), entry])
    warehouse.load(batch)
    [found] = warehouse.sightings(entry.feed_id, [replace(entry, id="other", guid=None)])
    assert (found.id, found.guid, found.title) == (entry.id, "g1", entry.title)
    moved = replace(entry, id="other", canonical_url="https://example.org/2")
    assert warehouse.sightings(entry.feed_id, [moved]) == [found]
    assert warehouse.sightings(entry.feed_id, [replace(moved, guid="g2")]) == []
    assert warehouse.sightings("another feed", [entry]) == []
    assert warehouse.sightings(entry.feed_id, [entry], but_of=batch.id) == []


def test_recent_claims_are_current_near_in_time_and_not_our_own(warehouse, tmp_path):
    early = a_version("https://example.org/1", "Ann said: one.", at=NOON)
    late = a_version("https://example.org/2", "Ann said: two.", at=NOON + 3 * HOUR)
    first, second = (
        a_claim(early, content="one", source="Ann"),
        a_claim(late, content="two", source="Ann"),
    )
    batch = a_batch(tmp_path / "batches", [*a_walk(early, first), *a_walk(late, second)])
    warehouse.load(batch)
    window = {"first": NOON - HOUR, "last": NOON + 4 * HOUR}
    assert warehouse.recent_claims([], **window) == [second, first]
    assert warehouse.recent_claims([second], **window) == [first]
    assert warehouse.recent_claims([], first=NOON + HOUR, last=NOON + 4 * HOUR) == [second]
    assert warehouse.recent_claims([], **window, but_of=[batch.id]) == []


def test_two_loaders_the_second_is_told_who_is_first(warehouse, tmp_path):
    with warehouse.locked():
        code = (
            "import sys; from pathlib import Path; from pipeline.edges.warehouse import Warehouse;"
            f"Warehouse(Path({str(tmp_path)!r}), wait_s=0.1).load()"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], check=False, capture_output=True, text=True
        )
    assert f"process {os.getpid()} (since" in done.stderr
    assert "WarehouseError" in done.stderr
    warehouse.load()


def test_a_published_copy_that_a_crash_prevented_is_made_at_the_next_load(
    warehouse, tmp_path, monkeypatch
):
    batch = a_batch(tmp_path / "batches", a_walk(an_article()))
    warehouse.load()
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.edges.warehouse.publish", lambda *_: os.kill)
        warehouse.load(batch)
    assert rows(warehouse, "SELECT count(*) FROM articles") == [(0,)]
    (tmp_path / "news.123.tmp").write_bytes(b"half a copy")
    assert warehouse.load().total == 0
    assert rows(warehouse, "SELECT count(*) FROM articles") == [(1,)]
    assert not (tmp_path / "news.123.tmp").exists()


def test_who_reads_keeps_the_copy_that_was_opened(warehouse, tmp_path):
    batches = tmp_path / "batches"
    warehouse.load(a_batch(batches, a_walk(an_article()), name="a"))
    with warehouse.read() as db:
        warehouse.load(a_batch(batches, a_walk(a_version("https://example.org/2", "So")), name="b"))
        assert db.execute("SELECT count(*) FROM articles").fetchall() == [(1,)]
    assert rows(warehouse, "SELECT count(*) FROM articles") == [(2,)]


def test_a_copy_under_another_name_answers(warehouse, tmp_path):
    warehouse.load(a_batch(tmp_path / "batches", a_walk(an_article(), a_claim())))
    other = warehouse.published.rename(tmp_path / "other name.duckdb")
    with duckdb.connect(str(other), read_only=True) as db:
        views = db.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
        assert len(views) > 5
        for (view,) in views:
            db.execute(f'SELECT * FROM "{view}"').fetchall()
    with duckdb.connect() as db:
        db.execute(f"ATTACH '{other}' AS elsewhere (READ_ONLY)")
        for (view,) in views:
            db.execute(f'SELECT * FROM elsewhere."{view}"').fetchall()


def test_a_flipped_byte_in_a_batch_is_named(warehouse, tmp_path):
    batch = a_batch(tmp_path / "batches", a_walk(an_article()))
    file = batch.folder / "clean" / "articles.parquet"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    with pytest.raises(WarehouseError, match=r"articles\.parquet: damaged.*hearsay run clean"):
        warehouse.load(batch)


@pytest.mark.parametrize("harm", ["flip", "cut", "text"])
def test_a_damaged_database_is_named_with_its_remedy(warehouse, tmp_path, harm):
    warehouse.load(a_batch(tmp_path / "batches", a_walk(an_article()), name="a"))
    data = bytearray(warehouse.file.read_bytes())
    if harm == "flip":
        data[9000] ^= 1
        data[5000] ^= 1
    warehouse.file.write_bytes({"cut": data[:5000], "text": b"no database"}.get(harm, data))
    with pytest.raises(WarehouseError, match=r"hearsay\.duckdb: damaged.*hearsay rebuild"):
        warehouse.load(a_batch(tmp_path / "batches", a_walk(an_article()), name="b"))


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (duckdb.OutOfMemoryException("failed to allocate data"), "out of memory"),
        (duckdb.IOException('Cannot open file "x": Permission denied'), "may not be opened"),
        (duckdb.IOException("database file with version number 999, but"), "another version"),
        (duckdb.IOException("Could not set lock: Conflicting lock is held"), "another program"),
        (duckdb.IOException("Corrupt database file: computed checksum 1"), "damaged"),
        (duckdb.IOException("Failure while replaying WAL file"), "damaged"),
    ],
)
def test_what_duckdb_refuses_is_told_with_its_remedy(error, told):
    meaning = explained(error, Path("hearsay.duckdb"))
    assert told in str(meaning)
    assert "damaged" in told or "damaged" not in str(meaning)


def test_a_query_of_ours_that_is_wrong_is_a_bug_and_not_damage(warehouse, tmp_path, monkeypatch):
    assert explained(duckdb.BinderException("no such column"), warehouse.file) is None
    monkeypatch.setattr("pipeline.edges.warehouse.index", lambda db: db.execute("FROM nothing"))
    with pytest.raises(duckdb.CatalogException):
        warehouse.load(a_batch(tmp_path / "batches", a_walk(an_article())))


def test_a_folder_that_may_not_be_written_is_no_damage(tmp_path):
    (tmp_path / "hearsay.duckdb").mkdir()
    with pytest.raises((EnvironmentFault, duckdb.Error)) as caught:
        Warehouse(tmp_path, wait_s=1).load()
    assert "damaged" not in str(caught.value)


def test_a_full_disk_while_publishing_keeps_the_rows(warehouse, tmp_path, monkeypatch):
    batch = a_batch(tmp_path / "batches", a_walk(an_article()))

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(publishing.shutil, "copyfile", full)
        with pytest.raises(EnvironmentFault, match=r"No space left.*rows are safe"):
            warehouse.load(batch)
    assert warehouse.load(batch).total == 0
    assert rows(warehouse, "SELECT count(*) FROM articles") == [(1,)]


def test_a_full_disk_while_loading_is_told_and_passes(tmp_path):
    first = a_batch(tmp_path / "batches", a_walk(an_article()), name="a")
    warehouse = a_warehouse(tmp_path, wait_s=1)
    warehouse.load(first)
    words = " ".join(str(n * n) for n in range(300_000))
    a_batch(tmp_path / "batches", a_walk(a_version("https://example.org/big", words)), name="b")
    limit = warehouse.file.stat().st_size + 300_000
    code = f"""
import resource
from pathlib import Path
from pipeline.edges.batch import Batch
from pipeline.edges.warehouse import Warehouse
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
Warehouse(Path({str(tmp_path)!r}), wait_s=1).load(Batch(Path({str(tmp_path / "batches/b")!r})))
"""
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert "EnvironmentFault" in done.stderr, done.stderr
    assert "no room to write" in done.stderr
    assert rows(warehouse, "SELECT count(*) FROM articles") == [(1,)]
    warehouse.load(first, Batch(tmp_path / "batches/b"))
    assert rows(warehouse, "SELECT count(*) FROM articles") == [(2,)]


def test_kill_at_any_moment_loses_and_doubles_nothing(tmp_path):
    batches = [
        a_batch(
            tmp_path / "batches",
            a_walk(
                article := a_version(f"https://example.org/{n}", f"Ann said: {n} men."),
                a_claim(article, content=f"{n} men", source="Ann"),
            ),
            name=f"b{n}",
            at=NOON + n * HOUR,
        )
        for n in range(4)
    ]
    warehouse = a_warehouse(tmp_path, wait_s=5)
    code = f"""
from pathlib import Path
from pipeline.edges.batch import Batch
from pipeline.edges.warehouse import Warehouse
warehouse = Warehouse(Path({str(tmp_path)!r}), wait_s=5)
print("ready", flush=True)
for n in range(4):
    warehouse.load(Batch(Path({str(tmp_path / "batches")!r}) / f"b{{n}}"))
    print(n, flush=True)
"""
    for pause in (0.02, 0.08, 0.2, 0.5):
        with subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True
        ) as loader:
            loader.stdout.readline()
            time.sleep(pause)
            loader.kill()
            told = [int(line) for line in loader.stdout.read().split()]
        warehouse.load()
        kept = {row[0] for row in rows(warehouse, "SELECT batch_id FROM ledger.batches")}
        assert {f"b{n}" for n in told} <= kept
        assert warehouse.check() == []
    warehouse.load(*batches)
    assert rows(warehouse, "SELECT count(*), count(DISTINCT claim_id) FROM claims") == [(4, 4)]


def test_a_batch_of_other_code_is_named(warehouse, tmp_path, monkeypatch):
    from pipeline.edges import batch as batches

    schema = batches.arrow_schema
    with monkeypatch.context() as patch:
        patch.setattr(batches, "arrow_schema", lambda kind: schema(kind).remove(1))
        batch = a_batch(tmp_path / "batches", [a_feed()], name="old")
    with pytest.raises(WarehouseError, match="batch old: its files do not fit the tables"):
        warehouse.load(batch)
    warehouse.load(a_batch(tmp_path / "batches", [a_feed()], name="new"))
