"""What is to be seen in the demos of lecture 2, in a sentence each."""

import numpy as np


def one_step(data):
    """Say the distances before and after."""
    _, steps = data
    before, left = np.hypot(*steps["newton"][0]), {name: np.hypot(*step[1]) for name, step in steps.items()}
    return (
        f"Distance to the minimum: {before:.2f} before, {left['gradient descent']:.2f} after gradient descent's "
        f"step, {left['newton']:.0g} after Newton's."
    )


def two_coordinates(data):
    """Say how far either has come, seen in θ."""
    _, _, _, back = data
    return (
        f"In θ: gradient descent is at distance {np.hypot(*back['gradient descent'][-1]):.3f} after 8 steps, "
        f"Newton's method at {np.hypot(*back['newton'][3]):.3f} after 3."
    )


def model(data):
    """Say how the parabola opens, and where the step lands."""
    theta0, _, _, _, landing, bend = data
    where = f"Newton's step lands at {landing[0]:.2f}" if landing else "its flat point is outside the picture"
    return f"At θ₀ = {theta0:.2f} the parabola opens {'up' if bend > 0 else 'down'} (bend {bend:.2f}); {where}."


def remainders(data):
    """Say the slopes of the three lines."""
    _, errors, slopes = data
    listed = ", ".join(f"{slope:.2f}" for slope in slopes)
    return f"Slopes up to h = 0.1: {listed}. At h = 1 the quadratic model is off by {errors[2, -1]:.2g}."


def model_seen_from_above(data):
    """Say what kind of flat point the model has, and where."""
    theta, delta, H = data
    lams = np.linalg.eigvalsh(H)
    kind = "minimum" if lams[0] > 0 else "maximum" if lams[1] < 0 else "saddle"
    x, y = theta + delta
    return f"The model has a {kind} at ({x:.2f}, {y:.2f}); the eigenvalues of H are {lams[0]:.1f} and {lams[1]:.1f}."


def solutions(data):
    """Say both residuals."""
    n, _, residuals = data
    return f"n = {n}: the residual is {residuals['solve']:.1g} by solving, {residuals['inverse']:.1g} by the inverse."


def convergence(data):
    """Say the estimated orders and the last ratio."""
    _, ratios, orders = data
    listed = ", ".join(f"{order:.2f}" for order in orders)
    return f"Estimated orders of Newton's method: {listed}. The last ratio is {ratios[-1]:.2f}."


def digits(data):
    """Say the last order that was estimated on each loss."""
    found = [
        f"{name.split(' (')[0]} {order:.2f}" if order else f"{name.split(' (')[0]} is lost" for name, _, order in data
    ]
    return "Last estimated order: " + "; ".join(found) + "."


def waves(data):
    """Say where the path comes to, and the loss at its ends."""
    loss, path, kind = data
    return (
        f"From {path[0]:.0f} the path comes to {path[-1]:.2f}, {kind}; "
        f"the loss goes from {loss(path[0]):z.1f} to {loss(path[-1]):z.1f}."
    )


def damping(data):
    """Say the loss before and after."""
    _, _, here, plain, magnitudes = data
    return f"The loss here is {here:.0f}. A step makes it {plain:,.0f} with H + dI and {magnitudes:,.0f} with |H| + dI."


def search(data):
    """Say which step size is taken."""
    _, _, sizes, values, line = data
    return f"The step size {sizes[-1]:g} is taken, at try {len(sizes)}; the loss goes from {line[0]:.2f} to {values[-1]:.2f}."


def path_among_pits(data):
    """Say where the path comes to."""
    path, losses, kind = data
    (x0, y0), (x, y) = path[0], path[-1]
    return (
        f"From ({x0:.2f}, {y0:.2f}) the path comes to ({x:.2f}, {y:.2f}), {kind}; the loss there is {losses[-1]:.1f}."
    )


def costs(data):
    """Say what the Hessian and its solution take."""
    n, _, _, words, _ = data
    return f"n = {n:,.0f}: the Hessian takes {words[0]}, solving {words[1]}, the gradient {words[2]}."


def product_errors(data):
    """Say both errors at h = 10⁻⁵."""
    distances, errors = data
    near = np.abs(np.log10(distances) + 5).argmin()
    plain, unit = (error[near] for error in errors.values())
    return f"At h = 10⁻⁵ the relative error is {plain:.1g} with v itself, {unit:.1g} with the unit vector."


def polynomial(data):
    """Say the largest error left, and the residual."""
    _, _, left, _, k, residuals = data
    return (
        f"After {k} products the largest error left is {np.abs(left).max():.2g} of the first, "
        f"the relative residual {residuals[k]:.2g}."
    )


def gaps(data):
    """Say what was spent, and what is left."""
    budget, curves = data
    (spent, left), (descents, high) = curves[budget], curves["gradient descent"]
    return (
        f"Six steps take {spent[-1]:.0f} gradients and leave {max(left[-1], 1e-16):.1g}; "
        f"gradient descent leaves {high[-1]:.1g} after {descents[-1]:.0f}."
    )
