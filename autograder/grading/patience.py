"""How long one notebook may keep the grader waiting."""

import contextlib
import time
from collections.abc import Iterator

from autograder import limits
from autograder.sandbox.session import Died, TooSlow


class Patience:
    """The time for one notebook: plenty for what ends, little for what never does.

    What was waited for in vain counts apart: calls and cells that ran into a limit, and bringing the worker back after
    them. The more of it there was, the shorter the next wait; where it is used up, so is the notebook's time.

    Parameters
    ----------
    seconds : float
        For the whole notebook.
    in_vain : float
        Of them for what does not end.
    """

    def __init__(self, seconds: float = limits.NOTEBOOK_SECONDS, in_vain: float = limits.IN_VAIN_SECONDS):
        self._end = time.monotonic() + seconds
        self._in_vain = in_vain

    def left(self) -> float:
        """Return the seconds that are left for the notebook."""
        return max(0.0, self._end - time.monotonic()) if self._in_vain > 0 else 0.0

    def for_one(self, seconds: float) -> float:
        """Return how long to wait for one call or cell that may take so many seconds."""
        return min(seconds, self.left(), max(1.0, self._in_vain / 2))

    @contextlib.contextmanager
    def counting(self, always: bool = False) -> Iterator[None]:
        """Count the time within as waited in vain if it ends with the worker's end, or `always`."""
        begin = time.monotonic()
        try:
            yield
        except (Died, TooSlow):
            always = True
            raise
        finally:
            if always:
                self._in_vain -= time.monotonic() - begin
