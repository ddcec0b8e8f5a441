"""Polite HTTP: an address in, a Response out, within limits of size and time."""

from __future__ import annotations

import asyncio
import threading
import weakref
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import aiohttp

from pipeline.errors import TooBig, Unreachable
from pipeline.records import Response
from pipeline.settings import Settings


class Web:
    """One event loop in a thread of its own; `get` may be called from many threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._loop = asyncio.new_event_loop()
        self._session = self._loop.run_until_complete(_open(settings))
        thread = threading.Thread(
            target=_serve, args=(self._loop, self._session), daemon=True, name="web"
        )
        thread.start()
        weakref.finalize(self, _close, self._loop, thread)

    def get(self, url: str, *, headers: Mapping[str, str], at: datetime) -> Response:
        """Get one address. Raises Unreachable, Refused or TooBig with the reason."""
        try:
            return asyncio.run_coroutine_threadsafe(
                self._get(url, headers, at), self._loop
            ).result()
        except TimeoutError:
            limit = self.settings.web.timeout_s
            raise Unreachable(f"{url}: no full answer in {limit:g} s; it is tried again") from None
        except aiohttp.ClientError as error:
            raise Unreachable(
                f"{url}: {error or type(error).__name__}; it is tried again"
            ) from None

    async def _get(self, url: str, headers: Mapping[str, str], at: datetime) -> Response:
        async with self._session.get(
            url, headers=headers, max_redirects=self.settings.web.max_redirects
        ) as answer:
            body = await self._body(answer)
            return Response(
                url=url,
                final_url=str(answer.url),
                status=answer.status,
                at=at,
                headers=tuple((name.lower(), value) for name, value in answer.headers.items()),
                redirects=tuple(str(hop.url) for hop in answer.history),
                body=body,
            )

    async def _body(self, answer: aiohttp.ClientResponse) -> bytes:
        limit, body = self.settings.web.max_bytes, bytearray()
        async for chunk in answer.content.iter_chunked(65_536):
            body += chunk
            if len(body) > limit:
                raise TooBig(f"{answer.url}: over {limit:,} bytes; raise web.max_bytes to take it")
        return bytes(body)


async def _open(settings: Settings) -> aiohttp.ClientSession:
    web = settings.web
    options: dict[str, Any] = {"cookie_jar": aiohttp.DummyCookieJar(), "trust_env": False}
    return aiohttp.ClientSession(
        timeout=aiohttp.ClientTimeout(total=web.timeout_s),
        headers={"User-Agent": settings.user_agent},
        connector=aiohttp.TCPConnector(limit=web.connections, limit_per_host=1),
        **options,
    )


def _serve(loop: asyncio.AbstractEventLoop, session: aiohttp.ClientSession) -> None:
    """Run the loop until it is stopped, then hang up."""
    loop.run_forever()
    loop.run_until_complete(session.close())
    loop.close()


def _close(loop: asyncio.AbstractEventLoop, thread: threading.Thread) -> None:
    """End the thread; runs when the last user of a Web is gone, at exit at the latest."""
    loop.call_soon_threadsafe(loop.stop)
    if thread is not threading.current_thread():
        thread.join()
