"""Makes what a student's cells showed fit for anybody's browser: plain text and checked PNG, capped.

Everything arrives from the student's process and may be forged. HTML, JavaScript, widgets, LaTeX and all
other types are dropped; what has them has a plain text too.
"""

import base64
import re

import numpy as np

from autograder import limits
from autograder.grading.clean_text import clean_text
from autograder.grading.png_filter import clean_png

CUT = f"\n… (cut: a cell may show {limits.OUTPUT_CHARACTERS:,} characters)"
LEFT_OUT = (
    f"Some of this is left out: a cell may show {limits.OUTPUTS} outputs and {limits.OUTPUT_IMAGES} pictures, "
    f"a notebook {limits.ALL_OUTPUTS_IMAGE_BYTES // 2**20} MB of them."
)
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]*(\x07|\x1b\\)")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


class Room:
    """What the outputs of a notebook may still add up to."""

    def __init__(self):
        self.text = limits.ALL_OUTPUTS_CHARACTERS
        self.images = limits.ALL_OUTPUTS_IMAGE_BYTES


def clean_outputs(raw: list, notebook: Room | None = None) -> list[dict]:
    """Return nbformat outputs for what the worker says that a cell showed.

    Parameters
    ----------
    raw : list
    notebook : Room, optional
        What is left for all outputs of the notebook.
    """
    cleaner = _Cleaner(notebook or Room())
    outputs = (cleaner.output(output) for output in raw[: limits.OUTPUTS] if isinstance(output, dict))
    cleaned = [output for output in outputs if output]
    if cleaner.left_out or len(raw) > limits.OUTPUTS:
        cleaned.append(note_output(LEFT_OUT))
    return cleaned


def note_output(sentence: str) -> dict:
    """Return an output that carries a sentence of the grader's."""
    return {"output_type": "stream", "name": "stderr", "text": f"{sentence}\n"}


def skipped_lines(raw: list, source: str) -> list[str]:
    """Return a sentence for each line of a cell that was skipped, as a worker tells them beside its outputs."""
    told = raw[-1] if raw and isinstance(raw[-1], dict) and raw[-1].get("output_type") == "skipped" else {}
    lines, written = told.get("lines"), source.splitlines()
    sentences = []
    for entry in lines[: limits.SKIPPED_LINES] if isinstance(lines, list) else ():
        number, why = entry if isinstance(entry, (list, tuple)) and len(entry) == 2 else (0, "")
        if type(number) is int and 0 < number <= len(written):
            line = clean_text(written[number - 1], 60)
            sentences.append(f"line {number} was skipped and the rest was run: {line} ({clean_text(why)})")
    return sentences


class _Cleaner:
    def __init__(self, notebook):
        self.notebook = notebook
        self.room = min(limits.OUTPUT_CHARACTERS, notebook.text)
        self.images = limits.OUTPUT_IMAGES
        self.left_out = False

    def output(self, raw):
        kind = raw.get("output_type")
        if kind == "stream":
            name = "stderr" if raw.get("name") == "stderr" else "stdout"
            text = self._text(raw.get("text"))
            return {"output_type": "stream", "name": name, "text": text} if text else None
        if kind == "error":
            lines = raw.get("traceback")
            lines = [self._text(line) for line in lines[:200]] if isinstance(lines, list) else []
            name, value = self._text(raw.get("ename"), 100), self._text(raw.get("evalue"), 2000)
            lines = [line for line in lines if line]
            return {"output_type": "error", "ename": name, "evalue": value, "traceback": lines}
        if kind in ("display_data", "execute_result"):
            data = self._data(raw.get("data"))
            output = {"output_type": kind, "data": data, "metadata": {}}
            if kind == "execute_result":
                output["execution_count"] = None
            return output if data else None
        return None

    def _data(self, raw):
        raw = raw if isinstance(raw, dict) else {}
        data = {}
        text = self._text(raw.get("text/plain"))
        if text:
            data["text/plain"] = text
        pixels = raw.get("image/png")
        image = clean_png(pixels.tobytes()) if isinstance(pixels, np.ndarray) and pixels.dtype == np.uint8 else None
        if image and (self.images == 0 or len(image) > self.notebook.images):
            self.left_out = True
        elif image:
            self.images -= 1
            self.notebook.images -= len(image)
            data["image/png"] = base64.b64encode(image).decode()
        return data

    def _text(self, value, limit=limits.OUTPUT_CHARACTERS):
        if not isinstance(value, str) or self.room <= 0:
            return ""
        text = CONTROLS.sub("", ESCAPES.sub("", value[: 2 * limits.OUTPUT_CHARACTERS]))
        room = min(limit, self.room)
        self.room -= min(len(text), room)
        self.notebook.text -= min(len(text), room)
        return text if len(text) <= room else text[:room] + CUT
