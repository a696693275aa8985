"""The drawings of lecture 1 on losses, slices, directions and slopes."""

import numpy as np

from lectures.landscape.data import Beside, Cosines, Exam, Norms, Slice, Slopes, Walk

from lectures.viz import style
from lectures.viz.pen import Pen
from lectures.viz.backgrounds import contours, on_grid, plain
from lectures.viz.draw import draw_curves, draw_pieces

DOWN, UP = style.Look("green"), style.Look("vermilion", "dashed")
RIGHT_PATH = style.Look("grey", "dashed", "")
LOSSES = (-1.0, 2.5)  # of the walks on the hilly loss


def draw_walk(pen: Pen, data: Walk) -> None:
    """Draw which way a walk begins, and once the reader has said where it ends, all of it and its losses."""
    start, step = data.path[0], data.path[1] - data.path[0]
    pen.arrows(*start, *(0.7 * step / max(np.linalg.norm(step), 1e-12)), colour="ink", width=3, head=11)
    pen.revealed.path(data.path, as_="gradient descent", size=5)
    pen.revealed.points(*data.path[-1], colour="ink", marker="*", size=14)
    pen[1].points(0, data.losses[0], colour="ink", marker="o", size=9)
    pen[1].revealed.line(*_against_step(data.losses), as_="gradient descent")


def walk_background(f, steps=60, legend=None):
    """Return the two panels under `draw_walk`: the hilly loss from above, and the loss against the step."""

    def left(axes):
        x = np.linspace(-3.6, 3.6, 145)
        values, levels = on_grid(f, x, x), np.linspace(-1, 4.4, 13)
        axes.contourf(x, x, values, levels, cmap="viridis", alpha=0.55)
        axes.contour(x, x, values, levels, colors=style.colour("grey"), linewidths=0.6, linestyles="solid")
        axes.set(xlim=(-3.6, 3.6), ylim=(-3.6, 3.6), xlabel="θ₁", ylabel="θ₂", title="the hills", aspect="equal")

    return [left, plain((0, steps), LOSSES, "step", "loss", title="the height of the walker", legend=legend)]


def draw_beside(pen: Pen, data: Beside) -> None:
    """Draw the reader's own path, and the right one dashed beside it."""
    for panel, right, own in (
        (0, data.right.T, data.own.T),
        (1, _against_step(data.right_losses), _against_step(data.own_losses)),
    ):
        pen[panel].line(*right, as_=RIGHT_PATH, width=3)
        pen[panel].line(*own, as_="your own", marker=panel == 0, size=6)


def _against_step(losses):
    return np.arange(len(losses)), np.minimum(losses, 9)


def beside_background(f, steps):
    """Return the two panels under `draw_beside`."""
    return walk_background(f, steps, {"yours": "your own", "as it should be": RIGHT_PATH})


def draw_exam(pen: Pen, data: Exam) -> None:
    """Draw where θ is, which way is down, and what this θ says about every student."""
    pen.arrows(*data.theta, *(3 * data.down), colour="blue", width=3, head=11)
    x = np.linspace(-2.5, 2.5, 51)
    pen[1].line(x, _sigmoid(data.theta[0] * x + data.theta[1]), colour="blue", width=3)
    says = _sigmoid(data.theta[0] * data.hours + data.theta[1])
    draw_pieces(
        pen[1],
        [np.array([[h, p], [h, s]]) for h, p, s in zip(data.hours, data.passed, says, strict=True)],
        colour="grey",
        width=1,
    )
    for label, colour, marker in ((0, "vermilion", "x"), (1, "green", "o")):
        pen[1].points(data.hours[data.passed == label], data.passed[data.passed == label], colour, marker, size=9)


def _sigmoid(z):
    return 0.5 * (1 + np.tanh(z / 2))


def exam_background(loss, best):
    """Return the two panels under `draw_exam`."""
    left = contours(
        loss, (-2, 5), (-3, 3), 0.46 + 0.02 * 2.0 ** np.arange(7), minimum=best, title="the landscape", aspect="equal"
    )
    looks = {"passed": style.Look("green", "solid", "o"), "failed": style.Look("vermilion", "solid", "x")}
    right = plain(
        (-2.5, 2.5), (-0.1, 1.4), "study time x, standardised", "p(passed | x)", title="the model at θ",
        legend=looks, legend_loc="upper left", yticks=[0, 0.5, 1],
    )  # fmt: skip
    return [left, right]


def draw_slice(pen: Pen, data: Slice) -> None:
    """Draw where training started and ended, and once the reader has sketched it, the loss along the line."""
    draw_curves(pen.revealed, {0: (data.t, data.losses)})
    ends = {"way": ((0.0, "start"), (1.0, "end")), "random": ((1.0, "end"),)}[data.along]
    for place, words in ends:
        height = float(np.interp(place, data.t, data.losses))
        pen.points(place, height, "ink", "*", 14)
        pen.text(place, min(height + 0.45, 4.6), words, align="center")


def draw_cosines(pen: Pen, data: Cosines) -> None:
    """Draw a histogram of cosines, those that descend in green, and the mean magnitude at this n."""
    counts, edges = np.histogram(data.cosines, np.linspace(-1, 1, 31))
    middle = (edges[1:] + edges[:-1]) / 2
    for chosen, look in ((middle > 0, DOWN), (middle < 0, UP)):
        pen.bars(middle[chosen], counts[chosen], colour=look.colour, width=0.06)
    pen[1].revealed.line(*data.means, colour="blue")
    pen[1].points(data.n, data.mean, "ink", "o", 11)


def cosines_background():
    """Return the two panels under `draw_cosines`."""
    left = plain(
        (-1, 1), (0, 540), "cosine between v and −g", "number of directions", title="1000 random directions",
        legend={"descend": DOWN, "climb": style.Look("vermilion")}, legend_loc="upper left",
    )  # fmt: skip

    def right(axes):
        shape = {"logx": True, "logy": True, "xticks": [2, 10, 100, 1000], "yticks": [0.01, 0.1, 1]}
        plain((1.5, 1500), (0.01, 1.2), "dimensions n", "mean |cosine|", title="what one is worth", **shape)(axes)
        axes.set_xticklabels(["2", "10", "100", "1000"])
        axes.set_yticklabels(["0.01", "0.1", "1"])
        axes.minorticks_off()

    return [left, right]


def draw_slopes(pen: Pen, data: Slopes) -> None:
    """Draw the gradient's two parts at a place, and the two slices through it with their tangents."""
    pen.arrows(*data.theta, -1.1 * data.g[0], 0, colour="vermilion", width=2, head=8)
    pen.arrows(*data.theta, 0, -1.1 * data.g[1], colour="purple", width=2, head=8)
    pen.arrows(*data.theta, *(-1.1 * data.g), colour="blue", width=3, head=11)
    for panel, colour in ((1, "vermilion"), (2, "purple")):
        here, height, slope = data.theta[panel - 1], data.slices[panel - 1], data.g[panel - 1]
        level = float(np.interp(here, data.places, height))
        pen[panel].line(data.places, height, colour="blue")
        pen[panel].line([here - 1, here + 1], [level - slope, level + slope], colour=colour, dash="dashed", width=3)
        pen[panel].points(here, level, "ink", "o", 8)


def slopes_background(f, gradient):
    """Return the three panels under `draw_slopes`: the arrow field, and two slices."""

    def left(axes):
        contours(f, (-3, 3), (-3, 3), 8, log=False, title="−g everywhere", aspect="equal")(axes)
        X, Y = np.meshgrid(np.linspace(-2.7, 2.7, 10), np.linspace(-2.7, 2.7, 10))
        U, V = -gradient(np.stack([X, Y]))
        axes.quiver(X, Y, U, V, color=style.colour("grey"), angles="xy", scale=28, width=0.005)

    slices = [
        plain((-3, 3), (-1.4, 3.4), f"θ{sub}", "loss" if sub == "₁" else "", title=f"along θ{sub}") for sub in "₁₂"
    ]
    return [left, *slices]


def draw_norms(pen: Pen, data: Norms) -> None:
    """Draw a step to the edge of a unit ball and what it gains; later also the gains of all steps, and the best."""
    for norm, look in BALLS.items():
        edges, best = data.rulers[norm]
        degrees = np.linspace(0, 360, edges.shape[1])
        pen[1].revealed.line(degrees, -data.g @ edges, colour=look.colour, dash=look.dash)
        pen.revealed.points(*best, colour=look.colour, marker="*", size=14)
    pen.arrows(0, 0, *data.edge, colour="ink", width=3, head=12)
    pen[1].points(data.degrees, data.gain, "ink", "o", 11)
    pen[1].line([data.degrees, data.degrees], [0, data.gain], colour="grey", dash="dotted", width=1.5)


BALLS = {"Euclidean": style.Look("blue"), "max": style.Look("vermilion", "dashed")}


def norms_background(g, balls):
    """Return the two panels under `draw_norms`, for a loss with gradient g; `balls` are the edges (2, P) by norm."""

    def left(axes):
        contours(
            lambda v: g @ v, (-1.6, 1.6), (-1.6, 1.6), 7, "v₁", "v₂", "steps of length 1", log=False, aspect="equal"
        )(axes)
        for norm, look in BALLS.items():
            axes.plot(*balls[norm], color=style.colour(look.colour), linestyle=style.linestyle(look.dash))
        axes.arrow(0, 0, 0.35 * g[0], 0.35 * g[1], color=style.colour("grey"), head_width=0.1)
        axes.text(0.24 * g[0], 0.24 * g[1] + 0.1, "g", color=style.colour("grey"), ha="center", weight="bold")

    def right(axes):
        plain(
            (0, 360),
            (-3.3, 3.3),
            "direction of v, in degrees",
            "gain of the step, −g·v",
            title="how far down?",
            xticks=range(0, 361, 90),
        )(axes)
        style.legend(axes, {"Euclidean norm": BALLS["Euclidean"], "max norm": BALLS["max"]}, loc="lower right")

    return [left, right]
