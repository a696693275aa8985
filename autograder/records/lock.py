"""One grading run at a time on a course: the second waits, and says so."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from autograder.errors import CourseError

try:
    import fcntl
except ImportError:  # Windows has no such lock; the databases' own locks still keep every grade whole
    fcntl = None  # type: ignore[assignment]


@contextmanager
def only_run(folder: Path, say: Callable[[str], None], shared: bool = False) -> Iterator[None]:
    """Hold the lock of a course's state folder; `say(sentence)` is called if another run holds it.

    Parameters
    ----------
    folder : Path
    say : callable
    shared : bool
        Whether a group of people grades in this course: nbgrader's ``groupshared``.
    """
    make_state(folder, shared)
    file = folder / "lock"
    try:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise CourseError(f"{file} cannot be written: {error.strerror}{_whose(file, shared)}") from error
    if shared:
        share_file(file)
    try:
        if fcntl is not None:
            _wait(descriptor, say)
        with suppress(OSError):  # a full disk: the lock holds all the same
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def make_state(folder: Path, shared: bool) -> None:
    """Make a course's state folder, for its owner alone or, where people share a course, for its group."""
    try:
        if not folder.is_dir():
            folder.mkdir(mode=0o700)
            if shared:
                folder.chmod(0o2770)
    except OSError as error:
        raise CourseError(f"the course folder {folder.parent} cannot be written: {error.strerror}") from error


def share_file(file: Path) -> None:
    """Let the group write to a file of the state folder; who did not make it finds it so."""
    with suppress(PermissionError):
        file.chmod(0o660)


def _whose(file, shared):
    """Say what to do where a file of the state folder belongs to somebody else."""
    if shared or not file.exists():
        return ""
    return (
        "; where several people grade one course, set c.CourseDirectory.groupshared = True in nbgrader_config.py, "
        f"and let its owner run: chmod 2770 {file.parent} && chmod 660 {file.parent}/*"
    )


def _wait(descriptor, say):
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(descriptor, 20, 0).decode("ascii", "replace") or "unknown"
        say(f"another run is grading this course (process {holder}): waiting until it is done")
        fcntl.flock(descriptor, fcntl.LOCK_EX)
