"""Section 10: gradient descent, Newton-CG, Gauss–Newton and L-BFGS on the digits network, at equal cost."""

import functools
from collections.abc import Callable, Iterator

import numpy as np

from lectures.network.digits import random_start
from lectures.newton.data import Race
from lectures.newton.experiments.network import full_loss, step_length, truncated_cg
from solutions.landscape import gradient_descent

DESCENT, NEWTON, GAUSS, LIMITED = "gradient descent", "Newton-CG", "Gauss–Newton", "L-BFGS"
BUDGET = 200  # gradients; a product counts as two, a loss as a half
GRID = (0.25, 0.5, 1.0, 2.0, 4.0)  # step sizes of gradient descent
MOST = (3, 5, 10, 20)  # products that a step of Newton-CG or Gauss–Newton may ask for
PAIRS = (1, 3, 10, 30)  # that L-BFGS may remember

Curve = tuple[np.ndarray, np.ndarray]  # gradients spent and losses, (K,) each


def by_products(theta: np.ndarray, product: Callable, most: int) -> Iterator[tuple[np.ndarray, float, float]]:
    """Walk by steps from conjugate gradients and backtracking; yield parameters, their loss and what a step cost."""
    loss = full_loss()
    while True:
        g = loss.grad(theta)
        delta, products, _ = truncated_cg(functools.partial(product, theta), g, most)
        size, looks = step_length(theta, g, delta)
        theta = theta + size * delta
        yield theta, loss.f(theta), 1 + 2 * products + looks / 2


def two_loops(g: np.ndarray, pairs: list[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """Return L-BFGS's step −B g, with B built from pairs (step, change of the gradient), the oldest first.

    Parameters
    ----------
    g : ndarray of shape (n,)
    pairs : list of (ndarray of shape (n,), ndarray of shape (n,))

    Returns
    -------
    ndarray of shape (n,)

    References
    ----------
    Nocedal (1980), "Updating quasi-Newton matrices with limited storage".
    """
    q, shares = g.copy(), []
    for s, change in reversed(pairs):
        shares.append(float(s @ q) / float(s @ change))
        q -= shares[-1] * change
    if pairs:
        s, change = pairs[-1]
        q *= float(s @ change) / float(change @ change)
    for (s, change), share in zip(pairs, reversed(shares), strict=True):
        q += (share - float(change @ q) / float(s @ change)) * s
    return -q


def by_differences(theta: np.ndarray, memory: int) -> Iterator[tuple[np.ndarray, float, float]]:
    """Walk by L-BFGS with so many pairs at most, and backtracking; yields as `by_products`."""
    loss = full_loss()
    pairs: list[tuple[np.ndarray, np.ndarray]] = []
    g = loss.grad(theta)
    while True:
        delta = two_loops(g, pairs)
        size, looks = step_length(theta, g, delta)
        s, before = size * delta, g
        theta = theta + s
        g = loss.grad(theta)
        change = g - before
        if s @ change > 1e-10 * np.linalg.norm(s) * np.linalg.norm(change):  # positive curvature along the step
            pairs = [*pairs, (s, change)][-memory:]
        yield theta, loss.f(theta), 1 + looks / 2


def spent_and_losses(walk: Iterator, start: np.ndarray, budget: float = BUDGET) -> Curve:
    """Return what was spent after each step, and the loss there, until the budget is used up."""
    spent, losses = [0.0], [full_loss().f(start)]
    for _, value, cost in walk:
        if spent[-1] + cost > budget:
            break
        spent.append(spent[-1] + cost)
        losses.append(value)
    return np.array(spent), np.array(losses)


def best(runs: dict[float, Curve]) -> tuple[float, Curve]:
    """Return the setting whose curve ends lowest, and that curve."""
    ends = {key: np.interp(BUDGET, *curve) for key, curve in runs.items()}
    key = min(ends, key=lambda k: ends[k] if np.isfinite(ends[k]) else np.inf)
    return key, runs[key]


def descents(start: np.ndarray) -> dict[float, Curve]:
    """Return the curve of gradient descent for each step size of `GRID`."""
    found = {}
    for alpha in GRID:
        with np.errstate(over="ignore", invalid="ignore"):
            path = gradient_descent(full_loss().grad, start, alpha, BUDGET)[::5]
            found[alpha] = 5.0 * np.arange(len(path)), np.array([full_loss().f(theta) for theta in path])
    return found


@functools.cache
def race(seed: int = 0, progress: Callable = lambda share: None) -> dict[str, dict[float, Curve]]:
    """Return gradients spent and losses by method and setting, all from one random start of the digits network.

    The settings are the step size of gradient descent, the products a step of Newton-CG and of Gauss–Newton, and the
    pairs that L-BFGS remembers. All but gradient descent try the full step first and backtrack.
    """
    start, loss = random_start(np.random.default_rng(seed)), full_loss()
    progress(0.1)
    found: dict[str, dict[float, Curve]] = {DESCENT: descents(start)}
    progress(0.4)
    for name, product in ((NEWTON, loss.product), (GAUSS, loss.gauss_newton)):
        found[name] = {most: spent_and_losses(by_products(start, product, most), start) for most in MOST}
        progress(0.6)
    found[LIMITED] = {pairs: spent_and_losses(by_differences(start, pairs), start) for pairs in PAIRS}
    progress(1.0)
    return found


def run_race(progress: Callable, run: int) -> dict[str, dict[float, Curve]]:
    """Return `race` from a start of its own for each press of the button."""
    return race.__wrapped__(run, progress) if run else race()


def entrants(runs: dict[str, dict[float, Curve]], pairs: int) -> Race:
    """Return each method's curve at its best setting, but L-BFGS with so many pairs."""
    chosen = {name: best(runs[name]) for name in (DESCENT, NEWTON, GAUSS)}
    curves = {name: curve for name, (_, curve) in chosen.items()} | {LIMITED: runs[LIMITED][pairs]}
    return Race(curves, {name: key for name, (key, _) in chosen.items()} | {LIMITED: pairs}, pairs)


@functools.cache
def race_numbers(seeds: int = 3) -> dict[str, dict]:
    """Return how far each method comes within the budget, at its best setting, over several starts.

    Returns
    -------
    dict
        ``"lowest"`` and ``"highest"``: the end's log₁₀ of the loss by method; ``"settings"`` by method: all that won.
    """
    ends: dict[str, list[float]] = {}
    settings: dict[str, set] = {}
    for seed in range(seeds):
        for name, runs in race(seed).items():
            key, curve = best(runs)
            ends.setdefault(name, []).append(float(np.interp(BUDGET, curve[0], np.log10(curve[1]))))
            settings.setdefault(name, set()).add(key)
    return {
        "lowest": {name: min(values) for name, values in ends.items()},
        "highest": {name: max(values) for name, values in ends.items()},
        "settings": {name: sorted(values) for name, values in settings.items()},
    }
