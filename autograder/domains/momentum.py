"""The regimes of the functions of assignment 3."""

from autograder.domains.losses import any_loss, convex, parts
from autograder.grading.domain import Domains

DOMAINS = Domains()
SIZES = (1, 2, 3, 5, 9)
SCALES = (1e-12, 1e-6, 1.0, 1e6, 1e12)
MUS = (0.0, 0.3, 0.9, 0.99)


@DOMAINS.add("momentum_step", n=SIZES, at=SCALES, slope=SCALES, past=(0.0, *SCALES), alpha=(1e-4, 0.1, 2.0), mu=MUS)
def _(rng, n, at, slope, past, alpha, mu):
    return at * rng.normal(size=n), slope * rng.normal(size=n), past * rng.normal(size=n), alpha, mu


@DOMAINS.add(
    "momentum",
    n=SIZES,
    name=("bowl", "quadratic", "logistic"),
    steps=(0, 1, 2, 7, 60, 1100),
    alpha=(1e-3, 0.05),
    mu=MUS,
    far=(1e-9, 1.0, 1e7),
)
def _(rng, n, name, steps, alpha, mu, far):
    loss = any_loss(rng, n, "quadratic" if far > 1 else name)
    return (*parts(loss, "grad"), far * rng.normal(size=n), alpha, mu, steps)


@DOMAINS.add(
    "nesterov_step",
    n=SIZES,
    name=("bowl", "quadratic"),
    at=(1e-9, 1.0, 1e9),
    past=(0.0, 1e-9, 1.0, 1e6),
    alpha=(1e-4, 0.1),
    mu=MUS,
)
def _(rng, n, name, at, past, alpha, mu):
    loss = any_loss(rng, n, name)
    return *parts(loss, "grad"), at * rng.normal(size=n), past * rng.normal(size=n), alpha, mu


@DOMAINS.add(
    "accelerated_gradient",
    free=True,
    n=SIZES,
    name=("quadratic", "logistic"),
    steps=(0, 1, 2, 7, 60, 1100),
    L=(5.0, 1000.0),
    far=(1e-9, 1.0, 1e7),
)
def _(rng, n, name, steps, L, far):
    loss = convex(rng, n, "quadratic" if far > 1 else name)
    return (*parts(loss, "grad"), far * rng.normal(size=n), L, steps)


@DOMAINS.add("momentum_matrix", lam=(-1.0, 0.0, 1e-6, 0.7, 1e6), alpha=(1e-6, 0.3, 2.0), mu=MUS)
def _(rng, lam, alpha, mu):
    return lam, alpha, mu


@DOMAINS.add("convergence_rate", n=SIZES, low=(-1.0, 1e-6, 0.1, 1.0), high=(1.0, 100.0), alpha=(1e-3, 0.1, 1.5), mu=MUS)
def _(rng, n, low, high, alpha, mu):
    return rng.uniform(low, high, n), alpha, mu


@DOMAINS.add("optimal_gradient_descent", floor=1e-12, low=(1e-9, 0.1, 1.0, 1e6), ratio=(1.0, 1.5, 10.0, 1e6))
def _(rng, low, ratio):
    return low, low * ratio


@DOMAINS.add("optimal_momentum", floor=1e-12, low=(1e-9, 0.1, 1.0, 1e6), ratio=(1.0, 1.5, 10.0, 1e6))
def _(rng, low, ratio):
    return low, low * ratio
