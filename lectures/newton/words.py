"""What is to be seen in the demos of lecture 2, in a sentence each."""

import numpy as np

from lectures.newton.data import (
    AmongPits,
    Convergence,
    Costs,
    Damping,
    FromAbove,
    Gaps,
    OneStep,
    Parabola,
    Polynomial,
    ProductErrors,
    Remainders,
    Search,
    Solutions,
    TwoCoordinates,
    Waves,
)


def one_step(data: OneStep) -> str:
    """Say the distances before and after."""
    before, left = np.hypot(*data.steps["newton"][0]), {name: np.hypot(*step[1]) for name, step in data.steps.items()}
    return (
        f"Distance to the minimum: {before:.2f} before, {left['gradient descent']:.2f} after gradient descent's "
        f"step, {left['newton']:.0g} after Newton's."
    )


def two_coordinates(data: TwoCoordinates) -> str:
    """Say how far either has come, seen in θ."""
    return (
        f"In θ: gradient descent is at distance {np.hypot(*data.back['gradient descent'][-1]):.3f} after 8 steps, "
        f"Newton's method at {np.hypot(*data.back['newton'][3]):.3f} after 3."
    )


def model(data: Parabola) -> str:
    """Say how the parabola opens, and where the step lands."""
    where = f"Newton's step lands at {data.landing[0]:.2f}" if data.landing else "its flat point is outside the picture"
    return f"At θ₀ = {data.theta0:.2f} the parabola opens {'up' if data.bend > 0 else 'down'} (bend {data.bend:.2f}); {where}."


def remainders(data: Remainders) -> str:
    """Say the slopes of the three lines."""
    listed = ", ".join(f"{slope:.2f}" for slope in data.slopes)
    return f"Slopes up to h = 0.1: {listed}. At h = 1 the quadratic model is off by {data.errors[2, -1]:.2g}."


def model_seen_from_above(data: FromAbove) -> str:
    """Say what kind of flat point the model has, and where."""
    lams = np.linalg.eigvalsh(data.H)
    kind = "minimum" if lams[0] > 0 else "maximum" if lams[1] < 0 else "saddle"
    x, y = data.theta + data.delta
    return f"The model has a {kind} at ({x:.2f}, {y:.2f}); the eigenvalues of H are {lams[0]:.1f} and {lams[1]:.1f}."


def solutions(data: Solutions) -> str:
    """Say both residuals."""
    return f"n = {data.n}: the residual is {data.residuals['solve']:.1g} by solving, {data.residuals['inverse']:.1g} by the inverse."


def convergence(data: Convergence) -> str:
    """Say the estimated orders and the last ratio."""
    listed = ", ".join(f"{order:.2f}" for order in data.orders)
    return f"Estimated orders of Newton's method: {listed}. The last ratio is {data.ratios[-1]:.2f}."


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
    return f"The step size {data.sizes[-1]:g} is taken, at try {len(data.sizes)}; the loss goes from {data.line[0]:.2f} to {data.values[-1]:.2f}."


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
    plain, unit = (error[near] for error in data.errors.values())
    return f"At h = 10⁻⁵ the relative error is {plain:.1g} with v itself, {unit:.1g} with the unit vector."


def polynomial(data: Polynomial) -> str:
    """Say the largest error left, and the residual."""
    return (
        f"After {data.k} products the largest error left is {np.abs(data.at_eigenvalues).max():.2g} of the first, "
        f"the relative residual {data.residuals[data.k]:.2g}."
    )


def gaps(data: Gaps) -> str:
    """Say what was spent, and what is left."""
    (spent, left), (descents, high) = data.curves[data.budget], data.curves["gradient descent"]
    return (
        f"Six steps take {spent[-1]:.0f} gradients and leave {max(left[-1], 1e-16):.1g}; "
        f"gradient descent leaves {high[-1]:.1g} after {descents[-1]:.0f}."
    )
