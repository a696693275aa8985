"""The ledger keeps what was written, through kills, damage and full disks."""

import os
import resource
import signal
import subprocess
import sys
import time

import pytest

from autograder.errors import CourseError
from autograder.records.ledger import Ledger
from autograder.records.lock import only_run


def test_a_result_is_found_under_its_key_alone(tmp_path):
    with Ledger(tmp_path) as ledger:
        number = ledger.add("ps3_momentum", "ada", "k1", "one")
        assert ledger.find("ps3_momentum", "ada", "k1") == (number, "one")
        assert ledger.find("ps3_momentum", "ada", "k2") is None
        assert ledger.find("ps3_momentum", "bob", "k1") is None
        again = ledger.add("ps3_momentum", "ada", "k1", "two")
        assert ledger.find("ps3_momentum", "ada", "k1") == (again, "two")


def test_what_is_applied_is_the_last_written(tmp_path):
    with Ledger(tmp_path) as ledger:
        first = ledger.add("ps3_momentum", "ada", "k1", "one")
        second = ledger.add("ps3_momentum", "ada", "k2", "two")
        ledger.mark_applied("ps3_momentum", "ada", first, None)
        assert ledger.is_applied("ps3_momentum", "ada", first, None)
        assert not ledger.is_applied("ps3_momentum", "ada", first, "2026-01-01 00:00:00")
        ledger.mark_applied("ps3_momentum", "ada", second, None)
        assert not ledger.is_applied("ps3_momentum", "ada", first, None)
        assert list(ledger.latest("ps3_momentum")) == [("ada", "two")]
        assert list(ledger.latest("ps2_newton")) == []


def test_the_secret_stays(tmp_path):
    with Ledger(tmp_path) as ledger:
        secret = ledger.secret()
    with Ledger(tmp_path) as ledger:
        assert ledger.secret() == secret
    with Ledger(tmp_path / "other") as ledger:
        assert ledger.secret() != secret


WRITER = """
import sys
from pathlib import Path
from autograder.records.ledger import Ledger
with Ledger(Path(sys.argv[1])) as ledger:
    for i in range(10**6):
        ledger.add("ps3_momentum", f"s{i}", "k", str(i) * 20_000)
        print(i, flush=True)
"""


def test_a_killed_writer_loses_nothing_that_it_had_said(tmp_path):
    with subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE) as process:
        for _ in range(20):
            said = int(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read().split()
        said = int(rest[-1]) if rest else said
    with Ledger(tmp_path) as ledger:
        for i in range(said + 1):
            assert ledger.find("ps3_momentum", f"s{i}", "k")[1] == str(i) * 20_000
        ledger.add("ps3_momentum", "after", "k", "x")


def test_a_damaged_file_is_said(tmp_path):
    (tmp_path / "ledger.sqlite").write_bytes(b"not a database" * 100)
    with pytest.raises(CourseError, match="damaged; move it away"):
        Ledger(tmp_path)


def test_a_full_disk_is_said_and_costs_only_the_row_being_written(tmp_path):
    with Ledger(tmp_path) as ledger:
        ledger.add("ps3_momentum", "ada", "k", "kept")
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (os.path.getsize(ledger.path), before[1]))
        try:
            with pytest.raises(CourseError, match="cannot be used"):
                ledger.add("ps3_momentum", "bob", "k", os.urandom(200_000).hex())
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
            signal.signal(signal.SIGXFSZ, handler)
        assert ledger.find("ps3_momentum", "ada", "k")[1] == "kept"
        assert ledger.find("ps3_momentum", "bob", "k") is None
        ledger.add("ps3_momentum", "bob", "k", "later")


def test_a_place_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "state").write_text("a file where the folder should be")
    with pytest.raises(CourseError, match="cannot be written"):
        Ledger(tmp_path / "state")
    with pytest.raises(CourseError, match="cannot be written"), only_run(tmp_path / "state", print):
        pass


HOLDER = """
import sys
from pathlib import Path
from autograder.records.lock import only_run
with only_run(Path(sys.argv[1]), lambda text: print(text, flush=True)):
    print("mine", flush=True)
    sys.stdin.readline()
"""


def test_a_second_run_waits_and_says_so(tmp_path):
    def start():
        return subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(tmp_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    with start() as first:
        assert first.stdout.readline() == "mine\n"
        with start() as second:
            line = second.stdout.readline()
            assert "another run is grading this course" in line
            assert str(first.pid) in line
            time.sleep(0.2)
            assert second.poll() is None
            first.communicate("\n")
            assert second.stdout.readline() == "mine\n"
            second.communicate("\n")
