"""The analysts' surface: views and macros explain themselves and answer."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest
from builders import a_warehouse
from hypothesis import given, settings
from hypothesis import strategies as st
from river import river

from pipeline.edges.migrate import SQL
from pipeline.edges.warehouse import Warehouse

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    warehouse = a_warehouse(folder)
    warehouse.load(*river(folder / "batches"))
    assert warehouse.check() == []
    with warehouse.read() as connection:
        yield connection


def ask(db: duckdb.DuckDBPyConnection, query: str) -> list[tuple]:
    return db.execute(query).fetchall()


def test_every_view_macro_and_column_has_a_comment(db):
    assert not ask(
        db, "SELECT view_name FROM duckdb_views() WHERE NOT internal AND comment IS NULL"
    )
    assert not ask(
        db,
        """
        SELECT table_name, column_name FROM duckdb_columns()
        WHERE comment IS NULL AND schema_name = 'main' AND table_name IN (
            SELECT view_name FROM duckdb_views() WHERE NOT internal)
        """,
    )
    assert not ask(
        db,
        """
        SELECT function_name FROM duckdb_functions()
        WHERE function_type LIKE '%macro' AND NOT internal AND comment IS NULL
        """,
    )


@pytest.mark.parametrize(
    ("view", "columns"),
    [
        (
            "articles",
            (
                "article_id version url outlet outlet_inferred title authors published_at "
                "published_precision published_from updated_at language text words first_seen_at"
            ),
        ),
        (
            "claims",
            (
                "claim_id article_id version outlet url published_at said_on source_text "
                "source_name source_role source_org source_type is_anonymous via cue content "
                "kind stance hedged negated nested_in sentence source_start source_end cue_start "
                "cue_end content_parts confidence extractor_version"
            ),
        ),
        ("claim_numbers", "claim_id text low high approximate unit counted"),
        ("claim_dates", "claim_id text first last"),
        ("failures", "stage subject error message failed_at"),
        ("links", "claim_id other_id relation score why"),
    ],
)
def test_a_view_keeps_the_columns_that_analysts_know(db, view, columns):
    described = [row[0] for row in ask(db, f"DESCRIBE {view}")]
    assert set(columns.split()) <= set(described)


def test_views_and_macros_hold_no_name_of_the_file_they_were_made_in(db):
    made = ask(db, "SELECT sql FROM duckdb_views() WHERE NOT internal")
    made += ask(
        db,
        "SELECT macro_definition FROM duckdb_functions() WHERE function_type LIKE '%macro' "
        "AND NOT internal",
    )
    assert not [text for (text,) in made if "ledger_file" in text]


def test_claims_are_found_whatever_case_and_accents(db):
    found = "SELECT count(*) FROM claims_about('{}')"
    assert ask(db, found.format("TISA crossed")) == [(2,)]
    assert ask(db, found.format("soldiers river")) == [(1,)]
    assert ask(db, found.format("isa")) == [(0,)]  # a word must begin so
    assert ask(db, found.format("sold.ers")) == [(0,)]
    assert ask(db, found.format("")) == [(4,)]


LETTERS = "aekK sßéÉe\u0301ŝıİ\u212aжйø“’—-.,1(~^$*+]\n"


@settings(deadline=None, max_examples=200)
@given(
    text=st.text(LETTERS, max_size=20),
    words=st.lists(st.text(LETTERS, max_size=3), max_size=6),
    at=st.integers(0, 20),
)
def test_a_text_has_the_words_that_begin_words_of_it_when_plain(db, text, words, at):
    question = " ".join([text[at : at + 4], *words])
    found = db.execute("SELECT has($t, $q), plain($t), terms($q)", {"t": text, "q": question})
    has, plain, terms = found.fetchall()[0]
    assert has == all(f" {term}" in plain for term in terms)


def test_no_letter_is_more_than_one_when_bare(db):
    every = "FROM range(1, 1114112) AS r (i) WHERE i NOT BETWEEN 55296 AND 57343"
    assert ask(db, f"SELECT max(len(bare(chr(i::INTEGER)))) {every}") == [(1,)]


def test_claims_are_bounded_by_the_day_they_were_published(db):
    days = "SELECT outlet FROM claims_about('soldiers', since := DATE '2024-10-19'{})"
    assert ask(db, days.format("")) == [("South",), ("East",), ("West",)]
    assert ask(db, days.format(", until := DATE '2024-10-20'")) == [("South",), ("East",)]


def test_claims_of_earlier_versions_are_not_counted_twice(db):
    assert ask(db, "SELECT count(*), count(*) FILTER (latest) FROM claims") == [(5, 4)]
    assert ask(db, "SELECT since, claims, sources FROM claim_timeline('crossed', 'month')") == [
        (date(2024, 10, 1), 3, 2)
    ]


def test_a_source_is_found_by_name_and_by_organization(db):
    assert ask(db, "SELECT count(*) FROM said_by('ann')") == [(2,)]
    assert ask(db, "SELECT DISTINCT source, role FROM said_by('border guard')") == [
        ("Ann Lee", "spokeswoman")
    ]
    assert ask(db, "SELECT source, claims, outlets, stances FROM source_profile('Lee')") == [
        ("Ann Lee", 2, ["East", "South"], {"asserts": 2})
    ]


def test_numbers_come_with_who_gave_them_when(db):
    assert ask(db, "SELECT day, source, low, high, outlet FROM numbers_about('soldiers')") == [
        (date(2024, 10, 18), "Ann Lee", 1500.0, 1500.0, "South"),
        (date(2024, 10, 19), "Ann Lee", 3000.0, 3000.0, "East"),
    ]


def test_who_said_first_counts_the_versions_that_are_gone(db):
    assert ask(db, "SELECT place, source, first_at, outlet FROM who_said_first('1,500')") == [
        (1, "Ann Lee", datetime(2024, 10, 18), "East")  # noqa: DTZ001  as DuckDB gives it
    ]
    assert [row[0] for row in ask(db, "SELECT source FROM who_said_first('soldiers')")] == [
        "Ann Lee",
        "Bob Roe",
    ]


def test_denials_and_doubts_are_told_from_assertions(db):
    assert ask(db, "SELECT source, stance FROM denials('soldiers')") == [("Bob Roe", "denies")]
    assert ask(db, "SELECT stance FROM denials('figures')") == [("doubts",)]


def test_disputed_claims_come_in_pairs(db):
    pairs = ask(db, "SELECT source, other_source FROM disputed('soldiers')")
    assert [set(pair) for pair in pairs] == [{"Ann Lee", "Bob Roe"}]


def test_what_changed_between_versions_is_told(db):
    changed = "SELECT version, next_version, change, content FROM changed_claims('{}')"
    assert ask(db, changed.format("https://east.example/1")) == [
        (1, 2, "gone", "1,500 soldiers had crossed the Tisá"),
        (1, 2, "new", "3,000 soldiers had crossed the Tisá"),
    ]
    assert ask(db, changed.format("https://west.example/1")) == []


def test_coverage_counts_the_silent_too(db):
    assert ask(db, "SELECT outlet, articles, claims FROM coverage('2024-10-20')") == [
        ("West", 1, 2),
        ("East", 0, 0),
        ("South", 0, 0),
    ]


def test_feed_health_tells_what_needs_a_look(db):
    assert ask(
        db,
        "SELECT health, status, answered, entries, missed, entries_by_state FROM feed_health()",
    ) == [("failing", "temporary", 0.5, 4, 2, {"failed": 1, "stored": 3, "waiting": 1})]


def test_every_entry_has_a_state(db):
    assert ask(db, "SELECT title, state, why FROM entries WHERE state <> 'stored' ORDER BY 1") == [
        ("Broken", "failed", "Unreachable: https://example.org/1: no text in it"),
        ("Waiting", "waiting", "not fetched yet"),
    ]


def test_copies_of_one_report_are_one_story(db):
    assert ask(
        db, "SELECT list(outlet ORDER BY outlet) FROM stories GROUP BY story_id HAVING count(*) > 1"
    ) == [(["East", "South"],)]
    assert ask(db, "SELECT round(alike, 2) FROM alike_articles") == [(0.88,)]


def test_search_ranks_titles_first_and_shows_a_snippet(db):
    found = ask(db, "SELECT outlet, snippet FROM search_articles('crossed soldiers')")
    assert {row[0] for row in found} == {"East", "South", "West"}
    assert found[-1][0] == "South"  # the only one without a word in its title
    assert "[soldiers]" in found[0][1].lower()
    assert ask(db, "SELECT source FROM search_claims('roe soldiers')") == [("Bob Roe",)]


QUERIES = sorted((SQL / "queries").glob("*.sql"))


def test_the_cookbook_has_its_questions():
    assert len(QUERIES) >= 25
    for path in QUERIES:
        question = path.read_text("utf-8").splitlines()[0]
        assert question.startswith("-- ")
        assert question.endswith("?")


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_question_of_the_cookbook_has_one_answer(db, path):
    query = path.read_text("utf-8")
    assert db.execute(query).fetchall() == db.execute(query).fetchall()


def test_every_question_is_told_in_the_docs():
    page = (ROOT / "docs" / "sql.md").read_text("utf-8")
    for path in QUERIES:
        question, query = path.read_text("utf-8").split("\n", 1)
        assert f"## {question.removeprefix('-- ')}\n\n```sql\n{query.strip()}\n```" in page


def test_the_documents_say_what_the_seeds_answer_now():
    script = ROOT / "docs" / "answers.py"
    done = subprocess.run(
        [sys.executable, script, "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr.splitlines()[-1]


def test_a_migration_that_changed_is_refused(tmp_path, monkeypatch):
    copy = _sql(tmp_path, monkeypatch)
    Warehouse(tmp_path, wait_s=1).load()
    with (copy / "migrations/0001_tables.sql").open("a") as file:
        file.write("-- changed\n")
    _refused(tmp_path, r"0001_tables\.sql changed after it was applied")


def test_a_database_ahead_of_the_code_is_refused(tmp_path, monkeypatch):
    copy = _sql(tmp_path, monkeypatch)
    last = len(list((copy / "migrations").glob("*.sql")))
    newer = copy / f"migrations/{last + 1:04}_more.sql"
    newer.write_text("CREATE TABLE ledger.more (id VARCHAR);")
    Warehouse(tmp_path, wait_s=1).load()
    newer.unlink()
    _refused(tmp_path, f"has migration {last + 1:04}, this code ends at {last:04}")


def test_a_gap_in_the_migrations_is_refused(tmp_path, monkeypatch):
    copy = _sql(tmp_path, monkeypatch)
    (copy / "migrations/0099_late.sql").write_text("SELECT 1;")
    _refused(tmp_path, "is missing from sql/migrations")


def test_a_migration_that_fails_leaves_the_database_as_it_was(tmp_path, monkeypatch):
    copy = _sql(tmp_path, monkeypatch)
    warehouse = Warehouse(tmp_path, wait_s=1)
    warehouse.load()
    last = len(list((copy / "migrations").glob("*.sql")))
    bad = copy / f"migrations/{last + 1:04}_bad.sql"
    bad.write_text("CREATE TABLE ledger.half (id VARCHAR); SELECT nonsense;")
    _refused(tmp_path, "_bad.sql failed")
    bad.unlink()
    warehouse.load()
    with warehouse.read() as db:
        assert not ask(db, "SELECT 1 FROM duckdb_tables() WHERE table_name = 'half'")


def test_a_view_whose_file_is_gone_goes(tmp_path, monkeypatch):
    copy = _sql(tmp_path, monkeypatch)
    extra = copy / "views/99_extra.sql"
    extra.write_text("CREATE VIEW extra AS SELECT 1 AS one;")
    warehouse = Warehouse(tmp_path, wait_s=1)
    warehouse.load()
    extra.unlink()
    warehouse.load()
    with warehouse.read() as db, pytest.raises(duckdb.CatalogException):
        ask(db, "FROM extra")


def _sql(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have the code use a copy of sql/ that a test may change."""
    import shutil

    from pipeline.edges import append, checks, insert, migrate

    copy = shutil.copytree(migrate.SQL, tmp_path / "sql")
    for module in (append, checks, insert, migrate):
        monkeypatch.setattr(module, "SQL", copy)
    return copy


def _refused(folder: Path, match: str) -> None:
    from pipeline.errors import WarehouseError

    with pytest.raises(WarehouseError, match=match):
        Warehouse(folder, wait_s=1).load()
