"""When a claim was said and when its event is, grounded on the day of publication."""

from datetime import date, timedelta

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from pipeline.edges.nlp import Language
from pipeline.records import Span
from pipeline.stages.extract.attribution import Attribution
from pipeline.stages.extract.numbers.lexemes import lexemes
from pipeline.stages.extract.times import Timeline, times
from pipeline.stages.extract.times.expressions import expressions
from pipeline.stages.extract.times.feasts import easter
from pipeline.stages.extract.times.lexicon import Ground
from pipeline.stages.extract.times.tense import by_verbs

FRIDAY = date(2024, 10, 18)
NLP = spacy.blank("en")
SHIPPED = Language()


def read(text, published=FRIDAY):
    found = expressions(lexemes(text), Ground(published))
    return [tuple(day.isoformat() for day in one.days) for one in found]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("on Oct. 24, 2023", "2023-10-24", "2023-10-24"),
        ("on 15 April last year", "2023-04-15", "2023-04-15"),
        ("in May or June next year", "2025-05-01", "2025-06-30"),
        ("the second half of January 2025", "2025-01-16", "2025-01-31"),
        ("the three months to September", "2024-07-01", "2024-09-30"),
        ("over the next decade", "2024-10-18", "2034-10-18"),
        ("in the last week", "2024-10-11", "2024-10-18"),
        ("the year to September", "2023-10-01", "2024-09-30"),
        ("the first Monday of October", "2024-10-07", "2024-10-07"),
        ("the last day of September", "2024-09-30", "2024-09-30"),
        ("on the 20th of this month", "2024-10-20", "2024-10-20"),
        ("later in October", "2024-10-18", "2024-10-31"),
        ("28 September – 3 October", "2024-09-28", "2024-10-03"),
        ("the 19th century", "1801-01-01", "1900-12-31"),
        ("the nineties", "1990-01-01", "1999-12-31"),
        ("in 2022-23", "2022-01-01", "2023-12-31"),
        ("Q3 2024", "2024-07-01", "2024-09-30"),
        ("Norway’s 2022 report", "2022-01-01", "2022-12-31"),
        ("will open in two weeks", "2024-10-28", "2024-11-03"),
        ("on Tuesday of last week", "2024-10-08", "2024-10-08"),
        ("18 October 2024", "2024-10-18", "2024-10-18"),
        ("Friday, October 18", "2024-10-18", "2024-10-18"),
        ("on October 8", "2024-10-08", "2024-10-08"),
        ("on the 8th of October", "2024-10-08", "2024-10-08"),
        ("2024-10-08", "2024-10-08", "2024-10-08"),
        ("on January 20", "2024-01-20", "2024-01-20"),
        ("will meet on December 20", "2024-12-20", "2024-12-20"),
        ("on Nov. 5", "2024-11-05", "2024-11-05"),
        ("between 8 and 13 October", "2024-10-08", "2024-10-13"),
        ("October 8-13", "2024-10-08", "2024-10-13"),
        ("from March to May", "2024-03-01", "2024-05-31"),
        ("between 2014 and 2019", "2014-01-01", "2019-12-31"),
        ("on Friday", "2024-10-18", "2024-10-18"),
        ("on Saturday", "2024-10-12", "2024-10-12"),
        ("last Friday", "2024-10-11", "2024-10-11"),
        ("next Monday", "2024-10-21", "2024-10-21"),
        ("will vote on Sunday", "2024-10-20", "2024-10-20"),
        ("by Sunday", "2024-10-18", "2024-10-20"),
        ("yesterday", "2024-10-17", "2024-10-17"),
        ("last night", "2024-10-17", "2024-10-17"),
        ("last week", "2024-10-07", "2024-10-13"),
        ("last month", "2024-09-01", "2024-09-30"),
        ("earlier this month", "2024-10-01", "2024-10-18"),
        ("this year", "2024-01-01", "2024-12-31"),
        ("last year", "2023-01-01", "2023-12-31"),
        ("last winter", "2023-12-01", "2024-02-29"),
        ("in June", "2024-06-01", "2024-06-30"),
        ("in May last year", "2023-05-01", "2023-05-31"),
        ("in late June", "2024-06-21", "2024-06-30"),
        ("since August", "2024-08-01", "2024-10-18"),
        ("in 2019", "2019-01-01", "2019-12-31"),
        ("the 1990s", "1990-01-01", "1999-12-31"),
        ("over the past two years", "2022-10-18", "2024-10-18"),
        ("two days ago", "2024-10-16", "2024-10-16"),
        ("by the end of January", "2024-10-18", "2025-01-31"),
        ("in the first half of next year", "2025-01-01", "2025-06-30"),
        ("in the first five months of the year", "2024-01-01", "2024-05-31"),
        ("in the last week of September", "2024-09-24", "2024-09-30"),
        ("the week of October 7", "2024-10-07", "2024-10-13"),
        ("in the week to 12 October", "2024-10-06", "2024-10-12"),
        ("the weekend of 5 October", "2024-10-05", "2024-10-06"),
        ("on Friday last week", "2024-10-11", "2024-10-11"),
        ("this coming Monday", "2024-10-21", "2024-10-21"),
        ("late on Monday", "2024-10-14", "2024-10-14"),
        ("in the early hours of Sunday", "2024-10-13", "2024-10-13"),
        ("in October of last year", "2023-10-01", "2023-10-31"),
        ("two years ago today", "2022-10-18", "2022-10-18"),
        ("in two weeks’ time", "2024-10-28", "2024-11-03"),
        ("the year before last", "2022-01-01", "2022-12-31"),
        ("later in the year", "2024-10-18", "2024-12-31"),
        ("before winter", "2024-10-18", "2024-11-30"),
        ("on Good Friday", "2024-03-29", "2024-03-29"),
        ("by Thanksgiving", "2024-10-18", "2024-11-28"),
        ("in 2002 and 2003", "2002-01-01", "2003-12-31"),
        ("between 2002 and 2003", "2002-01-01", "2003-12-31"),
        ("over the past decade", "2014-10-18", "2024-10-18"),
    ],
)
def test_an_expression_is_an_interval_of_days(text, first, last):
    assert read(text) == [(first, last)]


def test_a_noun_is_not_dated_by_a_verb_elsewhere():
    text = "On Monday, the court granted Ann's request for a week's leave."
    doc = SHIPPED.doc(text)
    one = attribution(text, "Ann's", "request for", "a week's leave")[1]
    assert times(doc, one, Timeline(doc, FRIDAY))[1] is None


def test_two_years_apart_are_two_times():
    days = [("2004-01-01", "2004-12-31"), ("2008-01-01", "2008-12-31")]
    assert read("in 2004 and 2008") == days


def test_that_day_is_the_date_last_named():
    text = "On Oct. 15, they met. Later that day, they left. The next day it rained."
    assert [first for first, _ in read(text)] == ["2024-10-15", "2024-10-15", "2024-10-16"]


@pytest.mark.parametrize(
    "text",
    [
        "They may march in step",
        "It is held every June",
        "He said so",
        "sat and sun",
        "at 10.30",
        "every Sunday",
        "that Saturday evening",
        "on a Tuesday, Friday or Sunday",
        "in her late sixties",
        "for a better tomorrow",
        "the day before the vote",
        "was built in two weeks",
        "will open for the first time in a year",
    ],
)
def test_what_names_no_day_gives_none(text):
    assert read(text) == []


@pytest.mark.parametrize("text", ["on Friday", "yesterday", "in June", "last winter", "by Sunday"])
def test_nothing_relative_is_read_without_the_day_of_publication(text):
    assert read(text, None) == []
    assert read("on 8 October 2024", None) == [("2024-10-08", "2024-10-08")]


def attribution(text, source, cue, content):
    spans = [Span(start=text.index(part), end=text.index(part) + len(part)) for part in
             (source, cue, content)]  # fmt: skip
    return NLP(text), Attribution(source=spans[0], cue=spans[1], content=(spans[2],))


@pytest.mark.parametrize(
    ("parts", "said", "roles"),
    [
        (
            ("Ann said on Friday that it sailed between 8 and 13 October.",
             "Ann", "said", "that it sailed between 8 and 13 October"),
            date(2024, 10, 18), ["said", "event"],
        ),
        (
            ("China on Oct. 16 said it was fine.", "China", "said", "it was fine"),
            date(2024, 10, 16), ["said"],
        ),
        (
            ("They met. On Thursday, Ann said it was fine.", "Ann", "said", "it was fine"),
            date(2024, 10, 17), ["said"],
        ),
        (
            ("The dam broke on Monday, Ann said.", "Ann", "said", "The dam broke on Monday"),
            None, ["event"],
        ),
        (
            ("Ann said it was fine. On Monday it rained.", "Ann", "said", "it was fine"),
            None, [],
        ),
        (
            ("Ann said last month that it was fine.", "Ann", "said", "that it was fine"),
            None, ["said"],
        ),
        (
            ("Ann, who left on Monday, said it was fine.", "Ann", "said", "it was fine"),
            None, [],
        ),
        (
            ("They met on Monday. Asked if it was fine, Ann left.", "Ann", "Asked", "it was fine"),
            None, [],
        ),
        (
            ("This week, Ann said, it was fine.", "Ann", "said", "it was fine"),
            None, ["event"],
        ),
        (
            ("It was fine, according to officials on Thursday.",
             "officials on Thursday", "according to", "It was fine"),
            date(2024, 10, 17), ["said"],
        ),
        (
            ("Ann said it was fine, one of the heroes of September 11.",
             "Ann", "said", "it was fine"),
            None, [],
        ),
        (
            ("Ann said it was fine, and Monday's storm comes late.",
             "Ann", "said", "it was fine"),
            None, [],
        ),
        (
            ("“It was fine”, Ann said, noting it was the best since 2009.",
             "Ann", "said", "It was fine"),
            None, [],
        ),
    ],
)  # fmt: skip
def test_a_date_beside_the_cue_is_said_and_one_in_the_content_is_the_event(parts, said, roles):
    text, *spans = parts
    doc, one = attribution(text, *spans)
    found, said_on = times(doc, one, Timeline(doc, FRIDAY))
    assert said_on == said
    assert [time.role for time in found] == roles
    assert all(text[time.start : time.end] == time.text for time in found)


@pytest.mark.parametrize(
    ("content", "when", "role", "day"),
    [
        ("a strike", "on Sunday", "event", "2024-10-20"),
        ("an election", "in May", "event", "2025-05-01"),
        ("a march", "next Friday", "event", "2024-10-25"),
        ("calm", "by Monday", "event", "2024-10-18"),
        ("calm", "on Sunday", "said", "2024-10-13"),
        ("a march", "on Thursday", "said", "2024-10-17"),
    ],
)
def test_a_day_behind_what_is_called_for_is_that_of_the_event(content, when, role, day):
    text = f"Ann called for {content} {when}."
    doc, one = attribution(text, "Ann", "called for", content)
    (found,), said = times(doc, one, Timeline(doc, FRIDAY), "demands")
    assert (found.role, found.first.isoformat()) == (role, day)
    assert (said is None) == (role == "event")


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)))
def test_a_full_date_means_its_day_whatever_the_day_of_publication(day):
    long, iso = f"{day:%B} {day.day}, {day.year}", day.isoformat()
    assert read(f"on {long}") == [(iso, iso)]
    assert read(f"{day.day} {day:%b} {day.year}", None) == [(iso, iso)]


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)), st.integers(0, 6))
def test_a_weekday_is_within_the_week_up_to_publication(published, back):
    day = published - timedelta(days=back)
    assert read(f"on {day:%A}", published) == [(day.isoformat(), day.isoformat())]


SOME = "in on by since last next this May 31 2024 , - February Friday week year the of ago two from"
WORDS = [*SOME.split(), "end", "winter", "Christmas", "second", "half"]


@given(st.lists(st.sampled_from(WORDS), max_size=12), st.dates())
def test_any_words_give_intervals_that_run_forwards(words, published):
    for one in expressions(lexemes(" ".join(words)), Ground(published)):
        assert one.days[0] <= one.days[1]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The ministers meet again on Monday.", "2024-10-21"),
        ("The ministers met again on Monday.", "2024-10-14"),
        ("The bridge should open on Monday.", "2024-10-21"),
        ("A poll published on Monday showed that many think it will pass.", "2024-10-14"),
        ("The court has heard the case on Monday.", "2024-10-14"),
        ("The leak was told by a fisherman on 2 November 2023.", "2023-11-02"),
        ("The trial is expected to begin on Monday.", "2024-10-21"),
        ("He was asked to leave the hall on Monday.", "2024-10-14"),
        ("They expected a vote on Monday.", "2024-10-21"),
        ("They urged voters to stay home on Monday.", "2024-10-21"),
        ("The paper said that he is to be sentenced on Monday.", "2024-10-21"),
        ("She had only counted two votes for the November 13 deadline.", "2024-11-13"),
        ("They have vowed that they would fight, calling Monday’s drills a warning.", "2024-10-14"),
    ],
)
def test_a_day_lies_where_its_verb_looks(text, day):
    doc = SHIPPED.doc(text)
    ground = Ground(FRIDAY, tenses=by_verbs(doc))
    (found,) = expressions(lexemes(text), ground)
    assert found.days[0].isoformat() == day


def test_what_an_event_unknown_is_counted_from_gives_no_day():
    told = "They signed on 10 October, three days before the vote."
    assert read(told) == [("2024-10-10", "2024-10-10")]


def test_the_following_week_is_not_the_one_after_publication():
    assert read("the following week") == []


@pytest.mark.parametrize(
    ("year", "day"), [(1961, "1961-04-02"), (2000, "2000-04-23"), (2024, "2024-03-31")]
)
def test_easter_falls_on_its_day(year, day):
    assert easter(year).isoformat() == day
