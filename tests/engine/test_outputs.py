"""What a cell showed reaches a browser as plain text and checked PNG only."""

import base64
import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from autograder.grading.outputs import CUT, LEFT_OUT, clean_outputs
from autograder.grading.png_filter import SIGNATURE, clean_png
from autograder.limits import OUTPUT_CHARACTERS as MAX_TEXT
from autograder.limits import OUTPUT_IMAGES as MAX_IMAGES


def picture(size=(4, 3), **options):
    """Return a PNG."""
    buffer = io.BytesIO()
    Image.new("RGB", size, "red").save(buffer, "png", **options)
    return buffer.getvalue()


def chunk(name, content):
    """Return a piece of a PNG."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def shown(data, kind="display_data"):
    """Return the cleaned output for a bundle of representations."""
    return clean_outputs([{"output_type": kind, "data": data}])


def test_only_text_and_png_are_kept():
    (output,) = shown(
        {
            "text/plain": "<b>words</b>",
            "image/png": np.frombuffer(picture(), np.uint8),
            "text/html": "<script>alert(1)</script>",
            "text/latex": r"\href{javascript:alert(1)}{x}",
            "application/javascript": "alert(1)",
            "application/vnd.jupyter.widget-view+json": "{}",
            "image/svg+xml": "<svg onload=alert(1)>",
        }
    )
    assert set(output["data"]) == {"text/plain", "image/png"}
    assert output["metadata"] == {}
    assert base64.b64decode(output["data"]["image/png"]) == picture()


def test_extra_fields_do_not_survive():
    (output,) = clean_outputs(
        [{"output_type": "stream", "name": "score", "text": "12.0", "metadata": {"a": 1}, "x": 2}]
    )
    assert output == {"output_type": "stream", "name": "stdout", "text": "12.0"}


def test_terminal_commands_and_direction_tricks_are_removed():
    (output,) = clean_outputs(
        [{"output_type": "stream", "text": "\x1b[31mred\x1b[0m \x1b]0;title\x07\u202eabc\x00\x08\ttab\n"}]
    )
    assert output["text"] == "red abc\ttab\n"


def test_text_of_a_cell_is_capped_together():
    outputs = clean_outputs([{"output_type": "stream", "text": "x" * 15_000}] * 50)
    texts = [output["text"] for output in outputs]
    assert sum(map(len, texts)) == MAX_TEXT + len(CUT)
    assert texts[-1].endswith("20,000 characters)")


def test_pictures_of_a_cell_are_counted():
    data = {"image/png": np.frombuffer(picture(), np.uint8)}
    outputs = clean_outputs([{"output_type": "display_data", "data": data}] * 40)
    assert [output["output_type"] for output in outputs] == ["display_data"] * MAX_IMAGES + ["stream"]
    assert outputs[-1]["text"].strip() == LEFT_OUT


def test_errors_are_plain_text():
    (error,) = clean_outputs(
        [{"output_type": "error", "ename": "E", "evalue": 5, "traceback": ["\x1b[0;31m<img src=x>", 7, "line"]}]
    )
    assert error == {"output_type": "error", "ename": "E", "evalue": "", "traceback": ["<img src=x>", "line"]}


anything = st.recursive(
    st.none()
    | st.integers()
    | st.text(max_size=10)
    | st.sampled_from(["stream", "error", "display_data", "image/png"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["output_type", "data", "text", "name", "traceback", "ename", "image/png", "text/plain"]),
            inner,
        )
    ),
    max_leaves=15,
)


@given(st.lists(anything, max_size=6))
def test_forged_outputs_give_outputs_or_nothing(raw):
    for output in clean_outputs(raw):
        assert output["output_type"] in ("stream", "error", "display_data", "execute_result")
        for value in output.get("data", {}).values():
            assert type(value) is str


def test_a_png_loses_whatever_is_not_its_picture():
    source = picture()
    body = source[len(SIGNATURE) : -12]
    dressed = (
        SIGNATURE + body + chunk(b"tEXt", b"Comment\0secret") + chunk(b"eXIf", b"II*\0") + chunk(b"IEND", b"") + b"tail"
    )
    cleaned = clean_png(dressed)
    assert b"secret" not in cleaned and b"eXIf" not in cleaned and b"tail" not in cleaned
    assert Image.open(io.BytesIO(cleaned)).getpixel((0, 0)) == (255, 0, 0)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg onload=alert(1)>",
        SIGNATURE,
        picture()[:-8],
        picture()[:40] + b"\x00" + picture()[41:],
        SIGNATURE + chunk(b"IHDR", struct.pack(">IIBBBBB", 10**5, 10**5, 8, 2, 0, 0, 0)) + chunk(b"IEND", b""),
        SIGNATURE + chunk(b"IDAT", b"") + chunk(b"IEND", b""),
        SIGNATURE + picture()[8:33] * 2 + picture()[33:],
        SIGNATURE + struct.pack(">I", 2**32 - 1) + b"IHDR",
        SIGNATURE + bytes(5 * 2**20),
    ],
)
def test_what_is_no_usual_png_is_dropped(data):
    assert clean_png(data) is None


@given(st.binary(max_size=100))
def test_any_bytes_are_a_png_or_dropped(data):
    assert clean_png(SIGNATURE + data) is None or b"IDAT" in data
