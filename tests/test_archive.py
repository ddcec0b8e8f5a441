import gzip
import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing import get_context

import pytest
from warcio.archiveiterator import ArchiveIterator

from pipeline import ids
from pipeline.edges import archive
from pipeline.edges.archive import Archive
from pipeline.errors import EnvironmentFault
from pipeline.records import Response

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
PAGE = Response(
    url="http://news.example/a",
    final_url="http://news.example/b",
    status=200,
    at=AT,
    headers=(("content-type", "text/html"), ("content-encoding", "gzip")),
    redirects=("http://news.example/a",),
    sent=(("User-Agent", "hearsay"),),
    body="<p>Füße</p>".encode(),
)


def records(folder):
    for path in sorted(folder.rglob("*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                yield record.rec_type, record.rec_headers, record.content_stream().read()


def test_a_body_comes_back_byte_for_byte_and_others_can_read_the_file(tmp_path):
    store = Archive(tmp_path)
    key = store.put(PAGE)
    assert key == ids.sha256(PAGE.body)
    assert store.get(key) == PAGE.body
    kinds = [kind for kind, _, _ in records(tmp_path)]
    assert kinds == ["warcinfo", "response", "request", "metadata"]
    bodies = {kind: body for kind, _, body in records(tmp_path)}
    assert bodies["response"] == PAGE.body
    assert bodies["metadata"] == b"via: http://news.example/a\r\n"


def test_an_address_in_any_script_is_kept_and_the_request_names_it_as_it_was_sent(tmp_path):
    store = Archive(tmp_path)
    url = "http://bücher.example/日本/a b%20c?q=ü&r=1#top"
    key = store.put(replace(PAGE, url=url, final_url=url, redirects=(url,)))
    assert store.get(key) == PAGE.body
    with next(tmp_path.rglob("*.warc.gz")).open("rb") as file:
        found = [record for record in ArchiveIterator(file) if record.http_headers]
    heads = [record.http_headers for record in found]
    assert found[0].rec_headers.get_header("WARC-Target-URI") == url.replace(" ", "%20")
    assert heads[1].protocol == "GET"
    assert heads[1].statusline == "/%E6%97%A5%E6%9C%AC/a%20b%20c?q=%C3%BC&r=1 HTTP/1.1"


def test_the_same_body_is_kept_once_and_met_again_as_a_revisit(tmp_path):
    store = Archive(tmp_path)
    key = store.put(PAGE)
    assert store.put(replace(PAGE, final_url="http://news.example/c")) == key
    store.force()
    assert [kind for kind, _, _ in records(tmp_path)].count("response") == 1
    [revisit] = [headers for kind, headers, _ in records(tmp_path) if kind == "revisit"]
    assert revisit.get_header("WARC-Refers-To-Target-URI") == PAGE.final_url


def test_a_revisit_is_known_to_others_at_once(tmp_path):
    first, store = Archive(tmp_path), Archive(tmp_path)
    first.put(PAGE)
    first.force()
    store.put(PAGE)
    with closing(sqlite3.connect(tmp_path / "index.sqlite")) as index:
        assert index.execute("SELECT kind FROM captures ORDER BY kind").fetchall() == [
            ("response",),
            ("revisit",),
        ]


def _put_and_die(folder):
    store = Archive(folder)
    store.put(PAGE)
    store.force()
    for number in range(150):
        store.put(replace(PAGE, body=b"%d" % number))
    os._exit(9)


def test_what_was_forced_outlives_a_kill_and_the_index_names_nothing_that_is_not_there(tmp_path):
    worker = get_context("spawn").Process(target=_put_and_die, args=(tmp_path,))
    worker.start()
    worker.join()
    store = Archive(tmp_path)
    assert store.get(ids.sha256(PAGE.body)) == PAGE.body
    with closing(sqlite3.connect(tmp_path / "index.sqlite")) as index:
        named = [row[0] for row in index.execute("SELECT sha256 FROM captures")]
    assert len(named) >= 100
    assert all(store.get(key) for key in named)


def test_a_lost_index_is_made_again_from_the_files_even_after_a_kill(tmp_path):
    store = Archive(tmp_path)
    key, other = store.put(PAGE), store.put(replace(PAGE, body=b"two"))
    store.close()
    [path] = tmp_path.rglob("*.warc.gz")
    with path.open("ab") as file:
        file.write(gzip.compress(b"WARC/1.1\r\nWARC-Type: resp")[:20])
    for index in tmp_path.glob("index.sqlite*"):
        index.unlink()
    again = Archive(tmp_path)
    assert [again.get(key), again.get(other)] == [PAGE.body, b"two"]
    assert again.put(PAGE) == key
    assert again.get(key) == PAGE.body


def test_files_are_rotated_when_full(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "FULL", 600)
    store = Archive(tmp_path)
    keys = [store.put(replace(PAGE, body=bytes([number]) * 99)) for number in range(6)]
    assert len(list(tmp_path.rglob("*.warc.gz"))) > 2
    assert [store.get(key)[0] for key in keys] == list(range(6))


def test_a_case_file_holds_every_capture_of_the_bodies_asked_for(tmp_path):
    store = Archive(tmp_path / "archive")
    key, _ = store.put(PAGE), store.put(replace(PAGE, body=b"other"))
    store.put(PAGE)
    case = tmp_path / "case" / "one.warc.gz"
    case.parent.mkdir()
    assert store.export([key], case) == 2
    kinds = [kind for kind, _, _ in records(case.parent)]
    assert kinds == ["warcinfo", *["response", "request", "metadata"], "revisit", *kinds[5:]]
    assert kinds[5:] == ["request", "metadata"]


def _put_many(folder, worker):
    store = Archive(folder)
    for number in range(20):
        store.put(replace(PAGE, body=f"{worker if number % 2 else 'shared'} {number}".encode()))


def test_many_processes_may_write_at_once(tmp_path):
    context = get_context("spawn")
    workers = [context.Process(target=_put_many, args=(tmp_path, name)) for name in "ab"]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    store = Archive(tmp_path)
    for number in range(20):
        for worker in "ab" if number % 2 else ["shared"]:
            body = f"{worker} {number}".encode()
            assert store.get(ids.sha256(body)) == body


def test_a_body_that_was_never_kept_is_an_error_that_says_so(tmp_path):
    with pytest.raises(EnvironmentFault, match="missing"):
        Archive(tmp_path).get("00")


def test_a_file_is_kept_as_a_resource(tmp_path):
    store = Archive(tmp_path)
    file = Response(url="file:a", final_url="file:a", status=200, at=AT, body=b"\r\n\r\ntext")
    key = store.put(file)
    store.put(file)
    assert store.get(key) == file.body
    assert [kind for kind, _, _ in records(tmp_path)] == ["warcinfo", "resource", "revisit"]
