"""Momentum, Nesterov's method and the rates they reach on quadratics: the reference functions of pair 3."""

from collections.abc import Callable

import numpy as np

__all__ = [
    "momentum_step",
    "momentum",
    "nesterov_step",
    "accelerated_gradient",
    "momentum_matrix",
    "convergence_rate",
    "optimal_gradient_descent",
    "optimal_momentum",
]


def momentum_step(
    theta: np.ndarray, g: np.ndarray, velocity: np.ndarray, alpha: float, mu: float
) -> tuple[np.ndarray, np.ndarray]:
    """Take one step of gradient descent with (heavy-ball) momentum.

    velocity ← g + mu·velocity, then theta ← theta − alpha·velocity, with the new velocity.

    The velocity is a sum with total weight 1/(1 − mu), as in PyTorch, not an average, and alpha stays
    outside it: Sutskever's form, with alpha inside, is the same path only while alpha is constant.

    Parameters
    ----------
    theta, g, velocity : ndarray of shape (n,)
        Parameters, gradient at `theta`, and the velocity so far (zeros at the first step).
        None of them is changed.
    alpha : float
        Step size, > 0.
    mu : float
        Momentum, 0 ≤ mu < 1.

    Returns
    -------
    theta, velocity : ndarray of shape (n,)
        New arrays.

    References
    ----------
    Polyak (1964), "Some methods of speeding up the convergence of iteration methods".
    """
    velocity = g + mu * velocity
    return theta - alpha * velocity, velocity


def momentum(grad: Callable, theta0: np.ndarray, alpha: float, mu: float, steps: int) -> np.ndarray:
    """Run gradient descent with momentum and return its path.

    The velocity starts at zero and lives from step to step: velocity ← grad(theta) + mu·velocity,
    theta ← theta − alpha·velocity.

    Parameters
    ----------
    grad : callable
        Maps theta (n,) to the gradient (n,).
    theta0 : ndarray of shape (n,)
        Starting point; it is not changed.
    alpha : float
        Step size, > 0.
    mu : float
        Momentum, 0 ≤ mu < 1.
    steps : int
        Number of steps, ≥ 0.

    Returns
    -------
    trajectory : ndarray of shape (steps + 1, n)
        Row 0 is `theta0`, row k the point after k steps.

    References
    ----------
    Polyak (1964), "Some methods of speeding up the convergence of iteration methods".
    """
    trajectory = np.empty((steps + 1, len(theta0)))
    trajectory[0] = theta0
    velocity = np.zeros(len(theta0))
    for k in range(steps):
        theta = trajectory[k].copy()
        trajectory[k + 1], velocity = momentum_step(theta, grad(theta), velocity, alpha, mu)
    return trajectory


def nesterov_step(
    grad: Callable, theta: np.ndarray, velocity: np.ndarray, alpha: float, mu: float
) -> tuple[np.ndarray, np.ndarray]:
    """Take one step of Nesterov's momentum: look ahead first, then take the gradient there.

    g = grad(theta − alpha·mu·velocity), then as with momentum:
    velocity ← g + mu·velocity, theta ← theta − alpha·velocity.

    The point theta − alpha·mu·velocity is where the old velocity alone would carry theta. Only the gradient
    is taken there; the step itself starts at `theta`.

    Parameters
    ----------
    grad : callable
        Maps theta (n,) to the gradient (n,); it is called once.
    theta, velocity : ndarray of shape (n,)
        Parameters and the velocity so far (zeros at the first step). Neither is changed.
    alpha : float
        Step size, > 0.
    mu : float
        Momentum, 0 ≤ mu < 1.

    Returns
    -------
    theta, velocity : ndarray of shape (n,)
        New arrays.

    References
    ----------
    Nesterov (1983), "A method for solving the convex programming problem with convergence rate O(1/k²)";
    in this form Sutskever et al. (2013), "On the importance of initialization and momentum in deep learning".
    """
    g = grad(theta - alpha * mu * velocity)
    return momentum_step(theta, g, velocity, alpha, mu)


def accelerated_gradient(grad: Callable, theta0: np.ndarray, L: float, steps: int) -> np.ndarray:
    """Run Nesterov's accelerated gradient method on an L-smooth convex loss and return its path.

    The step size is 1/L, and the momentum grows towards 1 with the number k = 0, 1, 2, … of steps done:
    look = theta_k + (k − 1)/(k + 2)·(theta_k − theta_{k−1}), theta_{k+1} = look − grad(look)/L,
    where theta_{−1} = theta_0, so that the first step is one of plain gradient descent.

    On every convex loss whose gradient is L-Lipschitz, f(theta_k) − f* ≤ 2 L ‖theta_0 − theta*‖² / (k + 1)².
    Another valid sequence of momenta is as good, such as that of FISTA: t_1 = 1,
    t_{k+1} = (1 + √(1 + 4 t_k²))/2, momentum (t_k − 1)/t_{k+1}. Each step takes one gradient: `grad` is called
    `steps` times, or once more.

    Parameters
    ----------
    grad : callable
        Maps theta (n,) to the gradient (n,).
    theta0 : ndarray of shape (n,)
        Starting point; it is not changed.
    L : float
        Lipschitz constant of the gradient (for a quadratic the largest eigenvalue of its Hessian), > 0.
    steps : int
        Number of steps, ≥ 0.

    Returns
    -------
    trajectory : ndarray of shape (steps + 1, n)
        Row 0 is `theta0`, row k the point theta_k (not the look-ahead point).

    References
    ----------
    Nesterov (1983), "A method for solving the convex programming problem with convergence rate O(1/k²)";
    Beck & Teboulle (2009), "A fast iterative shrinkage-thresholding algorithm", theorem 4.4.
    """
    trajectory = np.empty((steps + 1, len(theta0)))
    trajectory[0] = theta0
    velocity = np.zeros(len(theta0))
    for k in range(steps):
        mu = (k - 1) / (k + 2)
        trajectory[k + 1], velocity = nesterov_step(grad, trajectory[k].copy(), velocity, 1 / L, mu)
    return trajectory


def momentum_matrix(lam: float, alpha: float, mu: float) -> np.ndarray:
    """Return the matrix of one momentum step along one eigen-direction of a quadratic loss.

    There the gradient is lam·x, with x = theta − theta*, and the step is linear: the column
    (velocity, x), in this order, is multiplied by the matrix to get the next (velocity, x).

    Parameters
    ----------
    lam : float
        Curvature in this direction: an eigenvalue of the Hessian.
    alpha : float
        Step size.
    mu : float
        Momentum.

    Returns
    -------
    ndarray of shape (2, 2)

    References
    ----------
    Goh (2017), "Why momentum really works", doi:10.23915/distill.00006.
    """
    return np.array([[mu, lam], [-alpha * mu, 1 - alpha * lam]])


def convergence_rate(lams: np.ndarray, alpha: float, mu: float) -> float:
    """Return the asymptotic factor per step by which momentum shrinks the distance on a quadratic loss.

    The spectral radius of a matrix is the largest magnitude of its eigenvalues, which may be complex.
    The rate is the largest spectral radius of `momentum_matrix(lam, alpha, mu)` over all `lams`: the slowest
    direction decides. A value of 1 or more means that momentum does not converge.

    Parameters
    ----------
    lams : ndarray of shape (n,)
        Eigenvalues of the Hessian, in any order.
    alpha : float
        Step size.
    mu : float
        Momentum; 0 is plain gradient descent.

    Returns
    -------
    float

    References
    ----------
    Goh (2017), "Why momentum really works", doi:10.23915/distill.00006.
    """
    radii = [np.abs(np.linalg.eigvals(momentum_matrix(lam, alpha, mu))).max() for lam in lams]
    return float(max(radii))


def optimal_gradient_descent(lam_min: float, lam_max: float) -> tuple[float, float]:
    """Return the best step size of gradient descent on a quadratic loss, and its rate.

    The factors of the directions are |1 − alpha·lam|; the best alpha makes the largest of them, over all lam
    from `lam_min` to `lam_max`, as small as it can be. A rate is the factor per step of the distance
    ‖theta − theta*‖.

    Parameters
    ----------
    lam_min, lam_max : float
        Smallest and largest eigenvalue of the Hessian, 0 < lam_min ≤ lam_max.

    Returns
    -------
    alpha, rate : float

    References
    ----------
    Nesterov (2004), "Introductory lectures on convex optimization", section 2.1.5.
    """
    return 2 / (lam_min + lam_max), (lam_max - lam_min) / (lam_max + lam_min)


def optimal_momentum(lam_min: float, lam_max: float) -> tuple[float, float, float]:
    """Return the best step size and momentum on a quadratic loss, and their rate.

    They make the largest spectral radius of `momentum_matrix`, over all lam from `lam_min` to `lam_max`, as
    small as it can be: then both ends have a double root of magnitude √mu. A rate is the (asymptotic) factor
    per step of the distance ‖theta − theta*‖.

    Parameters
    ----------
    lam_min, lam_max : float
        Smallest and largest eigenvalue of the Hessian, 0 < lam_min ≤ lam_max.

    Returns
    -------
    alpha, mu, rate : float

    References
    ----------
    Polyak (1964), "Some methods of speeding up the convergence of iteration methods".
    """
    low, high = np.sqrt(lam_min), np.sqrt(lam_max)
    rate = (high - low) / (high + low)
    return float((2 / (low + high)) ** 2), float(rate**2), float(rate)
