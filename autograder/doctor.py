"""Says what works on this machine: what `autograder doctor` prints.

Each check is a function that returns one Finding; a new one is added to CHECKS. A check never raises: what it cannot
find out it says so.
"""

import ctypes
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from autograder.course import Course
from autograder.errors import SandboxUnavailable
from autograder.sandbox import bubblewrap
from autograder.worker import limits
from autograder.worker.seccomp import MACHINES

WORKS, LIMITED, BROKEN = "works", "limited", "does not work"
PACKAGES = ("numpy", "matplotlib", "ipython", "nbgrader", "pytest")
FREE_DISK = 2**30  # bytes, for a class's results and gradebook
LANDLOCK_CREATE_RULESET, LANDLOCK_VERSION = 444, 1  # the same number on both machines
PROBE = """
import mmap, socket
def refused(do):
    try: do()
    except OSError: return True
print(refused(lambda: socket.socket(socket.AF_INET)) and refused(lambda: mmap.mmap(-1, 4096)), 'probe')
"""


@dataclass(frozen=True)
class Finding:
    """What a check found.

    Attributes
    ----------
    name : str
        What was looked at, in a word or two.
    state : str
        WORKS, LIMITED or BROKEN.
    says : str
        One sentence; with what to do where something is to be done.
    needed : bool
        Whether nothing can be graded without it.
    """

    name: str
    state: str
    says: str
    needed: bool = False


def versions(course: Course) -> Finding:
    """Look for the packages that grading uses."""
    found, missing = [f"Python {platform.python_version()}"], []
    for name in PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        says = f"missing: {', '.join(missing)}. Install the course's package again with pip."
        return Finding("packages", BROKEN, says, needed=True)
    return Finding("packages", WORKS, f"{', '.join(found)}.", needed=True)


def program(course: Course) -> Finding:
    """Look for bubblewrap."""
    try:
        path = bubblewrap.find_bubblewrap()
        said = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=10, check=False).stdout
    except SandboxUnavailable as error:
        return Finding("bubblewrap", BROKEN, f"{error}.", needed=True)
    except (OSError, subprocess.SubprocessError) as error:
        return Finding("bubblewrap", BROKEN, f"{path} cannot be run ({error}).", needed=True)
    return Finding("bubblewrap", WORKS, f"{said.strip() or 'of an unknown version'}, {path}.", needed=True)


def namespaces(course: Course) -> Finding:
    """Look at what the kernel's settings say about user namespaces."""
    for setting, off in (
        ("kernel/unprivileged_userns_clone", "0"),
        ("user/max_user_namespaces", "0"),
        ("kernel/apparmor_restrict_unprivileged_userns", "1"),
    ):
        if _text(f"/proc/sys/{setting}") == off:
            wanted = "1000" if setting.startswith("user/") else str(1 - int(off))
            name = setting.replace("/", ".")
            return Finding(
                "user namespaces", LIMITED, f"{name} is {off}: if the sandbox fails, sysctl {name}={wanted}."
            )
    return Finding("user namespaces", WORKS, "no setting of the kernel forbids them.")


def sandbox(course: Course) -> Finding:
    """Start the sandbox and run a cell in it that tries what the walls refuse."""
    from autograder.sandbox.session import Died, Session, TooSlow
    from autograder.sandbox.zygote_handle import Zygote

    try:
        with Zygote("bubblewrap", course) as zygote:
            session = Session(zygote)
            try:
                said = "".join(str(output.get("text", "")) for output in session.run_cell(PROBE))
            finally:
                session.kill()
    except (SandboxUnavailable, Died, TooSlow) as error:
        return Finding("sandbox", BROKEN, f"{error or 'a cell did not end in it'}.", needed=True)
    if said.split() == ["True", "probe"]:
        return Finding("sandbox", WORKS, "a cell ran in it, without network and with the filter of system calls.", True)
    known = " or ".join(MACHINES)
    why = f"it has no filter of system calls, which is for {known}, and this is {platform.machine()}"
    return Finding("sandbox", LIMITED, f"a cell ran in it, but {why}: grade only what you would run yourself.", True)


def memory(course: Course) -> Finding:
    """Say how a notebook's memory is counted, and whether there is enough for one."""
    most = limits.ALL_MEMORY // limits.GB
    how = (
        f"counted by limits, not by a control group: what a notebook's processes and sockets may hold is added up, "
        f"{most} GB at most, and memory that belongs to no process is refused"
    )
    rows = dict(line.split(":", 1) for line in _text("/proc/meminfo").splitlines() if ":" in line)
    free = int(rows.get("MemAvailable", "0").split()[0]) * 1024
    if free and free < limits.ALL_MEMORY:
        short = f"only {free / limits.GB:.1f} GB are free, fewer than one notebook may use"
        return Finding("memory", LIMITED, f"{how}; {short}: close other programs, or grade on a larger machine.")
    return Finding("memory", WORKS, f"{how}; {free / limits.GB:.1f} GB are free.")


def control_groups(course: Course) -> Finding:
    """Say whether this process stands in a control group that could count memory; nothing depends on it."""
    place = next((row[3:] for row in _text("/proc/self/cgroup").splitlines() if row.startswith("0::")), None)
    folder = Path("/sys/fs/cgroup", (place or "").lstrip("/"))
    if place is not None and "memory" in _text(folder / "cgroup.controllers") and os.access(folder, os.W_OK):
        return Finding("control groups", WORKS, "one with memory is there for us; grading does not need it.")
    return Finding("control groups", WORKS, "none that counts memory is there for us; grading does not need one.")


def landlock(course: Course) -> Finding:
    """Say which version of Landlock the kernel has; nothing depends on it."""
    call = ctypes.CDLL(None).syscall if sys.platform == "linux" else None
    found = call(LANDLOCK_CREATE_RULESET, None, ctypes.c_size_t(0), LANDLOCK_VERSION) if call else -1
    says = f"version {found}" if found > 0 else "not there"
    return Finding("Landlock", WORKS, f"{says}; grading does not need it, since files are hidden by mounts.")


def disk(course: Course) -> Finding:
    """Look for room for results."""
    short = []
    for place in dict.fromkeys((os.getcwd(), tempfile.gettempdir())):
        free = shutil.disk_usage(place).free
        if free < FREE_DISK:
            short.append(f"{free / limits.GB:.1f} GB are free in {place}")
    if short:
        return Finding("disk", LIMITED, f"{' and '.join(short)}: make room before you grade a class.")
    return Finding("disk", WORKS, f"{shutil.disk_usage(os.getcwd()).free / limits.GB:.0f} GB are free here.")


CHECKS: tuple[Callable[[Course], Finding], ...] = (
    versions,
    program,
    namespaces,
    sandbox,
    memory,
    control_groups,
    landlock,
    disk,
)


def examine(course: Course, checks: Iterable[Callable[[Course], Finding]] = CHECKS) -> list[Finding]:
    """Return what each check found; one that breaks has found that something is wrong."""
    findings = []
    for check in checks:
        try:
            findings.append(check(course))
        except Exception as error:
            says = f"it could not be looked at ({type(error).__name__}: {error})."
            findings.append(Finding(check.__name__.replace("_", " "), LIMITED, says))
    return findings


def can_grade(findings: Iterable[Finding]) -> bool:
    """Whether nothing that grading needs is broken."""
    return not any(finding.needed and finding.state == BROKEN for finding in findings)


def as_text(findings: list[Finding]) -> str:
    """Return the findings as a table for a terminal."""
    lines = []
    for finding in findings:
        head = f"{finding.name:16} {finding.state:14} "
        lines += textwrap.wrap(
            finding.says, 110, initial_indent=head, subsequent_indent=" " * len(head), break_on_hyphens=False
        )
    end = "Notebooks can be graded here." if can_grade(findings) else "Notebooks cannot be graded here."
    return "\n".join([*lines, "", end])


def as_json(findings: list[Finding]) -> str:
    """Return the findings as a JSON object."""
    return json.dumps({"can_grade": can_grade(findings), "findings": [asdict(f) for f in findings]}, indent=1)


def _text(path):
    """Return the text of a small file of the kernel's, stripped, or none where it is not there."""
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
