"""Section 4: how fast Newton's method converges near a minimum."""

import functools

import numpy as np

from lectures.newton.data import Convergence

from lectures.newton.experiments.landscapes import flat, heron, log_cosh, on_line
from lectures.newton.experiments.logistic import examples, ridge_logistic
from solutions.landscape import gradient_descent
from solutions.momentum import optimal_gradient_descent
from solutions.newton import convergence_order, newton

CURVES = {
    "θ³/3 − 2θ (minimum √2)": (heron, np.sqrt(2)),
    "θ⁴ (no curvature at the minimum)": (flat, 0.0),
    "ln cosh θ (no third derivative there)": (log_cosh, 0.0),
}
LOST = 30.0  # beyond this a path is given up
RIDGE = 0.01


def newton_on_line(loss, start, steps):
    """Return Newton's path (steps + 1,) on a loss of one variable; NaN once it is lost far out."""
    path = np.full(steps + 1, np.nan)
    path[0] = start
    for k in range(steps):
        if not abs(path[k]) < LOST:
            break
        path[k + 1] = newton(*on_line(loss), path[k : k + 1], 1)[1, 0]
    return path


def errors_on_line(curve, start, steps=8):
    """Return the distances to the minimum of one of `CURVES`, (steps + 1,)."""
    loss, minimum = CURVES[curve]
    return np.abs(newton_on_line(loss, start, steps) - minimum)


def orders(errors, smallest=1e-12):
    """Return the estimated orders, as far as the errors fall and stay above what rounding leaves of them."""
    good = np.asarray(errors)
    ends = np.flatnonzero(~(good > smallest) | ~(good < LOST))
    good = good[: ends[0]] if len(ends) else good
    stalls = np.flatnonzero(np.diff(good) >= 0)
    good = good[: stalls[0] + 1] if len(stalls) else good
    return convergence_order(good) if len(good) > 2 else np.empty(0)


def ratios(errors, smallest=1e-12):
    """Return e₊/e² for every step that starts above what rounding leaves."""
    errors = np.asarray(errors)
    now = errors[:-1][errors[1:] > smallest]
    return errors[1:][errors[1:] > smallest] / now**2


@functools.cache
def _logistic(unequal):
    X, y = examples(200, 3, np.random.default_rng(1), scale=2.0)
    return ridge_logistic(X / unequal ** np.arange(3), y, RIDGE)


@functools.cache
def logistic_errors(unequal, steps=40):
    """Minimise a logistic loss (N = 200, n = 3) from θ = 0 by both methods.

    Gradient descent gets the constant step size that is best near the minimum.

    Parameters
    ----------
    unequal : float
        The features are measured in units 1, `unequal` and `unequal` ² times as large.

    Returns
    -------
    errors : dict of str to ndarray of shape (K,)
        ‖θ_k − θ*‖ by method; Newton's row is shorter, as it ends in rounding.
    kappa : float
        The condition number of the Hessian at the minimum.
    """
    loss, start = _logistic(unequal), np.zeros(3)
    path = newton(loss.grad, loss.hess, start, 30)
    optimum = path[-1]
    lams = np.linalg.eigvalsh(loss.hess(optimum))
    alpha, _ = optimal_gradient_descent(*lams[[0, -1]])
    descent = gradient_descent(loss.grad, start, alpha, steps)
    errors = {
        "gradient descent": np.linalg.norm(descent - optimum, axis=1),
        "newton": np.linalg.norm(path[:10] - optimum, axis=1),
    }
    return errors, float(lams[-1] / lams[0])


def steps_needed(unequal, least=1e-6, most=5000):
    """Return how many steps each method takes to come within a distance of the minimum, a dict."""
    errors, _ = logistic_errors(unequal, most)
    return {name: int(np.argmax(e <= least)) for name, e in errors.items()}


def logistic_convergence(unequal):
    """Return `logistic_errors`, and Newton's `ratios` and `orders`."""
    errors, kappa = logistic_errors(unequal)
    return Convergence(errors, ratios(errors["newton"]), orders(errors["newton"]), kappa)


def three_losses(distance):
    """Return for each of `CURVES` its name, the errors from a start so far out, and the last order (or None)."""
    found = []
    for curve, (_, minimum) in CURVES.items():
        errors = errors_on_line(curve, minimum + distance)
        estimates = orders(errors)
        found.append((curve, errors, estimates[-1] if len(estimates) else None))
    return found


def divergence_threshold():
    """Return the distance from 0 beyond which Newton's method diverges on ln cosh.

    There the step leads from x to −x, so that sinh(2x) = 4x; found by bisection.
    """
    low, high = 1.0, 2.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if np.sinh(2 * middle) > 4 * middle else (middle, high)
    return low
