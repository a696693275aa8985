"""The drawings of lecture 3."""

import numpy as np

from lectures.momentum.data import BowlPaths, Chain, Components, OnCurve, OneDirection, Successive

from lectures.viz import style
from lectures.viz.pen import Pen
from lectures.viz.backgrounds import contours, plain
from lectures.viz.draw import draw_curves, draw_ellipses, draw_paths


def draw_successive(pen: Pen, data: Successive) -> None:
    """Draw a path up to step k, and the last gradient and the velocity along the bowl's two axes."""
    pen.line(*data.trajectory[: data.k + 1].T, as_="gradient descent", marker=True)
    for parts, colour in ((data.gradients, "blue"), (data.velocities, "vermilion")):
        dx, dy = -0.16 * data.axes @ parts[data.k]
        pen.arrows(*data.trajectory[data.k], dx, dy, colour=colour, width=3, head=11)
    for shift, parts, colour in ((-0.2, data.gradients, "blue"), (0.2, data.velocities, "vermilion")):
        pen[1].bars(np.arange(2) + shift, -parts[data.k], colour=colour, width=0.36)


def successive_background(H):
    """Return the two panels under `draw_successive`, for a bowl with Hessian `H`."""

    def loss(points):
        return 0.5 * np.einsum("ip,ij,jp->p", points, H, points)

    shape = {"minimum": (0, 0), "aspect": "equal", "title": "the path so far"}
    left = contours(loss, (-2.6, 1.4), (-2, 1.4), 0.1 * 2.0 ** np.arange(9), **shape)
    looks = {"−gradient": style.Look("blue"), "−velocity": style.Look("vermilion")}
    right = plain(
        (-0.6, 1.6), (-9, 9), title="its parts", legend=looks, legend_loc="upper right",
        xticks=[0, 1], xticklabels=["flat axis", "steep axis"],
    )  # fmt: skip
    return [left, right]


def draw_velocity(pen, velocities):
    """Draw the velocity under a constant gradient, and where it ends."""
    steps = np.arange(len(velocities))
    pen.line([0, steps[-1]], [1, 1], colour="blue", dash="solid")
    pen.line([0, steps[-1]], [velocities[-1]] * 2, colour="grey", dash="dotted")
    draw_curves(pen, {"momentum": (steps[::2], velocities[::2])})


def draw_bowl_paths(pen: Pen, data: BowlPaths) -> None:
    """Draw the contour lines of a bowl whose shape changes, and the paths on it."""
    draw_ellipses(pen, np.diag(data.lams), 0.02 * 2.2 ** np.arange(7))
    draw_paths(pen, data.paths)


def bowl_background():
    """Return the axes under `draw_bowl_paths`."""
    return plain(
        (-3, 3), (-1.6, 1.6), "θ₁ (curvature 1/κ)", "θ₂ (curvature 1)", grid=False, xticks=range(-3, 4),
        legend=["gradient descent", "momentum"], legend_loc="upper right",
    )  # fmt: skip


def draw_distances(pen, curves):
    """Draw distances on a log axis against the step, from 1; both axes may be log."""
    for which, curve in curves.items():
        steps = np.unique(np.geomspace(1, len(curve), 60).astype(int)) - 1
        draw_curves(pen, {which: (steps + 1, curve[steps])})


def distances_background():
    """Return the axes under `draw_distances`."""
    return plain(
        (1, 1e4), (1e-6, 5), "step + 1", "distance, of the first", logx=True, logy=True,
        legend=["gradient descent", "momentum"], legend_loc="lower left",
    )  # fmt: skip


def draw_conventions(pen, paths):
    """Draw the distance to the minimum for three ways to write momentum."""
    looks = dict(zip(paths, CONVENTIONS.values(), strict=True))
    for name, path in paths.items():
        distance = np.linalg.norm(path, axis=1)
        every = 4 if name == "average" else 1
        steps = np.arange(len(distance))[::every]
        pen.line(steps, distance[::every], as_=looks[name], marker=name == "average", width=0 if every > 1 else 2)


def conventions_background():
    """Return the axes under `draw_conventions`."""
    axes = (0, 60), (1e-2, 5), "step", "distance to the minimum"
    return plain(*axes, logy=True, legend=CONVENTIONS, legend_loc="lower left")


CONVENTIONS = {
    "α outside (ours, PyTorch)": style.Look("vermilion", "solid", "s"),
    "α inside (Polyak, Sutskever)": style.Look("blue", "dashed", "o"),
    "average, step α/(1 − μ)": style.Look("ink", "solid", "x"),
}


def draw_components(pen: Pen, data: Components) -> None:
    """Draw what is left of the error along each direction as bars; the colour tells its sign."""
    size, places = np.clip(np.abs(data.left), 1e-6, 1e2), np.arange(len(data.left))
    for positive, colour in ((True, "blue"), (False, "vermilion")):
        chosen = (data.left >= 0) == positive
        pen.bars(places[chosen], size[chosen], 1e-6, colour=colour)


def components_background(lams):
    """Return the axes under `draw_components`."""
    return plain(
        (-0.6, len(lams) - 0.4), (1e-6, 10), "curvature λ of the direction", "error left, of 1", logy=True,
        xticks=np.arange(len(lams)), xticklabels=[f"{lam:.2g}" for lam in lams], legend_loc="upper left",
        legend={"same side": style.Look("blue"), "other side": style.Look("vermilion")},
    )  # fmt: skip


def phase_background(steps, mus, radius):
    """Return the two panels under `draw_phase`: the phase diagram, and axes for the path."""

    def left(axes):
        shades = axes.pcolormesh(steps, mus, np.minimum(radius, 1), cmap="viridis", vmin=0, vmax=1, shading="nearest")
        axes.contourf(steps, mus, radius, [1, 10], colors=style.colour("faint"))
        ridge = np.linspace(0, 1, 101)
        axes.plot(ridge, (1 - np.sqrt(ridge)) ** 2, color="white", linestyle="--")
        mirrored = np.linspace(1, 4, 101)
        axes.plot(mirrored, (1 - np.sqrt(mirrored)) ** 2, color="white", linestyle="--")
        axes.text(3.1, 0.12, "diverges", ha="center", color=style.colour("ink"), fontsize=9)
        axes.set(xlim=(0, 4), ylim=(0, 1), xlabel="αλ", ylabel="momentum μ", title="factor per step")
        axes.figure.colorbar(shades, ax=axes, fraction=0.05, pad=0.02)

    right = plain((0, 60), (-1.6, 1.6), "step", "error", title="the error")
    return [left, right]


def draw_phase(pen: Pen, data: OneDirection) -> None:
    """Draw the error of one direction against the step."""
    path = data.path
    steps = np.arange(len(path))
    pen[1].line(steps, path, as_="momentum", marker=True, size=4)


def draw_chain(pen: Pen, data: Chain) -> None:
    """Draw how far two methods have come along the chain, and their gaps at that step."""
    links = np.arange(0, len(data.optimum), 3)
    for name, path in data.paths.items():
        pen.line(links + 1, path[data.k][links], as_=name, width=2)
        pen[1].points(
            data.k + 1, data.gaps[name][data.k], colour=style.look(name).colour, marker=style.look(name).marker, size=10
        )
    pen[1].line([data.k + 1, data.k + 1], [1e-4, 1], colour="grey", dash="dotted", width=1.5)


def chain_background(gaps, optimum):
    """Return the two panels under `draw_chain`."""

    def left(axes):
        axes.plot(np.arange(1, len(optimum) + 1), optimum, color=style.colour("ink"), linestyle=":")
        axes.text(120, 0.5, "minimiser", color=style.colour("ink"), fontsize=9)
        plain((0, len(optimum)), (-0.02, 1.02), "link of the chain", "θ", title="what has arrived")(axes)

    def right(axes):
        plain((1, 201), (1e-4, 1), "step k + 1", "f(θₖ) − f*", title="gap to the minimum", logx=True, logy=True)(axes)
        for name, gap in gaps.items():
            shown, steps = style.look(name), np.arange(len(gap)) + 1
            axes.plot(steps, gap, color=style.colour(shown.colour), linestyle=style.linestyle(shown.dash))
        style.legend(axes, list(gaps), loc="lower left")

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
        plain((-2.6, 4.2), (-4, 120), "x", "loss", title="the last twelve places")(axes)

    looks = ["momentum", "gradient descent"]
    return [
        left,
        plain((0, 40), (-2.6, 4.2), "step", "x", title="the path", legend=looks, legend_loc="upper right"),
    ]


def draw_plateau(pen: Pen, data: OnCurve) -> None:
    """Draw the places on the plateau's curve, and the path in time."""
    for name, path in data.paths.items():
        shown = style.look(name)
        pen.points(path, data.loss(path) + (0.02 if name == "momentum" else -0.02), shown.colour, shown.marker, 6)
    draw_curves(pen[1], data.paths)


def plateau_background(loss, steps):
    """Return the two panels under `draw_plateau`."""

    def left(axes):
        x = np.linspace(-5, 5, 300)
        axes.plot(x, loss(x), color=style.colour("ink"), linewidth=1)
        plain((-5, 5), (-1.1, 0.1), "x", "loss −sech(x)", title="where they have been")(axes)

    looks = ["gradient descent", "momentum"]
    return [
        left,
        plain((0, steps), (-5, 5), "step", "x", title="the path", legend=looks, legend_loc="lower right"),
    ]


def draw_saddle(pen, path):
    """Draw a path over the saddle, and how its distance from the ridge grows."""
    distance = np.abs(path[:, 1])
    there = int(np.argmax(distance >= 1)) if (distance >= 1).any() else len(path) - 1
    pen.line(*path[: there + 1].T, as_="momentum", marker=True, size=6)
    steps = np.arange(0, len(path), 2)
    pen[1].line(steps, np.clip(distance[steps], 1e-13, 1e2), as_="momentum")
    pen[1].points(there, distance[there], colour="ink", marker="*", size=13)


def saddle_background(steps):
    """Return the two panels under `draw_saddle`."""

    def left(axes):
        x, y = np.meshgrid(np.linspace(-1.3, 1.3, 61), np.linspace(-1.3, 1.3, 61))
        lines = axes.contour(x, y, x**2 - y**2, 11, cmap="viridis", linewidths=0.9)
        axes.clabel(lines, lines.levels[::2], fontsize=7)
        plain((-1.3, 1.3), (-1.3, 1.3), "x", "y", title="f = x² − y²", grid=False)(axes)

    right = plain((0, steps), (1e-13, 10), "step", "distance |y| from the ridge", title="growing away", logy=True)
    return [left, right]
