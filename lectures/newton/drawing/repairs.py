"""The drawings of lecture 2, page 5: what goes wrong, and what mends it."""

import numpy as np

from lectures.newton.data import AmongPits, Damping, Search, Waves
from matplotlib.colors import ListedColormap
from matplotlib.patches import Patch

from lectures.viz import style
from lectures.viz.pen import Pen
from lectures.viz.backgrounds import contours, plain

# Where a start ends: four minima, the saddles, the maximum.
PITS = ["#56B4E9", "#E69F00", "#009E73", "#F0E442"]
SADDLE, HILL, PATH = "#9a9a9a", "#D55E00", "#111111"


def draw_waves(pen: Pen, data: Waves) -> None:
    """Draw a path on the curve and against the step."""
    inside = np.where(np.abs(data.path - 16) < 32, data.path, np.nan)
    pen.line(inside, data.loss(inside), as_="newton", marker=True, size=7, width=1)
    pen.points(data.path[0], data.loss(data.path[0]), colour="ink", size=10)
    pen.points(data.path[-1], data.loss(data.path[-1]), colour="ink", marker="*", size=14)
    pen[1].line(np.arange(len(data.path)), np.clip(data.path, -50, 90), as_="newton", marker=True, size=6)


def waves_background(loss, minima, maxima):
    """Return the two panels under `draw_waves`."""

    def left(axes):
        x = np.linspace(-16, 48, 500)
        axes.plot(x, loss(x), color=style.colour("ink"), linewidth=1)
        looks = {"start": style.Look("ink", "solid", "o"), "end": style.Look("ink", "solid", "*")}
        plain((-16, 48), (-50, 65), "θ", "L(θ)", title="on the curve", legend=looks, legend_loc="upper left")(axes)

    def right(axes):
        ticks = {"xticks": range(0, 15, 2), "grid": False}
        plain((0, 14), (-16, 58), "step k", "θₖ", title="against the step", **ticks)(axes)
        for places, dash, width in ((minima, "solid", 1), (maxima, "dotted", 1.5)):
            for place in places:
                axes.axhline(place, color=style.colour("grey"), linestyle=style.linestyle(dash), linewidth=width)
        lines = {"minimum": style.Look("grey"), "maximum": style.Look("grey", "dotted")}
        style.legend(axes, lines, loc="upper right")

    return [left, right]


def draw_damping(pen: Pen, data: Damping) -> None:
    """Draw where the damped steps of both kinds land, as arrows."""
    for name, place in data.landing.items():
        pen.arrows(*data.start, *(place - data.start), colour=style.look(name).colour, width=3, head=12)
    pen.points(*data.start, colour="ink", size=10)


def damping_background(f, xlim, ylim, tracks):
    """Return the axes under `draw_damping`; `tracks` says where the steps land for all dampings."""
    looks = {"−(H + dI)⁻¹g": "newton", "−(|H| + dI)⁻¹g": "saddle-free"}

    def background(axes):
        contours(f, xlim, ylim, 8, legend=looks, legend_loc="lower left")(axes)
        for name, track in tracks.items():
            shown = style.look(name)
            axes.plot(*broken(track).T, color=style.colour(shown.colour), linestyle=style.linestyle(shown.dash))

    return background


def broken(track, longest=2.0):
    """Return a line with gaps where it jumps."""
    jumps = np.flatnonzero(np.linalg.norm(np.diff(track, axis=0), axis=1) > longest)
    return np.insert(track, jumps + 1, np.nan, axis=0)


def draw_search(pen: Pen, data: Search) -> None:
    """Draw the loss along a step, the line that it must stay under, and the sizes that were tried."""
    pen.line(data.along, data.losses, colour="blue")
    pen.line(
        [0, 1.1], [data.line[0], data.line[0] + 1.1 * (data.line[1] - data.line[0])], colour="vermilion", dash="dashed"
    )
    pen.points(data.sizes[:-1], data.values[:-1], colour="ink", marker="x", size=10)
    pen.points(data.sizes[-1], data.values[-1], colour="ink", marker="*", size=16)


def search_background():
    """Return the axes under `draw_search`."""
    looks = {
        "loss along the step": style.Look("blue"),
        "at most this: L + c a gᵀδ": style.Look("vermilion", "dashed"),
        "tried": style.Look("ink", "solid", "x"),
        "taken": style.Look("ink", "solid", "*"),
    }
    return plain((0, 1.1), (-3, 6), "step size a", "L(θ + aδ)", legend=looks, legend_loc="upper left")


def draw_path_among_pits(pen: Pen, data: AmongPits) -> None:
    """Draw a path over the map of its method, and its loss against the step."""
    pen.line(*data.path.T, colour=PATH, marker="o", size=5, width=2)
    pen.points(*data.path[-1], colour=PATH, marker="*", size=14)
    pen[1].line(np.arange(len(data.losses)), np.maximum(data.losses, 1e-3), colour="ink", marker="o", size=4)


def basins_background(found, places, reach=5.0):
    """Return the two panels under `draw_path_among_pits`.

    Parameters
    ----------
    found : ndarray of shape (cells, cells)
        Which critical point each start ends in, or −1.
    places : ndarray of shape (9, 2)
        The critical points: four minima, four saddles, the maximum.
    """

    def left(axes):
        colours = ListedColormap(["#ffffff", *PITS, *[SADDLE] * 4, HILL])
        extent = (-reach, reach, -reach, reach)
        axes.imshow(found, cmap=colours, vmin=-1.5, vmax=8.5, extent=extent, origin="lower", interpolation="nearest")
        for i, (x, y) in enumerate(places):
            marker = "v" if i < 4 else "x" if i < 8 else "^"
            axes.plot(x, y, marker, color=PATH, markersize=6, markeredgewidth=2)
        axes.set(xlim=(-reach, reach), ylim=(-reach, reach), xlabel="θ₁", ylabel="θ₂", title="where a start ends")

    def right(axes):
        plain((0, 40), (1e-3, 3e3), "step k", "L(θₖ)", title="the loss on the way", logy=True)(axes)
        entries = [("minima ▾", PITS[0]), ("saddles ×", SADDLE), ("maximum ▴", HILL)]
        patches = [Patch(color=tone, label=words) for words, tone in entries]
        axes.legend(handles=patches, loc="upper right")

    return [left, right]
