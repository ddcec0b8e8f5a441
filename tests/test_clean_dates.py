"""Dates as feeds, pages and text dumps write them."""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.stages import dates

WRITTEN = {
    "Fri 18 Oct 2024 12.35 EDT": ("2024-10-18T16:35", -240, "minute"),
    "October 31, 2024, Thursday // 15:27": ("2024-10-31T15:27", None, "minute"),
    "2024-10-18T09:51:00.123456789Z": ("2024-10-18T09:51", 0, "second"),
    "2024-10-18 09:51:00 +0200": ("2024-10-18T07:51", 120, "second"),
    "2024-10-18 09:51": ("2024-10-18T09:51", None, "minute"),
    "2024-10-18T09:51:00+02": ("2024-10-18T07:51", 120, "second"),
    "20241018T0951Z": ("2024-10-18T09:51", 0, "second"),
    "20241018": ("2024-10-18T00:00", None, "day"),
    "Tue Jan 28 15:28:56 CET 2020": ("2020-01-28T14:28:56", 60, "second"),
    "Fri Oct 18 2024 09:51:00 GMT+0200 (Central European Summer Time)": (
        "2024-10-18T07:51",
        120,
        "second",
    ),
    "Friday, 18-Oct-24 09:51:00 GMT": ("2024-10-18T09:51", 0, "second"),
    "Oct. 24, 2024 at 5:30 p.m. ET": ("2024-10-24T21:30", -240, "minute"),
    "Published: 5:30 PM ET, Thu November 14, 2024": ("2024-11-14T22:30", -300, "minute"),
    "12 January 2024 12:05 am": ("2024-01-12T00:05", None, "minute"),
    "12 January 2024 12:05 pm": ("2024-01-12T12:05", None, "minute"),
    "18 Oct 2024, 3pm IST": ("2024-10-18T09:30", 330, "hour"),
    "1729245060": ("2024-10-18T09:51", 0, "second"),
    "1729245060000": ("2024-10-18T09:51", 0, "second"),
    "18. Oktober 2024, 14.30 Uhr": ("2024-10-18T14:30", None, "minute"),
    "Freitag, 18.10.2024, 14:30 Uhr": ("2024-10-18T14:30", None, "minute"),
    "18.10.24": ("2024-10-18T00:00", None, "day"),
    "le 18 octobre 2024 à 15h27": ("2024-10-18T15:27", None, "minute"),
    "18 de octubre de 2024 - 10:15 h": ("2024-10-18T10:15", None, "minute"),
    "18 Ekim 2024 Cuma, 09:51": ("2024-10-18T09:51", None, "minute"),
    "18 октября 2024, 15:27": ("2024-10-18T15:27", None, "minute"),
    "Fredag 18. oktober 2024 kl. 14.30": ("2024-10-18T14:30", None, "minute"),
    "2024年10月18日 15時27分": ("2024-10-18T15:27", None, "minute"),
    "2024. 10. 18. 오후 3:27": ("2024-10-18T15:27", None, "minute"),
    "2024년 10월 18일 오전 9시 5분": ("2024-10-18T09:05", None, "minute"),
    "10/18/2024 2:30 PM": ("2024-10-18T14:30", None, "minute"),
    "Friday 10/11/2024": ("2024-10-11T00:00", None, "day"),
    "Sunday 10/11/2024": ("2024-11-10T00:00", None, "day"),
    "1 March 2024 24:00": ("2024-03-02T00:00", None, "minute"),
    "November 2024": ("2024-11-01T00:00", None, "month"),
    "2024-11": ("2024-11-01T00:00", None, "month"),
    "2024": ("2024-01-01T00:00", None, "year"),
}


@pytest.mark.parametrize("text", WRITTEN)
def test_a_date_is_read_as_its_writer_meant_it(text):
    at, offset, precision = WRITTEN[text]
    moment = dates.Moment(datetime.fromisoformat(at).replace(tzinfo=UTC), offset, precision)
    assert dates.read(text) == moment


@pytest.mark.parametrize(
    ("zone", "minutes"),
    [
        ("BST", 60),
        ("CET", 60),
        ("CEST", 120),
        ("MSK", 180),
        ("IST", 330),
        ("KST", 540),
        ("AEST", 600),
        ("EDT", -240),
        ("UTC+0200", 120),
        ("GMT+9", 540),
        ("GMT-3:30", -210),
        ("+05:45", 345),
        ("Z", 0),
        ("XYZ", None),
        ("", None),
    ],
)
def test_zone_names_of_the_world_are_known_and_others_leave_the_zone_open(zone, minutes):
    moment = dates.read(f"Fri, 18 Oct 2024 09:51:00 {zone}")
    assert moment.offset == minutes
    assert moment.at == datetime(2024, 10, 18, 9, 51, tzinfo=UTC) - timedelta(minutes=minutes or 0)


@pytest.mark.parametrize(
    "text",
    [
        "",
        None,
        "10/11/2024",
        "0001-01-01T00:00:00Z",
        "2124-01-01",
        "1 January 1985",
        "31/02/2024",
        "2 hours ago",
        "Fri 18 Oct 09:51",
        "18 Smarch 2024",
        "between 2024-01-01 and 2024-02-01",
        "1" * 400,
    ],
)
def test_what_no_reader_can_know_stays_unknown(text):
    assert dates.read(text) is None


def test_the_caller_decides_what_the_figures_leave_open():
    assert dates.read("10/11/2024", day_first=True).day.isoformat() == "2024-11-10"
    assert dates.read("10/11/2024", day_first=False).day.isoformat() == "2024-10-11"
    assert dates.read("2024-10-18 00:30", default_offset=120).at.day == 17


def test_a_moment_answers_for_the_day_where_it_was_written():
    moment = dates.read("2024-10-18T00:30:00+02:00")
    assert (moment.day.isoformat(), moment.at.day) == ("2024-10-18", 17)


def test_american_time_without_a_season_follows_the_law():
    assert dates.read("3 November 2024 1:30 ET").offset == -240
    assert dates.read("3 November 2024 2:30 ET").offset == -300
    assert dates.read("10 March 2024 1:59 PT").offset == -480
    assert dates.read("10 March 2024 3:00 PT").offset == -420


def test_dates_glued_into_a_line_are_found_where_they_stand():
    line = "Ann BakerFri 18 Oct 2024 12.35 EDTFirst published on Fri 18 Oct 2024 09.51 EDTShareThe"
    found = dates.find(line)
    assert [line[f.start : f.end] for f in found] == [
        "Fri 18 Oct 2024 12.35 EDT",
        "Fri 18 Oct 2024 09.51 EDT",
    ]
    assert [f.moment.at.hour for f in found] == [16, 13]


offsets = st.integers(-12 * 4, 14 * 4).map(lambda quarter: quarter * 15)
moments = st.datetimes(datetime(1990, 1, 2), datetime(2099, 12, 30)).map(  # noqa: DTZ001
    lambda at: at.replace(microsecond=0)
)


@given(moments, offsets)
def test_iso_and_rfc_822_are_read_back_exactly(naive, offset):
    at = naive.replace(tzinfo=timezone(timedelta(minutes=offset)))
    for text in (at.isoformat(), format_datetime(at), at.strftime("%A, %d %B %Y %H:%M:%S %z")):
        moment = dates.read(text)
        assert (moment.at, moment.offset) == (at.astimezone(UTC), offset)


@given(st.text(max_size=200) | st.text("0123456789:./- TZ+年月日OctFri", max_size=80))
def test_any_text_gives_a_sane_moment_or_none_and_spans_inside_it(text):
    moment = dates.read(text)
    assert moment is None or 1989 <= moment.at.year <= 2100
    last = 0
    for found in dates.find(text):
        assert last <= found.start < found.end <= len(text)
        last = found.end


@pytest.mark.parametrize("piece", ["2024 ", "1.1.", "Oct ", "at at ", "2024-1", "10:", "a" * 50])
def test_long_hostile_lines_hold_no_date_and_come_to_an_end(piece):
    assert dates.find(piece * 20_000) == []


def test_english_month_abbreviations_mean_their_month():
    for month in range(1, 13):
        at = datetime(2024, month, 5, tzinfo=UTC)
        assert dates.read(at.strftime("%d %b %Y")).at == at
