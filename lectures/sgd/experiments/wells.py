"""A loss with a wide and a narrow valley, of which either may be the lower; and noisy descent from many starts."""

import functools

import numpy as np

from lectures.network.curvature import sharpness
from lectures.network.digits import (
    epochs_of_batches,
    loss_and_gradient,
    losses_and_errors,
    plain,
    random_start,
    scaled_digits,
)
from lectures.sgd.data import Valleys

ALPHAS = np.geomspace(0.01, 1, 9)
WIDTHS = {"wide": (-1.2, 0.8), "narrow": (1.2, 0.18)}  # where it is, and how wide
DEPTHS = {"the wide one": {"wide": 0.8, "narrow": 0.5}, "the narrow one": {"wide": 0.7, "narrow": 1.0}}
NOISE, STEPS, STARTS = 0.5, 400, 200
TARGET, BATCH = 0.1, 16
DIGIT_RATES = (1 / 8, 1.0)


def loss(x, lower="the wide one"):
    """Return the loss: a flat bowl with two dents, as many as x."""
    dents = (_dent(x, *WIDTHS[name], depth) for name, depth in DEPTHS[lower].items())
    return 0.06 * x**2 - sum(dents)


def slope(x, lower="the wide one"):
    """Return the loss's slope."""
    parts = (
        _dent(x, *WIDTHS[name], depth) * (x - WIDTHS[name][0]) / WIDTHS[name][1] ** 2
        for name, depth in DEPTHS[lower].items()
    )
    return 0.12 * x + sum(parts)


def _dent(x, centre, width, depth):
    return depth * np.exp(-((x - centre) ** 2) / (2 * width**2))


@functools.cache
def places(lower="the wide one"):
    """Return the bottoms of the wide and of the narrow valley, and the ridge between them."""
    x = np.linspace(-2.5, 2.5, 50_001)
    turns = np.flatnonzero(np.diff(np.sign(slope(x, lower))))
    wide, ridge, narrow = x[turns]
    return float(wide), float(narrow), float(ridge)


def curvature(x, lower="the wide one", h=1e-4):
    """Return the loss's second derivative."""
    return (slope(x + h, lower) - slope(x - h, lower)) / (2 * h)


@functools.cache
def noisy_ends(lower, steps=STEPS, seed=0):
    """Return where 200 noisy descents end, for each of `ALPHAS`: (9, 200), from starts between −2.5 and 2.5."""
    rng = np.random.default_rng(seed)
    x = np.tile(np.linspace(-2.5, 2.5, STARTS), (len(ALPHAS), 1))
    for _ in range(steps):
        x = x - ALPHAS[:, None] * (slope(x, lower) + NOISE * rng.normal(size=x.shape))
    return x


def share_in_the_lower(lower):
    """Return the share (9,) of runs that end on the lower valley's side of the ridge."""
    left = (noisy_ends(lower) < places(lower)[2]).mean(axis=1)
    return left if lower == "the wide one" else 1 - left


def valleys_view(alpha, lower):
    """Return where the runs end with one step size, and the shares in the lower valley for all."""
    chosen = int(np.abs(np.log(ALPHAS / alpha)).argmin())
    ends = noisy_ends(lower)[chosen]
    shares = share_in_the_lower(lower)
    return Valleys(lower, float(ALPHAS[chosen]), ends, loss(ends, lower), ALPHAS, shares, float(shares[chosen]))


@functools.cache
def ends_on_digits(seeds=tuple(range(8))):
    """Train on the digits at low and high step sizes until the training loss is 0.1, and say what was found.

    Returns
    -------
    dict of str to ndarray of shape (seeds, rates)
        ``"steps"``, ``"test loss"``, ``"test error"`` and ``"sharpness"`` when the target was reached, for `DIGIT_RATES`.
    """
    digits, rows = scaled_digits(), []
    for seed in seeds:
        steps, ends = _train_until(np.array(DIGIT_RATES), seed)
        sharp = [sharpness(theta, digits.X_train, digits.y_train) for theta in ends]
        rows.append([steps, *losses_and_errors(ends, digits.X_test, digits.y_test), sharp])
    table = np.moveaxis(np.array(rows), 1, 0)
    return dict(zip(("steps", "test loss", "test error", "sharpness"), table, strict=True))


def _train_until(alphas, seed, every=20):
    rng, digits, k = np.random.default_rng(seed), scaled_digits(), 0
    theta = np.tile(random_start(rng), (len(alphas), 1))
    steps, ends = np.full(len(alphas), np.nan), theta.copy()
    for batches in epochs_of_batches("reshuffled", *digits[:2], BATCH, rng):
        for X_b, y_b in batches:
            theta = plain(theta, loss_and_gradient(theta, X_b, y_b)[1], None, k, alphas[:, None])[0]
            k += 1
            if k % every == 0:
                there = np.isnan(steps) & (losses_and_errors(theta, *digits[:2])[0] <= TARGET)
                steps[there], ends[there] = k, theta[there]
        if not np.isnan(steps).any():
            return steps, ends
    raise AssertionError("epochs never end")
