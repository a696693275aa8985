"""Keeps the grader's own memory bounded while it looks at what a stranger's code gave."""

import contextlib
from collections.abc import Iterator

from autograder import limits

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]


@contextlib.contextmanager
def bounded_memory(room: int = limits.GRADER_MEMORY) -> Iterator[None]:
    """Let this process grow by `room` bytes; what asks for more gets a MemoryError instead of the machine's all."""
    size = _size()
    if size is None:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = [size + room, *(limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY)]
    resource.setrlimit(resource.RLIMIT_AS, (min(wanted), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _size():
    """Return the bytes of address space that this process has, or None where that cannot be told."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * resource.getpagesize()
    except (OSError, AttributeError):
        return None
