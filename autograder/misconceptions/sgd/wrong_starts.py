"""First versions that run and do not yet do what is asked: whole batches, and step sizes that never change."""

import numpy as np

from autograder.variants import start

CONSTANT = "The step size never changes."


@start(
    "minibatches",
    "All rows come in one batch.",
    "How many rows should a batch have?",
)
def one_batch(X, y, batch_size, rng):
    yield X, y


@start(
    "minibatches",
    "Rows are drawn with replacement: some come twice in an epoch and others not at all.",
    "Think of a pack of cards: shuffle once, then deal.",
)
def drawn_with_replacement(X, y, batch_size, rng):
    for _ in range(0, len(X), batch_size):
        rows = rng.integers(len(X), size=batch_size)
        yield X[rows], y[rows]


@start(
    "sgd",
    "Each epoch takes one step with all rows: this is full-batch gradient descent.",
    "How many steps does an epoch take?",
)
def full_batch(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu=0.0):
    path = [np.array(theta0, float)]
    for k in range(epochs):
        path.append(path[-1] - (alpha(k) if callable(alpha) else alpha) * grad(path[-1], X, y))
    return np.array(path)


@start(
    "gradient_noise",
    "The gradient of all rows is taken once: there is no noise to measure.",
    "What differs from one draw to the next?",
)
def no_noise(grad, theta, X, y, batch_size, draws, rng):
    return grad(theta, X, y), 0.0


@start("step_decay", CONSTANT, "What happens to alpha after every `every` steps?")
def constant_steps(k, alpha0, drop, every):
    return alpha0


@start("inverse_time_decay", CONSTANT, "Which part of the formula grows with k?")
def constant_in_time(k, alpha0, rate):
    return alpha0


@start("cosine_decay", CONSTANT, "Which numbers should it have at k = 0, halfway, and at the end?")
def constant_cosine(k, alpha0, total, warmup=0):
    return alpha0
