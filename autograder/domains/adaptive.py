"""The regimes of the functions of assignment 4."""

from autograder.domains.losses import any_loss, parts
from autograder.grading.domain import Domains

DOMAINS = Domains()
PASTS = (0.0, 1e-3, 1.0, 1e3)  # of what was averaged before, relative to the gradient
SIZES = (1, 2, 3, 5, 9)
SCALES = (0.0, 1e-12, 1e-6, 1.0, 1e6, 1e12)
BETAS = (0.0, 0.5, 0.9, 0.999)
EPSILONS = (1e-8, 1e-3, 1.0)
ALPHAS = (1e-3, 0.1, 2.0)


@DOMAINS.add("sign_step", n=SIZES, at=SCALES, slope=SCALES, alpha=ALPHAS)
def _(rng, n, at, slope, alpha):
    return at * rng.normal(size=n), slope * rng.normal(size=n), alpha


@DOMAINS.add("adagrad_step", n=SIZES, slope=SCALES, past=SCALES, alpha=ALPHAS, eps=EPSILONS)
def _(rng, n, slope, past, alpha, eps):
    return rng.normal(size=n), slope * rng.normal(size=n), past * rng.uniform(size=n), alpha, eps


@DOMAINS.add("rmsprop_step", n=SIZES, slope=SCALES, past=PASTS, alpha=ALPHAS, beta=BETAS, eps=EPSILONS)
def _(rng, n, slope, past, alpha, beta, eps):
    # Far larger sums than squares: what is right in another order of the operations differs in its last digits.
    return rng.normal(size=n), slope * rng.normal(size=n), past * slope**2 * rng.uniform(size=n), alpha, beta, eps


@DOMAINS.add("bias_corrected_average", shape=((1,), (2,), (7,), (60, 2), (3, 2, 2), (1100,)), scale=SCALES, beta=BETAS)
def _(rng, shape, scale, beta):
    return scale * rng.normal(size=shape), beta


def _adam(rng, n, slope, past, k, alpha, beta1, beta2, eps):
    theta, g, m = rng.normal(size=n), slope * rng.normal(size=n), past * slope * rng.normal(size=n)
    return theta, g, m, (past * slope) ** 2 * rng.uniform(size=n), k, alpha, beta1, beta2, eps


ADAM = {"n": SIZES, "slope": SCALES, "past": PASTS, "k": (1, 2, 5, 60, 1100), "alpha": ALPHAS}
ADAM |= {"beta1": BETAS, "beta2": BETAS, "eps": EPSILONS}


@DOMAINS.add("adam_step", **ADAM)
def _(rng, **regime):
    return _adam(rng, **regime)


@DOMAINS.add("adamw_step", **ADAM, weight_decay=(0.0, 0.01, 0.5))
def _(rng, weight_decay, **regime):
    return (*_adam(rng, **regime), weight_decay)


@DOMAINS.add(
    "adam",
    n=SIZES,
    name=("bowl", "quadratic", "logistic"),
    far=(1e-9, 1.0),
    steps=(0, 1, 2, 7, 60, 1100),
    alpha=(1e-3, 0.1),
    beta1=BETAS,
    beta2=(0.9, 0.999),
    eps=(1e-8, 1e-2),
)
def _(rng, n, name, far, steps, alpha, beta1, beta2, eps):
    return (*parts(any_loss(rng, n, name), "grad"), far * rng.normal(size=n), steps, alpha, beta1, beta2, eps)
