"""Looks at what one submission's processes use together: each of them alone may stay within its own limits."""

import os
import select
import signal
import socket

from .limits import ALL_MEMORY, CPU_SECONDS

SOCKET_MEMORY = (
    2**19
)  # bytes that may wait in one, at most: the kernel's default, which the filter keeps, and a message
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
    sockets_before = sockets()
    clock = Clock()
    while not poll.poll(1000 * PERIOD if look else None):
        memory, seconds = usage(child, clock)
        lent = memory[0] if lent is None and memory else lent
        buffers = max(0, sockets() - sockets_before) * SOCKET_MEMORY
        if sum(max(0, size - (lent or 0)) for size in memory) + buffers > ALL_MEMORY:
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


class Clock:
    """Adds up the computing time of a process and of all that it started, those that have ended among them.

    The kernel adds a child's time to its parent's when the parent asks how it ended, and never where the parent
    ignores that. So what was last seen of each process that is gone counts in any case.
    """

    def __init__(self) -> None:
        self._seen: dict[tuple[int, int], int] = {}  # own ticks by process, so far
        self._gone = 0

    def read(self, rows: dict[int, list[int]]) -> float:
        """Return the seconds; `rows` are the processes' numbers: parent, own ticks, those of children, start."""
        now = {(pid, start): own for pid, (_, own, _, start) in rows.items()}
        self._gone += sum(ticks for process, ticks in self._seen.items() if process not in now)
        self._seen = now
        told = sum(children for _, _, children, _ in rows.values())
        return (sum(now.values()) + max(told, self._gone)) / TICK


def usage(root: int, clock: Clock | None = None) -> tuple[list[int], float]:
    """Return the memory of a process and of each that it started (bytes), and the seconds of all together."""
    rows = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            fields = _read(f"/proc/{name}/stat").rpartition(")")[2].split()
            if fields:
                own, children = (int(fields[i]) + int(fields[i + 1]) for i in (11, 13))
                rows[int(name)] = [int(fields[1]), own, children, int(fields[19])]
    parents = {pid: row[0] for pid, row in rows.items()}
    family = [pid for pid in rows if _stems_from(pid, root, parents)]
    family.sort(key=lambda pid: pid != root)
    seconds = (clock or Clock()).read({pid: rows[pid] for pid in family})
    return [_memory(pid) for pid in family], seconds


def sockets() -> int:
    """Return how many sockets there are in this network namespace, those on their way between processes among them."""
    words = _read("/proc/self/net/sockstat").split()
    return int(words[2]) if words[:2] == ["sockets:", "used"] else 0


def _stems_from(pid, root, parents):
    while pid in parents and pid != root:
        pid = parents[pid]
    return pid == root


def _memory(pid):
    """Return the bytes that belong to a process itself or are shared by such as it, swapped out too, but no file's."""
    rows = (line.split() for line in _read(f"/proc/{pid}/status").splitlines())
    return sum(1024 * int(row[1]) for row in rows if row and row[0] in ("RssAnon:", "RssShmem:", "VmSwap:"))


def _read(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:  # it has just ended
        return ""
