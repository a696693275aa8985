"""The drawings of lecture 2, sections 6 and 7: costs and products."""

import numpy as np

from lectures.newton.data import Costs, Gaps, Polynomial, ProductErrors

from lectures.viz import style
from lectures.viz.pen import Pen
from lectures.viz.backgrounds import plain
from lectures.viz.draw import draw_curves

WORK = {
    "move θ: 2n": style.Look("sky", "dotted"),
    "gradient: 4Nn": style.Look("blue", "solid"),
    "Hessian: Nn²": style.Look("orange", "dashed"),
    "solve: n³/3": style.Look("purple", "dashdot"),
}
MEASURED = {"H v": ("blue", "o"), "solve": ("purple", "D"), "inverse": ("vermilion", "s")}
PRODUCTS = {"your own": style.Look("ink", "solid", "*"), "right": style.Look("grey", "dashed")}


def draw_costs(pen: Pen, data: Costs) -> None:
    """Draw what each part of a step costs at one n, and how much memory it takes."""
    pen.line([data.n, data.n], [1e-12, 1e30], colour="grey", dash="dotted")
    for shown, row in zip(WORK.values(), data.lines[1], strict=True):
        pen.line(data.lines[0], row, as_=shown)
    for shown, value in zip(WORK.values(), data.seconds, strict=True):
        pen.points(data.n, value, shown.colour, "o", 10)
    if data.measured:
        sizes, times = data.measured
        for name, (colour, marker) in MEASURED.items():
            pen.points(sizes, times[name], colour, marker, 6)
    pen[1].bars([0], data.memory[0], 1.0, colour="blue")
    pen[1].bars([1], data.memory[1], 1.0, colour="purple")


def costs_background(memory):
    """Return the two panels under `draw_costs`; a line stands at `memory` bytes."""

    def left(axes):
        plain((1e2, 1e9), (1e-12, 1e20), "parameters n", "seconds", title="time", logx=True, logy=True)(axes)
        style.legend(axes, WORK, loc="upper left")
        for words, at in (("a minute", 60.0), ("a year", 3.156e7)):
            axes.axhline(at, color=style.colour("faint"), linewidth=1, zorder=0)
            axes.text(8e8, at * 0.5, words, ha="right", va="top", fontsize=8, color=style.colour("ink"))

    def right(axes):
        ticks = {"xticks": [0, 1], "xticklabels": ["θ", "Hessian"], "yticks": [1e3, 1e6, 1e9, 1e12, 1e15, 1e18]}
        ticks["yticklabels"] = ["kB", "MB", "GB", "TB", "PB", "EB"]
        plain((-0.6, 1.6), (1e2, 1e20), "", "bytes", title="memory", logy=True, **ticks)(axes)
        axes.axhline(memory, color=style.colour("ink"), linewidth=1, linestyle=style.linestyle("dashed"))
        axes.text(-0.5, memory * 2, "16 GB", ha="left", va="bottom", fontsize=9, color=style.colour("ink"))

    return [left, right]


def draw_product_errors(pen: Pen, data: ProductErrors) -> None:
    """Draw the errors of the reader's own product and of the right one against the distance h."""
    for name in ("right", "your own"):
        pen.line(data.distances, np.clip(data.errors[name], 1e-14, 1e3), as_=PRODUCTS[name], marker=name == "your own")


def products_background():
    """Return the axes under `draw_product_errors`."""
    return plain(
        (7e-12, 0.15), (1e-13, 1e4), "distance h", "relative error of Hv", logx=True, logy=True,
        legend={"your product": PRODUCTS["your own"], "the right product": PRODUCTS["right"]}, legend_loc="upper center",
    )  # fmt: skip


def draw_polynomial(pen: Pen, data: Polynomial) -> None:
    """Draw what is left of each eigen-component after k products, and the residuals so far."""
    pen.line(data.places, np.clip(data.at_places, -9, 9), as_="newton")
    pen.points(data.lams, data.at_eigenvalues, colour="ink", size=8)
    steps = np.arange(len(data.residuals))
    pen[1].revealed.line(steps, np.maximum(data.residuals, 1e-13), as_="newton", marker=True, size=6)
    pen[1].points(data.k, max(data.residuals[data.k], 1e-13), colour="ink", size=11)


def polynomial_background(steps):
    """Return the two panels under `draw_polynomial`."""

    def left(axes):
        axes.axhline(0, color=style.colour("grey"), linewidth=0.8)
        looks = {"polynomial p": "newton", "eigenvalues": style.Look("ink", "solid", "o")}
        where = {"logx": True, "legend": looks, "legend_loc": "upper left"}
        plain((0.8, 130), (-1.3, 2.1), "eigenvalue λ", "share of the error left, p(λ)", title="by eigenvalue", **where)(
            axes
        )

    right = plain((0, steps), (1e-14, 10), "products k", "relative residual", title="what is left over", logy=True)
    return [left, right]


def draw_gaps(pen: Pen, data: Gaps) -> None:
    """Draw the loss above the minimum against the gradients that were spent."""
    descent, chosen = data.curves["gradient descent"], data.curves[data.budget]
    for key, (spent, gaps) in data.curves.items():
        if key not in (data.budget, "gradient descent"):
            pen.revealed.line(spent, np.maximum(gaps, 1e-13), colour="grey", width=1, opacity=0.6)
    draw_curves(pen, {"gradient descent": descent}, floor=1e-13)
    draw_curves(pen.revealed, {"newton": chosen}, floor=1e-13)
    pen.revealed.points(*(np.maximum(chosen, 1e-13)), colour="purple", marker="D", size=8)


def gaps_background():
    """Return the axes under `draw_gaps`."""
    looks = {
        "gradient descent": "gradient descent",
        "Newton-CG, 6 steps": "newton",
        "the other budgets": style.Look("grey"),
    }
    return plain(
        (0, 700),
        (3e-14, 30),
        "gradients computed",
        "loss above its minimum",
        logy=True,
        legend=looks,
        legend_loc="upper right",
    )
