"""Random matrices and losses that the cases of this assignment share."""

import numpy as np


def symmetric(rng, lams):
    """Return a symmetric matrix with the given eigenvalues and random eigenvectors."""
    vectors, _ = np.linalg.qr(rng.normal(size=(len(lams), len(lams))))
    H = (vectors * np.asarray(lams)) @ vectors.T
    return (H + H.T) / 2


class Logistic:
    """Logistic regression with a ridge: a convex loss whose curvature changes from place to place.

    Parameters
    ----------
    rng : numpy.random.Generator
    n : int
        Number of parameters.
    N : int
        Number of examples.
    size : float
        Typical length of an example.
    ridge : float
        Weight of ½‖theta‖²; it bounds the condition number.
    """

    def __init__(self, rng, n, N=60, size=2.0, ridge=0.2):
        self.n, self.ridge = n, ridge
        self.X = rng.normal(size=(N, n)) * (size / np.sqrt(n))
        self.y = np.where(self.X[:, 0] + self.X[:, -1] + rng.normal(size=N) > 0, 1.0, -1.0)

    def _p(self, theta):
        return 0.5 - 0.5 * np.tanh(0.5 * self.y * (self.X @ theta))

    def grad(self, theta):
        return self.ridge * theta - (self.y * self._p(theta)) @ self.X / len(self.y)

    def hess(self, theta):
        p = self._p(theta)
        return (self.X.T * (p * (1 - p))) @ self.X / len(self.y) + self.ridge * np.eye(self.n)
