"""Hearsay turns the news into rows: who said what, when, on whose word, who says otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

__version__ = "0.1.0"


def open(data: Path | str | None = None) -> duckdb.DuckDBPyConnection:  # noqa: A001  as files are
    """Return a read-only connection to the published database, for notebooks.

    `data` is the data folder; without it HEARSAY_DATA or what the settings say. What is published
    later is seen by the next `open`.
    """
    from importlib import import_module  # the package's own modules stand above this one

    connection: duckdb.DuckDBPyConnection = import_module("pipeline.notebook").connect(data)
    return connection
