"""Optimizers that can run against each other, and the landscapes on which they do."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lectures.adaptive.data import Race
from solutions.adaptive import adagrad_step, adam_step, rmsprop_step
from solutions.momentum import momentum_step

TURNED = np.array([[15.5, 14.5], [14.5, 15.5]])  # curvatures 1 and 30, along the diagonals
ALPHAS = 2.0 ** np.arange(-14, 6)
LEVEL = 0.01  # a runner has arrived when its loss is below it
WINDOW, START = ((-2.4, 2.4), (-1.4, 2.6)), (-1.8, 1.02)


def descent(theta, g, memory, k, alpha):
    """Gradient descent needs no memory."""
    return theta - alpha * g, memory


def heavy_ball(theta, g, memory, k, alpha):
    """Momentum with μ = 0.9; its memory is the velocity."""
    return momentum_step(theta, g, np.zeros_like(g) if memory is None else memory, alpha, 0.9)


def adagrad(theta, g, memory, k, alpha):
    """AdaGrad; its memory is the sum of squares."""
    return adagrad_step(theta, g, np.zeros_like(g) if memory is None else memory, alpha)


def rmsprop(theta, g, memory, k, alpha):
    """RMSProp with β = 0.9; its memory is the average of squares."""
    return rmsprop_step(theta, g, np.zeros_like(g) if memory is None else memory, alpha)


def adam(theta, g, memory, k, alpha):
    """Adam with its usual β₁ and β₂; its memory is the pair of averages."""
    averages = [np.zeros_like(g), np.zeros_like(g)] if memory is None else memory
    theta, *averages = adam_step(theta, g, *averages, k, alpha)
    return theta, averages


METHODS = {
    "gradient descent": descent,
    "momentum": heavy_ball,
    "adagrad": adagrad,
    "rmsprop": rmsprop,
    "adam": adam,
}


@dataclass(frozen=True)
class Landscape:
    """A loss of two parameters, its gradient (both for arrays of shape (…, 2)), and where it is least."""

    loss: Callable
    grad: Callable
    minimum: tuple


def bent_slope(theta):
    """Return the gradient of (1 − θ₁)² + 20 (θ₂ − θ₁²)²."""
    first, off = theta[..., 0], theta[..., 1] - theta[..., 0] ** 2
    return np.stack([2 * (first - 1) - 80 * first * off, 40 * off], axis=-1)


def uneven_slope(theta):
    """Return the gradient of (e^−θ₁ − 1)² + 0.1 (e^−θ₂ − 1)²."""
    growth = np.exp(-theta)
    return np.array([-2.0, -0.2]) * growth * (growth - 1)


def saddle_slope(theta):
    """Return the gradient of ½ θ₁² + ¼ ((θ₂ − 1)² − 1)²."""
    off = theta[..., 1] - 1
    return np.stack([theta[..., 0], off * (off**2 - 1)], axis=-1)


LANDSCAPES = {
    "stretched bowl": Landscape(
        lambda t: 0.5 * (t[..., 0] ** 2 + 30 * t[..., 1] ** 2), lambda t: t * np.array([1.0, 30.0]), (0, 0)
    ),
    "turned bowl": Landscape(
        lambda t: 0.5 * np.einsum("...i,ij,...j", t, TURNED, t), lambda t: t @ TURNED, (0, 0)
    ),
    "bent valley": Landscape(
        lambda t: (1 - t[..., 0]) ** 2 + 20 * (t[..., 1] - t[..., 0] ** 2) ** 2, bent_slope, (1, 1)
    ),
    "steep and flat": Landscape(
        lambda t: (np.exp(-t[..., 0]) - 1) ** 2 + 0.1 * (np.exp(-t[..., 1]) - 1) ** 2, uneven_slope, (0, 0)
    ),
    "saddle": Landscape(
        lambda t: 0.5 * t[..., 0] ** 2 + 0.25 * ((t[..., 1] - 1) ** 2 - 1) ** 2, saddle_slope, (0, 2)
    ),
}  # fmt: skip


def follow(step, grad, start, alpha, steps=100):
    """Return the path of an optimizer ``step(theta, g, memory, k, alpha) -> (theta, memory)``.

    `start` may be (n,), or (copies, n) with `alpha` of shape (copies, 1).
    """
    theta, memory = np.asarray(start, float), None
    path = [theta]
    with np.errstate(over="ignore", invalid="ignore"):
        for done in range(steps):
            theta, memory = step(theta, grad(theta), memory, done + 1, alpha)
            path.append(theta)
    return np.array(path)


def tuned(step, landscape, start, steps=100, alphas=ALPHAS, measure="stays"):
    """Return (path, α) of the α that needs the fewest steps; among equals, of the smallest."""
    starts = np.tile(np.asarray(start, float), (len(alphas), 1))
    paths = follow(step, landscape.grad, starts, alphas[:, None], steps)
    best = _fastest(landscape, paths, measure)
    return paths[:, best], float(alphas[best])


def tuned_one_by_one(step, landscape, start, steps=100, alphas=ALPHAS, measure="stays"):
    """Return the same for an optimizer that takes one point at a time."""
    paths = np.stack([follow(step, landscape.grad, start, float(a), steps) for a in alphas], axis=1)
    best = _fastest(landscape, paths, measure)
    return paths[:, best], float(alphas[best])


def steps_needed(gaps, measure="stays", level=LEVEL):
    """Return after how many steps losses (steps + 1, …) are below a level; infinity where they never are.

    Parameters
    ----------
    gaps : ndarray of shape (steps + 1, …)
        Losses above the minimum.
    measure : str
        ``"touches"``: the first step at which the loss is below; ``"stays"``: from which it stays there to the end.
    """
    below = np.asarray(gaps) < level  # a loss that is no number is not below
    if measure == "touches":
        return np.where(below.any(axis=0), below.argmax(axis=0), np.inf)
    after = np.where((~below).any(axis=0), len(below) - (~below)[::-1].argmax(axis=0), 0)
    return np.where(after < len(below), after, np.inf)


def _fastest(landscape, paths, measure):
    """Return the index of the α that needs the fewest steps, of equals the smallest; if none arrives, the lowest."""
    with np.errstate(over="ignore", invalid="ignore"):
        gaps = landscape.loss(paths)
        late = gaps[-5:].max(axis=0)
    needed = steps_needed(gaps, measure)
    if np.isfinite(needed).any():
        return int(np.argmin(needed))
    return int(np.argmin(np.where(np.isfinite(late), late, np.inf)))


def race(name, start, chosen, own=None, steps=100, measure="stays"):
    """Run the chosen optimizers on a landscape, each with the α of `ALPHAS` that needs the fewest steps there.

    Parameters
    ----------
    name : str
        A key of `LANDSCAPES`.
    start : pair of float
    chosen : list of str
        Keys of `METHODS`, and ``"your own"``.
    own : callable, optional
        The reader's own step, as in `follow`.
    measure : str
        What counts as having arrived, see `steps_needed`: each α is chosen for the measure that is reported.

    Returns
    -------
    paths, gaps : dict of str to ndarray
        Shapes (steps + 1, 2) and (steps + 1,); a gap is the loss above the minimum.
    alphas : dict of str to float
    needed : dict of str to float
        Steps until the runner has arrived, infinity if it never does.
    """
    landscape = LANDSCAPES[name]
    runs = {
        method: tuned(METHODS[method], landscape, start, steps, measure=measure)
        for method in chosen
        if method in METHODS
    }
    if own is not None and "your own" in chosen:
        runs["your own"] = tuned_one_by_one(own, landscape, start, steps, measure=measure)
    paths = {method: path for method, (path, _) in runs.items()}
    with np.errstate(over="ignore", invalid="ignore"):
        gaps = {method: landscape.loss(path) for method, path in paths.items()}
    needed = {method: float(steps_needed(gap, measure)) for method, gap in gaps.items()}
    return paths, gaps, {method: alpha for method, (_, alpha) in runs.items()}, needed


def race_view(landscape, measure, shown, start, ticked, own):
    """Return a race of the methods that are ticked, a dict of str to bool, up to the step that is shown."""
    runners = [name for name, on in ticked.items() if on]
    return Race(shown, *race(landscape, start, runners, own, measure=measure), measure, LEVEL)
