"""The regimes of the functions of assignment 2."""

import numpy as np

from autograder.domains.losses import any_loss, convex, indefinite, parts, symmetric
from autograder.grading.domain import Domains

DOMAINS = Domains()
SIZES = (1, 2, 3, 5, 9)
SCALES = (1e-9, 1e-4, 1.0, 1e4, 1e9)
WIDTHS = (1.0, 10.0, 1e4)  # of the eigenvalues: largest to smallest


@DOMAINS.add("quadratic_model", n=SIZES, scale=SCALES, f0=(-1.0, 0.0, 3.0), length=(1e-6, 1.0, 1e3))
def _(rng, n, scale, f0, length):
    return f0 * scale, scale * rng.normal(size=n), scale * indefinite(rng, n, 0.1, 10), length * rng.normal(size=n)


@DOMAINS.add("newton_step", n=SIZES, scale=SCALES, width=WIDTHS, slope=SCALES)
def _(rng, n, scale, width, slope):
    return slope * rng.normal(size=n), scale * indefinite(rng, n, 1 / width, 1.0)


@DOMAINS.add("newton", n=SIZES, name=("bowl", "quadratic", "logistic"), steps=(0, 1, 2, 5, 60), far=(1e-6, 1.0, 1e7))
def _(rng, n, name, steps, far):
    loss = convex(rng, n, "quadratic" if far > 1 else name)
    return (*parts(loss, "grad", "hess"), far * rng.normal(size=n), steps)


@DOMAINS.add("convergence_order", count=(3, 4, 7), start=(1e-3, 0.5, 100.0), order=(1.0, 1.5, 2.0))
def _(rng, count, start, order):
    logs = np.log(start) - np.cumsum(rng.uniform(0.3, 2, count) * order ** np.arange(count))
    return (np.exp(logs),)


@DOMAINS.add(
    "backtracking",
    n=SIZES,
    name=("quadratic", "logistic", "valley"),
    length=(1e-3, 1.0, 1e3, 1e9),
    alpha=(1.0, 0.3, 8.0),
    c=(1e-4, 0.3, 0.9),
    shrink=(0.5, 0.1, 0.95),
    down=(1, 1, 1, -1),
)
def _(rng, n, name, length, alpha, c, shrink, down):
    loss, theta = any_loss(rng, n, name), rng.normal(size=n)
    g = loss.grad(theta)
    return (*parts(loss, "f"), theta, g, -down * length * g, alpha, c, shrink)


@DOMAINS.add("saddle_free_step", n=SIZES, scale=SCALES, width=WIDTHS, slope=SCALES, damping=(0.0, 0.1, 10.0))
def _(rng, n, scale, width, slope, damping):
    return slope * rng.normal(size=n), scale * indefinite(rng, n, 1 / width, 1.0), damping


@DOMAINS.add(
    "hessian_vector_product",
    tolerance=1e-4,
    n=SIZES,
    name=("quadratic", "logistic", "valley"),
    length=(0.0, 1e-6, 1.0, 1e6),
    h=(1e-5, 1e-3),
)
def _(rng, n, name, length, h):
    return (*parts(any_loss(rng, n, name), "grad"), rng.normal(size=n), length * rng.normal(size=n), h)


class Product:
    """Multiplies by a matrix."""

    def __init__(self, A):
        self.A = A

    def __call__(self, v):
        return self.A @ v

    def __repr__(self):
        return f"product with {self.A.tolist()}"


@DOMAINS.add(
    "conjugate_gradient",
    free=True,
    n=SIZES,
    scale=(1e-6, 1.0, 1e6),
    right=(0.0, 1e-9, 1.0, 1e9),
    tol=(1e-10, 1e-2),
    max_iter=(None, 0, 1, 2),
)
def _(rng, n, scale, right, tol, max_iter):
    return Product(scale * symmetric(rng, n, 0.5, 5.0)), right * rng.normal(size=n), tol, max_iter


@DOMAINS.add("newton_cg", tolerance=1e-4, n=SIZES, name=("quadratic", "logistic"), steps=(0, 1, 2, 5))
def _(rng, n, name, steps):
    return (*parts(convex(rng, n, name), "grad"), rng.normal(size=n), steps)
