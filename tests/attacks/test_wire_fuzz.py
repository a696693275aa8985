"""The decoder of messages, fed with anything: plain data of bounded size comes out, or it is refused."""

import json
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.worker.limits import MAX_BODY, MAX_HEADER, PREFIX, WireError
from autograder.worker.short_messages import short_answer, short_callback
from autograder.worker.wire import decode, encode

PLAIN = (type(None), bool, int, float, complex, str, list, tuple, dict, np.ndarray)
SEEDS = [short_callback(1, 0, [np.ones(3)]), short_answer(np.ones(3)), short_answer(2.5)]
SEEDS += [
    encode(v) for v in ([1, (2.5, "x"), {"a": np.ones((2, 3))}], {"id": 1, "kind": "value"}, np.arange(5) > 2, 1j)
]


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(SEEDS), st.integers(0, 2**32), st.integers(1, 6))
def test_damaged_messages_are_refused_or_plain(message, seed, count):
    """new-fuzzed-frames"""
    chance = random.Random(seed)
    data = bytearray(message)
    for _ in range(count):
        place = chance.randrange(len(data) or 1)
        match chance.randrange(4):
            case 0:
                data[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                del data[place : place + chance.randrange(1, 5)]
            case 2:
                data[place:place] = data[: chance.randrange(1, 20)]
            case 3:
                data[place : place + 4] = PREFIX.pack(chance.randrange(2**32), chance.randrange(2**16))[:4]
    refused_or_plain(bytes(data))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_refused_or_plain(data):
    """new-fuzzed-bytes"""
    refused_or_plain(data)
    refused_or_plain(PREFIX.pack(len(data), 0) + data)


def refused_or_plain(data):
    """Decode, and accept nothing but a WireError or plain data of bounded size."""
    try:
        value = decode(data)
    except WireError:
        return
    waiting = [value]
    while waiting:
        part = waiting.pop()
        assert type(part) in PLAIN
        if isinstance(part, np.ndarray):
            assert part.dtype.kind in "biufc" and part.nbytes <= MAX_BODY and type(part.base) is not memoryview
        waiting += part.values() if isinstance(part, dict) else part if isinstance(part, (list, tuple)) else ()


@pytest.mark.parametrize(
    "header",
    [
        b"[" * 2**20,
        b'{"a":' * 10**5,
        b"1" * 10**6,
        b"[" + b"0," * 2**20 + b"0]",
        b'["a","<f8",[' + b"1," * 70 + b"1]]",
        b'["a","<f8",[99999999,99999999]]',
        b'["a","<f8",[-1]]',
        b'["a","|O",[1]]',
        b'["f",0]',
        b'["g",1,1,0,0]',
        b'["d",["a",1],["a",2]]',
        b'"\\ud800"',
        b"NaN",
        b"1e999",
    ],
    ids=lambda header: f"new-header-{header[:18].decode()}",
)
def test_hostile_headers(header):
    refused_or_plain(PREFIX.pack(len(header), 0) + header)


def test_a_header_that_is_too_large_is_refused_before_it_is_read():
    with pytest.raises(WireError):
        decode(PREFIX.pack(MAX_HEADER + 1, 0) + json.dumps("x").encode())
