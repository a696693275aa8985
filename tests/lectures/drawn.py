"""Reads what a demo draws, as its reader would: marks in their places, axes, legend, notches of the controls."""

from typing import Any, NamedTuple

import numpy as np

from lectures.viz import Explorer, style
from lectures.viz.backgrounds import apply
from lectures.viz.controls import Point, Press, count, value_at

READERS_NAMES = {"red": "vermilion", "pink": "purple", "light blue": "sky"}  # what the text calls a colour


class Bars(NamedTuple):
    """Upright bars: where they stand, and between which values, each (N,)."""

    x: np.ndarray
    base: np.ndarray
    top: np.ndarray


class Arrows(NamedTuple):
    """Arrows from (x, y) by (dx, dy), each (N,)."""

    x: np.ndarray
    y: np.ndarray
    dx: np.ndarray
    dy: np.ndarray


class Axes(NamedTuple):
    """A panel: its limits, scales and words; `legend` maps its texts to colours; `equal` says whether units are."""

    xlim: tuple[float, float]
    ylim: tuple[float, float]
    xlog: bool
    ylog: bool
    xlabel: str
    ylabel: str
    title: str
    legend: dict[str, str]
    equal: bool


class Drawn:
    """A demo as its reader sees it once the question is answered; `before_asking` is what stood there before."""

    def __init__(self, demo: Explorer, revealed: bool = True):
        self.demo, self._revealed, self._axes_of = demo, revealed, {}
        self._first = demo.values() if revealed else {}

    @property
    def before_asking(self) -> "Drawn":
        """The same demo without the marks that show only after the reader has committed."""
        return Drawn(self.demo, revealed=False)

    # Controls

    @property
    def values(self) -> dict[str, Any]:
        """The present value of each control."""
        return self.demo.values()

    def notches(self, name: str) -> list:
        """Return all values of a slider, a list or a box."""
        control = self.demo.controls[name]
        return [value_at(control, i) for i in range(count(control))]

    def set(self, **values: Any) -> "Drawn":
        """Move controls to exactly these values, as a reader can; fails where one is no notch."""
        for name, value in values.items():
            control = self.demo.controls[name]
            if isinstance(control, Point):
                self._must_lie_on_its_panel(control, value)
            else:
                notches = self.notches(name)
                near = [n for n in notches if n == value or _equal(n, value)]
                assert near, f"{name} cannot be set to {value}; near it are {_nearest(notches, value)}"
                value = near[0]
            self.demo.set(**{name: value})
        self.check()
        return self

    def press(self, name: str, times: int = 1) -> "Drawn":
        """Press a button, by its control's name (or ``prepare`` for the one that computes anew)."""
        for _ in range(times):
            if name == "prepare":
                self.demo.run()
            else:
                control = self.demo.controls[name]
                assert isinstance(control, Press), f"{name} is no button"
                control.click()
        self.check()
        return self

    def reset(self) -> "Drawn":
        """Move all controls back to where they were at first."""
        for name, value in self._first.items():
            if not isinstance(self.demo.controls[name], Press):
                self.demo.set(**{name: value})
        return self

    def check(self) -> None:
        """Fail where the demo shows a message in place of its picture, or has an empty panel."""
        assert self.demo.picture.message == "", f"at {self.values} it says {self.demo.picture.message!r}"
        drawn_on = {mark["panel"] for mark in self._pen().marks}
        for panel, axes in enumerate(self._figure_axes()):
            still = axes.lines or axes.collections or axes.images or axes.patches or axes.texts
            assert still or panel in drawn_on, f"at {self.values} panel {panel} is empty"

    # Words

    @property
    def says(self) -> str:
        """The sentence under the picture."""
        picture = self.demo.picture
        return picture.frames[picture.row()][3]

    @property
    def asked(self) -> str:
        """The demo's question, or an empty string."""
        return getattr(self.demo.picture, "question", {}).get("text", "")

    @property
    def right(self) -> Any:
        """The right answer of the demo's question, as it is told to the reader."""
        question = self.demo.picture.question
        return question["choices"][question["right"]] if question["kind"] == "pick" else question["right"]

    def texts(self, panel: int = 0) -> list[str]:
        """Return the words that are written into a panel by what moves."""
        pen = self._pen()
        words = iter(pen.words)
        found = [(mark["panel"], next(words)) for mark in pen.marks if mark["kind"] == "text"]
        return [said for where, said in found if where == panel]

    # Marks

    def lines(self, panel: int = 0, as_: Any = None, **style_of: Any) -> list[np.ndarray]:
        """Return lines (and markers) as arrays (2, N); `as_` or colour=, dash=, marker=, … choose among them."""
        if as_ is not None:
            shown = style.look(as_)
            style_of = {"colour": shown.colour, "dash": shown.dash, **style_of}
        return [data.reshape(-1, 2).T for data in self._marks("line", panel, style_of)]

    def line(self, panel: int = 0, as_: Any = None, **style_of: Any) -> np.ndarray:
        """Return the one line that fits; fails where there is none or more than one."""
        found = self.lines(panel, as_, **style_of)
        assert len(found) == 1, f"{len(found)} lines fit {as_ or style_of} on panel {panel}"
        return found[0]

    def points(self, panel: int = 0, **style_of: Any) -> np.ndarray:
        """Return all markers without a line, (2, N)."""
        found = [data.reshape(-1, 2).T for data in self._marks("line", panel, {"width": 0, **style_of})]
        return np.concatenate(found, axis=1) if found else np.zeros((2, 0))

    def bars(self, panel: int = 0, **style_of: Any) -> Bars:
        """Return all bars that fit."""
        found = [data.reshape(-1, 3) for data in self._marks("bars", panel, style_of)]
        return Bars(*(np.concatenate(found) if found else np.zeros((0, 3))).T)

    def arrows(self, panel: int = 0, **style_of: Any) -> Arrows:
        """Return all arrows that fit."""
        found = [data.reshape(-1, 4) for data in self._marks("arrows", panel, style_of)]
        x, y, to_x, to_y = (np.concatenate(found) if found else np.zeros((0, 4))).T
        return Arrows(x, y, to_x - x, to_y - y)

    def fills(self, panel: int = 0, **style_of: Any) -> list[np.ndarray]:
        """Return filled polygons as arrays (2, N)."""
        return [data.reshape(-1, 2).T for data in self._marks("fill", panel, style_of)]

    def heats(self, panel: int = 0) -> list[np.ndarray]:
        """Return coloured grids, each as scaled values (rows, columns), row 0 at the bottom."""
        return [data[5:].reshape(-1, int(data[4])) for data in self._marks("heat", panel, {})]

    # Axes

    def axes(self, panel: int = 0) -> Axes:
        """Return what stands around a panel."""
        axes = self._figure_axes()[panel]
        shown = axes.get_legend()
        texts = [] if shown is None else shown.get_texts()
        handles = [] if shown is None else shown.legend_handles
        colours = [_name_of(h.get_color() if hasattr(h, "get_color") else h.get_facecolor()) for h in handles]
        across, up = self.scale(panel)
        return Axes(
            axes.get_xlim(), axes.get_ylim(), axes.get_xscale() == "log", axes.get_yscale() == "log",
            axes.get_xlabel(), axes.get_ylabel(), axes.get_title(loc="left") or axes.get_title(),
            {text.get_text(): name for text, name in zip(texts, colours, strict=True)},
            abs(across / up - 1) < 0.01,
        )  # fmt: skip

    def scale(self, panel: int = 0) -> tuple[float, float]:
        """Return how many pixels of the page a unit along each axis is long (on axes that are not logarithmic)."""
        axes = self._figure_axes()[panel]
        box, (x0, x1), (y0, y1) = axes.get_window_extent(), axes.get_xlim(), axes.get_ylim()
        return abs(box.width / (x1 - x0)), abs(box.height / (y1 - y0))

    def pixels(self, line: np.ndarray, panel: int = 0) -> np.ndarray:
        """Return points (2, N) in pixels of the page."""
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            return self._figure_axes()[panel].transData.transform(np.asarray(line, float).T).T

    def inside(self, line: np.ndarray, panel: int = 0) -> float:
        """Return the share of points (2, N) that lie within the panel."""
        (x0, x1), (y0, y1) = (sorted(limits) for limits in self.axes(panel)[:2])
        x, y = np.asarray(line, float)
        return float(np.mean((x >= x0) & (x <= x1) & (y >= y0) & (y <= y1)))

    def hidden(self, line: np.ndarray, panel: int = 0) -> float:
        """Return the share of points (2, N) that lie under the panel's legend."""
        shown = self._figure_axes()[panel].get_legend()
        if shown is None:
            return 0.0
        box = shown.get_window_extent()
        x, y = self.pixels(line, panel)
        return float(np.mean((x >= box.x0) & (x <= box.x1) & (y >= box.y0) & (y <= box.y1)))

    def apart(self, one: np.ndarray, other: np.ndarray, panel: int = 0) -> float:
        """Return the largest distance in pixels between two lines (2, N) of equally many points."""
        return float(np.nanmax(np.hypot(*(self.pixels(one, panel) - self.pixels(other, panel)))))

    # Inside

    def _pen(self):
        picture = self.demo.picture
        return picture._pens[picture.row()]

    def _marks(self, kind, panel, style_of):
        wanted = {name: READERS_NAMES.get(value, value) for name, value in style_of.items()}
        pen = self._pen()
        return [
            data.astype(float)
            for mark, data in zip(pen.marks, pen.data, strict=True)
            if mark["kind"] == kind
            and mark["panel"] == panel
            and (self._revealed or not mark.get("revealed"))
            and all(mark.get(name) == value for name, value in wanted.items())
        ]

    def _figure_axes(self):
        shown = self.demo.picture._shown
        if id(shown) not in self._axes_of:
            with style.theme("light"):
                figure, axes = self.demo.picture.layout_of_panels.figure(1)
                apply(shown, axes)
                figure.canvas.draw()
            self._axes_of[id(shown)] = (shown, axes)
        return self._axes_of[id(shown)][1]

    def _must_lie_on_its_panel(self, control, value):
        (x0, x1), (y0, y1) = (sorted(limits) for limits in self.axes(control.panel)[:2])
        x, y = value
        assert x0 <= x <= x1 and y0 <= y <= y1, f"{control.label} cannot be moved to {value}, outside the panel"


def _equal(notch, value):
    try:
        return bool(np.isclose(notch, value, rtol=1e-9, atol=0))
    except TypeError:
        return False


def _nearest(notches, value):
    try:
        return sorted(notches, key=lambda notch: abs(notch - value))[:2]
    except TypeError:
        return notches


def _name_of(rgba):
    import matplotlib

    found = matplotlib.colors.to_hex(rgba)
    names = {**style.OKABE_ITO, **style.THEMES["light"]}
    return next((name for name, value in names.items() if value.lower() == found), found)
