"""Right variants of `train_digits`, in other styles."""

import numpy as np

from autograder.misconceptions.sgd.wrong_digits import DIVISOR, folded, start, train
from autograder.variants import right
from solutions.sgd import best_learning_rate, minibatches, mlp_loss


@right("train_digits")
def scaled_and_folded(X, y, X_val, y_val, rng):
    return folded(train(start(rng, hidden=128), X / DIVISOR, y, rng, epochs=40))


@right("train_digits")
def raw_pixels_with_small_first_weights(X, y, X_val, y_val, rng):
    params = start(rng, hidden=100, scale=0.25 / DIVISOR)
    return train(params, X, y, rng, alpha=0.02, epochs=60, noise=3.0)


@right("train_digits")
def adam_on_centred_pixels(X, y, X_val, y_val, rng):
    """Trains on (X − mean)/16, and folds both into W1 and b1."""
    centre = X.mean(axis=0)
    params, k = start(rng, hidden=96), 0
    m = {name: 0.0 for name in params}
    v = {name: 0.0 for name in params}
    for epoch in range(40):
        alpha = 0.003 * (1 - epoch / 40)
        for X_b, y_b in minibatches((X - centre) / DIVISOR, y, 50, rng):
            g, k = mlp_loss(params, X_b + 0.2 * rng.normal(size=X_b.shape), y_b)[1], k + 1
            for name in params:
                m[name] = 0.9 * m[name] + 0.1 * g[name]
                v[name] = 0.999 * v[name] + 0.001 * g[name] ** 2
                step = m[name] / (1 - 0.9**k) / (np.sqrt(v[name] / (1 - 0.999**k)) + 1e-8)
                params[name] = params[name] - alpha * step
    W1 = params["W1"] / DIVISOR
    return {**params, "W1": W1, "b1": params["b1"] - centre @ W1}


@right("train_digits")
def rate_chosen_on_validation(X, y, X_val, y_val, rng):
    found = {}

    def run(rate):
        found[rate] = train(start(rng, hidden=128), X / DIVISOR, y, rng, alpha=rate, noise=0.25)
        return mlp_loss(found[rate], X_val / DIVISOR, y_val)[0]

    best = best_learning_rate(run, [0.05, 0.15])
    return {name: value.tolist() for name, value in folded(found[best]).items()}
