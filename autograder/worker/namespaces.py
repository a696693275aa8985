"""Shuts one worker in: namespaces and mounts of its own, no privileges, limits on what it may use.

The zygote already stands in bubblewrap's sandbox; what is added here is a wall around each submission.
"""

import ctypes
import os
import resource

from .limits import CPU_SECONDS, FILE_SIZE, FOLDER_SIZE, OPEN_FILES, PROCESS_MEMORY, PROCESSES
from .seccomp import refuse_calls

CLONE_FLAGS = {
    "user": 0x10000000, "pid": 0x20000000, "net": 0x40000000, "ipc": 0x08000000, "uts": 0x04000000,
    "cgroup": 0x02000000,
}  # fmt: skip
CLONE_NEWNS = 0x00020000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REC, MS_PRIVATE = 0x1, 0x2, 0x4, 0x8, 0x4000, 0x40000
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT = 1, 4, 24, 38, 47
PR_CAP_AMBIENT_CLEAR_ALL = 4
SIGKILL = 9
NOBODY = 65534
INNER_ID = 1000  # user and group of every worker, as it sees itself

HOME = "/sandbox"
TMPFS = {"/tmp": FOLDER_SIZE, HOME: FOLDER_SIZE, "/dev/shm": FOLDER_SIZE // 2}
LIMITS = {
    resource.RLIMIT_AS: PROCESS_MEMORY,
    resource.RLIMIT_CPU: CPU_SECONDS,  # of one process
    resource.RLIMIT_FSIZE: FILE_SIZE,
    resource.RLIMIT_NOFILE: OPEN_FILES,
    resource.RLIMIT_CORE: 0,
}
LINUX_LIMITS = {"RLIMIT_NPROC": PROCESSES, "RLIMIT_MSGQUEUE": 0, "RLIMIT_MEMLOCK": 0}

libc = ctypes.CDLL(None, use_errno=True)


def _check(status, what):
    if status:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def become_nobody() -> None:
    """Give up being root for good, so that limits on processes hold and no file of root's can be changed."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    _check(libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0), "prctl")  # else /proc/self belongs to root
    _check(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")


def new_namespaces() -> None:
    """Put this process into new namespaces; the next child is the first process of the new pid namespace.

    The mounts stay: this process watches the others through the /proc that it has.
    """
    uid, gid = os.getuid(), os.getgid()
    _check(libc.unshare(sum(CLONE_FLAGS.values())), "unshare")
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{INNER_ID} {uid} 1"),
        ("gid_map", f"{INNER_ID} {gid} 1"),
        ("oom_score_adj", "1000"),  # where memory runs out, this process is the one to go
    ):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent ends."""
    _check(libc.prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0), "prctl")


def private_mounts() -> None:
    """Cover everything that could be written to with fresh, small, empty file systems, in a namespace of their own."""
    _check(libc.unshare(CLONE_NEWNS), "unshare")
    _check(libc.mount(None, b"/", None, MS_REC | MS_PRIVATE, None), "mount /")
    owner = f"uid={INNER_ID},gid={INNER_ID}"
    for path, size in TMPFS.items():
        options = f"size={size},nr_inodes=4096,mode=700,{owner}".encode()
        flags = MS_NOSUID | MS_NODEV
        _check(libc.mount(b"tmpfs", path.encode(), b"tmpfs", flags, options), f"mount {path}")
    # No process needs /proc, and the one that is there shows the zygote's neighbours.
    flags = MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC
    _check(libc.mount(b"tmpfs", b"/proc", b"tmpfs", flags, b"size=4k,mode=555"), "mount /proc")
    os.chdir(HOME)


def drop_privileges() -> None:
    """Give up all capabilities, for this process and whatever it may start."""
    libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    for capability in range(64):
        libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    _check(libc.capset(header, (ctypes.c_uint32 * 6)()), "capset")
    _check(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
    refuse_calls(libc)


def limit_resources() -> None:
    """Set the limits, as far as they are below those in force."""
    limits = dict(LIMITS)
    for name, value in LINUX_LIMITS.items():
        if hasattr(resource, name):
            limits[getattr(resource, name)] = value
    for kind, value in limits.items():
        hard = resource.getrlimit(kind)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        more = 5 if kind == resource.RLIMIT_CPU and hard == resource.RLIM_INFINITY else 0  # after the warning
        resource.setrlimit(kind, (value, value + more))
