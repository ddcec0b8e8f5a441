"""What a feed's state leads to. Moments come in with answers: nothing here waits."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import RecordError, Refused, TooBig, Unreachable
from pipeline.records import Entry, Feed, Poll, Response, Sighting
from pipeline.stages.poll import poll, request, unanswered
from pipeline.stages.poll.schedule import LONGEST, SHORTEST, due

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
FEED = Feed(id="feed", url="https://news.example/rss.xml", kind="rss")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Site:
    """A feed on a server that can be told how to behave, and what has been polled of it."""

    def __init__(self):
        self.stories = []  # (number, moment)
        self.size = 20
        self.headers = {}
        self.status = 200
        self.moved_to = None
        self.etags = True  # answer 304 when nothing changed
        self.lies = False  # answer 304 always
        self.guid = lambda number: f"g{number}"
        self.last = None
        self.sightings = {}
        self.found = []
        self.failures = []

    def publish(self, at, count=1):
        self.stories += [(len(self.stories) + n, at) for n in range(count)]

    def respond(self, url, headers, at):
        listed = self.stories[-self.size :][::-1]
        tag = f'"{listed[0][0] if listed else 0}"'
        asked = headers.get("If-None-Match")
        status = self.status
        if status == 200 and asked and (self.lies or (self.etags and asked == tag)):
            status = 304
        items = "".join(
            f"<item><guid isPermaLink='false'>{self.guid(number)}</guid><title>Story {number}"
            f"</title><link>https://news.example/{number}</link>"
            f"<pubDate>{format_datetime(when)}</pubDate></item>"
            for number, when in listed
        )
        body = f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>"
        names = {"etag": tag, "date": format_datetime(at, usegmt=True)} | self.headers
        return Response(
            url=url,
            final_url=self.moved_to or url,
            moved_to=self.moved_to,
            status=status,
            at=at,
            headers=tuple(names.items()),
            body=b"" if status != 200 else body.encode(),
        )

    def poll(self, at, error=None):
        url, headers = request(FEED, self.last, at=at)
        self.asked = url, headers
        if error:
            self.last = unanswered(FEED, self.last, error, at=at)
            return self.last
        answer = self.respond(url, headers, at)
        made = []
        try:
            made.extend(poll(FEED, answer, self.last, known=self.known))
        except RecordError as failed:
            self.failures.append(failed)
        self.last = made[0]
        for entry in made[1:]:
            self.sightings[entry.id] = Sighting(
                id=entry.id,
                guid=entry.guid,
                canonical_url=entry.canonical_url,
                title=entry.title,
            )
            self.found.append(entry)
        return self.last

    def known(self, _feed_id, entries):
        assert all(isinstance(entry, Entry) for entry in entries)
        return list(self.sightings.values())

    def missed(self):
        return {number for number, _ in self.stories} - {
            int(entry.url.rpartition("/")[2]) for entry in self.found
        }


def test_a_feed_that_did_not_change_is_asked_with_its_validators():
    site = Site()
    site.publish(START, 5)
    first = site.poll(START)
    assert (first.status, first.seen, first.new, first.etag) == ("ok", 5, 5, '"4"')
    second = site.poll(START + timedelta(minutes=10))
    assert site.asked[1] == {"If-None-Match": '"4"'}
    assert (second.status, second.http_status, second.etag) == ("unchanged", 304, '"4"')
    assert second.newest_at == first.newest_at
    assert second.interval_s > first.interval_s


def test_every_feed_is_asked_without_validators_four_times_a_day():
    site = Site()
    site.publish(START, 5)
    moments = [START + timedelta(minutes=20 * n) for n in range(72 * 3)]
    full = sum(not (site.poll(at), site.asked)[1][1] for at in moments)
    assert 12 <= full <= 13


def test_a_304_that_lies_is_found_out_and_not_believed_again():
    site = Site()
    site.lies = True
    for hours in range(30):
        at = START + HOUR * hours
        site.publish(at - timedelta(minutes=30))
        site.poll(at)
    assert site.last.trusted is False
    assert site.missed() == set()
    site.poll(START + HOUR * 30)
    assert site.asked[1] == {}


def test_an_honest_304_stays_believed():
    site = Site()
    for hours in range(72):
        if hours % 5 == 0:
            site.publish(START + HOUR * hours - timedelta(minutes=20))
        site.poll(START + HOUR * hours)
    assert site.last.trusted
    assert site.missed() == set()


@pytest.mark.parametrize(
    ("headers", "minutes"),
    [
        ({}, 30),
        ({"cache-control": "max-age=7200"}, 120),
        ({"cache-control": "public, max-age=7200", "age": "3600"}, 60),
        ({"cache-control": "max-age=60"}, 30),
        ({"cache-control": "max-age=99999999"}, LONGEST // 60),
        ({"cache-control": "no-cache", "expires": format_datetime(START + 3 * HOUR)}, 30),
        ({"expires": format_datetime(START + 3 * HOUR)}, 180),
        ({"expires": format_datetime(START - 3 * HOUR)}, 30),
        ({"expires": "0"}, 30),
        ({"cache-control": "s-maxage=7200"}, 30),
    ],
)
def test_the_wish_of_the_server_lengthens_the_pause(headers, minutes):
    site = Site()
    site.publish(START, 1)
    site.headers = headers
    assert site.poll(START).interval_s == minutes * 60


@pytest.mark.parametrize(
    ("channel", "minutes"),
    [
        ("<ttl>90</ttl>", 90),
        ("<ttl>x</ttl>", 30),
        ("<sy:updatePeriod>hourly</sy:updatePeriod>", 60),
        (
            "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>",
            360,
        ),
        ("<sy:updatePeriod>yearly</sy:updatePeriod>", LONGEST // 60),
    ],
)
def test_the_wish_of_the_feed_lengthens_the_pause(channel, minutes):
    body = (
        '<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel>'
        f"<title>T</title>{channel}</channel></rss>"
    )
    answer = replace(Site().respond(FEED.url, {}, START), body=body.encode())
    first, *_ = poll(FEED, answer, None, known=lambda *_: [])
    assert first.interval_s == minutes * 60


def test_no_wish_makes_a_busy_feed_wait_until_half_its_list_is_gone():
    site = Site()
    for minutes in range(20):
        site.publish(START + timedelta(minutes=3 * minutes))
    site.headers = {"cache-control": "max-age=86400"}
    assert site.poll(START + HOUR).interval_s == 30 * 60


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("given_", ["7200", format_datetime(START + 2 * HOUR)])
def test_retry_after_is_kept_in_seconds_and_as_a_date(status, given_):
    site = Site()
    site.status, site.headers = status, {"retry-after": given_}
    done = site.poll(START)
    assert done.status == "temporary"
    assert 2 * HOUR <= done.next_due_at - START <= 2.3 * HOUR


def test_retry_after_of_a_year_is_a_day():
    site = Site()
    site.status, site.headers = 503, {"retry-after": "31536000"}
    assert site.poll(START).next_due_at <= START + 1.2 * DAY


def test_a_permanent_redirect_is_adopted_at_its_second_sight_and_given_up_when_it_fails():
    site = Site()
    site.publish(START, 3)
    site.moved_to = "https://new.example/rss.xml"
    assert site.poll(START).url is None
    done = site.poll(START + HOUR)
    assert done.url == site.moved_to
    assert "moved for good" in done.note
    site.moved_to = None
    site.poll(START + 2 * HOUR)
    assert site.asked[0] == "https://new.example/rss.xml"
    site.status = 404
    for hours in range(3, 6):
        site.poll(START + hours * HOUR)
    assert site.last.url is None
    site.poll(START + 7 * HOUR)
    assert site.asked[0] == FEED.url


def test_a_redirect_seen_once_is_not_adopted():
    site = Site()
    site.publish(START, 3)
    for hours, target in enumerate(["https://a.example/", None, "https://a.example/", None]):
        site.moved_to = target
        site.poll(START + hours * HOUR)
    assert site.last.url is None


def test_410_retires_a_feed():
    site = Site()
    site.status = 410
    done = site.poll(START)
    assert (done.status, done.next_due_at) == ("gone", None)
    assert not due(done, at=START + 1000 * DAY)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (404, "hard"),
        (403, "hard"),
        (500, "soft"),
        (502, "temporary"),
        (429, "temporary"),
        (304, "soft"),
    ],
)
def test_failures_have_classes(status, expected):
    site = Site()
    site.status = status
    done = site.poll(START)
    assert (done.status, done.http_status) == (expected, status)
    assert str(status) in done.note
    assert site.failures


@pytest.mark.parametrize(
    ("error", "expected"),
    [(Unreachable("x"), "temporary"), (Refused("x"), "hard"), (TooBig("x"), "hard")],
)
def test_no_answer_is_a_failure_too(error, expected):
    assert Site().poll(START, error).status == expected


def test_pauses_grow_with_failures_to_a_day_and_the_interval_comes_back():
    site = Site()
    site.publish(START - DAY, 3)
    before = site.poll(START).interval_s
    at, pauses = START, []
    for _ in range(60):
        at = site.last.next_due_at
        site.poll(at, Unreachable("no answer"))
        pauses.append((site.last.next_due_at - at).total_seconds())
    assert pauses[0] < 1.3 * 3600
    assert 6 * 3600 < max(pauses) <= 1.1 * LONGEST
    assert pauses[2] > pauses[0]
    assert site.last.interval_s == before
    site.poll(at + DAY)
    assert (site.last.status, site.last.failures) == ("ok", 0)


@pytest.mark.parametrize("outage", [Unreachable("no answer"), 500, 404])
def test_after_fourteen_days_of_outage_a_feed_is_polled_within_a_day_and_loses_nothing(outage):
    site = Site()
    at, end = START, START + 14 * DAY
    site.publish(START - HOUR)
    site.poll(at)
    polls = 0
    while site.last.next_due_at < end:
        at, polls = site.last.next_due_at, polls + 1
        if isinstance(outage, int):
            site.status = outage
            site.poll(at)
        else:
            site.poll(at, outage)
    site.status = 200
    for hours in range(0, 14 * 24, 24):
        site.publish(START + HOUR * hours)
    assert site.last.next_due_at <= end + 1.1 * DAY
    assert polls < 100
    site.poll(site.last.next_due_at)
    assert site.missed() == set()


def test_entries_that_came_and_went_are_estimated_and_the_pause_gets_shorter():
    site = Site()
    for hours in range(20):
        site.publish(START + HOUR * hours)
    site.poll(START + 20 * HOUR)
    before = site.last.interval_s
    for hours in range(20, 70):
        site.publish(START + HOUR * hours)
    done = site.poll(START + 70 * HOUR)
    assert 25 <= done.missed <= 32
    assert f"{done.missed} entries" in done.note
    assert done.interval_s < before


def test_a_pinned_entry_does_not_hide_a_gap():
    site = Site()
    site.publish(START - 100 * DAY)
    pinned = site.stories[0]
    for hours in range(19):
        site.publish(START + HOUR * hours)
    site.poll(START + 20 * HOUR)
    for hours in range(20, 60):
        site.publish(START + HOUR * hours)
    site.stories[-20] = pinned
    assert site.poll(START + 60 * HOUR).missed > 10


def test_the_same_state_leads_to_the_same_poll_and_feeds_of_one_host_drift_apart():
    one, two = Site(), Site()
    for site in (one, two):
        site.publish(START, 3)
    assert one.poll(START) == two.poll(START)
    others = {
        unanswered(replace(FEED, id=f"f{n}"), None, Unreachable("x"), at=START).next_due_at
        for n in range(50)
    }
    assert len(others) > 40


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 30)), max_size=40))
def test_whatever_happens_the_next_poll_is_within_a_day_and_not_at_once(events):
    site, at = Site(), START
    for kind, count in events:
        site.status = (200, 200, 500, 404)[kind]
        site.publish(at, count)
        site.poll(at)
        pause = (site.last.next_due_at - at).total_seconds()
        assert SHORTEST <= pause <= 1.1 * LONGEST + 1
        at = site.last.next_due_at


def test_a_feed_never_polled_is_due():
    assert due(None, at=START)
    later = Poll(id="p", feed_id="f", polled_at=START, status="ok", next_due_at=START + HOUR)
    assert not due(later, at=START)
    assert due(later, at=START + HOUR)


# Identity


def test_a_poll_of_what_is_known_finds_nothing_new():
    site = Site()
    site.etags = False
    site.publish(START, 8)
    site.poll(START)
    assert site.poll(START + HOUR).new == 0


def test_guids_that_change_with_every_poll_do_not_bring_entries_again():
    site = Site()
    site.etags = False
    polls = 0
    site.guid = lambda number: f"{polls}-{number}"
    site.publish(START, 8)
    for polls in range(4):
        site.poll(START + polls * HOUR)
    assert len(site.found) == 8
    assert site.last.identity == "url"


def test_guids_that_number_the_places_of_the_list_lose_no_entry():
    site = Site()
    site.etags = False
    site.guid = lambda number: f"place {len(site.stories) - number}"
    for hours in range(40):
        site.publish(START + hours * HOUR)
        site.poll(START + hours * HOUR + timedelta(minutes=5))
    assert site.missed() == set()
    assert len(site.found) == 40
    assert site.last.identity == "url"


def test_one_guid_for_all_loses_no_entry_and_the_poll_says_so():
    site = Site()
    site.etags = False
    site.guid = lambda _: "same"
    site.publish(START, 3)
    assert "guids are reused" in site.poll(START).note
    for hours in range(1, 6):
        site.publish(START + hours * HOUR)
        site.poll(START + hours * HOUR)
    assert site.missed() == set()
    assert len(site.found) == 8


def entry(guid, path, title="Story"):
    return Entry(
        id="",
        feed_id="feed",
        guid=guid,
        url=f"https://news.example/{path}",
        canonical_url=f"https://news.example/{path}",
        title=title,
        seen_at=START,
    )


@pytest.mark.parametrize(
    ("later", "new"),
    [
        (entry("g1", "a"), 0),
        (entry("g1", "a", "Story, updated"), 0),
        (entry("g1", "another-slug"), 0),
        (entry("g9", "a"), 0),
        (entry(None, "a"), 0),
        (entry("g2", "b"), 1),
        (entry("g1", "b", "Another story"), 1),
    ],
    ids=["same", "title", "slug", "guid", "no guid", "another", "guid reused"],
)
def test_which_change_makes_another_entry(later, new):
    from pipeline.stages.poll.identity import judge

    first = judge([entry("g1", "a")], [], "guid")
    known = [
        Sighting(id=e.id, guid=e.guid, canonical_url=e.canonical_url, title=e.title)
        for e in first.new
    ]
    assert len(judge([later], known, "guid").new) == new


def test_many_entries_that_all_point_to_one_page_are_told_apart_by_their_content():
    from pipeline.stages.poll.identity import judge

    listed = [entry(None, "ticker", f"Item {n}") for n in range(6)]
    first = judge(listed, [], "guid")
    assert (len(first.new), first.policy) == (6, "content")
    known = [
        Sighting(id=e.id, guid=e.guid, canonical_url=e.canonical_url, title=e.title)
        for e in first.new
    ]
    again = judge([*listed, entry(None, "ticker", "Item 6")], known, "content")
    assert [e.title for e in again.new] == ["Item 6"]
