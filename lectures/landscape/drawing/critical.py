"""The drawings of lecture 1 on plateaus, saddles and critical points."""

import numpy as np

from lectures.landscape.data import Autoencoder, Goe, Plateau, Saddle, TurnedCurvature

from lectures.viz import style
from lectures.viz.pen import Pen
from lectures.viz.backgrounds import plain
from lectures.viz.draw import draw_contours, draw_curves

METHODS = ("gradient descent", "momentum")
LONGEST = 4000  # steps that the picture of the plateau can show


def draw_plateau(pen: Pen, data: Plateau) -> None:
    """Draw two paths off a plateau, and the steps that both need, later at all effective steps."""
    for name in METHODS:
        pen.path(data.paths[name], as_=name, size=6)
        pen[1].revealed.line(data.steps, np.where(np.isinf(data.curves[name]), np.nan, data.curves[name]), as_=name)
        if np.isfinite(data.counts[name]):
            look = style.look(name)
            pen[1].points(data.effective, data.counts[name], look.colour, look.marker, 12)


def plateau_background(across):
    """Return the two panels under `draw_plateau`, for a curvature across the plateau."""

    def left(axes):
        x, y = np.meshgrid(np.linspace(-2, 4.6, 100), np.linspace(-2.1, 1.3, 60))
        levels = [-0.9, -0.7, -0.5, -0.3, -0.15, -0.07, 0.5, 2, 5]
        axes.contour(
            x,
            y,
            0.5 * across * y**2 - 1 / np.cosh(x),
            levels,
            colors=style.colour("grey"),
            linewidths=0.8,
            linestyles="solid",
        )
        plain(
            (-2, 4.6), (-2.1, 1.3), "x (the plateau is on the right)", "y (across)", title="from x = 4 to x = 1", grid=False,
            legend=list(METHODS), legend_loc="lower right",
        )(axes)  # fmt: skip
        axes.axvline(1, color=style.colour("ink"), linestyle=":", linewidth=1)

    def right(axes):
        shape = {"logx": True, "logy": True, "title": "how long it takes"}
        plain((0.009, 4.5), (5, LONGEST), "effective step α/(1 − μ)", "steps until x ≤ 1", **shape)(axes)
        axes.set_xticks([0.01, 0.1, 1, 4], ["0.01", "0.1", "1", "4"])
        axes.set_yticks([10, 100, 1000], ["10", "100", "1000"])
        axes.minorticks_off()

    return [left, right]


def draw_saddle(pen: Pen, data: Saddle) -> None:
    """Draw two paths over the saddle, and the steps that they need, later from all distances."""
    distances = 10.0 ** -np.arange(1, len(data.held["momentum"]) + 1)
    for name in METHODS:
        look = style.look(name)
        pen.path(data.paths[name], as_=name, size=6)
        pen[1].revealed.line(distances, data.held[name], as_=name)
        pen[1].points(10.0**-data.exponent, data.counts[name], look.colour, look.marker, 12)


def saddle_background(steep):
    """Return the two panels under `draw_saddle`, for the saddle steep·x² − y²."""

    def left(axes):
        x, y = np.meshgrid(np.linspace(-1.3, 1.3, 61), np.linspace(-2, 1.3, 61))
        axes.contour(
            x,
            y,
            steep * x**2 - y**2,
            [-0.5, 0, 0.5, 2, 5],
            colors=style.colour("grey"),
            linewidths=0.8,
            linestyles="solid",
        )
        plain(
            (-1.3, 1.3), (-2, 1.3), "x (the ridge)", "y (down on both sides)", title=f"f = {steep:g}x² − y²",
            grid=False, aspect="equal", legend=list(METHODS), legend_loc="lower right",
        )(axes)  # fmt: skip

    def right(axes):
        shape = {"logx": True, "title": "how long it holds"}
        plain((4e-13, 0.2), (0, 310), "first distance y₀ from the ridge", "steps until |y| ≥ 1", **shape)(axes)
        axes.set_xticks([1e-12, 1e-9, 1e-6, 1e-3])

    return [left, right]


def draw_turned(pen: Pen, data: TurnedCurvature) -> None:
    """Draw contour lines around a critical point, the curvature in every direction, and both verdicts."""
    levels = [-2, -1, -0.5, -0.2, -0.05, 0, 0.05, 0.2, 0.5, 1, 2]
    draw_contours(pen, data.f, (-1.5, 1.5), (-1.5, 1.5), levels=levels, log=False, cells=36)
    lams, vectors = np.linalg.eigh(data.H)
    for lam, v in zip(lams, vectors.T, strict=True):
        colour = "blue" if lam > 1e-8 else "vermilion" if lam < -1e-8 else "ink"
        pen.line([-v[0], v[0]], [-v[1], v[1]], colour=colour, dash="solid", width=3)
    along = np.linspace(-1.5, 1.5, 61)
    draw_curves(pen[1], {0: (along, data.f(np.multiply.outer(vectors[:, 0], along)))})
    pen[1].points(0, 0, "ink", "o", 9)
    pen[1].note(f"the Hessian says: {data.verdict}", y=0.95, bold=True)
    pen[1].note(f"your function says: {data.own}", y=0.87, colour="blue" if data.own == data.verdict else "vermilion")


def turned_background():
    """Return the two panels under `draw_turned`."""
    looks = {
        "bends upwards": style.Look("blue"),
        "bends downwards": style.Look("vermilion"),
        "curvature zero": style.Look("ink"),
    }
    left = plain((-1.5, 1.5), (-2.4, 1.5), "x", "y", title="seen from above", grid=False, aspect="equal",
                 legend=looks, legend_loc="lower left")  # fmt: skip
    return [left, plain((-1.5, 1.5), (-2, 2.9), "way along the lowest curvature", "loss", title="where it bends least")]


def draw_goe(pen: Pen, data: Goe) -> None:
    """Draw the eigenvalues of many random matrices as columns of dots, the minima in green, and their share."""
    columns = np.repeat(np.arange(1, len(data.lams) + 1), data.n).reshape(data.lams.shape)
    good = data.lams.min(axis=1) > 0
    pen.points(columns[~good].ravel(), data.lams[~good].ravel(), "grey", "o", 5)
    pen.points(columns[good].ravel(), data.lams[good].ravel(), "green", "*", 11)
    pen[1].revealed.line(np.arange(1, len(data.shares) + 1), data.shares, colour="blue", marker="o", size=5)
    pen[1].revealed.points(data.n, data.shares[data.n - 1], "ink", "o", 11)


def goe_background():
    """Return the two panels under `draw_goe`."""

    def left(axes):
        plain(
            (0, 61),
            (-5, 6.5),
            "matrix",
            "its eigenvalues",
            title="60 random matrices",
            legend={"all positive: a minimum": style.Look("green", "solid", "*")},
            legend_loc="upper right",
        )(axes)
        axes.axhline(0, color=style.colour("ink"), linewidth=1)

    def right(axes):
        n = np.arange(1, 9)
        plain((0.6, 8.4), (1e-12, 2), "size n", "probability", title="all eigenvalues positive", logy=True, xticks=n)(
            axes
        )
        axes.plot(n, 0.5**n, color=style.colour("grey"), linestyle=":")
        looks = {
            "random matrices, exactly": style.Look("blue", "solid", "o"),
            "coins, 2⁻ⁿ": style.Look("grey", "dotted"),
        }
        style.legend(axes, looks, loc="lower left")

    return [left, right]


def draw_autoencoder(pen: Pen, data: Autoencoder) -> None:
    """Ring a critical point, draw the eigenvalues of its Hessian, and later all points by index and loss."""
    for found in data.points:
        lowest = found["index"] == 0
        shown = ("green", "*", 14) if lowest else ("blue", "s", 7)
        pen.revealed.points(found["index"], found["loss"], *shown)
    point = data.points[data.number - 1]
    turn = np.linspace(0, 2 * np.pi, 33)
    pen.line(point["index"] + 0.38 * np.cos(turn), point["loss"] + 0.17 * np.sin(turn), colour="ink", width=2)
    lams, places = np.sort(point["lams"])[::-1], np.arange(1, 21)
    lams = np.where(np.abs(lams) < 1e-6, 0, lams)
    for chosen, colour in ((lams > 0, "blue"), (lams < 0, "vermilion")):
        pen[1].bars(places[chosen], lams[chosen], colour=colour)
    pen[1].points(places[lams == 0], lams[lams == 0], "ink", "x", 8)


def autoencoder_background():
    """Return the two panels under `draw_autoencoder`."""
    left = plain(
        (-0.9, 10.9),
        (1.4, 6.1),
        "index: number of negative eigenvalues",
        "loss",
        title="all critical points",
        xticks=range(0, 11, 2),
    )
    looks = {
        "positive": style.Look("blue"),
        "zero": style.Look("ink", "solid", "x"),
        "negative": style.Look("vermilion"),
    }
    right = plain(
        (0, 21),
        (-6, 12),
        "eigenvalue, in order",
        "curvature",
        title="its Hessian",
        legend=looks,
        legend_loc="upper right",
    )
    return [left, right]
