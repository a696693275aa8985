"""The experiments of lecture 3: what momentum does and how fast it is; where it fails is in `limits`."""

import functools

import numpy as np

from lectures.momentum.data import BowlPaths, Components, OwnPath, Tuned

from solutions.landscape import gradient_descent
from solutions.momentum import (
    convergence_rate,
    momentum,
    momentum_matrix,
    momentum_step,
    nesterov_step,
    optimal_gradient_descent,
    optimal_momentum,
)

TURN = np.pi / 6
AXES = np.array([[np.cos(TURN), -np.sin(TURN)], [np.sin(TURN), np.cos(TURN)]])  # columns: flat, steep
TILTED = AXES @ np.diag([1.0, 10.0]) @ AXES.T
START = AXES @ np.array([-2.2, 0.75])


def bowl(kappa):
    """Return the gradient of ½ (θ₁² + κ θ₂²)."""
    lams = np.array([1.0, kappa])
    return lambda theta: lams * theta


def successive_gradients(steps=12, alpha=0.19, mu=0.5):
    """Follow gradient descent on a tilted bowl, and see what a velocity makes of its gradients.

    Returns
    -------
    trajectory : ndarray of shape (steps + 1, 2)
    gradients, velocities : ndarray of shape (steps + 1, 2)
        Their parts along the flat and along the steep axis; velocity ← g + μ·velocity.
    """
    trajectory = gradient_descent(lambda theta: TILTED @ theta, START, alpha, steps)
    gradients = trajectory @ TILTED @ AXES
    velocities, velocity = np.empty_like(gradients), np.zeros(2)
    for k, g in enumerate(gradients):
        _, velocity = momentum_step(np.zeros(2), g, velocity, alpha, mu)
        velocities[k] = velocity
    return trajectory, gradients, velocities


def velocity_on_a_slope(mu, steps=100):
    """Return the velocity after 0 … steps steps under a gradient that is always 1.

    With −μ for μ its magnitude is that under gradients 1, −1, 1, −1, …
    """
    velocities, velocity = [0.0], np.zeros(1)
    for _ in range(steps):
        _, velocity = momentum_step(np.zeros(1), np.ones(1), velocity, 1.0, mu)
        velocities.append(velocity[0])
    return np.array(velocities)


def conventions(drop=1.0, alpha=0.02, mu=0.9, steps=60, kappa=10.0, when=20):
    """Run the three common ways to write momentum while the step size falls by a factor after `when` steps.

    Returns
    -------
    dict of str to ndarray of shape (steps + 1, 2)
        ``"sum"`` (PyTorch's and ours), ``"inside"`` (α inside the velocity: Polyak, Sutskever), ``"average"``
        (the velocity is a weighted mean, the step is α/(1 − μ)).
    """
    grad, start = bowl(kappa), np.array([-2.0, 1.2])
    paths = {name: [start] for name in ("sum", "inside", "average")}
    velocity, inside, mean = np.zeros(2), np.zeros(2), np.zeros(2)
    for k in range(steps):
        now = alpha / drop if k >= when else alpha
        theta, velocity = momentum_step(paths["sum"][-1], grad(paths["sum"][-1]), velocity, now, mu)
        paths["sum"].append(theta)
        inside = mu * inside - now * grad(paths["inside"][-1])
        paths["inside"].append(paths["inside"][-1] + inside)
        mean = mu * mean + (1 - mu) * grad(paths["average"][-1])
        paths["average"].append(paths["average"][-1] - now / (1 - mu) * mean)
    return {name: np.array(path) for name, path in paths.items()}


def against_the_tuned(kappa, alpha, mu, start, steps=60):
    """Return the curvatures (1/κ, 1) of a bowl, the path of descent with its best α, and that of momentum as asked for."""
    lams, theta0 = np.array([1 / kappa, 1.0]), np.array(start, float)
    best, _ = optimal_gradient_descent(*lams)
    paths = {
        "gradient descent": gradient_descent(lambda theta: lams * theta, theta0, best, steps),
        "momentum": momentum(lambda theta: lams * theta, theta0, alpha, mu, steps),
    }
    return BowlPaths(lams, paths)


def own_momentum(step, alpha, mu, steps=60, kappa=10.0, start=(-2.2, 1.2)):
    """Run the reader's own `step` and the right one on the bowl ½ (θ₁² + κ θ₂²).

    Parameters
    ----------
    step : callable
        ``step(theta, g, velocity, alpha, mu) -> (theta, velocity)``.

    Returns
    -------
    OwnPath
    """
    grad, theta0 = bowl(kappa), np.array(start, float)
    theta, velocity, path = theta0, np.zeros(2), [theta0]
    for _ in range(steps):
        theta, velocity = step(theta.copy(), grad(theta), np.copy(velocity), alpha, mu)
        path.append(np.array(theta, float))
    return OwnPath(np.array(path), momentum(grad, theta0, alpha, mu, steps))


def own_nesterov(step, alpha, mu, steps=60, kappa=10.0, start=(-2.2, 1.2)):
    """Run the reader's own ``step(grad, theta, velocity, alpha, mu)`` and the right one as `OwnPath`."""
    grad, theta0 = bowl(kappa), np.array(start, float)
    both = []
    for chosen in (step, nesterov_step):
        theta, velocity, path = theta0, np.zeros(2), [theta0]
        for _ in range(steps):
            theta, velocity = chosen(grad, theta.copy(), np.copy(velocity), alpha, mu)
            path.append(np.array(theta, float))
        both.append(np.array(path))
    return OwnPath(*both)


def pairs(kappa=100.0):
    """Return pairs (α, μ) on curvatures from 1/κ to 1 by what they are."""
    alpha, _ = optimal_gradient_descent(1 / kappa, 1.0)
    return {"descent": (alpha, 0.0), "momentum": optimal_momentum(1 / kappa, 1.0)[:2], "usual": (alpha, 0.9)}


def error_components(pair, steps, kappa=100.0, n=9):
    """Return curvatures from 1/κ to 1, and how much of the error is left along each after some steps with (α, μ)."""
    lams = np.geomspace(1 / kappa, 1, n)
    return Components(lams, momentum(lambda theta: lams * theta, np.ones(n), *pair, steps)[-1])


def tuned_distances(kappa, steps):
    """Return the distances ‖θ_k‖/‖θ_0‖ of gradient descent and momentum, each with its best parameters, and their rates.

    Returns
    -------
    Tuned
    """
    grad, start = bowl(kappa), np.ones(2)
    alpha, slow = optimal_gradient_descent(1.0, kappa)
    descent = gradient_descent(grad, start, alpha, steps)
    alpha, mu, fast = optimal_momentum(1.0, kappa)
    heavy = momentum(grad, start, alpha, mu, steps)
    paths = {"gradient descent": descent, "momentum": heavy}
    distances = {name: np.linalg.norm(path, axis=1) / np.sqrt(2) for name, path in paths.items()}
    return Tuned(kappa, distances, {"gradient descent": slow, "momentum": fast})


def tuned_iterations(kappa, tolerance=1e-6):
    """Return how many steps either needs until the distance has fallen by `tolerance`."""
    curves = tuned_distances(kappa, int(8 * kappa)).distances
    return {name: int(np.argmax(curve <= tolerance)) for name, curve in curves.items()}


def phase_diagram(scaled_steps, mus):
    """Return the spectral radius (len(mus), len(scaled_steps)) of one direction, over αλ and μ."""
    lam, mu = np.meshgrid(scaled_steps, mus)
    matrices = np.moveaxis(momentum_matrix(lam, np.ones_like(lam), mu), (0, 1), (-2, -1))
    return np.abs(np.linalg.eigvals(matrices)).max(axis=-1)


def one_direction(scaled_step, mu, steps=60):
    """Return the error along one direction with αλ = `scaled_step`, from 1."""
    return momentum(lambda x: x, np.ones(1), scaled_step, mu, steps)[:, 0]


def rate(scaled_step, mu):
    """Return the factor per step along one direction with αλ = `scaled_step`."""
    return convergence_rate(np.ones(1), scaled_step, mu)


def kind_of_motion(scaled_step, mu):
    """Return in a word what `one_direction` does: diverges, swings, flips, or slides."""
    if rate(scaled_step, mu) >= 1:
        return "diverges"
    if (1 + mu - scaled_step) ** 2 < 4 * mu:
        return "swings"
    return "flips" if scaled_step > 1 + mu else "slides"
