"""Looks at what one submission's processes use together: each of them alone may stay within its own limits."""

import os
import select
import signal
import socket

from .limits import ALL_MEMORY, CPU_SECONDS

PERIOD = 0.1  # seconds between two looks
GRACE = 0.05  # seconds to end without force
TICK = os.sysconf("SC_CLK_TCK")


def watch(leash: socket.socket, child: int, look: bool) -> str:
    """Wait for the end of a child, or of the grader's interest in it, and return why it has to end.

    Parameters
    ----------
    leash : socket
        Closed by the grader when it is done with the worker.
    child : int
        The process; whatever it started is counted with it.
    look : bool
        Whether to look at what it uses, which needs a /proc that shows little more than its processes.

    Returns
    -------
    str
        ``"memory"`` or ``"cpu"`` for what was used up, else ``""``.
    """
    poll = select.poll()
    poll.register(leash, select.POLLIN | select.POLLHUP)
    if hasattr(os, "pidfd_open"):
        poll.register(os.pidfd_open(child), select.POLLIN)
    lent: int | None = None
    while not poll.poll(1000 * PERIOD if look else None):
        memory, seconds = usage(child)
        lent = memory[0] if lent is None and memory else lent
        if sum(max(0, size - (lent or 0)) for size in memory) > ALL_MEMORY:
            return "memory"
        if seconds > CPU_SECONDS:
            return "cpu"
    return ""


def give_time(child: int) -> None:
    """Let a process end by itself, as it does when the grader has hung up: then the time that it took is counted."""
    if hasattr(os, "pidfd_open"):
        select.select([os.pidfd_open(child)], [], [], GRACE)


def reason_of(status: int) -> str:
    """Return ``"cpu"`` if a process ended as those do that have used up their own limit, else ``""``."""
    if os.WIFSIGNALED(status):
        return "cpu" if os.WTERMSIG(status) == signal.SIGXCPU else ""
    return "cpu" if os.WEXITSTATUS(status) == 128 + signal.SIGXCPU else ""


def usage(root: int) -> tuple[list[int], float]:
    """Return the memory of a process and of each that it started (bytes), and the seconds of all together."""
    parents, seconds = {}, {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            fields = _read(f"/proc/{name}/stat").rpartition(")")[2].split()
            if fields:
                parents[int(name)] = int(fields[1])
                seconds[int(name)] = sum(map(int, fields[11:15])) / TICK
    family = [pid for pid in parents if _stems_from(pid, root, parents)]
    family.sort(key=lambda pid: pid != root)
    return [_memory(pid) for pid in family], sum(seconds[pid] for pid in family)


def _stems_from(pid, root, parents):
    while pid in parents and pid != root:
        pid = parents[pid]
    return pid == root


def _memory(pid):
    """Return the bytes that belong to a process itself or are shared by such as it, but are no file's."""
    rows = (line.split() for line in _read(f"/proc/{pid}/status").splitlines())
    return sum(1024 * int(row[1]) for row in rows if row and row[0] in ("RssAnon:", "RssShmem:"))


def _read(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:  # it has just ended
        return ""
