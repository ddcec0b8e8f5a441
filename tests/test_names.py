"""Names: what the lists and the text itself put right, and what they leave alone."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Span

from pipeline.edges import names
from pipeline.edges.names import mended

ENGLISH = spacy.blank("en")
LABELS = ("PERSON", "ORG", "PLACE", "NORP", "EVENT", "PRODUCT")


def read(marked):
    """Return the names of `From [Judy PLACE] to Dan.` put right, as they were marked."""
    words, spans = [], []
    for piece in marked.replace("]", "] ").split("["):
        inside, closed, after = piece.partition("] ")
        if closed:
            *name, label = inside.split()
            spans.append((len(words), len(words) + len(name), label))
            words += name + after.split()
        else:
            words += inside.split()
    doc = spacy.tokens.Doc(ENGLISH.vocab, words)
    doc.set_ents([Span(doc, *span) for span in spans])
    return [f"{entity.label_} {entity.text}" for entity in mended(doc).ents]


@pytest.mark.parametrize(
    ("marked", "found"),
    [
        ("from [Judy PLACE] , with love", ["PERSON Judy"]),
        ("He beat Germany and [Spain PERSON] .", ["PLACE Germany", "PLACE Spain"]),
        ("[Judy PLACE] sat", ["PERSON Judy"]),
        ("as [Spotify PLACE] said", ["ORG Spotify"]),
        ("the [United Arab Emirates ORG] did", ["PLACE United Arab Emirates"]),
        ("read the [Brightport Herald PLACE] daily", ["ORG Brightport Herald"]),
        ("over the [Orra Mountains PERSON] today", ["PLACE Orra Mountains"]),
        ("after the [Pellan War NORP] ended", ["EVENT Pellan War"]),
        ("as [Cyclone Orla PERSON] neared", ["EVENT Cyclone Orla"]),
        ("as Cyclone [Orla PERSON] neared", ["EVENT Cyclone Orla"]),
        ("as Cyclone Orla neared", ["EVENT Cyclone Orla"]),
        ("wrote [Justice Orrin ORG] today", ["PERSON Orrin"]),
        ("wrote Mr. [Orrin PLACE] today", ["PERSON Orrin"]),
        ("the [United States PLACE] Congress met", ["ORG United States Congress"]),
        (
            "for [British Columbia PLACE] Lottery Corporation today",
            ["ORG British Columbia Lottery Corporation"],
        ),
        ("in the [Municipality of Orrin ORG] today", ["PLACE Municipality of Orrin"]),
        ("[Reverend Donn Mooma PERSON] spoke", ["PERSON Donn Mooma"]),
    ],
)
def test_what_is_known_of_a_name_says_what_it_is(marked, found):
    assert read(marked) == found


@pytest.mark.parametrize(
    ("marked", "found"),
    [
        ("the [Justice Department ORG] sued", ["ORG Justice Department"]),
        ("a [Dutch NORP] Army of one", ["NORP Dutch"]),
        ("thank [God PERSON] for that", []),
        ("the [iPhone War PRODUCT] game", ["PRODUCT iPhone War"]),
        ("he lives in [Randolph PLACE] now", ["PLACE Randolph"]),
        ("at [Randolph PLACE] , [Vermont PLACE] .", ["PLACE Randolph", "PLACE Vermont"]),
        ("in [Judy PLACE] 's kitchen", ["PERSON Judy"]),
        ("as [Syracuse ORG] won the game", ["ORG Syracuse"]),
        ("an [Orra Body of Holy War ORG] today", ["ORG Orra Body of Holy War"]),
        ("in the [West Bank PLACE] today", ["PLACE West Bank"]),
        ("asked [Anita Hill PERSON] today", ["PERSON Anita Hill"]),
        ("asked [Pella Court PERSON] today", ["PERSON Pella Court"]),
        ("in the [Oval Office PLACE] today", ["PLACE Oval Office"]),
        ("the [Duchess of Cornwall PERSON] came", ["PLACE Cornwall"]),
        ("the [Africa PLACE] Movie Academy Award", ["PLACE Africa"]),
        ("to [Paris Hilton PERSON] alone", ["PERSON Paris Hilton"]),
    ],
)
def test_what_only_looks_alike_stays(marked, found):
    assert read(marked) == found


def test_a_person_named_in_full_is_one_wherever_only_the_last_word_stands():
    text = "[Ada Orrin PERSON] came . The crowd saw [Orrin PLACE] leave [Orrin ORG] at once ."
    assert read(text) == ["PERSON Ada Orrin", "PERSON Orrin", "PERSON Orrin"]


def test_what_stands_in_brackets_behind_a_body_is_that_body_everywhere():
    text = "The [Orra Health Office ORG] ( OHO ) closed . The [OHO PLACE] said OHO would ."
    assert read(text) == ["ORG Orra Health Office", "ORG OHO", "ORG OHO", "ORG OHO"]
    assert read("the [Orra Health Office ORG] ( XYZ ) closed") == ["ORG Orra Health Office"]


def test_a_person_named_with_a_title_is_one_wherever_the_name_stands_alone():
    assert read("Ms [Orrin PLACE] came . [Orrin ORG] sat") == ["PERSON Orrin", "PERSON Orrin"]


def test_a_family_name_outside_all_names_is_found_where_a_known_given_name_says_whose():
    assert read("[Judy Orrin PERSON] left ; Orrin sat") == ["PERSON Judy Orrin", "PERSON Orrin"]
    assert read("[Pella Ghost PERSON] left ; Ghost sat") == ["PERSON Pella Ghost"]
    assert read("Ms [Orrin PERSON] left ; Orrin sat") == ["PERSON Orrin", "PERSON Orrin"]


def test_a_people_of_two_words_is_one():
    assert read("an [African NORP] [American NORP] judge") == ["NORP African American"]
    assert read("[French NORP] [Germans NORP] met") == ["NORP French", "NORP Germans"]


def test_a_body_that_was_taken_for_a_person_lends_nobody_its_name():
    assert read("[Ada NDB PERSON] said [NDB ORG] knew .") == ["PERSON Ada NDB", "ORG NDB"]


def test_a_person_named_after_a_place_makes_the_place_no_person():
    text = "[Jack London PERSON] was never in [London PLACE] ."
    assert read(text) == ["PERSON Jack London", "PLACE London"]


def test_a_place_of_the_lists_that_somebody_bears_is_that_person():
    text = "[Pella Paris PERSON] left [Norway PLACE] . [Paris PERSON] sat"
    assert read(text) == ["PERSON Pella Paris", "PLACE Norway", "PERSON Paris"]
    assert read("[Pella Orrin PERSON] left . [Paris PERSON] sat")[1:] == ["PLACE Paris"]


def test_what_the_text_has_something_in_is_a_place_everywhere():
    text = "[Orra PERSON] is small . They live in [Orra PLACE] ; [Orra ORG] is old"
    assert read(text) == ["PLACE Orra", "PLACE Orra", "ORG Orra"]
    assert read("[Fort of Orra PERSON] fell in [Orra PLACE]")[1:] == ["PLACE Orra"]
    assert read("[Pella Orra PERSON] of [Orra PLACE] , [Vermont PLACE]")[1:2] == ["PLACE Orra"]


def test_who_bears_a_name_for_sure_makes_a_place_of_it_no_other_mention():
    text = "[Judy Orra PERSON] came . They saw it in [Orra PLACE] , said [Orra PERSON]"
    assert read(text)[2] == "PERSON Orra"


def test_a_firm_with_a_given_name_stays_one_and_what_has_an_article_is_nobody():
    assert read("shares of [Judy ORG] rose") == ["ORG Judy"]
    assert read("they met at the Judy today") == []
    assert read("they met Judy today") == ["PERSON Judy"]


@pytest.mark.parametrize("body", ["U.S. Army", "U.S. Marine Corps", "U.S. Navy"])
def test_a_body_of_the_lists_is_one_whatever_the_weights_say(body):
    assert read(f"they joined the [{body} PERSON] early") == [f"ORG {body}"]


def test_a_name_of_the_lists_inside_a_longer_one_is_not_taken_out_of_it():
    assert read("they ate at Judy Orrin today") == []
    assert read("the old Kirkwell Norway house") == []
    assert read("in Stoke - on - Trent today") == []
    assert read("the J.K. Judy estate") == []
    assert read("then “ Judy ” said so") == ["PERSON Judy"]


def test_a_list_holds_no_word_that_is_another_kind_of_name():
    assert not names.GIVEN & names.PLACES
    assert not names.GIVEN & (names.BODIES | names.SITES | names.HAPPENINGS)
    assert not {word.lower() for word in names.GIVEN} & names.TITLES
    assert names.ADDRESS <= names.TITLES


@given(st.data())
def test_names_never_overlap_and_keep_to_the_text_whatever_was_found(data):
    known = ["Judy", "Norway", "Cyclone", "Army", "Mr.", "War", "God", "River", "Orrin", "of", "."]
    words = data.draw(st.lists(st.sampled_from(known), max_size=12))
    doc = spacy.tokens.Doc(ENGLISH.vocab, words)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(words)), max_size=6)))
    labels = data.draw(st.lists(st.sampled_from(LABELS), min_size=6, max_size=6))
    spans = zip(cuts, cuts[1:], labels, strict=False)
    doc.set_ents([Span(doc, *span) for span in spans])
    text = doc.text
    assert mended(doc).text == text
    assert {entity.label_ for entity in doc.ents} <= set(LABELS)
