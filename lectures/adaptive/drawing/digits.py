"""The drawings of lecture 4 on the course's digits network: rare pixels, memories, the edge of stability."""

import numpy as np

from lectures.adaptive.data import Betas, Edge, Groups, Pixels
from lectures.viz import style
from lectures.viz.backgrounds import plain
from lectures.viz.pen import Pen

SQUARE = (-0.5, 7.5, -0.5, 7.5)
FAR = 2.0  # the brightest colour: twice as far as the mean over pixels
SEEDS = [style.Look("green", "solid", "^"), style.Look("green", "dashed", "o"), style.Look("green", "dotted", "s")]


def draw_pixels(pen: Pen, data: Pixels) -> None:
    """Draw how often each pixel is inked, and how far its weights have gone, as images."""
    pen.heat(data.ink[::-1], SQUARE, 0, 1, "Greys")
    pen[1].revealed.heat(data.moved[::-1], SQUARE, 0, FAR)
    for x, y in np.argwhere((data.ink[::-1].T > 0) & (data.ink[::-1].T < 0.01)):
        for panel in (pen, pen[1]):
            panel.line(x + np.array([-0.42, 0.42, 0.42, -0.42, -0.42]), y + np.array([-0.42, -0.42, 0.42, 0.42, -0.42]),
                       colour="vermilion", width=2)  # fmt: skip


def pixels_background():
    """Return the two panels under `draw_pixels`."""
    bare = {"grid": False, "aspect": "equal", "xticks": [], "yticks": []}
    return [
        plain((-0.5, 7.5), (-0.5, 7.5), "black: inked in every image", title="how often a pixel is inked", **bare),
        plain((-0.5, 7.5), (-0.5, 7.5), "yellow: twice the mean; dark: not at all", title="how far its weights went", **bare),
    ]  # fmt: skip


def draw_groups(pen: Pen, data: Groups) -> None:
    """Draw the gradients of four groups of parameters, and how far these step."""
    for group, (gradients, moved) in enumerate(zip(data.gradients.T, data.moved.T, strict=True)):
        pen.line(data.steps, gradients, as_=group, marker=True, size=4)
        pen[1].revealed.line(data.steps, moved, as_=group, marker=True, size=4)


def groups_background(last):
    """Return the two panels under `draw_groups`."""
    looks = {"weights, layer 1": 0, "biases, layer 1": 1, "weights, layer 2": 2, "biases, layer 2": 3}
    return [
        plain((0, last), (1e-3, 1), "step", "root mean square of the entries", title="gradient of a minibatch", logy=True),
        plain(
            (0, last), (1e-3, 100), "step", "root mean square, in α", title="step", logy=True, legend=looks,
            legend_loc="upper right",
        ),
    ]  # fmt: skip


def draw_betas(pen: Pen, data: Betas) -> None:
    """Draw the best loss for each pair of memories, and the losses of two of them against the step size."""
    grid = np.log10(data.best)
    pen.revealed.heat(grid, (-0.5, data.best.shape[1] - 0.5, -0.5, data.best.shape[0] - 0.5), -1.5, 0.2, "Blues")
    for row, losses in enumerate(data.best):
        for column, loss in enumerate(losses):
            pen.revealed.text(column, row, f"{loss:.2f}", align="center")
    for (row, column), colour in ((data.usual, "green"), (data.chosen, "vermilion")):
        x, y = column + 0.46 * np.array([-1, 1, 1, -1, -1]), row + 0.46 * np.array([-1, -1, 1, 1, -1])
        pen.line(x, y, colour=colour, width=3, dash="solid" if colour == "green" else "dashed")
    pen[1].revealed.line(data.alphas, data.curves[data.usual], as_="adam", marker=True)
    pen[1].revealed.line(data.alphas, data.curves[data.chosen], as_="momentum", marker=True)


def betas_background(beta1s, beta2s, alphas):
    """Return the two panels under `draw_betas`."""
    looks = {"default memories": "adam", "your memories": "momentum"}
    return [
        plain(
            (-0.5, len(beta2s) - 0.5), (-0.5, len(beta1s) - 0.5), "β₂", "β₁", title="loss with the best of six α",
            grid=False, xticks=range(len(beta2s)), xticklabels=[f"{value:g}" for value in beta2s],
            yticks=range(len(beta1s)), yticklabels=[f"{value:g}" for value in beta1s],
        ),
        plain(
            (alphas[0] / 1.2, 1.2 * alphas[-1]), (0.03, 30), "step size α", "training loss", title="against the step size",
            logx=True, logy=True, legend=looks, legend_loc="upper left",
        ),
    ]  # fmt: skip


def draw_edge(pen: Pen, data: Edge) -> None:
    """Draw the preconditioned sharpness of three runs with its limit, and their losses."""
    pen.line([0, 1000], [data.limit, data.limit], colour="grey", dash="dashed")
    for shown, sharp, loss in zip(SEEDS, data.sharpness, data.losses, strict=True):
        pen.revealed.line(data.steps, sharp, as_=shown, marker=True, size=4)
        pen[1].line(data.steps, loss, as_=shown, marker=True, size=4)


def edge_background(last):
    """Return the two panels under `draw_edge`."""
    looks = {"Adam, three first weights": SEEDS[0], "limit": style.Look("grey", "dashed")}
    return [
        plain(
            (0, last), (0.5, 500), "step", "curvature times α, as Adam sees it", title="how sharp", logy=True,
            legend=looks, legend_loc="upper right",
        ),
        plain((0, last), (3e-4, 5), "step", "training loss", title="loss", logy=True),
    ]  # fmt: skip
