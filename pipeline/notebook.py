"""Notebook: the warehouse from Python, as `pipeline.open()`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import duckdb

from pipeline.settings import Settings
from pipeline.tools import Tools


def connect(data: Path | str | None = None) -> duckdb.DuckDBPyConnection:
    """Return a read-only connection to the published database below the data folder."""
    settings = Settings.load(data=Path(data) if data else None)
    return Tools(settings, datetime.now(UTC)).warehouse.read()
