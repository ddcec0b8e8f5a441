"""Fetch: Entry + Response → Document, with a verdict on what the bytes are."""

from __future__ import annotations

from pipeline import ids
from pipeline.records import Document, Entry, Response
from pipeline.stages.fetch.onward import onward
from pipeline.stages.fetch.verdict import judge

__all__ = ["fetch", "onward"]


def fetch(entry: Entry, response: Response, *, archive_key: str) -> Document:
    """Return the Document of an answer. Raises what `judge` raises for an HTTP error.

    A page saved in a WARC file is a document of the address where it was.
    """
    verdict, why = judge(response)
    sha256 = ids.sha256(response.body)
    url = response.url if entry.url.startswith("warc:") else entry.url
    return Document(
        id=ids.make("document", None if url.startswith("file:") else url, sha256),
        entry_id=entry.id,
        feed_id=entry.feed_id,
        url=url,
        final_url=response.final_url,
        canonical_url=entry.canonical_url,
        redirects=response.redirects,
        status=response.status,
        content_type=response.header("content-type"),
        fetched_at=response.at,
        sha256=sha256,
        size=len(response.body),
        archive_key=archive_key,
        verdict=verdict,
        verdict_why=why,
        outlet=entry.outlet,
        language=entry.language,
        listed_title=entry.title,
        listed_authors=entry.authors,
        listed_summary=entry.summary,
        listed_at=entry.published_at,
        listed_offset=entry.published_offset,
    )
