"""A deep network on the handwritten digits, many copies trained at once by batched products."""

import functools

import numpy as np

from checks.digits import split_digits

WIDTHS = (64, 32, 32, 32, 32, 10)


def initial_weights(scales, rng, widths=WIDTHS):
    """Return one array (copies, fan_in, fan_out) a layer: the same draw in every copy, times its scale."""
    scales = np.asarray(scales, float)[:, None, None]
    return [
        scales * rng.normal(size=(1, fan_in, fan_out)) / np.sqrt(fan_in)
        for fan_in, fan_out in zip(widths[:-1], widths[1:], strict=True)
    ]


def loss_and_gradients(weights, X, y):
    """Return the mean negative log-likelihood of each copy, and its gradient for each layer.

    Parameters
    ----------
    weights : list of ndarray of shape (copies, fan_in, fan_out)
        The layers of tanh networks that end in a softmax.
    X, y : ndarray of shape (N, d) and (N,)

    Returns
    -------
    losses : ndarray of shape (copies,)
    gradients : list of ndarray
        Shapes as in `weights`.
    """
    rows = np.arange(len(X))
    activations = [X[None]]
    for W in weights[:-1]:
        activations.append(np.tanh(activations[-1] @ W))
    logits = activations[-1] @ weights[-1]
    top = logits.max(axis=-1)
    log_total = top + np.log(np.exp(logits - top[..., None]).sum(axis=-1))  # log Σ exp, without overflow
    losses = np.mean(log_total - logits[:, rows, y], axis=1)
    delta = np.exp(logits - log_total[..., None])
    delta[:, rows, y] -= 1
    delta /= len(X)
    gradients = []
    for W, activation in zip(weights[::-1], activations[::-1], strict=True):
        gradients.append(np.swapaxes(activation, 1, 2) @ delta)
        delta = (delta @ np.swapaxes(W, 1, 2)) * (1 - activation**2)
    return losses, gradients[::-1]


@functools.cache
def training_digits(count=500):
    """Return the first training images, pixels scaled to 0 … 1, and their labels."""
    digits = split_digits()
    return digits.X_train[:count] / 16, digits.y_train[:count]
