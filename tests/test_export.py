"""What leaves the warehouse: rows in other formats, evidence, a connection for notebooks."""

from __future__ import annotations

import csv
import gzip
import json
import shutil
import subprocess
from html.parser import HTMLParser

import duckdb
import pytest
from builders import (
    NOON,
    a_batch,
    a_claim,
    a_document,
    a_feed,
    a_warehouse,
    an_article,
    an_entry,
    an_extraction,
)
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

import pipeline
from pipeline import export
from pipeline.edges.archive import Archive
from pipeline.errors import EnvironmentFault, QueryError
from pipeline.records import Response, Source
from pipeline.stages import evidence

BODY = "<p>“Nobody & nothing crossed,” said <b>Bob Roe</b>.</p>".encode()
TEXT = "“Nobody & nothing crossed,” said Bob Roe."


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    archive = Archive(folder / "archive")
    url = "https://example.org/1"
    key = archive.put(
        Response(
            url=url,
            final_url=url,
            status=200,
            at=NOON,
            headers=(("content-type", "text/html"), ("etag", '"v1"')),
            body=BODY,
        )
    )
    entry = an_entry()
    document = a_document(entry, body=BODY, archive_key=key)
    article = an_article(document, text=TEXT)
    bob = Source(name="Bob Roe", role="mayor", organization="Rivertown", type="person")
    claim = a_claim(article, content="Nobody & nothing crossed", sources=(bob,), stance="denies")
    warehouse = a_warehouse(folder)
    records = [a_feed(), entry, document, article, an_extraction(article, claims=1), claim]
    warehouse.load(a_batch(folder / "batches", records))
    return warehouse, archive, claim


@pytest.mark.parametrize("form", export.FORMS)
def test_every_claim_is_written_in_every_form(house, tmp_path, form):
    warehouse, _, claim = house
    target = tmp_path / f"claims.{form}"
    assert export.claims(warehouse, target, form) == 1
    if form == "csv":
        row = next(csv.DictReader(target.read_text().splitlines()))
        assert row["content"] == claim.content
        assert json.loads(row["content_parts"]) == [{"start": 1, "end": 25}]
    elif form == "parquet":
        assert duckdb.sql(f"SELECT content FROM '{target}'").fetchall() == [(claim.content,)]
    else:
        row = json.loads(target.read_text())
        assert row.get("content", row.get("text")) == claim.content
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_a_query_that_is_refused_leaves_no_file(house, tmp_path):
    with pytest.raises(QueryError, match="nonsense"):
        export.claims(house[0], tmp_path / "x.csv", "csv", query="FROM nonsense")
    with pytest.raises(QueryError, match="jsonld needs"):
        export.claims(house[0], tmp_path / "x.jsonld", "jsonld", query="SELECT 1 AS one")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_is_named(house, tmp_path):
    with pytest.raises((EnvironmentFault, QueryError), match="none"):
        export.claims(house[0], tmp_path / "none" / "x.jsonld", "jsonld")


def test_linked_data_speaks_schema_org(house, tmp_path):
    export.claims(house[0], tmp_path / "x", "jsonld")
    claim = json.loads((tmp_path / "x").read_text())
    assert claim["@type"] == "Claim"
    assert claim["author"] == {
        "@type": "Person",
        "name": "Bob Roe",
        "jobTitle": "mayor",
        "affiliation": {"@type": "Organization", "name": "Rivertown"},
    }
    assert claim["appearance"]["isPartOf"]["@type"] == "NewsArticle"
    assert claim["hearsay:stance"] == "denies"


def test_an_evidence_pack_proves_its_claim(house, tmp_path):
    warehouse, archive, claim = house
    files = export.pack(claim.id, warehouse, archive, tmp_path / "pack")
    assert all(file.exists() for file in files)
    text = (tmp_path / "pack" / "text.txt").read_text()
    part = claim.content_parts[0]
    assert text[part.start : part.end] == claim.content
    subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path / "pack", check=True, capture_output=True
    )
    import gzip

    capture = gzip.decompress((tmp_path / "pack" / "capture.warc.gz").read_bytes())
    assert BODY in capture
    assert b'etag: "v1"' in capture.lower()
    page = (tmp_path / "pack" / "index.html").read_text()
    assert '<mark class="content">Nobody &amp; nothing crossed</mark>' in page
    assert '<mark class="cue">said</mark> <mark class="source">Bob Roe</mark>' in page


def test_a_claim_that_is_not_there_is_named(house, tmp_path):
    with pytest.raises(QueryError, match="claim nobody: not in the warehouse"):
        export.pack("nobody", house[0], house[1], tmp_path / "pack")


class Words(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.words = ""
        self.feed(page)
        self.close()

    def handle_data(self, data: str) -> None:
        self.words += data


@given(st.text(alphabet="ab <>&\"'é👩\n", min_size=1), st.data())
def test_marking_keeps_every_character_of_the_text(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    row = {
        "content_parts": [{"start": start, "end": end}],
        "source_start": 0,
        "source_end": min(2, len(text)),
        "cue_start": None,
        "cue_end": None,
    }
    assert Words(evidence.marked(text, row)).words == text


def test_hostile_words_stay_words(house):
    row = {**dict.fromkeys(["source_start", "source_end", "cue_start", "cue_end"])}
    assert "<script" not in evidence.marked(
        "<script>alert(1)</script>", row | {"content_parts": []}
    )


def test_a_notebook_opens_what_is_published(house, monkeypatch):
    warehouse, _, claim = house
    with pipeline.open(warehouse.folder) as db:
        assert db.sql("SELECT content FROM claims").fetchall() == [(claim.content,)]
        with pytest.raises(duckdb.InvalidInputException, match="read-only"):
            db.execute("CREATE TABLE mine (id INTEGER)")
    monkeypatch.setenv("HEARSAY_DATA", str(warehouse.folder))
    with pipeline.open() as db:
        assert db.sql("SELECT count(*) FROM articles").fetchall() == [(1,)]


def test_claims_of_one_source_are_exported_by_a_query(house, tmp_path):
    query = "FROM claims WHERE source_name = 'Ann'"
    assert export.claims(house[0], tmp_path / "x.json", "json", query=query) == 0


def test_a_case_file_holds_the_captures_that_are_named_by_address_id_or_day(house, tmp_path):
    warehouse, archive, claim = house
    names = ["https://example.org/1", claim.id, claim.article_id]
    names += [claim.version_id, f"{NOON:%Y-%m-%d}"]
    for number, name in enumerate(names):
        file = tmp_path / "cases" / f"{number}.warc.gz"
        assert export.case([name], warehouse, archive, file) == 1
        with file.open("rb") as opened:
            bodies = {
                record.rec_type: record.content_stream().read()
                for record in ArchiveIterator(opened, check_digests="raise")
            }
        assert bodies["response"] == BODY
    assert export.case(names, warehouse, archive, tmp_path / "all.warc.gz") == 1
    with pytest.raises(QueryError, match="2001-01-01: no page, article, claim or day"):
        export.case([names[0], "2001-01-01"], warehouse, archive, tmp_path / "none.warc.gz")
    assert not (tmp_path / "none.warc.gz").exists()


def test_a_damaged_capture_is_told_and_no_case_file_is_left(house, tmp_path):
    warehouse, archive, claim = house
    broken = Archive(tmp_path / "archive")
    shutil.copytree(archive.folder, broken.folder)
    [file] = broken.folder.rglob("*.warc.gz")
    body = gzip.decompress(file.read_bytes())
    members = [gzip.compress(part) for part in _records(body.replace(b"Bob", b"Rob"))]
    file.write_bytes(b"".join(members))
    (broken.folder / "index.sqlite").unlink()
    with pytest.raises(EnvironmentFault, match=r"example\.org/1 is damaged"):
        export.case([claim.id], warehouse, broken, tmp_path / "case.warc.gz")
    assert not (tmp_path / "case.warc.gz").exists()


def _records(warc):
    """The records of an unpacked WARC file."""
    return [b"WARC/1.1" + part for part in warc.split(b"WARC/1.1")[1:]]
