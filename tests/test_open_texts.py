"""Open texts for the teacher: words set as print has them, names where people marked them."""

import numpy as np
import pytest
import spacy

from training import encoder, texts

LINE = "`` We do n't know , \" Anna Berg ( 61 ) said in the U.S. 's capital ."


def test_words_are_set_as_print_has_them():
    words = LINE.split(" ")
    text, starts = texts.joined(words)
    assert text == "\"We don't know,\" Anna Berg (61) said in the U.S.'s capital."
    assert [text[start] for start in starts[1:]] == [word[0] for word in words[1:]]


def test_names_keep_their_places_and_other_kinds_stay_open(tmp_path):
    path = tmp_path / "crossner-x.txt"
    path.write_text("Anna\tB-politician\nBerg\tI-politician\nwon\tO\nthe\tO\nOscar\tB-award\n\n")
    (paragraph,) = texts.sentences(texts.columns(path))
    marked = [(paragraph.text[start:end], label) for start, end, label in paragraph.names]
    assert marked == [("Anna Berg", "PERSON"), ("Oscar", None)]
    doc = texts.document(spacy.blank("en"), [paragraph, texts.Paragraph("Nobody marked this.")])
    assert [(e.text, e.label_) for e in doc.ents] == [("Anna Berg", "PERSON")]
    assert [t.text for t in doc if not t.ent_iob] == ["Oscar", "Nobody", "marked", "this", "."]


def test_a_sentence_with_a_hidden_word_is_left_out(tmp_path):
    path = tmp_path / "wikitext-x.txt"
    path.write_text(" = A title = \n It is 60 @-@ odd cm long . The <unk> is blue . It lives .\n")
    assert [p.text for p in texts.wikitext(path)] == ["It is 60-odd cm long.", "It lives."]


def test_a_paragraph_that_a_held_out_set_shares_is_dropped(tmp_path):
    shared = "one two three four five six seven eight"
    (tmp_path / "state_union").mkdir()
    text = f"He said: {shared} nine.\n\nWhat nobody else ever said stays in the corpus.\n"
    (tmp_path / "state_union" / "a.txt").write_text(text)
    kept = [p.text for _, p in texts.paragraphs(tmp_path, texts.word_runs(shared))]
    assert kept == ["What nobody else ever said stays in the corpus."]


@pytest.fixture
def small():
    def make():
        nlp = spacy.blank("en")
        nlp.add_pipe("tok2vec")
        nlp.add_pipe("tagger").add_label("NN")
        nlp.add_pipe("morphologizer").add_label("POS=NOUN")
        nlp.initialize()
        return nlp

    return make


def test_the_weights_of_the_student_come_into_a_new_pipeline(small, tmp_path):
    given, path = small(), tmp_path / "start.npz"
    for _, node, name in encoder.parameters(given):
        node.set_param(name, np.full_like(node.get_param(name), 0.5))
    encoder.save(given, path)
    new = encoder.create(str(path))(small())
    assert all((node.get_param(name) == 0.5).all() for _, node, name in encoder.parameters(new))


def test_weights_of_other_components_come_too_when_they_are_given(small, tmp_path):
    def grown():
        nlp = small()
        nlp.add_pipe("ner").add_label("PERSON")
        nlp.initialize()
        return nlp

    given, path = grown(), tmp_path / "start.npz"
    for _, node, name in encoder.parameters(given, ["ner"]):
        node.set_param(name, np.full_like(node.get_param(name), 0.25))
    encoder.save(given, path, given.pipe_names)
    new = encoder.create(str(path))(grown())
    weights = [node.get_param(name) for _, node, name in encoder.parameters(new, ["ner"])]
    assert weights
    assert all((weight == 0.25).all() for weight in weights)


def test_without_a_teacher_a_pipeline_begins_with_its_own_weights(small, tmp_path):
    nlp = small()
    before = {key: node.get_param(name).copy() for key, node, name in encoder.parameters(nlp)}
    encoder.create(str(tmp_path / "none.npz"))(nlp)
    assert all((node.get_param(n) == before[key]).all() for key, node, n in encoder.parameters(nlp))
