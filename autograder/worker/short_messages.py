"""The short form of the messages that are sent most: a gradient is asked for and given, a call has a value.

A method of a thousand steps asks a thousand times. These messages say what their long form in `wire` says
and are decoded into the same values, with a header of a few bytes where the long form has JSON: no JSON
begins with one of the bytes 1 to 4.
"""

import struct
from collections.abc import Sequence
from typing import Any

import numpy as np

from .limits import PREFIX, WireError

SHORT = ASK, VECTOR, NUMBER, DONE = 1, 2, 3, 4  # the first byte of a header
MAX_BYTES = 65536  # of an array that is sent like this
VECTOR_TYPE = np.dtype("<f8")
_ASK = struct.Struct("!BII")  # ASK, the number of the request, the number of the function
_DONE = struct.Struct("!BI?")  # DONE, the number of the request, whether NumPy's global generator was used
_FLOAT = struct.Struct("<d")
_VECTOR_HEADER, _NUMBER_MESSAGE = bytes([VECTOR]), PREFIX.pack(1, 8) + bytes([NUMBER])


def short_callback(request: int, function: int, args: Sequence) -> bytes | None:
    """Return the message that asks for a function's value at one vector; None for anything else."""
    if len(args) != 1 or not _is_vector(args[0]):
        return None
    body = args[0].tobytes()
    return PREFIX.pack(_ASK.size, len(body)) + _ASK.pack(ASK, request, function) + body


def short_answer(value: Any) -> bytes | None:
    """Return the message that gives a vector or a number; None for anything else."""
    if type(value) is float or type(value) is np.float64:
        return _NUMBER_MESSAGE + _FLOAT.pack(value)
    if not _is_vector(value):
        return None
    body = value.tobytes()
    return PREFIX.pack(1, len(body)) + _VECTOR_HEADER + body


def short_done(request: int, global_random: bool) -> bytes:
    """Return the message that a call has a value, which follows, and has changed neither arguments nor results."""
    return PREFIX.pack(_DONE.size, 0) + _DONE.pack(DONE, request, global_random)


def decode_short(message: bytes) -> Any:
    """Return the value of a message in the short form; None where it is in the long one.

    Parameters
    ----------
    message : bytes-like
        Whole: of the length that its first bytes announce.
    """
    if len(message) <= PREFIX.size or message[PREFIX.size] not in SHORT:
        return None
    kind, header = message[PREFIX.size], PREFIX.unpack_from(message)[0]
    start = PREFIX.size + header
    if kind == ASK and header == _ASK.size:
        _, request, function = _ASK.unpack_from(message, PREFIX.size)
        return {
            "id": request,
            "kind": "callback",
            "function": function,
            "args": [_vector(message, start)],
            "kwargs": {},
        }
    if kind == VECTOR and header == 1:
        return {"kind": "return", "value": _vector(message, start)}
    if kind == NUMBER and header == 1 and len(message) == start + _FLOAT.size:
        return {"kind": "return", "value": _FLOAT.unpack_from(message, start)[0]}
    if kind == DONE and header == _DONE.size and len(message) == start:
        _, request, global_random = _DONE.unpack_from(message, PREFIX.size)
        return {"id": request, "kind": "value", "mutated": [], "spoiled": 0, "global_random": global_random}
    raise WireError("not a message")


def _is_vector(value):
    return type(value) is np.ndarray and value.dtype == VECTOR_TYPE and value.ndim == 1 and value.nbytes <= MAX_BYTES


def _vector(message, start):
    size = len(message) - start
    if size % VECTOR_TYPE.itemsize or size > MAX_BYTES:
        raise WireError("an array without all its bytes")
    return np.frombuffer(message, VECTOR_TYPE, offset=start).astype(np.float64)
