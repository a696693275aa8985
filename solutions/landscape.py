"""Gradient descent and the shape of the landscape that it walks on: the reference functions of pair 1."""

from collections.abc import Callable

import numpy as np

__all__ = [
    "gradient_descent",
    "numerical_gradient",
    "numerical_hessian",
    "softmax_nll",
    "nonconvex_witness",
    "classify_critical_point",
    "fraction_of_minima",
    "filter_normalize",
]


def gradient_descent(grad: Callable, theta0: np.ndarray, alpha: float, steps: int) -> np.ndarray:
    """Run gradient descent with a constant step size and return its path.

    theta ← theta − alpha·grad(theta)

    The gradient is taken anew at every point. `theta0` itself stays as it is.

    Parameters
    ----------
    grad : callable
        Maps theta (n,) to the gradient (n,).
    theta0 : ndarray of shape (n,)
        Starting point.
    alpha : float
        Step size, > 0.
    steps : int
        Number of steps, ≥ 0.

    Returns
    -------
    trajectory : ndarray of shape (steps + 1, n)
        Row 0 is `theta0`, row k the point after k steps.

    References
    ----------
    Nocedal & Wright (2006), "Numerical Optimization", section 2.2.
    """
    trajectory = np.empty((steps + 1, len(theta0)))
    trajectory[0] = theta0
    for k in range(steps):
        theta = trajectory[k].copy()
        trajectory[k + 1] = theta - alpha * grad(theta)
    return trajectory


def numerical_gradient(f: Callable, theta: np.ndarray, h: float = 1e-5) -> np.ndarray:
    """Approximate the gradient of a loss from its values alone, by central differences.

    entry i = ( f(theta + h·e_i) − f(theta − h·e_i) ) / (2h), e_i the i-th unit vector

    The step `h` is the same in every coordinate and is not scaled by theta. The error falls as h² until
    rounding, of the size 10⁻¹⁶·|f|/h, takes over.

    Parameters
    ----------
    f : callable
        Maps theta (n,) to the loss, a float.
    theta : ndarray of shape (n,)
    h : float, optional
        Step of the differences, > 0.

    Returns
    -------
    g : ndarray of shape (n,)

    References
    ----------
    Nocedal & Wright (2006), "Numerical Optimization", section 8.1.
    """
    g = np.empty(len(theta))
    for i in range(len(theta)):
        step = np.zeros(len(theta))
        step[i] = h
        g[i] = (f(theta + step) - f(theta - step)) / (2 * h)
    return g


def numerical_hessian(grad: Callable, theta: np.ndarray, h: float = 1e-5) -> np.ndarray:
    """Approximate the Hessian from gradients, by central differences, and make it exactly symmetric.

    column j = ( grad(theta + h·e_j) − grad(theta − h·e_j) ) / (2h), e_j the j-th unit vector

    Rounding leaves that matrix a little asymmetric. The result is the mean of it and its transpose, so
    that H[i, j] and H[j, i] are the same number to the last bit.

    Parameters
    ----------
    grad : callable
        Maps theta (n,) to the gradient (n,).
    theta : ndarray of shape (n,)
    h : float, optional
        Step of the differences, > 0.

    Returns
    -------
    H : ndarray of shape (n, n)

    References
    ----------
    Nocedal & Wright (2006), "Numerical Optimization", section 8.1.
    """
    H = np.empty((len(theta), len(theta)))
    for j in range(len(theta)):
        step = np.zeros(len(theta))
        step[j] = h
        H[:, j] = (grad(theta + step) - grad(theta - step)) / (2 * h)
    return (H + H.T) / 2


def softmax_nll(W: np.ndarray, X: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """Return the loss of softmax regression and its gradient.

    logits = X W, P[i, c] = exp(logits[i, c]) / Σ_j exp(logits[i, j])

    loss = −(1/N) Σ_i log P[i, y_i], a mean over the N rows of X, in nats

    Loss and gradient stay finite for logits of ±10⁴, where exp overflows: subtracting a number from all
    logits of a row changes no probability. There is no bias and no weight penalty.

    Parameters
    ----------
    W : ndarray of shape (d, m)
        Weights, one column per class.
    X : ndarray of shape (N, d)
        Inputs, one row per example.
    y : ndarray of shape (N,)
        Labels, integers from 0 to m − 1.

    Returns
    -------
    loss : float
    gradient : ndarray of shape (d, m)
        Derivative of the loss with respect to `W`.

    References
    ----------
    Bishop (2006), "Pattern Recognition and Machine Learning", section 4.3.4 (there as a sum).
    """
    logits = X @ W
    logits = logits - logits.max(axis=1, keepdims=True)
    log_p = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    rows = np.arange(len(y))
    residual = np.exp(log_p)
    residual[rows, y] -= 1
    return float(-log_p[rows, y].mean()), X.T @ residual / len(y)


def nonconvex_witness(f: Callable, points: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """Look for two points that prove that a function is not convex.

    f((a + b)/2) > (f(a) + f(b))/2 + 10⁻⁹

    A convex function lies on or below each of its chords, so such a pair settles the question. Which pair
    is returned is free. None proves nothing: it only says that these points hold no witness.

    Parameters
    ----------
    f : callable
        Maps theta (n,) to a finite float.
    points : ndarray of shape (P, n)
        The points to try: every pair of rows counts.

    Returns
    -------
    (a, b) : pair of ndarray of shape (n,), or None
        Two rows of `points`, or None if no pair of rows is a witness.

    References
    ----------
    Boyd & Vandenberghe (2004), "Convex Optimization", section 3.1.1.
    """
    values = [f(point) for point in points]
    for i in range(len(points)):
        for j in range(i):
            a, b = points[i], points[j]
            if f((a + b) / 2) > (values[i] + values[j]) / 2 + 1e-9:
                return a.copy(), b.copy()
    return None


def classify_critical_point(H: np.ndarray, tol: float = 1e-8) -> str:
    """Name the kind of a critical point from the eigenvalues of its Hessian.

    - an eigenvalue > tol and another one < −tol: "saddle", whatever the other eigenvalues are
    - otherwise an eigenvalue with magnitude ≤ tol, which counts as zero: "inconclusive"
    - all eigenvalues > tol: "minimum"; all eigenvalues < −tol: "maximum"

    Inconclusive means that second derivatives do not decide: x⁴, −x⁴ and x³ share the Hessian 0 at 0. The
    tolerance is absolute. The signs of the diagonal, the trace and the determinant do not decide either.

    Parameters
    ----------
    H : ndarray of shape (n, n)
        Hessian at a point with zero gradient, symmetric.
    tol : float, optional
        Magnitude up to which an eigenvalue is zero, ≥ 0.

    Returns
    -------
    str
        "minimum", "maximum", "saddle" or "inconclusive".

    References
    ----------
    Nocedal & Wright (2006), "Numerical Optimization", section 2.1.
    """
    lams = np.linalg.eigvalsh(H)
    if lams[0] < -tol and lams[-1] > tol:
        return "saddle"
    if np.any(np.abs(lams) <= tol):
        return "inconclusive"
    return "minimum" if lams[0] > 0 else "maximum"


def fraction_of_minima(n: int, draws: int, rng: np.random.Generator) -> float:
    """Estimate how often a random symmetric matrix would be the Hessian of a minimum.

    Draws A (n, n) with independent standard normal entries, takes H = (A + Aᵀ)/2, and repeats: the result
    is the share of the `draws` matrices H whose eigenvalues are all positive.

    Such matrices form the Gaussian orthogonal ensemble (GOE). Their entries do not all have the same
    variance: it is 1 on the diagonal and 1/2 beside it, which is what makes the law of H the same in all
    orthogonal bases.

    Parameters
    ----------
    n : int
        Size of the matrices, ≥ 1.
    draws : int
        Number of matrices, ≥ 1.
    rng : numpy.random.Generator
        Source of all randomness.

    Returns
    -------
    float
        Between 0 and 1.

    References
    ----------
    Dean & Majumdar (2006), "Large deviations of extreme eigenvalues of random matrices".
    """
    A = rng.standard_normal((draws, n, n))
    lams = np.linalg.eigvalsh((A + A.transpose(0, 2, 1)) / 2)
    return float(np.mean(lams[:, 0] > 0))


def filter_normalize(direction: list[np.ndarray], weights: list[np.ndarray]) -> list[np.ndarray]:
    """Rescale a direction in weight space so that each filter is as large as the network's own.

    For each array D of `direction` and the array W of `weights` at the same place in the list:

    - 2-D, shape (fan_in, fan_out): column j becomes D[:, j]·‖W[:, j]‖/‖D[:, j]‖, in the Euclidean norm,
      since column j holds the weights into unit j; a column of D that is zero stays zero
    - 1-D (biases): zero

    Parameters
    ----------
    direction : list of ndarray
        A direction in the space of all weights.
    weights : list of ndarray
        The network's weights, arrays of the same shapes.

    Returns
    -------
    list of ndarray
        New arrays of the same shapes in the same order.

    References
    ----------
    Li, Xu, Taylor, Studer & Goldstein (2018), "Visualizing the loss landscape of neural nets", section 4.
    """
    normalized = []
    for D, W in zip(direction, weights, strict=True):
        if D.ndim == 1:
            normalized.append(np.zeros_like(D))
            continue
        lengths = np.linalg.norm(D, axis=0)
        lengths[lengths == 0] = 1
        normalized.append(D * (np.linalg.norm(W, axis=0) / lengths))
    return normalized
