"""Whatever crosses the wire arrives as the same plain data; whatever else comes is refused, not believed."""

import json
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.worker.limits import MAX_BODY, MAX_HEADER, PREFIX
from autograder.worker.short_messages import short_answer, short_callback
from autograder.worker.wire import WireError, decode, encode, encode_answer, encode_callback, roundtrip

PLAIN = (type(None), bool, int, float, complex, str, list, tuple, dict, np.ndarray)
DTYPES = ["?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16"]

numbers = st.none() | st.booleans() | st.integers(-(2**127), 2**127) | st.floats() | st.complex_numbers()
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
arrays = st.sampled_from(DTYPES).flatmap(lambda d: hnp.arrays(d, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0)))
values = st.recursive(
    numbers | texts | arrays,
    lambda inner: (
        st.lists(inner, max_size=4) | st.lists(inner, max_size=4).map(tuple) | st.dictionaries(texts, inner, max_size=4)
    ),
    max_leaves=12,
)


def same(a, b):
    """Whether two values are the same, of the same exact types."""
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[k], b[k]) for k in a)
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    return repr(a) == repr(b)


def message(tree, body=b""):
    """Return a message with any header."""
    header = json.dumps(tree).encode()
    return PREFIX.pack(len(header), len(body)) + header + body


@given(values)
def test_a_value_arrives_as_it_was(value):
    assert same(decode(encode(value)), value)


@given(st.binary(max_size=200))
def test_bytes_are_a_message_or_refused(data):
    try:
        value = decode(PREFIX.pack(len(data), 0) + data)
    except WireError:
        return
    assert type(value) in PLAIN


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["l", "t", "d", "a", "c", "f", "g", "<f8"]),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=20,
)


@settings(max_examples=300)
@given(json_values, st.binary(max_size=64))
def test_a_forged_header_gives_plain_data_or_is_refused(tree, body):
    try:
        value = decode(message(tree, body))
    except WireError:
        return
    assert type(value) in PLAIN


@given(values, st.data())
def test_a_damaged_message_gives_plain_data_or_is_refused(value, data):
    damaged = bytearray(encode(value))
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = decode(bytes(damaged))
    except WireError:
        return
    assert type(found) in PLAIN


class Liar(int):
    """Says that it equals everything."""

    def __eq__(self, other):
        return True

    __hash__ = int.__hash__


class Array(np.ndarray):
    """An array that says what it likes of itself."""

    def __array_function__(self, *args, **kwargs):
        return True


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Liar(3), 3),
        (np.ones(2).view(Array), np.ones(2)),
        (np.float64(0.5), 0.5),
        (np.int32(7), 7),
        (np.bool_(True), True),
        (np.str_("a"), "a"),
        (np.array(["a", "b"]), ["a", "b"]),
        (np.array([1.0], dtype=">f8"), np.array([1.0])),
        (iter([1, 2]), [1, 2]),
        (range(2), [0, 1]),
        ({"a": 1}.items(), [("a", 1)]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_resembles_plain_data_becomes_plain(value, expected):
    assert same(roundtrip(value), expected)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({1: 2}, "keys that are not strings"),
        (b"bytes", "of type bytes"),
        (object(), "of type object"),
        (np.array(["2020"], dtype="datetime64[D]"), "an array of type datetime64"),
        (2**200, "a whole number that is far too large"),
        ("x" * 200_000, "a text that is far too long"),
        (np.ones((1,) * 12), "dimensions"),
        (len, "a function"),
        (iter(int, 1), "an iterator of more than"),
        (np.random.Generator(np.random.MT19937(1)), "a random generator of another kind"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_other_things_are_refused_with_a_reason(value, words):
    with pytest.raises(WireError, match=words):
        encode(value)


def test_a_list_in_itself_is_refused():
    endless = []
    endless.append(endless)
    with pytest.raises(WireError, match="nested too deeply"):
        encode(endless)


def test_a_generator_arrives_in_its_state_and_apart():
    rng = np.random.default_rng(4)
    rng.normal()
    copy = roundtrip([rng])[0]
    expected = np.random.default_rng(4).normal(size=3)[1:]
    assert list(copy.normal(size=2)) == list(expected)
    assert list(rng.normal(size=2)) == list(expected)


def test_a_function_travels_as_a_number_and_only_where_allowed():
    sent = encode([len], lambda function: 5)
    assert decode(sent, lambda number: ("function", number)) == [("function", 5)]
    with pytest.raises(WireError):
        decode(sent)


def test_booleans_have_no_third_value():
    (value,) = decode(message(["l", ["a", "|b1", [2]]], b"\x02\x00"))
    assert value.tobytes() == b"\x01\x00"


@pytest.mark.parametrize(
    ("tree", "body"),
    [
        (["a", "|O8", [1]], b"12345678"),
        (["a", "O", [1]], b"12345678"),
        (["a", "<f8", [-1]], b""),
        (["a", "<f8", [2]], b"12345678"),
        (["a", "<f8", [1]], b"1234567890"),
        (["a", "<f8", [0, 2**60]], b""),
        (["a", "<f8", [2**26, 2**26]], b""),
        (["a", "<f8", [True]], b"12345678"),
        (["a", ["<f8"], [1]], b"12345678"),
        (["a", "V8", [1]], b"12345678"),
        (["d", [1, 2]], b""),
        (["c", 1, 2], b""),
        (["f", 0], b""),
        (["g", 1, 1, 0, 0], b""),
        ({"a": 1}, b""),
        ([], b""),
        ([[]], b""),
        (["x"], b""),
        (10**60, b""),
        ("x" * 200_000, b""),
    ],
)
def test_forged_structures_are_refused(tree, body):
    with pytest.raises(WireError):
        decode(message(tree, body))


def test_sizes_are_checked_before_anything_is_read():
    for header, body in ((MAX_HEADER + 1, 0), (0, MAX_BODY + 1)):
        with pytest.raises(WireError, match="too large"):
            decode(struct.pack("!II", header, body))


def test_deep_and_wide_headers_are_refused():
    for header in (b"[" * 100_000 + b"]" * 100_000, b'["l"' + b",[]" * 900_000 + b"]", b"1" * 5000):
        with pytest.raises(WireError):
            decode(PREFIX.pack(len(header), 0) + header)


def test_half_surrogates_do_not_arrive():
    header = b'"\\ud800"'
    assert decode(PREFIX.pack(len(header), 0) + header).encode()


vectors = hnp.arrays("f8", st.integers(0, 50))


@given(vectors | st.floats(), st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
def test_the_short_forms_say_what_the_long_ones_say(value, request, function):
    args = (value,) if isinstance(value, np.ndarray) else (np.array([value]),)
    asked = {"id": request, "kind": "callback", "function": function, "args": list(args), "kwargs": {}}
    assert same(decode(short_callback(request, function, args)), asked)
    assert same(decode(encode_callback(request, function, args, {})), decode(encode(asked)))
    assert same(decode(short_answer(value)), decode(encode({"kind": "return", "value": value})))


@pytest.mark.parametrize(
    "value",
    [np.ones(3, np.float32), np.ones((2, 2)), np.ones(3).view(Array), np.ones(9000), 1, True, "a", [1.0]],
    ids=lambda value: f"{type(value).__name__} {np.shape(value)}",
)
def test_what_has_no_short_form_takes_the_long_one(value):
    assert short_answer(value) is None and short_callback(1, 0, (value,)) is None
    assert same(decode(encode_answer(value)), decode(encode({"kind": "return", "value": value})))
    assert same(decode(encode_callback(1, 0, (value,), {}))["args"], decode(encode([value])))


def test_arrays_in_other_orders_arrive_as_they_are():
    for value in (np.arange(6.0)[::-2], np.arange(3.0).astype(">f8")):
        assert np.array_equal(decode(encode_answer(value))["value"], value)
        assert np.array_equal(decode(encode_callback(1, 0, (value,), {}))["args"][0], value)


@given(st.sampled_from([1, 2, 3]), st.binary(max_size=12), st.binary(max_size=40))
def test_a_forged_short_form_gives_plain_data_or_is_refused(kind, rest, body):
    try:
        value = decode(PREFIX.pack(1 + len(rest), len(body)) + bytes([kind]) + rest + body)
    except WireError:
        return
    assert type(value) is dict and all(type(part) in PLAIN for part in value.values())


@pytest.mark.parametrize(
    ("header", "body"),
    [(b"\x01", b""), (b"\x01" + bytes(8), b"1234567"), (b"\x02", b"1234567"), (b"\x02 ", b""), (b"\x03", b""),
     (b"\x03", bytes(16)), (b"\x02", bytes(65544)), (b"\x01" + bytes(9), b"")],
)  # fmt: skip
def test_a_short_form_of_the_wrong_size_is_refused(header, body):
    with pytest.raises(WireError):
        decode(PREFIX.pack(len(header), len(body)) + header + body)
