"""What goes wrong without a matrix: the Hessian-vector product and conjugate gradients."""

import numpy as np

from autograder.variants import wrong
from solutions import newton as ref

# --- hessian_vector_product


def _probe(grad, theta, v, h, weights=(1, -1), across=2.0):
    """Return ‖v‖·(w₀·grad(θ + hu) + w₁·grad(θ − hu)) / (across·h)."""
    length = np.linalg.norm(v)
    if length == 0:
        return np.zeros_like(v)
    u = v / length
    return (weights[0] * grad(theta + h * u) + weights[1] * grad(theta - h * u)) * length / (across * h)


@wrong(
    "hessian_vector_product",
    "A one-sided difference is used: its error falls only with h, not with h².",
    "Probe the gradient on both sides of theta.",
)
def one_sided(grad, theta, v, h=1e-5):
    length = np.linalg.norm(v)
    if length == 0:
        return np.zeros_like(v)
    return (grad(theta + h * v / length) - grad(theta)) * length / h


@wrong(
    "hessian_vector_product",
    "The distance of the probes grows with the length of v.",
    "For a v of length 10⁶, how far from theta do you probe the gradient?",
)
def distance_grows_with_v(grad, theta, v, h=1e-5):
    return (grad(theta + h * v) - grad(theta - h * v)) / (2 * h)


@wrong(
    "hessian_vector_product",
    "The length of v is lost: this is the product with the unit vector along v.",
    "The product is linear: if v is twice as long, what becomes of H v?",
)
def length_lost(grad, theta, v, h=1e-5):
    length = np.linalg.norm(v)
    return _probe(grad, theta, v / length if length else v, h)


@wrong(
    "hessian_vector_product",
    "The difference is divided by h, but the two probes are 2h apart.",
    "How far is theta + h·u from theta − h·u?",
)
def factor_two_missing(grad, theta, v, h=1e-5):
    return _probe(grad, theta, v, h, across=1.0)


@wrong(
    "hessian_vector_product",
    "The sign is reversed: the gradients are subtracted in the wrong order.",
    "On a bowl, does grad grow along v or fall?",
)
def wrong_order(grad, theta, v, h=1e-5):
    return _probe(grad, theta, v, h, weights=(-1, 1))


@wrong(
    "hessian_vector_product",
    "The two gradients are added instead of subtracted.",
    "A derivative is about a change: what changes between the two probes?",
)
def gradients_added(grad, theta, v, h=1e-5):
    return _probe(grad, theta, v, h, weights=(1, 1))


@wrong(
    "hessian_vector_product",
    "The product is taken with the gradient instead of v.",
    "Along which direction is the gradient probed?",
)
def product_with_gradient(grad, theta, v, h=1e-5):
    return _probe(grad, theta, grad(theta), h)


@wrong(
    "hessian_vector_product",
    "The whole Hessian is formed first, which takes many more than two gradients.",
    "Only the change of the gradient along v is needed, not along every axis.",
)
def hessian_formed_first(grad, theta, v, h=1e-5):
    columns = [_probe(grad, theta, unit, h) for unit in np.eye(len(theta))]
    return np.array(columns).T @ v


@wrong(
    "hessian_vector_product",
    "A third gradient, at theta itself, is computed and costs half as much again.",
    "Which gradients enter a central difference?",
)
def three_gradients(grad, theta, v, h=1e-5):
    length = np.linalg.norm(v)
    if length == 0:
        return np.zeros_like(v)
    u, middle = v / length, grad(theta)
    forward, backward = grad(theta + h * u) - middle, middle - grad(theta - h * u)
    return (forward + backward) * length / (2 * h)


@wrong(
    "hessian_vector_product",
    "For v = 0 the result is nan: the length of v is a divisor.",
    "What is H times the zero vector?",
)
def nan_for_zero(grad, theta, v, h=1e-5):
    u = v / np.linalg.norm(v)
    return (grad(theta + h * u) - grad(theta - h * u)) * np.linalg.norm(v) / (2 * h)


@wrong(
    "hessian_vector_product",
    "The distance of the probes is fixed in the function: the argument h is not used.",
    "Search your function for a number that stands where h should.",
)
def h_fixed(grad, theta, v, h=1e-5):
    return _probe(grad, theta, v, 1e-5)


@wrong(
    "hessian_vector_product",
    "The probes are so close together that rounding errors spoil the difference.",
    "How many digits do two gradients share at a distance of 10⁻¹⁰, and how many are left in the difference?",
)
def probes_too_close(grad, theta, v, h=1e-5):
    return _probe(grad, theta, v, h * 1e-5)


@wrong(
    "hessian_vector_product",
    "The caller's theta is moved in place to the probes.",
    "theta += … changes the array of the caller, and moving it back leaves rounding errors.",
)
def theta_moved_in_place(grad, theta, v, h=1e-5):
    probe = h * v / (np.linalg.norm(v) or 1.0)
    theta += probe
    ahead = grad(theta)
    theta -= 2 * probe
    return (ahead - grad(theta)) * np.linalg.norm(v) / (2 * h)


# --- conjugate_gradient


def _iterate(
    matvec, b, tol, max_iter,
    beta=lambda new, old: new / old,
    length=lambda r, p: r @ r,
    sign=-1,
    direction=lambda r_new, r, p, beta: r_new + beta * p,
    done=lambda rr, b, tol: np.sqrt(rr) <= tol * np.linalg.norm(b),
):  # fmt: skip
    """Conjugate gradients with one of its parts replaced."""
    x, r, p = np.zeros_like(b), b.copy(), b.copy()
    for _ in range(len(b) if max_iter is None else max_iter):
        rr = r @ r
        if done(rr, b, tol):
            break
        Ap = matvec(p)
        a = length(r, p) / (p @ Ap)
        x = x + a * p
        r_new = r + sign * a * Ap
        p = direction(r_new, r, p, beta(r_new @ r_new, rr))
        r = r_new
    return x


@wrong(
    "conjugate_gradient",
    "The directions are the plain residuals: this is steepest descent, which zigzags.",
    "How does the new direction remember the old one?",
)
def steepest_descent(matvec, b, tol=1e-10, max_iter=None):
    return _iterate(matvec, b, tol, max_iter, beta=lambda new, old: 0.0)


@wrong(
    "conjugate_gradient",
    "The factor of the old direction is upside down.",
    "The residuals get smaller: should the old direction enter with a small factor or a large one?",
)
def beta_upside_down(matvec, b, tol=1e-10, max_iter=None):
    return _iterate(matvec, b, tol, max_iter, beta=lambda new, old: old / new)


@wrong(
    "conjugate_gradient",
    "The factor of the old direction uses lengths where squared lengths belong.",
    "r @ r is a squared length already: is a root taken somewhere?",
)
def beta_with_lengths(matvec, b, tol=1e-10, max_iter=None):
    return _iterate(matvec, b, tol, max_iter, beta=lambda new, old: np.sqrt(new / old))


@wrong(
    "conjugate_gradient",
    "The step length uses pᵀp in place of rᵀr.",
    "Which a makes the new residual orthogonal to p?",
)
def step_from_direction(matvec, b, tol=1e-10, max_iter=None):
    return _iterate(matvec, b, tol, max_iter, length=lambda r, p: p @ p)


@wrong(
    "conjugate_gradient",
    "The residual moves to the wrong side: a·Ap is added to it.",
    "r = b − A x: if x grows by a·p, how does r change?",
)
def residual_added(matvec, b, tol=1e-10, max_iter=None):
    return _iterate(matvec, b, tol, max_iter, sign=1)


@wrong(
    "conjugate_gradient",
    "The new direction is built from the old residual.",
    "In which order are r and p updated?",
)
def direction_from_old_residual(matvec, b, tol=1e-10, max_iter=None):
    return _iterate(matvec, b, tol, max_iter, direction=lambda r_new, r, p, beta: r + beta * p)


@wrong(
    "conjugate_gradient",
    "The new direction takes the new residual with a minus sign.",
    "In which direction does ½ xᵀA x − bᵀx fall fastest: r or −r?",
)
def direction_subtracted(matvec, b, tol=1e-10, max_iter=None):
    return _iterate(matvec, b, tol, max_iter, direction=lambda r_new, r, p, beta: -r_new + beta * p)


@wrong(
    "conjugate_gradient",
    "The tolerance is compared with the residual itself, not relative to the length of b.",
    "If b is in millionths, is a residual of 10⁻⁸ small?",
)
def tolerance_absolute(matvec, b, tol=1e-10, max_iter=None):
    return _iterate(matvec, b, tol, max_iter, done=lambda rr, b, tol: np.sqrt(rr) <= tol)


@wrong(
    "conjugate_gradient",
    "The squared residual is compared with tol·‖b‖, so that it stops far too early.",
    "r @ r is a squared length: what is its partner on the other side?",
)
def square_against_length(matvec, b, tol=1e-10, max_iter=None):
    return _iterate(matvec, b, tol, max_iter, done=lambda rr, b, tol: rr <= tol * np.linalg.norm(b))


@wrong(
    "conjugate_gradient",
    "The tolerance is fixed in the function: the argument tol is not used.",
    "Search your function for a number that stands where tol should.",
)
def tolerance_fixed(matvec, b, tol=1e-10, max_iter=None):
    return _iterate(matvec, b, 1e-6, max_iter)


@wrong(
    "conjugate_gradient",
    "For b = 0 the result is nan: a division of zero by zero.",
    "When the residual is zero before the first iteration, what should happen?",
)
def nan_for_zero_right_side(matvec, b, tol=1e-10, max_iter=None):
    return _iterate(matvec, b, tol, max_iter, done=lambda rr, b, tol: np.sqrt(rr) < tol * np.linalg.norm(b))


@wrong(
    "conjugate_gradient",
    "max_iter has no influence on the number of products.",
    "What ends your loop when the residual is still too large?",
)
def limit_ignored(matvec, b, tol=1e-10, max_iter=None):
    return ref.conjugate_gradient(matvec, b, tol, len(b))


@wrong(
    "conjugate_gradient",
    "Without max_iter the search ends after ten products, however large n is.",
    "How many products does the docstring allow if max_iter is None?",
)
def ten_products(matvec, b, tol=1e-10, max_iter=None):
    return ref.conjugate_gradient(matvec, b, tol, 10 if max_iter is None else max_iter)


@wrong(
    "conjugate_gradient",
    "Each iteration takes two products: the residual is computed anew from x.",
    "The residual changes by −a·Ap, and Ap is there already.",
)
def two_products_an_iteration(matvec, b, tol=1e-10, max_iter=None):
    x, r, p = np.zeros_like(b), b.copy(), b.copy()
    for _ in range(len(b) if max_iter is None else max_iter):
        if np.linalg.norm(r) <= tol * np.linalg.norm(b):
            break
        x = x + (r @ r) / (p @ matvec(p)) * p
        r_new = b - matvec(x)
        p = r_new + (r_new @ r_new) / (r @ r) * p
        r = r_new
    return x


@wrong(
    "conjugate_gradient",
    "The matrix is built from n products and then solved as a whole.",
    "For n = 20,000 that matrix does not fit into memory: use the products as they come.",
)
def matrix_built(matvec, b, tol=1e-10, max_iter=None):
    return np.linalg.solve(np.array([matvec(unit) for unit in np.eye(len(b))]), b)


@wrong(
    "conjugate_gradient",
    "Nothing is returned when max_iter ends the search before the tolerance is met.",
    "What stands after your loop?",
)
def nothing_at_the_limit(matvec, b, tol=1e-10, max_iter=None):
    x = ref.conjugate_gradient(matvec, b, tol, max_iter)
    return x if max_iter is None or np.linalg.norm(matvec(x) - b) <= 10 * tol * np.linalg.norm(b) else None


@wrong(
    "conjugate_gradient",
    "The caller's b is overwritten by the residual.",
    "r = b is a second name for the same array, and r −= … writes into it.",
)
def right_side_overwritten(matvec, b, tol=1e-10, max_iter=None):
    x = ref.conjugate_gradient(matvec, b, tol, max_iter)
    b -= matvec(x)
    return x
