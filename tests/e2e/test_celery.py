"""Many workers: what docker-compose.yml's profile `celery` starts, from packages, on one machine.

PostgreSQL keeps the runs, Redis carries the tasks, one worker is killed. Once with the DuckDB file,
which one worker alone loads, and once with a lake, which both do.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import psycopg
import pytest

from pipeline.settings import Settings
from pipeline.tools import Tools
from pipeline.up import Airflow, Parts, environment, postgres

PORT = 18_100
PATIENCE_S = 480  # on an idle machine a fifth of it
QUEUES = {"loads": "default,loader", "helps": "default"}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def started(*words, env=None, log):
    """A process of its own group, killed with all that it started."""
    process = subprocess.Popen(words, env=env, stdout=log, stderr=log, start_new_session=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture(scope="module", params=["file", "lake"])
def store(request):
    return request.param


@pytest.fixture(scope="module")
def data(store):
    with TemporaryDirectory(prefix=f"hearsay-{store}-") as folder:
        (Path(folder) / "hearsay.toml").touch()
        yield Path(folder)


def on_lake(data, database):
    """Keep the tables in a lake whose catalog lies in the same PostgreSQL."""
    with psycopg.connect(database, autocommit=True) as db:
        db.execute("CREATE DATABASE lake")
    host = database.rpartition("host=")[2]
    settings = f'[lake]\ncatalog = "dbname=lake host={host} user=postgres"\n'
    (data / "hearsay.toml").write_text(settings)


@pytest.fixture(scope="module")
def cluster(data, store):
    """Airflow and the processes of its workers, by name."""
    settings, redis = Settings.load(data=data), free_port()
    home = data / "airflow"
    home.mkdir()
    (home / "passwords.json").write_text(json.dumps({"admin": "secret"}))
    with ExitStack() as stack:
        database = stack.enter_context(postgres(home))
        if store == "lake":
            on_lake(data, database)
        env = os.environ | environment(settings, PORT, database)
        env |= {
            "AIRFLOW__CORE__EXECUTOR": "CeleryExecutor",
            "AIRFLOW__CELERY__BROKER_URL": f"redis://127.0.0.1:{redis}/0",
            "AIRFLOW__CELERY__RESULT_BACKEND": f"db+{database}",
            # A worker that died is missed after half a minute here, after five in production.
            "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "30",
            "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT_DETECTION_INTERVAL": "5",
            "AIRFLOW__SCHEDULER__TASK_QUEUED_TIMEOUT": "30",
            "AIRFLOW__SCHEDULER__TASK_QUEUED_TIMEOUT_CHECK_INTERVAL": "5",
            "HEARSAY_SETTINGS": str(data / "hearsay.toml"),
            "HEARSAY_LOADER_QUEUE": "loader" if store == "file" else "default",
        }
        log = stack.enter_context((home / "workers.log").open("w"))
        server = ("redis-server", "--port", str(redis), "--save", "", "--dir", str(data))
        stack.enter_context(started(*server, log=log))
        stack.enter_context(Parts(home, env))
        running = Airflow(PORT, "secret")
        until = time.monotonic() + PATIENCE_S
        while not running.healthy():
            assert time.monotonic() < until, (home / "airflow.log").read_text()[-3000:]
            time.sleep(1)
        running.prepare()
        workers = {
            name: stack.enter_context(started(*worker(name, home), env=env, log=log))
            for name in QUEUES
        }
        yield running, workers


def worker(name, home):
    command = [sys.executable, "-m", "airflow", "celery", "worker", "--queues", QUEUES[name]]
    command += ["--celery-hostname", f"{name}@%h", "--pid", str(home / f"{name}.pid")]
    return [*command, "--concurrency", "2", "--skip-serve-logs", "--without-mingle"]


def wait(what):
    """Wait until `what()` is something; return it."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        if found := what():
            return found
        time.sleep(0.5)
    pytest.fail(f"waited too long for {what.__doc__}")


def test_a_week_is_filled_by_two_workers_of_which_one_is_killed(cluster, data):
    airflow, workers = cluster
    days = {"from_date": "2024-10-18T00:00:00Z", "to_date": "2024-10-24T00:00:00Z"}
    airflow.ask("POST", "/api/v2/backfills", days | {"dag_id": "ingest", "max_active_runs": 4})

    def caught():
        """a task at work in the worker that only helps"""
        path = "/api/v2/dags/ingest/dagRuns/~/taskInstances?state=running"
        mine = {one.pid for one in psutil.Process(workers["helps"].pid).children(recursive=True)}
        running = airflow.ask("GET", path)["task_instances"]
        return next((one for one in running if one["pid"] in mine), None)

    task = wait(caught)
    os.killpg(workers["helps"].pid, signal.SIGKILL)

    def ended():
        """seven runs that have ended"""
        runs = airflow.ask("GET", "/api/v2/dags/ingest/dagRuns?limit=50")["dag_runs"]
        states = [one["state"] for one in runs if one["run_type"] == "backfill"]
        return states if len(states) == 7 and {*states} <= {"success", "failed"} else None

    assert wait(ended) == ["success"] * 7
    path = f"/api/v2/dags/ingest/dagRuns/{task['dag_run_id']}/taskInstances"
    again = airflow.ask("GET", path)["task_instances"]
    assert any(one["try_number"] > 1 for one in again)
    with (
        Tools(Settings.load(data / "hearsay.toml", data), None) as tools,
        tools.warehouse.read() as db,
    ):
        rows = (
            "SELECT strftime(published_at, '%m-%d'), count(*) FROM articles GROUP BY 1 ORDER BY 1"
        )
        assert db.execute(rows).fetchall() == [("10-18", 2), ("10-24", 1)]
        assert db.execute("FROM failures").fetchall() == []
