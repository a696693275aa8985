"""The losses of lecture 2 that can be seen: a convex valley, four pits, and curves of one variable."""

import functools

import numpy as np

from lectures.newton.experiments.logistic import Loss

WAVE = 0.15 * np.pi

cosh_valley = Loss(
    lambda t: np.cosh(t[0]) + np.cosh(t[0] + 2 * t[1]),
    lambda t: np.array([np.sinh(t[0]) + np.sinh(t[0] + 2 * t[1]), 2 * np.sinh(t[0] + 2 * t[1])]),
    lambda t: np.array([[np.cosh(t[0]), 0], [0, 0]]) + np.cosh(t[0] + 2 * t[1]) * np.array([[1, 2], [2, 4]]),
)

# Himmelblau (1972): four minima of the same depth, four saddles between them, one hill in the middle.
# Points may be (2,) or (2, P); then the gradient is (2, P) and the Hessian (2, 2, P).
four_pits = Loss(
    lambda t: (t[0] ** 2 + t[1] - 11) ** 2 + (t[0] + t[1] ** 2 - 7) ** 2,
    lambda t: np.stack(
        [
            4 * t[0] * (t[0] ** 2 + t[1] - 11) + 2 * (t[0] + t[1] ** 2 - 7),
            2 * (t[0] ** 2 + t[1] - 11) + 4 * t[1] * (t[0] + t[1] ** 2 - 7),
        ]
    ),
    lambda t: np.stack(
        [
            np.stack([12 * t[0] ** 2 + 4 * t[1] - 42, 4 * (t[0] + t[1])]),
            np.stack([4 * (t[0] + t[1]), 4 * t[0] + 12 * t[1] ** 2 - 26]),
        ]
    ),
)

# f = x cos(0.15πx): hills and pits that grow with the distance from 0.
growing_waves = Loss(
    lambda x: x * np.cos(WAVE * x),
    lambda x: np.cos(WAVE * x) - WAVE * x * np.sin(WAVE * x),
    lambda x: -2 * WAVE * np.sin(WAVE * x) - WAVE**2 * x * np.cos(WAVE * x),
)

# ln cosh: convex, one minimum at 0, almost straight far out.
log_cosh = Loss(lambda x: np.logaddexp(x, -x) - np.log(2), np.tanh, lambda x: np.cosh(x) ** -2.0)
# Its minimum √2 asks for Heron's way to take a square root.
heron = Loss(lambda x: x**3 / 3 - 2 * x, lambda x: x**2 - 2, lambda x: 2 * x)
# Flat at the bottom: the curvature at the minimum is zero.
flat = Loss(lambda x: x**4, lambda x: 4 * x**3, lambda x: 12 * x**2)


def on_line(loss):
    """Return gradient and Hessian of a loss of one variable for vectors of length one."""
    return (lambda theta: np.array([loss.grad(theta[0])]), lambda theta: np.array([[loss.hess(theta[0])]]))


@functools.cache
def critical_points():
    """Return the nine critical points of `four_pits`, (9, 2): four minima, four saddles, one maximum."""
    starts = np.stack(np.meshgrid(np.linspace(-4.5, 4.5, 31), np.linspace(-4.5, 4.5, 31))).reshape(2, -1)
    for _ in range(60):
        H = np.moveaxis(four_pits.hess(starts), -1, 0)
        starts = starts - np.linalg.solve(H, four_pits.grad(starts).T[..., None])[..., 0].T
    found = np.unique(starts.T.round(6), axis=0)
    index = [int((np.linalg.eigvalsh(four_pits.hess(point)) < 0).sum()) for point in found]
    return found[np.argsort(index, kind="stable")]


def critical_points_of_waves(low=-6.0, high=40.0):
    """Return the minima and the maxima of `growing_waves` in a range, two arrays."""
    x = np.linspace(low, high, 4601)
    slope = growing_waves.grad(x)
    i = np.flatnonzero(slope[:-1] * slope[1:] < 0)
    places = x[i] - slope[i] / growing_waves.hess(x[i])  # one step of Newton's from so close is enough
    bends = growing_waves.hess(places)
    return places[bends > 0], places[bends < 0]
