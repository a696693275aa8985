"""The drawings of lecture 1, pages 7 and 8: plateaus, saddles and critical points."""

import numpy as np

from lectures.landscape.data import Goe, Plateau, Saddle, TurnedCurvature

from lectures.viz import style
from lectures.viz.pen import Pen
from lectures.viz.backgrounds import plain
from lectures.viz.draw import draw_contours, draw_curves

COINS = style.Look("grey", "dotted")
METHODS = ("gradient descent", "momentum")


def draw_plateau(pen: Pen, data: Plateau) -> None:
    """Draw where two paths go on the plateau, and mark the steps they need."""
    for i, name in enumerate(METHODS):
        look, path = style.look(name), data.paths[name][:: max(len(data.paths[name]) // 15, 1)]
        pen.points(path, data.loss(path) + (-0.03, 0.03)[i], look.colour, look.marker, 6)
        pen[1].points(data.alpha, data.counts[name], "ink", look.marker, 11)


def plateau_background(loss, alphas, counts):
    """Return the two panels under `draw_plateau`."""

    def left(axes):
        plain(
            (-2, 4.6),
            (-1.1, 0.15),
            "x",
            "loss −sech(x)",
            title="from x = 4 to x = 1",
            legend=list(METHODS),
            legend_loc="lower right",
        )(axes)
        x = np.linspace(-2, 4.6, 200)
        axes.plot(x, loss(x), color=style.colour("ink"), linewidth=1)
        axes.axvline(1, color=style.colour("grey"), linestyle=":", linewidth=1)

    def right(axes):
        plain(
            (alphas[0], alphas[-1]),
            (3, 4000),
            "step size α",
            "steps to leave",
            title="how long it takes",
            logx=True,
            logy=True,
        )(axes)
        _curves(axes, alphas, counts)

    return [left, right]


def _curves(axes, x, counts):
    for name in METHODS:
        look = style.look(name)
        axes.plot(x, counts[name], color=style.colour(look.colour), linestyle=style.linestyle(look.dash))


def draw_saddle(pen: Pen, data: Saddle) -> None:
    """Draw two paths over the saddle, and mark the steps that they need."""
    for name in METHODS:
        pen.path(data.paths[name][: data.counts[name] + 1], as_=name, size=6)
        pen[1].points(10.0**-data.exponent, data.counts[name], "ink", style.look(name).marker, 11)


def saddle_background(exponents, counts):
    """Return the two panels under `draw_saddle`."""

    def left(axes):
        x, y = np.meshgrid(np.linspace(-1.3, 1.3, 61), np.linspace(-1.3, 1.3, 61))
        axes.contour(x, y, x**2 - y**2, [-0.5, 0, 0.5], colors=style.colour("grey"), linewidths=0.8)
        plain(
            (-1.3, 1.3),
            (-1.3, 1.3),
            "x",
            "y",
            title="f = x² − y²",
            grid=False,
            legend=list(METHODS),
            legend_loc="lower left",
        )(axes)

    def right(axes):
        plain(
            (1e-12, 0.1),
            (0, 160),
            "first distance from the ridge",
            "steps until |y| ≥ 1",
            title="how long it holds",
            logx=True,
        )(axes)
        _curves(axes, 10.0 ** -np.array(exponents), counts)

    return [left, right]


def draw_turned(pen: Pen, data: TurnedCurvature) -> None:
    """Draw contour lines around a critical point, and the loss along the axis whose curvature turns."""
    levels = [-2, -1, -0.5, -0.2, -0.05, 0, 0.05, 0.2, 0.5, 1, 2]
    draw_contours(pen, data.f, (-1.5, 1.5), (-1.5, 1.5), levels=levels, log=False, cells=36)
    pen.note(data.verdict, bold=True)
    y = np.linspace(-1.5, 1.5, 61)
    draw_curves(pen[1], {0: (y, data.f(np.stack([0 * y, y])))})
    pen[1].points(0, 0, "ink", "o", 9)


def turned_background():
    """Return the two panels under `draw_turned`."""
    left = plain((-1.5, 1.5), (-1.5, 1.5), "x (curvature 1)", "y (curvature c)", title="seen from above", grid=False)
    return [left, plain((-1.5, 1.5), (-2, 2), "y", "f(0, y)", title="cut along y")]


def draw_goe(pen: Pen, data: Goe) -> None:
    """Draw the eigenvalues of many random matrices as columns of dots, the minima in green, and their share."""
    columns = np.repeat(np.arange(1, len(data.lams) + 1), data.n).reshape(data.lams.shape)
    good = data.lams.min(axis=1) > 0
    pen.points(columns[~good].ravel(), data.lams[~good].ravel(), "grey", "o", 5)
    pen.points(columns[good].ravel(), data.lams[good].ravel(), "green", "*", 11)
    pen[1].points(data.n, data.share, "ink", "o", 11)


def goe_background(exact):
    """Return the two panels under `draw_goe`; `exact` maps n to the probability of a minimum."""

    def left(axes):
        plain(
            (0, 61),
            (-5, 6.5),
            "matrix",
            "its eigenvalues",
            title="60 random matrices",
            legend={"a minimum": style.Look("green", "solid", "*")},
            legend_loc="upper right",
        )(axes)
        axes.axhline(0, color=style.colour("ink"), linewidth=1)

    def right(axes):
        n = np.arange(1, 9)
        plain(
            (0.6, 8.4), (3e-10, 1), "size n", "share of minima", title="all eigenvalues positive", logy=True, xticks=n
        )(axes)
        axes.plot(n, [exact(int(k)) for k in n], color=style.colour("blue"), marker="o", markersize=4)
        axes.plot(n, 0.5**n, color=style.colour("grey"), linestyle=":")
        style.legend(axes, {"exact": style.Look("blue", "solid", "o"), "coins, 2⁻ⁿ": COINS}, loc="lower left")

    return [left, right]


def draw_autoencoder(pen, point):
    """Mark a critical point among all, and draw its Hessian's eigenvalues."""
    pen.points(point["index"], point["loss"], "ink", "o", 14)
    lams, places = np.sort(point["lams"])[::-1], np.arange(1, 21)
    lams = np.where(np.abs(lams) < 1e-6, 0, lams)
    for chosen, colour in ((lams > 0, "blue"), (lams < 0, "vermilion")):
        pen[1].bars(places[chosen], lams[chosen], colour=colour)
    pen[1].points(places[lams == 0], lams[lams == 0], "ink", "x", 8)


def autoencoder_background(points):
    """Return the two panels under `draw_autoencoder`."""

    def left(axes):
        plain(
            (-0.6, 10.6),
            (1.4, 6.1),
            "index: negative eigenvalues",
            "loss",
            title="all critical points",
            xticks=range(0, 11, 2),
        )(axes)
        for point in points:
            lowest = point["index"] == 0
            axes.plot(
                point["index"],
                point["loss"],
                "*" if lowest else "s",
                color=style.colour("green" if lowest else "blue"),
                markersize=11 if lowest else 5,
            )

    looks = {
        "positive": style.Look("blue"),
        "zero": style.Look("ink", "solid", "x"),
        "negative": style.Look("vermilion"),
    }
    right = plain(
        (0, 21), (-6, 12), "eigenvalue number", "curvature", title="its Hessian", legend=looks, legend_loc="upper right"
    )
    return [left, right]
