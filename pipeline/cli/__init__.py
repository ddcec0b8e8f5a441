"""The command line. Each command calls one function and shows what it returns.

walk.py    ingest, backfill, retry, try, run, load
ask.py     sql, status, export, export-warc, evidence, serve
keep.py    doctor, check, rebuild, learn, forget, compact, tidy, backup, restore, up
feeds.py   feeds list, add, remove, import, export
"""

from __future__ import annotations

import errno
import sys

from pipeline import __version__
from pipeline.cli import ask, feeds, keep, walk
from pipeline.cli.options import CLOSING, app
from pipeline.errors import EnvironmentFault, HearsayError
from pipeline.log import set_up

__all__ = ["ask", "feeds", "keep", "main", "walk"]


@app.command()
def version() -> None:
    """Print the version."""
    sys.stdout.write(f"hearsay {__version__}\n")


def main() -> None:
    """Run the command line; errors become one line on standard error and an exit code."""
    set_up()
    try:
        with CLOSING:
            app()
    except HearsayError as error:
        raise SystemExit(_complain(str(error), error.exit_code)) from None
    except KeyboardInterrupt:
        raise SystemExit(_complain("stopped; run the same command again to go on", 130)) from None
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        complaint = "the disk is full; nothing stored is lost: free some space and run it again"
        raise SystemExit(_complain(complaint, EnvironmentFault.exit_code)) from None


def _complain(message: str, code: int) -> int:
    sys.stderr.write(f"hearsay: {message}\n")
    return code
