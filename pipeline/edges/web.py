"""Polite HTTP: an address in, a Response out, within limits of size and time.

One event loop asks all hosts. Every request waits for its turn at the host (`pace`), asks only
where it may (`guard`, `robots`), and is tried again when trying again may help. Redirects are
followed here, hop by hop, so that each hop is guarded and paced like any other request.
"""

from __future__ import annotations

import asyncio
import random
import threading
import time
import weakref
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

import aiohttp

from pipeline.edges.guard import Blocked, Guard
from pipeline.edges.pace import LONGEST, PATIENCE, Pace
from pipeline.edges.redirects import MOVED, Redirects
from pipeline.edges.robots import LONG as ROBOTS
from pipeline.edges.robots import Robots
from pipeline.edges.workers import by_host
from pipeline.errors import Refused, TooBig, Unreachable
from pipeline.records import Response
from pipeline.settings import Settings

T = TypeVar("T")
Answer = tuple[int, Response | Exception]
AGAIN = (429, 500, 502, 503, 504)
LONGEST_WAIT = 30.0  #: seconds before something is tried again
DOWN_S = 300.0  #: seconds that a host nobody answered at is not asked again
HEADER = 65_536  #: bytes of a header or a redirect; policies of some sites fill 10,000
LONG_REASON = 200  #: characters; some reasons quote what was sent
AHEAD = 16  #: answers that wait to be taken; beyond them hosts are not asked on
EPOCH = datetime.fromtimestamp(0, UTC)  #: until the caller's moment is put in
ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,application/feed+json,*/*;q=0.8"


@dataclass(frozen=True, slots=True)
class _Request:
    """What is asked for, at whatever hop."""

    headers: Mapping[str, str]
    robots: bool  #: only where robots.txt allows it
    cut: int | None = None  #: bytes of the body that are enough; None: all of them


class Web:
    """An event loop in a thread of its own; `get` may be called from many threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._guard = Guard(settings.web.ports, settings.web.allow)
        self._pace = Pace(settings.folder / "web" / "pace")
        self._robots = Robots(settings.folder / "web" / "robots", self._rules)
        self._down: dict[str, tuple[float, str]] = {}
        self._loop = asyncio.new_event_loop()
        self._loop.set_default_executor(ThreadPoolExecutor(settings.web.connections, "names"))
        self._session = self._loop.run_until_complete(_open(settings, self._guard))
        args = self._loop, self._session
        thread = threading.Thread(target=_serve, args=args, daemon=True, name="web")
        thread.start()
        self.close = weakref.finalize(self, _close, self._loop, thread)

    def get(
        self, url: str, *, headers: Mapping[str, str], at: datetime, robots: bool = True
    ) -> Response:
        """Get an address, redirects followed; any status is an answer.

        Pages are asked for as robots.txt allows; `robots=False` is for feeds, which are published
        to be polled. Raises Unreachable, Refused or TooBig with the reason.
        """
        with self._begun(self._get(url, _Request(headers, robots), at)) as answer:
            return answer.result()

    def answers(self, urls: Sequence[str], *, at: datetime) -> Iterator[Answer]:
        """Get pages, one after another of a host, hosts side by side; yield them as they come.

        Each comes with its place in `urls`; in its stead what `get` would have raised.
        """
        rows, answers = deque(by_host(urls)), deque[Answer]()
        some = threading.Event()

        async def ask() -> None:
            while rows:
                for place in rows.popleft():
                    answers.append((place, await self._tried(urls[place], at)))
                    self._loop.call_soon(some.set)  # when those of the same moment are there, too
                    while len(answers) > AHEAD:  # noqa: ASYNC110  a thread takes them
                        await asyncio.sleep(0.01)

        with self._begun(_together(ask, self.settings.web.connections)):
            for _ in urls:
                while not answers:
                    some.wait()
                    some.clear()
                yield answers.popleft()

    async def _tried(self, url: str, at: datetime) -> Response | Exception:
        try:
            return await self._get(url, _Request({}, robots=True), at)
        except Exception as error:  # noqa: BLE001  raised where the answer is read
            return error

    @contextmanager
    def _begun(self, doing: Coroutine[Any, Any, T]) -> Iterator[Future[T]]:
        """Have the loop do something as long as the block lasts."""
        future = asyncio.run_coroutine_threadsafe(doing, self._loop)
        try:
            yield future
        finally:
            future.cancel()

    async def _get(self, url: str, request: _Request, at: datetime) -> Response:
        way, hop = Redirects(self.settings.web.max_redirects), request
        left = self.settings.web.timeout_s
        while True:
            answer, took = await self._asked(url, hop, left)
            onward = way.follow(answer)
            if not onward:
                return way.joined(answer, at=at)
            url, cookies = onward
            hop, left = replace(request, headers={**request.headers, **cookies}), left - took
            if left <= 0:
                raise Unreachable(f"{url}: the redirects to it took all the time there was")

    async def _asked(self, url: str, request: _Request, seconds: float) -> tuple[Response, float]:
        """Ask one address, again if that may help; return the answer and how long it took."""
        host = self._guard.check(url)
        if (down := self._down.get(host)) and down[0] > time.monotonic():
            raise Unreachable(
                f"{url}: nobody answers at {host} ({down[1]}); it is tried again later"
            )
        pause = self.settings.web.host_delay_s
        if request.robots and self.settings.web.robots:
            pause = max(pause, await self._robots.delay(url))
        for wait in self._waits():
            try:
                async with self._pace.turn(host, pause) as turn:
                    began = time.monotonic()
                    answer = await self._sent(url, request, seconds)
                    turn.pause = max(pause, _retry_after(answer))
            except NoConnection as error:
                if wait is None:
                    self._down[host] = time.monotonic() + DOWN_S, str(error.__cause__)
                    raise Unreachable(str(error)) from None
            else:
                if wait is None or not _may_pass(answer):
                    return answer, time.monotonic() - began
            await asyncio.sleep(wait)
        raise AssertionError  # the last wait is None

    def _waits(self) -> Iterator[float | None]:
        """Yield how long to wait after each try that failed; None after the last."""
        for again in range(self.settings.web.retries):
            longest = min(self.settings.web.retry_s * 2**again, LONGEST_WAIT)
            yield random.uniform(0, longest)  # noqa: S311  so that not all come back at once
        yield None

    async def _sent(self, url: str, request: _Request, seconds: float) -> Response:
        """Send one request and read the answer."""
        try:
            return await self._exchange(url, request, seconds)
        except TimeoutError:
            raise Unreachable(
                f"{url}: no full answer in {seconds:.0f} s; see web.timeout_s"
            ) from None
        except aiohttp.ClientConnectorError as error:
            if isinstance(error.os_error, Blocked):
                raise Refused(f"{url}: {error.os_error}") from None
            raise NoConnection(f"{url}: {error.os_error or error}") from error.os_error
        except (aiohttp.InvalidURL, UnicodeError, ValueError) as error:
            raise Refused(f"{url}: no address ({error})") from None
        except aiohttp.ClientError as error:
            raise Unreachable(f"{url}: {_reason(error)}") from None

    async def _exchange(self, url: str, request: _Request, seconds: float) -> Response:
        async with self._session.get(
            url,
            headers=request.headers,
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(total=seconds),
            proxy=self.settings.web.proxy or None,
        ) as answer:
            asked = answer.request_info.headers
            return Response(
                url=url,
                final_url=url,
                status=answer.status,
                at=EPOCH,
                headers=tuple(
                    (name.lower(), _legible(value)) for name, value in answer.headers.items()
                ),
                sent=tuple((str(name), value) for name, value in asked.items()),
                body=await self._body(answer, request.cut) if answer.status not in MOVED else b"",
            )

    async def _body(self, answer: aiohttp.ClientResponse, cut: int | None) -> bytes:
        limit, body = self.settings.web.max_bytes, bytearray()
        while len(body) < (cut or limit + 1) and (chunk := await answer.content.readany()):
            body += chunk
        if not cut and len(body) > limit:
            raise TooBig(f"{answer.url}: over {limit:,} bytes; see web.max_bytes")
        return bytes(body[:cut])

    async def _rules(self, url: str) -> Response:
        return await self._get(url, _Request({}, robots=False, cut=ROBOTS), EPOCH)


class NoConnection(Exception):
    """Not even a connection."""


def _may_pass(answer: Response) -> bool:
    """Tell whether an answer may be another soon."""
    return answer.status in AGAIN and _retry_after(answer) <= PATIENCE / 4


def _retry_after(answer: Response) -> float:
    """Return the seconds that an overloaded host asks for, a day at most; 0 if it does not."""
    given = (answer.header("retry-after") or "").strip()
    if answer.status not in (429, 503) or not given:
        return 0
    if given.isdecimal():
        return min(float(given), LONGEST)
    try:
        wait = parsedate_to_datetime(given) - datetime.now(UTC)
    except (ValueError, TypeError):
        return 0
    return min(max(wait.total_seconds(), 0), LONGEST)


def _legible(value: str) -> str:
    """Return the value of a header; bytes in it that are no UTF-8 are Latin-1 (RFC 9110, 5.5)."""
    if value.isascii():
        return value
    raw = value.encode("utf-8", "surrogateescape")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _reason(error: aiohttp.ClientError) -> str:
    """Return in one line what went wrong between an answer's first byte and its last."""
    told = getattr(error, "message", "") or str(error) or type(error).__name__
    return " ".join(told.split())[:LONG_REASON]


async def _open(settings: Settings, guard: Guard) -> aiohttp.ClientSession:
    web = settings.web
    return aiohttp.ClientSession(
        headers={"User-Agent": settings.user_agent, "Accept": ACCEPT},
        connector=aiohttp.TCPConnector(
            limit=web.connections, socket_factory=None if web.proxy else guard.open
        ),
        cookie_jar=aiohttp.DummyCookieJar(),
        max_line_size=HEADER,
        max_field_size=HEADER,
        trust_env=False,
    )


async def _together(work: Callable[[], Awaitable[None]], workers: int) -> None:
    """Do the same work so many times side by side."""
    await asyncio.gather(*(work() for _ in range(workers)))


def _serve(loop: asyncio.AbstractEventLoop, session: aiohttp.ClientSession) -> None:
    """Run the loop until it is stopped, then hang up."""
    loop.run_forever()
    loop.run_until_complete(_hang_up(session))
    loop.close()


async def _hang_up(session: aiohttp.ClientSession) -> None:
    """Give up what is under way and close the connections."""
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await session.close()


def _close(loop: asyncio.AbstractEventLoop, thread: threading.Thread) -> None:
    """End the thread; runs when the last user of a Web is gone, at exit at the latest."""
    loop.call_soon_threadsafe(loop.stop)
    if thread is not threading.current_thread():
        thread.join()
