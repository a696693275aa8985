"""Right variants of `mlp_loss`, in other styles."""

import numpy as np

from autograder.misconceptions.sgd.wrong_network import backward, one_hot, slopes
from autograder.variants import right


@right("mlp_loss")
def one_hot_labels(params, X, y):
    hidden, p, d_logits = slopes(params, X, y)
    loss = -np.sum(one_hot(y, p.shape[1]) * np.log(p)) / len(X)
    return [loss, backward(params, X, hidden, d_logits, 1 - np.square(hidden))]


@right("mlp_loss")
def row_after_row(params, X, y):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    loss, total = 0.0, {name: np.zeros_like(value) for name, value in params.items()}
    for x, label in zip(X, y, strict=True):
        h = np.tanh(x @ W1 + b1)
        z = h @ W2 + b2
        p = np.exp(z - z.max())
        p /= p.sum()
        loss -= np.log(p[label])
        p[label] -= 1
        back = (W2 @ p) * (1 - h * h)
        for name, g in (("W1", np.outer(x, back)), ("b1", back), ("W2", np.outer(h, p)), ("b2", p)):
            total[name] += g / len(X)
    return loss / len(X), total


@right("mlp_loss")
def with_logaddexp(params, X, y):
    a = np.dot(X, params["W1"]) + params["b1"]
    z = np.dot(np.tanh(a), params["W2"]) + params["b2"]
    normaliser = np.logaddexp.reduce(z, axis=1)
    p = np.exp(z - normaliser[:, None])
    d = (p - (np.arange(z.shape[1]) == y[:, None])) / len(y)
    e = np.einsum("im,hm->ih", d, params["W2"]) / np.cosh(a) ** 2
    gradients = {"b2": np.ones(len(y)) @ d, "b1": np.ones(len(y)) @ e, "W2": np.tanh(a).T @ d, "W1": X.T @ e}
    return np.mean(normaliser - np.take_along_axis(z, y[:, None], axis=1)[:, 0]), gradients


@right("mlp_loss")
def weights_with_bias_rows(params, X, y):
    ones = np.ones((len(X), 1))
    first, second = np.vstack([params["W1"], params["b1"]]), np.vstack([params["W2"], params["b2"]])
    inputs = np.hstack([X, ones])
    hidden = np.hstack([np.tanh(inputs @ first), ones])
    z = hidden @ second
    z -= z.max()  # one number for all rows will do where their logits are near each other
    p = np.exp(z) / np.exp(z).sum(axis=1)[:, np.newaxis]
    loss = -sum(np.log(p[i, label]) for i, label in enumerate(y)) / len(y)
    for i, label in enumerate(y):
        p[i, label] -= 1.0
    p /= len(y)
    to_second = hidden.T @ p
    to_first = inputs.T @ ((p @ second.T)[:, :-1] * (1 - hidden[:, :-1] ** 2))
    return loss, {"W1": to_first[:-1], "b1": to_first[-1], "W2": to_second[:-1], "b2": to_second[-1]}
