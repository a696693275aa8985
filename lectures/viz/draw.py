"""Drawings that several lectures share. Each takes a pen and data, and draws what moves."""

from typing import Any
from collections.abc import Callable
from collections.abc import Iterable
from numpy.typing import ArrayLike
from lectures.viz.pen import Pen
import numpy as np
from matplotlib.figure import Figure

from lectures.viz.backgrounds import contour_levels, on_grid


def draw_path(pen: Pen, trajectory: np.ndarray) -> None:
    """Draw one trajectory of shape (steps + 1, 2), and where it starts and ends."""
    draw_paths(pen, {"momentum": trajectory})


def draw_paths(pen: Pen, trajectories: Any) -> None:
    """Draw trajectories of two parameters.

    Parameters
    ----------
    trajectories : dict
        From a method's name (or any look, see `style.look`) to an array of shape (steps + 1, 2).
    """
    for which, trajectory in trajectories.items():
        pen.path(trajectory, as_=which, size=5)
        finite = np.asarray(trajectory)[np.isfinite(trajectory).all(axis=1)]
        if len(finite):
            pen.points(finite[-1][0], finite[-1][1], colour="ink", marker="o", size=7)


def draw_curves(pen: Pen, curves: Any, marker: bool = False, floor: float | None = None) -> None:
    """Draw curves against the step.

    Parameters
    ----------
    curves : dict
        From a method's name (or any look) to an array (steps + 1,), or to a pair (x, y).
    marker : bool
        Mark every point; else about ten along the curve.
    floor : float, optional
        Values below it are drawn there (for log axes).
    """
    for which, curve in curves.items():
        x, y = curve if isinstance(curve, tuple) else (np.arange(len(curve)), curve)
        x, y = np.asarray(x, float), np.asarray(y, float)
        y = y if floor is None else np.maximum(y, floor)
        pen.line(x, y, as_=which, marker=marker)
        if not marker and len(x) > 1:
            every = max(len(x) // 10, 1)
            pen.line(x[::every], y[::every], as_=which, marker=True, width=0, size=6)


def draw_bars(pen: Pen, groups: dict, width: float = 0.8, base: float = 0.0) -> None:
    """Draw groups of bars side by side at 0, 1, 2, …: a dict from colours to heights."""
    each = width / len(groups)
    for i, (colour, heights) in enumerate(groups.items()):
        x = np.arange(len(heights)) - width / 2 + each * (i + 0.5)
        pen.bars(x, heights, base, colour=colour, width=each * 0.94)


def draw_contours(
    pen: Pen,
    f: Callable,
    xlim: tuple[float, float],
    ylim: tuple[float, float],
    levels: Any = 10,
    log: bool = True,
    cells: int = 60,
) -> None:
    """Draw contour lines that move; for still ones use the background `contours` (same `f`)."""
    x, y = np.linspace(*xlim, cells + 1), np.linspace(*ylim, cells + 1)
    values = on_grid(f, x, y)
    draw_levels(pen, x, y, values, contour_levels(values, levels, log))


def draw_levels(pen: Pen, x: np.ndarray, y: np.ndarray, values: np.ndarray, levels: Any, **style: Any) -> None:
    """Draw the contour lines of values (len(y), len(x)) on a grid at the given levels."""
    found = Figure().subplots().contour(x, y, values, levels)
    lines = [line for level in found.allsegs for line in level if len(line)]
    draw_pieces(pen, lines, **{"colour": "grey", "width": 1, "opacity": 0.8, **style})


def draw_pieces(pen: Pen, lines: Iterable, **style: Any) -> None:
    """Draw separate polylines, arrays of shape (P, 2), as one mark."""
    gap = np.full((1, 2), np.nan)
    parts = [part for line in lines for part in (line, gap)]
    joined = np.concatenate(parts) if parts else gap
    pen.line(joined[:, 0], joined[:, 1], **style)


def draw_ellipses(
    pen: Pen, H: ArrayLike, levels: Any, centre: ArrayLike = (0.0, 0.0), corners: int = 72, **style: Any
) -> None:
    """Draw the contour lines ½ (θ − c)ᵀ H (θ − c) = level of a bowl, for a positive definite H (2, 2)."""
    turn = np.linspace(0, 2 * np.pi, corners + 1)
    circle = np.stack([np.cos(turn), np.sin(turn)])
    lam, vectors = np.linalg.eigh(np.asarray(H, float))
    root = vectors @ (circle / np.sqrt(lam)[:, None])
    draw_pieces(
        pen, [(np.sqrt(2 * level) * root).T + np.asarray(centre) for level in levels],
        **{"colour": "grey", "width": 1, "opacity": 0.8, **style},
    )  # fmt: skip
