"""The experiments of lecture 3 on the digits network: the map of momentum tried on it, and the edge of stability."""

import functools
from collections.abc import Callable, Iterable

import numpy as np

from lectures.momentum.data import Edge, OnMap
from lectures.network.curvature import sharpness, top_eigenvalues
from lectures.network.digits import loss_and_gradient, losses_and_errors, random_start, scaled_digits
from solutions.momentum import momentum, momentum_step

MAPPED, SAMPLES = 300, 600  # how many digits the network is trained on, all of them at every step
STEPS, EVERY = 600, 20  # of training at the edge; the sharpness is measured every so many steps
RATES, MUS = (0.4, 0.5, 0.6), (0.0, 0.5, 0.9)


def digits(samples):
    """Return the first digits (samples, 64) and their labels (samples,)."""
    return scaled_digits().X_train[:samples], scaled_digits().y_train[:samples]


@functools.cache
def curvatures(seed=1, count=12):
    """Return a network's random start (n,) and the largest eigenvalues (count,) of its Hessian there, falling."""
    theta = random_start(np.random.default_rng(seed))
    return theta, top_eigenvalues(theta, *digits(MAPPED), count=count, steps=40)


def on_the_map(scaled_step, mu, seed=1, steps=60):
    """Train the digits network with α = `scaled_step`/λ_max, where λ_max is its own largest curvature at the start.

    Parameters
    ----------
    scaled_step : float
        The product αλ_max.
    mu : float
    seed : int
        Of the network's random start.
    steps : int

    Returns
    -------
    OnMap
    """
    theta, lams = curvatures(seed)
    X, y = digits(MAPPED)
    alpha = scaled_step / lams[0]
    path = momentum(lambda theta: loss_and_gradient(theta[None], X, y)[1][0], theta, alpha, mu, steps)
    losses = losses_and_errors(path[:, None], X, y)[0][:, 0]
    return OnMap(alpha, mu, lams, losses, alpha * sharpness(path[-1], X, y, steps=12))


def largest_step(mu, seed=1, steps=60):
    """Return up to how many tenths of the map's limit 2(1 + μ) the network learns: its loss never doubles, and halves."""
    for tenths in range(10, 60):
        losses = on_the_map(0.1 * tenths * 2 * (1 + mu), mu, seed, steps).losses
        if not (losses[-1] < 0.5 * losses[0] and losses.max() < 2 * losses[0]):
            return tenths - 1
    return 60


def settings():
    """Return the pairs (μ, α) that are trained at the edge."""
    return [(mu, alpha) for mu in MUS for alpha in RATES]


@functools.cache
def trained(shuffled, seed):
    """Train the digits network on all samples at once for all `settings`, and measure its sharpness on the way.

    Parameters
    ----------
    shuffled : bool
        Whether the labels are dealt out to the digits at random.
    seed : int
        Of the network's random start and of the shuffling.

    Returns
    -------
    steps : ndarray of shape (M,)
        Where it was measured: every 20 steps, or every 60 with the true labels.
    sharpness, losses : ndarray of shape (M, len(settings()))
    """
    X, y = digits(SAMPLES)
    y = np.random.default_rng([seed, 1]).permutation(y) if shuffled else y
    mu, alpha = (np.array(column)[:, None] for column in zip(*settings(), strict=True))
    theta = np.tile(random_start(np.random.default_rng(seed)), (len(mu), 1))
    velocity, steps, measured = np.zeros_like(theta), np.arange(0, STEPS + 1, EVERY if shuffled else 3 * EVERY), []
    for k in range(STEPS + 1):
        losses, g = loss_and_gradient(theta, X, y)
        if k in steps:
            measured.append(([sharpness(copy, X, y, steps=10) for copy in theta], losses))
        theta, velocity = momentum_step(theta, g, velocity, alpha, mu)
    return steps, *(np.array(part) for part in zip(*measured, strict=True))


def prepare_edge(progress: Callable[[float], None], run: int):
    """Train on shuffled and on true labels from start number `run`; returns the start's number."""
    for done, shuffled in enumerate((True, False), start=1):
        trained(shuffled, run)
        progress(done / 2)
    return run


def edge(seed, alpha, mu):
    """Return what was measured at one of the `settings`, as `Edge`."""
    which = settings().index((mu, alpha))
    (steps, sharp, losses), (true_steps, true_sharp, _) = trained(True, seed), trained(False, seed)
    return Edge(alpha, mu, steps, sharp[:, which], losses[:, which], true_steps, true_sharp[:, which])


def hovering(run: Edge) -> np.ndarray:
    """Return sharpness/edge from where it first passes the edge until 70 % of the first loss is gone (may be empty)."""
    ratio = run.sharpness / run.edge
    passed = np.flatnonzero(ratio >= 1)
    learned = np.flatnonzero(run.losses < 0.3 * run.losses[0])
    end = learned[0] if len(learned) else len(ratio)
    return ratio[passed[0] : end] if len(passed) else ratio[:0]


def edge_numbers(seeds: Iterable[int] = (0, 1, 2)) -> dict:
    """Return what is stated of the edge, over all `settings` and seeds."""
    runs = {(seed, mu, alpha): edge(seed, alpha, mu) for seed in seeds for mu, alpha in settings()}
    middle = {key: np.median(hovering(run)) for key, run in runs.items() if len(hovering(run)) >= 3}
    return {
        "edge_samples": SAMPLES,
        "edge_runs": len(runs),
        "edge_stayed": len(middle),
        "edge_low": {mu: min(m for key, m in middle.items() if key[1] == mu) for mu in MUS},
        "edge_high": {mu: max(m for key, m in middle.items() if key[1] == mu) for mu in MUS},
        "edge_true_share": 100 * max((run.true_sharpness / run.edge).max() for run in runs.values()),
    }


def map_numbers(seeds: Iterable[int] = (0, 1, 2)) -> dict:
    """Return what is stated of the network on the map, over all seeds."""
    half = {mu: [on_the_map(1 + mu, mu, seed).losses[-1] for seed in seeds] for mu in (0.0, 0.9)}
    limits = {mu: [largest_step(mu, seed) for seed in seeds] for mu in MUS}
    return {
        "map_samples": MAPPED,
        "map_lam": curvatures()[1][0],
        "map_half_descent": {"low": min(half[0.0]), "high": max(half[0.0])},
        "map_half_momentum": {"low": min(half[0.9]), "high": max(half[0.9])},
        "map_limit_low": {mu: min(found) / 10 for mu, found in limits.items()},
        "map_limit_high": {mu: max(found) / 10 for mu, found in limits.items()},
    }
