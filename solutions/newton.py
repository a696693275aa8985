"""Newton's method and what makes it safe and affordable: the reference functions of pair 2."""

from collections.abc import Callable

import numpy as np

__all__ = [
    "quadratic_model",
    "newton_step",
    "newton",
    "convergence_order",
    "backtracking",
    "saddle_free_step",
    "hessian_vector_product",
    "conjugate_gradient",
    "newton_cg",
]


def quadratic_model(f0: float, g: np.ndarray, H: np.ndarray, delta: np.ndarray) -> float:
    """Predict the loss at a displacement `delta` with the second-order Taylor model.

    m(delta) = f0 + gᵀ delta + ½ deltaᵀ H delta

    Parameters
    ----------
    f0 : float
        Loss at the point of expansion.
    g : ndarray of shape (n,)
        Gradient there.
    H : ndarray of shape (n, n)
        Hessian there, symmetric.
    delta : ndarray of shape (n,)
        Displacement from the point of expansion.

    Returns
    -------
    float

    References
    ----------
    Nocedal & Wright (2006), "Numerical Optimization", section 2.2.
    """
    return float(f0 + g @ delta + 0.5 * delta @ H @ delta)


def newton_step(g: np.ndarray, H: np.ndarray) -> np.ndarray:
    """Return the displacement to the critical point of the quadratic model.

    H delta = −g, so the new point is theta + delta: the minus sign is inside the step.

    `H` may be indefinite. Then the model has no minimum, and the step leads to its saddle or maximum:
    plain Newton does not ask which kind of critical point it finds.

    Parameters
    ----------
    g : ndarray of shape (n,)
        Gradient.
    H : ndarray of shape (n, n)
        Hessian, symmetric, possibly indefinite.

    Returns
    -------
    delta : ndarray of shape (n,)

    Raises
    ------
    numpy.linalg.LinAlgError
        If `H` is exactly singular, as `numpy.linalg.solve` does.

    References
    ----------
    Nocedal & Wright (2006), "Numerical Optimization", section 2.2.
    """
    return np.linalg.solve(H, -g)


def newton(grad: Callable, hess: Callable, theta0: np.ndarray, steps: int) -> np.ndarray:
    """Run Newton's method with full steps and return its path.

    theta ← theta + delta, with H(theta) delta = −grad(theta)

    Gradient and Hessian are both taken anew at every point. No damping and no line search.

    Parameters
    ----------
    grad : callable
        Maps theta (n,) to the gradient (n,).
    hess : callable
        Maps theta (n,) to the Hessian (n, n).
    theta0 : ndarray of shape (n,)
        Starting point.
    steps : int
        Number of steps, ≥ 0.

    Returns
    -------
    trajectory : ndarray of shape (steps + 1, n)
        Row 0 is `theta0`, row k the point after k steps.

    References
    ----------
    Boyd & Vandenberghe (2004), "Convex Optimization", section 9.5.
    """
    trajectory = np.empty((steps + 1, len(theta0)))
    trajectory[0] = theta0
    for k in range(steps):
        theta = trajectory[k].copy()
        trajectory[k + 1] = theta + newton_step(grad(theta), hess(theta))
    return trajectory


def convergence_order(errors: np.ndarray) -> np.ndarray:
    """Estimate the order of convergence from a row of errors.

    p_k = log(e_{k+1} / e_k) / log(e_k / e_{k−1}), for every k that has both neighbours

    If e_{k+1} ≈ C·e_kᵖ, the estimates approach p: 1 is linear convergence (gradient descent), 2 is
    quadratic (Newton).

    Parameters
    ----------
    errors : ndarray of shape (K,)
        Positive errors of successive iterates, K ≥ 3.

    Returns
    -------
    orders : ndarray of shape (K − 2,)

    References
    ----------
    Nocedal & Wright (2006), "Numerical Optimization", appendix A.2, for the orders of convergence.
    """
    slopes = np.diff(np.log(errors))
    return slopes[1:] / slopes[:-1]


def backtracking(
    f: Callable,
    theta: np.ndarray,
    g: np.ndarray,
    delta: np.ndarray,
    alpha: float = 1.0,
    c: float = 1e-4,
    shrink: float = 0.5,
) -> float:
    """Shorten a step until the loss falls by a fair share of what the slope promises.

    Returns the first step size a in alpha, alpha·shrink, alpha·shrink², … that meets Armijo's condition

    f(theta + a·delta) ≤ f(theta) + c·a·gᵀdelta

    **A loss that is not finite (infinity of either sign, or nan) does not meet it.** Every call starts again
    from `alpha`.

    Parameters
    ----------
    f : callable
        Maps theta (n,) to the loss, a float; finite at `theta`.
    theta, g, delta : ndarray of shape (n,)
        The point, the gradient there, and the direction to go.
    alpha : float
        The first step size to try, > 0.
    c : float
        Share of the promised fall that is asked for, 0 < c < 1.
    shrink : float
        Factor from one trial to the next, 0 < shrink < 1.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If `delta` does not go downhill (gᵀdelta ≥ 0), or if no step size is short enough.

    References
    ----------
    Armijo (1966), "Minimization of functions having Lipschitz continuous first partial derivatives".
    Nocedal & Wright (2006), "Numerical Optimization", algorithm 3.1.
    """
    slope = float(g @ delta)
    if slope >= 0:
        raise ValueError(f"delta must go downhill: g @ delta must be negative, got {slope:g}")
    loss = f(theta)
    while alpha > 0:
        trial = f(theta + alpha * delta)
        if np.isfinite(trial) and trial <= loss + c * alpha * slope:
            return float(alpha)
        alpha *= shrink
    raise ValueError("no step size meets the condition: f must be finite at theta, and g its gradient there")


def saddle_free_step(g: np.ndarray, H: np.ndarray, damping: float = 0.0) -> np.ndarray:
    """Take Newton's step with every curvature counted as positive.

    delta = −(|H| + damping·I)⁻¹ g, where |H| has the eigenvectors of H and the magnitudes of its eigenvalues

    Along directions of positive curvature this is Newton's step. Along directions of negative curvature it
    has the same length and the opposite sign, and so leaves a saddle that Newton's step would run into.
    It is not the entry-by-entry absolute value of the matrix.

    Parameters
    ----------
    g : ndarray of shape (n,)
        Gradient.
    H : ndarray of shape (n, n)
        Hessian, symmetric.
    damping : float
        Added to the magnitudes, ≥ 0; must be > 0 if `H` has an eigenvalue zero.

    Returns
    -------
    delta : ndarray of shape (n,)

    References
    ----------
    Dauphin et al. (2014), "Identifying and attacking the saddle point problem in high-dimensional
    non-convex optimization".
    """
    lams, vectors = np.linalg.eigh(H)
    return -vectors @ ((vectors.T @ g) / (np.abs(lams) + damping))


def hessian_vector_product(grad: Callable, theta: np.ndarray, v: np.ndarray, h: float = 1e-5) -> np.ndarray:
    """Multiply the Hessian by a vector without forming it.

    H v = ‖v‖·H u ≈ ‖v‖·(grad(theta + h·u) − grad(theta − h·u)) / (2h), with u = v/‖v‖

    The gradient is probed at distance h from theta whatever the length of v, so that the result is as good
    for ‖v‖ = 10⁻⁶ as for 10⁶. It takes two calls of `grad`. For v = 0 the product is zero.

    Parameters
    ----------
    grad : callable
        Maps theta (n,) to the gradient (n,).
    theta : ndarray of shape (n,)
        Where the Hessian is meant.
    v : ndarray of shape (n,)
        The vector.
    h : float
        Distance of the two probes from `theta`, > 0.

    Returns
    -------
    ndarray of shape (n,)

    References
    ----------
    Pearlmutter (1994), "Fast exact multiplication by the Hessian", which also gives the exact product.
    Nocedal & Wright (2006), "Numerical Optimization", section 7.1.
    """
    length = np.linalg.norm(v)
    if length == 0:
        return np.zeros_like(theta)
    probe = (h / length) * v
    return (grad(theta + probe) - grad(theta - probe)) * (length / (2 * h))


def conjugate_gradient(matvec: Callable, b: np.ndarray, tol: float = 1e-10, max_iter: int | None = None) -> np.ndarray:
    """Solve A x = b for a symmetric positive definite A that is known only by its products.

    The method of conjugate gradients from x = 0: r is the residual b − A x, p the direction, both b at the
    start. Each iteration minimises ½ xᵀA x − bᵀx along p, then makes the new residual conjugate to p:

    a = rᵀr / pᵀAp,   x ← x + a·p,   r₊ = r − a·Ap,   p ← r₊ + (r₊ᵀr₊ / rᵀr)·p

    It stops when ‖r‖ ≤ tol·‖b‖, or after `max_iter` products; then it returns the x it has. One product an
    iteration is enough. For b = 0 the answer is zero.

    Parameters
    ----------
    matvec : callable
        Maps v (n,) to A v (n,).
    b : ndarray of shape (n,)
        Right side.
    tol : float
        Wanted residual, relative to ‖b‖.
    max_iter : int, optional
        Most products with A that are allowed; n if None.

    Returns
    -------
    x : ndarray of shape (n,)

    References
    ----------
    Hestenes & Stiefel (1952), "Methods of conjugate gradients for solving linear systems".
    Shewchuk (1994), "An introduction to the conjugate gradient method without the agonizing pain".
    """
    x = np.zeros_like(b)
    r = b.copy()
    p = b.copy()
    rr = r @ r
    target = tol * np.linalg.norm(b)
    for _ in range(len(b) if max_iter is None else max_iter):
        if np.sqrt(rr) <= target:
            break
        Ap = matvec(p)
        a = rr / (p @ Ap)
        x = x + a * p
        r = r - a * Ap
        rr_new = r @ r
        p = r + (rr_new / rr) * p
        rr = rr_new
    return x


def newton_cg(grad: Callable, theta0: np.ndarray, steps: int) -> np.ndarray:
    """Run Newton's method on a convex loss from gradients alone, without ever forming a Hessian.

    theta ← theta + delta, where conjugate gradients solve H(theta) delta = −grad(theta), and every product
    with H(theta) comes from two gradients

    Beside the trajectory it keeps a few vectors of length n. The inner system is solved closely enough
    (relative residual 10⁻⁸) that the path agrees with exact Newton to 10⁻⁵ on well-conditioned losses; a
    product from differences is itself good to about 10⁻¹⁰, so asking for much more is in vain.

    Parameters
    ----------
    grad : callable
        Maps theta (n,) to the gradient (n,) of a convex loss.
    theta0 : ndarray of shape (n,)
        Starting point; n may be many thousands.
    steps : int
        Number of Newton steps, ≥ 0.

    Returns
    -------
    trajectory : ndarray of shape (steps + 1, n)
        Row 0 is `theta0`, row k the point after k steps.

    References
    ----------
    Dembo, Eisenstat & Steihaug (1982), "Inexact Newton methods".
    Martens (2010), "Deep learning via Hessian-free optimization".
    """
    trajectory = np.empty((steps + 1, len(theta0)))
    trajectory[0] = theta0
    for k in range(steps):
        theta = trajectory[k].copy()

        def product(v, theta=theta):
            return hessian_vector_product(grad, theta, v)

        trajectory[k + 1] = theta + conjugate_gradient(product, -grad(theta), tol=1e-8)
    return trajectory
