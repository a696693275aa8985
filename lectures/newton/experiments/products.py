"""Section 7: Newton's method from Hessian-vector products and conjugate gradients, without any Hessian."""

import functools

import numpy as np

from lectures.newton.data import Polynomial

from lectures.newton.experiments.logistic import bag_of_words, examples, ridge_logistic
from solutions.landscape import gradient_descent
from solutions.newton import conjugate_gradient, hessian_vector_product, newton_cg

CLOSELY = "as many as it takes"
BUDGETS = [1, 3, 5, 10, CLOSELY]
LONGER = (1.0, 2.0, 4.0, 8.0)  # step sizes of gradient descent, times one over the bound of the curvature


@functools.cache
def _probed():
    loss = ridge_logistic(*examples(100, 20, np.random.default_rng(4), scale=2.0), 0.01)
    rng = np.random.default_rng(5)
    theta, v = 0.2 * rng.normal(size=20), rng.normal(size=20)
    return loss, theta, v / np.linalg.norm(v)


def product_errors(product, length, distances):
    """Compare a way to take Hessian-vector products with the right one, for a vector of some length.

    Parameters
    ----------
    product : callable
        ``product(grad, theta, v, h) -> H v``, roughly.
    length : float
    distances : ndarray of shape (K,)

    Returns
    -------
    dict of str to ndarray of shape (K,)
        Relative error by the distance h: ``"your own"`` and ``"right"``.
    """
    loss, theta, unit = _probed()
    v = length * unit
    exact = loss.hess(theta) @ v
    ways = {"your own": product, "right": hessian_vector_product}
    size, found = np.linalg.norm(exact), {}
    with np.errstate(over="ignore", invalid="ignore"):
        for way, take in ways.items():
            products = np.array([take(loss.grad, theta, v, h) for h in distances])
            found[way] = np.linalg.norm(products - exact, axis=1) / size
    return found


def spectrum(groups, n=40, kappa=100.0):
    """Return n eigenvalues from 1 to κ that lie in so many groups of equal ones."""
    return np.sort(np.resize(np.geomspace(1, kappa, groups), n))


def residual_polynomial(lams, k, places):
    """Return what k products of conjugate gradients leave of an error, as a function of the eigenvalue.

    After k products the error along the eigenvector of λ is p(λ) times the first, for a polynomial p of
    degree k with p(0) = 1. It is read off by sending passengers along: entries of b so small that they
    change nothing, at each of the places.

    Parameters
    ----------
    lams : ndarray of shape (n,)
    k : int
    places : ndarray of shape (P,)

    Returns
    -------
    at_eigenvalues : ndarray of shape (n,)
    at_places : ndarray of shape (P,)
    """
    all_lams = np.concatenate([lams, places])
    b = np.concatenate([np.ones(len(lams)), np.full(len(places), 1e-150)])
    x = conjugate_gradient(lambda v: all_lams * v, b, tol=1e-14, max_iter=k)
    left = 1 - all_lams * (x / b)
    return left[: len(lams)], left[len(lams) :]


def residuals(lams, most):
    """Return the relative residuals after 0 … most products, (most + 1,)."""
    b = np.ones(len(lams))
    found = [conjugate_gradient(lambda v: lams * v, b, 1e-14, k) for k in range(most + 1)]
    return np.array([np.linalg.norm(lams * x - b) for x in found]) / np.sqrt(len(b))


def conjugate_gradients_at_work(k, groups):
    """Return eigenvalues in groups, places between them, `residual_polynomial` at both, k, and `residuals`."""
    lams, places = spectrum(groups), np.geomspace(0.8, 130, 45)
    return Polynomial(lams, places, *residual_polynomial(lams, k, places), k, residuals(lams, 10))


def products_needed(lams, tol=1e-8):
    """Return how many products conjugate gradients take for a relative residual."""
    calls = 0

    def counted(v):
        nonlocal calls
        calls += 1
        return lams * v

    conjugate_gradient(counted, np.ones(len(lams)), tol)
    return calls


class Counted:
    """A gradient that counts how often it is asked for."""

    def __init__(self, grad):
        self.grad, self.calls = grad, 0

    def __call__(self, theta):
        self.calls += 1
        return self.grad(theta)


def large_problem(n=20_000, texts=2000):
    """Return a logistic loss with n parameters, and an upper bound of its curvature."""
    return bag_of_words(n, texts, 40, ridge=1e-3, rng=np.random.default_rng(6))


def run_large(progress=lambda share: None, n=20_000, steps=6, descents=400):
    """Minimise a logistic loss of n parameters by gradients alone.

    Newton's method solves for each step by conjugate gradients: with so many products at most as one of
    `BUDGETS` says, or closely, as `newton_cg` does. Gradient descent takes the step size of `LONGER` / bound that ends lowest, with the bound on
    the curvature: its choice, as the budget is Newton's. The minimum f* is where `newton_cg` ends.

    Returns
    -------
    dict of (int or str) to (gradients, gaps), both ndarray of shape (K,)
        Gradients asked for so far and f(θ) − f* by budget, and for ``"gradient descent"``.
    """
    loss, steepest = large_problem(n)
    runs = {}
    for done, budget in enumerate(BUDGETS):
        runs[budget] = truncated_newton(loss, np.zeros(n), budget, steps)
        progress((done + 1) / (len(BUDGETS) + 1))
    tuned = {times: gradient_descent(loss.grad, np.zeros(n), times / steepest, descents)[::20] for times in LONGER}
    path = min(tuned.values(), key=lambda path: loss.f(path[-1]))
    runs["gradient descent"] = 20.0 * np.arange(len(path)), path
    progress(1.0)
    least = loss.f(runs[CLOSELY][1][-1])
    return {name: (spent, np.array([loss.f(theta) for theta in path]) - least) for name, (spent, path) in runs.items()}


def truncated_newton(loss, theta, budget, steps):
    """Run Newton's method with at most `budget` products a step, or closely; see `run_large`.

    Returns
    -------
    spent : ndarray of shape (steps + 1,)
        How many gradients were asked for.
    path : list of ndarray
    """
    counted, path, spent = Counted(loss.grad), [theta], [0]
    for _ in range(steps):
        here = path[-1]
        if budget == CLOSELY:
            path.append(newton_cg(counted, here, 1)[-1])
        else:
            g = counted(here)
            product = functools.partial(hessian_vector_product, counted, here)
            path.append(here + conjugate_gradient(product, -g, 1e-8, budget))
        spent.append(counted.calls)
    return np.array(spent, float), path
