"""The time that laying out students' texts may take on one of formgrader's pages, in the server's only thread.

Libraries that lay out Markdown and colour code take a time that grows with the square of some texts. Python's regular
expressions and its own code can be interrupted by a signal, so nothing need be known of which texts these are.
"""

import signal
import threading
from collections.abc import Callable
from time import monotonic
from typing import TypeVar

from autograder import limits

T = TypeVar("T")
_left = limits.PAGE_SECONDS


class TooSlow(BaseException):
    """A text took too long; no library's ``except Exception`` catches it."""


def start_page() -> None:
    """Give the next page its time."""
    global _left
    _left = limits.PAGE_SECONDS


def in_time(make: Callable[[str], T], text: str) -> T | None:
    """Return ``make(text)``, or None where the text is too long, takes too long or cannot be made anything of.

    Parameters
    ----------
    make : callable
    text : str
    """
    global _left
    if len(text) > limits.LAID_OUT_CHARACTERS or _left <= 0:
        return None
    if threading.current_thread() is not threading.main_thread():  # which gets no signals: short texts only
        return _tried(make, text) if len(text) <= limits.LAID_OUT_UNTIMED else None
    begin = monotonic()
    handler = signal.signal(signal.SIGALRM, _interrupt)
    timer = signal.setitimer(signal.ITIMER_REAL, min(limits.LAID_OUT_SECONDS, _left))
    try:
        return _tried(make, text)
    except TooSlow:
        return None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
        spent = monotonic() - begin
        _left -= spent
        if timer[0]:  # somebody else's, who is to be called as if nothing had been
            signal.setitimer(signal.ITIMER_REAL, max(timer[0] - spent, 1e-3), timer[1])


def _tried(make, text):
    try:
        return make(text)
    except Exception:  # such as a picture that is not attached, or brackets nested too deeply
        return None


def _interrupt(number, frame):
    raise TooSlow
