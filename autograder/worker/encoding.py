"""From a value to a message's tree and buffers."""

from collections.abc import Iterable, Iterator, Mapping
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
        if self.functions and callable(value):
            return ["f", self.functions(value)]
        if isinstance(value, Iterable) and not isinstance(value, (bytes, bytearray, type)):
            return ["l", *(self.encode(v, depth + 1) for v in bounded(value))]
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


def bounded(iterable: Iterable) -> Iterator:
    """Yield the items of an iterable, MAX_ITEMS of them at most."""
    for count, item in enumerate(iterable):
        if count >= MAX_ITEMS:
            raise WireError(f"an iterator of more than {MAX_ITEMS} items")
        yield item


def _generator_state(generator):
    state = generator.bit_generator.state
    if state["bit_generator"] != "PCG64":
        raise WireError("a random generator of another kind than default_rng's")
    return ["g", state["state"]["state"], state["state"]["inc"], state["has_uint32"], state["uinteger"]]
