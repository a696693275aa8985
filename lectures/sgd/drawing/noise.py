"""The drawings of lecture 5, first half: minibatches, their order, noise, step sizes."""

import numpy as np

from lectures.sgd.data import Access, Cloud, Deck, Floor, Orders

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
MEMORY = {"consecutive": "blue", "scattered": "vermilion"}


def draw_cloud(pen: Pen, data: Cloud) -> None:
    """Draw a cloud of minibatch gradients, and where its size stands on the law of variance."""
    along, across = data.points.T
    pen.points(along, across, colour="sky", size=4, opacity=0.7)
    pen.arrows(0, 0, data.full[0], data.full[1], colour="ink", width=2)
    pen[1].points(data.size, data.variance, colour="ink", marker="*", size=15)
    pen[1].revealed.line(data.sizes, data.law, "blue", width=1.8)
    pen[1].revealed.line(data.sizes, data.law[0] / data.sizes, "grey", "dotted", width=1.6)
    pen[1].revealed.points(data.sizes, data.measured, "vermilion", "s", 6)


def cloud_background():
    """Return the two panels under `draw_cloud`."""
    looks = {
        "S/B·(1 − B/N)": style.Look("blue"),
        "S/B": style.Look("grey", "dotted"),
        "measured": style.Look("vermilion", "solid", "s"),
    }
    left = plain((-4, 4), (-4, 4), "along the full gradient", "across it", "200 minibatch gradients", aspect="equal")
    right = plain((0.8, 1400), (3e-4, 8), "batch size B", "variance", "how far they scatter", logx=True, logy=True,
                  legend=looks, legend_loc="lower left")  # fmt: skip
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
    for name, curve in data.curves.items():
        draw_curves(pen if name == "reshuffled" else pen.revealed, {ORDERS[name]: curve}, marker=True)
    draw_bars(pen[1].revealed, {"blue": data.answers["reshuffled"], "vermilion": data.answers["not shuffled"]})


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
    two = {name: ORDERS[name].colour for name in ("reshuffled", "not shuffled")}
    right = plain(
        (-0.6, 9.6), (0, 1.05), "digit", "share of the answers", "what the network answers",
        xticks=range(10), legend=two, legend_loc="upper left",
    )  # fmt: skip
    return [left, right]


def draw_memory(pen: Pen, data: Access) -> None:
    """Draw how long a kilobyte takes to fetch, in consecutive and in scattered rows."""
    places = np.arange(len(data.consecutive))
    for shift, times, name in ((-0.2, data.consecutive, "consecutive"), (0.2, data.scattered, "scattered")):
        pen.bars(places + shift, times, 1.0, colour=MEMORY[name], width=0.38)
        for place, time in zip(places, times, strict=True):
            pen.text(place + shift, time * 1.25, f"{time:.0f}", align="center", size=12)


def memory_background(row_bytes):
    """Return the axes under `draw_memory`."""
    return plain(
        (-0.6, len(row_bytes) - 0.4), (1, 2e4), "bytes in a row (one training example)", "nanoseconds per kilobyte", logy=True,
        xticks=range(len(row_bytes)), xticklabels=[str(size) for size in row_bytes], legend=MEMORY, legend_loc="upper right",
    )  # fmt: skip


def draw_floor(pen: Pen, data: Floor) -> None:
    """Draw noisy paths to a minimum with the band where they settle, and the height of the floor."""
    steps, edge = len(data.path) - 1, np.sqrt(data.floor)
    pen.fill([0, steps, steps, 0], [-edge, -edge, edge, edge], "orange", 0.3)
    for run, colour in zip(data.path.T, ("blue", "green", "sky"), strict=True):
        pen.line(np.arange(steps + 1), run, colour, width=1.4)
    for law, seen, entry in zip(data.laws, data.measured, style.SERIES, strict=False):
        pen[1].revealed.line(data.alphas, law, entry.colour, width=1.4)
        pen[1].revealed.points(data.alphas[::3], seen[::3], entry.colour, entry.marker, 6)
    pen[1].points(data.alpha, data.floor, "ink", "*", 16)
    pen.note("one standard deviation: orange", y=0.06)


def floor_background(alphas, sizes, steps):
    """Return the two panels under `draw_floor`, with a curve for each batch size."""
    looks = {
        f"B = {size}": style.Look(entry.colour, "solid", entry.marker)
        for size, entry in zip(sizes, style.SERIES, strict=False)
    }
    limits = (alphas[0] / 1.2, alphas[-1] * 1.2), (2e-4, 100)
    right = plain(*limits, "step size α", "variance of θ", "the noise floor", logx=True, logy=True, legend=looks, legend_loc="upper left")  # fmt: skip
    return [plain((0, steps), (-3.5, 4.5), "step", "θ", "three runs"), right]
