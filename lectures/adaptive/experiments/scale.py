"""The size of a gradient: what it depends on, and what happens to methods that trust it."""

import math

import numpy as np

from lectures.adaptive.experiments.network import initial_weights, loss_and_gradients, training_digits
from solutions.adaptive import sign_step
from solutions.landscape import gradient_descent

SCALES = np.geomspace(0.5, 2, 13)


def growth_loss(theta):
    """Return the squared loss (f − y)² of the model f = exp(θ), with y = 1."""
    return (np.exp(theta) - 1) ** 2


def growth_slope(theta):
    """Return its derivative 2 f′ (f − y)."""
    return 2 * np.exp(theta) * (np.exp(theta) - 1)


def squared_loss_gradient(f, jacobian, y):
    """Return the gradient 2 Jᵀ(f − y) of ‖f(θ) − y‖², from f (m,), its Jacobian (m, n) and y (m,)."""
    return 2 * jacobian.T @ (f - y)


def far_start(start, alpha, steps=80):
    """Return the paths of gradient descent and sign descent on the growth loss.

    Sign descent moves by 0.07 at every step, whatever `alpha` of gradient descent is.
    """
    theta0 = np.array([float(start)])
    signs = [theta0]
    with np.errstate(over="ignore", invalid="ignore"):
        descent = gradient_descent(growth_slope, theta0, alpha, steps)
        for _ in range(steps):
            signs.append(sign_step(signs[-1], growth_slope(signs[-1]), 0.07))
    return {"gradient descent": descent[:, 0], "sign": np.array(signs)[:, 0]}


def steps_from(start, alpha, limit=200_000):
    """Return how many steps gradient descent needs until |θ| ≤ 0.01, at most `limit`."""
    theta, k = float(start), 0
    while abs(theta) > 0.01 and k < limit:
        theta, k = theta - alpha * growth_slope(theta), k + 1
    return k


def sign_points_away(kappa=10.0, degrees=45.0, directions=3600):
    """Return in which share of the places around a turned bowl a coordinate's sign points away from the minimum.

    Returns
    -------
    each, any : float
        The mean over the two coordinates, and for at least one of the two.
    """
    angle, around = np.deg2rad(degrees), 2 * np.pi * (np.arange(directions) + 0.5) / directions
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    theta = np.stack([np.cos(around), np.sin(around)])
    away = theta * (turn @ np.diag([1.0, kappa]) @ turn.T @ theta) < 0
    return away.mean(), away.any(axis=0).mean()


def sign_is_wrong(sigma, slope=1.0):
    """Return how often the sign of a slope under Gaussian noise of standard deviation σ is wrong."""
    return 0.5 * math.erfc(slope / (sigma * math.sqrt(2)))


def nearest_scale(factor):
    """Return the index of the size of the first weights that is nearest to this one."""
    return int(np.argmin(np.abs(SCALES - factor)))


def layer_norms(rng, scales=SCALES, steps=400, every=20, alpha=0.3):
    """Train deep networks on the digits, one for each size of the first weights, and watch their gradients.

    Returns
    -------
    steps : ndarray of shape (K,)
    norms : ndarray of shape (K, layers, scales)
        ‖g‖ of each layer over all training images.
    losses : ndarray of shape (K, scales)
    """
    X, y = training_digits()
    weights, norms, losses = initial_weights(scales, rng), [], []
    for k in range(steps + 1):
        if k % every == 0:
            loss, gradients = loss_and_gradients(weights, X, y)
            losses.append(loss)
            norms.append([np.linalg.norm(g, axis=(1, 2)) for g in gradients])
        batch = rng.integers(len(X), size=50)
        gradients = loss_and_gradients(weights, X[batch], y[batch])[1]
        weights = [W - alpha * g for W, g in zip(weights, gradients, strict=True)]
    return np.arange(0, steps + 1, every), np.array(norms), np.array(losses)
