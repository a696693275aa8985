"""The data that crosses between the grader and a student's process: plain values and array buffers.

A message is a JSON header, which holds the structure, followed by the raw bytes of the arrays. Nothing is
ever unpickled or evaluated; a decoded value consists of exact built-in types and plain ndarrays only.

In the header numbers, strings, booleans and None stand for themselves and everything else is a list that
starts with a tag: ``["l", …]`` list, ``["t", …]`` tuple, ``["d", [key, value], …]`` dict,
``["a", dtype, shape]`` array, ``["c", re, im]`` complex, ``["f", number]`` a function of the other side,
``["g", …]`` the state of a random generator. Some messages have a short form (`compact`) as well. Only
the standard library and NumPy are needed.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .decoding import Decoder
from .encoding import Encoder
from .limits import MAX_BODY, MAX_HEADER, MAX_NODES, PREFIX, WireError
from .short_messages import decode_short, short_answer, short_callback

__all__ = [
    "WireError", "decode", "decode_whole", "encode", "encode_answer", "encode_callback", "message_size", "roundtrip",
]  # fmt: skip

to_json = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
from_json = json.JSONDecoder().decode


def encode(value: Any, functions: Callable[[Callable], int | None] | None = None) -> bytes:
    """Return a value as one message.

    Parameters
    ----------
    value : object
        Numbers, strings, None, arrays, lists, tuples, dicts with string keys, random generators; objects
        that merely resemble one of these are sent as what they resemble, iterators as lists.
    functions : callable, optional
        ``functions(function) -> number`` under which the other side knows it, or None where it does not; default:
        none may be sent.
    """
    encoder = Encoder(functions)
    header = to_json(encoder.encode(value, 0)).encode()
    size = sum(len(buffer) for buffer in encoder.buffers)
    if len(header) > MAX_HEADER or size > MAX_BODY:
        raise WireError("too large")
    return b"".join([PREFIX.pack(len(header), size), header, *encoder.buffers])


def encode_callback(
    request: int,
    function: int,
    args: Sequence,
    kwargs: Mapping[str, Any],
    functions: Callable[[Callable], int | None] | None = None,
) -> bytes:
    """Return the message in which a worker asks for the value of the grader's function of that number.

    `functions` are those of the grader's that may be among the arguments, as for `encode`.
    """
    short = None if kwargs else short_callback(request, function, args)
    return short or encode(
        {"id": request, "kind": "callback", "function": function, "args": list(args), "kwargs": dict(kwargs)},
        functions,
    )


def encode_answer(value: Any) -> bytes:
    """Return the message with a function's value."""
    return short_answer(value) or encode({"kind": "return", "value": value})


def decode(message: bytes, functions: Callable[[int], Callable] | None = None) -> Any:
    """Return the value of one message; raise WireError for anything that is not one.

    `functions`, if given, makes a callable of a function's number; by default none is accepted.
    """
    if len(message) != message_size(message):
        raise WireError("a message of the wrong length")
    return decode_whole(message, functions)


def decode_whole(message: bytes, functions: Callable[[int], Callable] | None = None) -> Any:
    """Return the value of a message whose length is known to be right; otherwise as `decode`."""
    short = decode_short(message)
    if short is not None:
        return short
    header_size, body_size = PREFIX.unpack_from(message)
    header = bytes(message[PREFIX.size : PREFIX.size + header_size])
    body = memoryview(message)[PREFIX.size + header_size :]
    if header.count(b",") + header.count(b"[") > 3 * MAX_NODES:  # before it costs memory
        raise WireError("made of too many parts")
    try:
        tree = from_json(header.decode())
    except (ValueError, RecursionError) as error:
        raise WireError("not a message") from error
    decoder = Decoder(body, functions)
    value = decoder.decode(tree, 0)
    if decoder.position != body_size:
        raise WireError("a message with bytes left over")
    return value


def message_size(beginning: bytes) -> int:
    """Return the size of the message that begins like this, within the limits."""
    if len(beginning) < PREFIX.size:
        raise WireError("a message without a beginning")
    header, body = PREFIX.unpack_from(beginning)
    if header > MAX_HEADER or body > MAX_BODY:
        raise WireError("too large")
    return PREFIX.size + header + body


def roundtrip(value: Any) -> Any:
    """Return what the other side gets of a value; functions stay themselves."""
    functions = []

    def number(function):
        functions.append(function)
        return len(functions) - 1

    return decode(encode(value, number), functions.__getitem__)
