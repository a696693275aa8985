"""The drawings of lecture 4: sizes of gradients, lengths of steps, comparisons."""

import numpy as np

from lectures.adaptive.data import FarStart, Jump, Layers, NoisySlope

from lectures.viz import style
from lectures.viz.pen import Pen
from lectures.viz.backgrounds import plain
from lectures.viz.draw import draw_bars, draw_curves

PAIR = {"AdaGrad": "adagrad", "RMSProp": "rmsprop"}
CORRECTED = {"corrected": style.Look("green", "solid", "^"), "not corrected": style.Look("ink", "dashed", "s")}
BEFORE = (-6, 3.2)


def draw_far(pen: Pen, data: FarStart) -> None:
    """Draw where two methods have been on a loss, and their paths in time."""
    for name, path in data.paths.items():
        shown, raised = style.look(name), 1.6 if name == "sign" else 1.0
        pen.points(path, raised * np.maximum(data.loss(path), 1e-5), shown.colour, shown.marker, 6)
    start = data.paths["sign"][0]
    pen.points(start, data.loss(start), "ink", "*", 13)
    if data.paths["gradient descent"].min() < BEFORE[0]:
        pen.note("← gradient descent left", y=0.06)
    draw_curves(pen[1], data.paths)


def far_background(loss):
    """Return the two panels under `draw_far`."""

    def left(axes):
        theta = np.linspace(*BEFORE, 400)
        axes.plot(theta, loss(theta), color=style.colour("ink"), linewidth=1)
        plain(BEFORE, (1e-4, 3e3), "θ", "loss", title="where they have been", logy=True)(axes)

    looks = {"gradient descent": "gradient descent", "sign descent": "sign"}
    right = plain((0, 80), BEFORE, "step", "θ", title="the path", legend=looks, legend_loc="lower right")
    return [left, right]


def draw_layers(pen: Pen, data: Layers) -> None:
    """Draw the size of each layer's gradient against the step, and the loss."""
    for layer, norm in enumerate(data.norms.T):
        pen.line(data.steps, norm, as_=layer, marker=True, size=4)
    pen[1].line(data.steps, data.losses, colour="ink", marker="o", size=4)


def layers_background(layers, last):
    """Return the two panels under `draw_layers`."""

    def left(axes):
        plain((0, last), (1e-4, 10), "step", "‖g‖ of a layer", title="size of the gradient", logy=True)(axes)
        style.legend(axes, {f"layer {n + 1}": n for n in range(layers)}, loc="lower left", ncols=2, columnspacing=1)

    return [left, plain((0, last), (1e-3, 10), "step", "loss", title="training loss", logy=True)]


def draw_jump(pen: Pen, data: Jump) -> None:
    """Draw the size of a gradient that jumps, and what two methods make of it."""
    kept = np.unique([*np.arange(0, 80, 10), *range(76, 92), *np.arange(92, len(data.sizes), 6), len(data.sizes) - 1])
    pen.line(kept, data.sizes[kept], colour="ink")
    for name, moved in data.lengths.items():
        pen[1].line(kept, np.maximum(moved[kept], 1e-6), as_=name)


def jump_background(steps):
    """Return the two panels under `draw_jump`."""
    return [
        plain((0, steps), (3e-4, 3e3), "step", "size of the gradient", title="what comes in", logy=True),
        plain(
            (0, steps), (3e-5, 60), "step", "length of the step, in α", title="what comes out", logy=True,
            legend=PAIR, legend_loc="lower left",
        ),
    ]  # fmt: skip


def draw_slope(pen, lengths):
    """Draw the lengths of steps under a constant gradient, both axes logarithmic."""
    kept = np.unique(np.geomspace(1, 1000, 40).astype(int)) - 1
    for name, moved in lengths.items():
        pen.line(kept + 1, moved[kept], as_=name, marker=True, size=5)


def slope_background():
    """Return the axes under `draw_slope`."""
    return plain(
        (1, 1000), (0.02, 50), "step k", "length of the step, in α", logx=True, logy=True,
        legend=PAIR, legend_loc="upper right",
    )  # fmt: skip


def draw_comparison(pen, curves):
    """Draw AdaGrad and RMSProp on the convex loss and on the network."""
    for panel, runs in enumerate(curves.values()):
        for name, (steps, values) in runs.items():
            pen[panel].line(steps, np.clip(values, 1e-5, 1e3), as_=name, marker=True, size=4)


def comparison_background():
    """Return the two panels under `draw_comparison`."""
    return [
        plain((0, 1000), (1e-3, 5), "step", "loss above its minimum", title="convex", logy=True),
        plain(
            (0, 800), (1e-4, 20), "step", "training loss", title="deep network", logy=True,
            legend=PAIR, legend_loc="lower left",
        ),
    ]  # fmt: skip


def draw_sparse(pen, errors):
    """Draw the error of each feature's weight as bars for two methods."""
    draw_bars(pen, {"blue": errors["gradient descent"], "orange": errors["adagrad"]})


def sparse_background(features):
    """Return the axes under `draw_sparse`."""
    looks = {"gradient descent": style.Look("blue"), "AdaGrad": style.Look("orange")}
    return plain(
        (-0.6, len(features) - 0.4), (0, 1.8), "how often the feature is there: one example in …", "error of its weight",
        xticks=range(len(features)), xticklabels=[f"{1 / share:.0f}" for share in features], legend=looks,
        legend_loc="upper left",
    )  # fmt: skip


def draw_corrected(pen, lengths):
    """Draw the lengths of Adam's steps with and without its correction."""
    kept = np.unique([*range(20), *range(20, 100, 4)])
    for name, moved in lengths.items():
        pen.line(kept + 1, moved[kept], as_=CORRECTED[name], marker=True, size=4)


def corrected_background():
    """Return the axes under `draw_corrected`."""
    return plain(
        (0, 100), (0.02, 150), "step k", "length of the step, in α", logy=True, legend=CORRECTED,
        legend_loc="upper right",
    )  # fmt: skip


def draw_noisy(pen: Pen, data: NoisySlope) -> None:
    """Draw noisy gradients, and the steps that Adam takes."""
    steps = np.arange(len(data.gradients))
    pen.line(steps, data.gradients, colour="ink", marker="o", size=4, width=1)
    pen[1].line([0, len(steps)], [data.mean, data.mean], colour="grey", dash="dashed")
    pen[1].line(steps, data.lengths, as_="adam", marker=True, size=5)


def noisy_background(steps):
    """Return the two panels under `draw_noisy`."""

    def right(axes):
        plain((0, steps), (-1.2, 1.6), "step", "step against the slope, in α", title="what comes out")(axes)
        looks = {"Adam": "adam", "its mean": style.Look("grey", "dashed")}
        style.legend(axes, looks, loc="lower left", ncols=2)

    return [plain((0, steps), (-12, 14), "step", "gradient", title="what comes in"), right]
