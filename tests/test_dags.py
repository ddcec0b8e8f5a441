"""The DAGs: they parse lightly, keep the house's words, and one of them runs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PARSE = """
import sys, time
from airflow.dag_processing.dagbag import DagBag
began = time.process_time()
bag = DagBag("dags")
print("seconds", time.process_time() - began)
print("errors", bag.import_errors)
heavy = ("spacy", "trafilatura", "duckdb", "pyarrow", "lxml")
print("heavy", [m for m in heavy if m in sys.modules])
for dag_id, dag in sorted(bag.dags.items()):
    for task in dag.tasks:
        print("task", dag_id, task.task_id, task.pool, task.retries, bool(task.doc_md or task.doc))
    print("dag", dag_id, dag.catchup, bool(dag.doc_md), dag.max_active_runs)
"""


def airflow(code, home, **environment):
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ
        | {
            "AIRFLOW_HOME": str(home),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
            "AIRFLOW__CORE__UNIT_TEST_MODE": "False",
            "PYTHONPATH": str(ROOT),
        }
        | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return [line.split() for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def parsed(tmp_path_factory):
    return airflow(PARSE, tmp_path_factory.mktemp("airflow"))


def test_every_dag_parses_and_brings_nothing_heavy_with_it(parsed):
    assert ["errors", "{}"] in parsed
    assert ["heavy", "[]"] in parsed


def test_the_tasks_of_a_day_are_the_stages_of_the_walk(parsed):
    tasks = [line[2] for line in parsed if line[:2] == ["task", "ingest"]]
    assert tasks == ["plan", "walk.fetch", "walk.clean", "walk.extract", "load"]


def test_whoever_writes_the_warehouse_does_so_in_the_pool_of_one(parsed):
    pools = {(line[1], line[2]): line[3] for line in parsed if line[0] == "task"}
    writers = {("poll", "poll"), ("ingest", "load"), ("replay", "load"), ("upkeep", "tidy")}
    assert {task for task, pool in pools.items() if pool == "hearsay_loader"} == writers


def test_a_run_without_a_logical_date_is_of_today_so_far(tmp_path):
    code = "import sys; sys.path.insert(0, 'dags'); import news; news.get_current_context = dict; "
    code += "first, end = news.interval(); print(first.hour, first.date() == end.date())"
    assert airflow(code, tmp_path) == [["0", "True"]]


STARTING = """
import sys
from airflow.listeners.listener import get_listener_manager
from pipeline import airflow_plugin
manager = get_listener_manager()
manager.add_listener(airflow_plugin)
for command in ("api-server", "scheduler"):
    sys.argv = ["airflow", command]
    manager.hook.on_starting(component=None)
    print(command, *(name for name in airflow_plugin.NEEDED if name in sys.modules))
print(*airflow_plugin.NEEDED)
print(sys.modules["pipeline.rehearsal"].rehearse.cache_info().currsize)
"""


def test_the_scheduler_alone_imports_and_reads_what_tasks_need(tmp_path):
    api_server, scheduler, needed, pipelines = airflow(STARTING, tmp_path)[-4:]
    assert api_server == ["api-server"]
    assert scheduler == ["scheduler", *needed]
    assert pipelines == ["1"]


def test_every_task_is_retried_and_every_dag_explains_itself(parsed):
    assert all(int(line[4]) >= 1 for line in parsed if line[0] == "task")
    dags = [line for line in parsed if line[0] == "dag"]
    assert {line[1] for line in dags} == {"poll", "ingest", "replay", "upkeep", "example"}
    assert all(line[2:4] == ["False", "True"] for line in dags)


RUN = """
from datetime import datetime, timezone
from airflow.utils.db import initdb
initdb()
from airflow.models.pool import Pool
Pool.create_or_update_pool("hearsay_loader", 1, "", False)
from airflow.dag_processing.dagbag import DagBag
bag = DagBag("dags")
for _ in range(2):
    # A manual run stands for the last whole day before its logical date.
    run = bag.dags["ingest"].test(logical_date=datetime(2024, 10, 19, tzinfo=timezone.utc))
    print("state", run.state)
"""


def test_a_day_run_twice_in_airflow_stores_its_articles_once(tmp_path):
    import duckdb

    lines = airflow(RUN, tmp_path / "home", HEARSAY_DATA=str(tmp_path / "data"))
    assert [line[-1] for line in lines if line[:1] == ["state"]] == ["success", "success"]
    with duckdb.connect(str(tmp_path / "data/news.duckdb"), read_only=True) as db:
        assert db.execute("SELECT count(*) FROM articles").fetchall() == [(2,)]
        assert db.execute("SELECT count(*) > 20 FROM claims").fetchall() == [(True,)]
