"""Memory that no one counts, sockets of other kinds, calls that no notebook needs, and what tells of the host."""

import errno
import os
import socket
import sys
import time
from pathlib import Path

import psutil
import pytest

from autograder.sandbox.session import Died
from autograder.worker import watch

from ..processes import living_below

HIDE = """
import ctypes, errno, fcntl, mmap, os, signal, socket
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = libc.mmap.restype = ctypes.c_long
zero = ctypes.c_void_p(0)
def error(do):
    try: do()
    except OSError as problem: return errno.errorcode[problem.errno]
    return 'done'
def call(number, *arguments):
    result = libc.syscall(number, *arguments)
    return 'done' if result >= 0 else errno.errorcode[ctypes.get_errno()]
"""


@pytest.fixture
def answers(session):
    """Return a function that works out expressions in the sandbox, each of them without the others."""

    def ask(**expressions):
        session.run_cell(HIDE)
        session.run_cell("found = {}\n" + "\n".join(f"found[{k!r}] = {v}" for k, v in expressions.items()))
        return session.value("found")["value"]

    return ask


@pytest.mark.sandbox
def test_no_shared_memory_that_counts_as_nobodys(answers):
    """new-shared-anonymous-memory: its pages stay when nobody maps them any more, and no process has them then."""
    shared = answers(
        anonymous="error(lambda: mmap.mmap(-1, 1 << 20))",
        validated="error(lambda: mmap.mmap(-1, 1 << 20, flags=0x23))",
        huge="error(lambda: mmap.mmap(-1, 1 << 21, flags=0x40022))",
        zero="error(lambda: mmap.mmap(os.open('/dev/zero', os.O_RDWR), 1 << 20))",
        private="error(lambda: mmap.mmap(-1, 1 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS))",
    )
    assert shared.pop("private") == "done"
    assert "done" not in shared.values()


@pytest.mark.sandbox
def test_memory_of_files_is_that_of_the_scratch_folders(answers):
    """What programs share by way of files goes on: the folders are small, and count as disk."""
    shared = "__import__('multiprocessing.shared_memory').shared_memory.SharedMemory"
    sizes = answers(
        little=f"error(lambda: {shared}('a', True, 1000).unlink())",
        folder="sum(os.statvfs(d).f_blocks * os.statvfs(d).f_frsize for d in ('/tmp', '/dev/shm', '/sandbox'))",
    )
    assert sizes["little"] == "done" and sizes["folder"] <= 100 * 2**20


@pytest.mark.sandbox
def test_the_kernel_keeps_little_for_a_notebook(answers):
    """new-socket-buffers new-pipes new-locks"""
    kept = answers(
        sending="error(lambda: socket.socketpair()[0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 22))",
        receiving="error(lambda: socket.socketpair()[0].setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22))",
        pipe="error(lambda: fcntl.fcntl(os.pipe()[1], 1031, 1 << 20))",
        locks="error(lambda: fcntl.lockf(open('locked', 'w'), fcntl.LOCK_EX, 1, 5))",
        whole="error(lambda: fcntl.flock(open('locked', 'w'), fcntl.LOCK_EX))",
    )
    assert kept.pop("whole") == "done"
    assert set(kept.values()) == {"EPERM"}


MANY_SOCKETS = """
import os, socket, time
for _ in range(30):
    if os.fork() == 0:
        kept = []
        try:
            while True: kept.append(socket.socketpair())
        except OSError: pass
        time.sleep(60)
time.sleep(60)
"""


@pytest.mark.sandbox
def test_what_may_wait_in_sockets_counts_as_memory(session):
    """new-many-sockets: each may hold as much as the kernel's default, in memory that is no process's."""
    with pytest.raises(Died) as caught:
        session.run_cell(MANY_SOCKETS, 30)
    assert caught.value.limit == "memory"


@pytest.mark.sandbox
def test_sockets_are_local_ones(answers):
    """new-vsock new-netlink: no network namespace keeps a virtual machine's own line to its host."""
    families = {name: getattr(socket, name) for name in dir(socket) if name.startswith("AF_")}
    made = answers(**{name: f"error(lambda: socket.socket({int(f)}, 2))" for name, f in families.items()})
    assert {name for name, answer in made.items() if answer == "done"} == {"AF_UNIX"}
    assert made["AF_INET"] == made["AF_VSOCK"] == made["AF_NETLINK"] == errno.errorcode[errno.EAFNOSUPPORT]


CALLS = {
    "vmsplice": 278, "splice": 275, "tee": 276, "move_pages": 279, "migrate_pages": 256, "personality": 135,
    "kcmp": 312, "inotify_init": 253, "inotify_init1": 294, "fanotify_init": 300, "process_madvise": 440,
    "pidfd_open": 434, "pidfd_send_signal": 424, "seccomp": 317, "io_setup": 206, "mq_open": 240, "semget": 64,
    "shmat": 30, "mincore": 27, "modify_ldt": 154, "sync": 162, "signalfd4": 289, "timerfd_create": 283,
    "execveat": 322, "rt_sigqueueinfo": 129, "quotactl": 179, "landlock_create_ruleset": 444, "mknod": 133,
    "setxattr": 188, "mlockall": 151, "iopl": 172, "settimeofday": 164, "lookup_dcookie": 212,
}  # fmt: skip


@pytest.mark.sandbox
def test_calls_that_no_notebook_needs_are_refused(answers, machine):
    """new-calls"""
    assert {name: "EPERM" for name in CALLS} == answers(
        **{name: f"call({number}, zero, zero, zero, zero, zero, zero)" for name, number in CALLS.items()}
    )


@pytest.mark.sandbox
def test_a_child_s_end_is_not_ignored(answers):
    """new-ignored-children: where they are, nobody counts the time that they took."""
    tried = answers(
        ignored="error(lambda: signal.signal(signal.SIGCHLD, signal.SIG_IGN))",
        others="error(lambda: signal.signal(signal.SIGALRM, signal.SIG_IGN))",
        asked="error(lambda: signal.getsignal(signal.SIGCHLD))",
    )
    assert tried == {"ignored": "EPERM", "others": "done", "asked": "done"}


def test_computing_time_of_children_that_nobody_waited_for(monkeypatch):
    monkeypatch.setattr(watch, "PERIOD", 0.01)
    monkeypatch.setattr(watch, "CPU_SECONDS", 0.5)
    ours, leash = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        import signal

        try:
            signal.signal(signal.SIGCHLD, signal.SIG_IGN)
            while True:
                if os.fork() == 0:
                    while time.process_time() < 0.15:
                        pass
                    os._exit(0)
                time.sleep(0.05)
        finally:
            os._exit(0)
    with ours, leash:
        watched = os.fork()
        if watched == 0:
            os._exit({"cpu": 3}.get(watch.watch(leash, pid, look=True), 4))
        end = time.monotonic() + 20
        while not (ended := os.waitpid(watched, os.WNOHANG))[0] and time.monotonic() < end:
            time.sleep(0.05)
    for process in (psutil.Process(pid), *living_below(pid)):
        process.kill()
    os.waitpid(pid, 0)
    if not ended[0]:
        os.kill(watched, 9)
        os.waitpid(watched, 0)
    assert os.waitstatus_to_exitcode(ended[1]) == 3 and ended[0]


def test_what_is_swapped_out_counts(monkeypatch):
    monkeypatch.setattr(
        watch, "_read", lambda path: "RssAnon:\t 8 kB\nRssFile:\t 99 kB\nRssShmem:\t 4 kB\nVmSwap:\t 2 kB\n"
    )
    assert watch._memory(1) == 14 * 1024


@pytest.mark.sandbox
def test_of_python_only_what_runs_is_there(answers):
    """new-settings-beside-python: an nbgrader_config.py under PREFIX/etc/jupyter may hold a password."""
    base = str(Path(sys.base_prefix).resolve())
    if base == "/usr":
        pytest.skip("this Python is the system's")
    seen = answers(
        top=f"sorted(os.listdir({base!r}))",
        programs=f"os.listdir({base!r} + '/bin')",
        devices="sorted(os.listdir('/dev'))",
    )
    assert set(seen["top"]) <= {"bin", "lib", "lib64", "share"}
    assert len(seen["programs"]) == 1
    assert seen["devices"] == ["null", "random", "shm", "urandom"]


TELLING = """
import glob
told = []
for place in glob.glob('/packages/*'):
    for pattern in ('*.pth', '__editable__*', '*.egg-link', '*.dist-info/direct_url.json'):
        told += [name for name in glob.glob(f'{place}/{pattern}') if os.path.getsize(name)]
"""


@pytest.mark.sandbox
def test_no_file_of_a_package_tells_where_it_was_installed_from(session):
    """new-editable-install"""
    session.run_cell(HIDE + TELLING)
    assert session.value("told")["value"] == []
