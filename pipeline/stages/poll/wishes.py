"""Wishes: how long a server asks to be left alone, in the headers of its answers."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime

from pipeline.records import Response


def wish(response: Response, every_s: int | None) -> int | None:
    """Return how long the server asks us to wait: the longest of ttl, sy:*, max-age and Expires."""
    wishes = [every_s or 0]
    control = (response.header("cache-control") or "").lower()
    if age := re.search(r"(?:^|[\s,])max-age=(\d{1,9})", control):
        wishes.append(int(age[1]) - int(_digits(response.header("age"))))
    elif "no-cache" not in control and "no-store" not in control:
        wishes.append(_until(response.header("expires"), response) or 0)
    return max(wishes) or None


def retry_after(response: Response) -> int | None:
    """Return the seconds of Retry-After, given as such or as a date (RFC 9110, 10.2.3)."""
    given = (response.header("retry-after") or "").strip()
    return int(given) if re.fullmatch(r"\d{1,9}", given) else _until(given, response)


def _digits(text: str | None) -> str:
    return text.strip() if text and re.fullmatch(r"\s*\d{1,9}\s*", text) else "0"


def _until(date: str | None, response: Response) -> int | None:
    """Return the seconds from the answer to an HTTP date, by the server's own clock."""
    try:
        then = parsedate_to_datetime(date or "")
        now = parsedate_to_datetime(response.header("date") or "")
    except ValueError:
        return None
    return max(int((then - now).total_seconds()), 0) if then.tzinfo and now.tzinfo else None
