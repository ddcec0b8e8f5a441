"""Limits: a record that takes too long or is too big becomes a failure, and the batch goes on."""

import os
import re
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import repeat
from multiprocessing import Pipe, active_children, get_context

import psutil
import pytest

from pipeline.edges.deadline import deadline
from pipeline.edges.workers import FEW, LARGE, Job, spread
from pipeline.errors import TooBig

SECONDS = 0.3


@dataclass(frozen=True)
class Tools:
    """All that a worker asks of its tools."""

    processes: int = 2

    def fresh(self):
        return self

    def seconds(self, _stage):
        return SECONDS

    def close(self):
        pass


@dataclass(frozen=True)
class Page:
    """A record that says how to go wrong."""

    how: str
    size: int = 0


def take(stage, page, tools):
    try:
        with deadline(tools.seconds(stage), "limits.clean_s"):
            return [CURES[page.how](), os.getpid()]
    except TooBig as error:
        return [f"late: {error}", os.getpid()]


def in_python():
    while True:
        with suppress(Exception):  # as libraries do that survive everything
            sum(range(1000))


def in_a_pattern():
    return re.match(r"(a+)+$", "a" * 40 + "b")


def in_c():
    return sum(repeat(0))


def seen():
    return str(SEEN)


def killed():
    os.kill(os.getpid(), signal.SIGKILL)


def wrong():
    raise ValueError("a bug")


SEEN = []  # what this process was told, and so what a copy of it knows
CURES = {
    "seen": seen,
    "fine": lambda: "fine",
    "python": in_python,
    "pattern": in_a_pattern,
    "c": in_c,
    "killed": killed,
    "wrong": wrong,
}


def lost(page, error):
    return [f"lost {page.how}: {error}", 0]


def told(*pages, processes=2):
    return list(spread(Job(take, "clean", Tools(processes), lost), pages, "processes"))


@pytest.mark.parametrize("how", ["python", "pattern"])
def test_a_loop_in_python_or_in_a_pattern_is_interrupted(how):
    (late, _), (fine, _) = told(Page(how), Page("fine"))
    assert late == "late: more than 0.3 CPU seconds; see limits.clean_s"
    assert fine == "fine"


def test_a_loop_in_c_is_ended_with_its_process_and_the_batch_goes_on():
    made = told(Page("fine", LARGE + 1), Page("c"), Page("fine"), Page("killed"), Page("fine"))
    assert [row[0] for row in made] == [
        "fine",
        "lost c: more CPU seconds than limits.clean_s; its process was ended",
        "fine",
        "lost killed: the process that took it ended with -9; it may want more memory",
        "fine",
    ]


def test_few_small_records_stay_in_the_process_and_many_do_not():
    assert {row[1] for row in told(*[Page("fine")] * FEW)} == {os.getpid()}
    assert os.getpid() not in {row[1] for row in told(*[Page("fine")] * (FEW + 1))}


def heard(asking):
    """Run something in a process that no other test has touched; return what it says."""
    told_of, say = Pipe()
    process = get_context("spawn").Process(target=asking, args=(say,))
    process.start()
    say.close()
    process.join()
    return told_of


def _ask_alone_and_beside_a_thread(say):
    SEEN.append("imports")
    pages = [Page("seen", LARGE + 1)] * 3
    say.send({row[0] for row in told(*pages)})
    over = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        pool.submit(over.wait)
        say.send({row[0] for row in told(*pages)})
        over.set()


def test_a_process_is_a_copy_unless_other_threads_run():
    told_of = heard(_ask_alone_and_beside_a_thread)  # other tests may leave threads behind
    assert told_of.recv() == {"['imports']"}
    assert told_of.recv() == {"[]"}


def _ask_and_die(say):
    for _ in spread(Job(take, "clean", Tools(), lost), [Page("fine")] * (FEW + 1), "processes"):
        say.send([child.pid for child in active_children()])
        os.kill(os.getpid(), signal.SIGKILL)


def test_copies_end_when_the_process_that_asked_them_is_killed():
    children = [psutil.Process(pid) for pid in heard(_ask_and_die).recv() if psutil.pid_exists(pid)]
    _, left = psutil.wait_procs(children, timeout=10)
    assert not left


def test_a_bug_in_a_process_is_raised_with_the_place_it_came_from():
    with pytest.raises(ValueError, match="a bug") as raised:
        told(Page("fine", LARGE + 1), Page("wrong"))
    assert "in wrong" in "".join(raised.value.__notes__)


def test_what_ends_in_time_leaves_no_timer_behind():
    with deadline(5, "limits.clean_s"):
        pass
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)


def test_waiting_takes_no_cpu_and_is_not_limited():
    with deadline(0.05, "limits.clean_s"):
        time.sleep(0.2)


def test_no_more_processes_are_started_than_the_tools_say():
    pages = [Page("fine")] * (FEW + 1)
    assert len({pid for _, pid in told(*pages, processes=1)}) == 1
