"""A past day is filled from more than what feeds listed: sitemaps, archives, saved pages."""

import gzip
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from newspaper import XML, Newspaper, Page, page, rss
from stories import STORIES

from pipeline import days, gather
from pipeline.edges.archive import Archive
from pipeline.errors import SettingsError
from pipeline.records import Entry, Failure, Response
from pipeline.settings import FeedSettings, Settings
from pipeline.stages.poll.history import moment
from pipeline.stages.poll.sitemap import holding
from pipeline.tools import Tools

DAY = timedelta(days=1)
MARCH = datetime(2026, 3, 1, tzinfo=UTC)
SECOND = datetime(2026, 3, 2, tzinfo=UTC)
LATER = datetime(2026, 4, 20, 9, tzinfo=UTC)
OF_THE_SECOND = {story.path for story in STORIES if story.published.date() == SECOND.date()}
pytestmark = pytest.mark.usefixtures("no_claims")


@pytest.fixture
def paper():
    """The newspaper seven weeks later: its feed lists none of its stories any more."""
    with Newspaper() as opened:
        opened.now = LATER
        opened.pages["/rss.xml"] = lambda _: rss(replace_stories(opened, ()))
        yield opened


def replace_stories(paper, stories):
    """The newspaper as if it had only these stories."""
    copy = object.__new__(Newspaper)
    copy.__dict__ = paper.__dict__ | {"stories": list(stories)}
    return copy


def settings(paper, folder, *history, **limits):
    file = paper.settings(folder)
    told = ", ".join(f'"{place}"' for place in history)
    limited = "".join(f"{name} = {value}\n" for name, value in limits.items())
    file.write_text(f"{file.read_text()}\nhistory = [{told}]\n[history]\n{limited}")
    return Settings.load(file, folder / "data")


def found(tools, first=SECOND, end=SECOND + DAY):
    made = list(gather.in_history(first, end, tools))
    entries = {one.url for one in made if isinstance(one, Entry)}
    return entries, [one for one in made if isinstance(one, Failure)]


def urlset(paper, stories, *, dated=True):
    urls = "".join(
        f"<url><loc>{paper.url(story.path)}</loc>"
        + (f"<lastmod>{story.published.isoformat()}</lastmod>" if dated else "")
        + "</url>"
        for story in stories
    )
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return Page(f'<?xml version="1.0"?><urlset xmlns="{space}">{urls}</urlset>', type=XML)


def index(paper, parts):
    listed = "".join(
        f"<sitemap><loc>{paper.url(path)}</loc>"
        + (f"<lastmod>{changed}</lastmod>" if changed else "")
        + "</sitemap>"
        for path, changed in parts.items()
    )
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return Page(f'<sitemapindex xmlns="{space}">{listed}</sitemapindex>', type=XML)


def with_sitemaps(paper):
    """An index of three sitemaps; the March one is packed."""
    paper.pages["/robots.txt"] = Page(f"Sitemap: {paper.url('/map.xml')}", type="text/plain")
    parts = {"/map-a.xml": "2026-02-20", "/map-b.xml.gz": "2026-03-31", "/map-c.xml": "2026-04-19"}
    paper.pages["/map.xml"] = index(paper, parts)
    march = urlset(paper, STORIES)
    paper.pages["/map-a.xml"] = urlset(paper, ())
    paper.pages["/map-b.xml.gz"] = Page(gzip.compress(march.data), type="application/gzip")
    paper.pages["/map-c.xml"] = urlset(paper, ())


def with_archive(paper):
    """A feed of three pages (RFC 5005): nothing, the stories, and what was before them."""
    for number, stories in enumerate(((), STORIES, ())):
        older = f'rel="prev-archive" href="/page/{number + 1}.xml"'
        link = f'<a:link xmlns:a="http://www.w3.org/2005/Atom" {older}/>' if number < 2 else ""
        made = rss(replace_stories(paper, stories))
        made.body = made.body.replace("<description>News", f"{link}<description>News", 1)
        paper.pages["/rss.xml" if number == 0 else f"/page/{number}.xml"] = made


def test_the_sitemaps_of_robots_txt_fill_a_past_day(paper, tmp_path):
    with_sitemaps(paper)
    with Tools(settings(paper, tmp_path, "robots.txt"), LATER) as tools:
        urls, failures = found(tools)
    assert urls == {paper.url(path) for path in OF_THE_SECOND}
    assert failures == []


def test_of_an_index_only_the_sitemaps_that_can_hold_the_day_are_asked(paper, tmp_path):
    with_sitemaps(paper)
    with Tools(settings(paper, tmp_path, paper.url("/map.xml")), LATER) as tools:
        found(tools)
    assert not paper.asked("/map-a.xml")
    assert len(paper.asked("/map-b.xml.gz")) == 1


def test_a_month_is_filled_with_one_request_for_each_sitemap(paper, tmp_path):
    with_sitemaps(paper)
    with Tools(settings(paper, tmp_path, "robots.txt", "feed"), LATER) as tools:
        urls = set()
        for number in range(31):
            first = MARCH + number * DAY
            urls |= found(tools, first, first + DAY)[0]
    assert urls == {paper.url(story.path) for story in STORIES}
    asked = [request.path for request in paper.requests]
    assert len(asked) == len(set(asked))


def test_the_archive_of_a_feed_is_walked_back_to_the_day_and_not_beyond(paper, tmp_path):
    with_archive(paper)
    with Tools(settings(paper, tmp_path, "feed"), LATER) as tools:
        assert found(tools)[0] == {paper.url(path) for path in OF_THE_SECOND}
        assert len(paper.asked("/page/2.xml")) == 1
        asked = len(paper.requests)
        assert found(tools, LATER - 9 * DAY, LATER - 8 * DAY)[0] == set()
    assert len(paper.requests) == asked


def test_an_archive_that_leads_in_a_circle_ends(paper, tmp_path):
    with_archive(paper)
    paper.pages["/page/2.xml"] = paper.pages["/rss.xml"]
    with Tools(settings(paper, tmp_path, "feed"), LATER) as tools:
        assert len(found(tools)[0]) == len(OF_THE_SECOND)


def test_the_day_in_progress_is_left_to_the_polls(paper, tmp_path):
    with_sitemaps(paper)
    with Tools(settings(paper, tmp_path, "robots.txt"), LATER) as tools:
        assert found(tools, LATER - DAY / 2, LATER + DAY / 2) == (set(), [])
    assert paper.requests == []


def test_a_listing_that_does_not_answer_is_a_failure_and_the_others_are_used(paper, tmp_path):
    with_sitemaps(paper)
    paper.pages["/map-c.xml"] = Page("broken", status=500)
    with Tools(settings(paper, tmp_path, "robots.txt"), LATER) as tools:
        urls, failures = found(tools)
    assert len(urls) == len(OF_THE_SECOND)
    assert [(one.stage, "answered 500" in one.message) for one in failures] == [("poll", True)]


def test_a_robots_txt_without_sitemaps_is_a_failure_that_says_what_to_do(paper, tmp_path):
    with Tools(settings(paper, tmp_path, "robots.txt"), LATER) as tools:
        [failure] = found(tools)[1]
    assert "write its address into the feed's history" in failure.message


def test_so_many_listings_are_asked_and_so_many_pages_taken_and_a_failure_says_so(paper, tmp_path):
    with_sitemaps(paper)
    made = settings(paper, tmp_path, "robots.txt", listings=2, pages=1)
    with Tools(made, LATER) as tools:
        urls, failures = found(tools)
        assert found(tools)[0] == urls
    assert len(urls) == 1
    assert {one.error for one in failures} == {"TooBig"}
    assert "history.listings" in failures[0].message
    assert "history.pages" in failures[1].message


def fill(tools, *wanted):
    """Do days up to their articles; return the rows added."""
    added = []
    for day in wanted:
        names = days.plan(day, day + DAY, tools)
        for name in names:
            for stage in ("fetch", "clean", "extract"):
                days.stage(stage, name, tools)
        added.append(days.finish(names, tools))
    return added


def test_past_days_are_filled_from_history_in_any_order_and_twice_changes_nothing(paper, tmp_path):
    with_sitemaps(paper)
    with_archive(paper)
    paper.pages["/map-c.xml"] = Page("broken", status=500)
    told = []
    for order in ((SECOND, SECOND + 2 * DAY), (SECOND + 2 * DAY, SECOND)):
        data = tmp_path / str(len(told))
        data.mkdir()
        with Tools(settings(paper, data, "feed", "robots.txt"), LATER) as tools:
            fill(tools, *order)
            asked = len(paper.requests)
            assert fill(tools, SECOND) == [{}]
            assert len(paper.requests) == asked
            told.append(_told(tools))
    assert told[0] == told[1]
    states, _, failures = told[0]
    assert dict(states) == {"stored": 2, "failed": 1}
    assert len(failures) == 1


def _told(tools):
    queries = (
        "SELECT state, count(*) FROM entries GROUP BY ALL ORDER BY ALL",
        "SELECT id FROM ledger.entries ORDER BY ALL",
        "SELECT id FROM ledger.failures WHERE stage = 'poll' ORDER BY ALL",
    )
    with tools.warehouse.read() as db:
        return [db.execute(query).fetchall() for query in queries]


def test_a_feed_that_its_polls_find_failing_is_not_asked_for_its_archive(paper, tmp_path):
    paper.pages["/rss.xml"] = Page("lost", status=404)
    with Tools(settings(paper, tmp_path, "feed"), LATER) as tools:
        days.poll(tools)
        asked = len(paper.requests)
        assert found(tools) == (set(), [])
        assert len(paper.requests) == asked


def test_what_a_feed_listed_then_is_not_found_again(paper, tmp_path):
    with_sitemaps(paper)
    paper.now, listing = STORIES[-1].published + timedelta(hours=1), paper.pages["/rss.xml"]
    paper.pages["/rss.xml"] = lambda _: rss(paper)
    made = settings(paper, tmp_path, "robots.txt")
    with Tools(made, paper.now) as tools:
        days.poll(tools)
    paper.now, paper.pages["/rss.xml"] = LATER, listing
    with Tools(made, LATER) as tools:
        assert found(tools) == (set(), [])


@pytest.mark.parametrize(
    ("url", "published", "updated", "expected"),
    [
        ("https://news.example/a", "2026-03-02T08:30", "2026-03-09T08:30", "2026-03-02T08:30"),
        ("https://news.example/2026/03/02/a", None, "2026-03-09T08:30", "2026-03-02T12:00"),
        ("https://news.example/a-20260302", None, None, "2026-03-02T12:00"),
        ("https://news.example/2026-02-31/a", None, "2026-03-09T08:30", "2026-03-09T08:30"),
        ("https://news.example/a-202603021", None, None, None),
        ("https://news.example/a", "2026-03-02T00:00", None, "2026-03-02T12:00"),
    ],
    ids=["published", "path", "slug", "no such day", "a number", "a bare day"],
)
def test_the_day_of_an_entry(url, published, updated, expected):
    at = [then and datetime.fromisoformat(f"{then}+00:00") for then in (published, updated)]
    entry = Entry(
        id="", feed_id="f", guid=None, url=url, published_at=at[0], updated_at=at[1], seen_at=LATER
    )
    assert moment(entry) == (expected and datetime.fromisoformat(f"{expected}+00:00"))


@pytest.mark.parametrize(
    ("parts", "chosen"),
    [
        ({"2026-02.xml": None, "2026-03.xml": None, "2026-04.xml": None}, ["2026-03.xml"]),
        ({"2026/3/1": None, "2026/3/2": None, "2026/3/9": None}, ["2026/3/1", "2026/3/2"]),
        (
            {"m?yyyy=2026&mm=03&dd=02": None, "m?yyyy=2026&mm=03&dd=22": None},
            ["m?yyyy=2026&mm=03&dd=02"],
        ),
        ({"c": "2026-09-01", "b": "2026-03-09", "a": "2026-02-01"}, ["b", "c"]),
        ({"x": None, "b": "2026-03-09T10:00:00Z"}, ["b", "x"]),
        ({"a-2048.xml": "2026-03-09"}, ["a-2048.xml"]),
    ],
    ids=["months", "days", "parameters", "lastmod", "no date", "a number"],
)
def test_which_sitemaps_can_hold_a_day(parts, chosen):
    listed = tuple((f"https://news.example/{name}", date) for name, date in parts.items())
    urls = holding(listed, SECOND + DAY / 4, SECOND + DAY)
    assert urls == [f"https://news.example/{name}" for name in chosen]


@pytest.mark.parametrize("place", ["archive", "ftp://news.example/", "", "seeds"])
def test_a_place_of_history_that_is_none_is_an_error_of_the_settings(paper, tmp_path, place):
    with pytest.raises(SettingsError, match=r"\$\.feeds\[0\]\.history"):
        settings(paper, tmp_path, place)


def test_limits_of_history_that_are_none_are_errors_of_the_settings(paper, tmp_path):
    with pytest.raises(SettingsError, match=r"\$\.history\.pages"):
        settings(paper, tmp_path, pages=0)


def saved(folder, *, at=SECOND + 9 * DAY):
    """Write the stories as a WARC file, and a picture, an error and a page from elsewhere."""
    store = Archive(folder)
    kind = (("content-type", "text/html; charset=utf-8"),)
    for story in STORIES:
        url = f"https://courier.example{story.path}"
        body = page(story).encode()
        store.put(Response(url=url, final_url=url, status=200, at=at, headers=kind, body=body))
    for number, (status, headers) in enumerate(
        [(404, kind), (200, (("content-type", "image/png"),))]
    ):
        url = f"https://courier.example/{number}"
        body = b"%d" % number
        store.put(
            Response(url=url, final_url=url, status=status, at=at, headers=headers, body=body)
        )
    store.close()
    [file] = folder.rglob("*.warc.gz")
    target = folder.parent / "saved" / "courier.warc.gz"
    target.parent.mkdir()
    shutil.move(file, target)
    return target


def folder_settings(tmp_path):
    file = tmp_path / "own.toml"
    file.write_text(f'[[feeds]]\nkind = "folder"\nurl = "{tmp_path}/saved"\n')
    return Settings.load(file, tmp_path / "data")


def test_a_warc_file_of_saved_pages_fills_past_days_by_the_dates_of_its_articles(tmp_path):
    saved(tmp_path / "archive")
    days_of = sorted({story.published.date() for story in STORIES})
    with Tools(folder_settings(tmp_path), LATER) as tools:
        done = dict(days.backfill(days_of[0], days_of[-1], tools))
        again = list(days.backfill(days_of[0], days_of[-1], tools))
        with tools.warehouse.read() as db:
            stored = db.execute(
                "SELECT documents.url, articles.title, documents.fetched_at FROM articles "
                "JOIN ledger.documents AS documents ON documents.id = document_id ORDER BY 1"
            ).fetchall()
    for day in days_of:
        assert done[day]["articles"] == sum(s.published.date() == day for s in STORIES)
    assert [rows for _, rows in again] == [{}] * len(again)
    assert {row[0] for row in stored} == {f"https://courier.example{s.path}" for s in STORIES}
    assert {row[1] for row in stored} == {story.title for story in STORIES}
    assert {row[2] for row in stored} == {(SECOND + 9 * DAY).replace(tzinfo=None)}


def test_a_page_saved_earlier_is_a_version_of_its_own_beside_the_one_on_the_web(paper, tmp_path):
    paper.now = STORIES[-1].published + DAY / 24
    paper.pages["/rss.xml"] = lambda _: rss(paper)
    made = settings(paper, tmp_path)
    with Tools(made, paper.now) as tools:
        days.poll(tools)
        fill(tools, SECOND)
    before = STORIES[0].published + DAY / 24
    store, url = Archive(tmp_path / "archive"), paper.url(STORIES[0].path)
    early = page(replace(STORIES[0], text="The first words, gone since, of the story."))
    kind = (("content-type", "text/html; charset=utf-8"),)
    one = Response(url=url, final_url=url, status=200, at=before, headers=kind, body=early.encode())
    store.put(one)
    store.close()
    folder = FeedSettings(kind="folder", url=str(tmp_path / "archive"))
    both = msgspec.structs.replace(made, feeds=(*made.feeds, folder))
    with Tools(both, paper.now + DAY) as tools:
        fill(tools, SECOND)
        versions = "SELECT version, latest FROM articles WHERE url LIKE ? ORDER BY version"
        with tools.warehouse.read() as db:
            found = db.execute(versions, [f"%{STORIES[0].path}"]).fetchall()
    assert found == [(1, False), (2, True)]


def test_a_warc_file_that_is_none_is_a_failure_and_the_other_files_are_used(tmp_path):
    good = saved(tmp_path / "archive")
    good.with_name("bad.warc.gz").write_bytes(b"\x1f\x8bno gzip at all")
    cut = good.read_bytes()[:-300]
    good.with_name("cut.warc.gz").write_bytes(cut)
    with Tools(folder_settings(tmp_path), LATER) as tools:
        fill(tools, SECOND, SECOND + DAY, SECOND + 2 * DAY, LATER.replace(hour=0))
        with tools.warehouse.read() as db:
            failed = db.execute("SELECT subject, error FROM failures").fetchall()
            states = "SELECT state, count(*) FROM entries GROUP BY ALL ORDER BY ALL"
            assert dict(db.execute(states).fetchall()) == {"stored": 5, "gave up": 1}
    assert [(Path(subject).name, error) for subject, error in failed] == [
        ("bad.warc.gz", "Unreadable")
    ]
