"""The walk on the seeds: documents in, rows out."""

import random
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline import flow
from pipeline.edges.batch import Batch
from pipeline.settings import Settings
from pipeline.stages.poll import feed as start
from pipeline.tools import Tools

SEEDS = Path(__file__).parents[1] / "seeds"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
TABLES = ("feeds", "entries", "documents", "articles", "extractions", "claims", "links", "failures")


def walk(seeds, data, *, batch="first", now=NOW):
    """Ingest a folder below a data folder; return tools and what was loaded."""
    with Tools(Settings.load(data=data), now) as tools:
        made = Batch.open(tools.batches, batch, now=now)
        feed = start.make(str(seeds), "folder", language="en")
        return tools, flow.ingest([feed], made, tools)


def rows(tools, query):
    with tools.warehouse.read() as db:
        return db.execute(query).fetchall()


@pytest.fixture(scope="module")
def seeds(tmp_path_factory):
    return walk(SEEDS, tmp_path_factory.mktemp("walk"))[0]


def test_five_seeds_become_five_articles_with_claims(seeds):
    assert rows(seeds, "SELECT count(*), count(DISTINCT article_id) FROM articles") == [(5, 5)]
    without = rows(
        seeds, "SELECT url FROM articles WHERE version_id NOT IN (SELECT version_id FROM claims)"
    )
    assert without == []
    assert rows(seeds, "FROM failures") == []


def test_slicing_the_stored_text_gives_the_stored_words_for_every_claim(seeds):
    found = rows(
        seeds,
        """SELECT text, source_text, source_start, source_end, cue, cue_start, cue_end,
                  content, content_parts, numbers, times
           FROM claims JOIN articles USING (version_id)""",
    )
    assert found
    for text, source, s0, s1, cue, c0, c1, content, parts, numbers, times in found:
        assert source is None or text[s0:s1] == source
        assert cue is None or text[c0:c1] == cue
        assert " … ".join(text[part["start"] : part["end"]] for part in parts) == content
        for piece in [*numbers, *times]:
            assert text[piece["start"] : piece["end"]] == piece["text"]


def test_a_second_run_adds_no_rows(tmp_path):
    walk(SEEDS, tmp_path)
    _, again = walk(SEEDS, tmp_path, batch="second", now=datetime(2026, 1, 2, tzinfo=UTC))
    assert again.total == 0


def test_a_batch_run_again_and_loaded_again_adds_no_rows_and_keeps_its_own(tmp_path):
    tools, first = walk(SEEDS, tmp_path)
    _, again = walk(SEEDS, tmp_path)
    assert again.total == 0
    kept = Batch(tools.batches / "first")
    assert kept.done("clean")["articles"] == first.added["articles"]


def test_ids_do_not_depend_on_the_order_of_the_files(seeds, tmp_path):
    order = list(SEEDS.iterdir())
    random.Random(4).shuffle(order)
    tools = None
    for number, file in enumerate(order):
        folder = tmp_path / "in" / str(number)
        folder.mkdir(parents=True)
        shutil.copy(file, folder)
        tools, _ = walk(folder, tmp_path / "data", batch=f"batch-{number}")
    for table, key in [("articles", "version_id"), ("claims", "claim_id"), ("links", "link_id")]:
        query = f"SELECT {key} FROM {table} ORDER BY ALL"
        assert rows(tools, query) == rows(seeds, query), table


BROKEN = {
    "binary.txt": (bytes(range(256)) * 40, "Unreadable"),
    "empty.txt": (b"", "Unreadable"),
    "blank.txt": (b" \n\n \t\n", "Unreadable"),
    "huge.txt": (b"word " * 10_000_000, "TooBig"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_one_broken_file_becomes_a_failure_and_the_rest_goes_on(name, tmp_path):
    body, error = BROKEN[name]
    folder = tmp_path / "in"
    shutil.copytree(SEEDS, folder)
    (folder / name).write_bytes(body)
    tools, _ = walk(folder, tmp_path / "data")
    failures = rows(tools, "SELECT subject, error, message FROM failures")
    assert [(row[0].rpartition("/")[2], row[1]) for row in failures] == [(name, error)]
    assert name in failures[0][2]
    assert rows(tools, "SELECT count(*) FROM articles") == [(5,)]


def test_a_stage_killed_half_way_is_not_done_and_can_run_again(tmp_path, monkeypatch):
    tools = Tools(Settings.load(data=tmp_path), NOW)
    batch = Batch.open(tools.batches, "killed", now=NOW)
    real, calls = flow.cleaning.clean, []

    def killed(document, body, learned):
        calls.append(document)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(document, body)

    monkeypatch.setattr(flow.cleaning, "clean", killed)
    feeds = [start.make(str(SEEDS), "folder", language="en")]
    with pytest.raises(KeyboardInterrupt):
        flow.ingest(feeds, batch, tools)
    assert batch.done("fetch") == {"documents": 5}
    assert batch.done("clean") is None
    monkeypatch.undo()
    assert flow.ingest(feeds, batch, tools).added["articles"] == 5
    tools.close()
