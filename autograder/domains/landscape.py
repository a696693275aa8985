"""The regimes of the functions of assignment 1."""

from autograder.domains.losses import any_loss, indefinite, parts, symmetric
from autograder.grading.domain import Domains

DOMAINS = Domains()
SIZES = (1, 2, 3, 5, 9)
LOSSES = ("bowl", "quadratic", "logistic", "valley")
SCALES = (1e-3, 1.0, 1e4, 1e9)  # a tiny number beside a norm is right


@DOMAINS.add(
    "gradient_descent",
    n=SIZES,
    name=LOSSES,
    steps=(0, 1, 2, 7, 60, 1100),
    alpha=(1e-3, 0.05, 0.3),
    far=(1e-9, 1.0, 1e7),
)
def _(rng, n, name, steps, alpha, far):
    name = "quadratic" if far > 1 else name
    return (*parts(any_loss(rng, n, name), "grad"), far * rng.normal(size=n), alpha, steps)


@DOMAINS.add("numerical_gradient", tolerance=1e-4, n=SIZES, name=LOSSES, h=(1e-5, 1e-4, 1e-3))
def _(rng, n, name, h):
    return (*parts(any_loss(rng, n, name), "f"), rng.normal(size=n), h)


@DOMAINS.add("numerical_hessian", tolerance=1e-4, n=SIZES, name=LOSSES, h=(1e-5, 1e-4, 1e-3))
def _(rng, n, name, h):
    return (*parts(any_loss(rng, n, name), "grad"), rng.normal(size=n), h)


@DOMAINS.add(
    "softmax_nll", floor=1e-9, rows=(1, 2, 7, 40), d=(1, 3, 6), classes=(2, 3, 7), scale=(1e-6, 1.0, 30.0, 1e4)
)
def _(rng, rows, d, classes, scale):
    return scale * rng.normal(size=(d, classes)), rng.normal(size=(rows, d)), rng.integers(classes, size=rows)


@DOMAINS.add("nonconvex_witness", free=True, n=(1, 2, 4), count=(1, 2, 3, 7), name=("quadratic", "valley"))
def _(rng, n, count, name):
    return (*parts(any_loss(rng, n, name), "f"), rng.normal(size=(count, n)))


@DOMAINS.add(
    "classify_critical_point",
    n=SIZES,
    low=(1e-12, 1e-6, 1e-2, 1.0),
    high=(1.0, 1e3),
    sign=(-1, 0, 1),
    tol=(1e-8, 1e-3, 0.1),
)
def _(rng, n, low, high, sign, tol):
    H = sign * symmetric(rng, n, low, high) if sign else indefinite(rng, n, low, high)
    return H, tol


@DOMAINS.add("fraction_of_minima", free=True, n=(1, 2, 3, 5), draws=(1, 7, 100, 1001))
def _(rng, n, draws):
    return n, draws, rng


@DOMAINS.add(
    "filter_normalize",
    tolerance=1e-5,
    shapes=(((3, 4), (4,)), ((1, 1),), ((2, 5), (5,), (5, 3), (3,)), ((64, 10), (10,))),
    scale=SCALES,
    other=SCALES,
    dead=(False, True),
)
def _(rng, shapes, scale, other, dead):
    direction = [scale * rng.normal(size=shape) for shape in shapes]
    if dead:
        direction[0][:, 0] = 0
    return direction, [other * rng.normal(size=shape) for shape in shapes]
