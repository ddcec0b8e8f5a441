"""Weeks of a newspaper on loopback: its clock and ours are the test's, the web is real.

What is polled is kept in memory in the place of the warehouse, since a load costs more than a poll.
"""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from newspaper import Newspaper, Page, rss
from stories import Story

from pipeline import flow
from pipeline.records import Entry, Failure, Poll, Sighting
from pipeline.settings import Settings
from pipeline.stages.poll import feed as start
from pipeline.stages.poll.schedule import due
from pipeline.tools import Tools

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Memory:
    """What the poll stage asks of the warehouse."""

    def __init__(self):
        self.polls, self.entries, self.failures = [], {}, []

    def last_polls(self, *, before):
        return {poll.feed_id: poll for poll in self.polls}

    def sightings(self, feed_id, entries, *, but_of=None):
        return [
            Sighting(id=e.id, guid=e.guid, canonical_url=e.canonical_url, title=e.title)
            for e in self.entries.values()
        ]

    def keep(self, records):
        for record in records:
            if isinstance(record, Poll):
                self.polls.append(record)
            elif isinstance(record, Failure):
                self.failures.append(record)
            elif isinstance(record, Entry):
                assert record.id not in self.entries
                self.entries[record.id] = record


class Weeks:
    """A newspaper whose feed lists its last `size` stories, polled whenever the test says."""

    def __init__(self, paper, tools, size=20):
        self.paper, self.tools, self.size = paper, tools, size
        self.memory = tools._open("warehouse", Memory)
        self.feed = start.make(paper.feed_url, "rss")
        self.listing = lambda _: rss(self.now_listed())
        paper.pages["/rss.xml"] = lambda request: paper._feed(
            request, lambda _: self.listing(request)
        )
        tools.web._pace.clock = self.clock

    def clock(self):
        return self.paper.now.timestamp()

    def now_listed(self):
        copy = object.__new__(Newspaper)
        copy.__dict__ = self.paper.__dict__ | {"stories": self.paper.listed()[: self.size]}
        return copy

    def publish(self, at, count=1):
        for _ in range(count):
            number = len(self.paper.stories)
            words = f"The council met for the {number}th time."
            story = Story(f"/2026/{number}.html", f"Story {number}", "Ann Lee", at, words)
            self.paper.stories.append(story)

    def poll(self, at):
        self.paper.now = at
        made = flow.take("poll", self.feed, replace(self.tools, now=at))
        self.memory.keep(made)
        return self.memory.polls[-1]

    def poll_until(self, end, *, every=None):
        """Poll whenever it is due, or `every` so often; return the polls made."""
        done = [self.memory.polls[-1]] if self.memory.polls else [self.poll(START)]
        while (at := done[-1].polled_at + every if every else done[-1].next_due_at) < end:
            done.append(self.poll(at))
        return done[1:]

    def found(self):
        return sorted(entry.title for entry in self.memory.entries.values())

    def published(self):
        return sorted(story.title for story in self.paper.stories)


@pytest.fixture
def weeks(tmp_path):
    with Newspaper(stories=()) as paper:
        settings = Settings.load(paper.settings(tmp_path, retries=0), tmp_path / "data")
        with Tools(settings, START) as tools:
            yield Weeks(paper, tools)


@pytest.mark.parametrize("answer", [Page("down", status=503), Page("lost", status=404)])
def test_after_an_outage_of_fourteen_days_a_feed_is_polled_within_a_day_and_loses_nothing(
    weeks, answer
):
    weeks.publish(START - DAY, 3)
    weeks.poll(START)
    listing, end = weeks.listing, START + 14 * DAY
    weeks.paper.pages["/rss.xml"] = answer
    for number in range(14):
        weeks.publish(START + number * DAY + HOUR)
    during = weeks.poll_until(end)
    weeks.paper.pages["/rss.xml"] = lambda request: weeks.paper._feed(request, listing)
    back = weeks.memory.polls[-1].next_due_at
    assert end <= back <= end + 1.1 * DAY
    done = weeks.poll(back)
    assert {poll.status for poll in during} == {"temporary" if answer.status == 503 else "hard"}
    assert len(weeks.memory.failures) == len(during) < 80
    assert (done.status, done.new, done.failures) == ("ok", 14, 0)
    assert weeks.found() == weeks.published()


def test_a_server_that_answers_304_whatever_happened_is_found_out_within_a_day(weeks):
    real = weeks.listing

    def lie(request):
        return (
            Page(status=304)
            if "if-none-match" in request.headers
            else weeks.paper._feed(request, real)
        )

    weeks.paper.pages["/rss.xml"] = lie
    for hours in range(48):
        weeks.publish(START + hours * HOUR - HOUR / 2)
    polls = [weeks.poll(START), *weeks.poll_until(START + 48 * HOUR, every=HOUR)]
    known = next(number for number, poll in enumerate(polls) if not poll.trusted)
    assert known <= 24
    assert "its 304 is not believed any more" in polls[known].note
    assert {poll.status for poll in polls[known:]} == {"ok"}
    assert weeks.found() == weeks.published()


def test_guids_that_change_with_every_answer_bring_every_story_once(weeks):
    count = iter(range(1_000))

    def churn(_):
        made = rss(weeks.now_listed())
        made.body = made.body.replace('isPermaLink="false">', f'isPermaLink="false">{next(count)}-')
        return made

    weeks.listing = churn
    for hours in range(24):
        weeks.publish(START + hours * HOUR - HOUR / 2)
    weeks.poll(START)
    weeks.poll_until(START + DAY, every=HOUR)
    assert weeks.found() == weeks.published()
    assert weeks.memory.polls[-1].identity == "url"
    assert [p for p in weeks.memory.polls if p.note and "guids change from poll to poll" in p.note]


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("given", ["10800", format_datetime(START + 3 * HOUR, usegmt=True)])
def test_a_server_that_names_its_time_is_left_alone_until_then_and_loses_nothing(
    weeks, status, given
):
    weeks.publish(START - HOUR)
    weeks.paper.pages["/rss.xml"] = Page("busy", status=status, headers={"Retry-After": given})
    busy = weeks.poll(START)
    assert (busy.status, busy.http_status) == ("temporary", status)
    assert START + 3 * HOUR <= busy.next_due_at <= START + 3.4 * HOUR
    weeks.paper.pages["/rss.xml"] = lambda request: weeks.paper._feed(request, weeks.listing)
    assert weeks.poll(busy.next_due_at).new == 1


def test_a_chain_of_permanent_moves_is_adopted_at_the_second_poll_and_asked_straight_then(weeks):
    weeks.publish(START - HOUR)
    pages, url = weeks.paper.pages, weeks.paper.url
    pages["/c.xml"] = pages["/rss.xml"]
    pages["/rss.xml"] = Page(status=301, headers={"Location": "/b.xml"})
    pages["/b.xml"] = Page(status=308, headers={"Location": url("/c.xml")})
    assert [weeks.poll(START + hours * HOUR).url for hours in range(3)] == [
        None,
        url("/c.xml"),
        url("/c.xml"),
    ]
    assert [len(weeks.paper.asked(path)) for path in ("/rss.xml", "/b.xml")] == [2, 2]
    pages["/c.xml"] = Page("gone", status=410)
    gone = weeks.poll(START + 3 * HOUR)
    assert (gone.status, gone.next_due_at) == ("gone", None)
    assert not due(gone, at=START + 1_000 * DAY)


def test_a_chain_with_a_temporary_move_is_adopted_only_up_to_it(weeks):
    weeks.publish(START - HOUR)
    pages, url = weeks.paper.pages, weeks.paper.url
    pages["/c.xml"] = pages["/rss.xml"]
    pages["/rss.xml"] = Page(status=301, headers={"Location": "/b.xml"})
    pages["/b.xml"] = Page(status=302, headers={"Location": "/c.xml"})
    polls = [weeks.poll(START + hours * HOUR) for hours in range(5)]
    assert {poll.url for poll in polls[1:]} == {url("/b.xml")}
    assert {poll.status for poll in polls} == {"ok", "unchanged"}
    assert len(weeks.found()) == 1


def test_a_feed_of_fifty_thousand_items_gives_fifty_thousand_rows_and_says_what_is_left_out(weeks):
    items = [
        {"id": str(number), "url": f"/2026/{number}", "title": f"Story {number}"}
        for number in range(50_010)
    ]
    version = "https://jsonfeed.org/version/1.1"
    body = json.dumps({"version": version, "home_page_url": weeks.paper.url(), "items": items})
    weeks.listing = lambda _: Page(body, type="application/feed+json")
    done = weeks.poll(START)
    assert (done.status, done.seen, done.new) == ("ok", 50_000, 50_000)
    assert "10 entries beyond the first 50,000 were left out" in done.note
    assert len(weeks.memory.entries) == 50_000


def test_a_feed_of_ten_megabytes_is_read_and_a_larger_one_is_a_failure_row(weeks):
    weeks.publish(START - DAY, 100)
    weeks.size = 1_000
    long = "word " * 19_500

    def large(_):
        made = rss(weeks.now_listed())
        made.body = made.body.replace("</description></item>", f"{long}</description></item>")
        return made

    weeks.listing = large
    first = weeks.poll(START)
    assert (first.status, first.seen, first.new) == ("ok", 100, 100)
    assert max(len(entry.summary) for entry in weeks.memory.entries.values()) == 10_000
    weeks.publish(START, 10)
    second = weeks.poll(START + 7 * HOUR)
    assert (second.status, second.seen, second.failures) == ("hard", 0, 4)
    [failure] = weeks.memory.failures
    assert (failure.stage, failure.error) == ("poll", "TooBig")
    assert "web.max_bytes" in failure.message
