"""The processes that tests look at."""

import time

import psutil

from autograder.sandbox.zygote_handle import Zygote

OWN = 2  # below bubblewrap: its first process and the zygote


def living_below(pid: int) -> list[psutil.Process]:
    """Return the living processes below one, at any depth."""
    try:
        below = psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []
    return [process for process in below if is_living(process.pid)]


def is_living(pid: int) -> bool:
    """Whether there is a process that has not ended; one that nobody has waited for yet has."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def has_ended(pid: int, patience: float = 10) -> bool:
    """Whether a process ends within `patience` seconds."""
    end = time.monotonic() + patience
    while is_living(pid) and time.monotonic() < end:
        time.sleep(0.02)
    return not is_living(pid)


def workers_of(zygote: Zygote, patience: float = 5) -> int:
    """Return how many processes a zygote in bubblewrap has below it, after waiting `patience` seconds for none."""
    end = time.monotonic() + patience
    while (count := len(living_below(zygote._process.pid)) - OWN) > 0 and time.monotonic() < end:
        time.sleep(0.02)
    return max(count, 0)
