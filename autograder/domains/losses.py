"""Losses that the functions of the course can be given, with their gradients and Hessians."""

import numpy as np


class Loss:
    """A loss by name, of a matrix A: quadratic, logistic, or a valley as Rosenbrock's."""

    def __init__(self, name, A, b):
        self.name, self.A, self.b = name, A, b

    def __repr__(self):
        return f"{self.name} loss with A = {self.A.tolist()}, b = {self.b.tolist()}"

    def f(self, theta):
        """Return the loss at theta."""
        if self.name == "quadratic":
            return float(theta @ self.A @ theta / 2 - self.b @ theta)
        if self.name == "logistic":
            return float(np.sum(np.logaddexp(0, self.A @ theta - self.b)) + theta @ theta / 2)
        return float(np.sum((theta**2 - 1) ** 2) + theta @ self.A @ theta / 2)

    def grad(self, theta):
        """Return the gradient at theta."""
        if self.name == "quadratic":
            return self.A @ theta - self.b
        if self.name == "logistic":
            return self.A.T @ (0.5 + 0.5 * np.tanh((self.A @ theta - self.b) / 2)) + theta
        return 4 * theta * (theta**2 - 1) + self.A @ theta

    def hess(self, theta):
        """Return the Hessian at theta."""
        if self.name == "quadratic":
            return self.A
        if self.name == "logistic":
            p = 0.5 + 0.5 * np.tanh((self.A @ theta - self.b) / 2)
            return self.A.T @ (self.A * (p * (1 - p))[:, None]) + np.eye(len(theta))
        return np.diag(12 * theta**2 - 4) + self.A


class Part:
    """One of a loss's functions, with a name of its own for whoever reads the witness."""

    def __init__(self, loss, part):
        self.loss, self.part = loss, part

    def __call__(self, theta):
        return getattr(self.loss, self.part)(theta)

    def __repr__(self):
        return f"{self.part} of the {self.loss!r}"


def parts(loss, *names):
    """Return functions of a loss: of ``"f"``, ``"grad"`` and ``"hess"`` those that are named."""
    return tuple(Part(loss, name) for name in names)


def symmetric(rng, n, low, high):
    """Return a symmetric matrix with eigenvalues spread evenly in the logarithm between two sizes."""
    Q = np.linalg.qr(rng.normal(size=(n, n)))[0]
    A = (Q * np.geomspace(low, high, n)) @ Q.T
    return (A + A.T) / 2


def indefinite(rng, n, low, high):
    """Return a symmetric matrix with eigenvalues of these sizes, of either sign by turns."""
    Q = np.linalg.qr(rng.normal(size=(n, n)))[0]
    A = (Q * (np.geomspace(low, high, n) * (-1.0) ** np.arange(n))) @ Q.T
    return (A + A.T) / 2


def convex(rng, n, name="quadratic", low=0.5, high=2.0):
    """Return a convex loss; a bowl is quadratic around zero, so that all that a run does is as small as its start."""
    A, b = symmetric(rng, n, low, high), rng.normal(size=n)
    return Loss("quadratic", A, 0 * b) if name == "bowl" else Loss(name, A, b)


def any_loss(rng, n, name):
    """Return a loss of that name with moderate curvature."""
    return convex(rng, n, name, 0.2, 2.0)
