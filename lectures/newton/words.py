"""What is to be seen in the demos of lecture 2, in a sentence each."""

import numpy as np

from lectures.newton.data import (
    AmongPits,
    Convergence,
    Costs,
    Damping,
    FromAbove,
    Gaps,
    NetworkStep,
    OneStep,
    OwnAmongPits,
    Parabola,
    Polynomial,
    ProductErrors,
    Race,
    Remainders,
    Search,
    Solutions,
    Spectrum,
    TwoCoordinates,
    Waves,
)
from lectures.viz.numbers import number


def one_step(data: OneStep) -> str:
    """Say the distances before and after."""
    before, left = np.hypot(*data.steps["newton"][0]), {name: np.hypot(*step[1]) for name, step in data.steps.items()}
    after = {name: f"{distance:.2f}" if distance >= 0.005 else number(distance, 2) for name, distance in left.items()}
    return (
        f"Distance to the minimum: {before:.2f} before, {after['gradient descent']} after gradient descent's "
        f"step, {after['newton']} after Newton's."
    )


def two_coordinates(data: TwoCoordinates) -> str:
    """Say how far either has come, seen in θ."""
    left = {name: np.hypot(*path[-1]) for name, path in data.back.items()}
    return (
        f"In θ, after 8 steps: gradient descent is {left['gradient descent']:.3f} from the minimum, "
        f"your step {left['your own']:.3f}, the right step {left['newton']:.3f}."
    )


def model(data: Parabola) -> str:
    """Say how the parabola opens, and where the step lands."""
    where = f"Newton's step lands at {data.landing[0]:.2f}" if data.landing else "its flat point is outside the picture"
    return f"At θ₀ = {data.theta0:.2f} the parabola opens {'up' if data.bend > 0 else 'down'} (bend {data.bend:.2f}); {where}."


def remainders(data: Remainders) -> str:
    """Say the slopes of the three lines."""
    listed = ", ".join(f"{slope:.2f}" for slope in data.slopes)
    return f"Slopes up to h = 0.1: {listed}. At h = 1 the quadratic model is off by {number(data.errors[2, -1], 2)}."


def model_seen_from_above(data: FromAbove) -> str:
    """Say what kind of flat point the model has, and where."""
    lams = np.linalg.eigvalsh(data.H)
    kind = "minimum" if lams[0] > 0 else "maximum" if lams[1] < 0 else "saddle"
    x, y = data.theta + data.delta
    return f"The model has a {kind} at ({x:.2f}, {y:.2f}); the eigenvalues of H are {lams[0]:.1f} and {lams[1]:.1f}."


def solutions(data: Solutions) -> str:
    """Say both residuals."""
    return f"n = {data.n}: the residual is {number(data.residuals['solve'], 2)} by solving, {number(data.residuals['inverse'], 2)} by the inverse."


def convergence(data: Convergence) -> str:
    """Say the estimated orders and the last ratio."""
    listed = ", ".join(f"{order:.2f}" for order in data.orders)
    return (
        f"κ = {data.kappa:.0f}. Estimated orders of Newton's method: {listed}. Its last ratio is {data.ratios[-1]:.2f}."
    )


def digits(data):
    """Say the last order that was estimated on each loss."""
    found = [
        f"{name.split(' (')[0]} {order:.2f}" if order else f"{name.split(' (')[0]} is lost" for name, _, order in data
    ]
    return "Last estimated order: " + "; ".join(found) + "."


def waves(data: Waves) -> str:
    """Say where the path comes to, and the loss at its ends."""
    return (
        f"From {data.path[0]:.0f} the path comes to {data.path[-1]:.2f}, {data.kind}; "
        f"the loss goes from {data.loss(data.path[0]):z.1f} to {data.loss(data.path[-1]):z.1f}."
    )


def damping(data: Damping) -> str:
    """Say the loss before and after."""
    return f"The loss here is {data.here:.0f}. A step makes it {data.plain:,.0f} with H + dI and {data.magnitudes:,.0f} with |H| + dI."


def search(data: Search) -> str:
    """Say which step size is taken."""
    reached = data.errors[-1] <= 1e-5
    run = f"{len(data.errors) - 1} steps and {data.calls} losses" + ("" if reached else ", and is not there yet")
    return f"The first step takes a = {data.sizes[-1]:g}: loss {data.line[0]:.2f} to {data.values[-1]:.2f}. The whole run takes {run}."


def own_among_pits(data: OwnAmongPits) -> str:
    """Say where the reader's path comes to, and the right one."""
    (x, y), (u, v) = data.own[-1], data.right[-1]
    return f"Your path comes to ({x:.2f}, {y:.2f}), {data.kind}; the right one comes to ({u:.2f}, {v:.2f})."


def path_among_pits(data: AmongPits) -> str:
    """Say where the path comes to."""
    (x0, y0), (x, y) = data.path[0], data.path[-1]
    return f"From ({x0:.2f}, {y0:.2f}) the path comes to ({x:.2f}, {y:.2f}), {data.kind}; the loss there is {data.losses[-1]:.1f}."


def costs(data: Costs) -> str:
    """Say what the Hessian and its solution take."""
    return f"n = {data.n:,.0f}: the Hessian takes {data.in_words[0]}, solving {data.in_words[1]}, the gradient {data.in_words[2]}."


def product_errors(data: ProductErrors) -> str:
    """Say both errors at h = 10⁻⁵."""
    near = np.abs(np.log10(data.distances) + 5).argmin()
    own, right = data.errors["your own"][near], data.errors["right"][near]
    return f"At h = 10⁻⁵ the relative error of your product is {number(own, 2)}, of the right one {number(right, 2)}."


def polynomial(data: Polynomial) -> str:
    """Say the largest error left, and the residual."""
    return (
        f"After {data.k} products at most {number(np.abs(data.at_eigenvalues).max(), 2)} of the error along an eigenvector is left; "
        f"the relative residual is {number(data.residuals[data.k], 2)}."
    )


def gaps(data: Gaps) -> str:
    """Say what was spent, and what is left."""
    (spent, left), (descents, high) = data.curves[data.budget], data.curves["gradient descent"]
    return (
        f"Six steps take {spent[-1]:.0f} gradients and leave a gap of {number(left[-1], 2)}; "
        f"gradient descent leaves {number(high[-1], 2)} after {descents[-1]:.0f}."
    )


def spectrum(data: Spectrum) -> str:
    """Say the ends of the spectrum."""
    return (
        f"After {data.steps} steps of gradient descent (loss {data.loss:.3f}): the largest eigenvalue is "
        f"{data.values[0]:.2f}, the lowest {data.values[-1]:.4f}."
    )


def network_step(data: NetworkStep) -> str:
    """Say what was taken, and what gradient descent reaches."""
    why = "negative curvature ended them" if data.negative else "none met negative curvature"
    return (
        f"{data.products} products ({why}). Loss {data.losses[0]:.3f} before, {data.taken[1]:.3f} after a step of size "
        f"{data.taken[0]:g}; one best step along −g: {data.descent:.3f}."
    )


def race(data: Race) -> str:
    """Say where each method ends."""
    ends = "; ".join(f"{name} {number(losses[-1], 2)}" for name, (_, losses) in data.curves.items())
    return f"Loss when the gradients are spent: {ends}."
