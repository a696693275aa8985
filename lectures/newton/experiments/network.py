"""Section 9: the curvature of the digits network, and a Newton-CG step on it."""

import functools
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from lectures.network.curvature import hessian_vector, lanczos
from lectures.network.digits import forward, loss_and_gradient, random_start, scaled_digits, unpack
from lectures.newton.data import NetworkStep, Spectrum
from solutions.landscape import gradient_descent
from solutions.newton import backtracking

ALPHA, EVERY, STAGES = 0.5, 50, 9  # plain descent on all training digits; a stage is every 50 steps
PRODUCTS = 200  # that Lanczos' method may ask for: both ends of the spectrum are settled by then


class Full(NamedTuple):
    """The loss of the digits network over all training rows, with gradient and product for one parameter vector.

    Attributes
    ----------
    f, grad : callable
        Map theta (n,) to the loss and to its gradient (n,).
    product, gauss_newton : callable
        Map theta (n,) and v (n,) to H v and G v, each (n,).
    """

    f: Callable
    grad: Callable
    product: Callable
    gauss_newton: Callable


@functools.cache
def full_loss() -> Full:
    """Return the mean loss over all training digits."""
    X, y = scaled_digits().X_train, scaled_digits().y_train
    return Full(
        lambda theta: float(-forward(theta[None], X)[1][0, np.arange(len(X)), y].mean()),
        lambda theta: loss_and_gradient(theta[None], X, y)[1][0],
        lambda theta, v: hessian_vector(theta, v, X, y),
        lambda theta, v: gauss_newton_vector(theta, v, X),
    )


def gauss_newton_vector(theta: np.ndarray, v: np.ndarray, X: np.ndarray) -> np.ndarray:
    """Return the product of the Gauss–Newton matrix and a vector.

    G = mean over examples of Jᵀ (diag p − p pᵀ) J, with J the Jacobian of the logits: the Hessian without the
    curvature of the network itself. It needs no labels, has no negative eigenvalue, and is the Fisher information
    of the model's own distribution.

    Parameters
    ----------
    theta, v : ndarray of shape (n,)
    X : ndarray of shape (N, 64)

    Returns
    -------
    ndarray of shape (n,)

    References
    ----------
    Schraudolph (2002), "Fast curvature matrix-vector products for second-order gradient descent".
    """
    hidden, log_p = (part[0] for part in forward(theta[None], X))
    W2 = unpack(theta[None])[2][0]
    V1, c1, V2, c2 = (part[0] for part in unpack(np.asarray(v, float)[None]))
    p, slope = np.exp(log_p), 1 - hidden**2
    logits_dot = (slope * (X @ V1 + c1)) @ W2 + hidden @ V2 + c2
    delta_dot = p * (logits_dot - np.sum(p * logits_dot, axis=1, keepdims=True)) / len(X)
    before_dot = (delta_dot @ W2.T) * slope
    parts = (X.T @ before_dot, before_dot.sum(axis=0), hidden.T @ delta_dot, delta_dot.sum(axis=0))
    return np.concatenate([part.ravel() for part in parts])


@functools.cache
def stages(seed: int = 0) -> np.ndarray:
    """Return the parameters (STAGES, n) of plain gradient descent after 0, 50, 100, … steps."""
    start = random_start(np.random.default_rng(seed))
    return gradient_descent(full_loss().grad, start, ALPHA, EVERY * (STAGES - 1))[::EVERY]


@functools.cache
def spectrum(stage: int, products: int = PRODUCTS, seed: int = 0) -> np.ndarray:
    """Return the eigenvalues (products,) that Lanczos' method sees at a stage, falling."""
    theta, loss = stages(seed)[stage], full_loss()
    rng = np.random.default_rng(1)
    return lanczos(lambda v: loss.product(theta, v), len(theta), products, rng)[0]


def all_eigenvalues(theta: np.ndarray) -> np.ndarray:
    """Return all eigenvalues (n,) of the Hessian, rising, from n products: the check on `spectrum`."""
    H = np.array([full_loss().product(theta, v) for v in np.eye(len(theta))])
    return np.linalg.eigvalsh((H + H.T) / 2)


def truncated_cg(product: Callable, g: np.ndarray, most: int, tol: float = 0.1) -> tuple[np.ndarray, int, bool]:
    """Solve H δ = −g roughly by conjugate gradients, and stop where they meet negative curvature.

    Returns
    -------
    delta : ndarray of shape (n,)
        Always downhill: −g itself where the first direction already has negative curvature.
    products : int
        How many were used.
    negative : bool
        Whether negative curvature was met.

    References
    ----------
    Nocedal & Wright (2006), "Numerical Optimization", algorithm 7.1.
    """
    delta, residual = np.zeros_like(g), g.copy()
    p = -residual
    for k in range(most):
        Hp = product(p)
        bend = float(p @ Hp)
        if bend <= 0:
            return (p if k == 0 else delta), k + 1, True
        size = float(residual @ residual) / bend
        delta = delta + size * p
        after = residual + size * Hp
        if np.linalg.norm(after) <= tol * np.linalg.norm(g):
            return delta, k + 1, False
        p = -after + float(after @ after) / float(residual @ residual) * p
        residual = after
    return delta, most, False


def step_length(theta: np.ndarray, g: np.ndarray, delta: np.ndarray) -> tuple[float, int]:
    """Return the step size that backtracking accepts, and how many losses it looked at."""
    looked = []

    def watched(there):
        looked.append(full_loss().f(there))
        return looked[-1]

    return backtracking(watched, theta, g, delta), len(looked)


def curvature_at(stage: int) -> Spectrum:
    """Return steps so far, the loss, and the eigenvalues at both ends at a stage."""
    return Spectrum(stage * EVERY, full_loss().f(stages()[stage]), spectrum(stage))


@functools.cache
def best_along_the_gradient(stage: int) -> float:
    """Return the lowest loss on the line along −g, over 40 lengths."""
    loss, theta = full_loss(), stages()[stage]
    g = loss.grad(theta)
    return min(loss.f(theta - a * g) for a in np.geomspace(0.05, 50, 40))


def step_on_network(products: int, stage: int) -> NetworkStep:
    """Take one Newton-CG step on the digits network, with so many products at most, and look along it."""
    loss, theta = full_loss(), stages()[stage]
    g = loss.grad(theta)
    delta, used, negative = truncated_cg(lambda v: loss.product(theta, v), g, products, tol=1e-4)
    sizes = np.linspace(0, 2, 21)
    here, slope, bend = loss.f(theta), float(g @ delta), float(delta @ loss.product(theta, delta))
    size, _ = step_length(theta, g, delta)
    losses = np.array([loss.f(theta + a * delta) for a in sizes])
    taken = (size, loss.f(theta + size * delta))
    return NetworkStep(
        sizes,
        losses,
        here + sizes * slope + 0.5 * sizes**2 * bend,
        taken,
        best_along_the_gradient(stage),
        used,
        negative,
    )
