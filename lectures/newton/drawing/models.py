"""The drawings of lecture 2, sections 1 to 4 and 8: steps, models, and errors."""

import numpy as np

from lectures.newton.data import Convergence, FromAbove, OneStep, Parabola, Remainders, Solutions, TwoCoordinates
from matplotlib.figure import Figure

from lectures.viz import style
from lectures.viz.pen import Pen
from lectures.viz.backgrounds import contours, on_grid, plain
from lectures.viz.draw import draw_curves, draw_ellipses, draw_paths, draw_pieces

RIGHT = style.Look("grey", "dashed")
RESULTS = {"solve": style.Look("blue", "solid", "o"), "inverse": style.Look("vermilion", "dashed", "s")}
ORDERS = {
    "order 0, the loss at θ₀": style.Look("blue", "solid", "o"),
    "order 1, a plane": style.Look("vermilion", "dashed", "s"),
    "order 2, Newton's": style.Look("purple", "dashdot", "D"),
}


def draw_bowl_steps(pen: Pen, data: OneStep) -> None:
    """Draw the contour lines of a bowl whose shape changes, and one step of each method."""
    draw_ellipses(pen, np.diag(data.lams), 0.02 * 2.2 ** np.arange(7))
    draw_paths(pen, data.steps)


def bowl_background():
    """Return the axes under `draw_bowl_steps`."""
    return plain(
        (-3, 3), (-1.6, 1.6), "θ₁ (curvature 1/κ)", "θ₂ (curvature 1)", grid=False, xticks=range(-3, 4), aspect="equal",
        legend={"gradient descent": "gradient descent", "Newton's method": "newton"}, legend_loc="upper right",
    )  # fmt: skip


def level_lines(f, xlim, ylim, levels, most=41):
    """Return contour lines of a loss of two parameters, a list of (P, 2) with at most `most` points each."""
    x, y = np.linspace(*xlim, 121), np.linspace(*ylim, 121)
    found = Figure().subplots().contour(x, y, on_grid(f, x, y), levels)
    lines = [line for level in found.allsegs for line in level if len(line)]
    return [line[np.linspace(0, len(line) - 1, min(len(line), most)).round().astype(int)] for line in lines]


def draw_two_coordinates(pen: Pen, data: TwoCoordinates) -> None:
    """Draw the paths in the coordinates φ on the first panel, and as θ = Aφ on the second."""
    draw_pieces(pen, [np.linalg.solve(data.A, line.T).T for line in data.lines], colour="grey", width=1, opacity=0.8)
    for panel, paths in ((pen, data.there), (pen[1], data.back)):
        panel.path(paths["gradient descent"], as_="gradient descent", size=5)
        panel.path(paths["newton"], as_=RIGHT, marker=False, width=3)
        panel.path(paths["your own"], as_="your own", size=8)


def coordinates_background(f, xlim, ylim, levels):
    """Return the two panels under `draw_two_coordinates`."""
    looks = {"gradient descent": "gradient descent", "your step": "your own", "the right step": RIGHT}
    left = plain(xlim, ylim, "φ₁", "φ₂", title="computed in φ", grid=False, aspect="equal")
    where = {"legend": looks, "legend_loc": "lower left", "aspect": "equal"}
    right = contours(f, xlim, ylim, levels, title="the same paths in θ", **where)
    return [left, right]


def draw_model(pen: Pen, data: Parabola) -> None:
    """Draw the Taylor model of a loss of one variable, glued to the curve, and where it is flat."""
    pen.points(data.theta0, data.loss(data.theta0), colour="ink", size=10)
    pen = pen.revealed
    pen.line(data.places, data.values, as_="newton", width=3)
    if data.landing is not None:
        where, height, lowest = data.landing
        pen.points(where, height, colour="purple", marker="v" if lowest else "^", size=12)
        pen.line([where, where], [height, data.loss(where)], colour="purple", dash="dotted")
        pen.points(where, data.loss(where), colour="purple", marker="x", size=9)


def model_background(loss, xlim, ylim):
    """Return the axes under `draw_model`."""
    looks = {"the loss": style.Look("ink"), "its model": style.Look("purple")}

    def background(axes):
        x = np.linspace(*xlim, 300)
        axes.plot(x, loss(x), color=style.colour("ink"))
        plain(xlim, ylim, "θ", "L(θ)", legend=looks, legend_loc="upper center")(axes)

    return background


def draw_remainders(pen: Pen, data: Remainders) -> None:
    """Draw how far the loss is from its models, against the distance, on log-log axes."""
    for order, (shown, error) in enumerate(zip(ORDERS.values(), data.errors, strict=True)):
        (pen.revealed if order else pen).line(data.distances, error, as_=shown, marker=True)


def remainders_background():
    """Return the axes under `draw_remainders`."""
    return plain(
        (9e-4, 1.2), (1e-13, 3), "distance h", "error of the model", logx=True, logy=True,
        legend=ORDERS, legend_loc="lower right",
    )  # fmt: skip


def model_curves(H, reach=(5.0, 20.0, 60.0, 150.0)):
    """Return the contour lines of a quadratic ½ δᵀHδ at the levels ± reach, a list of (P, 2).

    Ellipses where both eigenvalues of `H` have one sign, hyperbolas where they differ.
    """
    lams, vectors = np.linalg.eigh(np.asarray(H, float))
    widths = [np.sqrt(2 * r / np.maximum(np.abs(lams), 1e-6)) for r in reach]
    if lams[0] * lams[1] > 0:
        t = np.linspace(0, 2 * np.pi, 61)
        return [(vectors @ (w[:, None] * [np.cos(t), np.sin(t)])).T for w in widths]
    t = np.linspace(-3, 3, 41)
    bends = [(np.cosh(t), np.sinh(t)), (-np.cosh(t), np.sinh(t)), (np.sinh(t), np.cosh(t)), (np.sinh(t), -np.cosh(t))]
    return [(vectors @ (w[:, None] * np.array(bend))).T for w in widths for bend in bends]


def draw_model_seen_from_above(pen: Pen, data: FromAbove) -> None:
    """Draw the model's contour lines around its flat point, and Newton's step there."""
    centre = data.theta + data.delta
    draw_pieces(pen, [line + centre for line in model_curves(data.H)], colour="purple", dash="dashed", width=1.5)
    pen.arrows(*data.theta, *data.delta, colour="ink", width=3, head=13)
    pen.points(*data.theta, colour="ink", size=10)
    lams = np.linalg.eigvalsh(data.H)
    pen.points(*centre, colour="ink", marker="v" if lams[0] > 0 else "^" if lams[1] < 0 else "x", size=12)


def draw_solutions(pen: Pen, data: Solutions) -> None:
    """Draw both computed steps entry by entry, and their residuals."""
    for name, shown in RESULTS.items():
        pen.line(np.arange(1, data.n + 1), data.steps[name], as_=shown, marker=True, size=7)
        pen[1].revealed.line(data.sizes, np.maximum(data.all_residuals[name], 1e-17), as_=shown)
        pen[1].points(data.n, max(data.residuals[name], 1e-17), shown.colour, shown.marker, 12)


def solutions_background(most):
    """Return the two panels under `draw_solutions`, for sizes up to `most`."""
    legend = {"legend": {"solved": RESULTS["solve"], "by the inverse": RESULTS["inverse"]}, "legend_loc": "upper left"}
    left = plain((0.5, most + 0.5), (-7, 9), "entry of the step", "value", title="the step (all ones is right)")
    right = plain(
        (1.5, most + 0.5), (1e-18, 1e3), "size n", "residual ‖Hδ + g‖", title="what is left over", logy=True, **legend
    )
    return [left, right]


def draw_convergence(pen: Pen, data: Convergence) -> None:
    """Draw the errors of both methods, and e₊/e² of Newton's."""
    draw_curves(pen, {"gradient descent": data.errors["gradient descent"]}, marker=True, floor=1e-17)
    draw_curves(pen.revealed, {"newton": data.errors["newton"]}, marker=True, floor=1e-17)
    pen[1].revealed.line(np.arange(len(data.ratios)), data.ratios, as_="newton", marker=True, size=8)


def convergence_background(steps=16):
    """Return the two panels under `draw_convergence`."""
    looks = {"gradient descent": "gradient descent", "Newton's method": "newton"}
    return [
        plain(
            (0, steps), (1e-17, 1e5), "step k", "distance to the minimum", title="errors", logy=True,
            legend=looks, legend_loc="upper right",
        ),
        plain((0, 8), (0, 1), "step k", "next error / error²", title="Newton's ratio"),
    ]  # fmt: skip


def draw_digits(pen, curves):
    """Draw the errors of Newton's method on several losses."""
    for i, (_, errors, _) in enumerate(curves):
        draw_curves(pen.revealed if i else pen, {i: errors}, marker=True, floor=1e-17)


def digits_background(names):
    """Return the axes under `draw_digits`."""
    return plain(
        (0, 8), (1e-17, 1e10), "step k", "distance to the minimum", logy=True,
        legend={name: i for i, name in enumerate(names)}, legend_loc="upper right",
    )  # fmt: skip
