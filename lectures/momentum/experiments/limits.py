"""The experiments of lecture 3 on what momentum guarantees, and on plateaus and saddles."""

import functools

import numpy as np

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


def sech(x):
    """Return −sech(x): a pit at 0 in a plain that gets flatter and flatter."""
    return -1 / np.cosh(x)


def plateau(alpha, mu, steps=300):
    """Return the path on f = −sech(x) from x = 4, where the loss is nearly flat."""
    return momentum(lambda x: np.tanh(x) / np.cosh(x), np.array([4.0]), alpha, mu, steps)[:, 0]


def steps_to_leave(alpha, mu, limit=20_000):
    """Return how many steps it takes from the plateau's x = 4 to x ≤ 1."""
    return int(np.argmax(plateau(alpha, mu, limit) <= 1))


def saddle(distance, mu, alpha=0.1, steps=200):
    """Return the path on f = x² − y² that starts at (1, distance)."""
    return momentum(lambda t: np.array([2.0, -2.0]) * t, np.array([1.0, distance]), alpha, mu, steps)


def steps_to_escape(distance, mu):
    """Return how many steps it takes until |y| ≥ 1 on the saddle."""
    return int(np.argmax(np.abs(saddle(distance, mu)[:, 1]) >= 1))
