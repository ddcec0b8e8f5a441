"""The lexicon of cues."""

import pytest

from pipeline.errors import SettingsError
from pipeline.stages.extract.cues import lexicon, read

CLASS = {"stance": "asserts", "certainty": "certain", "reports": "always", "open": True}


def test_a_word_takes_what_its_class_says():
    assert lexicon().get("say", "VERB").stance == "asserts"
    assert lexicon().get("deny", "VERB").stance == "denies"
    assert lexicon().get("say", "VERB").open


def test_a_word_may_depart_from_its_class():
    assert lexicon().get("scoff", "VERB").stance == "denies"
    assert lexicon().get("scoff", "VERB").kind == "manner"


def test_the_same_lemma_is_told_apart_by_its_part_of_speech():
    assert lexicon().get("claim", "NOUN").certainty == "probable"
    assert lexicon().get("claim", "VERB").certainty == "certain"
    assert lexicon().find("claim").part == "verb"


def test_a_later_layer_replaces_words():
    first = {"class": {"say": CLASS}, "verb": {"opine": "say"}}
    later = {"verb": {"opine": {"class": "say", "stance": "other"}, "blether": "say"}}
    both = read(first, later)
    assert both.get("opine", "VERB").stance == "other"
    assert both.get("Blether", "VERB").reports == "always"


@pytest.mark.parametrize("entry", ["shout", {"class": "say", "stance": "maybe"}])
def test_an_unknown_class_or_stance_is_refused_with_its_word(entry):
    with pytest.raises(SettingsError, match="holler"):
        read({"class": {"say": CLASS}, "verb": {"holler": entry}})
