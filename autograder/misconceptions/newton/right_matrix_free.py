"""Right answers in other styles: Hessian-vector products, conjugate gradients and Newton with them."""

import numpy as np

from autograder.variants import right
from solutions import newton as ref

# --- hessian_vector_product


@right("hessian_vector_product")
def product_along_unit_vector(grad, theta, v, h=1e-5):
    length = np.sqrt(np.sum(v**2))
    if length == 0:
        return 0 * v
    unit = v / length
    slope = (grad(theta + h * unit) - grad(theta - h * unit)) / (2 * h)
    return length * slope


@right("hessian_vector_product")
def product_with_scaled_step(grad, theta, v, h=1e-5):
    norm = np.linalg.norm(v)
    eps = h / norm if norm > 0 else h
    ahead, behind = grad(theta + eps * v), grad(theta - eps * v)
    return (ahead - behind) / (2 * eps)


@right("hessian_vector_product")
def product_scaled_by_largest_entry(grad, theta, v, h=1e-5):
    if not np.any(v):
        return [0.0] * len(v)
    eps = h / max(abs(x) for x in v)
    return list(np.subtract(grad(theta + eps * v), grad(theta - eps * v)) / eps / 2)


@right("hessian_vector_product")
def product_with_step_of_theta(grad, theta, v, h=1e-5):
    norm = np.linalg.norm(v)
    if norm < 1e-300:
        return np.zeros(v.shape)
    eps = h * (1 + np.linalg.norm(theta)) / norm
    return 0.5 / eps * grad(theta + eps * v) - 0.5 / eps * grad(theta - eps * v)


# --- conjugate_gradient


@right("conjugate_gradient")
def cg_with_first_residual(matvec, b, tol=1e-10, max_iter=None):
    """Spends its first product on A·0, and counts it."""
    most = len(b) if max_iter is None else max_iter
    x = np.zeros(len(b))
    r = b - matvec(x)
    p, products = r.copy(), 1
    while np.linalg.norm(r) > tol * np.linalg.norm(b) and products < most:
        q = matvec(p)
        products += 1
        a = np.dot(r, p) / np.dot(p, q)
        x += a * p
        r -= a * q
        p = r - np.dot(r, q) / np.dot(p, q) * p
    return x


@right("conjugate_gradient")
def cg_to_the_last_digit(matvec, b, tol=1e-10, max_iter=None):
    """Stops later than it must: at a residual far below the tolerance, or at the limit."""
    x, r = np.zeros(b.shape), np.array(b)
    p, old = 0.0, 1.0
    for _ in range(max_iter or b.size):
        new = float(np.vdot(r, r))
        if new <= (1e-3 * tol) ** 2 * (b @ b):
            return x
        p = r + new / old * p
        q = matvec(p)
        x, r, old = x + new / (p @ q) * p, r - new / (p @ q) * q, new
    return x


@right("conjugate_gradient")
def conjugate_residuals(matvec, b, tol=1e-10, max_iter=None):
    """Another method of the family: it minimises the residual, and gets there as early."""
    most = len(b) if max_iter is None else max_iter
    x, r, target = 0.0 * b, 1.0 * b, tol * np.linalg.norm(b)
    if np.linalg.norm(r) <= target or most < 1:
        return x
    Ar = matvec(r)
    p, Ap = r.copy(), Ar.copy()
    for k in range(most):
        a = (r @ Ar) / (Ap @ Ap)
        x, r_new = x + a * p, r - a * Ap
        if np.linalg.norm(r_new) <= target or k + 1 == most:
            break
        Ar_new = matvec(r_new)
        b_k = (r_new @ Ar_new) / (r @ Ar)
        p, Ap, r, Ar = r_new + b_k * p, Ar_new + b_k * Ap, r_new, Ar_new
    return x


@right("conjugate_gradient")
def cg_that_conjugates_against_all(matvec, b, tol=1e-10, max_iter=None):
    """Keeps all directions, so that rounding does not spoil their conjugacy."""
    x, r, kept = np.zeros_like(b), b.copy(), []
    for _ in range(len(b) if max_iter is None else max_iter):
        if np.linalg.norm(r) <= tol * np.linalg.norm(b):
            break
        p = r - sum(((r @ Aq) / (q @ Aq) * q for q, Aq in kept), np.zeros_like(b))
        Ap = matvec(p)
        kept.append((p, Ap))
        a = (p @ r) / (p @ Ap)
        x, r = x + a * p, r - a * Ap
    return x.tolist()


# --- newton_cg


@right("newton_cg")
def newton_cg_with_default_tolerance(grad, theta0, steps):
    path = [theta0]
    for _ in range(steps):
        theta = path[-1]
        matvec = lambda v, at=theta: ref.hessian_vector_product(grad, at, v)  # noqa: E731
        path.append(theta + ref.conjugate_gradient(matvec, -grad(theta)))
    return np.array(path)


@right("newton_cg")
def newton_cg_subtracting(grad, theta0, steps):
    theta = theta0.copy()
    path = np.tile(theta, (steps + 1, 1))
    for k in range(steps):
        step = ref.conjugate_gradient(
            lambda v, at=theta: ref.hessian_vector_product(grad, at, v, h=1e-6), grad(theta), 1e-7, 100
        )
        theta = theta - step
        path[k + 1] = theta
    return path


@right("newton_cg")
def newton_cg_in_one_piece(grad, theta0, steps):
    path = [theta0.copy()]
    for _ in range(steps):
        theta, g = path[-1], grad(path[-1])
        d, r = np.zeros_like(g), -g
        p = r
        for _ in range(200):
            if np.linalg.norm(r) <= 1e-9 * np.linalg.norm(g):
                break
            e = 1e-5 / np.linalg.norm(p)
            q = (grad(theta + e * p) - grad(theta - e * p)) / (2 * e)
            a = (r @ r) / (p @ q)
            d, after = d + a * p, r - a * q
            p, r = after + (after @ after) / (r @ r) * p, after
        path.append(theta + d)
    return path


@right("newton_cg")
def newton_cg_with_conjugate_residuals(grad, theta0, steps):
    theta, path = np.array(theta0), [list(theta0)]
    for _ in range(steps):
        here = theta.copy()
        theta = here + conjugate_residuals(
            lambda v, at=here: product_with_step_of_theta(grad, at, v), -grad(here), 1e-8
        )
        path.append(list(theta))
    return path
