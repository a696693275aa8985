"""The drawings of lecture 1, pages 1 and 2: losses, slices, directions and slopes."""

import numpy as np

from lectures.landscape.data import Cosines, Exam, Norms, Slice, Slopes

from lectures.viz import style
from lectures.viz.pen import Pen
from lectures.viz.backgrounds import contours, on_grid, plain
from lectures.viz.draw import draw_curves, draw_pieces

DOWN, UP = style.Look("green"), style.Look("vermilion", "dashed")


def surface_background(f, xlim, ylim):
    """Return a still picture of a loss of two parameters as a surface in three dimensions."""

    def background(axes):
        x, y = np.linspace(*xlim, 26), np.linspace(*ylim, 26)
        X, Y = np.meshgrid(x, y)
        axes.plot_surface(X, Y, on_grid(f, x, y), cmap="viridis", rstride=1, cstride=1, linewidth=0, antialiased=False)
        axes.set(xlabel="θ₁", ylabel="θ₂", zlabel="loss", xlim=xlim, ylim=ylim)
        axes.zaxis.labelpad = 9
        axes.view_init(28, -122)
        for axis in (axes.xaxis, axes.yaxis, axes.zaxis):
            axis.pane.set_alpha(0)

    return background


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
    left = contours(loss, (-2, 5), (-3, 3), 0.46 + 0.02 * 2.0 ** np.arange(7), minimum=best, title="the landscape")
    looks = {"passed": style.Look("green", "solid", "o"), "failed": style.Look("vermilion", "solid", "x")}
    right = plain(
        (-2.5, 2.5), (-0.1, 1.4), "study time x, standardised", "p(passed | x)", title="the model at θ",
        legend=looks, legend_loc="upper left", yticks=[0, 0.5, 1],
    )  # fmt: skip
    return [left, right]


def draw_slice(pen: Pen, data: Slice) -> None:
    """Draw the loss along a line, and where training started and ended."""
    draw_curves(pen, {0: (data.t, data.losses)})
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
    pen[1].points(data.n, data.mean, "ink", "o", 11)


def cosines_background(mean):
    """Return the two panels under `draw_cosines`; `mean` maps n to the exact mean magnitude."""
    left = plain(
        (-1, 1), (0, 540), "cosine between v and −g", "directions of 1000", title="1000 random directions",
        legend={"descend": DOWN, "climb": UP}, legend_loc="upper left",
    )  # fmt: skip

    def right(axes):
        plain(
            (1.5, 1500),
            (0.01, 1),
            "dimensions n",
            "mean |cosine|",
            title="what one of them is worth",
            logx=True,
            logy=True,
        )(axes)
        n = np.unique(np.geomspace(2, 1000, 40).astype(int))
        axes.plot(n, [mean(k) for k in n], color=style.colour("blue"))
        axes.plot(n, np.sqrt(2 / (np.pi * n)), color=style.colour("grey"), linestyle=":")
        style.legend(axes, {"exact": style.Look("blue"), "√(2/(πn))": style.Look("grey", "dotted")}, loc="upper right")

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
        contours(f, (-3, 3), (-3, 3), 8, log=False, title="−∇L everywhere", aspect="equal")(axes)
        X, Y = np.meshgrid(np.linspace(-2.7, 2.7, 10), np.linspace(-2.7, 2.7, 10))
        U, V = -gradient(np.stack([X, Y]))
        axes.quiver(X, Y, U, V, color=style.colour("grey"), angles="xy", scale=28, width=0.005)

    slices = [
        plain((-3, 3), (-1.4, 3.4), f"θ{sub}", "loss" if sub == "₁" else "", title=f"along θ{sub}") for sub in "₁₂"
    ]
    return [left, *slices]


def draw_norms(pen: Pen, data: Norms) -> None:
    """Draw a step to the edge of a unit ball, and what it gains."""
    pen.arrows(0, 0, *data.edge, colour="blue", width=3, head=12)
    pen[1].points(data.degrees, data.gain, "ink", "o", 11)
    pen[1].line([data.degrees, data.degrees], [0, data.gain], colour="grey", dash="dotted", width=1.5)


BALLS = {"Euclidean": style.Look("blue"), "max": style.Look("vermilion", "dashed")}


def norms_background(g, ball_edge, steepest):
    """Return the two panels under `draw_norms`."""
    degrees = np.linspace(0, 360, 361)
    edges = {norm: ball_edge(np.radians(degrees), norm) for norm in BALLS}

    def left(axes):
        contours(
            lambda v: g @ v, (-1.6, 1.6), (-1.6, 1.6), 7, "v₁", "v₂", "steps of length 1", log=False, aspect="equal"
        )(axes)
        for norm, look in BALLS.items():
            axes.plot(*edges[norm], color=style.colour(look.colour), linestyle=style.linestyle(look.dash))
            axes.plot(*steepest(g, norm), "*", color=style.colour(look.colour), markersize=12)

    def right(axes):
        plain(
            (0, 360),
            (-3.3, 3.3),
            "direction of v, in degrees",
            "what it gains: −g·v",
            title="which one is best?",
            xticks=range(0, 361, 90),
        )(axes)
        for norm, look in BALLS.items():
            axes.plot(degrees, -g @ edges[norm], color=style.colour(look.colour), linestyle=style.linestyle(look.dash))
        style.legend(axes, BALLS, loc="lower right")

    return [left, right]
