"""More than one machine: a real Dask scheduler and workers in folders of their own, which may die."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time

import distributed
import pytest

from autograder.descent import ASSIGNMENTS, ROOT

MOMENTUM = ASSIGNMENTS["ps3_momentum"]
STUDENTS = ("ada", "ben", "jun", "kim", "omar", "pia", "quin")
COUNT = 40  # more students, so that there is work left when something dies
pytestmark = [pytest.mark.sandbox, pytest.mark.slow]


class Cluster:
    """A scheduler and two workers, each a process of its own with a folder of its own."""

    def __init__(self, folder):
        self.folder = folder
        (folder / "scheduler").mkdir()
        address = folder / "address.json"
        self.scheduler = self._start("scheduler", "scheduler", "--port", "0", "--scheduler-file", address)
        deadline = time.monotonic() + 60
        while not address.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        self.address = json.loads(address.read_text())["address"]
        self.workers = [self._worker(f"machine-{number}") for number in (1, 2)]

    def _worker(self, name):
        (self.folder / name).mkdir()
        return self._start(
            name, "worker", self.address, "--nthreads", "1", "--local-directory", self.folder / name, "--name", name
        )

    def _start(self, name, kind, *arguments):
        with open(self.folder / f"{name}.log", "w") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", kind, "--host", "127.0.0.1", "--no-dashboard", *map(str, arguments)],
                cwd=self.folder / name,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait(self):
        """Wait until both workers are there."""
        with distributed.Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)

    def kill(self, process):
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def close(self):
        for process in (*self.workers, self.scheduler):
            if process.poll() is None:
                self.kill(process)


@pytest.fixture
def cluster(tmp_path):
    made = Cluster(tmp_path)
    try:
        made.wait()
        yield made
    finally:
        made.close()


def start(folder, cluster):
    return subprocess.Popen(
        [sys.executable, "-m", "autograder", "grade", MOMENTUM.name, "--scheduler", cluster.address],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def wait_for_first(folder, process):
    while not list((folder / "autograded").glob("*/*/momentum.ipynb")) and process.poll() is None:
        time.sleep(0.05)


def test_a_cluster_that_loses_a_worker_gives_the_same_grades(
    folder, cluster, hand_in, command, contents, tmp_path, crowd
):
    students = [*STUDENTS, *crowd(COUNT)]
    hand_in(*STUDENTS)
    calm = shutil.copytree(folder, tmp_path / "calm")
    assert command(calm, "autograder", "grade", MOMENTUM.name).returncode == 0
    process = start(folder, cluster)
    wait_for_first(folder, process)
    cluster.kill(cluster.workers[0])
    out, err = process.communicate(timeout=180)
    assert process.returncode == 0, out + err
    assert f"{len(students)} graded now" in out
    assert contents(folder) == contents(calm)


def test_a_lost_scheduler_is_said_and_the_rest_is_graded_later(folder, cluster, command, contents, crowd):
    students = crowd(COUNT)
    process = start(folder, cluster)
    wait_for_first(folder, process)
    cluster.kill(cluster.scheduler)
    out, err = process.communicate(timeout=180)
    assert process.returncode == 1
    assert "was lost; what was graded is kept" in err
    assert "Traceback" not in err
    kept = int(re.search(r"(\d+) graded now", out)[1])
    assert 0 < kept < len(students), out
    again = command(folder, "autograder", "grade", MOMENTUM.name)
    assert again.returncode == 0
    assert f"{len(students) - kept} graded now, {kept} were graded before" in again.stdout
    assert {row[0] for row in contents(folder)} == set(students)


def test_workers_that_lack_are_said(folder, cluster, hand_in, command):
    hand_in("ada")
    for worker in cluster.workers:
        cluster.kill(worker)
    time.sleep(1)
    process = command(folder, "autograder", "grade", MOMENTUM.name, "--scheduler", cluster.address)
    assert process.returncode == 1
    assert "has no workers: start some first" in process.stderr
