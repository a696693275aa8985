"""From a value to a message's tree and buffers."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from .limits import (
    DTYPES,
    MAX_BODY,
    MAX_DEPTH,
    MAX_DIMENSIONS,
    MAX_INT,
    MAX_ITEMS,
    MAX_NODES,
    MAX_TEXT,
    WireError,
)

# What is sent as it is, and what a loop over would take apart into something else.
PLAIN = (np.ndarray, np.generic, list, tuple, str, bytes, bytearray, Mapping, type)


class Encoder:
    """Turns one value into the tree of a header and the buffers of its arrays."""

    def __init__(self, functions):
        self.functions = functions
        self.buffers = []
        self.nodes = 0

    def encode(self, value: Any, depth: int) -> Any:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise WireError("made of too many parts")
        if depth > MAX_DEPTH:
            raise WireError("nested too deeply")
        kind = type(value)  # the usual types first: a message is made for every call of a gradient
        if kind is float or kind is bool or value is None:
            return value
        if kind is int:
            return self._int(value)
        if kind is str:
            return self._text(value)
        if kind is np.ndarray:
            return self._array(value, depth)
        if kind is list or kind is tuple:
            return ["l" if kind is list else "t", *[self.encode(part, depth + 1) for part in value]]
        if kind is dict:
            return self._dict(value, depth)
        return self._other(value, depth)

    def _other(self, value, depth):
        if value is None or isinstance(value, (bool, np.bool_)):
            return None if value is None else bool(value)
        if isinstance(value, np.generic):
            value = value.item()
            if isinstance(value, np.generic):  # long doubles have no Python type
                value = complex(value) if isinstance(value, np.complexfloating) else float(value)
        if isinstance(value, int):
            return self._int(value)
        if isinstance(value, float):
            return float.__float__(value)
        if isinstance(value, complex):
            return ["c", value.real, value.imag]
        if isinstance(value, str):
            return self._text(value)
        return self._compound(value, depth)

    @staticmethod
    def _int(value):
        if not -MAX_INT < value < MAX_INT:
            raise WireError("a whole number that is far too large")
        return int.__int__(value)

    @staticmethod
    def _text(value):
        if len(value) > MAX_TEXT:
            raise WireError("a text that is far too long")
        return str.__str__(value)

    def _compound(self, value, depth):
        if isinstance(value, np.ndarray):
            return self._array(value, depth)
        if isinstance(value, (list, tuple)):
            return ["t" if isinstance(value, tuple) else "l", *(self.encode(v, depth + 1) for v in value)]
        if isinstance(value, Mapping):
            return self._dict(value, depth)
        if isinstance(value, np.random.Generator):
            return _generator_state(value)
        if self.functions and callable(value) and (number := self.functions(value)) is not None:
            return ["f", number]
        if (items := looped(value)) is not value:
            return self.encode(items, depth)
        raise WireError("a function" if callable(value) else f"of type {type(value).__name__}")

    def _dict(self, value, depth):
        pairs = list(value.items())
        if not all(isinstance(key, str) for key, _ in pairs):
            raise WireError("a dict with keys that are not strings")
        return ["d", *[[self._text(key), self.encode(part, depth + 1)] for key, part in pairs]]

    def _array(self, array, depth):
        array = np.asarray(array)  # no subclass
        if array.dtype.str not in DTYPES:
            if array.dtype.kind in "OU":
                return self.encode(array.tolist(), depth + 1)
            kinds = {"g": np.float64, "G": np.complex128}
            array = array.astype(kinds.get(array.dtype.char, array.dtype.newbyteorder("<")))
            if array.dtype.str not in DTYPES:
                raise WireError(f"an array of type {array.dtype.name}")
        if array.ndim > MAX_DIMENSIONS:
            raise WireError(f"an array of more than {MAX_DIMENSIONS} dimensions")
        if array.nbytes > MAX_BODY:
            raise WireError("far too large")
        self.buffers.append(array.tobytes())
        return ["a", array.dtype.str, list(array.shape)]


def looped(value: Any) -> Any:
    """Return the list of what a loop takes from an object, MAX_ITEMS at most; anything else as it is."""
    if isinstance(value, PLAIN):
        return value
    if not isinstance(value, Iterable):
        if not (hasattr(type(value), "__getitem__") and hasattr(type(value), "__len__")):
            return value
        value = _by_number(value)
    items = []
    for item in value:
        if len(items) == MAX_ITEMS:
            raise WireError(f"an iterator of more than {MAX_ITEMS} items")
        items.append(item)
    return items


def _by_number(value):
    """Yield the items of an object of a class like `list`; like a loop, end at its IndexError."""
    for i in range(len(value)):
        try:
            item = value[i]
        except IndexError:
            return
        yield item


def _generator_state(generator):
    state = generator.bit_generator.state
    if state["bit_generator"] != "PCG64":
        raise WireError("a random generator of another kind than default_rng's")
    return ["g", state["state"]["state"], state["state"]["inc"], state["has_uint32"], state["uinteger"]]
