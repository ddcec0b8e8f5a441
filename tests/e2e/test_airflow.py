"""Airflow as a person meets it: started, backfilled by clicks, killed, looked at, stopped."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import HTTPError
from urllib.request import urlopen

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
PATIENCE_S = 480  # on an idle machine a tenth of it
BY_DAY = "SELECT strftime(published_at, '%m-%d'), count(*) FROM articles GROUP BY 1 ORDER BY 1"

# A slot tells where the index of words has an article; what is stored anew gets another.
CLAIMS = "SELECT * EXCLUDE (slot) FROM claims ORDER BY claim_id"


@pytest.fixture(scope="module")
def data():
    """A folder that PostgreSQL can reach as a user of its own, which pytest's are not for root."""
    with TemporaryDirectory(prefix="hearsay-") as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def airflow(data):
    """`hearsay up`, as `make up` starts it, until the tests are done; then nothing is left."""
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
        pytest.fail((data / "airflow/airflow.log").read_text()[-3000:])
    took("Airflow is ready", began)
    password = json.loads((data / "airflow/passwords.json").read_text())["admin"]
    memory = sum(one.memory_full_info().pss for one in family(process, data)) / 1e6
    print(f"{len(family(process, data))} processes take {memory:,.0f} MB (PSS)")
    yield Airflow(PORT, password)
    began = time.monotonic()
    children = family(process, data)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 130
    process.stdout.close()
    _, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []
    took("Airflow is stopped", began)


@pytest.fixture(scope="module")
def page(airflow):
    """A browser that has logged in."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = browser.new_page(viewport={"width": 1400, "height": 1300})
        page.set_default_timeout(60_000)
        expect.set_options(timeout=60_000)
        page.goto(airflow.address)
        page.fill("input[name=username]", "admin")
        page.fill("input[name=password]", airflow.password)
        page.keyboard.press("Enter")
        expect(page.get_by_text("Pool Slots").first).to_be_visible()
        yield page
        browser.close()


def family(process, data):
    """The processes that come from `hearsay up`, and PostgreSQL's, which has left it."""
    postgres = int((data / "airflow/postgres/postmaster.pid").read_text().split()[0])
    heads = [psutil.Process(process.pid), psutil.Process(postgres)]
    children = [child for head in heads for child in head.children(recursive=True)]
    return [heads[1], *children]


def took(what, began):
    print(f"\n{what} after {time.monotonic() - began:.0f} s")


def shot(page, data, name):
    """Keep a picture of the page where CI can find it."""
    folder = Path(os.environ.get("HEARSAY_SHOTS", data))
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png")


def fill_moment(page, day, clock):
    """Choose a day and a time in the first empty picker of the backfill form."""
    page.get_by_text("Select date and time").first.click()
    page.get_by_placeholder("YYYY/MM/DD").fill(day)
    page.get_by_placeholder("YYYY/MM/DD").press("Enter")
    page.get_by_placeholder("HH:mm").fill(clock)
    page.get_by_placeholder("HH:mm").press("Enter")
    page.keyboard.press("Escape")


def backfilled(airflow, *, runs, since=None):
    """Wait until so many backfill runs of `ingest` have ended (after `since`); return states."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        found = airflow.ask("GET", "/api/v2/dags/ingest/dagRuns?limit=200")["dag_runs"]
        ended = {
            run["logical_date"][:10]: run["state"]
            for run in found
            if run["run_type"] == "backfill"
            and run["state"] in ("success", "failed")
            and (since is None or datetime.fromisoformat(run["end_date"]) > since)
        }
        if len(ended) >= runs:
            return ended
        time.sleep(1)
    pytest.fail(f"still running: {[(run['dag_run_id'], run['state']) for run in found]}")


def start_backfill(airflow, first, last):
    """Backfill days anew over the REST API; return the moment it began."""
    since = datetime.now(UTC)
    body = {"dag_id": "ingest", "from_date": f"{first}T00:00:00Z", "to_date": f"{last}T00:00:00Z"}
    body |= {"reprocess_behavior": "completed", "max_active_runs": 4, "dag_run_conf": {}}
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        try:
            airflow.ask("POST", "/api/v2/backfills", body)
        except HTTPError as error:
            error.close()
            if error.code != 409:  # the last one is not closed yet, which takes up to 18 s
                raise
            time.sleep(1)
        else:
            return since
    pytest.fail("the backfill before it never ended")


def rows(data, query):
    with duckdb.connect(str(data / "news.duckdb"), read_only=True) as db:
        return db.execute(query).fetchall()


def test_the_seeds_are_backfilled_by_clicks_in_the_ui(airflow, page, data):
    page.goto(f"{airflow.address}/dags/ingest")
    page.get_by_role("button", name="Trigger").click()
    page.get_by_text("Backfill", exact=True).last.click()
    fill_moment(page, "2024/10/18", "00:00")
    fill_moment(page, "2024/10/31", "00:00")
    expect(page.get_by_text(re.compile("14 runs will be triggered"))).to_be_visible()
    page.fill("input[name=max_active_runs]", "4")
    shot(page, data, "backfill-form")
    page.get_by_role("button", name="Run Backfill").click()
    began = time.monotonic()
    states = backfilled(airflow, runs=14)
    took("14 days are backfilled", began)
    page.goto(f"{airflow.address}/dags/ingest")
    expect(page.get_by_text("walk").first).to_be_visible()
    page.wait_for_timeout(3_000)  # the grid draws its columns one by one
    shot(page, data, "ingest-grid")
    assert set(states.values()) == {"success"}, states
    # The undated seed belongs to the day on which it is seen, so not to these.
    assert rows(data, BY_DAY) == [("10-18", 2), ("10-24", 1), ("10-31", 1)]
    assert rows(data, "SELECT count(*) > 50 FROM claims") == [(True,)]
    assert rows(data, "FROM failures") == []


def test_all_runs_with_a_task_killed_on_the_way_change_nothing(airflow, data):
    before = rows(data, CLAIMS)
    began = time.monotonic()
    since = start_backfill(airflow, "2024-10-18", "2024-10-24")
    killed = kill_one(airflow, "walk.extract", since)
    states = backfilled(airflow, runs=7, since=since)
    took("7 days are backfilled again, a task killed on the way,", began)
    assert set(states.values()) == {"success"}
    tries = tasks(airflow, killed["dag_run_id"])
    assert max(one["try_number"] for one in tries if one["task_id"] == killed["task_id"]) > 1
    assert rows(data, CLAIMS) == before


def tasks(airflow, run):
    return airflow.ask("GET", f"/api/v2/dags/ingest/dagRuns/{run}/taskInstances")["task_instances"]


def kill_one(airflow, task, since):
    """Kill the process of a running task, as a machine without memory does; return the task."""
    until = time.monotonic() + PATIENCE_S
    path = f"/api/v2/dags/ingest/dagRuns/~/taskInstances?task_id={task}&state=running"
    while time.monotonic() < until:
        for one in airflow.ask("GET", path)["task_instances"]:
            if one["pid"] and datetime.fromisoformat(one["start_date"]) > since:
                os.kill(one["pid"], signal.SIGKILL)
                return one
        time.sleep(0.2)
    pytest.fail(f"{task} never ran")


def test_the_page_asks_for_the_login_of_airflow(airflow):
    for path in ("/claims/", "/claims/claim/x"):
        with pytest.raises(HTTPError) as refused:
            urlopen(airflow.address + path, timeout=30)
        assert refused.value.code == 401
        refused.value.close()


def test_the_page_is_in_the_navigation_of_airflow_and_a_tab_of_its_dags(airflow, page, data):
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(airflow.address)
        page.get_by_role("link", name="Claims", exact=True).click()  # not the asset "claims"
        frame = page.frame_locator("iframe")
        expect(frame.get_by_text("What came in")).to_be_visible()
        shot(page, data, f"claims-{scheme}")
    frame.get_by_role("searchbox").fill("troops")
    frame.get_by_role("searchbox").press("Enter")
    expect(frame.get_by_text("Claims about")).to_be_visible()
    shot(page, data, "claims-search")
    frame.locator("a[href^='claim/']").first.click()
    expect(frame.locator("article mark").first).to_be_visible()
    shot(page, data, "claim")
    page.emulate_media(color_scheme="light")
    page.goto(f"{airflow.address}/dags/ingest")
    page.get_by_role("link", name="Claims", exact=True).last.click()
    expect(frame.get_by_text("What came in")).to_be_visible()
    shot(page, data, "claims-tab")
