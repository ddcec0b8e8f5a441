"""Alerts: each query finds what it is for, and nothing where all is well."""

from datetime import timedelta

import pytest
from builders import NOON, a_batch, a_failure, a_feed, a_poll, a_version, a_walk, an_entry

from pipeline import alerts as alerting
from pipeline.alerts import alerts
from pipeline.settings import Settings
from pipeline.tools import Tools

DAY = timedelta(days=1)
NOW = NOON + 10 * DAY


@pytest.fixture
def tools(tmp_path, monkeypatch):
    monkeypatch.setattr(alerting, "examine", lambda _: [])  # the doctor has tests of its own
    with Tools(Settings.load(None, tmp_path), NOW) as tools:
        yield tools


def load(tools, records, *, name="first", at=NOON):
    tools.warehouse.load(a_batch(tools.batches, records, name=name, at=at))


def entries(feed, days):
    return [an_entry(feed, url=f"https://east.example/{day}", seen_at=day) for day in days]


def found(tools):
    return [(alert.alert, alert.thing) for alert in alerts(tools)]


def test_where_nothing_was_published_yet_there_is_nothing_to_tell(tools):
    assert found(tools) == []


def test_a_feed_that_brings_news_every_day_is_no_alert(tools):
    feed = a_feed()
    load(tools, [feed, a_poll(feed), *entries(feed, [NOON + n * DAY for n in range(10)])])
    assert found(tools) == []


def test_a_feed_that_falls_silent_is_an_alert(tools):
    feed = a_feed()
    load(tools, [feed, a_poll(feed), *entries(feed, [NOON + n * DAY for n in range(5)])])
    assert found(tools) == [("feed_silent", feed.url)]


def test_a_feed_whose_latest_poll_failed_is_an_alert(tools):
    feed = a_feed()
    failed = a_poll(feed, polled_at=NOW, status="hard", note="404 not found", seen=0, new=0)
    load(tools, [feed, a_poll(feed), failed, *entries(feed, [NOW])])
    alert = alerts(tools)[0]
    assert (alert.alert, alert.thing) == ("feed_failing", feed.url)
    assert "404 not found" in alert.what


def _articles(number, *, at, claims, stem):
    """Articles of one outlet, each with so many claims told of it."""
    from dataclasses import replace

    from pipeline.records import Extraction

    for n in range(number):
        article = a_version(f"https://{stem}.example/{n}", f"{stem} {n}", at=at, outlet="East")
        for record in a_walk(article):
            told = isinstance(record, Extraction)
            yield replace(record, claims=claims) if told else record


def test_a_stage_that_fails_on_a_third_of_its_records_is_an_alert(tools):
    records = list(_articles(10, at=NOW, claims=0, stem="new"))
    wrong = [a_failure(record_id=f"r{n}", failed_at=NOW, stage="clean") for n in range(4)]
    load(tools, [*records, *wrong])
    assert ("stage_failing", "clean") not in found(tools)
    more = [a_failure(record_id=f"s{n}", failed_at=NOW, stage="clean") for n in range(4)]
    load(tools, more, name="second", at=NOW)
    assert ("stage_failing", "clean") in found(tools)


def test_an_outlet_whose_claims_dry_up_is_an_alert(tools):
    load(tools, _articles(20, at=NOW - 5 * DAY, claims=9, stem="old"))
    load(tools, _articles(5, at=NOW, claims=2, stem="new"), name="second", at=NOW)
    assert ("yield_down", "East") in found(tools)


def test_an_outlet_with_as_many_claims_as_before_is_none(tools):
    load(tools, _articles(20, at=NOW - 5 * DAY, claims=9, stem="old"))
    load(tools, _articles(5, at=NOW, claims=8, stem="new"), name="second", at=NOW)
    assert ("yield_down", "East") not in found(tools)
