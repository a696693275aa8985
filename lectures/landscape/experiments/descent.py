"""Directions that lead down, gradient descent, and when the steepest way is not the best."""

import functools
import math

import numpy as np

from solutions.landscape import gradient_descent, softmax_nll
from solutions.momentum import optimal_gradient_descent
from solutions.sgd import mlp_loss

HOURS = np.array([-2.2, -1.9, -1.6, -1.3, -1.0, -0.8, -0.5, -0.3, 0.0, 0.2, 0.4, 0.7, 1.0, 1.3, 1.7, 2.1])
PASSED = np.array([0, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 1, 1, 1, 1, 1])


def exam_loss(theta):
    """Return the mean negative log-likelihood of p(passed | x) = σ(θ₁ x + θ₂); theta is (2,) or (2, P)."""
    logits = np.multiply.outer(theta[0], HOURS) + np.asarray(theta[1])[..., None]
    return np.logaddexp(0, np.where(PASSED == 1, -logits, logits)).mean(axis=-1)


def exam_gradient(theta):
    """Return the gradient of `exam_loss` at theta (2,): softmax regression whose first class has weights 0."""
    X = np.stack([HOURS, np.ones_like(HOURS)], axis=1)
    return softmax_nll(np.stack([np.zeros(2), theta], axis=1), X, PASSED)[1][:, 1]


@functools.cache
def exam_best():
    """Return the minimiser of `exam_loss`."""
    return gradient_descent(exam_gradient, np.zeros(2), 2.0, 3000)[-1]


def hills(theta):
    """Return a hilly loss of two parameters; theta is (2,) or (2, P)."""
    x, y = theta
    return np.sin(1.3 * x) * np.cos(0.9 * y) + 0.12 * (x**2 + y**2)


def hills_gradient(theta):
    """Return the gradient of `hills`, of the shape of theta."""
    x, y = theta
    return np.array([
        1.3 * np.cos(1.3 * x) * np.cos(0.9 * y) + 0.24 * x,
        -0.9 * np.sin(1.3 * x) * np.sin(0.9 * y) + 0.24 * y,
    ])  # fmt: skip


def cosines(n, count=1000, seed=0):
    """Return the cosine between −g and each of `count` random directions in n dimensions."""
    rng = np.random.default_rng([seed, n])
    g, v = rng.normal(size=n), rng.normal(size=(count, n))
    return -(v @ g) / (np.linalg.norm(v, axis=1) * np.linalg.norm(g))


def mean_cosine(n):
    """Return the exact mean of the cosine's magnitude: Γ(n/2) / (√π Γ((n + 1)/2)), near √(2/(πn))."""
    return math.exp(math.lgamma(n / 2) - math.lgamma((n + 1) / 2)) / math.sqrt(math.pi)


def which_descend(count=1000, alpha=1e-4, seed=0):
    """Try random unit steps of length alpha from a point of `hills`.

    Returns
    -------
    went_down, promised : ndarray of bool, shape (count,)
        Whether the loss fell, and whether g·v < 0 said so.
    """
    theta, v = np.array([0.8, -1.1]), np.random.default_rng(seed).normal(size=(2, count))
    v /= np.linalg.norm(v, axis=0)
    return hills(theta[:, None] + alpha * v) < hills(theta), hills_gradient(theta) @ v < 0


def random_search(n, steps=200, seed=0):
    """Walk on ½‖θ‖² from ‖θ‖ = 1: at each step try one random direction at the best length, and take it if it descends.

    Returns
    -------
    ndarray of shape (steps + 1,)
        The loss as a share of the first one. A step along a direction at angle φ to the way home leaves sin²φ.
    """
    cosine = np.maximum(cosines(n, steps, seed), 0)
    return np.concatenate([[1.0], np.cumprod(1 - cosine**2)])


def ball_edge(angle, norm):
    """Return the point where a direction of the plane leaves the unit ball of a norm, "Euclidean" or "max"."""
    v = np.array([np.cos(angle), np.sin(angle)])
    return v / (np.abs(v).max(axis=0) if norm == "max" else 1.0)


def steepest(g, norm):
    """Return the step of length one in a norm that lowers the linear model g·v most."""
    return -np.sign(g) if norm == "max" else -g / np.linalg.norm(g)


def bowl_path(kappa, alpha, start, steps=60):
    """Return the curvatures (1, κ) of a bowl and the path of gradient descent on it."""
    lams = np.array([1.0, kappa])
    return lams, gradient_descent(lambda theta: lams * theta, np.array(start, float), alpha, steps)


def bowl_loss(lams, path):
    """Return ½ Σ λᵢ θᵢ² along a path."""
    return 0.5 * path**2 @ lams


def angle_to_optimum(theta, kappa):
    """Return the cosine between −g and the way to the minimum of ½ (θ₁² + κ θ₂²), at points (…, 2)."""
    g = theta * np.array([1.0, kappa])
    lengths = np.linalg.norm(g, axis=-1) * np.linalg.norm(theta, axis=-1)
    return (g * theta).sum(axis=-1) / lengths


def on_ellipse(turn, kappa):
    """Return the point of the contour line ½ (θ₁² + κ θ₂²) = ½ at a turn from 0 to π/2."""
    return np.stack([np.cos(turn), np.sin(turn) / np.sqrt(kappa)], axis=-1)


@functools.cache
def tuned_descent(kappa, tolerance=1e-6):
    """Run gradient descent with its best α on a bowl until the distance has fallen by `tolerance`.

    Returns
    -------
    ndarray of shape (steps + 1,)
        ‖θ_k‖/‖θ_0‖; its last entry is the first one at or below the tolerance.
    """
    alpha, rate = optimal_gradient_descent(1.0, kappa)
    steps = int(np.log(tolerance) / np.log(rate)) + 3
    distance = np.linalg.norm(bowl_path(kappa, alpha, (1.0, 1.0), steps)[1], axis=1) / np.sqrt(2)
    return distance[: np.argmax(distance <= tolerance) + 1]


def digits_network(X, y, hidden=16, steps=150, alpha=0.5, seed=0):
    """Train a small network on digits by gradient descent; return its weights before and after, and its loss.

    Returns
    -------
    start, end : dict of ndarray
    loss : callable
        Maps such a dict to the mean loss on X, y.
    """
    rng, inputs, classes = np.random.default_rng(seed), X.shape[1], int(y.max()) + 1
    start = {
        "W1": rng.normal(size=(inputs, hidden)) / np.sqrt(inputs), "b1": np.zeros(hidden),
        "W2": rng.normal(size=(hidden, classes)) / np.sqrt(hidden), "b2": np.zeros(classes),
    }  # fmt: skip
    params = start
    for _ in range(steps):
        _, g = mlp_loss(params, X, y)
        params = {name: params[name] - alpha * g[name] for name in params}
    return start, params, lambda params: mlp_loss(params, X, y)[0]


def slice_of(loss, start, direction, places):
    """Return the loss along start + t·direction, for dicts of arrays."""
    return np.array([loss({name: start[name] + t * direction[name] for name in start}) for t in places])


def digits_slice(network, along, seed=0, places=41):
    """Return the loss of a network from `digits_network` along a line.

    Parameters
    ----------
    along : str
        ``"way"``: through the weights before (t = 0) and after training (t = 1). ``"random"``: through those
        after training (t = 1), in a random direction that is as long as the way.
    """
    start, end, loss = network
    way = {name: end[name] - start[name] for name in start}
    t = np.linspace(-1, 3, places)
    if along == "way":
        return t, slice_of(loss, start, way, t)
    rng = np.random.default_rng(seed)
    direction = {name: rng.normal(size=part.shape) for name, part in way.items()}
    ratio = np.sqrt(sum((part**2).sum() for part in way.values()) / sum((part**2).sum() for part in direction.values()))
    return t, slice_of(loss, end, {name: ratio * part for name, part in direction.items()}, t - 1)
