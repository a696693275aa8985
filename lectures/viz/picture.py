"""The one widget for all pictures: a background that stands still and marks that move over it."""

from typing import Any
from collections.abc import Sequence
import functools
import hashlib
import os
import re
from pathlib import Path

import anywidget
import numpy as np
import traitlets
from ipywidgets import Widget, widget_serialization

from lectures.viz import ask, style
from lectures.viz.backgrounds import Background, Layout, draw_background, draw_still
from lectures.viz.pen import Pen
from lectures.viz.program import BROWSER, START, shared_program


MODULES = (
    "geometry.js",
    "page.js",
    "marks.js",
    "handles.js",
    "ask.js",
    "picture.js",
)  # each after those that it imports
IMPORT = re.compile(r'^import [^;]* from "\./[\w.]+";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


@functools.cache
def joined(folder: Path) -> str:
    """Return the modules of a folder as the one that a widget may have: their imports of each other are left out."""
    return "\n".join(EXPORT.sub("", IMPORT.sub("", (folder / name).read_text(encoding="utf-8"))) for name in MODULES)


class Picture(anywidget.AnyWidget):
    """A picture whose background comes from matplotlib and whose marks come as float32 numbers.

    The browser draws the row of `frames` that the `controls` ask for, or the only one.
    """

    _esm = START
    program = traitlets.Instance(Widget).tag(sync=True, **widget_serialization)
    _css = (BROWSER / "picture.css").read_text()

    # The background: parts of a PNG file (see png.py), where the panels are, and the size on the page.
    background = traitlets.Dict().tag(sync=True)
    panels = traitlets.List().tag(sync=True)
    size = traitlets.List().tag(sync=True)
    look = traitlets.Dict(style.both_themes()).tag(sync=True)
    # The moving marks: their kinds and styles; for each frame which of these, where its numbers start,
    # its words and its description; and the numbers of all frames.
    styles = traitlets.List().tag(sync=True)
    frames = traitlets.List().tag(sync=True)
    values = traitlets.Bytes().tag(sync=True)
    # What the picture is about, and a sentence that stands in its place when there is nothing to draw.
    about = traitlets.Unicode().tag(sync=True)
    message = traitlets.Unicode().tag(sync=True)
    # The controls, and how many rows a notch of each is worth (none where the kernel answers).
    controls = traitlets.List(traitlets.Instance(Widget)).tag(sync=True, **widget_serialization)
    strides = traitlets.List().tag(sync=True)
    # Points that can be dragged: what they are, and where the reader put them.
    handles = traitlets.List().tag(sync=True)
    points = traitlets.List().tag(sync=True)

    # What the reader is asked before the demo can be moved, and the guess; see `ask`. The browser keeps guesses under
    # a name of the notebook, from which its path cannot be read.
    question = traitlets.Dict().tag(sync=True)
    guess = traitlets.Dict().tag(sync=True)
    notebook = traitlets.Unicode().tag(sync=True)

    def __init__(self, layout=None, about="", **traits):
        self.layout_of_panels = layout or Layout()
        self._backgrounds, self._shown, self._pens = {}, None, []
        traits["program"] = shared_program(joined(BROWSER))
        super().__init__(size=list(self.layout_of_panels.size), about=about, notebook=_notebook(), **traits)

    def set_background(self, background: Background, key: Any = None) -> None:
        """Show a background; one that was shown before under the same key is not drawn again."""
        if key not in self._backgrounds:
            self._backgrounds[key] = draw_background(self.layout_of_panels, background)
        self._shown = background
        parts, panels = self._backgrounds[key]
        if self.background is not parts:
            with self.hold_sync():
                self.background, self.panels = parts, panels

    def set_frames(self, frames: list, strides: Sequence[int] = ()) -> None:
        """Send the marks of one frame, or of all frames that a sweep of the controls can reach.

        Parameters
        ----------
        frames : list of (Pen, str)
            Marks and a description of what is to be seen.
        strides : sequence of int
            Rows for each notch of each control.
        """
        styles, rows, buffers, start = [], [], [], 0
        for pen, sentence in frames:
            if pen.marks not in styles:
                styles.append(pen.marks)
            rows.append([styles.index(pen.marks), start, pen.words, sentence])
            buffers.append(pen.buffer())
            start += buffers[-1].size
        self._pens = [pen for pen, _ in frames]
        with self.hold_sync():
            self.styles, self.frames, self.strides, self.message = styles, rows, list(strides), ""
            self.values = np.concatenate(buffers).astype("<f4").tobytes()

    def row(self) -> int:
        """Return which frame the controls ask for."""
        notches = [getattr(control, "index", int(bool(control.value))) for control in self.controls]
        return sum(notch * stride for notch, stride in zip(notches, self.strides, strict=False))

    def describe(self) -> str:
        """Return in words what is to be seen now."""
        if self.message or not self.frames:
            return f"{self.about} {self.message}".strip()
        if self.is_locked:
            return f"{self.about} {ask.in_words(self.question)}".strip()
        return f"{self.about} {self.frames[self.row()][3]}".strip()

    @property
    def is_locked(self) -> bool:
        """Whether the reader has not answered the question yet."""
        return bool(self.question) and not self.guess

    def still(self) -> bytes | None:
        """Return the picture as it is now as a PNG file, or None where there is nothing to draw."""
        if self.message or not self._pens or self._shown is None:
            return None
        return draw_still(
            self.layout_of_panels, self._shown, self._with_handles(self._pens[self.row()].now(self.is_locked))
        )

    def _with_handles(self, pen):
        """Return the marks with a ring for each point that can be dragged, where they do not place it themselves."""
        if self.is_locked:  # points cannot be taken hold of before the question is answered
            return pen
        placed = {mark["number"] for mark in pen.marks if mark["kind"] == "handle"}
        ringed = Pen()
        ringed.marks, ringed.data, ringed.words = [*pen.marks], [*pen.data], pen.words
        for i, (handle, (x, y)) in enumerate(zip(self.handles, self.points, strict=True)):
            if i not in placed:
                ringed[handle["panel"]].handle(i, x, y)
        return ringed

    def _repr_mimebundle_(self, **kwargs):
        return with_still(super()._repr_mimebundle_(**kwargs), self)


def with_still(bundle: Any, picture: Picture) -> Any:
    """Return a widget's mime bundle with the picture and its description for viewers that run no widgets."""
    data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
    words, image = picture.describe(), picture.still()
    text = f"{picture.about} {ask.in_words(picture.question, True)}".strip() if picture.is_locked else words
    data, metadata = {**data, "text/plain": text}, {**metadata}
    if image is not None:
        data["image/png"] = image
        metadata["image/png"] = {"alt": words, "width": picture.size[0], "height": picture.size[1]}
    return data, metadata


def _notebook():
    path = os.environ.get("JPY_SESSION_NAME", "")
    return hashlib.sha256(path.encode()).hexdigest()[:16] if path else ""
