"""Wire copies: what `is_copy` decides of two articles, the views `stories` say of all."""

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest
from builders import NOON, a_batch, a_version, a_walk
from stories import STORIES

from pipeline.edges.warehouse import Warehouse
from pipeline.stages.clean import story
from pipeline.stages.clean.signature import sign

HOUR = timedelta(hours=1)
WIRE = "\n".join([*STORIES[0].paragraphs, *STORIES[2].paragraphs])
OTHER = "\n".join([*STORIES[1].paragraphs, *STORIES[3].paragraphs])
TEMPLATE = (
    "An earthquake of magnitude {0}.{1} was recorded {2} kilometres off the coast on Monday, the "
    "geological service said. It struck at a depth of {3} kilometres at {4} minutes past the hour. "
    "There were no immediate reports of damage or injuries. The region is one where small quakes "
    "are frequent; the service counted {2} of them in the past month and {3} in the one before."
)


def printed(name, text, *, hours=0, outlet=None, agencies=()):
    return a_version(
        f"https://{name}.example/1",
        text,
        at=NOON + hours * HOUR,
        outlet=outlet or name,
        agencies=agencies,
        signature=sign(text),
    )


ARTICLES = {
    "wire": printed("east", WIRE, hours=1),
    "cut": printed("west", WIRE[: len(WIRE) * 3 // 5], hours=2, agencies=("Reuters",)),
    "padded": printed("south", f"{WIRE}\n{OTHER[:400]}", hours=3),
    "late": printed("late", WIRE, hours=24 * 9),
    "own": printed("east2", WIRE, hours=4, outlet="east"),
    "other": printed("north", OTHER, hours=1),
    "quake": printed("quakes", TEMPLATE.format(4, 2, 14, 33, 51)),
    "another quake": printed("tremors", TEMPLATE.format(5, 7, 28, 9, 16)),
    "short": printed("brief", "The wall will cost 48 million crowns, the council said."),
}
COPIES = {
    frozenset(pair)
    for pair in [
        ("wire", "cut"),
        ("wire", "padded"),
        ("cut", "padded"),
        ("own", "cut"),
        ("own", "padded"),
    ]
}


def test_a_copy_has_half_of_the_words_and_figures_in_another_outlet_within_three_days():
    pairs = itertools.combinations(ARTICLES, 2)
    found = {frozenset(p) for p in pairs if story.is_copy(ARTICLES[p[0]], ARTICLES[p[1]])}
    assert found == COPIES


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    warehouse = Warehouse(folder, wait_s=1)
    records = [record for article in ARTICLES.values() for record in a_walk(article)]
    warehouse.load(a_batch(folder / "batches", records))
    with warehouse.read() as opened:
        yield opened


def test_the_view_finds_the_same_copies(db):
    name_of = {article.article_id: name for name, article in ARTICLES.items()}
    rows = db.execute("SELECT article_id, other_id, alike FROM alike_articles").fetchall()
    assert {frozenset((name_of[a], name_of[b])) for a, b, _ in rows} == COPIES
    assert all(story.CONTAINED <= alike <= 1 for *_, alike in rows)


def test_a_story_names_its_members_its_origin_and_who_copied(db):
    rows = db.execute(
        "SELECT outlet, is_copy, origin, first_at FROM stories WHERE articles > 1 ORDER BY place"
    ).fetchall()
    first = (NOON + HOUR).replace(tzinfo=None)
    assert rows == [
        ("east", False, "Reuters", first),
        ("west", True, "Reuters", first),
        ("south", True, "Reuters", first),
        ("east", True, "Reuters", first),
    ]
    assert db.execute("SELECT count(*) FROM stories WHERE articles = 1").fetchall() == [(5,)]


def test_what_stands_alone_is_no_copy(db):
    alone = db.execute("SELECT origin, is_copy FROM stories WHERE outlet = 'north'").fetchall()
    assert alone == [("north", False)]


def test_figures_tell_reports_of_one_template_apart():
    one, other = ARTICLES["quake"], ARTICLES["another quake"]
    assert not story.agree(one.text, other.text)
    assert story.agree(one.text, replace(one, text=one.text + " 7 people felt it.").text)
