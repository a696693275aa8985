"""The traces that a call may leave: arguments that it changed, NumPy's global random state that it used.

Public checks, which run without the grader, do the latter in `checks.global_random`.
"""

from typing import Any

import numpy as np

from .limits import WireError
from .wire import encode

KINDS = (np.ndarray, list, tuple, dict)  # what can be changed in place


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


def has_generator(args: list, kwargs: dict[str, Any]) -> bool:
    """Whether a NumPy generator is among the arguments: then all randomness has to come from it."""
    return any(isinstance(value, np.random.Generator) for value in (*args, *kwargs.values()))


class GlobalRandomWatch:
    """Tells whether NumPy's global random state was used since this was made.

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
