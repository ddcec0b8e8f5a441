"""Boilerplate of a host: learned over many of its pages, kept as rows, applied to later batches."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import duckdb
import pytest
from builders import a_batch, a_document, a_version, a_walk, an_entry

from pipeline import days, flow
from pipeline.edges.batch import Batch
from pipeline.records import Article, Boilerplate, Repeated, Response
from pipeline.settings import Settings
from pipeline.stages.clean import clean, lesson
from pipeline.stages.clean.signature import sign
from pipeline.tools import Tools

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)
HOST = "amselcourier.example"
FOOTER = "The Courier belongs to its readers and to nobody else since 1921"
WORDS = re.findall(
    r"\w+",
    """harbour council divers school valley storm forest railway museum compass water price tenant
    bridge market ferry island winter baker theatre tower garden engine lantern orchard""",
)


def repeated(line=FOOTER, **fields):
    one = Repeated(
        host=HOST,
        line=line,
        pages=12,
        days=6,
        of_pages=30,
        first_seen=NOW - 9 * DAY,
        last_seen=NOW - DAY,
    )
    return replace(one, **fields)


@pytest.mark.parametrize(
    ("fields", "learned"),
    [
        ({}, 1),
        ({"pages": lesson.PAGES - 1}, 0),
        ({"days": lesson.DAYS - 1}, 0),
        ({"of_pages": 500}, 0),
        ({"line": "Advertisement"}, 0),  # a pattern knows it
    ],
)
def test_a_line_of_many_stories_of_several_days_is_boilerplate(fields, learned):
    assert len(lesson.learn(HOST, [repeated(**fields)], [], at=NOW)) == learned


def test_a_lesson_is_made_anew_only_if_it_says_something_else():
    first = lesson.learn(HOST, [repeated(), repeated("Another line")], [], at=NOW)
    assert [row.line for row in first] == ["Another line", FOOTER]
    assert len({row.lesson for row in first}) == 1
    later = [repeated(pages=20), repeated("Another line")]
    assert lesson.learn(HOST, later, first, at=NOW + DAY) == []
    [row] = lesson.learn(HOST, [repeated()], first, at=NOW + DAY)
    assert row.lesson != first[0].lesson
    [nothing] = lesson.learn(HOST, [], [row], at=NOW + 2 * DAY)
    assert nothing.line is None
    assert lesson.learn(HOST, [], [nothing], at=NOW + 3 * DAY) == []


def prose(number):
    """Return three sentences that no other number has."""
    turned = WORDS[number % 25 :] + WORDS[: number % 25]
    return "\n".join(
        f"The {a} of the {b} was seen {number} times by the {c} on that day, said {d} the {e}."
        for a, b, c, d, e in (turned[at : at + 5] for at in (0, 7, 14))
    )


def page(number):
    lines = "".join(f"<p>{line}</p>" for line in [*prose(number).split("\n"), FOOTER])
    return f"<html><body><article><h1>Story of {number}</h1>{lines}</article></body></html>"


def address(number):
    return f"https://www.{HOST}/{number}"


@pytest.fixture
def tools(tmp_path):
    with Tools(Settings.load(data=tmp_path / "data"), NOW) as opened:
        yield opened


def store(tools, numbers, *, at):
    """Store stories as they are cleaned without a lesson, one a day."""
    records = []
    for number in numbers:
        text = f"Story of {number}\n{prose(number)}\n{FOOTER}"
        seen = at - number * DAY
        article = a_version(address(number), text, at=seen, signature=sign(text))
        records += a_walk(article)
    batch = a_batch(tools.batches, records, name=f"of-{at:%d}", at=at)
    tools.warehouse.load(batch)


def cleaned(tools, number, *, name, at):
    """Take a page through the stage clean in a batch begun then."""
    url, body = address(number), page(number).encode()
    key = tools.archive.put(Response(url=url, final_url=url, status=200, at=at, body=body))
    document = a_document(an_entry(url=url), body=body, fetched_at=at, archive_key=key)
    batch = Batch.open(tools.batches, name, now=at)
    with batch.writing("fetch") as out:
        out.write(document)
    flow.run("clean", batch, tools)
    return next(iter(batch.read(Article)))


def test_what_a_host_repeats_is_left_out_of_batches_begun_later(tools):
    store(tools, range(1, 8), at=NOW - DAY)
    before = cleaned(tools, 30, name="before", at=NOW - timedelta(hours=1))
    assert FOOTER in before.text
    assert days.learn(tools) == 1
    [row] = tools.warehouse.boilerplate(before=NOW + DAY)
    assert (row.host, row.line, row.pages, row.days) == (HOST, FOOTER, 7, 7)
    with Tools(tools.settings, NOW + DAY) as later:
        after = cleaned(later, 30, name="after", at=NOW + DAY)
        again = cleaned(later, 30, name="before", at=NOW - timedelta(hours=1))
    assert FOOTER not in after.text
    assert FOOTER in after.boilerplate
    assert after.cleaner_version == f"{before.cleaner_version}+{row.lesson}"
    assert (before.article_id, before.text.replace(f"\n{FOOTER}", "")) == (
        after.article_id,
        after.text,
    )
    assert again == before  # a batch is cleaned with what was known when it began


def test_a_line_that_is_taken_out_is_not_forgotten_and_learning_twice_adds_nothing(tools):
    store(tools, range(1, 8), at=NOW - DAY)
    assert days.learn(tools) == 1
    assert days.learn(tools) == 0
    with Tools(tools.settings, NOW + DAY) as later:
        assert days.learn(later) == 0
        without = [
            replace(
                a_version(address(n), prose(n), at=NOW - n * DAY, signature=sign(prose(n))),
                boilerplate=(FOOTER,),
                cleaner_version="0.2",
            )
            for n in range(1, 8)
        ]
        records = [record for article in without for record in a_walk(article)]
        later.warehouse.load(a_batch(later.batches, records, name="anew", at=NOW + DAY))
        assert days.learn(later) == 0


def test_a_database_published_by_older_code_knows_no_lessons(tools):
    store(tools, range(1, 8), at=NOW - DAY)
    with duckdb.connect(str(tools.warehouse.published)) as db:
        db.execute("DROP VIEW boilerplate; DROP TABLE ledger.boilerplate")
    assert FOOTER in cleaned(tools, 30, name="old", at=NOW).text
    assert days.learn(tools) == 1


def test_a_story_that_is_printed_again_and_again_teaches_nothing(tools):
    records = []
    for number in range(1, 9):
        text = f"{prose(1)}\nUpdate {number} of the same story, with a few words more than before."
        at = NOW - number * DAY
        records += a_walk(a_version(address(number), text, at=at, signature=sign(text)))
    tools.warehouse.load(a_batch(tools.batches, records, name="same", at=NOW - DAY))
    assert days.learn(tools) == 0


def test_an_article_of_nothing_but_boilerplate_is_refused_and_the_lead_goes_with_its_line():
    [row] = lesson.learn(HOST, [repeated()], [], at=NOW)
    body = page(3).encode()
    document = a_document(an_entry(url=address(3)), body=body, fetched_at=NOW)
    assert FOOTER not in clean(document, body, [row]).text
    other = replace(row, line=prose(3).split("\n")[0])
    assert other.line not in clean(document, body, [row, other]).text
    assert isinstance(row, Boilerplate)
