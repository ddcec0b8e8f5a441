"""What Airflow costs: a day of news, taken by `hearsay ingest` and by Airflow.

    python -m bench.airflow [--pages 5000] [--hosts 200]

A server of its own process plays the newspapers: every host has a feed, a robots.txt and pages. CPU
counts every process of the way measured, not the server. Overhead is what Airflow takes beyond the
direct way, as a share of its whole; getting ready, with a first run of a DAG, is told apart, as it
is paid once. Each way takes the same day twice, in turns. Neither looks up past days, which only a
run of Airflow's would do.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from multiprocessing import get_context
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import duckdb
import psutil

from pipeline.up import Airflow

PORT = 18_090  # of the newspapers; Airflow's page is one above
PEOPLE = ("Mara Lindt", "Piet Oswin", "Ada Quill", "Tom Farrier", "Ines Marlow", "Jonas Brandt")
BODIES = ("the harbour office", "the district", "the fishing cooperative", "the health ministry")
THINGS = ("wall", "bridge", "school", "ferry", "hospital", "power station", "market hall", "dam")
TOWNS = ("Amsel", "Brackwater", "Corrin", "Dunmore", "Eastholm", "Farrow", "Gellen", "Harrow")
SAID = (
    "The {thing} of {town} will cost {n} million crowns, {body} said on Monday.",
    "“We found the {thing} in a worse state than anyone feared,” said {person}, head of works.",
    "{person} denied that {n} workers had left {town} since the autumn.",
    "According to a report by {body}, the {thing} sank by {n} centimetres between 2019 and 2025.",
    "{person} told reporters that at least {n} families had asked for help.",
    "It rained in {town} for {n} days, and the road to the {thing} was closed.",
    "The {thing} was built {n} years ago and has been mended every spring since.",
    "“Nobody asked us,” {person} said. “We learned of the {thing} from the newspaper.”",
    "The council of {town} meets again next week to talk about the {thing}.",
    "People in {town} have waited for the {thing} since the flood, when {n} houses were lost.",
)


def story(number: int) -> tuple[str, str]:
    """Return the title and the text of a page, the same at every call, unlike any other's."""
    dice = random.Random(number)

    def said(form: str) -> str:
        return form.format(
            thing=dice.choice(THINGS),
            town=dice.choice(TOWNS),
            body=dice.choice(BODIES),
            person=dice.choice(PEOPLE),
            n=dice.randrange(3, 9_000),
        )

    paragraphs = [" ".join(said(dice.choice(SAID)) for _ in range(3)) for _ in range(9)]
    title = f"The {dice.choice(THINGS)} of {dice.choice(TOWNS)}, story {number}"
    return title, "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs)


def answer(path: str, host: int, hosts: int, pages: int) -> tuple[str, str]:
    """Return the type and the body of what a newspaper answers."""
    if path == "/robots.txt":
        return "text/plain", "User-agent: *\nDisallow: /private/\n"
    if path == "/rss.xml":
        out = format_datetime(datetime.now(UTC) - timedelta(minutes=1))
        items = "".join(
            f"<item><title>{story(n)[0]}</title><link>{address(host)}/{n}.html</link>"
            f"<pubDate>{out}</pubDate></item>"
            for n in range(host - 1, pages, hosts)
        )
        return "application/rss+xml", f'<rss version="2.0"><channel>{items}</channel></rss>'
    title, text = story(int(path.strip("/").removesuffix(".html")))
    page = f"<!doctype html><html lang=en><title>{title}</title><article><h1>{title}</h1>\n{text}"
    return "text/html", page + "</article></html>"


def address(host: int) -> str:
    """Return the address of a newspaper."""
    return f"http://127.0.3.{host}:{PORT}"


def serve(hosts: int, pages: int) -> None:
    """Answer until killed."""

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = int(writer.get_extra_info("sockname")[0].rsplit(".", 1)[1])
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while head := await reader.readuntil(b"\r\n\r\n"):
                kind, text = answer(head.split(b" ", 2)[1].decode(), host, hosts, pages)
                body = text.encode()
                writer.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: %b; charset=utf-8\r\n"
                    b"Content-Length: %d\r\n\r\n%b" % (kind.encode(), len(body), body)
                )
        writer.close()

    async def run() -> None:
        for host in range(1, hosts + 1):
            await asyncio.start_server(take, f"127.0.3.{host}", PORT, backlog=256)
        await asyncio.Event().wait()

    asyncio.run(run())


class Meter:
    """CPU seconds and peak memory (PSS, MB) of a process and of all that come from it."""

    def __init__(self, process: subprocess.Popen[str], data: Path) -> None:
        self.process, self.data = process, data
        self.peak = 0.0
        self.over = threading.Event()
        self.watcher = threading.Thread(target=self._watch)
        self.watcher.start()

    def cpu(self) -> float:
        """Return the seconds used until now, those of processes that have ended included."""
        used = 0.0
        for one in self._family():
            with suppress(psutil.Error):  # it has ended, and its parent counts it
                used += sum(one.cpu_times()[:4])
        return used

    def stop(self) -> None:
        """Stop watching the memory."""
        self.over.set()
        self.watcher.join()

    def _watch(self) -> None:
        while not self.over.wait(2):
            memory = 0.0
            for one in self._family():
                with suppress(psutil.Error):
                    memory += one.memory_full_info().pss / 1e6
            self.peak = max(self.peak, memory)

    def _family(self) -> list[psutil.Process]:
        """Return the processes; PostgreSQL leaves its parent and is found by its lock."""
        heads = [self.process.pid]
        with suppress(OSError):
            lock = self.data / "airflow/postgres/postmaster.pid"
            heads.append(int(lock.read_text().split()[0]))
        found = []
        for head in heads:
            with suppress(psutil.Error, ValueError):  # its pid is negative while it is being made
                main = psutil.Process(head)
                found += [main, *main.children(recursive=True)]
        return found


def hearsay(*words: str, settings: Path, data: Path) -> subprocess.Popen[str]:
    """Start a command of Hearsay."""
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "pipeline",
            *words,
            "--settings",
            str(settings),
            "--data",
            str(data),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )


def children() -> float:
    """Return the CPU seconds of all processes that were waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def direct(settings: Path, data: Path) -> dict[str, float]:
    """Ingest the day in one command; return what it took."""
    before, began = children(), time.monotonic()
    process = hearsay("ingest", settings=settings, data=data)
    meter = Meter(process, data)
    process.communicate()
    meter.stop()
    return {
        "CPU s": children() - before,
        "wall s": time.monotonic() - began,
        "peak MB": meter.peak,
    }


@contextmanager
def served(settings: Path, data: Path) -> Iterator[tuple[Airflow, Meter]]:
    """Start Airflow, give it and its meter when it is ready, stop it at the end."""
    process = hearsay("up", "--port", str(PORT + 1), settings=settings, data=data)
    meter = Meter(process, data)
    try:
        for line in process.stdout or ():
            if "Airflow is ready" in line:
                break
        password = json.loads((data / "airflow/passwords.json").read_text())["admin"]
        yield Airflow(PORT + 1, password), meter
    finally:
        meter.stop()
        process.send_signal(signal.SIGINT)
        process.communicate()


def airflow(settings: Path, data: Path) -> dict[str, float]:
    """Poll and ingest the day in Airflow; return what it took once it was ready."""
    day = settings.read_text()
    settings.write_text(day.partition("[[feeds]]")[0])
    with served(settings, data) as (running, meter):
        run(running, "poll")  # of no feed
        settings.write_text(day)
        before, began = meter.cpu(), time.monotonic()
        for dag in ("poll", "ingest"):
            run(running, dag)
        used, wall = meter.cpu() - before, time.monotonic() - began
    return {"CPU s": used, "wall s": wall, "peak MB": meter.peak, "CPU s to get ready": before}


def run(running: Airflow, dag: str) -> None:
    """Run a DAG and wait for its end. Raises SystemExit if it fails."""
    begun = running.ask("POST", f"/api/v2/dags/{dag}/dagRuns", {"logical_date": None})
    path = f"/api/v2/dags/{dag}/dagRuns/{begun['dag_run_id']}"
    while (state := running.ask("GET", path)["state"]) not in ("success", "failed"):
        time.sleep(5)  # each question costs the API server 15 ms
    if state == "failed":
        raise SystemExit(f"the run of {dag} failed; {running.address} says why")


def rows(data: Path) -> dict[str, int]:
    """Return what is stored, by table."""
    with duckdb.connect(str(data / "news.duckdb"), read_only=True) as db:
        return {
            table: db.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0]
            for table in ("articles", "claims", "links", "failures")
        }


TURNS = (direct, airflow, airflow, direct)  # a machine that grows slower or faster harms neither


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=5_000)
    parser.add_argument("--hosts", type=int, default=200)
    options = parser.parse_args()
    server = get_context("spawn").Process(
        target=serve, args=(options.hosts, options.pages), daemon=True
    )
    server.start()
    folder = Path(mkdtemp())  # stays where a run fails, with its logs
    settings = folder / "settings.toml"
    feeds = [
        f'[[feeds]]\nkind = "rss"\nurl = "{address(n + 1)}/rss.xml"\nhistory = []'
        for n in range(options.hosts)
    ]
    settings.write_text("\n".join(['[web]\nallow = ["127.0.0.0/8"]\nhost_delay_s = 0', *feeds]))
    print(f"{options.pages:,} pages, {options.hosts} hosts; {folder}\n", flush=True)
    used = {direct: 0.0, airflow: 0.0}
    for turn, way in enumerate(TURNS):
        data = folder / f"{turn}-{way.__name__}"
        took = way(settings, data)
        used[way] += took["CPU s"]
        print(f"{data.name:10}", *(f"{name}: {value:,.0f}  " for name, value in took.items()))
        print(f"{'':10} {rows(data)}", flush=True)
    print(f"\nAirflow's overhead: {1 - used[direct] / used[airflow]:.1%} of CPU")
    rmtree(folder)
    server.kill()


if __name__ == "__main__":
    main()
