"""The experiment of lecture 3 on what the heavy ball can never do: losses on which it runs round a polygon for ever.

After B. Goujaud, A. Taylor and A. Dieuleveut (2025), *Provable non-accelerations of the heavy-ball method*.
"""

import functools

import numpy as np

from lectures.momentum.data import Cycling
from solutions.momentum import momentum, momentum_step, optimal_gradient_descent, optimal_momentum

CORNERS = range(2, 26)  # polygons with so many corners are tried
SCALED, MOMENTA = np.linspace(0.01, 4, 400), np.linspace(0, 0.996, 250)  # the map: αλ_max and μ


def corner_gradients(scaled_step, mu, corners):
    """Return the gradient that a loss must have at corner 1 (as a complex number) for the ball to go round a polygon.

    The ball visits the corners w^k, w = exp(2πi/corners), of a regular polygon, when the step from each leads to the
    next: α g = (1 + μ) w^k − μ w^(k − 1) − w^(k + 1). Turned back to k = 0, with λ_max = 1, so that α is αλ_max.
    """
    w = np.exp(2j * np.pi / corners)
    return ((1 + mu) - mu / w - w) / scaled_step


def can_cycle(scaled_step, mu, kappa, corners):
    """Whether some loss with curvatures from 1/κ to 1 sends the ball round a regular polygon for ever.

    The loss is that of `pull`: its gradient is θ/κ + (1 − 1/κ) P(θ), where P projects on the polygon whose corners are
    the turned p. It fits where the projection of corner 1 is p itself: no other corner of the polygon lies further in
    the direction 1 − p.

    Parameters
    ----------
    scaled_step, mu : float or ndarray
        αλ_max and μ, of shapes that broadcast.
    kappa : float
    corners : int

    Returns
    -------
    ndarray of bool
    """
    p = (corner_gradients(scaled_step, mu, corners) - 1 / kappa) / (1 - 1 / kappa)
    turned = np.exp(2j * np.pi * np.arange(1, corners) / corners)
    further = [(np.conj(1 - p) * (p * w - p)).real for w in turned]
    return np.max(further, axis=0) <= 1e-12


def corners_of(scaled_step, mu, kappa):
    """Return with how few corners the ball can be sent round for ever, 0 where no polygon was found."""
    found = np.zeros(np.broadcast(scaled_step, mu).shape, int)
    for corners in reversed(CORNERS):
        found[can_cycle(scaled_step, mu, kappa, corners)] = corners
    return found


def quadratic_rate(scaled_step, mu, kappa):
    """Return the factor per step on bowls with curvatures from 1/κ to 1: that of the slower end."""

    def factor(step):
        trace = 1 + mu - step
        root = np.sqrt((trace**2 - 4 * mu).astype(complex))
        return np.maximum(np.abs(trace + root), np.abs(trace - root)) / 2

    scaled_step = np.asarray(scaled_step, float)
    return np.maximum(factor(scaled_step), factor(scaled_step / kappa))


@functools.cache
def cycle_map(kappa):
    """Return over the map (MOMENTA, SCALED) the factor per step on bowls, and whether a loss with a cycle was found."""
    scaled_step, mu = np.meshgrid(SCALED, MOMENTA)
    return quadratic_rate(scaled_step, mu, kappa), corners_of(scaled_step, mu, kappa) > 0


@functools.cache
def best_without_cycle(kappa):
    """Return the αλ_max and μ with the smallest factor on bowls where no cycle was found, and that factor.

    The best place of the map is looked at again on a grid twenty times as fine.
    """
    rates, cycling = cycle_map(kappa)
    row, column = np.unravel_index(np.argmin(np.where(cycling, np.inf, rates)), rates.shape)
    around = np.linspace(-2, 2, 81)
    scaled_step, mu = np.meshgrid(
        np.clip(SCALED[column] + around * (SCALED[1] - SCALED[0]), 1e-4, 4),
        np.clip(MOMENTA[row] + around * (MOMENTA[1] - MOMENTA[0]), 0, 0.9999),
    )
    rates = np.where(corners_of(scaled_step, mu, kappa) > 0, np.inf, quadratic_rate(scaled_step, mu, kappa))
    best = np.unravel_index(np.argmin(rates), rates.shape)
    return scaled_step[best], mu[best], rates[best]


def map_parts(kappa):
    """Return what the map shows: αλ_max, μ, the factor on bowls, where a cycle is, the pair best on bowls, the best without."""
    return SCALED, MOMENTA, *cycle_map(kappa), optimal_momentum(1 / kappa, 1.0)[:2], best_without_cycle(kappa)[:2]


def pull(theta, kappa, polygon):
    """Return the gradient θ/κ + (1 − 1/κ) P(θ) of a loss with curvatures from 1/κ to 1.

    Parameters
    ----------
    theta : ndarray of shape (2,)
    kappa : float
    polygon : ndarray of shape (corners, 2)
        Convex, its corners in order; P projects on it, and on the segment between them where it has two.

    Notes
    -----
    The loss is ½ ‖θ‖² − ½ (1 − 1/κ) d(θ)², where d is the distance to the polygon. P never stretches distances, so that
    the gradient changes by at most the distance, and at least by 1/κ of it.
    """
    return theta / kappa + (1 - 1 / kappa) * projection(theta, polygon)


def projection(theta, polygon):
    """Return the point of a convex polygon (corners, 2), in order, that is nearest to θ (2,)."""
    sides = np.roll(polygon, -1, axis=0) - polygon
    to_theta = theta - polygon
    across = sides[:, 0] * to_theta[:, 1] - sides[:, 1] * to_theta[:, 0]
    if len(polygon) > 2 and (np.all(across >= 0) or np.all(across <= 0)):
        return theta
    share = np.clip(np.sum(to_theta * sides, axis=1) / np.sum(sides**2, axis=1), 0, 1)
    nearest = polygon + share[:, None] * sides
    return nearest[np.argmin(np.sum((theta - nearest) ** 2, axis=1))]


def polygon_of(scaled_step, mu, kappa, corners):
    """Return the polygon (corners, 2) of the loss on which the ball visits the corners of the unit circle."""
    p = (corner_gradients(scaled_step, mu, corners) - 1 / kappa) / (1 - 1 / kappa)
    turned = p * np.exp(2j * np.pi * np.arange(corners) / corners)
    return np.stack([turned.real, turned.imag], axis=1)


def cycling(scaled_step, mu, kappa, steps=120):
    """Run the heavy ball on the loss that sends it round, from a corner and with the velocity that it has there.

    Where no such loss was found it runs on the bowl ½ (θ₁²/κ + θ₂²).

    Returns
    -------
    Cycling
    """
    corners = int(corners_of(scaled_step, mu, kappa))
    w = np.exp(2j * np.pi / (corners or 8))
    polygon = polygon_of(scaled_step, mu, kappa, corners) if corners else np.zeros((0, 2))
    theta, before = np.array([1.0, 0.0]), np.array([w.real, -w.imag])
    velocity, path = (before - theta) / scaled_step, [theta]
    for _ in range(steps):
        g = pull(theta, kappa, polygon) if corners else theta * np.array([1 / kappa, 1])
        theta, velocity = momentum_step(theta, g, velocity, scaled_step, mu)
        path.append(theta)
    return Cycling(np.array(path), polygon, corners, float(quadratic_rate(scaled_step, mu, kappa)))


def standing_starts(kappa=100.0, starts=100, steps=600, seed=0):
    """Return how many of some random starts at rest end on the cycle, with the parameters that are best on bowls."""
    alpha, mu, _ = optimal_momentum(1 / kappa, 1.0)
    polygon = polygon_of(alpha, mu, kappa, int(corners_of(alpha, mu, kappa)))
    places = 3 * np.random.default_rng(seed).normal(size=(starts, 2))
    ends = [momentum(lambda theta: pull(theta, kappa, polygon), place, alpha, mu, steps)[-1] for place in places]
    return int(np.sum(np.linalg.norm(ends, axis=1) > 0.1))


def cycle_numbers(kappas=(25, 100, 1000)):
    """Return how many steps it takes to gain a factor of a million: tuned descent, the tuned ball, the best without cycle."""

    def steps(rate):
        return int(np.ceil(np.log(1e-6) / np.log(rate)))

    return {
        "cycle_descent": {kappa: steps(optimal_gradient_descent(1 / kappa, 1.0)[1]) for kappa in kappas},
        "cycle_tuned": {kappa: steps(optimal_momentum(1 / kappa, 1.0)[2]) for kappa in kappas},
        "cycle_free": {kappa: steps(best_without_cycle(kappa)[2]) for kappa in kappas},
        "cycle_standing": standing_starts(),
    }
