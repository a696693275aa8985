"""The experiments of lecture 3 on what momentum guarantees, and on plateaus and saddles."""

import functools

import numpy as np

from lectures.momentum.data import Fair

from solutions.landscape import gradient_descent
from solutions.momentum import accelerated_gradient, momentum, optimal_gradient_descent

HEAVY_BALL = {"alpha": 1 / 9, "mu": 4 / 9}  # the best values for curvatures from 1 to 25


@functools.cache
def worst_chain(n=201, steps=200):
    """Run gradient descent and Nesterov's method on the smooth convex loss that is worst for both.

    The loss is ⅛ (θ₁² + Σ (θᵢ − θᵢ₊₁)² + θₙ²) − ¼ θ₁, with L = 1, from θ = 0.

    Returns
    -------
    paths : dict of str to ndarray of shape (steps + 1, n)
    gaps : dict of str to ndarray of shape (steps + 1,)
        f(θ_k) − f*, and under ``"bound"`` what Nesterov's theorem allows.
    optimum : ndarray of shape (n,)
    """
    chain = 2 * np.eye(n) - np.eye(n, k=1) - np.eye(n, k=-1)
    pull = np.eye(n)[0]

    def gap(theta):
        return 0.125 * np.einsum("ki,ij,kj->k", theta - optimum, chain, theta - optimum)

    optimum = 1 - np.arange(1, n + 1) / (n + 1)
    paths = {
        "gradient descent": gradient_descent(lambda t: 0.25 * (chain @ t - pull), np.zeros(n), 1.0, steps),
        "nesterov": accelerated_gradient(lambda t: 0.25 * (chain @ t - pull), np.zeros(n), 1.0, steps),
    }
    gaps = {name: gap(path) for name, path in paths.items()}
    gaps["bound"] = 2 * (optimum @ optimum) / (np.arange(steps + 1) + 1) ** 2
    return paths, gaps, optimum


def first_untouched(paths, k):
    """Return the first link of the chain, counted from 1, that is still exactly zero after k steps on all `paths`."""
    return 1 + max(int(np.flatnonzero(path[k]).max(initial=-1)) + 1 for path in paths.values())


def kinked(x):
    """Return the loss of Lessard et al.: curvature 25, but 1 between x = 1 and x = 2."""
    return np.where(x < 1, 12.5 * x**2, np.where(x < 2, 0.5 * x**2 + 24 * x - 12, 12.5 * x**2 - 24 * x + 36))


def kinked_slope(x):
    """Return the derivative of `kinked`: it is continuous, and grows everywhere at a rate from 1 to 25."""
    return np.where(x < 1, 25 * x, np.where(x < 2, x + 24, 25 * x - 24))


def heavy_ball_on_kinks(start, steps=60):
    """Return the paths of tuned momentum and tuned gradient descent on `kinked`."""
    alpha, _ = optimal_gradient_descent(1.0, 25.0)
    start = np.array([float(start)])
    return {
        "momentum": momentum(kinked_slope, start, HEAVY_BALL["alpha"], HEAVY_BALL["mu"], steps)[:, 0],
        "gradient descent": gradient_descent(kinked_slope, start, alpha, steps)[:, 0],
    }


RULES = ("same step size", "same long-run step", "each at 90 % of its limit")


def step_sizes(rule, lam_max, mu, alpha=0.1):
    """Return step sizes of gradient descent and momentum that go together by one of the `RULES`.

    ``"same step size"``: α for both. ``"same long-run step"``: α for momentum and α/(1 − μ) for descent, the length that
    momentum's steps reach when the gradient stays. ``"each at 90 % of its limit"``: nine tenths of the step size at
    which either stops converging along curvature `lam_max`.
    """
    return {
        RULES[0]: {"gradient descent": alpha, "momentum": alpha},
        RULES[1]: {"gradient descent": alpha / (1 - mu), "momentum": alpha},
        RULES[2]: {"gradient descent": 0.9 * 2 / lam_max, "momentum": 0.9 * 2 * (1 + mu) / lam_max},
    }[rule]


def compared(grad, start, alphas, mu, there, steep, steps):
    """Run both methods and count the steps until `there`, a function of paths (steps + 1, 2) to booleans (steps + 1,).

    A path whose parameter number `steep` grows to ten times what it was at first is counted as lost.
    """
    start = np.array(start, float)
    with np.errstate(over="ignore", invalid="ignore"):
        paths = {
            "gradient descent": gradient_descent(grad, start, alphas["gradient descent"], steps),
            "momentum": momentum(grad, start, alphas["momentum"], mu, steps),
        }

    def first(found):
        return int(np.argmax(found)) if found.any() else None

    lost = {name: first(~(np.abs(path[:, steep]) < 10 * np.abs(start[steep]))) for name, path in paths.items()}
    counts = {name: None if lost[name] else first(there(path)) for name, path in paths.items()}
    return Fair(alphas, paths, counts, lost)


WALL = 10.0  # curvature of the steep direction beside the plateau


def walled_plateau(theta):
    """Return the loss −sech(x) + 5y² of θ = (x, y) or of points (2, P): flat along x far out, steep along y."""
    return -1 / np.cosh(theta[0]) + 0.5 * WALL * theta[1] ** 2


def plateau(rule, mu=0.9, steps=400):
    """Run both methods from (4, ½), on the plateau of `walled_plateau`, until x ≤ 1."""

    def grad(theta):
        x = np.clip(theta[0], -50, 50)
        return np.array([np.tanh(x) / np.cosh(x), WALL * theta[1]])

    return compared(grad, (4.0, 0.5), step_sizes(rule, WALL, mu), mu, lambda path: path[:, 0] <= 1, 1, steps)


def saddle(rule, mu=0.9, distance=1e-6, steps=160):
    """Run both methods on x² − y² from (1, distance), until |y| ≥ 1."""

    def grad(theta):
        return np.array([2.0, -2.0]) * theta

    alphas = step_sizes(rule, 2.0, mu, alpha=0.05)
    return compared(grad, (1.0, distance), alphas, mu, lambda path: np.abs(path[:, 1]) >= 1, 0, steps)


def fair_numbers(mu=0.9):
    """Return the counts on plateau and saddle by rule (``"step"``, ``"stride"``, ``"limit"``) and method."""
    short = dict(zip(("step", "stride", "limit"), RULES, strict=True))
    names = {"descent": "gradient descent", "momentum": "momentum"}
    return {
        f"{place}_{which}": {key: run(rule, mu).counts[name] for key, rule in short.items()}
        for place, run in (("plateau", plateau), ("saddle", saddle))
        for which, name in names.items()
    }
