"""Deadline: the CPU seconds that one record may take.

Python code is interrupted by a signal. Code in C that does not return to Python in the meantime
cannot be; a process of its own is then ended by the kernel (`end_after`).
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

from pipeline.errors import TooBig

AGAIN: Final = 0.2  #: seconds after which code that caught the first interruption gets another
GRACE: Final = 1.5  #: times the limit, and two seconds, are left to code that cannot be interrupted


class _Late(BaseException):
    """The time is over; not an Exception, so that no library takes it for a fault of its own."""


@contextmanager
def deadline(seconds: float, what: str) -> Iterator[None]:
    """Raise TooBig if the block takes more than `seconds` of CPU; 0 is no limit.

    `what` names the setting. Signals reach the main thread only: elsewhere nothing is limited.
    """
    if not seconds or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _interrupt)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, AGAIN)
    try:
        yield
    except _Late:
        raise TooBig(f"more than {seconds:g} CPU seconds; see {what}") from None
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise _Late


def end_after(seconds: float) -> None:
    """Have the kernel end this process well past `seconds` of CPU from now; 0 calls it off."""
    signal.setitimer(signal.ITIMER_PROF, seconds * GRACE + 2 if seconds else 0)


def was_ended(exit_code: int | None) -> bool:
    """Tell whether a process was ended by `end_after`."""
    return exit_code == -signal.SIGPROF
