"""A filter of system calls: what notebooks need is let through, by a list, and all else is refused.

A refused call gets "operation not permitted"; a few get the error that programs know how to go on from. The filter is
classic BPF: a list of (code, jump if true, jump if false, operand).
"""

import ctypes
import platform
import struct

from .system_calls import ALLOWED, CHECKED, NEWER, NO_SUCH_CALL, numbers

PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2
ALLOW, REFUSE = 0x7FFF0000, 0x00050001  # and EPERM
NOT_THERE, NO_FAMILY, NO_DEVICE_CALL, BAD_ADVICE = 0x00050026, 0x00050061, 0x00050019, 0x00050016
LOAD, EQUAL, ABOVE, AT_LEAST, ANY_BIT, AND, RETURN = 0x20, 0x15, 0x25, 0x35, 0x45, 0x54, 0x06
NUMBER, ARCHITECTURE = 0, 4  # places in what the filter is shown
SECOND_NUMBERING = 0x40000000  # of x86-64

AF_UNIX = 1
SOL_SOCKET, SO_REUSEADDR = 1, 2
CLONE_NAMESPACES = 0x7E020080  # every CLONE_NEW… flag
MAP_SHARED, MAP_ANONYMOUS, MAP_HUGETLB = 0x01, 0x20, 0x40000
SIGCHLD = 17
MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # column, architecture

# Values of an argument that are let through, and what others are answered.
FCNTL = (0, 1, 2, 3, 4, 8, 9, 1030, 1032)  # no locks of ranges, leases or larger pipes: they are memory
IOCTL = (0x5401, 0x540F, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)  # is it a terminal, how much is there, flags
MADVISE = (0, 1, 2, 3, 4, 8, 10, 11, 14, 15, 16, 17, 18, 19, 22, 23, 102, 103)  # nothing moved to where it isn't seen
PRCTL = (3, 15, 16, 23, 39)  # names of threads; what is so; nothing is set
LISTED = {
    "madvise": (2, MADVISE, BAD_ADVICE),
    "fcntl": (1, FCNTL, REFUSE),
    "ioctl": (1, IOCTL, NO_DEVICE_CALL),
    "prctl": (0, PRCTL, REFUSE),
    "socket": (0, (AF_UNIX,), NO_FAMILY),
    "socketpair": (0, (AF_UNIX,), NO_FAMILY),
}


def filter_program(machine: str) -> list | None:
    """Return the filter for a machine, a list of instructions, or None where its call numbers are unknown."""
    if machine not in MACHINES:
        return None
    column, architecture = MACHINES[machine]
    checked = numbers(CHECKED, column)
    program = [
        (LOAD, 0, 0, ARCHITECTURE),
        (EQUAL, 1, 0, architecture),
        (RETURN, 0, 0, REFUSE),
        (LOAD, 0, 0, NUMBER),
        (AT_LEAST, 0, 1, SECOND_NUMBERING),
        (RETURN, 0, 0, REFUSE),
    ]
    for name, lines in {"mmap": _mapping(), **{name: _listed(*rule) for name, rule in LISTED.items()}}.items():
        program += _when(checked[name], lines)
    program += _when(checked["rt_sigaction"], _signal_action())
    program += _when(checked["setsockopt"], _socket_option())
    program += _when(checked["clone"], _new_process())
    for first, last in _ranges(numbers(ALLOWED, column).values()):
        program += [(AT_LEAST, 0, 2, first), (ABOVE, 1, 0, last), (RETURN, 0, 0, ALLOW)]
    for number in numbers(NO_SUCH_CALL, column).values():
        program += [(EQUAL, 0, 1, number), (RETURN, 0, 0, NOT_THERE)]
    return [*program, (AT_LEAST, 0, 1, NEWER), (RETURN, 0, 0, NOT_THERE), (RETURN, 0, 0, REFUSE)]


def refuse_calls(libc: ctypes.CDLL) -> None:
    """Install the filter in this process and its children; `no_new_privs` must be set before."""
    if not PROGRAM:
        return
    code = ctypes.create_string_buffer(PROGRAM)
    head = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(PROGRAM) // 8, ctypes.addressof(code)))
    if libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, head, 0, 0):
        raise OSError(ctypes.get_errno(), "the filter of system calls was refused")


def _when(number, lines):
    """Have lines that end in a verdict decide about one call."""
    return [(EQUAL, 0, len(lines), number), *lines]


def _argument(index, high=False):
    """Load half of an argument; both machines put the low half first."""
    return (LOAD, 0, 0, 16 + 8 * index + 4 * high)


def _listed(index, values, otherwise):
    """Allow a call for some values of an argument."""
    tests = [(EQUAL, len(values) - i, 0, value) for i, value in enumerate(values)]
    return [_argument(index), *tests, (RETURN, 0, 0, otherwise), (RETURN, 0, 0, ALLOW)]


def _mapping():
    """Refuse shared memory of no file and huge pages: what is in them counts as no process's own."""
    return [
        _argument(3),
        (ANY_BIT, 3, 0, MAP_HUGETLB),
        (AND, 0, 0, MAP_SHARED | MAP_ANONYMOUS),
        (EQUAL, 1, 0, MAP_SHARED | MAP_ANONYMOUS),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, REFUSE),
    ]


def _signal_action():
    """Refuse to change what happens when a child ends: where that is ignored, nobody counts the time that it took."""
    return [
        _argument(0),
        (EQUAL, 0, 4, SIGCHLD),
        _argument(1),
        (EQUAL, 0, 3, 0),  # only asked for
        _argument(1, high=True),
        (EQUAL, 0, 1, 0),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, REFUSE),
    ]


def _socket_option():
    """Refuse all options of sockets, the sizes of their buffers among them, but the one that Python itself sets."""
    return [
        _argument(1),
        (EQUAL, 0, 3, SOL_SOCKET),
        _argument(2),
        (EQUAL, 0, 1, SO_REUSEADDR),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, REFUSE),
    ]


def _new_process():
    """Refuse new namespaces."""
    return [_argument(0), (ANY_BIT, 0, 1, CLONE_NAMESPACES), (RETURN, 0, 0, REFUSE), (RETURN, 0, 0, ALLOW)]


def _ranges(values):
    """Return the first and last of each run of consecutive numbers."""
    runs: list[list[int]] = []
    for value in sorted(values):
        if runs and value == runs[-1][1] + 1:
            runs[-1][1] = value
        else:
            runs.append([value, value])
    return runs


# Made once, in the zygote, for all workers.
PROGRAM = b"".join(struct.pack("HBBI", *line) for line in filter_program(platform.machine()) or [])
