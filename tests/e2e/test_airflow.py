"""Airflow as a person meets it: started, backfilled by clicks, looked at, stopped."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import psutil
import pytest
from playwright.sync_api import expect, sync_playwright

from pipeline.up import Airflow

ROOT = Path(__file__).parents[2]
PORT = 18080
CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
QUIET += ["--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def airflow(data):
    """`hearsay up`, as `make up` starts it, until the tests are done."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "up", "--data", str(data), "--port", str(PORT)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    for line in process.stdout:
        if "Airflow is ready" in line:
            break
    else:
        pytest.fail((data / "airflow/standalone.log").read_text()[-3000:])
    print(f"\nAirflow ready after {time.monotonic() - began:.0f} s")
    password = json.loads((data / "airflow/passwords.json").read_text())["admin"]
    yield Airflow(PORT, password)
    children = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 130
    process.stdout.close()
    _, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []


@pytest.fixture(scope="module")
def page(airflow):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = browser.new_page(viewport={"width": 1400, "height": 1300})
        page.set_default_timeout(60_000)
        page.goto(airflow.address)
        page.fill("input[name=username]", "admin")
        page.fill("input[name=password]", airflow.password)
        page.keyboard.press("Enter")
        expect(page.get_by_text("Welcome").first).to_be_visible()
        yield page
        browser.close()


def shot(page, data, name):
    """Keep a picture of the page where CI can find it."""
    folder = Path(os.environ.get("HEARSAY_SHOTS", data))
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png")


def fill_moment(page, position, day, clock):
    """Choose a day and a time in one of the two pickers of the backfill form."""
    page.get_by_text("Select date and time").nth(position).click()
    page.get_by_placeholder("YYYY/MM/DD").fill(day)
    page.get_by_placeholder("YYYY/MM/DD").press("Enter")
    page.get_by_placeholder("HH:mm").fill(clock)
    page.get_by_placeholder("HH:mm").press("Enter")
    page.keyboard.press("Escape")


def finished(airflow, dag, *, expected):
    """Wait until the backfill runs of a DAG are done; return their states by day."""
    for _ in range(600):
        runs = airflow.ask("GET", f"/api/v2/dags/{dag}/dagRuns?limit=200")["dag_runs"]
        runs = [run for run in runs if run["run_type"] == "backfill"]
        if len(runs) >= expected and all(run["state"] in ("success", "failed") for run in runs):
            return {run["logical_date"][:10]: run["state"] for run in runs}
        time.sleep(1)
    pytest.fail(f"still running: {[(run['run_id'], run['state']) for run in runs]}")


def rows(data, query):
    with duckdb.connect(str(data / "news.duckdb"), read_only=True) as db:
        return db.execute(query).fetchall()


def test_the_seeds_are_backfilled_by_clicks_in_the_ui(airflow, page, data):
    page.goto(f"{airflow.address}/dags/ingest")
    page.get_by_role("button", name="Trigger").click()
    page.get_by_text("Backfill", exact=True).last.click()
    fill_moment(page, 0, "2024/10/18", "00:00")
    fill_moment(page, 0, "2024/10/31", "00:00")
    expect(page.get_by_text(re.compile("14 runs will be triggered"))).to_be_visible()
    page.fill("input[name=max_active_runs]", "4")
    shot(page, data, "backfill-form")
    page.get_by_role("button", name="Run Backfill").click()
    began = time.monotonic()
    states = finished(airflow, "ingest", expected=14)
    print(f"14 days backfilled in {time.monotonic() - began:.0f} s")
    page.goto(f"{airflow.address}/dags/ingest")
    page.wait_for_timeout(5_000)
    shot(page, data, "ingest-grid")
    assert set(states.values()) == {"success"}, states
    days = rows(
        data,
        "SELECT strftime(published_at, '%m-%d'), count(*) FROM articles GROUP BY 1 ORDER BY 1",
    )
    assert days == [("10-18", 2), ("10-24", 1), ("10-31", 1)]
    assert rows(data, "SELECT count(*) > 50 FROM claims") == [(True,)]
    assert rows(data, "FROM failures") == []


def test_all_runs_again_replay_from_the_archive_and_change_nothing(airflow, data):
    before = rows(data, "SELECT * FROM claims ORDER BY claim_id")
    body = {
        "dag_id": "ingest",
        "from_date": "2024-10-18T00:00:00Z",
        "to_date": "2024-10-24T00:00:00Z",
        "reprocess_behavior": "completed",
        "max_active_runs": 4,
        "dag_run_conf": {},
    }
    airflow.ask("POST", "/api/v2/backfills", body)
    time.sleep(10)
    assert set(finished(airflow, "ingest", expected=14).values()) == {"success"}
    assert rows(data, "SELECT * FROM claims ORDER BY claim_id") == before
