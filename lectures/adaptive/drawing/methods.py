"""The drawings of lecture 4: sizes of gradients, lengths of steps, comparisons."""

import numpy as np

from lectures.adaptive.data import FarStart, Jump, Layers, NoisySlope, Regret, Valley

from lectures.viz import style
from lectures.viz.pen import Pen
from lectures.viz.backgrounds import plain
from lectures.viz.draw import draw_bars, draw_curves, draw_ellipses

PAIR = {"AdaGrad": "adagrad", "RMSProp": "rmsprop"}
YOURS = style.look("your own")
CORRECTED = {"adam": style.look("adam"), "not corrected": style.Look("sky", "dashed", "s"), "your own": YOURS}
RUNNERS = {"gradient descent": "gradient descent", "AdaGrad": "adagrad", "Adam": "adam"}
BEFORE = (-6, 3.2)


def draw_valley(pen: Pen, data: Valley) -> None:
    """Draw a valley that is turned, and three paths in it."""
    draw_ellipses(pen, data.H, [0.03, 0.15, 0.6, 1.8], corners=36)
    kept = np.unique([*range(14), *range(14, 81, 6)])
    for name, path in data.paths.items():
        pen.line(*path[kept].T, as_=name, marker=True, size=6)
    pen.points(*data.paths["adam"][0], colour="ink", marker="o", size=8)
    pen.points(0, 0, colour="ink", marker="*", size=13)


def valley_background():
    """Return the axes under `draw_valley`."""
    return plain(
        (-3.1, 3.1), (-2.3, 1.7), "first parameter", "second parameter", aspect="equal", legend=RUNNERS,
        legend_loc="lower right",
    )  # fmt: skip


def draw_far(pen: Pen, data: FarStart) -> None:
    """Draw where two methods have been on a loss, and their paths in time."""
    for name, path in data.paths.items():
        shown, raised = style.look(name), 2.0 if name == "sign" else 1.0
        pen.points(path, raised * np.maximum(data.loss(path), 1e-5), shown.colour, shown.marker, 6)
    start = data.paths["sign"][0]
    pen.points(start, 6 * data.loss(start), "ink", "v", 10)
    if data.paths["gradient descent"].min() < BEFORE[0]:
        pen.note("← gradient descent has left", y=0.94, size=12)
    draw_curves(pen[1], data.paths)


def far_background(loss):
    """Return the two panels under `draw_far`."""

    def left(axes):
        theta = np.linspace(*BEFORE, 400)
        axes.plot(theta, loss(theta), color=style.colour("ink"), linewidth=1)
        plain(BEFORE, (1e-4, 3e3), "θ", "loss", title="where they have been", logy=True)(axes)

    looks = {"gradient descent": "gradient descent", "sign descent": "sign"}
    right = plain((0, 80), BEFORE, "step", "θ", title="the path", legend=looks, legend_loc="upper right")
    return [left, right]


def draw_layers(pen: Pen, data: Layers) -> None:
    """Draw the size of each layer's gradient against the step, and the loss."""
    for layer, norm in enumerate(data.norms.T):
        pen.revealed.line(data.steps, norm, as_=layer, marker=True, size=4)
    pen[1].line(data.steps, data.losses, colour="ink", marker="o", size=4)


def layers_background(layers, last):
    """Return the two panels under `draw_layers`."""

    def left(axes):
        plain((0, last), (1e-4, 10), "step", "length of a layer's gradient", title="size of the gradient", logy=True)(
            axes
        )
        style.legend(axes, {f"layer {n + 1}": n for n in range(layers)}, loc="lower left", ncols=2, columnspacing=1)

    return [left, plain((0, last), (1e-3, 10), "step", "loss", title="training loss", logy=True)]


def draw_jump(pen: Pen, data: Jump) -> None:
    """Draw the size of a gradient that jumps, and what RMSProp, the reader's own and AdaGrad make of it."""
    kept = np.unique([*np.arange(0, 80, 10), *range(76, 92), *np.arange(92, len(data.sizes), 6), len(data.sizes) - 1])
    pen.line(kept, data.sizes[kept], colour="ink")
    for name, moved in data.lengths.items():
        target = pen[1] if name == "your own" else pen[1].revealed
        target.line(kept, np.maximum(moved[kept], 1e-6), as_=name)


def jump_background(steps):
    """Return the two panels under `draw_jump`."""
    looks = {"yours": style.Look("ink"), **PAIR}
    return [
        plain((0, steps), (3e-4, 3e3), "step", "size of the gradient", title="what comes in", logy=True),
        plain(
            (0, steps), (3e-5, 1e4), "step", "length of the step, in α", title="what comes out", logy=True,
            legend=looks, legend_loc="upper right",
        ),
    ]  # fmt: skip


def draw_regret(pen: Pen, data: Regret) -> None:
    """Draw what two runs have paid too much, in all and per step, and what the theorem allows one of them."""
    steps = np.unique(np.geomspace(5, len(data.bound), 19).astype(int))
    for panel, shares in ((0, 1), (1, steps)):
        pen[panel].line(steps, data.bound[steps - 1] / shares, as_="bound")
        for name, paid in data.paid.items():
            values = np.maximum(paid[steps - 1], 1e-9) / shares
            pen[panel].line(steps, values, as_=name, marker=True, size=4)


def regret_background():
    """Return the two panels under `draw_regret`."""
    looks = {**PAIR, "AdaGrad's bound": "bound"}
    return [
        plain((5, 1000), (3, 1e5), "step", "regret", title="in all", logx=True, logy=True),
        plain(
            (5, 1000), (0.01, 1e4), "step", "regret divided by the steps", title="per step", logx=True, logy=True,
            legend=looks, legend_loc="upper right",
        ),
    ]  # fmt: skip


def draw_comparison(pen, curves):
    """Draw AdaGrad and RMSProp on the convex loss and on the network."""
    for panel, runs in enumerate(curves.values()):
        for name, (steps, values) in runs.items():
            shown = np.clip(values, 1e-5, 1e3)
            pen[panel].line(steps[:3], shown[:3], as_=name, marker=True, size=4)
            pen[panel].revealed.line(steps[2:], shown[2:], as_=name, marker=True, size=4)


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
    looks = {"gradient descent": "blue", "AdaGrad": "orange"}
    return plain(
        (-0.6, len(features) - 0.4), (0, 2.2), "the feature is present in one example out of …", "error of its weight",
        xticks=range(len(features)), xticklabels=[f"{1 / share:.0f}" for share in features], legend=looks,
        legend_loc="upper left",
    )  # fmt: skip


def draw_corrected(pen, lengths):
    """Draw the lengths of Adam's steps with and without its correction, and of the reader's own."""
    kept = np.unique([*range(20), *range(20, 100, 4), 99])
    for name, moved in lengths.items():
        pen.revealed.line(kept + 1, np.maximum(moved[kept], 1e-6), as_=CORRECTED[name], marker=True, size=4)


def corrected_background():
    """Return the axes under `draw_corrected`."""
    looks = {"Adam": CORRECTED["adam"], "Adam without the hats": CORRECTED["not corrected"], "yours": YOURS}
    return plain(
        (0, 102), (0.005, 3000), "step k", "length of the step, in α", logy=True, legend=looks, legend_loc="upper right"
    )


def draw_noisy(pen: Pen, data: NoisySlope) -> None:
    """Draw noisy gradients, and the steps that Adam takes."""
    steps = np.arange(len(data.gradients))
    pen.line(steps, data.gradients, colour="ink", marker="o", size=4, width=1)
    pen[1].line([0, len(steps)], [data.mean, data.mean], colour="grey", dash="dashed")
    pen[1].line(steps, data.lengths, as_="adam", marker=True, size=5)


def noisy_background(steps):
    """Return the two panels under `draw_noisy`."""

    def right(axes):
        plain((0, steps), (-1.2, 1.6), "step", "step downhill, in α", title="what comes out")(axes)
        looks = {"Adam": "adam", "the mean of many runs": style.Look("grey", "dashed")}
        style.legend(axes, looks, loc="lower left")

    return [plain((0, steps), (-12, 14), "step", "gradient", title="what comes in"), right]
