"""The traces that a call may leave: arguments and earlier results that it changed, NumPy's global random state.

Public checks, which run without the grader, do the latter in `checks.global_random`.
"""

from collections import deque
from typing import Any

import numpy as np

from .limits import WireError
from .wire import encode

KINDS = (np.ndarray, list, tuple, dict)  # what can be changed in place
HELD = 4  # results that are looked at again after later calls
HELD_BYTES = 65536  # of a result that is


def snapshot(args: list, kwargs: dict[str, Any]) -> dict[str, Any]:
    """Return what each argument that could be changed in place holds, by its position or name."""
    named = {**{str(i): value for i, value in enumerate(args)}, **kwargs}
    return {key: _bytes(value) for key, value in named.items() if isinstance(value, KINDS)}


def _bytes(value):
    if type(value) is np.ndarray and value.dtype.kind in "bif":
        return value.dtype.str, value.shape, value.tobytes()
    try:
        return encode(value, lambda function: 0)
    except WireError:
        return b""


class HeldResults:
    """The last results of a student's functions: a later call must leave them as they were."""

    def __init__(self):
        self._held = deque(maxlen=HELD)

    def keep(self, value: Any, message: bytes) -> None:
        """Hold a result, and the message in which it was sent."""
        lasting = isinstance(value, KINDS) and len(message) <= HELD_BYTES
        self._held.append((value, message) if lasting else None)

    def changed(self) -> int:
        """Return how many calls ago a result was given that is another one now; 0 where none is."""
        for calls_ago, held in enumerate(reversed(self._held), 1):
            if held is not None and _message(held[0]) not in (held[1], b""):
                return calls_ago
        return 0


def _message(value):
    try:
        return encode(value)
    except Exception:  # it has become something that cannot be sent
        return b""


def has_generator(args: list, kwargs: dict[str, Any]) -> bool:
    """Whether a NumPy generator is among the arguments: then all randomness has to come from it."""
    return any(isinstance(value, np.random.Generator) for value in (*args, *kwargs.values()))


class GlobalRandomWatch:
    """Watches NumPy's global random state from here on.

    The state is first moved on by one number, or a seed that is set in every call would leave what it found; where
    nothing used it, `used` puts it back.
    """

    def __init__(self):
        self._found = np.random.get_state(legacy=False)  # noqa: NPY002
        np.random.random()  # noqa: NPY002
        self._before = _comparable_state()

    def used(self) -> bool:
        """Whether somebody has drawn from the state, or set it, and has not put it back."""
        if self._before != _comparable_state():
            return True
        np.random.set_state(self._found)  # noqa: NPY002
        return False


def _comparable_state():
    state = np.random.get_state(legacy=False)  # noqa: NPY002
    inner = {k: v.tobytes() if isinstance(v, np.ndarray) else v for k, v in state["state"].items()}
    return state["bit_generator"], inner, state.get("has_gauss"), state.get("gauss")
