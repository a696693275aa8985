"""The drawings of lecture 2, sections 9 and 10: the digits network."""

import numpy as np

from lectures.newton.data import NetworkStep, Race, Spectrum
from lectures.viz import style
from lectures.viz.backgrounds import plain
from lectures.viz.pen import Pen

LARGEST, LOWEST, FLOOR = 20, 10, 1e-3  # eigenvalues that are drawn, and where their axis begins
RACERS = {
    "gradient descent": style.look("gradient descent"),
    "Newton-CG": style.look("newton"),
    "Gauss–Newton": style.Look("green", "dashdot", "^"),
    "L-BFGS": style.Look("vermilion", "dashed", "s"),
}


def draw_spectrum(pen: Pen, data: Spectrum) -> None:
    """Draw the sizes of the largest and of the lowest eigenvalues as bars: blue above zero, red below."""
    values = np.concatenate([data.values[:LARGEST], data.values[-LOWEST:]])
    places = np.append(np.arange(1, LARGEST + 1), np.arange(LARGEST + 3, LARGEST + LOWEST + 3))
    for seen, part in ((pen, slice(0, LARGEST)), (pen.revealed, slice(LARGEST, None))):
        for colour, sign in (("blue", 1), ("vermilion", -1)):
            fits = sign * values[part] > 0
            seen.bars(places[part][fits], np.abs(values[part][fits]), FLOOR, colour=colour)


def spectrum_background():
    """Return the axes under `draw_spectrum`."""
    words = ["the 20 largest", "the 10 lowest"]
    centres = [(LARGEST + 1) / 2, LARGEST + 2 + (LOWEST + 1) / 2]
    looks = {"above zero": "blue", "below zero": "vermilion"}
    return plain(
        (0, LARGEST + LOWEST + 3), (FLOOR, 10), "", "size of the eigenvalue", logy=True, xticks=centres,
        xticklabels=words, legend=looks, legend_loc="upper right",
    )  # fmt: skip


def draw_network_step(pen: Pen, data: NetworkStep) -> None:
    """Draw the loss along a Newton-CG step, the model's promise, and what a step of gradient descent reaches."""
    pen.line([0, 2], [data.descent] * 2, colour="blue", dash="dotted")
    pen.line(data.sizes, np.maximum(data.model, 1e-4), colour="grey", dash="dashed")
    pen.line(data.sizes, data.losses, as_="newton")
    pen.points(*data.taken, colour="ink", marker="*", size=16)


def network_step_background():
    """Return the axes under `draw_network_step`."""
    looks = {
        "loss along the Newton-CG step": style.Look("purple"),
        "what the quadratic model promises": style.Look("grey", "dashed"),
        "best that one step along −g can do": style.Look("blue", "dotted"),
        "taken": style.Look("ink", "solid", "*"),
    }
    return plain(
        (0, 2),
        (3e-3, 300),
        "step size a (1 is the full step)",
        "loss",
        logy=True,
        legend=looks,
        legend_loc="upper left",
    )


def draw_race(pen: Pen, data: Race) -> None:
    """Draw the losses of all methods against the gradients that they spent."""
    for name, (spent, losses) in data.curves.items():
        seen = pen if name == "gradient descent" else pen.revealed
        seen.line(spent, losses, as_=RACERS[name])
        every = max(len(spent) // 10, 1)
        seen.line(spent[::every], losses[::every], as_=RACERS[name], marker=True, width=0, size=6)


def race_background(budget):
    """Return the axes under `draw_race`."""
    return plain(
        (0, budget), (1e-9, 30), "gradients spent (a product counts as two)", "loss on the training digits",
        logy=True, legend=RACERS, legend_loc="lower left",
    )  # fmt: skip
