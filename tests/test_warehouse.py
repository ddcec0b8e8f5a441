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
    a_number,
    a_poll,
    a_version,
    a_walk,
    an_article,
    an_entry,
    an_extraction,
)

from pipeline.edges import publish as publishing
from pipeline.edges.batch import Batch
from pipeline.edges.warehouse import Warehouse
from pipeline.errors import EnvironmentFault, WarehouseError
from pipeline.records import Number

HOUR = timedelta(hours=1)


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path, wait_s=0.2)


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


def three_batches(folder: Path) -> list[Batch]:
    """Batches that share an article, renumber its versions, and extract it anew."""
    url = "https://example.org/1"
    first = a_version(url, "Ann said: one.", at=NOON)
    second = a_version(url, "Ann said: one, two.", at=NOON + HOUR)
    claim = a_claim(first, content="one", source="Ann")
    other = a_claim(second, content="two", source="Ann")
    newer = replace(claim, extractor_version="0.2")
    return [
        a_batch(folder, [*a_walk(first, claim), a_failure()], name="a", at=NOON),
        a_batch(folder, [*a_walk(first, claim), *a_walk(second, other)], name="b", at=NOON + HOUR),
        a_batch(
            folder,
            [*a_walk(first, newer), a_link(newer, other), a_failure()],
            name="c",
            at=NOON + 2 * HOUR,
        ),
    ]


def test_any_order_of_loading_gives_the_same_database(tmp_path):
    batches = three_batches(tmp_path / "batches")
    prints = []
    for number, order in enumerate([(0, 1, 2), (2, 1, 0), (1, 2, 0)]):
        warehouse = Warehouse(tmp_path / str(number), wait_s=1)
        warehouse.load(*(batches[at] for at in order))
        assert warehouse.check() == []
        prints.append(warehouse.fingerprint())
    assert all(one == prints[0] for one in prints)


def test_a_batch_made_anew_replaces_its_rows(tmp_path):
    one, two, three = three_batches(tmp_path / "batches")
    warehouse = Warehouse(tmp_path / "data", wait_s=1)
    warehouse.load(one, two, three)
    url, again = "https://example.org/1", tmp_path / "again"
    first = a_version(url, "Ann said: one.", at=NOON)
    anew = a_batch(tmp_path / "batches", [*a_walk(first), a_failure(stage="poll")], name="a")
    warehouse.load(anew)
    assert warehouse.check() == []
    fresh = Warehouse(again, wait_s=1)
    fresh.load(anew, two, three)
    assert warehouse.fingerprint() == fresh.fingerprint()


def test_claims_whose_words_are_not_in_the_text_are_refused(warehouse, tmp_path):
    article = an_article()
    claim = replace(a_claim(article), content="Everybody crossed")
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


def test_a_claim_without_its_article_is_refused(warehouse, tmp_path):
    article = an_article()
    with pytest.raises(WarehouseError, match="extraction without article"):
        warehouse.load(a_batch(tmp_path / "batches", [an_extraction(article), a_claim(article)]))


def test_the_last_poll_of_a_feed_comes_back_whole(warehouse, tmp_path):
    assert warehouse.last_poll("none") is None
    feed = a_feed()
    polls = [a_poll(feed, polled_at=NOON + n * HOUR, etag=f"v{n}") for n in (2, 0, 1)]
    warehouse.load(a_batch(tmp_path / "batches", [feed, *polls]))
    assert warehouse.last_poll(feed.id) == polls[0]
    assert warehouse.last_poll(feed.id, before=polls[0].polled_at) == polls[2]
    assert warehouse.last_poll("none") is None


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
