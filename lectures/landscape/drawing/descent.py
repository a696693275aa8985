"""The drawings of lecture 1, pages 3 and 4: descent, chords and curvatures."""

import numpy as np

from lectures.landscape.data import Angle, Chord, Descent, Tuned

from lectures.viz import style
from lectures.viz.pen import Pen
from lectures.viz.backgrounds import plain
from lectures.viz.draw import draw_curves, draw_paths, draw_pieces

NEGATIVE = style.Look("vermilion", "dashed")


def draw_descent(pen: Pen, data: Descent) -> None:
    """Draw a bowl's contour lines and the path of gradient descent, and the loss against the step."""
    turn = np.linspace(0, 2 * np.pi, 49)
    rings = [
        np.sqrt(2 * level / data.lams) * np.stack([np.cos(turn), np.sin(turn)], 1)
        for level in 0.05 * 3.0 ** np.arange(6)
    ]
    draw_pieces(pen, rings, colour="grey", width=1, opacity=0.8)
    draw_paths(pen, {"gradient descent": data.path})
    draw_curves(pen[1], {"gradient descent": data.losses}, floor=1e-12)


def descent_background():
    """Return the two panels under `draw_descent`."""
    left = plain((-3, 3), (-2, 2), "θ₁ (curvature 1)", "θ₂ (curvature κ)", title="the path", grid=False)
    return [left, plain((0, 60), (1e-9, 1e4), "step", "loss", title="the loss", logy=True)]


def draw_angle(pen: Pen, data: Angle) -> None:
    """Draw −g and the way to the minimum from a place on a contour line, and mark their cosine."""
    down = -data.place * np.array([1, data.kappa])
    pen.arrows(*data.place, *(0.7 * down / np.linalg.norm(down)), colour="blue", width=3, head=11)
    pen.arrows(*data.place, *(-0.7 * data.place / np.linalg.norm(data.place)), colour="ink", width=2, head=9)
    pen[1].points(data.degrees, data.cosine, "ink", "o", 11)


def angle_background(curves, degrees):
    """Return the two panels under `draw_angle`; `curves` are cosines (places,) for each κ."""
    looks = {"−g": style.Look("blue"), "to the minimum": style.Look("ink")}

    def left(axes):
        shape = {"title": "one contour line for each κ", "grid": False, "aspect": "equal"}
        plain((-1.1, 1.1), (-1.75, 1.1), "θ₁", "θ₂", legend=looks, legend_loc="lower left", **shape)(axes)
        turn = np.linspace(0, 2 * np.pi, 181)
        for i, kappa in enumerate(curves):
            look = style.look(i)
            line = {"color": style.colour(look.colour), "linestyle": style.linestyle(look.dash), "linewidth": 1}
            axes.plot(np.cos(turn), np.sin(turn) / np.sqrt(kappa), **line)

    def right(axes):
        shape = {"title": "how well −g aims", "xticks": range(0, 91, 15)}
        plain((0, 90), (0, 1.08), "place on the line, in degrees", "cosine of the angle", **shape)(axes)
        for i, (kappa, curve) in enumerate(curves.items()):
            look = style.look(i)
            axes.plot(degrees, curve, color=style.colour(look.colour), linestyle=style.linestyle(look.dash))
            low = int(curve.argmin()) if kappa > 1 else len(degrees) // 2
            down = kappa > 2  # the two flattest curves have their words above them
            place = (degrees[low] + (0 if kappa > 1 else 25), curve[low] - 0.03 if down else curve[low] + 0.01)
            axes.text(*place, f"κ = {kappa}", ha="center", va="top" if down else "bottom", fontsize=8)

    return [left, right]


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


def draw_curvatures(pen, both):
    """Draw two spectra as bars, as shares of the largest, negative ones in another colour."""
    for panel, lams in enumerate(both):
        lams = lams / np.abs(lams).max()
        places = np.arange(1, len(lams) + 1)
        for chosen, look in ((lams >= 0, style.Look("blue")), (lams < 0, NEGATIVE)):
            pen[panel].bars(places[chosen], lams[chosen], colour=look.colour)


def curvatures_background(sizes):
    """Return the two panels under `draw_curvatures`."""
    titles = ("softmax regression", "a network, 3 hidden units")
    return [
        plain((0.3, size + 0.7), (-1.05, 1.05), "eigenvalue number", "share of the largest" if i == 0 else "", title=title,
              legend={"positive": style.Look("blue"), "negative": NEGATIVE}, legend_loc="lower left")
        for i, (size, title) in enumerate(zip(sizes, titles, strict=True))
    ]  # fmt: skip


def draw_tuned(pen: Pen, data: Tuned) -> None:
    """Draw the first steps of a tuned path on its bowl, and the distance against the step."""
    turn = np.linspace(0, 2 * np.pi, 19)
    rings = [np.stack([size * np.cos(turn), size * np.sin(turn) / np.sqrt(data.kappa)], 1) for size in (0.7, 1.4)]
    draw_pieces(pen, rings, colour="grey", width=1)
    draw_paths(pen, {"gradient descent": data.path})
    steps = np.unique(np.geomspace(1, len(data.distance), 28).astype(int)) - 1
    pen[1].line(steps + 1, data.distance[steps], as_="gradient descent", marker=True)


def tuned_background():
    """Return the two panels under `draw_tuned`."""
    left = plain(
        (-1.4, 1.4), (-1.2, 1.2), "θ₁ (curvature 1)", "θ₂ (curvature κ)", title="the first 24 steps", grid=False
    )
    right = plain(
        (1, 1e4), (5e-7, 1.2), "step + 1", "distance, of 1", title="until a millionth is left", logx=True, logy=True
    )
    return [left, right]
