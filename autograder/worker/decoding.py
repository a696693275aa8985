"""From a message's tree and bytes to a value of exact plain types."""

import math
from typing import Any

import numpy as np

from .limits import DTYPES, MAX_BODY, MAX_DEPTH, MAX_DIMENSIONS, MAX_INT, MAX_NODES, MAX_TEXT, WireError


class Decoder:
    """Builds one value from the tree of a header and the bytes of its arrays, trusting neither."""

    def __init__(self, body, functions):
        self.body = body
        self.functions = functions
        self.position = 0
        self.nodes = 0

    def decode(self, node: Any, depth: int) -> Any:
        self.nodes += 1
        if self.nodes > MAX_NODES or depth > MAX_DEPTH:
            raise WireError("made of too many parts")
        kind = type(node)
        if kind is list:
            return self._tagged(node, depth)
        if kind is str:
            return self._text(node)
        if kind is int and not -MAX_INT < node < MAX_INT:
            raise WireError("a whole number that is far too large")
        if node is None or kind in (bool, int, float):
            return node
        raise WireError("not a message")

    @staticmethod
    def _text(text):
        if len(text) > MAX_TEXT:
            raise WireError("a text that is far too long")
        if text.isascii():
            return text
        return text.encode("utf-8", "replace").decode()  # no half surrogates, which no file can hold

    def _tagged(self, node, depth):
        tag, parts = (node[0], node[1:]) if node else (None, [])
        if tag == "l":
            return [self.decode(part, depth + 1) for part in parts]
        if tag == "t":
            return tuple([self.decode(part, depth + 1) for part in parts])
        if tag == "d":
            return self._dict(parts, depth)
        if tag == "a" and len(parts) == 2:
            return self._array(*parts)
        if tag == "c" and len(parts) == 2 and all(type(part) is float for part in parts):
            return complex(*parts)
        if tag == "f" and len(parts) == 1 and type(parts[0]) is int and self.functions:
            return self.functions(parts[0])
        if tag == "g" and len(parts) == 4 and self.functions:
            return _generator(*parts)
        raise WireError("not a message")

    def _dict(self, parts, depth):
        result = {}
        for part in parts:
            if type(part) is not list or len(part) != 2 or type(part[0]) is not str:
                raise WireError("not a message")
            result[self._text(part[0])] = self.decode(part[1], depth + 1)
        return result

    def _array(self, dtype, shape):
        if type(dtype) is not str or dtype not in DTYPES or type(shape) is not list:
            raise WireError("an array of an unknown type")
        if len(shape) > MAX_DIMENSIONS or not all(type(n) is int and 0 <= n <= MAX_BODY for n in shape):
            raise WireError("an array of an impossible shape")
        if math.prod(max(n, 1) for n in shape) > MAX_BODY:
            raise WireError("an array of an impossible shape")
        size = math.prod(shape) * DTYPES[dtype].itemsize
        part = self.body[self.position : self.position + size]
        if len(part) != size:
            raise WireError("an array without all its bytes")
        self.position += size
        if dtype == "|b1":  # any byte could stand here, and NumPy trusts it to be 0 or 1
            return (np.frombuffer(part, np.uint8) != 0).reshape(shape)
        kind = DTYPES[dtype]
        return np.frombuffer(part, kind).astype(kind.newbyteorder("=")).reshape(shape)


def _generator(state, inc, has_uint32, uinteger):
    if not all(type(n) is int and 0 <= n < limit for n, limit in ((state, 2**128), (inc, 2**128))):
        raise WireError("no state of a generator")
    if has_uint32 not in (0, 1) or type(uinteger) is not int or not 0 <= uinteger < 2**32:
        raise WireError("no state of a generator")
    generator = np.random.Generator(np.random.PCG64(0))
    generator.bit_generator.state = {
        "bit_generator": "PCG64",
        "state": {"state": state, "inc": inc},
        "has_uint32": int(has_uint32),
        "uinteger": uinteger,
    }
    return generator
