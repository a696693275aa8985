"""The drawings of lecture 3 on bowls: paths, velocities, errors against the step."""

import numpy as np

from lectures.momentum.data import BowlPaths, Components, OwnPath, Successive, Tuned

from lectures.viz import style
from lectures.viz.backgrounds import contours, plain
from lectures.viz.draw import draw_curves, draw_ellipses, draw_paths
from lectures.viz.pen import Pen

DISTANCE = "distance to the minimum (1 at the start)"
OWN = {"your update": "your own", "the right one": style.Look("grey", "dashed")}


def draw_bowl_paths(pen: Pen, data: BowlPaths) -> None:
    """Draw the contour lines of a bowl whose shape changes, and the paths on it."""
    draw_ellipses(pen, np.diag(data.lams), 0.02 * 2.2 ** np.arange(7))
    draw_paths(pen, data.paths)


def bowl_background():
    """Return the axes under `draw_bowl_paths`."""

    def background(axes):
        axes.plot(0, 0, "*", color=style.colour("ink"), markersize=10)
        plain((-3, 3), (-1.6, 1.6), "θ₁ (flat)", "θ₂ (steep)", grid=False, xticks=range(-3, 4), aspect="equal")(axes)
        looks = {"gradient descent, best α": "gradient descent", "momentum, your α and μ": "momentum"}
        style.legend(axes, looks, loc="upper right")

    return background


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
    left = contours(loss, (-2.8, 1.2), (-2.2, 1.4), 0.1 * 2.0 ** np.arange(9), **shape)

    def right(axes):
        ticks = {"xticks": [0, 1], "xticklabels": ["flat axis", "steep axis"]}
        plain((-0.6, 1.6), (-9, 10), title="its parts", **ticks)(axes)
        looks = {"−gradient": "blue", "−velocity": "vermilion"}
        style.legend(axes, looks, loc="upper center", ncols=2, columnspacing=0.8, handletextpad=0.4)

    return [left, right]


def draw_velocity(pen: Pen, velocities: np.ndarray, limit: float) -> None:
    """Draw the velocity after 1, 2, … steps under a constant gradient, and its limit."""
    steps = np.arange(1, len(velocities))
    pen.line([1, steps[-1]], [limit, limit], colour="grey", dash="dotted")
    draw_curves(pen, {"momentum": (steps, velocities[1:])})


def velocity_background(steps):
    """Return the axes under `draw_velocity`; the constant gradient stands still."""

    def background(axes):
        axes.plot([1, steps], [1, 1], color=style.colour("blue"))
        looks = {
            "velocity": "momentum",
            "gradient": style.Look("blue"),
            "terminal velocity 1/(1 − μ)": style.Look("grey", "dotted"),
        }
        plain((1, steps), (0.8, 160), "step", "velocity", logy=True, yticks=[1, 10, 100], yticklabels=[1, 10, 100])(
            axes
        )
        style.legend(axes, looks, loc="upper center", ncols=3, bbox_to_anchor=(0.5, 1.12), columnspacing=1.2)

    return background


def draw_own(pen: Pen, data: OwnPath) -> None:
    """Draw the right path, dashed, and the path of the reader's own update."""
    pen.line(*data.right.T, colour="grey", dash="dashed", width=2.5)
    pen.points(data.right[-1, 0], data.right[-1, 1], colour="grey", marker="o", size=9)
    draw_paths(pen, {"your own": data.own})


def own_background(kappa=10.0):
    """Return the axes under `draw_own`, with the contour lines of ½ (θ₁² + κ θ₂²)."""
    return contours(
        lambda t: 0.5 * (t[0] ** 2 + kappa * t[1] ** 2), (-2.6, 2.6), (-1.5, 1.5), aspect="equal", minimum=(0, 0),
        legend=OWN, legend_loc="upper right", xlabel="θ₁ (flat)", ylabel="θ₂ (steep)",
    )  # fmt: skip


def draw_distances(pen: Pen, data: Tuned) -> None:
    """Draw distances on a log axis against the step, and the lines that their rates alone would give."""
    for name, curve in data.distances.items():
        target = pen.revealed if name == "momentum" else pen
        shown, last = style.look(name), len(curve) - 1
        steps = np.unique(np.concatenate([np.arange(0, min(40, last), 2), np.linspace(0, last, 45).astype(int)]))
        target.line(steps, np.maximum(curve[steps], 1e-9), as_=name, width=2.5)
        end = min(last, np.log(1e-9) / np.log(data.rates[name]))
        target.line([0, end], [1, data.rates[name] ** end], colour=shown.colour, dash="dotted", width=1.5)


def distances_background(steps):
    """Return the axes under `draw_distances`."""
    looks = {
        "gradient descent": style.Look("blue"),
        "momentum": "momentum",
        "rate alone": style.Look("grey", "dotted"),
    }
    powers = [10.0**-i for i in range(0, 9, 2)]

    def background(axes):
        ticks = {"yticks": powers, "yticklabels": ["1", "0.01", "0.0001", "10⁻⁶", "10⁻⁸"]}
        plain((0, steps), (1e-8, 300), "step", DISTANCE, logy=True, **ticks)(axes)
        style.legend(axes, looks, loc="upper center", ncols=3)

    return background


def draw_conventions(pen: Pen, paths: dict) -> None:
    """Draw the distance to the minimum for three ways to write momentum."""
    looks = dict(zip(paths, CONVENTIONS.values(), strict=True))
    for name, path in paths.items():
        distance = np.linalg.norm(path, axis=1)
        every = 4 if name == "average" else 1
        steps = np.arange(len(distance))[::every]
        pen.line(steps, distance[::every], as_=looks[name], marker=name == "average", width=0 if every > 1 else 2)


def conventions_background(when=20):
    """Return the axes under `draw_conventions`; a line marks the step at which α falls."""

    def background(axes):
        plain(
            (0, 60), (1e-2, 5), "step", "distance to the minimum", logy=True,
            yticks=[0.01, 0.1, 1], yticklabels=["0.01", "0.1", "1"], legend=CONVENTIONS, legend_loc="lower left",
        )(axes)  # fmt: skip
        axes.axvline(when, color=style.colour("grey"), linewidth=1, linestyle=":")
        axes.text(when + 0.7, 3.2, "α falls here", color=style.colour("ink"), fontsize=9)

    return background


CONVENTIONS = {
    "α outside (ours, PyTorch)": style.Look("vermilion", "solid", "s"),
    "α inside (Polyak, Sutskever)": style.Look("blue", "dashed", "o"),
    "average, step α/(1 − μ)": style.Look("ink", "solid", "x"),
}
LEAST = 1e-10  # where the axis of what is left of an error begins


def draw_components(pen: Pen, data: Components) -> None:
    """Draw what is left of the error along each direction as bars; the colour tells its sign."""
    size, places = np.clip(np.abs(data.left), LEAST, 1e2), np.arange(len(data.left))
    for positive, colour in ((True, "blue"), (False, "vermilion")):
        chosen = (data.left >= 0) == positive
        pen.bars(places[chosen], size[chosen], LEAST, colour=colour)


def components_background(lams):
    """Return the axes under `draw_components`."""
    looks = {"same side as the start": "blue", "other side": "vermilion"}
    ticks = 10.0 ** np.arange(-10, 3, 2)

    def background(axes):
        plain(
            (-0.6, len(lams) - 0.4), (LEAST, 1e2), "curvature λ of the direction", "error left (1 at the start)",
            logy=True, xticks=np.arange(len(lams)), xticklabels=[f"{lam:.2g}" for lam in lams],
            yticks=ticks, yticklabels=["10⁻¹⁰", "10⁻⁸", "10⁻⁶", "0.0001", "0.01", "1", "100"],
        )(axes)  # fmt: skip
        style.legend(axes, looks, loc="upper center", ncols=2)

    return background
