"""Runs the cells of a notebook as JupyterLab would, and records what they show.

An ordinary IPython shell with magics, `display`, rich results, figures as PNG and top-level `await`; what a
kernel would send to the browser is kept in a list of plain data instead.
"""

import base64
import binascii
import builtins
import getpass
import sys

import numpy as np
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Any, Type
from traitlets.config import Config

MAX_TEXT = 40_000  # characters of text that one cell may show; the grader cuts further
MAX_OUTPUTS = 60
MAX_IMAGE = 4 * 2**20
TEXT_TYPES = ("text/plain",)
IMAGE_TYPES = ("image/png",)


class Recorder:
    """The outputs of the running cell."""

    def __init__(self):
        self.clear()

    def clear(self):
        """Forget everything."""
        self.outputs = []
        self.room = MAX_TEXT
        self.clear_next = False

    def add(self, output):
        """Append one output."""
        if self.clear_next:
            self.clear()
        if len(self.outputs) < MAX_OUTPUTS:
            self.outputs.append(output)

    def write(self, name, text):
        """Append text to a stream."""
        if self.clear_next:
            self.clear()
        text = self.cut(text)
        last = self.outputs[-1] if self.outputs else {}
        if text and last.get("name") == name:
            last["text"] += text
        elif text:
            self.add({"output_type": "stream", "name": name, "text": text})

    def cut(self, text):
        """Return the part of a text that there is room for."""
        text = str(text)[: self.room]
        self.room -= len(text)
        return text

    def data(self, bundle):
        """Return what can be kept of a bundle of representations: plain text, and PNG as bytes."""
        kept = {kind: self.cut(bundle[kind]) for kind in TEXT_TYPES if kind in bundle}
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

    encoding = "utf-8"
    errors = "replace"
    closed = False

    def __init__(self, recorder, name):
        self._recorder, self.name = recorder, f"<{name}>"
        self._stream = name

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._recorder.write(self._stream, text)
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        pass

    def isatty(self):
        return False

    def writable(self):
        return True

    def readable(self):
        return False

    def fileno(self):
        return 1 if self._stream == "stdout" else 2


class RecordingPublisher(DisplayPublisher):
    """`display(…)` and `clear_output()`."""

    recorder = Any()

    def publish(self, data, metadata=None, source=None, *, transient=None, update=False, **kwargs):
        name = (transient or {}).get("display_id")
        output = {"output_type": "display_data", "data": self.recorder.data(data), "display_id": name}
        if not update:
            self.recorder.add(output)
            return
        for old in self.recorder.outputs:  # what earlier cells showed stays as it was
            if name is not None and old.get("display_id") == name:
                old["data"] = output["data"]

    def clear_output(self, wait=False):
        if wait:
            self.recorder.clear_next = True
        else:
            self.recorder.clear()


class RecordingHook(DisplayHook):
    """The value of a cell's last line."""

    def write_output_prompt(self):
        pass

    def write_format_data(self, format_dict, md_dict=None):
        recorder = self.shell.recorder
        recorder.add({"output_type": "execute_result", "data": recorder.data(format_dict)})


class NoInput(RuntimeError):
    """What a kernel without a frontend raises."""


NoInput.__name__ = "StdinNotImplementedError"


def no_input(*args, **kwargs):
    raise NoInput("raw_input was called, but this frontend does not support input requests.")


class CellShell(InteractiveShell):
    """IPython's shell without a terminal, a history or a frontend."""

    displayhook_class = Type(RecordingHook)
    display_pub_class = Type(RecordingPublisher)
    recorder = Any()

    def init_display_pub(self):
        super().init_display_pub()
        self.display_pub.recorder = self.recorder

    def enable_gui(self, gui=None):
        pass

    def ask_exit(self):
        pass

    def _showtraceback(self, etype, evalue, stb):
        lines = [self.recorder.cut(line) for line in stb]
        name, value = str(getattr(etype, "__name__", etype)), _safe_text(evalue)
        self.recorder.add({"output_type": "error", "ename": name, "evalue": value[:2000], "traceback": lines})

    def run(self, source):
        """Run one cell and return its outputs."""
        self.recorder.clear()
        sys.stdout, sys.stderr = Stream(self.recorder, "stdout"), Stream(self.recorder, "stderr")
        self.run_cell(source, store_history=True)
        return self.recorder.outputs


def _safe_text(value):
    try:
        return str(value)
    except Exception:
        return ""


def make_shell(folder):
    """Return the shell of this process; `folder` is where IPython may keep its profile."""
    config = Config()
    config.HistoryManager.enabled = False
    config.CellShell.colors = "nocolor"
    config.ProfileDir.location = str(folder)
    shell = CellShell.instance(config=config, recorder=Recorder(), ipython_dir=str(folder))
    shell.enable_matplotlib("inline")
    builtins.input = no_input
    getpass.getpass = no_input
    return shell
