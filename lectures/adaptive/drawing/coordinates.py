"""The drawings of lecture 4 that show what depends on the axes, and of its race."""

import numpy as np

from lectures.adaptive.data import LargeEpsilon, Race, Turned, Units

from lectures.viz import style
from lectures.viz.pen import Pen
from lectures.viz.backgrounds import contours, plain
from lectures.viz.draw import draw_bars, draw_curves, draw_paths

METHODS = {
    "gradient descent": "gradient descent", "momentum": "momentum", "AdaGrad": "adagrad", "RMSProp": "rmsprop", "Adam": "adam",
}  # fmt: skip
COMPASS = (-0.95, 1.15)
SHOWN = ["gradient descent", "adagrad", "adam"]


def draw_epsilon(pen: Pen, data: LargeEpsilon) -> None:
    """Draw two paths on a bowl, and the step size that each coordinate gets."""
    draw_paths(pen, data.paths)
    pen[1].bars([0, 1], data.rates, 1.0, colour="green", width=0.6)


def epsilon_background(curvatures):
    """Return the two panels under `draw_epsilon`."""
    left = contours(
        lambda t: 0.5 * np.einsum("i,ip,ip->p", curvatures, t, t), (-2.4, 1.4), (-1.4, 1.6), 9, minimum=(0, 0),
        title="the paths", aspect="equal", legend={"Adam": "adam", "averaged momentum": "momentum"}, legend_loc="upper right",
    )  # fmt: skip
    right = plain(
        (-0.6, 1.6), (1, 300), "", "α / (√v̂ + ε) at the first step", title="step sizes", logy=True,
        xticks=[0, 1], xticklabels=["θ₁ (flat)", "θ₂ (steep)"],
    )  # fmt: skip
    return [left, right]


def draw_units(pen: Pen, data: Units) -> None:
    """Draw the loss against the step size for several methods."""
    for name, values in data.curves.items():
        pen.line(data.alphas, np.clip(np.nan_to_num(values, nan=1e3), 1e-5, 1e3), as_=name, marker=True)


def units_background(alphas):
    """Return the axes under `draw_units`."""
    return plain(
        (alphas[0] / 1.2, 1.2 * alphas[-1]), (3e-6, 20), "step size α", "training loss", logx=True, logy=True,
        legend={"gradient descent": "gradient descent", "momentum": "momentum", "Adam": "adam"}, legend_loc="lower left",
    )  # fmt: skip


def draw_turned(pen: Pen, data: Turned) -> None:
    """Draw paths in the bowl's own axes and the axes of the parameters, and mark the angle."""
    for axis, name in zip(data.turn, ("θ₁", "θ₂"), strict=True):  # row i of the rotation: axis i in the bowl's frame
        pen.arrows(*COMPASS, *(0.35 * axis), colour="ink", width=2, head=9)
        pen.text(*(COMPASS + 0.5 * axis), name, colour="ink", align="center", bold=True)
    for name in SHOWN:
        kept = np.unique([*range(14), *range(15, 61, 5)])
        pen.line(*data.paths[name][kept].T, as_=name, marker=True, size=5)
    pen[1].line([data.degrees, data.degrees], [1e-8, 1], colour="grey", dash="dashed", width=1.5)
    for name, values in data.curves.items():
        shown = style.look(name)
        pen[1].revealed.line(data.angles, values, colour=shown.colour, dash=shown.dash)
    for name, distance in data.distances.items():
        shown = style.look(name)
        pen[1].revealed.points(data.degrees, distance, colour=shown.colour, marker=shown.marker, size=9)


def turned_background(kappa):
    """Return the two panels under `draw_turned`."""
    left = contours(
        lambda t: 0.5 * (t[0] ** 2 + kappa * t[1] ** 2), (-1.4, 1.4), (-1.2, 1.8), 9, minimum=(0, 0),
        xlabel="along the valley", ylabel="across the valley", title="seen from the bowl", aspect="equal",
    )  # fmt: skip

    def right(axes):
        plain(
            (0, 90), (1e-8, 3), "angle in degrees", "distance after 60 steps", title="how far from the minimum",
            logy=True, xticks=range(0, 91, 15),
        )(axes)  # fmt: skip
        style.legend(axes, METHODS, loc="lower center", ncols=2, columnspacing=1, handletextpad=0.4, fontsize=8)

    return [left, right]


def draw_decay(pen, left):
    """Draw how large the weights still are, as bars for two ways to decay."""
    draw_bars(pen, {"green": left["adam"], "sky": left["adamw"]})


def decay_background(noises):
    """Return the axes under `draw_decay`."""
    looks = {"Adam, penalty in the loss": "green", "AdamW, decay in the step": "sky"}
    return plain(
        (-0.6, len(noises) - 0.4), (0, 1.3), "size of the weight's gradients", "share of the weight that is left",
        xticks=range(len(noises)), xticklabels=[f"{noise:.2g}" if noise < 99 else f"{noise:.0f}" for noise in noises], legend=looks, legend_loc="upper left",
    )  # fmt: skip


def draw_race(pen: Pen, data: Race) -> None:
    """Draw the paths of a race up to a step, and the loss of each against the step."""
    draw_paths(pen.revealed, {name: path[: data.shown + 1] for name, path in data.paths.items()})
    pen[1].line([0, 1000], [data.level, data.level], colour="grey", dash="dashed", width=1.5)
    for name, gap in data.gaps.items():
        values = np.clip(np.nan_to_num(gap[: data.shown + 1], nan=1e6), 1e-9, 1e6)
        draw_curves(pen[1].revealed, {name: values})


def race_background(landscape, window, steps):
    """Return the two panels under `draw_race`."""
    left = contours(
        lambda points: landscape.loss(points.T), *window, 12, minimum=landscape.minimum, title="seen from above",
        aspect="equal",
    )  # fmt: skip

    def right(axes):
        plain((0, steps), (1e-8, 1e6), "step", "loss above the minimum", title="who is lower?", logy=True)(axes)
        looks = {**METHODS, "yours": "your own"}
        style.legend(axes, looks, loc="upper center", ncols=2, columnspacing=1, handletextpad=0.4, fontsize=8)

    return [left, right]
