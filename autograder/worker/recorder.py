"""Keeps what a cell shows, within bounds, as a list of plain data."""

import base64
import binascii
from collections.abc import Iterable
from typing import Any

import numpy as np

MAX_TEXT = 40_000  # characters of text that one cell may show; the grader cuts further
MAX_OUTPUTS = 60
MAX_IMAGE = 4 * 2**20
TEXT_TYPES = ("text/plain",)
IMAGE_TYPES = ("image/png",)


class Recorder:
    """The outputs of the running cell."""

    def __init__(self):
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self.outputs = []
        self.room = MAX_TEXT
        self.clear_next = False

    def add(self, output: dict) -> None:
        """Append one output."""
        if self.clear_next:
            self.clear()
        if len(self.outputs) < MAX_OUTPUTS:
            self.outputs.append(output)

    def write(self, name: str, text: str) -> Any:
        """Append text to a stream."""
        if self.clear_next:
            self.clear()
        text = self.cut(text)
        last = self.outputs[-1] if self.outputs else {}
        if text and last.get("name") == name:
            last["text"] += text
        elif text:
            self.add({"output_type": "stream", "name": name, "text": text})

    def cut(self, text: str) -> str:
        """Return the part of a text that there is room for."""
        text = str(text)[: self.room]
        self.room -= len(text)
        return text

    def data(self, bundle: dict) -> dict:
        """Return what can be kept of a bundle of representations: plain text, and PNG as bytes."""
        kept: dict[str, Any] = {kind: self.cut(bundle[kind]) for kind in TEXT_TYPES if kind in bundle}
        for kind in IMAGE_TYPES:
            image = _bytes(bundle.get(kind, ""))
            if image:
                kept[kind] = np.frombuffer(image, np.uint8)
        return kept


def _bytes(image):
    if isinstance(image, str):
        try:
            image = base64.b64decode(image)
        except (binascii.Error, ValueError):
            return b""
    return image if isinstance(image, bytes) and len(image) <= MAX_IMAGE else b""


class Stream:
    """What `print` writes to."""

    encoding = "UTF-8"
    errors = "replace"
    closed = False

    def __init__(self, recorder, name):
        self._recorder, self.name = recorder, f"<{name}>"
        self._stream = name

    def write(self, text: str) -> Any:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._recorder.write(self._stream, text)
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        pass

    def isatty(self) -> bool:
        return False

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False

    def fileno(self) -> int:
        return 1 if self._stream == "stdout" else 2
