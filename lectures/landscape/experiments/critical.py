"""Plateaus, saddles, and what the Hessian says about a critical point."""

import functools
import itertools
import math

import numpy as np

from solutions.landscape import classify_critical_point, fraction_of_minima, numerical_hessian
from solutions.momentum import momentum

SPECTRUM = np.array([5.0, 3.0, 2.0, 1.0, 0.5])
BOTTLENECK = 2


def pit(x):
    """Return −sech(x): a pit at 0 with a plateau on either side."""
    return -1 / np.cosh(x)


def plateau(alpha, mu=0.0, steps=400):
    """Return the path on `pit` from x = 4, where the loss is nearly flat."""
    return momentum(lambda x: np.tanh(x) / np.cosh(x), np.array([4.0]), alpha, mu, steps)[:, 0]


@functools.cache
def steps_to_leave(alpha, mu=0.0, limit=30_000):
    """Return how many steps it takes from x = 4 to x ≤ 1, walking in short legs until it is there."""
    legs = 400
    while legs < limit and plateau(alpha, mu, legs).min() > 1:
        legs *= 3
    return int(np.argmax(plateau(alpha, mu, legs) <= 1))


def saddle(distance, mu=0.0, alpha=0.1, steps=200):
    """Return the path on x² − y² from (1, distance)."""
    return momentum(lambda t: np.array([2.0, -2.0]) * t, np.array([1.0, distance]), alpha, mu, steps)


def steps_to_escape(distance, mu=0.0):
    """Return how many steps it takes until |y| ≥ 1."""
    return int(np.argmax(np.abs(saddle(distance, mu)[:, 1]) >= 1))


METHODS = {"gradient descent": 0.0, "momentum": 0.9}


def leaving(alpha):
    """Return the paths of both methods off the plateau down to x = 1, and the steps they need."""
    counts = {name: steps_to_leave(alpha, mu) for name, mu in METHODS.items()}
    return {name: plateau(alpha, mu, counts[name]) for name, mu in METHODS.items()}, counts


def escaping(exponent):
    """Return the paths of both methods from 10 to the −exponent beside the ridge, and the steps they need."""
    start = 10.0**-exponent
    counts = {name: steps_to_escape(start, mu) for name, mu in METHODS.items()}
    return {name: saddle(start, mu)[: counts[name] + 1] for name, mu in METHODS.items()}, counts


HIGHER = {
    "nothing else": lambda y: 0 * y,
    "+ y⁴": lambda y: y**4,
    "− y⁴": lambda y: -(y**4),
    "+ y³": lambda y: y**3,
}


def turned_curvature(c, higher):
    """Return ½ (x² + c y²) + a higher power of y as a function, and what its Hessian at 0 says."""
    verdict = classify_critical_point(np.diag([1.0, c]))
    return lambda points: 0.5 * (points[0] ** 2 + c * points[1] ** 2) + HIGHER[higher](points[1]), verdict


def goe(n, draws, seed=0):
    """Return the eigenvalues (draws, n) of random matrices (A + Aᵀ)/2."""
    A = np.random.default_rng([seed, n]).standard_normal((draws, n, n))
    return np.linalg.eigvalsh((A + A.transpose(0, 2, 1)) / 2)


def unit_variance_share(n=2, draws=100_000, seed=0):
    """Return the share of minima among symmetric matrices whose entries all have variance one: not the GOE."""
    A = np.random.default_rng(seed).standard_normal((draws, n, n))
    upper = np.triu(A)
    return float((np.linalg.eigvalsh(upper + np.triu(A, 1).transpose(0, 2, 1))[:, 0] > 0).mean())


@functools.cache
def simulated_share(n, draws=100_000):
    """Return the share of minima in a Monte Carlo run."""
    return fraction_of_minima(n, draws, np.random.default_rng(n))


@functools.cache
def exact_share(n):
    """Return the probability that all eigenvalues of an n × n GOE matrix are positive.

    The eigenvalues have a density proportional to Π |λᵢ − λⱼ| Π exp(−λᵢ²/2). By de Bruijn's formula its
    integral over (low, ∞)ⁿ is a Pfaffian, the root of the determinant, of
    a[j, k] = ∫∫ sign(y − x) xʲ yᵏ exp(−(x² + y²)/2) dx dy; for odd n there is a border of single integrals.
    """
    return math.sqrt(abs(_squared_integral(n, 0.0) / _squared_integral(n, -12.0)))


def _squared_integral(n, low):
    nodes, heights = np.polynomial.legendre.leggauss(240)
    y = low + (nodes + 1) * (12.0 - low) / 2
    weight = heights * (12.0 - low) / 2 * np.exp(-(y**2) / 2)
    antiderivatives = [_antiderivative(k, y) - _antiderivative(k, np.array([low])) for k in range(n)]
    totals = np.array([np.sum(weight * y**k) for k in range(n)])
    a = np.zeros((n + n % 2, n + n % 2))
    for j, k in itertools.product(range(n), repeat=2):
        a[j, k] = np.sum(weight * y**k * (2 * antiderivatives[j] - totals[j]))
    if n % 2:
        a[:n, n], a[n, :n] = totals, -totals
    return float(np.linalg.det((a - a.T) / 2))


def _antiderivative(k, y):
    """Return an antiderivative of yᵏ exp(−y²/2)."""
    bell = np.exp(-(y**2) / 2)
    if k == 0:
        return math.sqrt(math.pi / 2) * np.array([math.erf(v / math.sqrt(2)) for v in y])
    return -bell if k == 1 else -(y ** (k - 1)) * bell + (k - 1) * _antiderivative(k - 2, y)


def autoencoder_loss(theta):
    """Return ½ E‖x − A B x‖² for inputs with covariance diag(SPECTRUM); theta holds A (5, 2), then B (2, 5)."""
    A, B = theta[:10].reshape(5, 2), theta[10:].reshape(2, 5)
    return 0.5 * float(((np.eye(5) - A @ B) ** 2 @ SPECTRUM).sum())


def autoencoder_gradient(theta):
    """Return the gradient of `autoencoder_loss`."""
    A, B = theta[:10].reshape(5, 2), theta[10:].reshape(2, 5)
    residual = (A @ B - np.eye(5)) * SPECTRUM
    return np.concatenate([(residual @ B.T).ravel(), (A.T @ residual).ravel()])


@functools.cache
def autoencoder_points():
    """Return the critical points of the autoencoder, from the lowest loss to the highest.

    Each keeps at most two of the five eigen-directions of the covariance and drops the others (Baldi and
    Hornik 1989); a point stands for all bases in which the same directions can be written.

    Returns
    -------
    list of dict
        ``kept`` (tuple of int), ``theta`` (20,), ``loss``, ``lams`` (20,), ``index``, ``verdict``.
    """
    points = []
    for size in range(BOTTLENECK + 1):
        for kept in itertools.combinations(range(5), size):
            A = np.zeros((5, 2))
            A[list(kept), range(size)] = 1
            theta = np.concatenate([A.ravel(), A.T.ravel()])
            H = numerical_hessian(autoencoder_gradient, theta)
            lams = np.linalg.eigvalsh(H)
            points.append({
                "kept": kept, "theta": theta, "loss": autoencoder_loss(theta), "lams": lams,
                "index": int((lams < -1e-6).sum()), "verdict": classify_critical_point(H, tol=1e-6),
            })  # fmt: skip
    return sorted(points, key=lambda point: point["loss"])
