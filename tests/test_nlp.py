"""The language pipeline: what it gives, whatever the text, and how it refuses what does not fit."""

import news_set
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.edges import lines, nlp
from pipeline.edges.lines import steps
from pipeline.edges.names import mended
from pipeline.edges.nlp import SHIPPED, Language
from pipeline.errors import EnvironmentFault, SettingsError, TooBig

UNIVERSAL = (
    "acl advcl advmod amod appos aux case cc ccomp clf compound conj cop csubj dep det discourse "
    "dislocated expl fixed flat goeswith iobj list mark nmod nsubj nummod obj obl orphan parataxis "
    "punct reparandum ROOT vocative xcomp"
)


@pytest.fixture(scope="module")
def language():
    return Language()


@pytest.fixture(scope="module")
def news(language):
    return list(language.docs(p["text"] for p in news_set.paragraphs()))


def test_the_shipped_pipeline_gives_what_claims_are_made_of(language):
    doc = language.doc("“We know it,” the minister, Ana Costa, told Reuters in Lisbon on Oct. 3.")
    assert [t.pos_ for t in doc[:3]] == ["PUNCT", "PRON", "VERB"]
    assert next(t for t in doc if t.text == "told").lemma_ == "tell"
    assert {t.dep_.split(":")[0] for t in doc} <= set(UNIVERSAL.split())
    assert all(doc.has_annotation(layer) for layer in ("TAG", "MORPH", "LEMMA", "DEP", "ENT_IOB"))


def test_a_line_break_ends_a_sentence_and_stays_in_the_text(language):
    text = "Rates rise again\n\nThe bank said so.\nNobody  was surprised"
    doc = language.doc(text)
    assert [s.text.strip() for s in doc.sents] == [
        "Rates rise again",
        "The bank said so.",
        "Nobody  was surprised",
    ]
    assert doc.text == text


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=200))
def test_offsets_are_offsets_into_the_raw_text_whatever_the_text(text):
    doc = SHARED.doc(text)
    assert doc.text == text
    assert all(text[t.idx : t.idx + len(t)] == t.text for t in doc)
    assert "".join(s.text_with_ws for s in doc.sents) == text


SHARED = Language()


def test_the_same_text_gets_the_same_analysis_alone_and_among_others(language):
    texts = [p["text"] for p in news_set.paragraphs()[:20]]
    together = [_told(doc) for doc in language.docs(texts)]
    assert together == [_told(language.doc(text)) for text in texts]
    assert together == [_told(doc) for doc in Language().docs(reversed(texts))][::-1]


def _told(doc):
    words = [(t.idx, t.lemma_, t.pos_, t.tag_, str(t.morph), t.head.i, t.dep_) for t in doc]
    return words, [(e.start_char, e.end_char, e.label_) for e in doc.ents]


def test_lines_side_by_side_get_what_spacy_gives_the_text(language):
    text = "\n\n".join(p["text"] for p in news_set.paragraphs()[:40])
    begun = nlp._begin_lines(language._nlp, text)
    theirs, ours = next(language._nlp.pipe([begun])), language.doc(text)
    others = set(_words(ours)) - set(_words(theirs))
    assert len(others) <= len(ours) / 500  # a head at the edge of a line
    assert _told(ours)[1] == _told(mended(theirs))[1]


def _words(doc):
    return [(t.idx, t.head.idx, t.dep_, t.sent.start_char) for t in doc if not t.is_space]


def test_a_text_read_in_stretches_gets_the_same_vectors(language, monkeypatch):
    text = " ".join(f"The mayor of town {n} said the wall would not hold." for n in range(60))
    whole = language.doc(text)
    monkeypatch.setattr(lines, "STRETCH", 70)
    assert (language.doc(text).tensor == whole.tensor).all()


def test_a_line_without_end_is_cut_and_keeps_its_words(language, monkeypatch):
    text = " ".join(f"The mayor of town {n} said the wall would not hold." for n in range(60))
    monkeypatch.setattr(lines, "LONGEST", 50)
    doc = language.doc(text)
    assert doc.text == text
    assert all(len(sentence) <= 50 for sentence in doc.sents)
    assert doc.has_annotation("DEP")


def test_a_parser_that_does_not_listen_to_an_encoder_of_the_whole_text_goes_its_own_way():
    own = spacy.blank("en")
    own.add_pipe("parser").add_label("nsubj")
    own.initialize()
    pipes = [pipe for _, pipe in own.pipeline]
    assert list(steps(pipes)) == pipes


def test_only_the_components_asked_for_run(language):
    text = "Ana Costa spoke in Lisbon."
    doc = next(language.docs([text], components=["ner"]))
    assert doc.has_annotation("ENT_IOB")
    assert not doc.has_annotation("DEP")
    assert [e.text for e in doc.ents] == [e.text for e in language.doc(text).ents]


def test_curly_and_straight_quotes_are_read_alike(language):
    curly = language.doc("“It’s over,” said Tanaka, the coach’s deputy.")
    straight = language.doc("\"It's over,\" said Tanaka, the coach's deputy.")
    assert [(t.head.i, t.dep_) for t in curly] == [(t.head.i, t.dep_) for t in straight]


def test_a_no_break_space_is_no_word_and_no_border(language):
    doc = language.doc("About 1,500\u00a0soldiers left Kyiv. They returned.")
    assert [t.text for t in doc if not t.is_space][:4] == ["About", "1,500", "soldiers", "left"]
    assert len(list(doc.sents)) == 2


@pytest.mark.parametrize("word", ["U.S.", "Lt.", "Gen.", "Oct.", "Sept.", "Mr.", "St.", "Sen."])
def test_an_abbreviation_does_not_end_a_sentence(language, word):
    assert len(list(language.doc(f"The council met {word} Albans on Monday.").sents)) == 1
    assert word in [t.text for t in language.doc(f"The council met {word} Albans on Monday.")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Call 555-010-4477.", ["Call", "555-010-4477", "."]),
        ("300-400 people", ["300", "-", "400", "people"]),
        ("at 7:30PM on", ["at", "7:30", "PM", "on"]),
        ("boats and/or nets", ["boats", "and", "/", "or", "nets"]),
        ("<<File>> cost $$$", ["<<", "File", ">>", "cost", "$$$"]),
    ],
)
def test_words_are_cut_as_the_treebanks_cut_them(language, text, words):
    assert [token.text for token in language.doc(text)] == words


def test_words_that_are_written_as_one_are_two(language):
    words = [token.text for token in language.doc("I wanna go, dunno why.")]
    assert words == ["I", "wan", "na", "go", ",", "du", "n", "no", "why", "."]


def test_a_mark_after_a_word_with_a_prefix_is_a_token_of_its_own(language):
    words = [token.text for token in language.doc("By mid-November, he was pro-Russian.")]
    assert words == ["By", "mid-November", ",", "he", "was", "pro-Russian", "."]


def test_our_news_set_is_read_well(news):
    shares = news_set.shares(news)
    assert shares["sentences"] >= 93
    assert shares["arcs"] >= 82
    assert shares["names"] >= 78


def test_a_reported_quotation_hangs_on_its_verb(news):
    missed = [
        a
        for doc, p in zip(news, news_set.paragraphs(), strict=True)
        for a in news_set.arcs_missed(doc, p)
    ]
    reports = [a for p in news_set.paragraphs() for a in p["arcs"] if a.split()[1] == "ccomp"]
    assert len([a for a in missed if a.split()[1] == "ccomp"]) <= len(reports) / 4


def test_a_text_beyond_a_million_characters_is_too_big(language):
    with pytest.raises(TooBig, match="1000001 characters"):
        language.doc("a" * 1_000_001)


def test_a_pipeline_that_is_not_there_is_named_with_its_remedy(tmp_path):
    with pytest.raises(SettingsError, match=r"language\.model = .*nowhere.*leave it empty"):
        Language(tmp_path / "nowhere").doc("Hello.")


def test_a_pipeline_without_a_parser_does_not_fit(tmp_path):
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(SettingsError, match="no lemmas and no trees"):
        Language(tmp_path / "blank").doc("Hello.")


def test_a_pipeline_with_other_labels_does_not_fit(tmp_path):
    own = spacy.load(SHIPPED)
    own.remove_pipe("parser")
    ruler = own.add_pipe("attribute_ruler")
    ruler.add_patterns([{"patterns": [[{}]], "attrs": {"DEP": "dobj"}}])
    own.to_disk(tmp_path / "clear")
    with pytest.raises(SettingsError, match="dobj"):
        Language(tmp_path / "clear").doc("Hello.")


def test_a_pipeline_of_ones_own_with_universal_labels_fits(tmp_path):
    own = spacy.load(SHIPPED)
    own.to_disk(tmp_path / "own")
    assert [t.dep_ for t in Language(tmp_path / "own").doc("It rains.")][1] == "ROOT"


def test_a_damaged_package_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(nlp, "SHIPPED", tmp_path)
    monkeypatch.setattr(nlp, "shipped", nlp.shipped.__wrapped__)  # what was read before stays
    with pytest.raises(EnvironmentFault, match="install hearsay anew"):
        Language().doc("Hello.")


def test_the_weights_come_with_their_licence():
    notice = (SHIPPED / "LICENSE.md").read_text(encoding="utf-8")
    assert "CC BY-SA 4.0" in notice
    assert {"EWT", "GUM", "Universal NER"} <= {
        w for w in ("EWT", "GUM", "Universal NER") if w in notice
    }


@pytest.mark.parametrize("mark", ['"', "(", "😀", "1-2-"])
def test_a_long_run_without_a_space_is_cut_and_keeps_its_offsets(mark):
    text = f"He said so. {mark * 1000} She did not."
    doc = Language().doc(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)
    assert [token.text for token in doc][-4:] == ["She", "did", "not", "."]
