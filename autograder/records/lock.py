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
def only_run(folder: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock of a course's state folder; `say(sentence)` is called if another run holds it."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise CourseError(f"the course folder {folder.parent} cannot be written: {error.strerror}") from error
    try:
        if fcntl is not None:
            _wait(descriptor, say)
        with suppress(OSError):  # a full disk: the lock holds all the same
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _wait(descriptor, say):
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(descriptor, 20, 0).decode("ascii", "replace") or "unknown"
        say(f"another run is grading this course (process {holder}): waiting until it is done")
        fcntl.flock(descriptor, fcntl.LOCK_EX)
