"""Backgrounds: what stands still in a picture, drawn by matplotlib once for each theme."""

from typing import Any
from collections.abc import Callable, Sequence
from matplotlib.axes import Axes
from dataclasses import dataclass

import numpy as np
from matplotlib import colormaps
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from lectures.viz import style
from lectures.viz.theme_png import palette_png, two_palette_png

Background = Callable | Sequence[Callable]  # draws on the axes; or one for each panel
SCALE = 2  # pixels of a picture for each pixel of the page, for sharp screens


@dataclass
class Layout:
    """Size of a picture in pixels of the page, and its panels as keywords of ``Figure.subplots``."""

    size: tuple[int, int] = (640, 400)
    panels: dict | None = None

    def figure(self, scale: float) -> tuple[Any, list[Axes]]:
        """Return an empty figure and the list of its axes."""
        figure = Figure(figsize=(self.size[0] / 100, self.size[1] / 100), dpi=100 * scale, layout="constrained")
        FigureCanvasAgg(figure)
        options = dict(self.panels or {})
        return figure, list(np.ravel(figure.subplots(squeeze=False, **options)))


def draw_background(layout: Layout, background: Background) -> tuple[dict[str, bytes], list[dict]]:
    """Draw a background and return (PNG parts for both themes, where the panels are).

    Returns
    -------
    parts : dict of str to bytes
    panels : list of dict
        For each panel ``box`` (left, top, width, height as shares of the picture), ``x`` and ``y`` (limits),
        ``logx`` and ``logy``.
    """
    pictures = {}
    for theme in ("light", "dark"):
        with style.theme(theme):
            figure, axes = layout.figure(SCALE)
            apply(background, axes)
            figure.canvas.draw()
            pictures[theme] = np.asarray(figure.canvas.buffer_rgba())
    parts = two_palette_png(pictures["light"], pictures["dark"], kept=style.pairs())
    return parts, [describe_panel(entry) for entry in axes]


def draw_still(layout: Layout, background: Background, pen: Any) -> bytes:
    """Return the whole picture, marks and all, as one small PNG file on white."""
    with style.theme("light"):
        figure, axes = layout.figure(SCALE)
        figure.set_facecolor("white")
        apply(background, axes)
        pen.onto(axes)
        figure.canvas.draw()
        light = style.pairs()[:, :4]
        return palette_png(np.asarray(figure.canvas.buffer_rgba()), kept=np.hstack([light, light]))


def apply(background: Background, axes: list[Axes]) -> None:
    """Call a background, or a list of them, one for each panel."""
    if callable(background):
        background(axes[0] if len(axes) == 1 else axes)
    else:
        for function, target in zip(background, axes, strict=True):
            function(target)


def describe_panel(axes: Axes) -> dict:
    """Return where a panel is in its picture and how data are placed on it."""
    box = axes.get_position()
    return {
        "box": [round(float(v), 5) for v in (box.x0, 1 - box.y1, box.width, box.height)],
        "x": [float(v) for v in axes.get_xlim()],
        "y": [float(v) for v in axes.get_ylim()],
        "logx": axes.get_xscale() == "log",
        "logy": axes.get_yscale() == "log",
    }


def plain(
    xlim: tuple[float, float],
    ylim: tuple[float, float],
    xlabel: str = "",
    ylabel: str = "",
    title: str = "",
    logx: bool = False,
    logy: bool = False,
    grid: bool = True,
    legend: Any = None,
    **options: Any,
) -> Callable:
    """Return a background of axes with labels.

    Parameters
    ----------
    xlim, ylim : pair of float
    legend : list or dict, optional
        For `style.legend`; where it stands is ``legend_loc``.
    **options
        For ``Axes.set``, such as ``xticks=[...]``; ``aspect="equal"`` is one of them.
    """
    where = options.pop("legend_loc", "best")

    def background(axes):
        axes.set_xscale("log" if logx else "linear")
        axes.set_yscale("log" if logy else "linear")
        axes.set(xlim=xlim, ylim=ylim, xlabel=xlabel, ylabel=ylabel, title=title, **options)
        if grid:
            axes.grid(True)
        if legend:
            style.legend(axes, legend, loc=where)

    return background


def contours(
    f: Callable,
    xlim: tuple[float, float],
    ylim: tuple[float, float],
    levels: Any = 14,
    xlabel: str = "θ₁",
    ylabel: str = "θ₂",
    title: str = "",
    log: bool = True,
    minimum: Any = None,
    legend: Any = None,
    **options: Any,
) -> Callable:
    """Return a background with the contour lines of a loss of two parameters.

    Parameters
    ----------
    f : callable
        Loss of points: maps an array (2, P) to (P,), or one point (2,) to a number.
    levels : int or sequence of float
        How many lines, or the values where they stand.
    log : bool
        Lines at equal ratios of f − min f rather than at equal differences.
    minimum : pair of float, optional
        Marked by a star.
    legend, **options
        As in `plain`.
    """
    where = options.pop("legend_loc", "best")

    def background(axes):
        x, y = np.linspace(*xlim, 181), np.linspace(*ylim, 141)
        values = on_grid(f, x, y)
        chosen = contour_levels(values, levels, log)
        colours = colormaps["viridis"](np.linspace(*(0.35, 1) if style.is_dark() else (0.05, 0.85), len(chosen)))
        axes.contour(x, y, values, chosen, colors=colours, linewidths=0.9, alpha=0.7)
        if minimum is not None:
            axes.plot(*minimum, "*", color=style.colour("ink"), markersize=10)
        axes.set(xlim=xlim, ylim=ylim, xlabel=xlabel, ylabel=ylabel, title=title, **options)
        if legend:
            style.legend(axes, legend, loc=where)

    return background


def contour_levels(values: np.ndarray, levels: Any, log: bool) -> np.ndarray:
    """Return where contour lines stand, from how many are wanted."""
    if not isinstance(levels, int):
        return np.sort(np.asarray(levels, float))
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    if log:
        return low + (high - low) * np.geomspace(1e-3, 0.9, levels)
    return np.linspace(low, high, levels + 2)[1:-1]


def on_grid(f: Callable, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the values (len(y), len(x)) of a loss of two parameters on a grid."""
    X, Y = np.meshgrid(x, y)
    points = np.stack([X.ravel(), Y.ravel()])
    try:
        values = np.asarray(f(points), float)
    except ValueError:  # shapes that do not fit: the loss takes one point at a time
        values = np.empty(0)
    if values.shape != (points.shape[1],):
        values = np.array([f(point) for point in points.T], float)
    return values.reshape(X.shape)
