"""Pages that hold nothing but the way to another: `<meta http-equiv="refresh">`, or the header."""

from __future__ import annotations

import re

from pipeline.records import Response
from pipeline.stages.fetch.page import Page, narrow
from pipeline.stages.urls import absolute

SMALL = 20_000  #: bytes; what is larger is a page
SOON = 10  #: seconds; a page that is shown for longer is meant to be read
REFRESH = re.compile(
    r"""\s*(\d{1,4})?(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?["']?([^"'\s][^"']*)""", re.IGNORECASE
)


def onward(response: Response) -> str | None:
    """Return the address that an empty page goes on to by itself, if it does."""
    if response.status != 200 or len(response.body) > SMALL:
        return None
    page = Page(response, narrow(response.body).decode("utf-8", "replace"))
    for told in (response.header("refresh"), *_meta(page)):
        found = REFRESH.match(told or "")
        if found and int(found[1] or 0) <= SOON and not page.words:
            url = absolute(found[2], response.final_url)
            return url if url not in (response.url, response.final_url) else None
    return None


def _meta(page: Page) -> list[str]:
    """Return what the page says of refreshing, but to readers without scripts."""
    if "refresh" not in page.source.lower() or page.tree is None:
        return []
    return [
        meta.get("content") or ""
        for meta in page.tree.iter("meta")
        if (meta.get("http-equiv") or "").lower() == "refresh"
        and next(meta.iterancestors("noscript"), None) is None
    ]
