"""Random matrices and losses that the cases of this assignment share."""

import numpy as np


def symmetric(rng, lams):
    """Return an exactly symmetric matrix with the given eigenvalues and random eigenvectors."""
    vectors, _ = np.linalg.qr(rng.normal(size=(len(lams), len(lams))))
    H = (vectors * np.asarray(lams)) @ vectors.T
    return (H + H.T) / 2


def away_from_zero(rng, shape, low=0.8, high=2.0):
    """Return numbers of random sign whose magnitudes lie between `low` and `high`."""
    return rng.choice([-1.0, 1.0], size=shape) * rng.uniform(low, high, size=shape)


class Waves:
    """½ thetaᵀ H theta + Σ_i cos(a_i · theta): a smooth loss whose coordinates interact, not convex.

    Parameters
    ----------
    rng : numpy.random.Generator
    lams : sequence of float
        Eigenvalues of the quadratic part.
    """

    def __init__(self, rng, lams):
        self.H = symmetric(rng, lams)
        self.A = away_from_zero(rng, self.H.shape, 0.3, 0.9)

    def f(self, theta):
        return float(0.5 * theta @ self.H @ theta + np.cos(self.A @ theta).sum())

    def grad(self, theta):
        return self.H @ theta - self.A.T @ np.sin(self.A @ theta)

    def hess(self, theta):
        return self.H - (self.A.T * np.cos(self.A @ theta)) @ self.A
