"""The course's network on the handwritten digits, trained by a student's own step: 1,210 parameters in one vector."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

BATCH_SIZE = 32  # of 1,285 images: 41 steps an epoch


class Training(NamedTuple):
    """What is logged of a training.

    Attributes
    ----------
    losses : ndarray of shape (epochs + 1,)
        Mean loss on all training images, before the first epoch and after each.
    errors : ndarray of shape (epochs + 1,)
        Share of the validation images that are read wrongly.
    """

    losses: np.ndarray
    errors: np.ndarray


def train_network(
    step: Callable,
    states: int = 0,
    epochs: int = 10,
    seed: int = 0,
    mlp_loss: Callable | None = None,
    minibatches: Callable | None = None,
) -> Training:
    """Train the network of 16 hidden units by any step.

    Parameters
    ----------
    step : callable
        ``step(theta, g, *state, k)`` returns theta after step number k = 1, 2, …, and the new state behind it if it
        has one: ``lambda theta, g, s, k: adagrad_step(theta, g, s, 0.1)``.
    states : int
        How many arrays like theta the step remembers; they start at zeros.
    epochs : int
    seed : int
        Of the start and of the shuffles.
    mlp_loss, minibatches : callable, optional
        A student's own of assignment 5; the course's where they are left out.

    Returns
    -------
    Training
        Of a run whose numbers became infinite, infinite losses.
    """
    # Where notebooks are graded this module is there without the network, and nothing is trained.
    from lectures.network import digits as network

    digits, rng = network.scaled_digits(), np.random.default_rng(seed)
    theta, state, k, path = network.random_start(rng), [np.zeros(network.ENDS[-1])] * states, 0, []
    with np.errstate(all="ignore"):
        path.append(theta)
        for _ in range(epochs):
            for X_b, y_b in (minibatches or network.minibatches)(digits.X_train, digits.y_train, BATCH_SIZE, rng):
                k += 1
                g = _gradient(network, mlp_loss, theta, X_b, y_b)
                moved = step(theta.copy(), g, *(each.copy() for each in state), k)
                theta, *state = moved if states else [moved]
            path.append(np.asarray(theta, float))
        together = np.array(path)[:, None]
        losses, _ = network.losses_and_errors(together, digits.X_train, digits.y_train)
        _, errors = network.losses_and_errors(together, digits.X_val, digits.y_val)
    return Training(np.nan_to_num(losses[:, 0], nan=np.inf), errors[:, 0])


def _gradient(network, mlp_loss, theta, X, y):
    """Return the gradient in one vector, by the course's function or by a student's, which takes a dict."""
    if mlp_loss is None:
        return network.loss_and_gradient(theta[None], X, y)[1][0]
    params = {name: one[0] for name, one in zip(network.SHAPES, network.unpack(theta[None]), strict=True)}
    gradients = mlp_loss(params, X, y)[1]
    return np.concatenate([np.ravel(gradients[name]) for name in network.SHAPES])
