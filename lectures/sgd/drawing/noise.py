"""The drawings of lecture 5, first half: minibatches, their order, noise, step sizes."""

import numpy as np

from lectures.sgd.data import Access, AtRate, Cloud, Deck, Floor, Orders, Roll

from lectures.viz import style
from lectures.viz.pen import Pen
from lectures.viz.backgrounds import plain
from lectures.viz.draw import draw_bars, draw_curves

ORDERS = {
    "reshuffled": style.Look("blue", "solid", "o"),
    "shuffled once": style.Look("green", "dashdot", "^"),
    "with replacement": style.Look("orange", "dotted", "D"),
    "not shuffled": style.Look("vermilion", "dashed", "s"),
}
TIMES = {"once": "#3e4989", "twice": "#1f9e89", "three times": "#6ece58", "more often": "#fde725"}
MEMORY = {"consecutive": style.Look("blue"), "scattered": style.Look("vermilion")}


def draw_cloud(pen: Pen, data: Cloud) -> None:
    """Draw a cloud of minibatch gradients, and where its size stands on the law of variance."""
    pen.points(*data.points.T, colour="sky", size=4, opacity=0.7)
    pen.arrows(0, 0, *data.points.mean(axis=0), colour="ink", width=2)
    pen[1].points(data.size, data.variance, colour="ink", marker="*", size=15)


def cloud_background(sizes, measured, law):
    """Return the two panels under `draw_cloud`."""

    def right(axes):
        plain((0.8, 1400), (3e-4, 8), "batch size B", "variance", "how far they scatter", logx=True, logy=True)(axes)
        axes.plot(sizes, law, color=style.colour("blue"), linewidth=1.4)
        axes.plot(sizes, measured, "s", color=style.colour("vermilion"), markersize=4)
        axes.plot(sizes, law[0] / np.asarray(sizes), ":", color=style.colour("grey"), linewidth=1.2)
        looks = {
            "S/B·(1 − B/N)": style.Look("blue"),
            "S/B": style.Look("grey", "dotted"),
            "measured": style.Look("vermilion", "solid", "s"),
        }
        style.legend(axes, looks, loc="lower left")

    left = plain((-4, 4), (-4, 4), "along the full gradient", "across it", "200 minibatch gradients", aspect="equal")
    return [left, right]


def draw_deck(pen: Pen, data: Deck) -> None:
    """Draw how often each row was used, in two ways, and which share was used at all."""
    for panel, counts in zip((pen, pen[1]), data, strict=True):
        for times, colour in enumerate(TIMES.values(), start=1):
            rows = np.flatnonzero(counts >= times if times == 4 else counts == times)
            panel.points(rows % 10 + 0.5, 9.5 - rows // 10, colour, "s", 17)
        panel.text(0, 10.7, f"used so far: {np.count_nonzero(counts)} of {counts.size}", size=13)


def deck_background():
    """Return the two panels under `draw_deck`."""

    def panel(title):
        def background(axes):
            plain((0, 10), (-2.3, 11.3), title=title, grid=False, aspect="equal", xticks=[], yticks=[])(axes)
            axes.set_axis_off()
            for row in range(100):
                axes.plot(
                    row % 10 + 0.5,
                    row // 10 + 0.5,
                    "s",
                    color=style.colour("faint"),
                    markersize=12,
                    fillstyle="none",
                    mew=0.6,
                )
            for i, (word, colour) in enumerate(TIMES.items()):
                axes.plot(5 * (i % 2) + 0.5, -0.7 - i // 2, "s", color=colour, markersize=8)
                axes.text(5 * (i % 2) + 1.1, -0.7 - i // 2, word, va="center", fontsize=9, color=style.colour("ink"))

        return background

    return [panel("drawn with replacement"), panel("dealt from a deck")]


def draw_orders(pen: Pen, data: Orders) -> None:
    """Draw the loss under four orders, and what the network answers in the end under two of them."""
    draw_curves(pen, {ORDERS[name]: curve for name, curve in data.curves.items()}, marker=True)
    draw_bars(pen[1], {"blue": data.answers["reshuffled"], "vermilion": data.answers["not shuffled"]})


def orders_background(epochs):
    """Return the two panels under `draw_orders`."""
    left = plain(
        (0, epochs),
        (0.02, 5e3),
        "epoch",
        "training loss",
        "the loss",
        logy=True,
        legend=ORDERS,
        legend_loc="upper left",
    )
    two = {name: ORDERS[name] for name in ("reshuffled", "not shuffled")}
    right = plain(
        (-0.6, 9.6), (0, 1.05), "the digit that it reads", "share of the answers", "its answers in the end",
        xticks=range(10), legend=two, legend_loc="upper left",
    )  # fmt: skip
    return [left, right]


def draw_memory(pen: Pen, data: Access) -> None:
    """Draw how long a kilobyte takes to fetch, in consecutive and in scattered rows."""
    places = np.arange(len(data.consecutive))
    for shift, times, name in ((-0.2, data.consecutive, "consecutive"), (0.2, data.scattered, "scattered")):
        pen.bars(places + shift, times, 1.0, colour=MEMORY[name].colour, width=0.38)
        for place, time in zip(places, times, strict=True):
            pen.text(place + shift, time * 1.25, f"{time:.0f}", align="center", size=12)


def memory_background(row_bytes):
    """Return the axes under `draw_memory`."""
    return plain(
        (-0.6, len(row_bytes) - 0.4), (1, 2e4), "bytes in a row (one training example)", "nanoseconds for a kilobyte", logy=True,
        xticks=range(len(row_bytes)), xticklabels=[str(size) for size in row_bytes], legend=MEMORY, legend_loc="upper right",
    )  # fmt: skip


def draw_rate(pen: Pen, data: AtRate) -> None:
    """Draw the loss at one step size, and where it ends among all."""
    pen.line(np.arange(len(data.curve)), data.curve, "vermilion", "solid", "s", 2.5, 6)
    pen[1].points(data.alpha, data.curve[-1], "vermilion", "s", 11)


def rate_background(alphas, losses):
    """Return the two panels under `draw_rate`; the curves of all step sizes stand in grey."""

    def left(axes):
        plain(
            (0, len(losses) - 1), (8e-3, 300), "epoch", "training loss", "the loss", logy=True, xticks=[0, 5, 10, 15]
        )(axes)
        axes.plot(np.arange(len(losses)), losses, color=style.colour("faint"), linewidth=0.8)

    def right(axes):
        plain(
            (alphas[0] / 1.3, alphas[-1] * 1.3),
            (8e-3, 300),
            "step size α",
            "",
            "after the last epoch",
            logx=True,
            logy=True,
        )(axes)
        axes.plot(alphas, losses[-1], "o-", color=style.colour("grey"), markersize=3, linewidth=1)
        axes.axhline(np.log(10), linestyle=":", color=style.colour("ink"), linewidth=1)
        axes.text(alphas[0], 2.7, "guessing", fontsize=9, color=style.colour("ink"))

    return [left, right]


def draw_floor(pen: Pen, data: Floor) -> None:
    """Draw noisy paths to a minimum with the band where they settle, and the height of the floor."""
    steps, edge = len(data.path) - 1, np.sqrt(data.floor)
    pen.fill([0, steps, steps, 0], [-edge, -edge, edge, edge], "orange", 0.3)
    for run, colour in zip(data.path.T, ("blue", "green", "sky"), strict=True):
        pen.line(np.arange(steps + 1), run, colour, width=1.4)
    pen[1].points(data.alpha, data.floor, "ink", "*", 16)


def floor_background(alphas, sizes, floors, measured, steps):
    """Return the two panels under `draw_floor`: `floors` and `measured` have a row for each batch size."""
    looks = {
        f"B = {size}": style.Look(entry.colour, "solid", entry.marker)
        for size, entry in zip(sizes, style.SERIES, strict=False)
    }

    def right(axes):
        axis = {"logx": True, "logy": True, "legend": looks, "legend_loc": "upper left"}
        limits = (alphas[0] / 1.2, alphas[-1] * 1.2), (2e-4, 100)
        plain(*limits, "step size α", "variance of θ", "the noise floor", **axis)(axes)
        for law, seen, shown in zip(floors, measured, looks.values(), strict=True):
            axes.plot(alphas, law, color=style.colour(shown.colour), linewidth=1)
            axes.plot(alphas[::3], seen[::3], shown.marker, color=style.colour(shown.colour), markersize=4)

    return [plain((0, steps), (-3.5, 4.5), "step", "θ", "three runs"), right]


def draw_wells(pen: Pen, data: Roll) -> None:
    """Draw the places of a path on the double well, and the path in time."""
    shown = np.where(np.abs(data.path) < 3, data.path, np.nan)
    pen.line(shown[:40], data.loss(shown[:40]), "blue", "dotted", "o", 1, 7, 0.9)
    pen.points(shown[-1], data.loss(shown[-1]), "vermilion", "s", 12)
    pen.handle(0, data.start, data.loss(data.start))
    pen[1].line(np.arange(len(data.path)), data.path, "blue", "solid", "o", 1.5, 4)


def wells_background(loss, steps):
    """Return the two panels under `draw_wells`."""

    def left(axes):
        x = np.linspace(-2.2, 2.2, 200)
        axes.plot(x, loss(x), color=style.colour("ink"), linewidth=1.2)
        plain((-2, 2), (-1, 2.8), "x", "loss", "places (square: the last)")(axes)

    return [left, plain((0, steps), (-2.2, 2.2), "step", "x", "the path")]
