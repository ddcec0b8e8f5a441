"""Redirects: the hops of one request, in order, and the cookies that live as long as it does."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import takewhile
from urllib.parse import urljoin

from aiohttp import CookieJar
from yarl import URL

from pipeline.errors import Refused
from pipeline.records import Response

MOVED = (301, 302, 303, 307, 308)
MOVED_FOR_GOOD = (301, 308)


class Redirects:
    """Where one request was sent so far; `most` hops are followed."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.hops: list[Response] = []
        self.jar: CookieJar | None = None

    def follow(self, hop: Response) -> tuple[str, dict[str, str]] | None:
        """Return where an answer sends us and the cookies for it; None if it is the last.

        Some sites answer nobody who does not bring back the cookie of their redirect. Raises
        Refused for a circle and for one hop too many.
        """
        target = hop.header("location") if hop.status in MOVED else None
        if target is None:
            return None
        self.hops.append(hop)
        start, url = self.hops[0].url, urljoin(hop.url, target)
        cookies = self._cookies(hop, url)
        asked = {(hop.url, dict(hop.sent).get("Cookie", "")) for hop in self.hops}
        if (url, cookies.get("Cookie", "")) in asked:
            raise Refused(f"{start}: redirects in a circle")
        if len(self.hops) > self.most:
            raise Refused(f"{start}: redirects more than {self.most} times; see web.max_redirects")
        return url, cookies

    def _cookies(self, hop: Response, url: str) -> dict[str, str]:
        given = [value for name, value in hop.headers if name == "set-cookie"]
        if not given and not self.jar:
            return {}
        self.jar = self.jar or CookieJar(unsafe=True)  # hosts may be numbers
        try:
            self.jar.update_cookies_from_headers(given, URL(hop.url))
            kept = self.jar.filter_cookies(URL(url))
        except ValueError:
            return {}  # what is no address is refused when it is asked
        header = "; ".join(f"{name}={cookie.value}" for name, cookie in kept.items())
        return {"Cookie": header} if header else {}

    def joined(self, answer: Response, *, at: datetime) -> Response:
        """Return the last answer as the answer to the first address."""
        if not self.hops:
            return replace(answer, at=at)
        lasting = list(takewhile(lambda hop: hop.status in MOVED_FOR_GOOD, self.hops))
        targets = [hop.url for hop in self.hops[1:]] + [answer.url]
        return replace(
            answer,
            url=self.hops[0].url,
            at=at,
            redirects=tuple(hop.url for hop in self.hops),
            moved_to=targets[len(lasting) - 1] if lasting else None,
        )
