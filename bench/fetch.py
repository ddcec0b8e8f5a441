"""How near fetching comes to what politeness allows: pages over hosts, one connection per host.

    python -m bench.fetch [--pages 2000] [--hosts 50] [--latency 0.05] [--rounds 3]

A server of its own process answers on 127.0.1.1, 127.0.1.2 … after the latency, gzipped. The bound
is pages / hosts x latency: nobody who asks a host for one page at a time can be faster. CPU is that
of the fetching process, threads included; each row adds one duty to the row before, and is the best
of the rounds: what else the machine does at that time is not ours.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import resource
import socket
import time
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp

from pipeline.edges.archive import Archive
from pipeline.edges.web import Web
from pipeline.records import Entry, Response
from pipeline.settings import Settings
from pipeline.stages.fetch import fetch

PORT = 18_080
AT = datetime(2026, 3, 2, tzinfo=UTC)
PARAGRAPH = "<p>The council said on Monday that the wall would cost twice as much as before.</p>"
PAGE = "<!doctype html><title>Page</title><article>" + PARAGRAPH * 190 + "</article><p>{}</p>"
ROBOTS = gzip.compress(b"User-agent: *\nDisallow: /x\n")
BEGUN = zlib.compressobj(1, wbits=31)
START, _, END = PAGE.partition("{}")
PACKED = BEGUN.compress(START.encode())


def page(path: str) -> bytes:
    """Return the page of a path, gzipped; only its end is packed anew, which costs little."""
    packing = BEGUN.copy()
    return PACKED + packing.compress((path + END).encode()) + packing.flush()


def serve(hosts: int, latency: float) -> None:
    """Answer until killed."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                path = head.split(b" ", 2)[1].decode()
                robots = path == "/robots.txt"
                packed = ROBOTS if robots else page(path)
                await asyncio.sleep(latency)
                writer.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n"
                    b"Content-Length: %d\r\n\r\n%b" % (len(packed), packed)
                )
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def run() -> None:
        for number in range(1, hosts + 1):
            await asyncio.start_server(answer, f"127.0.1.{number}", PORT, backlog=256)
        await asyncio.Event().wait()

    asyncio.run(run())


def bare(urls: list[str]) -> None:
    """Fetch with aiohttp alone, the pages of each host one after the other."""
    hosts: dict[str, list[str]] = {}
    for url in urls:
        hosts.setdefault(url.split("/")[2], []).append(url)

    async def run() -> None:
        connector = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(connector=connector) as session:

            async def get(row: list[str]) -> None:
                for url in row:
                    async with session.get(url) as reply:
                        await reply.read()

            await asyncio.gather(*map(get, hosts.values()))

    asyncio.run(run())


def ways(folder: Path) -> dict[str, Callable[[list[str]], None]]:
    """Return what is measured, by name."""
    settings = folder / "settings.toml"
    text = '[web]\nallow = ["127.0.0.0/8"]\nhost_delay_s = 0\nconnections = 100\nrobots = {}\n'

    def web(name: str, *, robots: str) -> Web:
        settings.write_text(text.format(robots))
        return Web(Settings.load(settings, data=folder / name))

    plain, polite = web("plain", robots="false"), web("polite", robots="true")
    archive = Archive(folder / "archive")

    def got(client: Web, urls: list[str], take: Callable[[Response], Any]) -> None:
        for _, answer in client.answers(urls, at=AT):
            if isinstance(answer, Exception):
                raise answer
            take(answer)

    def kept(urls: list[str]) -> None:
        got(polite, urls, archive.put)

    def judged(urls: list[str]) -> None:
        got(
            polite,
            urls,
            lambda answer: fetch(_entry(answer), answer, archive_key=archive.put(answer)),
        )

    return {
        "aiohttp alone": bare,
        "guard, pace, retries": lambda urls: got(plain, urls, lambda _: None),
        "+ robots.txt": lambda urls: got(polite, urls, lambda _: None),
        "+ archive": kept,
        "+ verdict": judged,
    }


def _entry(answer: Response) -> Entry:
    return Entry(id=answer.url, feed_id="f", guid=None, url=answer.url, seen_at=AT)


def _wait_for(host: str) -> None:
    """Wait until the server answers at its last host."""
    while True:
        try:
            socket.create_connection((host, PORT)).close()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return


def measured(way: Callable[[list[str]], None], options: argparse.Namespace) -> tuple[float, ...]:
    """Return seconds of wall time and CPU, and the peak of memory in MB, of one run."""
    urls = [
        f"http://127.0.1.{page % options.hosts + 1}:{PORT}/{time.monotonic_ns()}/{page}"
        for page in range(options.pages)
    ]
    wall, cpu = time.perf_counter(), time.process_time()
    way(urls)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return wall, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2_000)
    parser.add_argument("--hosts", type=int, default=50)
    parser.add_argument("--latency", type=float, default=0.05)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    bound = options.pages / options.hosts * options.latency
    server = get_context("spawn").Process(
        target=serve, args=(options.hosts, options.latency), daemon=True
    )
    server.start()
    _wait_for(f"127.0.1.{options.hosts}")
    print(f"{options.pages:,} pages, {options.hosts} hosts, bound {bound:.2f} s\n")
    print(f"{'':24}{'wall s':>8}{'of bound':>9}{'CPU ms/page':>13}{'peak MB':>9}")
    best: dict[str, tuple[float, ...]] = {}
    with TemporaryDirectory() as folder:
        for name, way in list(ways(Path(folder)).items()) * options.rounds:
            run = measured(way, options)
            best[name] = tuple(map(min, best.get(name, run), run))
    for name, (wall, cpu, peak) in best.items():
        share = 1_000 * cpu / options.pages
        print(f"{name:24}{wall:8.2f}{wall / bound:9.2f}{share:13.2f}{peak:9.0f}")
    server.kill()


if __name__ == "__main__":
    main()
