"""The page: true to what is stored, harmless whatever is stored, there before anything is."""

import asyncio
from html import unescape

import pytest
from builders import a_batch, a_claim, a_version, a_walk
from hypothesis import given
from hypothesis import strategies as st
from river import river

from pipeline import page
from pipeline.edges.warehouse import Warehouse

HOSTILE = '<script>alert("x")</script>'


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    warehouse = Warehouse(folder, wait_s=1)
    warehouse.load(*river(folder / "batches"))
    return warehouse


SPAN = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted)


@given(
    text=st.text(min_size=60, max_size=60),
    source=st.none() | SPAN,
    cue=st.none() | SPAN,
    parts=st.lists(SPAN, min_size=1, max_size=3),
)
def test_the_pieces_of_a_marked_text_are_the_text(text, source, cue, parts):
    row = {
        "text": text,
        "source_start": source and source[0],
        "source_end": source and source[1],
        "cue_start": cue and cue[0],
        "cue_end": cue and cue[1],
        "content_parts": [{"start": start, "end": end} for start, end in parts],
    }
    assert "".join(words for _, words in page.marked(row)) == text


def test_a_claim_is_marked_where_it_stands(stored):
    with stored.read() as db:
        claims = db.execute("SELECT claim_id, source_text, cue, content FROM claims").fetchall()
    for claim_id, *words in claims:
        shown = unescape(page.claim(stored, claim_id))
        for role, said in zip(("source", "cue", "content"), words, strict=True):
            assert said is None or f'<mark class="{role}">{said}</mark>' in shown


def test_the_first_page_counts_what_is_stored(stored):
    shown = unescape(page.home(stored))
    assert "Ann Lee" in shown
    assert "2024-10-18" in shown


def test_a_search_finds_claims_and_says_if_there_are_none(stored):
    assert "claim/" in page.home(stored, "soldiers crossed")
    assert "None. Try fewer" in page.home(stored, "volcano")


def test_a_search_asks_for_every_word_however_many(stored):
    assert "claim/" in page.home(stored, "soldiers crossed " * 4)
    assert "None. Try fewer" in page.home(stored, "soldiers crossed " * 3 + "volcano")


def test_a_claim_that_is_not_there_is_not_found(stored, tmp_path):
    assert page.claim(stored, "nowhere") is None
    assert page.claim(Warehouse(tmp_path, wait_s=1), "nowhere") is None


def test_before_anything_came_in_the_page_says_what_to_do(tmp_path):
    assert "Nothing has come in yet" in page.home(Warehouse(tmp_path, wait_s=1))


def test_a_load_shows_on_the_page_at_once(tmp_path):
    warehouse = Warehouse(tmp_path, wait_s=1)
    batches = river(tmp_path / "batches")
    warehouse.load(batches[0])
    before = page.home(warehouse)
    warehouse.load(*batches)
    assert page.home(warehouse) != before


def test_hostile_words_stay_words(tmp_path):
    text = f"{HOSTILE} said {HOSTILE} is near."
    article = a_version("https://evil.example/1", text, title=HOSTILE, outlet=HOSTILE)
    claim = a_claim(article, source=HOSTILE, content=f"{HOSTILE} is near")
    warehouse = Warehouse(tmp_path, wait_s=1)
    warehouse.load(a_batch(tmp_path / "batches", a_walk(article, claim)))
    for shown in (
        page.home(warehouse),
        page.home(warehouse, HOSTILE),
        page.claim(warehouse, claim.id),
    ):
        assert "<script" not in shown


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/?q=soldiers", 200), ("/claim/nowhere", 404), ("/elsewhere", 404)],
)
def test_the_page_alone_answers_without_airflow(stored, path, status):
    answers = []

    async def send(message):
        answers.append(message)

    async def receive():
        return {"type": "http.request"}

    path, _, query = path.partition("?")
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode()}
    asyncio.run(page.app(stored)(scope | {"headers": [], "root_path": ""}, receive, send))
    assert answers[0]["status"] == status
