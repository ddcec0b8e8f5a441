"""robots.txt (RFC 9309): asked once a day per site, kept on disk for all processes.

answer                     what it means
200                        its rules hold; the first 500 KiB count
other 2xx, 3xx, 4xx        there are no rules
429, 5xx, no answer            nothing is asked of the site until it can be read again
"""

from __future__ import annotations

import asyncio
import os
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import quote, urlsplit

from protego import Protego

from pipeline.errors import Refused, Unreachable
from pipeline.records import Response

AGENT = "hearsay"
FRESH = 86_400  #: seconds; RFC 9309, 2.4
LONG = 512_000  #: bytes; RFC 9309, 2.5
SLOWEST = 60.0  #: seconds between requests that a crawl-delay may ask for


class Robots:
    """The rules of sites. `ask` gets an address and returns the answer."""

    def __init__(self, folder: Path, ask: Callable[[str], Awaitable[Response]]) -> None:
        self.folder = folder
        self.ask = ask
        self._rules: dict[str, tuple[float, Protego]] = {}
        self._locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        folder.mkdir(parents=True, exist_ok=True)

    async def delay(self, url: str) -> float:
        """Return the pause in seconds that the site of `url` wants between two requests.

        Raises Refused if its rules forbid the address, Unreachable if they cannot be read.
        """
        parts = urlsplit(url)
        rules = await self._of(f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}")
        if not rules.can_fetch(url, AGENT):
            raise Refused(f"{url}: robots.txt forbids it")
        return min(float(rules.crawl_delay(AGENT) or 0), SLOWEST)

    async def _of(self, site: str) -> Protego:
        async with self._locks[site]:
            until, rules = self._rules.get(site, (0.0, None))
            if rules is None or until < time.time():
                until, text = await self._text(site)
                rules = Protego.parse(text)
                self._rules[site] = until, rules
            return rules

    async def _text(self, site: str) -> tuple[float, str]:
        """Return until when the rules of a site hold, and their text."""
        path = self.folder / quote(site, safe="")[:200]
        try:
            until = path.stat().st_mtime + FRESH
            if until > time.time():
                return until, path.read_text("utf-8")
        except OSError:
            pass  # not asked yet
        text = await self._asked(site)
        temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
        temporary.write_text(text, "utf-8")
        temporary.replace(path)
        return time.time() + FRESH, text

    async def _asked(self, site: str) -> str:
        try:
            answer = await self.ask(f"{site}/robots.txt")
        except Refused:
            return ""
        if answer.status >= 500 or answer.status == 429:
            raise Unreachable(
                f"{site}/robots.txt: answered {answer.status}; the site is left alone"
            )
        return answer.body.decode("utf-8-sig", "replace") if answer.status == 200 else ""
