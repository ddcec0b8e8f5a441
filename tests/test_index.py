"""The index of words: a question finds with it what a reading of everything finds."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from builders import NOON, a_batch, a_claim, a_version, a_walk, a_warehouse, an_extraction
from hypothesis import given, settings
from hypothesis import strategies as st
from river import river

from pipeline.edges import index as indexing
from pipeline.edges.batch import Batch
from pipeline.edges.warehouse import Warehouse
from pipeline.records import Source

HOUR = timedelta(hours=1)
DATA = Path(__file__).parent / "data" / "warehouse"
WORDS = ["Zoë", "café", "U.S.", "1,500", "river", "rivers", "“No”", "anti-war", "naïve…", "men."]


@pytest.fixture(scope="module", autouse=True)
def _every_article_is_indexed():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(indexing, "FRESH", 1)
        patch.setattr(indexing, "PART", 20)
        yield


def batches(folder: Path, count: int) -> list[Batch]:
    """Batches of an article each, of all words but a few."""
    made = []
    for n in range(count):
        said = " ".join(WORDS[n % 7 :: 1 + n % 3])
        text = f"Ann said: {said}\n{WORDS[n % 10]} came"
        article = a_version(f"https://example.org/{n}", text, at=NOON + n * HOUR)
        claim = a_claim(article, content=said, source="Ann")
        named = Source(name=f"Ann Lee{n}", organization="Ministry of Café", type="person")
        claim = replace(claim, sources=(named,))
        made.append(a_batch(folder, a_walk(article, claim), name=f"b{n}", at=NOON + n * HOUR))
    return made


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    warehouse = a_warehouse(folder)
    for batch in batches(folder / "batches", 10):
        warehouse.load(batch)
    with warehouse.read() as db:
        yield db


def ask(db, query: str) -> list[tuple]:
    return db.execute(query).fetchall()


def test_segments_become_one_when_there_are_enough(stored):
    assert ask(stored, "SELECT tier, count(*) FROM ledger.segments GROUP BY ALL ORDER BY 1") == [
        (0, 2),
        (1, 1),
    ]
    assert ask(stored, "SELECT count(DISTINCT segment) FROM ledger.words") == [(3,)]


PART = st.sampled_from([word[:end] for word in WORDS for end in (2, 4, len(word))])


@settings(deadline=None, max_examples=12)
@given(st.lists(PART, max_size=2).map(" ".join), st.sampled_from([str.upper, str.lower]))
def test_a_question_finds_what_a_reading_of_all_claims_finds(stored, words, case):
    query = case(words)
    near = f"SELECT claim_id FROM claims_about('{query}')"
    read = f"SELECT claim_id FROM claims WHERE latest AND has(content, '{query}')"
    assert set(ask(stored, near)) == set(ask(stored, read))
    near = f"SELECT article_id FROM search_articles('{query}')"
    read = f"SELECT article_id FROM articles WHERE has(text, '{query}') OR has(title, '{query}')"
    assert set(ask(stored, near)) == set(ask(stored, read))


def test_a_source_is_found_by_names_that_the_text_does_not_have(stored):
    assert ask(stored, "SELECT source FROM said_by('lee9')") == [("Ann Lee9",)]
    assert ask(stored, "SELECT count(*) FROM said_by('ministry cafe')") == [(10,)]
    assert len(ask(stored, "FROM search_claims('lee3 anti-war')")) == 1


def test_names_of_a_later_reading_are_found(tmp_path):
    warehouse = a_warehouse(tmp_path)
    article = a_version("https://example.org/1", "Ann said: one.")
    claim = a_claim(article, content="one", source="Ann")
    warehouse.load(a_batch(tmp_path / "batches", a_walk(article, claim), name="a"))
    named = replace(claim, sources=(Source(name="Ann Lee"),), extractor_version="0.2")
    again = [*a_walk(article)[:-1], an_extraction(article, extractor_version="0.2"), named]
    warehouse.load(a_batch(tmp_path / "batches", again, name="b", at=NOON + HOUR))
    with warehouse.read() as db:
        assert ask(db, "SELECT source FROM said_by('lee')") == [("Ann Lee",)]


def test_a_batch_made_anew_is_found_by_its_new_words(tmp_path):
    warehouse = a_warehouse(tmp_path)
    for text in ("Ann said: one.", "Ann said: two."):
        article = a_version("https://example.org/1", text)
        claim = a_claim(article, content=text[10:13], source="Ann")
        warehouse.load(a_batch(tmp_path / "batches", a_walk(article, claim), name="a"))
    with warehouse.read() as db:
        assert ask(db, "FROM claims_about('one')") == []
        assert ask(db, "SELECT content FROM claims_about('two')") == [("two",)]


def test_a_rebuild_answers_the_same(tmp_path):
    warehouse = a_warehouse(tmp_path)
    for batch in batches(tmp_path / "batches", 3):
        warehouse.load(batch)
    question = "SELECT claim_id, rank FROM search_claims('river')"
    with warehouse.read() as db:
        told, before = ask(db, question), warehouse.fingerprint()
    warehouse.rebuild()
    with warehouse.read() as db:
        assert ask(db, question) == told
    assert warehouse.fingerprint() == before


def test_what_is_not_in_the_index_yet_is_found_too(tmp_path, monkeypatch):
    monkeypatch.setattr(indexing, "FRESH", 100)
    warehouse = a_warehouse(tmp_path)
    warehouse.load(*batches(tmp_path / "batches", 2))
    with warehouse.read() as db:
        assert ask(db, "SELECT count(*) FROM ledger.words") == [(0,)]
        assert ask(db, "SELECT count(*) FROM claims_about('café')") == [(2,)]


def test_fresh_articles_without_the_word_do_not_hide_one_in_the_index(tmp_path, monkeypatch):
    warehouse = a_warehouse(tmp_path)
    warehouse.load(*batches(tmp_path / "batches", 1))
    monkeypatch.setattr(indexing, "FRESH", 1_000)
    fresh = [a_version(f"https://example.org/fresh/{n}", f"Line {n}.") for n in range(600)]
    walks = [record for article in fresh for record in a_walk(article)]
    warehouse.load(a_batch(tmp_path / "batches", walks, name="fresh", at=NOON + HOUR))
    with warehouse.read() as db:
        assert len(ask(db, "FROM search_articles('zoe')")) == 1
        assert len(ask(db, "FROM search_claims('zoe')")) == 1
        assert len(ask(db, "FROM search_articles('line 77')")) == 1


def test_a_search_for_articles_ranks_titles_first_then_how_often_the_word_stands(tmp_path):
    warehouse = a_warehouse(tmp_path)
    told = [
        ("once", "A dam.", "So"),
        ("title", "Nothing.", "The dam"),
        ("often", "Dam, dam.", "So"),
    ]
    made = [a_version(f"https://example.org/{n}", text, title=title) for n, text, title in told]
    walks = [record for article in made for record in a_walk(article)]
    warehouse.load(a_batch(tmp_path / "batches", walks))
    with warehouse.read() as db:
        found = ask(db, "SELECT split_part(url, '/', 4) FROM search_articles('dam')")
    assert [name for (name,) in found] == ["title", "often", "once"]


@pytest.mark.parametrize("fixture", sorted(DATA.glob("*.gz")), ids=lambda path: path.name)
def test_a_database_of_an_earlier_version_becomes_one_of_this(tmp_path, fixture):
    warehouse = Warehouse(tmp_path, wait_s=1)
    warehouse.file.write_bytes(gzip.decompress(fixture.read_bytes()))
    warehouse.load()
    assert warehouse.check() == []
    with warehouse.read() as db:
        assert ask(db, "SELECT count(*) FROM claims WHERE slot IS NULL") == [(0,)]
        assert ask(db, "SELECT count(*) FROM claims_about('soldiers crossed river')") == [(1,)]
        assert ask(db, "SELECT count(*) FROM ledger.words") != [(0,)]
    anew = a_warehouse(tmp_path / "anew")
    anew.load(*river(tmp_path / "batches"))
    with warehouse.read() as old, anew.read() as new:
        for query in (
            "FROM claims_about('tisa')",
            "FROM search_claims('lee')",
        ):
            assert ask(old, query) == ask(new, query)
