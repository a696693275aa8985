"""Wrong variants of `mlp_loss`."""

import numpy as np

from autograder.variants import wrong
from solutions.sgd import mlp_loss


def forward(params, X):
    """Return the hidden layer and the class probabilities."""
    hidden = np.tanh(X @ params["W1"] + params["b1"])
    logits = hidden @ params["W2"] + params["b2"]
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    return hidden, weights / weights.sum(axis=1, keepdims=True)


def backward(params, X, hidden, d_logits, d_tanh):
    """Return the gradients for a slope at the logits and a derivative of the hidden units."""
    d_hidden = (d_logits @ params["W2"].T) * d_tanh
    return {"W1": X.T @ d_hidden, "b1": d_hidden.sum(0), "W2": hidden.T @ d_logits, "b2": d_logits.sum(0)}


def one_hot(y, m):
    return np.eye(m)[y]


def slopes(params, X, y):
    """Return hidden layer, probabilities and the right slope at the logits."""
    hidden, p = forward(params, X)
    return hidden, p, (p - one_hot(y, p.shape[1])) / len(X)


@wrong("mlp_loss", "The loss and its gradient are sums over the rows.", "Divide by the number of rows, in both.")
def sums(params, X, y):
    loss, gradients = mlp_loss(params, X, y)
    return loss * len(X), {name: g * len(X) for name, g in gradients.items()}


@wrong(
    "mlp_loss",
    "The loss is a mean, but its gradient is that of the sum.",
    "What becomes of 1/N in a derivative?",
)
def gradient_of_the_sum(params, X, y):
    loss, gradients = mlp_loss(params, X, y)
    return loss, {name: g * len(X) for name, g in gradients.items()}


@wrong("mlp_loss", "The loss is a sum, but its gradient is that of the mean.", "Which of the two lost its 1/N?")
def loss_of_the_sum(params, X, y):
    loss, gradients = mlp_loss(params, X, y)
    return loss * len(X), gradients


@wrong(
    "mlp_loss",
    "The mean is also taken over the classes.",
    "Over what does the loss average: rows, or entries?",
)
def mean_over_classes(params, X, y):
    loss, gradients = mlp_loss(params, X, y)
    m = len(params["b2"])
    return loss / m, {name: g / m for name, g in gradients.items()}


@wrong(
    "mlp_loss",
    "The derivative of tanh is missing on the way back.",
    "The chain rule passes through tanh too.",
)
def tanh_derivative_missing(params, X, y):
    hidden, _, d_logits = slopes(params, X, y)
    return mlp_loss(params, X, y)[0], backward(params, X, hidden, d_logits, 1.0)


@wrong(
    "mlp_loss",
    "The derivative of the sigmoid is used for tanh.",
    "What is the derivative of tanh by its value?",
)
def sigmoid_derivative(params, X, y):
    hidden, _, d_logits = slopes(params, X, y)
    return mlp_loss(params, X, y)[0], backward(params, X, hidden, d_logits, hidden * (1 - hidden))


@wrong(
    "mlp_loss",
    "The derivative of tanh is taken at tanh's value, not at its argument.",
    "hidden is already tanh of something: how is the derivative written with it?",
)
def derivative_at_the_value(params, X, y):
    hidden, _, d_logits = slopes(params, X, y)
    return mlp_loss(params, X, y)[0], backward(params, X, hidden, d_logits, 1 - np.tanh(hidden) ** 2)


@wrong("mlp_loss", "The derivative of tanh lacks its square.", "d tanh(a)/da is 1 minus what?")
def square_missing(params, X, y):
    hidden, _, d_logits = slopes(params, X, y)
    return mlp_loss(params, X, y)[0], backward(params, X, hidden, d_logits, 1 - hidden)


@wrong(
    "mlp_loss",
    "The labels are not taken off the probabilities.",
    "What is the slope of −log p at the logits?",
)
def labels_not_taken_off(params, X, y):
    hidden, p = forward(params, X)
    return mlp_loss(params, X, y)[0], backward(params, X, hidden, p / len(X), 1 - hidden**2)


@wrong(
    "mlp_loss",
    "The gradient has the wrong sign.",
    "Where the right class has too little, should its logit rise or fall?",
)
def sign_turned(params, X, y):
    loss, gradients = mlp_loss(params, X, y)
    return loss, {name: -g for name, g in gradients.items()}


@wrong(
    "mlp_loss",
    "The gradients of the biases are means and not sums over the rows.",
    "1/N is already in the slope.",
)
def biases_averaged(params, X, y):
    loss, gradients = mlp_loss(params, X, y)
    return loss, {name: g / len(X) if name[0] == "b" else g for name, g in gradients.items()}


@wrong("mlp_loss", "The hidden layer's bias is not used.", "Where does b1 enter?")
def hidden_bias_unused(params, X, y):
    return mlp_loss({**params, "b1": np.zeros_like(params["b1"])}, X, y)


@wrong("mlp_loss", "The hidden units are rectified and not tanh.", "Which function stands between the layers?")
def rectified(params, X, y):
    pre = X @ params["W1"] + params["b1"]
    hidden = np.maximum(pre, 0)
    logits = hidden @ params["W2"] + params["b2"]
    p = np.exp(logits - logits.max(1, keepdims=True))
    p /= p.sum(1, keepdims=True)
    d_logits = (p - one_hot(y, p.shape[1])) / len(X)
    return float(-np.mean(np.log(p[np.arange(len(X)), y]))), backward(params, X, hidden, d_logits, pre > 0)


@wrong("mlp_loss", "tanh is applied to the logits too.", "The output layer is linear.")
def tanh_on_the_logits(params, X, y):
    hidden = np.tanh(X @ params["W1"] + params["b1"])
    out = np.tanh(hidden @ params["W2"] + params["b2"])
    p = np.exp(out) / np.exp(out).sum(1, keepdims=True)
    d_logits = (p - one_hot(y, p.shape[1])) / len(X) * (1 - out**2)
    return float(-np.mean(np.log(p[np.arange(len(X)), y]))), backward(params, X, hidden, d_logits, 1 - hidden**2)


@wrong(
    "mlp_loss",
    "The softmax is taken down the rows and not across the classes.",
    "What adds up to one in each row?",
)
def softmax_over_rows(params, X, y):
    hidden = np.tanh(X @ params["W1"] + params["b1"])
    logits = hidden @ params["W2"] + params["b2"]
    p = np.exp(logits - logits.max(axis=0))
    p /= p.sum(axis=0)
    d_logits = (p - one_hot(y, p.shape[1])) / len(X)
    return float(-np.mean(np.log(p[np.arange(len(X)), y]))), backward(params, X, hidden, d_logits, 1 - hidden**2)


@wrong("mlp_loss", "The logarithm is missing: the loss is a mean probability.", "Which loss do we minimise?")
def logarithm_missing(params, X, y):
    _, p = forward(params, X)
    return float(-np.mean(p[np.arange(len(X)), y])), mlp_loss(params, X, y)[1]


def from_logits(params, X, y, softmax, log=np.log):
    """Return loss and gradients with another softmax or logarithm."""
    hidden = np.tanh(X @ params["W1"] + params["b1"])
    with np.errstate(all="ignore"):
        p = softmax(hidden @ params["W2"] + params["b2"])
        loss = float(-np.mean(log(p[np.arange(len(X)), y])))
        d_logits = (p - one_hot(y, p.shape[1])) / len(X)
        return loss, backward(params, X, hidden, d_logits, 1 - hidden**2)


def plain_softmax(logits):
    return np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)


def shifted_softmax(logits):
    return plain_softmax(logits - logits.max(axis=1, keepdims=True))


@wrong(
    "mlp_loss",
    "exp overflows where the logits are large.",
    "What becomes of softmax when the largest logit is taken off all of a row?",
)
def softmax_not_shifted(params, X, y):
    return from_logits(params, X, y, plain_softmax)


@wrong(
    "mlp_loss",
    "The logits are cut off before exp, so that large ones count as equal.",
    "Take the largest logit off all of a row: then nothing has to be cut.",
)
def logits_cut_off(params, X, y):
    return from_logits(params, X, y, lambda logits: plain_softmax(np.clip(logits, -500, 500)))


@wrong(
    "mlp_loss",
    "A small number is added to p before the logarithm, which changes the loss of rows with a small p.",
    "With the largest logit taken off, is there still a log 0 to be afraid of?",
)
def small_number_added(params, X, y):
    return from_logits(params, X, y, shifted_softmax, lambda p: np.log(p + 1e-12))


@wrong(
    "mlp_loss",
    "p is kept away from 0 before the logarithm, so a row with a very small p has too small a loss.",
    "With the largest logit taken off, is there still a log 0 to be afraid of?",
)
def probabilities_kept_from_zero(params, X, y):
    return from_logits(params, X, y, shifted_softmax, lambda p: np.log(np.clip(p, 1e-7, 1)))


@wrong("mlp_loss", "Every row is compared with every label.", "p[:, y] picks whole columns: pair row i with y_i.")
def all_rows_with_all_labels(params, X, y):
    _, p = forward(params, X)
    return float(-np.mean(np.log(p[:, y]))), mlp_loss(params, X, y)[1]


@wrong(
    "mlp_loss",
    "A penalty on the weights was added.",
    "The loss is the mean negative log-likelihood alone.",
)
def weight_penalty(params, X, y):
    loss, gradients = mlp_loss(params, X, y)
    loss += 0.5e-3 * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
    return loss, {name: g + 1e-3 * params[name] * (name[0] == "W") for name, g in gradients.items()}


@wrong("mlp_loss", "The parameters are changed: a step is taken.", "Here only the gradient is asked for.")
def takes_a_step(params, X, y):
    result = mlp_loss(params, X, y)
    for name, g in result[1].items():
        params[name] -= 0.1 * g
    return result


@wrong(
    "mlp_loss",
    "The gradients are a list and not a dict with the names of the parameters.",
    "How do you find W2's?",
)
def list_of_gradients(params, X, y):
    loss, gradients = mlp_loss(params, X, y)
    return loss, list(gradients.values())
