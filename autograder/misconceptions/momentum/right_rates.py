"""Right ways to write the analysis of pair 3, in styles that differ from the reference's."""

import cmath
import math

import numpy as np

from autograder.variants import right


@right("momentum_matrix")
def as_nested_lists(lam, alpha, mu):
    return [[mu, lam], [-alpha * mu, 1 - alpha * lam]]


@right("momentum_matrix")
def product_of_two(lam, alpha, mu):
    new_velocity = np.array([[mu, lam], [0.0, 1.0]])
    new_theta = np.array([[1.0, 0.0], [-alpha, 1.0]])
    return new_theta @ new_velocity


@right("momentum_matrix")
def from_unit_vectors(lam, alpha, mu):
    columns = []
    for velocity, x in ((1.0, 0.0), (0.0, 1.0)):
        velocity = lam * x + mu * velocity
        columns.append([velocity, x - alpha * velocity])
    return np.array(columns).T


@right("momentum_matrix")
def entry_by_entry(lam, alpha, mu):
    M = np.eye(2)
    M[0] = mu, lam
    M[1, 0] -= alpha * mu
    M[1, 1] -= alpha * lam
    return M


def matrix(lam, alpha, mu):
    """Return the matrix for one curvature or, stacked, for an array of them."""
    lam = np.asarray(lam)
    return np.stack([np.stack([mu + 0 * lam, lam], -1), np.stack([-alpha * mu + 0 * lam, 1 - alpha * lam], -1)], -2)


@right("convergence_rate")
def all_at_once(lams, alpha, mu):
    return np.max(np.abs(np.linalg.eigvals(matrix(lams, alpha, mu))))


@right("convergence_rate")
def quadratic_formula(lams, alpha, mu):
    worst = 0.0
    for lam in lams:
        half = (1 + mu - alpha * lam) / 2
        root = cmath.sqrt(half**2 - mu)
        worst = max(worst, abs(half + root), abs(half - root))
    return worst


@right("convergence_rate")
def by_cases(lams, alpha, mu):
    b = 1 + mu - alpha * np.array(lams)
    discriminant = b**2 - 4 * mu
    real = (np.abs(b) + np.sqrt(np.maximum(discriminant, 0))) / 2
    return float(np.where(discriminant < 0, math.sqrt(mu), real).max())


@right("convergence_rate")
def polynomial_roots(lams, alpha, mu):
    radii = [max(abs(np.roots([1.0, -(1 + mu - alpha * lam), mu])), default=0.0) for lam in lams]
    return np.array(sorted(radii)[-1])


@right("optimal_gradient_descent")
def with_condition_number(lam_min, lam_max):
    kappa = lam_max / lam_min
    return [2 / lam_min / (1 + kappa), (kappa - 1) / (kappa + 1)]


@right("optimal_gradient_descent")
def rate_from_step(lam_min, lam_max):
    alpha = 1 / np.mean([lam_min, lam_max])
    return alpha, abs(1 - alpha * lam_max)


@right("optimal_gradient_descent")
def rate_from_both_ends(lam_min, lam_max):
    alpha = 2 / (lam_max + lam_min)
    return np.array([alpha, max(abs(1 - alpha * lam) for lam in (lam_min, lam_max))])


@right("optimal_momentum")
def through_square_root_of_condition(lam_min, lam_max):
    root = math.sqrt(lam_max / lam_min)
    beta = (root - 1) / (root + 1)
    return 4 / lam_min / (1 + root) ** 2, beta**2, beta


@right("optimal_momentum")
def momentum_then_step(lam_min, lam_max):
    mu = (1 - 2 / (1 + np.sqrt(lam_max / lam_min))) ** 2
    return [(1 + np.sqrt(mu)) ** 2 / lam_max, mu, np.sqrt(mu)]


@right("optimal_momentum")
def expanded_squares(lam_min, lam_max):
    cross = 2 * math.sqrt(lam_min * lam_max)
    total = lam_min + lam_max
    mu = (total - cross) / (total + cross)
    return np.array([4 / (total + cross), mu, math.sqrt(max(mu, 0.0))])
