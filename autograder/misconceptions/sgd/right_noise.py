"""Right variants of `gradient_noise`, in other styles."""

import numpy as np

from autograder.misconceptions.sgd.wrong_noise import chosen_rightly, moments
from autograder.variants import right


@right("gradient_noise")
def unbiased_variance(grad, theta, X, y, batch_size, draws, rng):
    gradients = chosen_rightly(grad, theta, X, y, batch_size, draws, rng)
    return [gradients.mean(0), np.trace(np.atleast_2d(np.cov(gradients.T)))]


@right("gradient_noise")
def front_of_a_permutation(grad, theta, X, y, batch_size, draws, rng):
    total, gradients = np.zeros(len(theta)), []
    for _ in range(draws):
        front = rng.permutation(len(y))[:batch_size]
        gradients.append(grad(theta, X[front], y[front]))
        total = total + gradients[-1]
    mean = total / draws
    return mean, sum(np.sum((g - mean) ** 2) for g in gradients) / draws


@right("gradient_noise")
def running_moments(grad, theta, X, y, batch_size, draws, rng):
    mean, squares = np.zeros(theta.shape), 0.0
    for count in range(1, draws + 1):
        keys = rng.random(len(X))
        chosen = keys <= np.partition(keys, batch_size - 1)[batch_size - 1]
        g = grad(theta, X[chosen], y[chosen])
        off = g - mean
        mean = mean + off / count
        squares += off @ (g - mean)
    return mean, squares / (draws - 1)


@right("gradient_noise")
def dealt_from_a_shuffled_deck(grad, theta, X, y, batch_size, draws, rng):
    """Takes several batches from one shuffle while enough rows are left."""
    deck, gradients = [], []
    while len(gradients) < draws:
        if len(deck) < batch_size:
            deck = rng.permutation(len(X))
        hand, deck = deck[:batch_size], deck[batch_size:]
        gradients.append(grad(theta, X[hand], y[hand]))
    return moments(np.array(gradients))
