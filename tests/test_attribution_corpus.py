"""The committed labels are well formed; the corpora themselves are not needed."""

import json
from pathlib import Path

import pytest

CORPUS = Path(__file__).parents[1] / "training" / "attribution"
FILES = sorted(
    path for path in CORPUS.rglob("*.jsonl") if path.name not in {"numbers.jsonl", "times.jsonl"}
)
STANCES = [
    "asserts",
    "confirms",
    "denies",
    "doubts",
    "warns",
    "expects",
    "demands",
    "asks",
    "offers",
    "other",
]
TYPES = [
    "person",
    "organization",
    "government",
    "agency",
    "outlet",
    "document",
    "group",
    "anonymous",
]
ROLES = ("source", "cue", "content")


def documents(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def attributions(path):
    return [(document, row) for document in documents(path) for row in document["attributions"]]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_document_names_its_text_by_checksum_and_has_one_split(path):
    found = documents(path)
    assert len({document["doc"] for document in found}) == len(found)
    for document in found:
        assert len(bytes.fromhex(document["sha256"])) == 32
        assert document["split"] in {"train", "dev", "test"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_labels_are_among_those_of_the_guide(path):
    for document, row in attributions(path):
        place = (document["doc"], row["content"])
        assert row["kind"] in {"direct", "indirect", "mixed"}, place
        assert row["stance"] in STANCES, place
        assert row["source_type"] in [None, *TYPES], place
        assert not row["source_name"] or row["source_type"], place
        assert all(isinstance(row[flag], bool) for flag in ("implicit", "hedged", "negated")), place


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_spans_are_ordered_disjoint_and_within_the_annotated_range(path):
    for document, row in attributions(path):
        first, last = document.get("range", [0, 10**9])
        assert row["content"], document["doc"]
        assert bool(row["cue"]) != row["implicit"], (document["doc"], row["content"])
        for role in ROLES:
            flat = [first, *(offset for span in row[role] for offset in span), last]
            assert flat == sorted(flat), (document["doc"], row[role])
            assert all(start < end for start, end in row[role])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_nested_attribution_lies_within_the_content_of_another(path):
    for document in documents(path):
        rows = document["attributions"]
        for index, row in enumerate(rows):
            if row["nested_in"] is None:
                continue
            assert row["nested_in"] != index
            outer = rows[row["nested_in"]]["content"]
            inner = row["content"]
            begins, ends = outer[0][0] <= inner[0][0], inner[-1][1] <= outer[-1][1]
            assert (begins, ends) == (True, True), (document["doc"], inner)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_texts_are_committed_only_when_they_are_our_own(path):
    for document in documents(path):
        assert ("text" in document) == (path.parent.name == "own"), document["doc"]
