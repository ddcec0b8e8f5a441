"""The page: what came in, who is disputed, a search, a claim in its text. Read-only HTML.

Airflow shows it through `pipeline.airflow_plugin`; `hearsay serve` shows it alone. Every request
opens the published database and closes it again, so each sees the newest copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment, FileSystemLoader
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from pipeline.edges.database import first_line
from pipeline.edges.migrate import SQL
from pipeline.edges.warehouse import Warehouse
from pipeline.errors import WarehouseError

Row = dict[str, Any]
TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
)
HOME = ("days", "sources", "failures", "feeds", "disputed", "repeated")


def home(warehouse: Warehouse, words: str = "") -> str:
    """Return the first page; with `words`, the claims that hold them in its stead."""
    try:
        published = warehouse.published.stat()
        if not words:
            return _home(warehouse, published.st_ino, published.st_mtime_ns)
        with warehouse.read() as db:
            hits = _rows(db, "search", q=words)
    except FileNotFoundError:
        return _empty("Nothing has come in yet. In Airflow, backfill a few days of `ingest`.")
    except WarehouseError as error:
        return _empty(str(error))
    except duckdb.InvalidInputException as error:  # more words than the search takes
        return _empty(first_line(error), words)
    return TEMPLATES.get_template("search.html").render(words=words, hits=hits)


@lru_cache(maxsize=4)
def _home(warehouse: Warehouse, *_published: int) -> str:
    """Return the first page of a published copy; nothing in it changes until the next load."""
    with warehouse.read() as db:
        found = {name: _rows(db, name) for name in HOME}
    return TEMPLATES.get_template("home.html").render(**found)


def _empty(message: str, words: str = "") -> str:
    return TEMPLATES.get_template("empty.html").render(message=message, words=words)


def claim(warehouse: Warehouse, claim_id: str) -> str | None:
    """Return the page of one claim, marked in the text it stands in; None if there is none."""
    if not warehouse.published.exists():
        return None
    with warehouse.read() as db:
        found = _rows(db, "claim", claim_id=claim_id)
        related = _rows(db, "related", claim_id=claim_id)
    if not found:
        return None
    pieces = list(marked(found[0]))
    return TEMPLATES.get_template("claim.html").render(
        claim=found[0], pieces=pieces, related=related
    )


def marked(row: Row) -> Iterator[tuple[str, str]]:
    """Yield the article's text in order as (role, words); role is "", source, cue or content."""
    spans = [(part["start"], part["end"], "content") for part in row["content_parts"]]
    spans += [(row[f"{role}_start"], row[f"{role}_end"], role) for role in ("source", "cue")]
    at = 0
    for start, end, role in sorted(span for span in spans if span[0] is not None):
        if end <= at:
            continue  # inside what was marked already
        if start > at:
            yield "", row["text"][at:start]
        yield role, row["text"][max(at, start) : end]
        at = end
    yield "", row["text"][at:]


def _rows(db: duckdb.DuckDBPyConnection, name: str, **values: str) -> list[Row]:
    found = db.execute((SQL / "page" / f"{name}.sql").read_text("utf-8"), values or None)
    columns = [column[0] for column in found.description or []]
    return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


def app(warehouse: Warehouse) -> Starlette:
    """Return the page as an application of its own, for `hearsay serve`."""

    def show_home(request: Request) -> HTMLResponse:
        return HTMLResponse(home(warehouse, request.query_params.get("q", "").strip()))

    def show_claim(request: Request) -> HTMLResponse:
        text = claim(warehouse, request.path_params["claim_id"])
        return HTMLResponse(text or "no such claim", 200 if text else 404)

    return Starlette(routes=[Route("/", show_home), Route("/claim/{claim_id}", show_claim)])
