"""Directions that lead down, gradient descent, and when the steepest way is not the best."""

import functools
import itertools
import math

import numpy as np

from lectures.network.digits import loss_and_gradient, losses_and_errors, random_start, scaled_digits
from solutions.landscape import gradient_descent, softmax_nll
from solutions.momentum import optimal_gradient_descent

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


def walk_on_hills(start, alpha, steps=60):
    """Return the path of gradient descent on `hills`, (steps + 1, 2)."""
    return gradient_descent(hills_gradient, np.array(start, float), alpha, steps)


@functools.cache
def pits_of_hills():
    """Return the minima of `hills` within |θ| ≤ 3.4, the deepest first, (P, 2)."""
    ends = np.array([walk_on_hills(start, 0.1, 400)[-1] for start in itertools.product((-1, 1, 3), (-2, 0, 2))])
    found = np.unique(ends.round(3) + 0.0, axis=0)
    return found[np.argsort(hills(found.T))]


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
    """Walk on ½‖θ‖² from ‖θ‖ = 1: at each step go along one random line, forwards or back, as far as is best.

    Returns
    -------
    ndarray of shape (steps + 1,)
        The loss as a share of the first one. A step along a line at angle φ to the way home leaves sin²φ.
    """
    return np.concatenate([[1.0], np.cumprod(1 - cosines(n, steps, seed) ** 2)])


def ball_edge(angle, norm):
    """Return the point where a direction of the plane leaves the unit ball of a norm, "Euclidean" or "max"."""
    v = np.array([np.cos(angle), np.sin(angle)])
    return v / (np.abs(v).max(axis=0) if norm == "max" else 1.0)


def steepest(g, norm):
    """Return the step of length one in a norm that lowers the linear model g·v most."""
    return -np.sign(g) if norm == "max" else -g / np.linalg.norm(g)


def rulers(g, places=41):
    """Return for both norms the edge of the unit ball, (2, places), and the steepest step for a gradient g, (2,)."""
    turn = np.linspace(0, 2 * np.pi, places)
    return {norm: (ball_edge(turn, norm), steepest(g, norm)) for norm in ("Euclidean", "max")}


def bowl_path(kappa, alpha, start, steps=60):
    """Return the curvatures (1, κ) of a bowl and the path of gradient descent on it."""
    lams = np.array([1.0, kappa])
    return lams, gradient_descent(lambda theta: lams * theta, np.array(start, float), alpha, steps)


def loss_after(kappa, alphas, start, steps=60):
    """Return the loss on a bowl after `steps` steps, for each of `alphas`: every step multiplies θᵢ by 1 − αλᵢ."""
    lams = np.array([1.0, kappa])
    return bowl_loss(lams, np.array(start) * (1 - np.multiply.outer(np.asarray(alphas, float), lams)) ** steps)


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


@functools.cache
def digits_run(steps=300, alpha=0.5, seed=0, count=400):
    """Train the digits network by gradient descent on its first `count` images.

    Returns
    -------
    start, end : ndarray of shape (1210,)
    X, y : ndarray of shape (count, 64) and (count,)
    """
    digits = scaled_digits()
    X, y = digits.X_train[:count], digits.y_train[:count]
    start = random_start(np.random.default_rng(seed))
    path = gradient_descent(lambda theta: loss_and_gradient(theta[None], X, y)[1][0], start, alpha, steps)
    return start, path[-1], X, y


def slice_of(theta, direction, places, X, y):
    """Return the digits network's loss at theta + t·direction for each t of `places`, (P,)."""
    return losses_and_errors((theta + np.multiply.outer(places, direction))[None], X, y)[0][0]


@functools.cache
def digits_slice(along, seed=0, places=41):
    """Return places t and the digits network's loss there, along a line through its weights.

    Parameters
    ----------
    along : str
        ``"way"``: through the weights before (t = 0) and after training (t = 1). ``"random"``: through those
        after training (t = 1), in a random direction that is as long as the way.
    """
    start, end, X, y = digits_run()
    t = np.linspace(-1, 3, places)
    if along == "way":
        return t, slice_of(start, end - start, t, X, y)
    direction = np.random.default_rng(seed).normal(size=len(start))
    direction *= np.linalg.norm(end - start) / np.linalg.norm(direction)
    return t, slice_of(end, direction, t - 1, X, y)
