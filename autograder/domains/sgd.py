"""The regimes of the functions of assignment 5. Of `train_digits`, graded by what it reaches, there is none."""

import numpy as np

from autograder.grading.domain import Domains

DOMAINS = Domains()


class LeastSquares:
    """The gradient of the mean squared error of a linear model."""

    def __call__(self, theta, X_b, y_b):
        return X_b.T @ (X_b @ theta - y_b) / len(y_b)

    def __repr__(self):
        return "grad of the mean squared error"


def _data(rng, rows, d):
    return rng.normal(size=(rows, d)), rng.normal(size=rows)


@DOMAINS.add("minibatches", free=True, rows=(1, 2, 5, 12, 61), d=(1, 3), batch_size=(1, 2, 4, 12, 70))
def _(rng, rows, d, batch_size):
    return (*_data(rng, rows, d), batch_size, rng)


@DOMAINS.add("gradient_noise", free=True, rows=(5, 12, 61), d=(1, 3), batch_size=(1, 2, 5), draws=(2, 7, 60))
def _(rng, rows, d, batch_size, draws):
    return LeastSquares(), rng.normal(size=d), *_data(rng, rows, d), batch_size, draws, rng


class Fall:
    """A schedule."""

    def __call__(self, k):
        return 0.1 / (1 + k)

    def __repr__(self):
        return "alpha(k) = 0.1/(1 + k)"


@DOMAINS.add(
    "sgd",
    free=True,
    rows=(1, 5, 12, 61),
    d=(1, 3, 6),
    alpha=(0.01, 0.1, Fall()),
    batch_size=(1, 4, 70),
    epochs=(0, 1, 3, 30),
    mu=(0.0, 0.5, 0.9),
)
def _(rng, rows, d, alpha, batch_size, epochs, mu):
    return LeastSquares(), rng.normal(size=d), *_data(rng, rows, d), alpha, batch_size, epochs, rng, mu


STEPS = (0, 1, 2, 9, 10, 11, 49, 50, 99, 1000, 1100)


@DOMAINS.add("step_decay", k=STEPS, alpha0=(1e-6, 0.1, 3.0), drop=(0.1, 0.5, 0.9), every=(1, 2, 10, 50))
def _(rng, k, alpha0, drop, every):
    return k, alpha0, drop, every


@DOMAINS.add("inverse_time_decay", k=STEPS, alpha0=(1e-6, 0.1, 3.0), rate=(0.0, 1e-6, 0.1, 5.0))
def _(rng, k, alpha0, rate):
    return k, alpha0, rate


@DOMAINS.add(
    "cosine_decay", floor=1e-20, k=STEPS, alpha0=(1e-6, 0.1, 3.0), total=(11, 50, 100, 1050), warmup=(0, 1, 2, 10)
)
def _(rng, k, alpha0, total, warmup):
    return k, alpha0, total, warmup


@DOMAINS.add(
    "mlp_loss",
    floor=1e-9,
    rows=(1, 2, 7, 40),
    d=(1, 3),
    hidden=(1, 4, 9),
    classes=(2, 3, 7),
    scale=(1e-3, 1.0, 30.0),
)
def _(rng, rows, d, hidden, classes, scale):
    params = {
        "W1": rng.normal(size=(d, hidden)),
        "b1": rng.normal(size=hidden),
        "W2": scale * rng.normal(size=(hidden, classes)),
        "b2": scale * rng.normal(size=classes),
    }
    return params, rng.normal(size=(rows, d)), rng.integers(classes, size=rows)


class Losses:
    """A training whose loss is looked up."""

    def __init__(self, losses):
        self.losses = losses

    def __call__(self, rate):
        return self.losses[float(rate)]

    def __repr__(self):
        return f"train with losses {self.losses}"


@DOMAINS.add(
    "best_learning_rate",
    count=(1, 2, 3, 7),
    bad=(0, 1, 2, 7),
    kind=(float("nan"), float("inf"), -float("inf")),
    scale=(1e-9, 1.0, 1e9),
)
def _(rng, count, bad, kind, scale):
    rates = [float(rate) for rate in rng.permutation(np.geomspace(1e-3, 10, count))]
    losses = [float(loss) for loss in scale * rng.normal(size=count)]
    for i in range(min(bad, count)):
        losses[i] = kind
    return Losses(dict(zip(rates, losses, strict=True))), rates
