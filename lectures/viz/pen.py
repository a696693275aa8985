"""The moving marks of a picture: recorded once, drawn by the browser or by matplotlib."""

from typing import Any
from numpy.typing import ArrayLike
from matplotlib.axes import Axes
import matplotlib
import numpy as np

from lectures.viz.style import PIXEL, colour, linestyle, look


class Pen:
    """Records marks in the data coordinates of a picture's panels.

    ``pen.line(x, y)`` draws on the first panel, ``pen[1].line(x, y)`` on the second. Colours are names:
    ``"blue"``, ``"vermilion"``, ``"green"``, ``"purple"``, ``"orange"``, ``"sky"``, ``"ink"``, ``"grey"``,
    ``"faint"``. `as_` gives colour, dash and marker at once: a method's name (``"momentum"``), a
    number, or a `Look`.
    """

    def __init__(self):
        self.marks, self.data, self.words, self.panel, self._revealed = [], [], [], 0, False

    def __getitem__(self, panel):
        """Return the pen of another panel; it records into the same picture."""
        other = Pen()
        other.marks, other.data, other.words, other.panel = self.marks, self.data, self.words, panel
        other._revealed = self._revealed
        return other

    @property
    def revealed(self) -> "Pen":
        """A pen for the same panel whose marks show only once the reader has answered the demo's question."""
        other = self[self.panel]
        other._revealed = True
        return other

    def now(self, locked: bool) -> "Pen":
        """Return what is to be seen: without the revealed marks where the question is still open."""
        if not locked or not any(mark.get("revealed") for mark in self.marks):
            return self
        seen, words = Pen(), iter(self.words)
        for mark, data in zip(self.marks, self.data, strict=True):
            said = [next(words)] if mark["kind"] == "text" else []
            if not mark.get("revealed"):
                seen.marks.append(mark)
                seen.data.append(data)
                seen.words += said
        return seen

    def line(
        self,
        x: ArrayLike,
        y: ArrayLike,
        colour: str = "blue",
        dash: str = "solid",
        marker: Any = "",
        width: float = 2,
        size: float = 5,
        opacity: float = 1,
        as_: Any = None,
    ) -> None:
        """Draw a line through points, with a marker at each; NaN breaks the line."""
        if as_ is not None:
            shown = look(as_)
            colour, dash, marker = shown.colour, shown.dash, marker and shown.marker
        style = {
            "colour": colour,
            "dash": dash,
            "marker": marker,
            "width": width,
            "size": size,
            "opacity": opacity,
        }
        self._add("line", _columns(x, y), **style)

    def path(self, trajectory: ArrayLike, as_: Any = 0, marker: Any = True, **style: Any) -> None:
        """Draw a trajectory of shape (steps + 1, 2)."""
        trajectory = np.asarray(trajectory, float)
        self.line(trajectory[:, 0], trajectory[:, 1], as_=as_, marker=marker, **style)

    def points(
        self, x: ArrayLike, y: ArrayLike, colour: str = "blue", marker: Any = "o", size: float = 7, opacity: float = 1
    ) -> None:
        """Draw markers only."""
        self.line(x, y, colour, "solid", marker, 0, size, opacity)

    def bars(
        self,
        x: ArrayLike,
        top: ArrayLike,
        base: ArrayLike = 0.0,
        colour: str = "blue",
        width: float = 0.8,
        opacity: float = 1,
    ) -> None:
        """Draw upright bars of `width` (in data units) from `base` to `top`."""
        self._add("bars", _columns(x, base, top), colour=colour, width=width, opacity=opacity)

    def arrows(
        self,
        x: ArrayLike,
        y: ArrayLike,
        dx: ArrayLike,
        dy: ArrayLike,
        colour: str = "ink",
        width: float = 2,
        head: float = 9,
    ) -> None:
        """Draw arrows from (x, y) to (x + dx, y + dy); `head` is in pixels."""
        x, y, dx, dy = np.broadcast_arrays(*(np.asarray(a, float) for a in (x, y, dx, dy)))
        self._add("arrows", _columns(x, y, x + dx, y + dy), colour=colour, width=width, head=head)

    def fill(self, x: ArrayLike, y: ArrayLike, colour: str = "blue", opacity: float = 0.25) -> None:
        """Fill a polygon."""
        self._add("fill", _columns(x, y), colour=colour, opacity=opacity)

    def text(
        self,
        x: ArrayLike,
        y: ArrayLike,
        words: Any,
        colour: str = "ink",
        align: str = "left",
        size: float = 13,
        bold: bool = False,
        inside: bool = False,
    ) -> None:
        """Write words at a point; with `inside` x and y count from 0 to 1 across the panel."""
        self._add("text", _columns(x, y), words, colour=colour, align=align, size=size, bold=bold, inside=inside)

    def note(self, words: Any, x: float = 0.03, y: float = 0.95, **style: Any) -> None:
        """Write words into the panel's corner."""
        self.text(x, y, words, inside=True, **style)

    def heat(
        self, values: ArrayLike, extent: Any, low: float = 0.0, high: float = 1.0, colours: str = "viridis"
    ) -> None:
        """Colour a grid of values (row 0 at the bottom) within extent = (x0, x1, y0, y1); NaN stays empty."""
        values = np.asarray(values, float)
        scaled = (values - low) / (high - low)
        steps = matplotlib.colormaps[colours](np.linspace(0, 1, 32))
        table = [matplotlib.colors.to_hex(step) for step in steps]
        self._add("heat", np.concatenate([extent, [values.shape[1]], scaled.ravel()]), colours=table)

    def handle(self, number: int, x: ArrayLike, y: ArrayLike) -> None:
        """Put the draggable point with this number (see `point`) somewhere else than it was dragged to."""
        self._add("handle", _columns(x, y), number=number)

    def _add(self, kind, data, words=None, **style):
        with np.errstate(over="ignore", invalid="ignore"):
            self.data.append(np.asarray(data, np.float32).ravel())
        if words is not None:
            self.words.append(str(words))
        revealed = {"revealed": True} if self._revealed else {}
        self.marks.append({"kind": kind, "panel": self.panel, **style, **revealed})

    def buffer(self) -> np.ndarray:
        """Return all data as one float32 array: for each mark its length, then its numbers."""
        parts = [part for data in self.data for part in (np.array([data.size], np.float32), data)]
        return np.concatenate(parts) if parts else np.zeros(0, np.float32)

    def onto(self, axes: list[Axes]) -> list[Axes]:
        """Draw the marks on matplotlib's axes (a list, one for each panel) and return these."""
        words = iter(self.words)
        for number, (mark, data) in enumerate(zip(self.marks, self.data, strict=True)):
            target = axes[mark["panel"]]
            limits = target.get_xlim(), target.get_ylim()
            _DRAW[mark["kind"]](target, mark, data, next(words) if mark["kind"] == "text" else None, 3 + number / 100)
            target.set(xlim=limits[0], ylim=limits[1])
        return axes


def _columns(*values):
    """Return broadcast columns as one flat array: x0, y0, x1, y1, …"""
    return np.stack(np.broadcast_arrays(*(np.atleast_1d(np.asarray(v, float)) for v in values)), axis=1).ravel()


def _line(axes, mark, data, words, order):
    x, y = data.reshape(-1, 2).T
    style = {
        "color": colour(mark["colour"]),
        "alpha": mark["opacity"],
        "zorder": order,
        "markersize": PIXEL * mark["size"],
    }
    if mark["width"]:
        axes.plot(x, y, linestyle=linestyle(mark["dash"]), linewidth=PIXEL * mark["width"], **style)
    if mark["marker"]:
        axes.plot(x, y, linestyle="none", marker=mark["marker"], **style)


def _bars(axes, mark, data, words, order):
    x, base, top = data.reshape(-1, 3).T
    axes.bar(x, top - base, mark["width"], base, color=colour(mark["colour"]), alpha=mark["opacity"], zorder=order)


def _arrows(axes, mark, data, words, order):
    for x, y, to_x, to_y in data.reshape(-1, 4):
        style = {"color": colour(mark["colour"]), "lw": PIXEL * mark["width"], "shrinkA": 0, "shrinkB": 0}
        head = PIXEL * mark["head"]
        shape = f"-|>,head_length={0.85 * head},head_width={0.35 * head}"  # its rim is as wide as the line, too
        arrow = {"arrowstyle": shape, "mutation_scale": 1, **style}
        # An arrow whose point lies outside is cut off at the panel's edge, like every other mark.
        drawn = axes.annotate("", (to_x, to_y), (x, y), arrowprops=arrow, zorder=order, annotation_clip=False)
        drawn.arrow_patch.set_clip_path(axes.patch)


def _fill(axes, mark, data, words, order):
    x, y = data.reshape(-1, 2).T
    axes.fill(x, y, color=colour(mark["colour"]), alpha=mark["opacity"], zorder=order, linewidth=0)


def _text(axes, mark, data, words, order):
    style = {
        "color": colour(mark["colour"]),
        "ha": mark["align"],
        "va": "center",
        "zorder": order + 5,
        "clip_on": True,
    }
    axes.text(
        *data, words, fontsize=PIXEL * mark["size"], weight="bold" if mark["bold"] else "normal",
        transform=axes.transAxes if mark["inside"] else axes.transData, **style,
    )  # fmt: skip


def _heat(axes, mark, data, words, order):
    x0, x1, y0, y1, columns = data[:5]
    grid = np.ma.masked_invalid(data[5:].reshape(-1, int(columns)))
    cmap = matplotlib.colors.ListedColormap(mark["colours"])
    axes.imshow(
        grid, extent=(x0, x1, y0, y1), origin="lower", aspect="auto", vmin=0, vmax=1, cmap=cmap,
        zorder=order - 2, interpolation="nearest",
    )  # fmt: skip


def _handle(axes, mark, data, words, order):
    axes.plot(*data.reshape(-1, 2).T, "o", markersize=12, fillstyle="none", mew=2, color=colour("ink"), zorder=order)


_DRAW = {
    "line": _line, "bars": _bars, "arrows": _arrows, "fill": _fill, "text": _text, "heat": _heat,
    "handle": _handle,
}  # fmt: skip
