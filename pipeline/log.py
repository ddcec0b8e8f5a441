"""Logs, set up once: readable in a terminal, JSON elsewhere. `log.bind` adds batch and stage."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from structlog.contextvars import bound_contextvars


class Log:
    """The log of Hearsay. Writes to standard error, so that output can be piped."""

    @contextmanager
    def bind(self, **names: str) -> Iterator[structlog.stdlib.BoundLogger]:
        """Give every line inside the `with` block these names."""
        with bound_contextvars(**names):
            yield structlog.get_logger()


log = Log()


def set_up(*, level: str = "warning") -> None:
    """Send lines of `level` and above to standard error; for people if it is a terminal."""
    terminal = sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer() if terminal else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
