"""What a notebook may use: each limit has its verdict, and one sentence for the student."""

import os
import socket
import time

import numpy as np
import psutil
import pytest

from autograder.grading.patience import Patience
from autograder.grading.student import Student
from autograder.worker import watch
from checks.support import CaseFailure

from ..processes import living_below

BEGIN = "import os, signal, threading, time\nimport numpy as np\ndef fine(): return 1\n"
LIMITS = {  # what a function does: the verdict and the sentence
    "row-35-endless-loop": ("while True: pass", "timeout", "f did not finish within 1 seconds: does its loop end?"),
    "row-36-loop-that-cannot-be-interrupted": (
        "while True:\n        try:\n            while True: pass\n        except BaseException: pass",
        "timeout",
        "f did not finish within 1 seconds: does its loop end?",
    ),
    "row-36-ignored-signals": (
        "[signal.signal(n, signal.SIG_IGN) for n in (2, 3, 15)]; sum(range(10**11))",
        "timeout",
        "f did not finish within 1 seconds: does its loop end?",
    ),
    "row-37-fork-bomb": (
        "while True:\n        if os.fork() == 0: time.sleep(60)",
        "failed",
        "f starts more processes and threads than the 32 that it may have",
    ),
    "new-thread-bomb": (
        "while True: threading.Thread(target=time.sleep, args=(60,)).start()",
        "failed",
        "f starts more processes and threads than the 32 that it may have",
    ),
    "row-38-memory-bomb": ("return np.ones(10**10)", "failed", "f needs more than the 2 GB of memory that it may use"),
    "row-38-gigantic-bytes": (
        "return bytes(3 * 2**30)",
        "failed",
        "f needs more than the 2 GB of memory that it may use",
    ),
    "row-39-disk-fill": (
        "for i in range(9): open(f'/tmp/{i}', 'wb').write(bytes(10**7))",
        "failed",
        "f fills the 32 MB of disk that it may use",
    ),
    "new-inodes": (
        "for i in range(10**6): open(f'/tmp/n{i}', 'w').close()",
        "failed",
        "f fills the 32 MB of disk that it may use",
    ),
    "new-file-size": (
        "open('big', 'wb').write(bytes(2 * 10**7)); open('big', 'ab').write(bytes(1))",
        "failed",
        "f writes a file larger than the 16 MB that one may have",
    ),
    "new-open-files": (
        "kept = []\n    while True: kept.append(open('/dev/null'))",
        "failed",
        "f has more files open than the 256 that may be open at once",
    ),
    "new-computing-time": (
        "os.kill(os.getpid(), signal.SIGXCPU)",  # as the kernel does when the time is used up
        "timeout",
        "f used up the 10 minutes of computing time that a notebook may have",
    ),
    "new-deep-recursion": ("return f()", "failed", "f raised RecursionError: maximum recursion depth exceeded"),
    "new-endless-iterator": (
        "return iter(int, 1)",
        "failed",
        "f should give numbers or arrays, and what it gives is an iterator of more than 100000 items",
    ),
    "new-gigantic-number": (
        "return 1 << 10**6",
        "failed",
        "f should give numbers or arrays, and what it gives is a whole number that is far too large",
    ),
    "new-gigantic-text": (
        "return 'x' * 10**8",
        "failed",
        "f should give numbers or arrays, and what it gives is a text that is far too long",
    ),
    "new-gigantic-array": (
        "return np.zeros(2 * 10**8, np.uint8)",
        "failed",
        "f should give numbers or arrays, and what it gives is far too large",
    ),
    "new-list-in-itself": (
        "x = []; x.append(x); return x",
        "failed",
        "f should give numbers or arrays, and what it gives is nested too deeply",
    ),
    "new-end-of-the-process": ("os._exit(0)", "crashed", "f ended the Python process that it ran in"),
    "new-crash": ("import ctypes; ctypes.string_at(0)", "crashed", "f ended the Python process that it ran in"),
    "new-warnings-as-errors": (
        "import warnings; warnings.simplefilter('error'); warnings.warn('careful')",
        "failed",
        "f raised UserWarning: careful",
    ),
}  # fmt: skip


@pytest.mark.sandbox
@pytest.mark.parametrize(("body", "outcome", "sentence"), LIMITS.values(), ids=LIMITS.keys())
def test_a_limit_has_a_verdict_and_a_sentence(session, body, outcome, sentence):
    session.run_cell(f"{BEGIN}def f():\n    {body}\n")
    student = Student(session)
    student.deadline = 1.0 if outcome == "timeout" else 10.0
    with pytest.raises(CaseFailure) as caught:
        student.f()
    assert (caught.value.outcome, caught.value.message) == (outcome, sentence)
    assert student.fine() == 1  # the next call has a worker again


CELLS = {
    "row-35-cell": ("while True: pass", "This cell was ended after 2 seconds, and is left out of the grading."),
    "row-38-cell": ("np.ones(10**10)", "This cell needs more than the 2 GB of memory that it may use."),
    "row-39-cell": (
        "for i in range(9): open(f'/tmp/{i}', 'wb').write(bytes(10**7))",
        "This cell fills the 32 MB of disk that it may use.",
    ),
    "new-computing-time-cell": (
        "os.kill(os.getpid(), signal.SIGXCPU)",
        "This cell used up the 10 minutes of computing time that a notebook may have, and is left out of the grading.",
    ),
    "new-dead-cell": ("os._exit(1)", "This cell ended the Python process, and is left out of the grading."),
}


@pytest.mark.sandbox
@pytest.mark.parametrize(("code", "sentence"), CELLS.values(), ids=CELLS.keys())
def test_a_cell_that_meets_a_limit_is_told_so(arena, shown_by, code, sentence):
    result = arena.attack(f"import os, signal\n{code}")
    assert sentence in shown_by(result).splitlines()
    assert result.cells == arena.before.cells


@pytest.mark.sandbox
def test_running_the_cells_again_cannot_last_forever(grader):
    """new-slow-replay: cells that are slow only when they are run again."""
    from autograder.sandbox.session import Session

    session = Session(grader.zygote)
    session.cells = [("import time; time.sleep(5)", 60.0)] * 100
    started = time.monotonic()
    with pytest.raises(CaseFailure, match="run again"):
        Student(session, patience=Patience(1.0)).f()
    session.kill()
    assert time.monotonic() - started < 60


@pytest.fixture
def watched(monkeypatch):
    """Return a function that watches a child process and returns why it was to end."""
    monkeypatch.setattr(watch, "PERIOD", 0.01)

    def why(child_code):
        ours, leash = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            try:
                child_code()
            finally:
                os._exit(0)
        with ours, leash:
            reason = watch.watch(leash, pid, look=True)
        for process in (*living_below(pid), psutil.Process(pid)):
            process.kill()
        return reason or watch.reason_of(os.waitpid(pid, 0)[1])

    return why


def test_memory_is_counted_over_all_processes(watched, monkeypatch):
    """new-memory-of-many-processes"""
    monkeypatch.setattr(watch, "ALL_MEMORY", 60 * 2**20)

    def each_within_its_limit():
        for _ in range(3):
            if os.fork() == 0:
                kept = np.ones(4 * 2**20)  # 32 MB
                time.sleep(20 * kept[0])
        time.sleep(20)

    assert watched(each_within_its_limit) == "memory"


def test_computing_time_is_counted_over_all_processes(watched, monkeypatch):
    """new-computing-time-of-many-processes"""
    monkeypatch.setattr(watch, "CPU_SECONDS", 0.3)

    def busy():
        os.fork()
        while True:
            pass

    assert watched(busy) == "cpu"


def test_a_modest_process_is_left_alone(watched):
    assert watched(lambda: time.sleep(0.2)) == ""
