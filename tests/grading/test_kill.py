"""Killed at any moment and started again, a run ends like one that was left alone."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from autograder.descent import ASSIGNMENTS

MOMENTUM = ASSIGNMENTS["ps3_momentum"]
STUDENTS = ("ada", "ben", "jun", "kim", "omar", "pia", "quin", "xin")
MAX_KILLS = 12
pytestmark = [pytest.mark.sandbox, pytest.mark.slow]


def start(folder):
    environment = {**os.environ, "DESCENT_RUN": str(folder)}
    return subprocess.Popen(
        [sys.executable, "-m", "autograder", "grade", MOMENTUM.name, "--jobs", "2"],
        cwd=folder, env=environment, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        # What starts the tests in the background has them ignore it, which children inherit.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip


def alive(folder):
    """Return the processes that a run in `folder` has left."""
    found = psutil.process_iter(["environ"])
    return [process for process in found if (process.info["environ"] or {}).get("DESCENT_RUN") == str(folder)]


def test_a_run_killed_at_random_moments_ends_like_an_undisturbed_one(folder, tmp_path, hand_in, contents, command):
    hand_in(*STUDENTS)
    calm = shutil.copytree(folder, tmp_path / "calm")
    assert command(calm, "autograder", "grade", MOMENTUM.name).returncode == 0

    moments = random.Random(5)
    kills = done = 0
    while True:
        process = start(folder)
        try:
            process.communicate(timeout=moments.uniform(1, 5) if kills < MAX_KILLS else None)
            if kills >= 2:
                break
            shutil.rmtree(folder / ".autograder")  # it was through before it could be killed: once more
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            kills += 1
            for _ in range(100):
                if not alive(folder):
                    break
                time.sleep(0.1)
            assert alive(folder) == []
            rows = {row[0] for row in contents(folder) if row[0] in STUDENTS}
            assert len(rows) >= done  # nothing that was written is lost again
            done = len(rows)
    assert process.returncode == 0
    assert contents(folder) == contents(calm)
    for student in STUDENTS:
        place = Path("autograded", student, MOMENTUM.name)
        assert {p.name for p in (folder / place).iterdir()} == {p.name for p in (calm / place).iterdir()}


def test_two_runs_at_once_take_turns(folder, hand_in, contents):
    hand_in("ada", "jun")
    runs = [start(folder), start(folder)]
    printed = [run.communicate() for run in runs]
    assert [run.returncode for run in runs] == [0, 0]
    said = "".join(out for out, _ in printed)
    assert "2 graded now, 0 were graded before" in said
    assert "0 graded now, 2 were graded before" in said
    assert "another run is grading this course" in "".join(err for _, err in printed)
    assert {row[0] for row in contents(folder)} == {"ada", "jun"}


def test_a_stop_by_keyboard_says_so_and_keeps_what_is_done(folder, crowd):
    crowd(60)  # enough to be still at work when the stop comes
    process = start(folder)
    deadline = time.monotonic() + 60
    while not (folder / "autograded").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 1, out + err
    assert "stopped; what was graded is kept" in err
    assert "Traceback" not in err
    assert alive(folder) == []
