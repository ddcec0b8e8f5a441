"""Every entry ends in exactly one state with a reason; failed pages are tried again by rule."""

from dataclasses import replace
from datetime import timedelta

import pytest
from newspaper import Newspaper, Page, rss

from pipeline import days, flow, gather
from pipeline.edges.batch import Batch
from pipeline.records import Entry, Poll
from pipeline.settings import Settings
from pipeline.stages.poll import feed as start
from pipeline.tools import Tools

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
pytestmark = pytest.mark.usefixtures("no_claims")


@pytest.fixture
def paper():
    with Newspaper() as opened:
        opened.pages[opened.stories[-1].path] = Page("late", status=503)
        yield opened


def opened(paper, folder, now=None, *, feeds=("/rss.xml",), **web):
    file = paper.settings(folder, retries=0, **web)
    more = "".join(f'[[feeds]]\nkind = "rss"\nurl = "{paper.url(path)}"\n' for path in feeds[1:])
    file.write_text(f"{file.read_text()}\n{more}")
    return Tools(Settings.load(file, folder / "data"), now or paper.now)


def walk(tools, *more):
    """Ingest up to the documents and articles, without claims."""
    batch = Batch.open(tools.batches, f"{tools.now:%Y%m%dT%H%M%S}", now=tools.now)
    with batch.writing("start") as out:
        for record in [*map(start.of, tools.settings.feeds), *more]:
            out.write(record)
    for stage in ("poll", "fetch", "clean"):
        flow.run(stage, batch, tools)
    return flow.load([batch], tools).added


def ask(tools, query):
    with tools.warehouse.read() as db:
        return db.execute(query).fetchall()


def states(tools):
    return dict(ask(tools, "SELECT state, count(*) FROM entries GROUP BY ALL"))


def test_every_entry_ends_in_one_state_with_its_reason(paper, tmp_path):
    one, two, three, four, _ = paper.stories
    paper.pages[one.path] = Page("gone", status=410)
    paper.pages[two.path] = Page("<p> </p>")
    paper.pages["/robots.txt"] = Page(f"User-agent: *\nDisallow: {three.path}", type="text/plain")
    with opened(paper, tmp_path) as tools:
        walk(tools)
        rows = ask(tools, "SELECT url, state, why FROM entries")
    found = {url.removeprefix(paper.url("")): (state, why) for url, state, why in rows}
    assert found[one.path] == ("rejected", "gone: answered 410")
    assert found[two.path][0] == "rejected"
    assert "Unreadable" in found[two.path][1]
    assert found[three.path][0] == "failed"
    assert "robots.txt forbids it" in found[three.path][1]
    assert found[four.path] == ("stored", None)
    assert found[paper.stories[-1].path][0] == "failed"
    assert "answered 503" in found[paper.stories[-1].path][1]


def test_the_balance_of_every_feed_and_run_holds_and_counts_what_the_poll_counted(paper, tmp_path):
    with opened(paper, tmp_path, feeds=("/rss.xml", "/atom.xml")) as tools:
        walk(tools)
        rows = ask(
            tools,
            "SELECT url, listed, stored, duplicate, failed, waiting, balances "
            "FROM balance JOIN feeds USING (feed_id) ORDER BY url",
        )
    assert [row[1] for row in rows] == [5, 5]
    assert [sum(row[2:6]) for row in rows] == [5, 5]
    assert all(row[6] for row in rows)


def test_a_run_that_lost_an_entry_does_not_balance(paper, tmp_path):
    with opened(paper, tmp_path) as tools:
        walk(tools)
        batch = Batch(next(tools.batches.iterdir()))
        _, *entries = batch.read(Entry)
        kept = [*batch.read(Poll), *entries]
        with batch.writing("poll") as out:
            for record in kept:
                out.write(record)
        tools.warehouse.load(batch)
        assert ask(tools, "SELECT listed, balances FROM balance") == [(5, False)]


FEEDS = ("/rss.xml", "/atom.xml", "/rdf.xml", "/feed.json", "/tracked.xml")


def test_a_page_that_five_feeds_list_is_fetched_once(paper, tmp_path):
    def tracked(_):
        made = rss(paper)
        made.body = made.body.replace(".html</link>", ".html?utm_source=rss</link>")
        return made

    paper.pages["/tracked.xml"] = tracked
    with opened(paper, tmp_path, feeds=FEEDS) as tools:
        walk(tools)
        assert states(tools) == {"stored": 4, "duplicate": 16, "failed": 1, "waiting": 4}
        first = paper.stories[0].path
        assert len([r for r in paper.requests if r.path.startswith(first)]) == 1
        counted = "SELECT count(DISTINCT feed_id), count(*) FROM ledger.entries"
        assert ask(tools, f"{counted} WHERE url LIKE '%{first}%'") == [(5, 5)]
        assert ask(tools, "SELECT count(*), count(DISTINCT article_id) FROM articles") == [(4, 4)]


def test_a_page_that_another_feed_lists_later_is_not_fetched_again_unless_it_changed(
    paper, tmp_path
):
    with opened(paper, tmp_path) as tools:
        walk(tools)
    asked = len(paper.asked(paper.stories[0].path))
    changed = replace(paper.stories[1], published=paper.now + HOUR)
    with opened(paper, tmp_path, paper.now + 2 * HOUR, feeds=("/rss.xml", "/atom.xml")) as tools:
        paper.now += 2 * HOUR
        paper.stories[1] = changed
        walk(tools)
    assert len(paper.asked(paper.stories[0].path)) == asked
    assert len(paper.asked(changed.path)) == 2


def test_a_page_that_fails_is_due_after_growing_pauses_and_then_given_up(paper, tmp_path):
    path = paper.stories[-1].path
    tries = []
    with opened(paper, tmp_path) as tools:
        walk(tools)
    for _ in range(20):
        [(state, at, next_at)] = ask(
            tools, f"SELECT state, tried_at, next_try_at FROM entries WHERE url LIKE '%{path}'"
        )
        if state == "gave up":
            break
        tries.append(next_at - at)
        later = next_at.replace(tzinfo=paper.now.tzinfo)
        early = replace(tools, now=later - timedelta(seconds=1))
        assert gather.due(early.now, early.now, early) == []
        tools = replace(tools, now=later)
        [(entry, _)] = gather.due(later, later, tools)
        walk(tools, entry)
    assert [pause / HOUR for pause in tries] == [1, 6, 24, 48, 96, 192]
    assert len(paper.asked(path)) == 7
    tools.close()


def test_a_page_given_up_is_stored_when_a_person_retries_it(paper, tmp_path):
    path = paper.stories[-1].path
    with opened(paper, tmp_path, max_bytes=1_000_000) as tools:
        paper.pages[path] = Page("x" * 1_100_000)
        walk(tools)
        assert states(tools) == {"stored": 4, "gave up": 1}
        assert gather.due(tools.now + 99 * DAY, tools.now + 99 * DAY, tools) == []
        paper.pages[path] = paper.pages[paper.stories[0].path]
        for name in (paper.url(path), "all", paper.feed_url):
            assert [entry.url for entry in gather.named([name], tools)] == [paper.url(path)]
        later = replace(tools, now=tools.now + HOUR)
        assert days.retry(gather.named(["all"], later), later)["documents"] == 1
        assert gather.named(["all"], later) == []
        assert "gave up" not in states(later)


def test_the_run_of_the_latest_day_takes_along_what_is_due_of_days_before(paper, tmp_path):
    with opened(paper, tmp_path) as tools:
        walk(tools)
        midnight = paper.now.replace(hour=0, minute=0)
        later = replace(tools, now=midnight + 5 * DAY + HOUR)
        assert len(days.plan(midnight + 4 * DAY, midnight + 5 * DAY, later)) == 1
        assert days.plan(midnight + 2 * DAY, midnight + 3 * DAY, later) == []
        assert days.plan(midnight + 4 * DAY, midnight + 5 * DAY, later) == days.plan(
            midnight + 4 * DAY, midnight + 5 * DAY, later
        )
