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


METHODS = {"gradient descent": 0.0, "momentum": 0.9}
EFFECTIVE = np.array([float(f"{10 ** (k / 10):.3g}") for k in range(-20, 7)])  # effective steps α/(1 − μ)
ACROSS = {"flat": 0, "curvature 10": 10}  # of the direction across the plateau


def plateau(effective, mu=0.0, across=0.0, steps=400):
    """Return the path on −sech(x) + ½·across·y² from (4, 1), or with momentum from (4, −1), (steps + 1, 2).

    `effective` is α/(1 − μ): how far a slope that stays the same carries a walker in the long run, for each 1 of it.
    """

    def grad(place):
        x = np.clip(place[0], -300, 300)
        return np.array([np.tanh(x) / np.cosh(x), across * place[1]])

    return momentum(grad, np.array([4.0, 1.0 if mu == 0 else -1.0]), effective * (1 - mu), mu, steps)


def largest_effective(mu, curvature):
    """Return the effective step above which a direction of this curvature explodes: 2(1 + μ)/(λ(1 − μ))."""
    return 2 * (1 + mu) / (curvature * (1 - mu)) if curvature else np.inf


@functools.cache
def steps_to_leave(effective, mu=0.0, across=0.0, limit=30_000):
    """Return how many steps it takes from x = 4 to x ≤ 1, walking in short legs until it is there; inf if it explodes."""
    if effective >= largest_effective(mu, across):
        return np.inf
    legs = 400
    while legs < limit and plateau(effective, mu, across, legs)[:, 0].min() > 1:
        legs *= 3
    return int(np.argmax(plateau(effective, mu, across, legs)[:, 0] <= 1))


@functools.cache
def leaving(effective, across=0.0):
    """Return the paths of both methods off the plateau down to x = 1, and the steps they need (inf: it explodes)."""
    paths, counts = {}, {}
    for name, mu in METHODS.items():
        counts[name] = steps_to_leave(effective, mu, across)
        steps = 12 if np.isinf(counts[name]) else counts[name]
        shown = np.unique(np.r_[np.arange(min(steps, 40) + 1), np.linspace(0, steps, 60).astype(int)])
        paths[name] = plateau(effective, mu, across, steps)[shown]  # a long path in large strides after its beginning
    return paths, counts


@functools.cache
def leaving_curves(across=0.0):
    """Return for both methods the steps to leave at each of the effective steps `EFFECTIVE`."""
    return {name: np.array([steps_to_leave(e, mu, across) for e in EFFECTIVE]) for name, mu in METHODS.items()}


def saddle(distance, mu=0.0, alpha=0.1, steep=1.0, steps=400):
    """Return the path on steep·x² − y² from (1, distance)."""
    return momentum(lambda t: np.array([2.0 * steep, -2.0]) * t, np.array([1.0, distance]), alpha, mu, steps)


def steps_to_escape(distance, mu=0.0, alpha=0.1, steep=1.0):
    """Return how many steps it takes until |y| ≥ 1."""
    return int(np.argmax(np.abs(saddle(distance, mu, alpha, steep)[:, 1]) >= 1))


RULES = ("the same effective step", "each near its limit")
STEEP = 10.0  # the saddle of the picture is 10 x² − y²


def saddle_alpha(rule, mu):
    """Return α by a rule: the effective step α/(1 − μ) is 0.09, or α is 95 % of 2(1 + μ)/λ, the ridge's limit."""
    return 0.09 * (1 - mu) if rule == RULES[0] else 0.95 * largest_effective(mu, 2 * STEEP) * (1 - mu)


@functools.cache
def escaping(exponent, rule=RULES[0]):
    """Return the paths of both methods from 10 to the −exponent beside the ridge, and the steps they need.

    Descent starts at x = 1 and slides up the picture; momentum is mirrored: from x = −1 and down.
    """
    start, paths, counts = 10.0**-exponent, {}, {}
    for name, mu in METHODS.items():
        alpha = saddle_alpha(rule, mu)
        counts[name] = steps_to_escape(start, mu, alpha, STEEP)
        side = 1 if mu == 0 else -1  # momentum on the other side, where it hides nothing
        paths[name] = side * saddle(start, mu, alpha, STEEP, counts[name])
    return paths, counts


def turned_bowl(angle, c):
    """Return the Hessian (2, 2) with eigenvalue 1 along `angle` (in degrees) and c across it."""
    u = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    return np.outer(u, u) + c * (np.eye(2) - np.outer(u, u))


HIGHER = {
    "nothing else": lambda t: 0 * t,
    "+ t⁴": lambda t: t**4,
    "− t⁴": lambda t: -(t**4),
    "+ t³": lambda t: t**3,
}


def turned_curvature(c, higher, angle=0.0):
    """Return a function of points (2, P) with a critical point at 0, its Hessian there, and what that says.

    The function is ½ (s² + c t²) + a higher power of t, where the axes s and t are turned by `angle` degrees.
    """
    H = turned_bowl(angle, c)
    across = np.array([-np.sin(np.radians(angle)), np.cos(np.radians(angle))])

    def f(points):
        return 0.5 * np.einsum("i...,ij,j...->...", points, H, points) + HIGHER[higher](np.tensordot(across, points, 1))

    return f, H, classify_critical_point(H)


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
