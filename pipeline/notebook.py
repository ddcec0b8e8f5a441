"""Notebook: the warehouse from Python, as `pipeline.open()`."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipeline.edges.warehouse import Warehouse
from pipeline.settings import Settings


def connect(data: Path | str | None = None) -> duckdb.DuckDBPyConnection:
    """Return a read-only connection to the published database below the data folder."""
    settings = Settings.load(data=Path(data) if data else None)
    return Warehouse(settings.folder, wait_s=settings.load_.wait_s).read()
