"""Links between claims: who says the same, who says otherwise, and why."""

from dataclasses import replace
from datetime import date

import pytest
from builders import a_claim, an_article
from hypothesis import given
from hypothesis import strategies as st

from pipeline import ids
from pipeline.records import Number, Source, Span, Time
from pipeline.stages.link import Neighbours, link


def claim(name, content, *numbers, article="one", **fields):
    """Build a claim of an article of its own; numbers are (text, low, high, counted)."""
    text = f"{name} said {content}."
    made = a_claim(
        an_article(text=text, id=article, article_id=article),
        content=content,
        source=name,
        cue="said",
    )
    fields.setdefault("kind", "indirect")
    fields.setdefault("sources", (Source(name=name, type="person"),))
    return replace(
        made,
        id=ids.make("claim", article, name, content),
        article_id=article,
        version_id=article,
        numbers=tuple(
            Number(text=text, start=0, end=1, low=low, high=high, counted=counted)
            for text, low, high, counted in numbers
        ),
        **fields,
    )


def links(*claims):
    neighbours = Neighbours(claims)
    return {one.id: one for own in claims for one in link(own, neighbours)}.values()


def relations(*claims):
    return sorted(one.relation for one in links(*claims))


SENT = "Pyongyang will send {} to Russia for the war in Ukraine"
TEN = ("10,000", 10_000, 10_000, "North Korean soldiers")
TWELVE = ("12,000", 12_000, 12_000, "North Korean troops")
ANN = claim("Ann", SENT.format("10,000 North Korean soldiers"), TEN, article="one")
BOB = claim("Bob", SENT.format("12,000 North Korean troops"), TWELVE, article="two")


def test_figures_for_one_thing_that_cannot_both_hold_are_candidates_of_contradiction():
    (one,) = links(ANN, replace(BOB, said_on=date(2024, 10, 18)))
    assert one.relation == "contradicts"
    assert "10,000 North Korean soldiers (Ann)" in one.why
    assert "12,000 North Korean troops (Bob, 18 Oct 2024)" in one.why
    assert one.claim_id < one.other_id
    assert 0 < one.score <= 1


def test_of_several_figures_the_one_nearest_to_the_others_is_compared():
    sent = "North Korea dispatched at least 11,000 soldiers to Russia, over 3,000 of them to Kursk"
    numbers = ("at least 11,000", 11_000, None, "soldiers"), ("over 3,000", 3_000, None, "soldiers")
    (one,) = links(claim("Eve", sent, *numbers, article="two"), ANN)
    assert one.relation == "contradicts"
    assert "at least 11,000 soldiers (Eve)" in one.why


def test_figures_are_compared_where_only_the_country_is_the_same():
    few = ("at least 11,000", 11_000, None, "soldiers")
    sent = (
        "Reportedly North Korea dispatched soldiers, considerable shipments, delegations, equipment"
    )
    one = claim("Eve", sent, few)
    ten = claim("Ann", "10,000 North Korean soldiers were preparing", TEN, article="two")
    assert relations(one, ten) == ["contradicts"]


def test_about_ten_thousand_is_less_than_eleven_thousand_at_least():
    least = ("at least 11,000", 11_000, None, "North Korean soldiers")
    eve = claim("Eve", SENT.format("at least 11,000 North Korean soldiers"), least, article="two")
    about = replace(ANN, numbers=(replace(ANN.numbers[0], approximate=True),))
    assert relations(eve, about) == ["contradicts"]


def test_a_figure_within_the_other_supports_it():
    least = ("at least 11,000", 11_000, None, "North Korean soldiers")
    other = claim("Eve", SENT.format("at least 11,000 North Korean soldiers"), least, article="two")
    assert relations(other, replace(BOB, article_id="three", version_id="three")) == ["supports"]


def test_the_same_figure_of_the_same_source_in_another_article_repeats():
    again = claim("Ann", SENT.format("some 10,000 North Korean soldiers"), TEN, article="two")
    assert relations(ANN, again) == ["repeats"]


def test_a_newer_figure_of_the_same_source_updates():
    old = replace(ANN, said_on=date(2024, 10, 17))
    new = claim(
        "Ann", SENT.format("12,000 North Korean soldiers"), TWELVE, article="two",
        said_on=date(2024, 10, 25),
    )  # fmt: skip
    (one,) = links(old, new)
    assert one.relation == "updates"
    assert one.why.index("12,000") < one.why.index("10,000")


@pytest.mark.parametrize(
    "number",
    [
        ("3", 3, 3, "North Korean generals"),
        ("10,000", 10_000, 10_000, "Ukrainian civilians"),
        ("1.28 million", 1_280_000, 1_280_000, "North Korean soldiers"),
    ],
)
def test_figures_of_other_things_or_other_sizes_are_not_linked(number):
    other = claim("Bob", f"the army has {number[0]} {number[3]} in all", number, article="two")
    assert relations(ANN, other) == []


def measured(name, content, text, value, *, article):
    number = Number(text=text, start=0, end=1, low=value, high=value, unit="percent")
    return replace(claim(name, content, article=article), numbers=(number,))


def test_shares_are_compared_where_the_words_around_them_agree():
    one = measured("Ann", "turnout in Amsel reached 61 percent", "61 percent", 61, article="one")
    other = measured("Bob", "in Amsel turnout was 48 percent", "48 percent", 48, article="two")
    assert relations(one, other) == ["contradicts"]


def test_shares_of_other_things_are_not_compared_however_much_else_is_shared():
    rest = ". The council of Amsel meets on Monday, the ferry and the harbour are on its list"
    one = measured("Ann", f"turnout reached 61 percent{rest}", "61 percent", 61, article="one")
    other = measured("Bob", f"rents rose by 48 percent{rest}", "48 percent", 48, article="two")
    assert relations(one, other) == []


def test_a_measure_that_tells_the_kind_of_a_thing_is_not_compared():
    one = measured("Ann", "the Amsel yard builds a 60-metre ferry", "60-metre", 60, article="one")
    other = measured("Bob", "the Amsel yard builds a 90-metre ferry", "90-metre", 90, article="two")
    assert relations(one, other) == []


def test_a_source_does_not_contradict_itself_within_an_article():
    later = (Span(start=500, end=560),)
    again = claim("Ann", SENT.format("12,000 troops"), TWELVE, content_parts=later)
    other = claim("Bob", SENT.format("12,000 troops"), TWELVE, content_parts=later)
    assert relations(ANN, other) == ["contradicts"]
    assert relations(ANN, again) == []


def test_figures_of_other_times_do_not_contradict():
    def then(made, year):
        day = date(year, 10, 1)
        return replace(
            made, times=(Time(text="then", start=0, end=1, role="event", first=day, last=day),)
        )

    assert relations(then(ANN, 2024), then(BOB, 2024)) == ["contradicts"]
    assert relations(then(ANN, 2023), then(BOB, 2024)) == []


def test_a_bound_far_off_does_not_support():
    least = ("at least 11,000", 11_000, None, "North Korean soldiers")
    army = ("1.28 million", 1_280_000, 1_280_000, "North Korean soldiers")
    eve = claim("Eve", SENT.format("at least 11,000 North Korean soldiers"), least, article="two")
    assert relations(eve, claim("Bob", SENT.format("1.28 million soldiers"), army)) == []


def test_a_name_spelt_in_two_ways_is_one_source():
    one = claim("Andriy Zelensky", SENT.format("10,000 North Korean soldiers"), TEN, article="one")
    other = claim("Andrij Zelenskyy", SENT.format("10,000 North Korean troops"), TEN, article="two")
    assert relations(one, other) == ["repeats"]


def test_a_figure_for_each_is_not_held_against_a_total():
    each = ("6,000", None, 6_000, "North Korean soldiers")
    text = SENT.format("two brigades of up to 6,000 North Korean soldiers each")
    assert relations(ANN, claim("Bob", text, each, article="two")) == []


def test_the_same_quoted_words_repeat_whoever_carries_them():
    words = "This is the first step to a world war"
    one = claim("Ann", f"“{words}”", article="one", kind="mixed")
    other = claim("She", f"“{words} and we must act”", article="two", kind="mixed")
    assert relations(one, other) == ["repeats"]


def test_what_one_asserts_and_another_denies_is_a_candidate():
    text = "North Korean soldiers are fighting beside Russian units near Kursk"
    one = claim("Ann", text, article="one", stance="asserts")
    other = claim("Bob", text.replace("units", "troops"), article="two", stance="denies")
    (found,) = links(one, other)
    assert found.relation == "contradicts"
    assert "denies" in found.why


def test_claims_of_one_article_are_linked_only_where_they_contradict():
    same = replace(BOB, article_id="one")
    assert relations(ANN, same) == ["contradicts"]
    agreeing = replace(
        claim("Eve", SENT.format("10,000 North Korean troops"), TEN), article_id="one"
    )
    assert relations(ANN, agreeing) == []


def test_a_claim_meets_stored_ones_as_it_meets_its_batch():
    assert [one.id for one in link(ANN, Neighbours([BOB]))] == [
        one.id for one in link(ANN, Neighbours([ANN, BOB]))
    ]


@given(st.permutations([ANN, BOB, replace(ANN, id="x", article_id="three", version_id="three")]))
def test_any_order_of_claims_gives_the_same_links(claims):
    assert set(links(*claims)) == set(
        links(ANN, BOB, replace(ANN, id="x", article_id="three", version_id="three"))
    )
