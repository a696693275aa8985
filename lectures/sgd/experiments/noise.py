"""Minibatch gradients: right on average, and how far they scatter; and the floor that the scatter leaves."""

import functools

import numpy as np

from lectures.network.digits import loss_and_gradient, random_start, scaled_digits
from lectures.sgd.data import Cloud, Floor
from solutions.sgd import gradient_noise, sgd

SIZES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]
DRAWS = 4000


@functools.cache
def gradients_of_images(seed=0):
    """Return the gradient of every training image on two axes: along the mean gradient, and across it.

    The second axis is the one, at right angles to the first, along which they scatter most. The network is a
    fresh one.

    Returns
    -------
    ndarray of shape (1285, 2)
    """
    digits, theta = scaled_digits(), random_start(np.random.default_rng(seed))[None]
    each = [loss_and_gradient(theta, x[None], [label])[1][0] for x, label in zip(digits[0], digits[1], strict=True)]
    gradients = np.array(each)
    mean = gradients.mean(axis=0)
    along = mean / np.linalg.norm(mean)
    rest = gradients - np.outer(gradients @ along, along)
    across = np.linalg.svd(rest - rest.mean(axis=0), full_matrices=False)[2][0]
    return np.stack([gradients @ along, rest @ across], axis=1)


def cloud(batch_size, draws, rng):
    """Return the mean gradients (draws, 2) of minibatches of different images."""
    gradients = gradients_of_images()
    return np.array(
        [gradients[rng.choice(len(gradients), batch_size, replace=False)].mean(axis=0) for _ in range(draws)]
    )


def scatter(batch_size, rng, draws=DRAWS):
    """Measure mean (2,) and total variance of minibatch gradients."""
    gradients = gradients_of_images()
    labels = np.zeros(len(gradients))
    return gradient_noise(lambda at, rows, _: rows.mean(axis=0), None, gradients, labels, batch_size, draws, rng)


@functools.cache
def all_scatters(seed=0):
    """Return the measured variance for each of `SIZES`, and that of the law S/B·(1 − B/N)."""
    gradients, sizes = gradients_of_images(), np.array(SIZES)
    measured = [scatter(size, np.random.default_rng([seed, size]))[1] for size in SIZES]
    S = gradients.var(axis=0, ddof=1).sum()
    return np.array(measured), S / sizes * (1 - sizes / len(gradients))


def noise_floor(alpha, lam=1.0, s2=1.0):
    """Return the variance α s²/(λ(2 − αλ)) at which SGD settles around the minimum of ½ λ θ²."""
    return alpha * s2 / (lam * (2 - alpha * lam))


def noisy_descent(alpha, rng, s2=1.0, copies=3, steps=200, theta0=4.0):
    """Run SGD on ½ θ² with a gradient θ + noise of variance s²: paths (steps + 1, copies)."""
    noise = np.sqrt(s2) * rng.normal(size=(steps, copies))
    path = np.full((steps + 1, copies), theta0)
    for k in range(steps):
        path[k + 1] = path[k] - alpha * (path[k] + noise[k])
    return path


def measured_floor(alpha, rng, s2=1.0):
    """Return the variance of many such paths, after they have forgotten their start."""
    path = noisy_descent(alpha, rng, s2, copies=1000, steps=500, theta0=0.0)
    return path[300::4].var()


def dealt_floor(alpha, rng, batch_size=4, epochs=4000):
    """Measure the variance after whole epochs of *dealt* minibatches, against that of independent ones.

    The loss is the mean of ½ (θ − yᵢ)² over 64 numbers yᵢ, so s² is their variance over B, and λ = 1.

    Returns
    -------
    dealt, independent : float
        Measured with `solutions.sgd.sgd` (reshuffled every epoch), and by the formula.
    """
    y = rng.normal(size=64)
    path = sgd(lambda at, _, b: at - b.mean(), np.array([y.mean()]), y, y, alpha, batch_size, epochs, rng)
    return path[10:].var(), noise_floor(alpha, 1.0, y.var() / batch_size)


FLOOR_ALPHAS, FLOOR_SIZES = np.geomspace(0.01, 1, 25), (1, 4, 16)


@functools.cache
def all_floors():
    """Return the floors for `FLOOR_SIZES` and `FLOOR_ALPHAS`, by the formula and measured: two of shape (3, 25)."""
    laws = [[noise_floor(alpha, s2=1 / size) for alpha in FLOOR_ALPHAS] for size in FLOOR_SIZES]
    seen = [[measured_floor(a, np.random.default_rng(0), 1 / size) for a in FLOOR_ALPHAS] for size in FLOOR_SIZES]
    return np.array(laws), np.array(seen)


def floor_view(alpha, B):
    """Return three noisy paths, and the floors of all step and batch sizes."""
    path = noisy_descent(alpha, np.random.default_rng(2), 1 / B, steps=150)
    return Floor(alpha, B, path, noise_floor(alpha, s2=1 / B), FLOOR_ALPHAS, *all_floors())


def cloud_view(size):
    """Return 200 minibatch gradients, and how far those of all sizes scatter."""
    points = cloud(size, 200, np.random.default_rng(1))
    return Cloud(size, points, gradients_of_images().mean(axis=0), np.array(SIZES), *all_scatters())
