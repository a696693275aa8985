"""The drawings of lecture 1 on descent, chords and curvatures."""

import numpy as np

from lectures.landscape.data import Angle, Chord, Descent, Spread, Tuned

from lectures.viz import style
from lectures.viz.pen import Pen
from lectures.viz.backgrounds import plain
from lectures.viz.draw import draw_curves, draw_paths, draw_pieces

CLASSES = (style.Look("blue", "solid", "o"), style.Look("orange", "solid", "s"), style.Look("green", "solid", "^"))


def draw_descent(pen: Pen, data: Descent) -> None:
    """Draw a bowl's contour lines and the path of gradient descent, its losses, and the last one against α."""
    turn = np.linspace(0, 2 * np.pi, 49)
    rings = [
        np.sqrt(2 * level / data.lams) * np.stack([np.cos(turn), np.sin(turn)], 1)
        for level in 0.05 * 3.0 ** np.arange(6)
    ]
    draw_pieces(pen, rings, colour="grey", width=1, opacity=0.8)
    draw_paths(pen, {"gradient descent": data.path})
    draw_curves(pen[1], {"gradient descent": np.clip(data.losses, *DRAWN)})
    pen[2].revealed.line(data.alphas, np.clip(data.ends, *DRAWN), colour="blue")
    pen[2].points(data.alpha, np.clip(data.losses[-1], *DRAWN), "ink", "o", 11)


DRAWN = (1e-11, 1e5)


def descent_background():
    """Return the three panels under `draw_descent`."""
    left = plain((-3, 3), (-3, 3), "θ₁ (curvature 1)", "θ₂ (curvature κ)", title="the path", grid=False, aspect="equal")
    powers = {"logy": True, "yticks": [1e-10, 1e-5, 1, 1e5]}
    losses = plain((0, 60), DRAWN, "step", "loss", title="the loss", **powers)
    ends = plain(
        (0, 0.24), DRAWN, "step size α", "loss after 60 steps", title="which α?", xticks=[0, 0.1, 0.2], **powers
    )
    return [left, losses, ends]


def draw_angle(pen: Pen, data: Angle) -> None:
    """Draw −g and the way to the minimum from a place on a contour line, and the cosines on the way there."""
    down = -data.place * np.array([1, data.kappa])
    pen.arrows(*data.place, *(0.7 * down / np.linalg.norm(down)), colour="blue", width=3, head=11)
    pen.arrows(*data.place, *(-0.7 * data.place / np.linalg.norm(data.place)), colour="ink", width=2, head=9)
    pen[1].line(*data.passed, colour="blue", width=2)
    pen[1].points(data.degrees, data.cosine, "ink", "o", 11)


def angle_background(kappas):
    """Return the two panels under `draw_angle`, with a contour line for each κ."""
    looks = {"−g": style.Look("blue"), "to the minimum": style.Look("ink")}

    def left(axes):
        shape = {"title": "one contour line for each κ", "grid": False, "aspect": "equal"}
        plain((-1.1, 1.1), (-1.75, 1.1), "θ₁", "θ₂", legend=looks, legend_loc="lower left", **shape)(axes)
        turn = np.linspace(0, 2 * np.pi, 181)
        for kappa in kappas:
            axes.plot(np.cos(turn), np.sin(turn) / np.sqrt(kappa), color=style.colour("grey"), linewidth=1)
            axes.text(0, -1 / np.sqrt(kappa) - 0.02, f"κ = {kappa}", ha="center", va="top", fontsize=8)
        axes.plot(0, 0, "*", color=style.colour("ink"), markersize=8)

    shape = {"title": "how well −g aims", "xticks": range(0, 91, 15)}
    return [left, plain((0, 90), (0, 1.08), "place on the line, in degrees", "cosine of the angle", **shape)]


def draw_chord(pen: Pen, data: Chord) -> None:
    """Draw a curve and a chord, and what of the curve lies above it."""
    everywhere = np.linspace(-3, 3, 101)
    over = data.curve > data.line + 1e-9
    if over.any():
        pen.fill(
            [*data.x, *data.x[::-1]],
            [*np.where(over, data.curve, data.line), *data.line[::-1]],
            colour="vermilion",
            opacity=0.4,
        )
    pen.line(everywhere, data.f(everywhere), colour="blue", width=3)
    pen.line(data.x[[0, -1]], data.line[[0, -1]], colour="vermilion" if over.any() else "green", dash="dashed", width=3)
    pen.handle(0, data.x[0], data.line[0])
    pen.handle(1, data.x[-1], data.line[-1])


def chord_background():
    """Return the panel under `draw_chord`."""
    looks = {"the function": style.Look("blue"), "a chord": style.Look("green", "dashed")}
    looks["a chord below the function"] = style.Look("vermilion", "dashed")
    return plain((-3.2, 3.2), (-1.6, 5.4), "x", "f(x)", legend=looks, legend_loc="upper center")


def draw_spread(pen: Pen, data: Spread) -> None:
    """Draw how the logits of one example change, and the variance of the changes for all examples."""
    mean = float(data.p @ data.changes)
    width = float(np.sqrt(data.p @ (data.changes - mean) ** 2))
    pen[1].fill([0.5, 3.5, 3.5, 0.5], mean + width * np.array([-1, -1, 1, 1]), colour="grey", opacity=0.25)
    pen[1].line([0.5, 3.5], [mean, mean], colour="ink", dash="dashed", width=2)
    for number, (look, p, change) in enumerate(zip(CLASSES, data.p, data.changes, strict=True), start=1):
        pen[1].points(number, change, look.colour, look.marker, 6 + 26 * p)
        pen[1].text(number, -6.1, f"{p:.2f}", align="center", size=12)
    pen[2].bars(np.arange(1, len(data.variances) + 1), data.variances, colour="sky", width=1)
    pen[2].line([0, len(data.variances) + 1], [data.curvature] * 2, colour="ink", dash="dashed", width=2)


def spread_background(X, y):
    """Return the three panels under `draw_spread`, for three clouds of points."""

    def left(axes):
        plain((-4, 4), (-4, 4), "x₁", "x₂", title="the data", grid=False, aspect="equal")(axes)
        for label, look in enumerate(CLASSES):
            mine = X[y == label].T
            axes.plot(mine[0], mine[1], look.marker, color=style.colour(look.colour), markersize=4, linestyle="none")

    looks = {"mean under p": style.Look("ink", "dashed")}
    middle = plain(
        (0.5, 3.5), (-6.6, 7), "class, and its probability", "change of its logit", title="at the circle", xticks=[1, 2, 3], legend=looks,
        legend_loc="upper left",
    )  # fmt: skip
    right = plain(
        (0, len(X) + 1), (0, 7), "example, in order", "variance of the changes", title="all examples",
        legend={"vᵀHv": style.Look("ink", "dashed")}, legend_loc="upper left",
    )  # fmt: skip
    return [left, middle, right]


def draw_curvatures(pen, both):
    """Draw two spectra as bars, as shares of the largest, negative ones in another colour."""
    for panel, lams in enumerate(both):
        lams = lams / np.abs(lams).max()
        places = np.arange(1, len(lams) + 1)
        shown = pen[panel].revealed if panel else pen[panel]
        for chosen, colour in ((lams >= 0, "blue"), (lams < 0, "vermilion")):
            shown.bars(places[chosen], lams[chosen], colour=colour)


def curvatures_background(sizes):
    """Return the two panels under `draw_curvatures`."""
    titles = ("softmax regression", "a network, 3 hidden units")
    looks = {"positive": style.Look("blue"), "negative": style.Look("vermilion")}
    return [
        plain((0.3, size + 0.7), (-1.05, 1.05), "eigenvalue, in order", "share of the largest" if i == 0 else "", title=title,
              legend=looks, legend_loc="lower left")
        for i, (size, title) in enumerate(zip(sizes, titles, strict=True))
    ]  # fmt: skip


def draw_tuned(pen: Pen, data: Tuned) -> None:
    """Draw the first steps of a tuned path on its bowl, and the distance against the step."""
    turn = np.linspace(0, 2 * np.pi, 19)
    rings = [np.stack([size * np.cos(turn), size * np.sin(turn) / np.sqrt(data.kappa)], 1) for size in (0.7, 1.4)]
    draw_pieces(pen, rings, colour="grey", width=1)
    draw_paths(pen, {"gradient descent": data.path})
    steps = np.unique(np.geomspace(1, len(data.distance), 28).astype(int)) - 1
    pen[1].line(np.maximum(steps, 0.7), data.distance[steps], as_="gradient descent", marker=True)


def tuned_background():
    """Return the two panels under `draw_tuned`."""
    left = plain(
        (-1.5, 1.5),
        (-1.5, 1.5),
        "θ₁ (curvature 1)",
        "θ₂ (curvature κ)",
        title="the first 24 steps",
        grid=False,
        aspect="equal",
    )

    def right(axes):
        shape = {"title": "until a millionth is left", "logx": True, "logy": True}
        plain((0.6, 1e4), (2e-7, 1.5), "step", "distance, as a share of the first", **shape)(axes)
        axes.set_xticks([1, 10, 100, 1000, 10_000], ["1", "10", "100", "1000", "10,000"])
        axes.minorticks_off()

    return [left, right]
