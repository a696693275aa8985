"""The drawings of lecture 2, section 5: what goes wrong, and what mends it."""

import numpy as np

from lectures.newton.data import AmongPits, Damping, OwnAmongPits, Search, Waves
from matplotlib.colors import ListedColormap
from matplotlib.patches import Patch

from lectures.viz import style
from lectures.viz.pen import Pen
from lectures.viz.backgrounds import contours, plain
from lectures.viz.draw import draw_pieces

# Where a start ends: four minima, the saddles, the maximum.
PITS = ["#56B4E9", "#E69F00", "#009E73", "#F0E442"]
SADDLE, HILL, PATH = "#9a9a9a", "#D55E00", "#111111"
HOPS = 5  # of a path on the waves that are drawn as arcs


def draw_waves(pen: Pen, data: Waves) -> None:
    """Draw the first hops of a path over the curve, numbered, and the errors against the step."""
    inside = np.where(np.abs(data.path - 16) < 32, data.path, np.nan)
    draw_pieces(pen, [hop(data.path[k : k + 2], data.loss) for k in range(HOPS)], colour="purple", width=1.5)
    pen.points(inside, data.loss(inside), colour="purple", marker="D", size=6)
    pen.points(data.path[0], data.loss(data.path[0]), colour="ink", size=10)
    pen.points(data.path[-1], data.loss(data.path[-1]), colour="ink", marker="*", size=14)
    for k in range(HOPS):
        if k == 0 or np.abs(np.diff(data.path[k - 1 : k + 1]))[0] > 1.5:
            pen.text(data.path[k], data.loss(data.path[k]) - 7, f"{k}", align="center")
    pen[1].line(np.arange(len(data.path)), np.maximum(data.errors, 1e-15), as_="newton", marker=True, size=6)


def hop(ends, loss, points=9):
    """Return an arc (points, 2) over the curve from one place of a path to the next."""
    share = np.linspace(0, 1, points)
    x, (low, high) = ends[0] + share * (ends[1] - ends[0]), loss(ends)
    return np.stack([x, low + share * (high - low) + (4 + 1.6 * abs(ends[1] - ends[0])) * 4 * share * (1 - share)], 1)


def waves_background(loss, minima, maxima):
    """Return the two panels under `draw_waves`."""

    def left(axes):
        x = np.linspace(-16, 48, 500)
        axes.plot(x, loss(x), color=style.colour("ink"), linewidth=1)
        looks = {"start": style.Look("ink", "solid", "o"), "end": style.Look("ink", "solid", "*")}
        for places, marker in ((minima, "v"), (maxima, "^")):
            axes.plot(places, np.full(len(places), -48.0), marker, color=style.colour("grey"), markersize=5)
        looks |= {"minima": style.Look("grey", "solid", "v"), "maxima": style.Look("grey", "solid", "^")}
        where = {"legend": looks, "legend_loc": "upper left", "title": "the first hops", "yticks": range(-40, 61, 20)}
        plain((-16, 48), (-52, 85), "θ", "L(θ)", **where)(axes)

    ticks = {"xticks": range(0, 15, 2), "title": "how near it is to its end"}
    right = plain((0, 14), (1e-16, 1e3), "step k", "distance to the end point", logy=True, **ticks)
    return [left, right]


def draw_damping(pen: Pen, data: Damping) -> None:
    """Draw where the damped steps of both kinds land, as arrows."""
    unit = data.downhill / np.linalg.norm(data.downhill)
    pen.line(*np.stack([data.start, data.start + 3 * unit], axis=1), colour="grey", dash="dotted", width=2)
    for name, place in data.landing.items():
        pen.arrows(*data.start, *(place - data.start), colour=style.look(name).colour, width=3, head=12)
    pen.points(*data.start, colour="ink", size=10)


def damping_background(f, xlim, ylim):
    """Return the axes under `draw_damping`."""
    looks = {
        "−(H + dI)⁻¹g": style.Look("purple"),
        "−(|H| + dI)⁻¹g": style.Look("orange"),
        "straight downhill, −g": style.Look("grey", "dotted"),
    }
    return contours(f, xlim, ylim, 8, legend=looks, legend_loc="lower right", aspect="equal")


def draw_search(pen: Pen, data: Search) -> None:
    """Draw the loss along a step, the line that it must stay under, and the sizes that were tried."""
    pen.line(data.along, data.losses, colour="blue")
    pen.line(
        [0, 1.1], [data.line[0], data.line[0] + 1.1 * (data.line[1] - data.line[0])], colour="vermilion", dash="dashed"
    )
    pen.points(data.sizes[:-1], data.values[:-1], colour="ink", marker="x", size=10)
    pen.points(data.sizes[-1], data.values[-1], colour="ink", marker="*", size=16)
    pen[1].revealed.line(np.arange(len(data.errors)), data.errors, as_="newton", marker=True, size=6)


def search_background():
    """Return the two panels under `draw_search`."""
    looks = {
        "loss along the step": style.Look("blue"),
        "at most this: L + c a gᵀδ": style.Look("vermilion", "dashed"),
        "tried": style.Look("ink", "solid", "x"),
        "taken": style.Look("ink", "solid", "*"),
    }
    where = {"legend": looks, "legend_loc": "upper left", "title": "the first step"}
    left = plain((0, 1.15), (-3, 18), "step size a", "L(θ + aδ)", **where)
    right = plain((0, 20), (1e-12, 10), "step k", "distance to the minimum", title="the whole run", logy=True)
    return [left, right]


def draw_own_among_pits(pen: Pen, data: OwnAmongPits) -> None:
    """Draw the reader's own path among the pits, and the right one dashed."""
    pen.path(data.right, as_=style.Look("grey", "dashed"), marker=False, width=3)
    pen.path(data.own, as_="your own", size=8)
    pen.points(*data.right[-1], colour="grey", marker="o", size=9)


def own_background(f, places):
    """Return the axes under `draw_own_among_pits`; `places` (9, 2) are minima, saddles and the maximum."""
    looks = {"your step": "your own", "the right step": style.Look("grey", "dashed")}

    def background(axes):
        contours(f, (-5, 5), (-5, 5), 7, legend=looks, legend_loc="upper right", aspect="equal")(axes)
        for marker, group in (("v", places[:4]), ("x", places[4:8]), ("^", places[8:])):
            axes.plot(*group.T, marker, color=style.colour("grey"), markersize=6)

    return background


def draw_path_among_pits(pen: Pen, data: AmongPits) -> None:
    """Draw a path over the map of its method, and its loss against the step."""
    pen.line(*data.path.T, colour=PATH, marker="o", size=5, width=2)
    pen.points(*data.path[-1], colour=PATH, marker="*", size=14)
    pen[1].line(np.arange(len(data.losses)), np.maximum(data.losses, 1e-30), colour="ink", marker="o", size=4)


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
