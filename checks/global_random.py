"""Tells whether a call used NumPy's global random state, where all randomness has to come from a generator.

The sandbox's worker, which cannot import this folder in every course, does the same for the hidden cases.
"""

from collections.abc import Iterable

import numpy as np


def has_generator(values: Iterable[object]) -> bool:
    """Whether a NumPy generator is among the values."""
    return any(isinstance(value, np.random.Generator) for value in values)


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
