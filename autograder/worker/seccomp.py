"""A filter of system calls that no notebook needs and that widen the kernel's attack surface.

Namespaces, mounts, tracing, keyrings, kernel modules and the like are refused with "operation not
permitted". The filter is classic BPF: a list of (code, jump if true, jump if false, operand).
"""

import ctypes
import platform
import struct

PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2
ALLOW, REFUSE, NO_SUCH_CALL = 0x7FFF0000, 0x00050001, 0x00050026  # EPERM, ENOSYS
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
CLONE_NAMESPACES = 0x7E020080  # every CLONE_NEW… flag
CLONE3 = 435

# name: (number on x86-64, number on 64-bit ARM). Memory files and the old shared memory and message queues
# are among them since what they hold counts towards no limit.
REFUSED = {
    "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39),
    "pivot_root": (155, 41), "chroot": (161, 51), "ptrace": (101, 117), "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271), "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282), "syslog": (103, 116),
    "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265), "init_module": (175, 105),
    "finit_module": (313, 273), "delete_module": (176, 106), "kexec_load": (246, 104), "acct": (163, 89),
    "swapon": (167, 224), "reboot": (169, 142), "io_uring_setup": (425, 425), "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427), "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430),
    "fsconfig": (431, 431), "fsmount": (432, 432), "pidfd_getfd": (438, 438), "mount_setattr": (442, 442),
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194), "msgget": (68, 186),
}  # fmt: skip
MACHINES = {"x86_64": (0, 0xC000003E, 56), "aarch64": (1, 0xC00000B7, 220)}  # column, architecture, clone


def filter_program(machine: str) -> list | None:
    """Return the filter for a machine, a list of instructions, or None where its call numbers are unknown."""
    if machine not in MACHINES:
        return None
    column, architecture, clone = MACHINES[machine]
    program = [
        (LOAD, 0, 0, 4),  # the architecture of the call
        (EQUAL, 1, 0, architecture),
        (RETURN, 0, 0, REFUSE),
        (LOAD, 0, 0, 0),  # its number
        (AT_LEAST, 0, 1, 0x40000000),  # the second numbering of x86-64
        (RETURN, 0, 0, REFUSE),
    ]
    for numbers in REFUSED.values():
        program += [(EQUAL, 0, 1, numbers[column]), (RETURN, 0, 0, REFUSE)]
    program += [
        (EQUAL, 0, 1, CLONE3),  # its flags are out of a filter's sight; the C library falls back to clone
        (RETURN, 0, 0, NO_SUCH_CALL),
        (EQUAL, 0, 3, clone),
        (LOAD, 0, 0, 16),  # clone's flags
        (ANY_BIT, 0, 1, CLONE_NAMESPACES),
        (RETURN, 0, 0, REFUSE),
        (RETURN, 0, 0, ALLOW),
    ]
    return program


def refuse_calls(libc: ctypes.CDLL) -> None:
    """Install the filter in this process and its children; `no_new_privs` must be set before."""
    program = filter_program(platform.machine())
    if program is None:
        return
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in program))
    head = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(program), ctypes.addressof(code)))
    if libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, head, 0, 0):
        raise OSError(ctypes.get_errno(), "the filter of system calls was refused")
