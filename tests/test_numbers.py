"""Numbers in content: intervals, units, what is counted; and what only looks like a count."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from pipeline.edges.nlp import Language
from pipeline.records import Span
from pipeline.stages.extract.numbers import numbers

NLP = spacy.blank("en")


def read(text):
    return numbers(NLP(text), [Span(start=0, end=len(text))])


def one(text):
    (number,) = read(text)
    return number


def bounds(text):
    number = one(text)
    return number.low, number.high, number.approximate, number.unit


@pytest.mark.parametrize(
    ("text", "low", "high", "approximate"),
    [
        ("10,000 soldiers", 10_000, 10_000, False),
        ("about 10,000 soldiers", 10_000, 10_000, True),
        ("some 250 men", 250, 250, True),
        ("nearly 120 workers", 120, 120, True),
        ("up to 6,000 personnel each", None, 6_000, False),
        ("as many as 90 trains", None, 90, False),
        ("fewer than 40 lorries", None, 40, False),
        ("at least 11,000 soldiers", 11_000, None, False),
        ("more than 2m rounds", 2_000_000, None, False),
        ("100+ tents", 100, None, False),
        ("50 or more tents", 50, None, False),
        ("20-odd tents", 20, 20, True),
        ("1.28 million active soldiers", 1_280_000, 1_280_000, False),
        ("two and a half million shells", 2_500_000, 2_500_000, False),
        ("a hundred and twenty-five lorries", 125, 125, False),
        ("half a dozen lorries", 6, 6, False),
        ("several thousand soldiers", 3_000, 9_999, True),
        ("dozens of strikes", 24, 99, True),
        ("hundreds of thousands of people", 200_000, 999_999, True),
        ("a couple of hundred lorries", 200, 200, True),
        ("between 20,000 and 45,000 people", 20_000, 45_000, False),
        ("5,000-7,000 shells", 5_000, 7_000, False),
        ("10m–12m barrels", 10_000_000, 12_000_000, False),
        ("five to ten lorries", 5, 10, False),
        ("two or three dozen men", 24, 36, False),
        ("a quarter of a million people", 250_000, 250_000, False),
        ("1½ million people", 1_500_000, 1_500_000, False),
        ("15-20,000 people", 15_000, 20_000, False),
        ("four, maybe five hundred men", 400, 500, True),
        ("hundreds, if not thousands, of men", 200, 9_999, True),
        ("as many as 300", None, 300, False),
        ("barely 30 people", 30, 30, True),
        ("1,50,000 farms", 150_000, 150_000, False),
        ("~40 boats", 40, 40, True),
        ("a quarter-million people", 250_000, 250_000, False),
    ],
)
def test_a_count_is_read_as_an_interval(text, low, high, approximate):
    assert bounds(text) == (low, high, approximate, None)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("$2-3bn", 2e9, 3e9, "USD"),
        ("a 2.5-million-strong audience", 2.5e6, 2.5e6, None),
        ("£86m", 86e6, 86e6, "GBP"),
        ("between 1.5 and 2 million euros", 1.5e6, 2e6, "EUR"),
        ("10,000 won", 10_000, 10_000, "KRW"),
        ("US$400 million", 400e6, 400e6, "USD"),
        ("12 lakh rupees", 1.2e6, 1.2e6, "INR"),
        ("28%", 28, 28, "percent"),
        ("4.25 per cent", 4.25, 4.25, "percent"),
        ("three percentage points", 3, 3, "percentage point"),
        ("two thirds of voters", 0.6667, 0.6667, "share"),
        ("half of the shells", 0.5, 0.5, "share"),
        ("one in five patients", 0.2, 0.2, "share"),
        ("twice as many shells", 2, 2, "factor"),
        ("a three-day visit", 3, 3, "day"),
        ("80 km/h", 80, 80, "kilometre per hour"),
        ("minus 12 degrees Celsius", -12, -12, "degree Celsius"),
        ("900km", 900, 900, "kilometre"),
        ("5 tonnes of aid", 5, 5, "tonne"),
        ("two-and-a-half years", 2.5, 2.5, "year"),
        ("half an hour", 0.5, 0.5, "hour"),
        ("one third of voters", 0.3333, 0.3333, "share"),
        ("one in every ten patients", 0.1, 0.1, "share"),
        ("ten times greater than before", 10, 10, "factor"),
        ("176 Hong Kong dollars", 176, 176, "HKD"),
        ("13 Celsius", 13, 13, "degree Celsius"),
        ("one to two weeks", 1, 2, "week"),
        ("a six- to eight-week delay", 6, 8, "week"),
        ("an hour and a half", 1.5, 1.5, "hour"),
        ("3-1/2 years", 3.5, 3.5, "year"),
        ("almost three-quarters", 0.75, 0.75, "share"),
        ("minus 20 to minus 30 degrees", -30, -20, "degree"),
        ("millions of dollars", 2_000_000, 999_999_999, "USD"),
        ("a 5 percentage-point rise", 5, 5, "percentage point"),
        ("They paid Rs 500.", 500, 500, "INR"),
        ("one per cent of them", 1, 1, "percent"),
        ("four–five hours ago", 4, 5, "hour"),
        ("in the last two or three years", 2, 3, "year"),
        ("by a factor of two", 2, 2, "factor"),
        ("18+ years of work", 18, None, "year"),
        ("more than a 100 kilometres away", 100, None, "kilometre"),
        ("winds of 8 m/s", 8, 8, "metre per second"),
        ("1.7 times Earth’s radius", 1.7, 1.7, "factor"),
    ],
)
def test_a_quantity_has_a_unit(text, low, high, unit):
    number = one(text)
    assert (number.low, number.high, number.unit) == (low, high, unit)


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("1,500 North Korean special operation forces", "North Korean special operation forces"),
        ("an additional 160,000 personnel, they say", "personnel"),
        ("10,000 more troops were sent", "troops"),
        ("dozens of strikes across the land", "strikes"),
        ("19 of the soldiers", "soldiers"),
        ("“fewer than 90,000” customers", "customers"),
        ("78 per cent of voters", "voters"),
        ("$41.50 a share", "share"),
        ("revenue of $1.87 billion.", "revenue"),
        ("12,000.", None),
    ],
)
def test_what_is_counted_is_said_without_the_number(text, counted):
    assert one(text).counted == counted


@pytest.mark.parametrize(
    "text",
    [
        "in 2023",
        "She was 28 when she left",
        "as shown before [7]",
        "higher than a year ago",
        "the 1990s",
        "the 2024 elections",
        "a man aged 34",
        "a woman aged between 24 and 31",
        "people aged 18 to 30",
        "a 58-year-old",
        "Ranulf Styles, 71, said so",
        "won 3-1",
        "the third time",
        "on 18 October",
        "Oct. 24, 2024",
        "between 8 and 13 October",
        "at 5 p.m.",
        "2am",
        "at 09:30",
        "a KN-23 missile",
        "the Su-57 and the MH17",
        "the G7 and 5G and Covid-19",
        "Article 5",
        "Resolution 1701",
        "No. 10",
        "a Boeing 737.",
        "call 020 7946 0999",
        "192.168.1.1",
        "9/11",
        "24/7",
        "one of them",
        "no one",
        "the second half",
        "half-time",
    ],
)
def test_years_ages_ordinals_scores_dates_and_names_are_no_counts(text):
    assert read(text) == ()


def test_a_year_beside_a_count_leaves_the_count():
    assert one("In 2023 300 people died").low == 300


def test_only_the_given_stretches_are_read():
    text = "Ten men saw twelve lorries."
    assert [n.text for n in numbers(NLP(text), [Span(start=8, end=len(text))])] == ["twelve"]


@given(st.integers(min_value=2, max_value=10**12))
def test_digits_with_commas_mean_what_they_say(value):
    number = one(f"{value:,} shells" if value >= 2100 else f"about {value} shells")
    assert (number.low, number.high, number.counted) == (value, value, "shells")


@given(st.text(alphabet="0123456789 ,.-–/%$£kmb onetwhalfdozenofandbetweento\n", max_size=80))
def test_any_text_gives_exact_offsets_and_forward_intervals(text):
    for number in read(text):
        assert text[number.start : number.end] == number.text
        assert number.low is not None or number.high is not None
        assert None in (number.low, number.high) or number.low <= number.high


def test_a_long_run_of_figures_takes_linear_time():
    assert read("1 2 3 four five and a half - " * 1_000) is not None


SHIPPED = Language()


@pytest.mark.parametrize(
    ("text", "number", "counted"),
    [
        ("The number of troops rose to 12,000.", "12,000", "troops"),
        ("Police put the crowd at 40,000.", "40,000", "crowd"),
        ("The crowd was well over 100,000 strong.", "well over 100,000", "crowd"),
        ("Three of the men fled and a further 20 were detained.", "20", "men"),
        ("Eight diplomats met. Two of them said no.", "Two", "diplomats"),
        ("They saw a 4,100-strong force.", "4,100", "force"),
        ("Two men tending cattle were lost.", "two", "men"),
        ("The bill is €540m over three years.", "€540m", None),
        ("Some 68% of the French oppose it.", "Some 68%", "French"),
        ("He wants a tenfold increase in bus lanes.", "tenfold", "bus lanes"),
        ("A mother of three was freed.", "three", "children"),
        ("They want the five most recent polls.", "five", "most recent polls"),
        ("It raised the total of bidders to 14.", "14", "bidders"),
        ("They put the number of missing at 112.", "112", "missing"),
        ("Nine US companies agreed.", "nine", "US companies"),
        ("Several lower courts agreed.", "several", "lower courts"),
        ("They found 12 dead and 40 injured.", "12", "dead"),
        ("It cost $38,373 a year ago.", "$38,373", None),
        ("They sold $10 worth of goods.", "$10", "goods"),
        ("A 7.1-magnitude earthquake struck.", "7.1-magnitude", "earthquake"),
        ("They cut it from 40 to 25 flights.", "40", "flights"),
        ("They shot down one of three helicopters.", "one", "helicopters"),
        ("Turnout was 61 percent, up from 55.", "55", None),
        ("Temperature increases of 2 degrees would do.", "2 degrees", "Temperature increases"),
        ("They met at the two countries’ border.", "two", "countries"),
        ("They spend 5% of their countries’ income.", "5%", "countries’ income"),
        ("He took $2 million in state aid.", "$2 million", "state aid"),
        ("They lost $2 million in a week.", "$2 million", None),
        ("It killed one Norwegian and hurt two others.", "one", "Norwegian"),
        ("They held 10 mine officials.", "10", "mine officials"),
        ("They won 20 percent fewer seats.", "20 percent", "seats"),
        ("Some 900 people age 12 and older came.", "Some 900", "people"),
        ("Two were hurt and two wounded Tuesday.", "two", "wounded"),
        ("Sixty-six hens and 60 quail died.", "60", "quail"),
        ("They held 21 men in Corvale, 36 in Dunmore and 29 in Skelby.", "36", "men"),
        ("It aims to more than double the price.", "more than double", "price"),
        ("It hit nine French nationals, killing three.", "three", "French nationals"),
        ("He freed two “long-held” guards.", "two", "long-held guards"),
        ("The three deceased were named.", "three", "deceased"),
        ("They bombed two shops, killing three.", "three", None),
        ("It killed two nurses and wounded five.", "five", "nurses"),
        ("Inspectors found 20 cases of nurses selling pills.", "20", "cases"),
        ("The blast hit a bus, killing one and wounding 10.", "one", None),
    ],
)
def test_a_number_counts_what_its_sentence_says(text, number, counted):
    doc = SHIPPED.doc(text)
    found = numbers(doc, [Span(start=0, end=len(text))])
    assert {one.text.lower(): one.counted for one in found}[number.lower()] == counted


@pytest.mark.parametrize(
    "text",
    [
        "The 737 MAX jet fell.",
        "A Thunderbolt 3 dock broke.",
        "Leopard 2 tanks came.",
        "The two met.",
        "The constable saw the twelve with a goat.",
    ],
)
def test_a_figure_of_a_name_and_a_number_for_somebody_count_nothing(text):
    assert numbers(SHIPPED.doc(text), [Span(start=0, end=len(text))]) == ()


@pytest.mark.parametrize(
    "text",
    [
        "people under 30",
        "the retirement age to 66",
        "a mother-of-two",
        "a 2-to-1 vote",
        "back in the 90’s",
        "to single out some",
        "6'3\" tall",
        "783491630540001280",
        "one of the top concerns",
        "one of the world’s highest walls",
        "the planet K2-18b",
        "I was 19, so I left",
        "It runs on iOS 17.2.",
        "the Group of Seven leaders",
        "the next day or two",
        "women between 20 and 35",
        "films in native 4K",
        "a 0.50 calibre weapon",
        "who lives at 3170 W. County Road",
        "they should think twice about it",
        "her son, who is six years old",
        "one 41-50 years old",
        "from about 664 b.c.e. on",
        "It is one of the brothers",
        "the first, one of the largest ever",
        "They fought one after another",
        "He met the two sides",
        "zero tolerance of it",
        "an app or two",
        "won 3-6, 6-3",
        "(0-1)",
        "as many studies show (10, 11)",
        "5. Rest a while",
        "Bebe King, six, was",
        "he turns 18 then",
        "seventeen-year-olds",
        "from day one",
        "World War 3",
        "as early as 500 BC",
        "the single most important thing",
        "a B-52 and a T-72",
        "the Six Nations",
        "a 3-in-1 pad",
        "5ft 4in tall",
        "every single one",
        "Web 2.0",
        "since at least 2019",
        "from 6-9 p.m.",
        "who lives at 2134 Marlow Place",
    ],
)
def test_more_of_what_only_looks_like_a_count(text):
    assert read(text) == ()


def test_an_amount_behind_one_with_a_unit_has_that_unit():
    low, high = read("81 million tonnes, from 84 million, they said")
    assert (low.unit, high.unit) == ("tonne", "tonne")


def test_an_amount_of_money_is_exact():
    assert one("€4.1m").low == 4_100_000


def test_what_stands_between_two_things_is_no_range():
    assert one("between two states").text == "two"


def test_from_one_amount_to_another_are_two_amounts():
    fell = read("It fell from 12 to 9.5 million tonnes.")
    assert [(one.low, one.unit) for one in fell] == [(12e6, "tonne"), (9.5e6, "tonne")]
    grew = read("It grew from 12 to 18 months.")
    assert [(one.low, one.unit) for one in grew] == [(12, "month"), (18, "month")]
    rose = read("It rose $1.10 to $83.40.")
    assert [(one.low, one.high) for one in rose] == [(1.1, 1.1), (83.4, 83.4)]
    assert [one.unit for one in read("It has doubled to 6,400.")] == ["factor", None]


@pytest.mark.parametrize(
    ("text", "words", "low", "unit"),
    [
        ("The agency took R95bn last year.", "R95bn", 95e9, "ZAR"),
        ("It grew by R20bn to R50bn.", "R20bn to R50bn", 20e9, "ZAR"),
        ("They paid RM4.5 million.", "RM4.5 million", 4.5e6, "MYR"),
        ("It dented the 30m vessel.", "30m", 30, "metre"),
        ("They signed a 30m deal.", "30m", 30e6, None),
    ],
)
def test_money_and_lengths_are_told_by_the_letters_beside_a_figure(text, words, low, unit):
    found = one(text)
    assert (found.text, found.low, found.unit) == (words, low, unit)


@pytest.mark.parametrize("text", ["R2 was low.", "R2-D2 beeped.", "The 66-year-old's case."])
def test_a_letter_and_a_figure_are_a_name_and_an_age_is_no_count(text):
    assert read(text) == ()


def test_what_is_paid_by_the_year_does_not_count_years():
    assert one("It costs $30 billion a year.").counted is None


def test_just_short_of_a_figure_is_about_it():
    number = one("They paid just short of $449,000 this year.")
    assert (number.high, number.approximate, number.counted) == (449000, True, None)
