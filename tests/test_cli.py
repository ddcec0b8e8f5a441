"""The command line as a person uses it: a process, its output, its exit code."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from newspaper import Newspaper

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A data folder into which the seeds were backfilled by the command."""
    folder = tmp_path_factory.mktemp("data")
    done = hearsay("backfill", "seeds", "--data", folder)
    assert done.returncode == 0, done.stderr
    return folder


def hearsay(*words, stdin=None, cwd=ROOT, **environment):
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *map(str, words)],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "200"} | environment,
        input=stdin,
        stdin=None if stdin is not None else subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_tells_the_story_and_names_every_command():
    told = hearsay("--help").stdout
    assert "who said what" in told
    for command in ("ingest", "backfill", "try", "run", "load", "sql", "status", "feeds", "doctor"):
        assert command in told


def test_a_backfill_shows_what_it_brought_and_a_second_says_nothing_is_new(data):
    again = hearsay("backfill", "seeds", "--data", data)
    assert "Nothing new: 0 rows added" in again.stdout
    assert again.stderr == ""


def test_sql_prints_rows_in_every_format(data):
    query = "SELECT count(*) AS n, 'a|b' AS t FROM articles"
    assert "5" in hearsay("sql", query, "--data", data).stdout
    as_json = hearsay("sql", query, "--data", data, "--format", "json").stdout
    assert json.loads(as_json) == [{"n": 5, "t": "a|b"}]
    as_csv = hearsay("sql", query, "--data", data, "--format", "csv").stdout
    assert list(csv.reader(io.StringIO(as_csv))) == [["n", "t"], ["5", "a|b"]]
    as_md = hearsay("sql", query, "--data", data, "--format", "md").stdout
    assert as_md.splitlines() == ["| n | t |", "| --- | --- |", "| 5 | a\\|b |"]


def test_sql_reads_the_query_from_standard_input(data):
    done = hearsay("sql", "--data", data, "--format", "csv", stdin="SELECT 41 + 1 AS n;\n")
    assert done.stdout.split() == ["n", "42"]


def test_sql_cannot_write_and_says_so(data):
    done = hearsay("sql", "DELETE FROM ledger.articles", "--data", data)
    assert done.returncode == 5
    assert "read-only" in done.stderr


def test_sql_that_duckdb_refuses_is_an_error_with_its_words(data):
    done = hearsay("sql", "SELEC 1", "--data", data)
    assert done.returncode == 5
    assert "syntax error" in done.stderr
    assert "Traceback" not in done.stderr


def test_try_prints_one_document_as_json_lines_and_stores_nothing(tmp_path):
    file = next((ROOT / "seeds").iterdir())
    done = hearsay("try", file, "--json", "--data", tmp_path / "none")
    made = [json.loads(line) for line in done.stdout.splitlines()]
    assert [record["record"] for record in made][:3] == ["documents", "articles", "extractions"]
    assert not (tmp_path / "none").exists()


def test_try_of_a_saved_feed_prints_its_poll_and_every_entry(tmp_path):
    with Newspaper() as paper:
        file = tmp_path / "saved"
        file.write_text(
            '<rss version="2.0"><channel><title>T</title><item><link>/a</link><title>A</title>'
            "</item><item><link>/b</link><title>B</title></item></channel></rss>"
        )
        settings = ("--settings", paper.settings(tmp_path))
        base = ("--base-url", "https://news.example/feed", "--content-type", "text/xml")
        saved = hearsay("try", file, "--json", *base).stdout.splitlines()
        live = hearsay("try", paper.feed_url, "--json", *settings).stdout.splitlines()
    made = [json.loads(line) for line in saved]
    assert [record["record"] for record in made] == ["polls", "entries", "entries"]
    assert [record["url"] for record in made[1:]] == [
        "https://news.example/a",
        "https://news.example/b",
    ]
    assert [json.loads(line)["record"] for line in live] == ["polls"] + ["entries"] * 5


def test_try_of_a_file_that_is_not_there_fails_and_names_it(tmp_path):
    done = hearsay("try", tmp_path / "gone.txt")
    assert done.returncode == 1
    assert "gone.txt" in done.stderr


def test_ingest_walks_a_newspaper_from_feed_to_rows(tmp_path):
    with Newspaper() as paper:
        settings = paper.settings(tmp_path)
        done = hearsay("ingest", "--settings", settings, "--data", tmp_path / "data")
        assert done.returncode == 0, done.stderr
        query = "SELECT count(*) AS articles FROM articles"
        rows = hearsay("sql", query, "--data", tmp_path / "data", "--format", "json").stdout
        assert json.loads(rows) == [{"articles": 4}]
        failed = "SELECT stage, subject FROM failures"
        rows = hearsay("sql", failed, "--data", tmp_path / "data", "--format", "json").stdout
        assert [row["stage"] for row in json.loads(rows)] == ["fetch"]


def test_past_days_are_backfilled_and_failed_pages_listed_and_tried_again(tmp_path):
    with Newspaper() as paper:
        settings = ("--settings", paper.settings(tmp_path), "--data", tmp_path / "data")
        done = hearsay("backfill", "--from", "2026-03-02", "--to", "2026-03-04", *settings)
        assert [line.partition(":")[0] for line in done.stdout.splitlines()] == [
            "2026-03-02",
            "2026-03-03",
            "2026-03-04",
        ]
        broken = paper.stories[-1].path
        [listed] = json.loads(hearsay("retry", "--list", "--json", *settings).stdout)
        assert (listed["state"], listed["tries"]) == ("failed", 1)
        assert "0 pages tried again" in hearsay("retry", *settings).stdout
        paper.pages[broken] = paper.pages[paper.stories[0].path]
        assert "1 documents" in hearsay("retry", listed["url"], *settings).stdout
        assert json.loads(hearsay("retry", "--list", "--json", *settings).stdout) == []


def test_a_stage_can_be_run_again_and_loaded_again(data):
    batch = min((data / "batches").glob("*backfill")).name
    done = hearsay("run", "clean", batch, "--data", data)
    assert "5 articles" in done.stdout, done.stderr
    for stage in ("extract", "link"):
        assert hearsay("run", stage, batch, "--data", data).returncode == 0
    assert "0 rows" in hearsay("load", batch, "--data", data).stdout


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("backfill", "no-such-folder"), 3, "no-such-folder: no such folder or file"),
        (("status", "--settings", "none.toml"), 2, "none.toml: cannot be read"),
        (("run", "clean", "no-such-batch"), 3, "no batch there"),
        (("sql", "SELECT 1"), 4, "nothing published yet"),
        (("feeds", "remove", "https://news.example/none"), 2, "no feed"),
        (("feeds", "import", "none.opml"), 2, "none.opml: cannot be read"),
    ],
)
def test_an_error_is_one_line_with_its_own_exit_code(tmp_path, words, code, told):
    done = hearsay(*words, cwd=tmp_path)
    assert done.returncode == code
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_feeds_of_a_site_are_shown_with_whole_addresses_titles_and_sizes(tmp_path):
    with Newspaper() as paper:
        words = "feeds", "discover", paper.url("/"), "--settings", paper.settings(tmp_path)
        table = hearsay(*words, COLUMNS="70").stdout
        listed = [json.loads(line) for line in hearsay(*words, "--json").stdout.splitlines()]
    cells = [line.split("│")[1:-1] for line in table.splitlines() if "│" in line]
    assert paper.url("/news-sitemap.xml") in "".join(cell[1].strip() for cell in cells)
    told = {"url": paper.url("/rss.xml"), "kind": "rss", "title": "The Amsel Courier"}
    assert listed[0] == told | {"entries": 5}


def test_feeds_are_added_listed_exported_imported_and_removed(tmp_path):
    url = "https://news.example/rss?a=1&b=2"
    (tmp_path / "hearsay.toml").write_text("# mine\n[web]\nhost_delay_s = 2.0\n")
    assert hearsay("feeds", "add", url, "--outlet", "The News", cwd=tmp_path).returncode == 0
    assert "# mine" in (tmp_path / "hearsay.toml").read_text()
    listed = hearsay("feeds", "list", "--json", cwd=tmp_path).stdout.splitlines()
    assert [json.loads(line)["url"] for line in listed] == ["seeds", url]
    opml = hearsay("feeds", "export", cwd=tmp_path).stdout
    assert hearsay("feeds", "remove", url, cwd=tmp_path).returncode == 0
    assert url not in hearsay("feeds", "list", "--json", cwd=tmp_path).stdout
    (tmp_path / "in.opml").write_text(opml)
    assert hearsay("feeds", "import", "in.opml", cwd=tmp_path).returncode == 0
    assert url in hearsay("feeds", "list", "--json", cwd=tmp_path).stdout


def test_feeds_of_a_csv_file_are_added_and_its_wrong_lines_told(tmp_path):
    (tmp_path / "in.csv").write_text("url,history\nhttps://a.example/rss,robots.txt\nnone,\n")
    done = hearsay("feeds", "import", "in.csv", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr == "in.csv:3: left out: 'none' is no web address\n"
    assert (
        "https://a.example/rss,rss,,,robots.txt"
        in hearsay("feeds", "export", "--format", "csv", cwd=tmp_path).stdout.splitlines()
    )
    more = ("--history", "feed", "--history", "nowhere")
    assert hearsay("feeds", "add", "https://b.example/", *more, cwd=tmp_path).returncode == 2


def test_doctor_finds_this_machine_well(data):
    done = hearsay("doctor", "--data", data)
    assert done.returncode == 0, done.stdout
    assert "✗" not in done.stdout


def test_no_progress_bar_is_drawn_when_output_is_piped(tmp_path):
    done = hearsay("backfill", "seeds", "--data", tmp_path)
    assert "\x1b" not in done.stdout + done.stderr
    assert "%" not in done.stderr
