"""Workers: take records through a step one by one, a thread per host, or in processes.

The order of the records is kept.
"""

from __future__ import annotations

import atexit
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from itertools import islice
from multiprocessing import get_context
from typing import Any, Literal, Protocol, TypeVar
from urllib.parse import urlsplit

T = TypeVar("T")
Kind = Literal["one", "hosts", "processes"]
Take = Callable[[str, Any, Any], list[Any]]

HOSTS = 64  # hosts that are asked at once
CHUNK = 8  # records a process takes at once: an article is 0.1 s of work, a round trip 1 ms
AHEAD = 4  # chunks waiting per worker, so that memory stays flat over a long batch


class Progress(Protocol):
    """Shows how far a stage is: wraps its records and yields them on."""

    def __call__(self, name: str, records: Iterable[T], total: int, /) -> Iterable[T]:
        """Yield `records`, of which there are `total`."""


def silent(_name: str, records: Iterable[T], _total: int, /) -> Iterable[T]:
    """Show nothing."""
    return records


def spread(
    take: Take, stage: str, records: Iterable[Any], tools: Any, kind: Kind
) -> Iterator[list[Any]]:
    """Yield `take(stage, record, tools)` for every record, in the order of the records.

    Processes get fresh copies of the tools and open their own; a batch of one chunk stays in this
    process, since starting another costs more than it saves.
    """
    if kind == "one":
        yield from (take(stage, record, tools) for record in records)
    elif kind == "hosts":
        yield from _by_host(take, stage, list(records), tools)
    else:
        records = iter(records)
        first = list(islice(records, CHUNK + 1))
        if len(first) <= CHUNK or (os.cpu_count() or 1) == 1:
            yield from (take(stage, record, tools) for record in [*first, *records])
            return
        chunks = _chunks([first[:CHUNK]], first[CHUNK:], records)
        yield from _in_processes(take, stage, chunks, tools)


def _by_host(take: Take, stage: str, records: list[Any], tools: Any) -> Iterator[list[Any]]:
    """Take the records of each host one after another, hosts side by side, the longest row first.

    A slow host so holds up one thread, not all of them.
    """
    done: list[Future[list[Any]]] = [Future() for _ in records]
    rows: dict[str | None, list[int]] = {}
    for index, record in enumerate(records):
        rows.setdefault(_host(record.url), []).append(index)

    def work(row: list[int]) -> None:
        for index in row:
            try:
                done[index].set_result(take(stage, records[index], tools))
            except BaseException as error:  # noqa: BLE001  raised where the result is read
                done[index].set_exception(error)
                return

    pool = ThreadPoolExecutor(min(HOSTS, len(rows)) or 1)
    try:
        for row in sorted(rows.values(), key=len, reverse=True):
            pool.submit(work, row)
        yield from (future.result() for future in done)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _chunks(done: list[list[Any]], begun: list[Any], records: Iterator[Any]) -> Iterator[list[Any]]:
    yield from done
    while begun:
        begun += islice(records, CHUNK - len(begun))
        yield begun
        begun = list(islice(records, 1))


def _in_processes(
    take: Take, stage: str, chunks: Iterator[list[Any]], tools: Any
) -> Iterator[list[Any]]:
    workers = os.cpu_count() or 1
    context = get_context("spawn")  # fork would copy locks that other threads hold
    with ProcessPoolExecutor(
        workers, context, initializer=_begin, initargs=(tools.fresh(),)
    ) as pool:
        yield from _ordered(pool, workers, ((chunk, take, stage, None) for chunk in chunks))


_tools: Any = None


def _begin(tools: Any) -> None:
    global _tools  # noqa: PLW0603  the one thing a worker process keeps between chunks
    _tools = tools
    atexit.register(tools.close)


def _take_all(records: list[Any], take: Take, stage: str, tools: Any) -> list[list[Any]]:
    return [take(stage, record, tools or _tools) for record in records]


def _ordered(pool: Executor, workers: int, jobs: Iterator[tuple[Any, ...]]) -> Iterator[list[Any]]:
    waiting: deque[Future[list[list[Any]]]] = deque()
    for job in jobs:
        waiting.append(pool.submit(_take_all, *job))
        if len(waiting) >= workers * AHEAD:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()
