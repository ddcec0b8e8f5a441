"""How the language pipeline is made: names out of mentions, what a pass holds, a run of it all."""

import random

import news_set
import pytest
import spacy
from spacy.cli.train import train
from spacy.tokens import Doc, DocBin

from pipeline.edges.nlp import SHIPPED
from training import __main__ as make
from training import callbacks, mix
from training.conllu import Word
from training.entities import mentions, names
from training.names import Names
from training.phrases import Lexicon

PEOPLES = frozenset({"Korean", "French"})


def sentence(rows: str) -> list[Word]:
    """Read `form tag head label entity` a line; heads count from one, 0 is the root."""
    words = []
    for number, row in enumerate(rows.strip().splitlines()):
        form, tag, head, label, *entity = row.split()
        above = int(head) - 1 if head != "0" else number
        coarse = "PROPN" if tag.startswith("NNP") else "X"
        misc = f"Entity={entity[0]}" if entity else "_"
        words.append(Word(form, form, coarse, tag, "_", above, label, misc=misc))
    return words


def found(rows: str) -> list[tuple[str, str]]:
    words = sentence(rows)
    return [(" ".join(w.form for w in words[a:b]), kind) for a, b, kind in names(words, PEOPLES)]


def test_a_title_is_no_part_of_a_name():
    rows = "Senator NNP 2 nmod:desc (1-person\nCosta NNP 0 root 1)\nspoke VBD 2 acl"
    assert found(rows) == [("Costa", "PERSON")]


def test_a_family_name_that_is_a_title_too_stays():
    rows = "Lena NNP 3 nsubj (1-person\nKing NNP 1 flat 1)\nspoke VBD 0 root"
    assert found(rows) == [("Lena King", "PERSON")]


def test_a_title_alone_is_no_name():
    assert found("Senators NNPS 2 nsubj (1-person)\nvoted VBD 0 root") == []
    assert found("Home NNP 2 compound (1-person\nSecretary NNP 3 nsubj 1)\nspoke VBD 0 root") == []
    rows = "the DT 2 det (1-person\nEarl NNP 0 root\nof IN 4 case\nAvon NNP 2 nmod (2-place)1)"
    assert found(rows) == [("Avon", "PLACE")]


@pytest.mark.parametrize("label", ["flat", "appos"])
def test_a_name_behind_a_common_noun_is_found(label):
    rows = f"actor NN 0 root (1-person\nLena NNP 1 {label}\nOrr NNP 2 flat 1)"
    assert found(rows) == [("Lena Orr", "PERSON")]


def test_a_name_behind_a_comma_is_a_mention_of_its_own():
    rows = "actor NN 0 root (1-person\n, , 3 punct\nLena NNP 1 appos (2-person)1)"
    assert found(rows) == [("Lena", "PERSON")]
    rows = "actor NN 0 root (1-person\n, , 3 punct\nLena NNP 1 appos 1)"
    assert found(rows) == []


def test_a_town_of_that_name_is_a_place():
    rows = "town NN 0 root (1-place\nof IN 3 case\nGreat JJ 4 amod\nMoor NNP 1 nmod 1)"
    assert found(rows) == [("Moor", "PLACE")]


def test_a_name_inside_a_longer_name_is_part_of_it():
    rows = "San NNP 3 compound (1-place(2-place\nDiego NNP 1 flat 2)\nBay NNP 0 root 1)"
    assert found(rows) == [("San Diego Bay", "PLACE")]


def test_a_genitive_that_is_a_mention_owns_the_name():
    rows = "Korea NNP 3 nmod:poss (1-organization(2-place\n's POS 1 case 2)\nBank NNP 0 root 1)"
    assert found(rows) == [("Korea", "PLACE"), ("Bank", "ORG")]
    rows = "People NNP 3 nmod:poss (1-organization\n's POS 1 case\nBank NNP 0 root 1)"
    assert found(rows) == [("People 's Bank", "ORG")]


def test_peoples_outside_other_names_are_names():
    rows = "French JJ 2 amod\nFrench NNP 0 root (1-organization\nBank NNP 2 flat 1)"
    assert found(rows) == [("French", "NORP"), ("French Bank", "ORG")]


def test_mentions_may_lie_in_one_another():
    words = sentence("A NNP 0 root (1-person(2-place)\nB NNP 1 flat 1)")
    assert sorted(mentions(words)) == [(0, 1, "place"), (0, 2, "person")]


def test_a_name_that_is_drawn_is_one_name():
    writer = Names(Lexicon([]), random.Random(1))
    for maker in (writer.organisation, writer.place, writer.occurrence, writer.person):
        for _ in range(300):
            phrase = maker()
            assert not any(mark in word.form for word in phrase for mark in "{}|")
            assert sum(word.name.startswith("B-") for word in phrase) == 1


def test_a_pass_holds_each_file_as_often_as_it_is_told(tmp_path):
    nlp = spacy.blank("en")
    for name, word in (("gold", "true"), ("silver", "said")):
        DocBin(docs=[Doc(nlp.vocab, words=[word])]).to_disk(tmp_path / f"{name}.spacy")
    read = mix.create(str(tmp_path), {"gold": 2, "silver": 1, "absent": 3})
    assert [example.reference.text.strip() for example in read(nlp)] == ["true", "true", "said"]


LARGER = {
    "components.tok2vec.model.encode.depth": 10,
    "components.parser.model.hidden_width": 192,
    "components.ner.model.hidden_width": 128,
}


@pytest.mark.parametrize("shape", [{}, LARGER], ids=["the same", "larger"])
def test_training_that_goes_on_from_weights_begins_with_their_analyses(
    tmp_path, monkeypatch, shape
):
    monkeypatch.setattr(make, "WORK", tmp_path)
    shipped = spacy.load(SHIPPED)
    texts = [paragraph["text"] for paragraph in news_set.paragraphs()[:8]]
    docs = list(shipped.pipe(texts))
    (tmp_path / "train").mkdir()
    for path in ("dev.spacy", "train/gold.spacy"):
        DocBin(docs=docs).to_disk(tmp_path / path)
    make.go_on_from(SHIPPED)
    paths = {"train": "train", "dev": "dev.spacy", "start": "start.npz", "labels": "labels"}
    changed = {f"paths.{name}": str(tmp_path / path) for name, path in paths.items()}
    still = {"training.max_steps": 1, "training.optimizer.learn_rate.initial_rate": 0.0}
    assert {"encoder", "mix", "tokens"} <= set(callbacks.__all__)
    train(make.HERE / "news.cfg", tmp_path / "out", overrides=changed | still | shape)
    again = spacy.load(tmp_path / "out" / "model-last").pipe(texts)
    assert [told(doc) for doc in again] == [told(doc) for doc in docs]


def told(doc):
    names = [(e.text, e.label_) for e in doc.ents]
    return [(t.text, t.tag_, str(t.morph), t.head.i, t.dep_) for t in doc], names
