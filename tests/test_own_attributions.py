"""The texts written for this project and their analysis say the same thing."""

import importlib
import json
import re
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

HERE = Path(__file__).parents[1] / "training" / "attribution"
OWN = [
    json.loads(line)
    for line in (HERE / "own" / "attributions.jsonl").read_text("utf-8").splitlines()
]


@pytest.fixture(scope="module")
def scripts():
    sys.path.insert(0, str(HERE))
    try:
        yield importlib.import_module
    finally:
        sys.path.remove(str(HERE))


@pytest.fixture(scope="module")
def unmark(scripts):
    return scripts("unmark")


def rows(document):
    return [(document["text"], row) for row in document["attributions"]]


def test_the_committed_analysis_is_what_the_marked_texts_compile_to(unmark):
    assert unmark.compiled() == OWN


def test_every_text_is_the_one_its_checksum_names(unmark):
    assert all(unmark.checksum(document["text"]) == document["sha256"] for document in OWN)


def test_no_document_is_left_without_a_single_attribution():
    assert all(document["attributions"] for document in OWN)


@pytest.mark.parametrize("document", OWN, ids=lambda document: document["doc"])
def test_spans_hold_whole_words_and_no_outer_marks(document):
    for text, row in rows(document):
        for start, end in row["source"] + row["cue"] + row["content"]:
            words = text[start:end]
            assert words, row
            assert words == words.strip(" \n,;"), row
            assert not re.match(r"\w\w", text[max(start - 1, 0) : start + 1]), words
            assert not re.match(r"\w\w", text[end - 1 : end + 1]), words
            assert "{" not in words, words


@pytest.mark.parametrize("document", OWN, ids=lambda document: document["doc"])
def test_numbers_and_times_slice_to_their_stored_words(document):
    for row in document["numbers"] + document["times"]:
        start, end = row["span"]
        assert document["text"][start:end] == row["text"]


@pytest.mark.parametrize("document", OWN, ids=lambda document: document["doc"])
def test_every_figure_of_a_text_is_labelled_as_number_time_or_no_count(document):
    text = document["text"]
    spans = [row["span"] for row in document["numbers"] + document["times"]]
    for figure in re.finditer(r"\d+", text):
        at = figure.start()
        assert any(start <= at < end for start, end in spans), text[at - 30 : at + 20]


@pytest.mark.parametrize("document", OWN, ids=lambda document: document["doc"])
def test_intervals_run_forwards(document):
    for row in document["times"]:
        assert date.fromisoformat(row["first"]) <= date.fromisoformat(row["last"])
    for row in document["numbers"]:
        if "not_a_count" not in row:
            assert (row["low"] is None) + (row["high"] is None) < 2
            assert None in (row["low"], row["high"]) or row["low"] <= row["high"]


@pytest.mark.parametrize("name", ["numbers", "times"])
def test_labelled_sentences_are_committed_as_they_compile_and_slice_to_their_words(scripts, name):
    rows = [json.loads(line) for line in (HERE / f"{name}.jsonl").read_text("utf-8").splitlines()]
    assert scripts("sentences").compiled(name) == rows
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        for label in row[name]:
            start, end = label["span"]
            assert row["text"][start:end] == label["text"]


@pytest.mark.parametrize(("name", "wanted"), [("numbers", 200), ("times", 150)])
def test_there_are_enough_labelled_sentences_in_both_halves(name, wanted):
    rows = [json.loads(line) for line in (HERE / f"{name}.jsonl").read_text("utf-8").splitlines()]
    count = Counter(dev=0, test=0)
    for row in rows:
        count[row["split"]] += len(row[name])
    assert count.total() >= wanted
    assert min(count.values()) > 0.4 * count.total()


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("{1s He} {1c said} {1t so", "never closed"),
        ("{1s He} {1c said} {1t so}}", "without an opening"),
        ("{1s He} said {1t so}", "lacks"),
        ("He {1c said} {1t so}", "without marking"),
        ("{1s He} {1c said} {1t so} and {2c added} {2t more}", "marked"),
    ],
)
def test_a_marked_text_that_does_not_fit_is_refused_with_its_reason(unmark, body, message):
    with pytest.raises(unmark.MarkError, match=message):
        unmark.analyse(["x", "2025-01-01", "wire"], body, "1 he:person asserts")
