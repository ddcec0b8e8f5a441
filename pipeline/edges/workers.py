"""Workers: take records through a step one by one, in threads, or in processes; order is kept."""

from __future__ import annotations

import atexit
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from itertools import islice
from multiprocessing import get_context
from typing import Any, Literal, Protocol, TypeVar

T = TypeVar("T")
Kind = Literal["one", "threads", "processes"]
Take = Callable[[str, Any, Any], list[Any]]

THREADS = 64
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
    elif kind == "threads":
        with ThreadPoolExecutor(THREADS) as pool:
            yield from _ordered(pool, THREADS, (([r], take, stage, tools) for r in records))
    else:
        records = iter(records)
        first = list(islice(records, CHUNK + 1))
        if len(first) <= CHUNK or (os.cpu_count() or 1) == 1:
            yield from (take(stage, record, tools) for record in [*first, *records])
            return
        chunks = _chunks([first[:CHUNK]], first[CHUNK:], records)
        yield from _in_processes(take, stage, chunks, tools)


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
