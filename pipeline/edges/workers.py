"""Workers: take records through a step one by one, by host, as answers come, in processes.

The order of the records is kept.
"""

from __future__ import annotations

import signal
import sys
import threading
import traceback
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing import get_context
from queue import Queue
from typing import Any, Literal, Protocol, TypeVar, cast
from urllib.parse import urlsplit

from pipeline.edges.deadline import end_after, was_ended
from pipeline.errors import RecordError, TooBig

T = TypeVar("T")
Kind = Literal["one", "hosts", "answers", "processes"]
Take = Callable[[str, Any, Any], list[Any]]
Lost = Callable[[Any, RecordError], list[Any]]

HOSTS = 64  # hosts that are asked at once
FEW = 8  # records that are not worth a process
LARGE = 300_000  # bytes or characters that may take long
AHEAD = 32  # records waiting per worker, so that memory stays flat over a long batch


class Progress(Protocol):
    """Shows how far a stage is: wraps its records and yields them on."""

    def __call__(self, name: str, records: Iterable[T], total: int, /) -> Iterable[T]:
        """Yield `records`, of which there are `total`."""


def silent(_name: str, records: Iterable[T], _total: int, /) -> Iterable[T]:
    """Show nothing."""
    return records


def _lost(_record: Any, error: RecordError) -> list[Any]:
    raise error


@dataclass(frozen=True, slots=True)
class Job:
    """What is done to every record, and to one whose process ended over it."""

    take: Take
    stage: str
    tools: Any
    lost: Lost = _lost

    def at(self, record: Any) -> list[Any]:
        """Return what a record leads to."""
        return self.take(self.stage, record, self.tools)


def spread(job: Job, records: Iterable[Any], kind: Kind) -> Iterator[list[Any]]:
    """Yield what `job` makes of every record, in the order of the records.

    Processes get fresh copies of the tools and open their own. A few small records stay in this
    process, since starting another costs more than it saves; a large one goes to a process that
    can be ended.
    """
    if kind == "one":
        yield from map(job.at, records)
    elif kind == "hosts":
        yield from _by_host(job, list(records))
    elif kind == "answers":
        yield from _as_answered(job, list(records))
    else:
        records = iter(records)
        first = list(islice(records, FEW + 1))
        if len(first) <= FEW and not any(map(_large, first)):
            yield from map(job.at, first)
        else:
            crew = min(len(first), job.tools.processes)
            yield from _in_processes(job, chain(first, records), crew)


def _large(record: Any) -> bool:
    return (getattr(record, "size", 0) or len(getattr(record, "text", None) or "")) > LARGE


def _by_host(job: Job, records: list[Any]) -> Iterator[list[Any]]:
    """Take the records of each host one after another, hosts side by side, a thread each.

    A slow host so holds up one thread, not all of them.
    """
    done: list[Future[list[Any]]] = [Future() for _ in records]
    rows = by_host([record.url for record in records])

    def work(row: list[int]) -> None:
        for index in row:
            try:
                done[index].set_result(job.at(records[index]))
            except BaseException as error:  # noqa: BLE001  raised where the result is read
                done[index].set_exception(error)
                return

    pool = ThreadPoolExecutor(min(HOSTS, len(rows)) or 1)
    try:
        for row in rows:
            pool.submit(work, row)
        yield from (future.result() for future in done)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def by_host(urls: Iterable[str]) -> list[list[int]]:
    """Return rows of places in `urls`, one row per host, the longest first."""
    rows: dict[str | None, list[int]] = {}
    for place, url in enumerate(urls):
        rows.setdefault(_host(url), []).append(place)
    return sorted(rows.values(), key=len, reverse=True)


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _as_answered(job: Job, records: list[Any]) -> Iterator[list[Any]]:
    """Take the records in this thread as the web answers; what comes early waits for its turn."""
    made: dict[int, list[Any]] = {}
    following = 0
    for place, tools in job.tools.answers([record.url for record in records]):
        made[place] = job.take(job.stage, records[place], tools)
        while following in made:
            yield made.pop(following)
            following += 1


def _in_processes(job: Job, records: Iterable[Any], crew: int) -> Iterator[list[Any]]:
    """Take the records in `crew` processes, a thread asking each."""
    children: Queue[_Child] = Queue()
    for _ in range(crew):
        children.put(_Child(job))

    def ask(record: Any) -> list[Any]:
        child = children.get()
        try:
            return child.ask(record)
        finally:
            children.put(child)

    pool = ThreadPoolExecutor(crew)
    waiting: deque[Future[list[Any]]] = deque()
    try:
        for record in records:
            waiting.append(pool.submit(ask, record))
            if len(waiting) >= crew * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
        while not children.empty():
            children.get().close()


class _Child:
    """A process that takes one record after another; started again if it ends over one."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._start()

    def ask(self, record: Any) -> list[Any]:
        """Return what becomes of a record; raise what its step raised."""
        if self._process is None:
            self._start()
        try:
            self._line.send(record)
            made, error = self._line.recv()
        except (EOFError, OSError):
            return self._job.lost(record, self._ended())
        if error is not None:
            raise error
        return cast("list[Any]", made)

    def _start(self) -> None:
        # A copy of this process has imported everything, which takes 2 CPU seconds; but it has a
        # copy of the locks that other threads hold, too.
        alone = sys.platform == "linux" and threading.active_count() == 1
        context: Any = get_context("fork" if alone else "spawn")
        self._line, theirs = context.Pipe()
        ends = theirs, self._line if alone else None
        args = *ends, self._job.take, self._job.stage, self._job.tools.fresh()
        self._process = context.Process(target=_serve, args=args, daemon=True)
        with warnings.catch_warnings():  # of Arrow's threads, which survive a fork
            warnings.filterwarnings("ignore", "This process", DeprecationWarning)
            self._process.start()
        theirs.close()

    def _ended(self) -> RecordError:
        self._process.join()
        code, self._process = self._process.exitcode, None
        self._line.close()
        if was_ended(code):
            return TooBig(
                f"more CPU seconds than limits.{self._job.stage}_s; its process was ended"
            )
        return TooBig(f"the process that took it ended with {code}; it may want more memory")

    def close(self) -> None:
        """Let the process end."""
        if self._process is not None:
            with suppress(OSError):  # a process that has ended
                self._line.send(None)
            self._process.join()
            self._line.close()


def _serve(line: Any, parents: Any, take: Take, stage: str, tools: Any) -> None:
    """Take what comes down the line until None comes or the parent is gone.

    `parents` is the end of the line that a copy of the parent holds as well.
    """
    if parents:
        parents.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends the line
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a copy has the handlers of its parent
    with suppress(EOFError, BrokenPipeError):
        while (record := line.recv()) is not None:
            end_after(tools.seconds(stage))
            answer: tuple[list[Any] | None, Exception | None]
            try:
                answer = take(stage, record, tools), None
            except Exception as error:  # noqa: BLE001  raised in the parent, with where it was
                error.add_note(traceback.format_exc())
                answer = None, error
            end_after(0)
            line.send(answer)
    tools.close()
