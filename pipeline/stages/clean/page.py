"""HTML pages."""

from __future__ import annotations

from datetime import datetime

from pipeline.stages.clean.draft import Draft, Line


def read(html: str, *, url: str, latest: datetime) -> Draft:
    """Return what a page holds."""
    import trafilatura

    del latest

    text = trafilatura.extract(html, url=url, fast=True, include_comments=False) or ""
    return Draft(lines=[Line(line) for line in text.split("\n") if line])
