"""The drawings of lecture 3 on guarantees, on plateaus and on saddles."""

import numpy as np

from lectures.momentum.data import Chain, Fair, OnCurve

from lectures.viz import style
from lectures.viz.backgrounds import contours, plain
from lectures.viz.draw import draw_curves
from lectures.viz.pen import Pen

BOTH = ["gradient descent", "momentum"]


def draw_chain(pen: Pen, data: Chain) -> None:
    """Draw how far two methods have come along the chain, and their gaps at that step."""
    links = np.arange(min(len(data.optimum), 101))  # what is beyond has not moved yet
    for name, path in data.paths.items():
        pen.revealed.line(links + 1, np.maximum(path[data.k][links], 1e-7), as_=name, width=2.5)
        shown = style.look(name)
        pen[1].points(data.k + 1, data.gaps[name][data.k], colour=shown.colour, marker=shown.marker, size=10)
    pen.revealed.line([data.k + 0.5] * 2, [1e-6, 2], colour="ink", dash="dotted", width=1.5)
    pen[1].line([data.k + 1, data.k + 1], [1e-4, 1], colour="grey", dash="dotted", width=1.5)


def chain_background(gaps, optimum):
    """Return the two panels under `draw_chain`."""

    def left(axes):
        axes.plot(np.arange(1, len(optimum) + 1), optimum, color=style.colour("ink"), linestyle=":")
        axes.text(75, 0.22, "minimiser", color=style.colour("ink"), fontsize=9)
        plain(
            (1, 160), (1e-6, 2), "link of the chain", "θ", title="what has arrived", logy=True,
            yticks=[1e-6, 1e-4, 0.01, 1], yticklabels=["10⁻⁶", "0.0001", "0.01", "1"],
        )(axes)  # fmt: skip

    def right(axes):
        plain(
            (1, 101), (1e-4, 1), "step k + 1", "gap to the smallest loss", title="gap to the minimum",
            logx=True, logy=True, xticks=[1, 10, 100], xticklabels=["1", "10", "100"],
            yticks=[1e-4, 1e-3, 0.01, 0.1, 1], yticklabels=["0.0001", "0.001", "0.01", "0.1", "1"],
        )(axes)  # fmt: skip
        for name, gap in gaps.items():
            shown, steps = style.look(name), np.arange(len(gap)) + 1
            axes.plot(steps, gap, color=style.colour(shown.colour), linestyle=style.linestyle(shown.dash))
        style.legend(
            axes,
            {"gradient descent": "gradient descent", "Nesterov": "nesterov", "Nesterov's bound": "bound"},
            loc="lower left",
        )

    return [left, right]


def draw_kinks(pen: Pen, data: OnCurve) -> None:
    """Draw where momentum goes on the kinked loss: its last places on the curve, and its path in time."""
    late = data.paths["momentum"][-12:]
    pen.points(late, data.loss(late), colour="vermilion", marker="s", size=9)
    draw_curves(pen[1], data.paths, marker=True)


def kinks_background(loss):
    """Return the two panels under `draw_kinks`."""

    def left(axes):
        x = np.linspace(-2.6, 4.2, 300)
        axes.plot(x, loss(x), color=style.colour("ink"))
        axes.axvspan(1, 2, color=style.colour("faint"), alpha=0.5)
        axes.text(1.5, 112, "curvature 1", color=style.colour("ink"), fontsize=9, ha="center")
        plain((-2.6, 4.2), (-4, 120), "x", "loss", title="the last twelve places")(axes)

    right = plain((0, 60), (-3.4, 6), "step", "x", title="the path", legend=BOTH, legend_loc="upper right")
    return [left, right]


def draw_plateau(pen: Pen, data: Fair) -> None:
    """Draw both paths seen from above, and their x against the step."""
    _draw_paths(pen, data)
    for name, path in data.paths.items():
        shown = path[: data.lost[name], 0]
        pen[1].line(np.arange(len(shown)), shown, as_=name)
        _mark(pen[1], data, name, path[:, 0])


def plateau_background(loss, steps):
    """Return the two panels under `draw_plateau`."""
    left = contours(loss, (-3, 5), (-1.5, 1.5), 12, "x (flat far out)", "y (steep)", "seen from above", log=False)
    right = plain((0, steps), (-3, 6), "step", "x", title="along the plateau", legend=BOTH, legend_loc="upper right")
    return [left, right]


def draw_saddle(pen: Pen, data: Fair) -> None:
    """Draw both paths over the saddle, and how their distance from the ridge grows."""
    _draw_paths(pen, data)
    for name, path in data.paths.items():
        distance = np.clip(np.abs(path[:, 1]), 1e-13, 1e9)
        last = data.counts[name] or len(path) - 1
        pen[1].line(np.arange(last + 1), distance[: last + 1], as_=name, width=2.5)
        _mark(pen[1], data, name, distance)


def saddle_background(steps):
    """Return the two panels under `draw_saddle`."""

    def left(axes):
        x, y = np.meshgrid(np.linspace(-1.3, 1.3, 61), np.linspace(-1.3, 1.3, 61))
        lines = axes.contour(x, y, x**2 - y**2, 11, cmap="viridis", linewidths=0.9)
        axes.clabel(lines, lines.levels[::2], fontsize=7)
        plain((-1.3, 1.3), (-1.3, 1.3), "x", "y", title="x² − y²", grid=False, aspect="equal")(axes)

    right = plain(
        (0, steps), (1e-7, 10), "step", "distance |y| from the ridge", title="growing away", logy=True,
        yticks=[1e-6, 1e-4, 0.01, 1], yticklabels=["10⁻⁶", "0.0001", "0.01", "1"], legend=BOTH,
        legend_loc="lower right",
    )  # fmt: skip
    return [left, right]


def _draw_paths(pen, data):
    for name, path in data.paths.items():
        last = data.counts[name] or len(path) - 1
        pen.line(*path[: min(last, data.lost[name] or last) + 1].T, as_=name, marker=True, size=5)


def _mark(pen, data, name, heights):
    """Put a star where a method is there, and a cross where it is lost."""
    lost = data.lost[name]
    if lost is not None:
        pen.points(lost - 1, heights[lost - 1], colour=style.look(name).colour, marker="x", size=12)
    if data.counts[name] is not None:
        pen.points(data.counts[name], heights[data.counts[name]], colour=style.look(name).colour, marker="*", size=14)
