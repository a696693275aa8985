"""Measures a command: wall clock, CPU seconds of all its processes, peak memory of their tree."""

import contextlib
import ctypes
import os
import subprocess
import threading
import time
from dataclasses import dataclass

import psutil

PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True)
class Measured:
    """What a command took.

    Attributes
    ----------
    wall, cpu : float
        Seconds; `cpu` is user and system time of the command and of every process under it, those whose parents
        did not wait for them included.
    peak : float
        MiB: the largest sum, over the tree of processes, of their proportional share of memory.
    """

    wall: float
    cpu: float
    peak: float


def measure(command, cwd):
    """Run a command and return its Measured; what it prints is shown only where it fails."""
    adopt_orphans()
    before = os.times()
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    peaks = [0]
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, peaks, done))
    watcher.start()
    output = process.communicate()[0]
    wall = time.perf_counter() - start
    done.set()
    watcher.join()
    with contextlib.suppress(ChildProcessError):
        while True:  # bubblewrap does not wait for its own child, which holds the time of all below it
            os.wait()
    after = os.times()
    if process.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))} failed:\n{output[-2000:]}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Measured(wall, cpu, peaks[0] / 2**20)


def adopt_orphans():
    """Make processes that lose their parents children of this one, as Linux counts CPU time when a parent waits."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _watch(root, peaks, done):
    while not done.wait(0.3):
        with contextlib.suppress(psutil.NoSuchProcess):
            tree = [psutil.Process(root), *psutil.Process(root).children(recursive=True)]
            peaks[0] = max(peaks[0], sum(map(_memory, tree)))


def _memory(process):
    """Return the proportional set size of a process in bytes, or 0 when it is gone."""
    try:
        return process.memory_full_info().pss
    except psutil.Error:
        return 0
