"""The traces that a call may leave: arguments that it changed, numbers drawn from NumPy's global generator."""

import ctypes

import numpy as np

from .limits import WireError
from .wire import encode

KINDS = (np.ndarray, list, tuple, dict)  # what can be changed in place
MT19937_BYTES = 624 * 4 + 4  # of the generator's state in memory: 624 words and the position among them


def snapshot(args, kwargs):
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


class GlobalRandom:
    """Tells whether NumPy's global generator was used.

    Asking NumPy for the state costs more than many a call of a student's function; a look at its memory does not.
    What is not in that memory is a second normal number that the generator may keep: where none is kept, none
    can be taken or put there without a change of the memory.
    """

    def __init__(self):
        self._seen = self._memory(), self._state()

    def state(self):
        """Return something that is equal to what it was as long as the generator was not used."""
        memory = self._memory()
        if memory is None or memory != self._seen[0] or self._seen[1][-1]:
            self._seen = memory, self._state()
        return self._seen[1]

    @staticmethod
    def _memory():
        generator = np.random.get_bit_generator()  # noqa: NPY002
        if type(generator) is not np.random.MT19937:
            return None
        return ctypes.string_at(generator.ctypes.state_address, MT19937_BYTES)

    @staticmethod
    def _state():
        state = np.random.get_state(legacy=False)  # noqa: NPY002
        inner = state["state"]
        inner = tuple(inner[key].tobytes() if key == "key" else inner[key] for key in sorted(inner))
        return state["bit_generator"], inner, state["gauss"], state["has_gauss"]
