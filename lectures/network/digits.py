"""A small network on the handwritten digits: many copies that differ in their step sizes train at once."""

import functools
from itertools import repeat

import numpy as np

from checks.digits import split_digits
from solutions.adaptive import adam_step
from solutions.momentum import momentum_step
from solutions.sgd import minibatches

HIDDEN = 16
SHAPES = {"W1": (64, HIDDEN), "b1": (HIDDEN,), "W2": (HIDDEN, 10), "b2": (10,)}
ENDS = np.cumsum([int(np.prod(shape)) for shape in SHAPES.values()])


@functools.cache
def scaled_digits():
    """Return the digits with pixels from 0 to 1."""
    digits = split_digits()
    return digits._replace(X_train=digits.X_train / 16, X_val=digits.X_val / 16, X_test=digits.X_test / 16)


def random_start(rng):
    """Return small random parameters (n,), the biases zero."""
    draws = {"W1": rng.normal(size=SHAPES["W1"]) / 4, "W2": rng.normal(size=SHAPES["W2"]) / 4}
    return np.concatenate([draws.get(name, np.zeros(shape)).ravel() for name, shape in SHAPES.items()])


def unpack(theta):
    """Return the arrays W1, b1, W2, b2 of parameters (copies, n), each with the copies first."""
    parts = np.split(theta, ENDS[:-1], axis=1)
    return [part.reshape(len(theta), *shape) for part, shape in zip(parts, SHAPES.values(), strict=True)]


def forward(theta, X):
    """Return the hidden values and the logarithms of the probabilities (copies, N, 10)."""
    W1, b1, W2, b2 = unpack(theta)
    hidden = np.tanh(X @ W1 + b1[:, None])
    logits = hidden @ W2 + b2[:, None]
    logits -= logits.max(axis=-1, keepdims=True)
    return hidden, logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True))


def loss_and_gradient(theta, X, y):
    """Return the mean loss (copies,) and its gradient (copies, n) of networks with parameters (copies, n)."""
    hidden, log_p = forward(theta, X)
    rows = np.arange(len(X))
    losses = -log_p[:, rows, y].mean(axis=1)
    delta = np.exp(log_p)
    delta[:, rows, y] -= 1
    delta /= len(X)
    before = (delta @ np.swapaxes(unpack(theta)[2], 1, 2)) * (1 - hidden**2)
    gradients = (X.T @ before, before.sum(axis=1), np.swapaxes(hidden, 1, 2) @ delta, delta.sum(axis=1))
    return losses, np.concatenate([g.reshape(len(theta), -1) for g in gradients], axis=1)


def losses_and_errors(path, X, y):
    """Return the losses and the shares of wrong answers for parameters (..., copies, n)."""
    measured = []
    with np.errstate(over="ignore", invalid="ignore"):
        for theta in path.reshape(-1, *path.shape[-2:]):
            log_p = forward(theta, X)[1]
            losses = -log_p[:, np.arange(len(X)), y].mean(axis=1)
            measured.append((losses, (log_p.argmax(axis=-1) != y).mean(axis=1)))
    losses, errors = np.moveaxis(np.array(measured), 1, 0)
    return losses.reshape(path.shape[:-1]), errors.reshape(path.shape[:-1])


def plain(theta, g, memory, k, alpha):
    """SGD needs no memory."""
    return theta - alpha * g, memory


def with_momentum(mu):
    """Return the step of SGD with momentum; its memory is the velocity."""
    return lambda theta, g, memory, k, alpha: momentum_step(
        theta, g, np.zeros_like(g) if memory is None else memory, alpha, mu
    )


def with_adam(beta1=0.9, beta2=0.999):
    """Return the step of Adam; its memory is the pair of averages."""

    def step(theta, g, memory, k, alpha):
        m, v = (np.zeros_like(g), np.zeros_like(g)) if memory is None else memory
        theta, m, v = adam_step(theta, g, m, v, k, alpha, beta1, beta2)
        return theta, (m, v)

    return step


METHODS = {"sgd": plain, "momentum": with_momentum(0.9), "adam": with_adam()}


def epochs_of_batches(order, X, y, batch_size, rng):
    """Yield for each epoch its minibatches, without end.

    Parameters
    ----------
    order : str
        ``"reshuffled"`` every epoch, ``"shuffled once"``, ``"not shuffled"``, or ``"with replacement"``: as
        many batches an epoch, whose rows are drawn anew from all.
    """
    starts = range(0, len(X), batch_size)
    if order == "shuffled once":
        yield from repeat(list(minibatches(X, y, batch_size, rng)))
    if order == "not shuffled":
        yield from repeat([(X[i : i + batch_size], y[i : i + batch_size]) for i in starts])
    while True:
        if order == "reshuffled":
            yield minibatches(X, y, batch_size, rng)
        else:
            draws = rng.integers(len(X), size=(len(starts), batch_size))
            yield ((X[rows], y[rows]) for rows in draws)


def train(step, alphas, rng, X=None, y=None, batch_size=32, epochs=12, order="reshuffled", theta0=None, log=None):
    """Train copies of the network on the same minibatches, each with step sizes of its own.

    Parameters
    ----------
    step : callable
        ``step(theta, g, memory, k, alpha) -> (theta, memory)``, with k = 1, 2, …
    alphas : ndarray of shape (copies,) or (steps, copies)
    rng : numpy.random.Generator
        Source of the start (unless `theta0` is given) and of the minibatches.
    X, y : ndarray
        Rows to train on; all training digits by default.
    log : list, optional
        Takes the losses (copies,) on each minibatch, before its step.

    Returns
    -------
    path : ndarray of shape (epochs + 1, copies, n)
        The parameters after each epoch.
    """
    X, y = (scaled_digits().X_train, scaled_digits().y_train) if X is None else (X, y)
    alphas = np.asarray(alphas, float)
    theta = np.tile(random_start(rng) if theta0 is None else theta0, (alphas.shape[-1], 1))
    path, memory, k = [theta], None, 0
    deals = epochs_of_batches(order, X, y, batch_size, rng)
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(epochs):
            for X_b, y_b in next(deals):
                losses, g = loss_and_gradient(theta, X_b, y_b)
                if log is not None:
                    log.append(losses)
                alpha = alphas if alphas.ndim == 1 else alphas[k]
                k += 1
                theta, memory = step(theta, g, memory, k, alpha[:, None])
            path.append(theta)
    return np.array(path)
