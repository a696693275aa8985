"""Wrong variants of `train_digits`: whole trainings, kept short."""

import math

import numpy as np

from autograder.variants import wrong
from solutions.sgd import cosine_decay, minibatches, mlp_loss, train_digits

DIVISOR = 16


def start(rng, hidden=64, scale=0.25):
    return {
        "W1": scale * rng.normal(size=(64, hidden)),
        "b1": np.zeros(hidden),
        "W2": rng.normal(size=(hidden, 10)) / math.sqrt(hidden),
        "b2": np.zeros(10),
    }


def train(params, X, y, rng, alpha=0.1, epochs=30, batch_size=32, mu=0.9, sign=1, noise=0.2):
    """Train on the rows as they are given, with a cosine schedule and noise on the inputs."""
    velocity = {name: np.zeros_like(value) for name, value in params.items()}
    total, k = epochs * math.ceil(len(X) / batch_size), 0
    for _ in range(epochs):
        for X_b, y_b in minibatches(X, y, batch_size, rng):
            gradients = mlp_loss(params, X_b + noise * rng.normal(size=X_b.shape), y_b)[1]
            for name in params:
                velocity[name] = gradients[name] + mu * velocity[name]
                params[name] = params[name] - sign * cosine_decay(k, alpha, total) * velocity[name]
            k += 1
    return params


def folded(params):
    """Put the scale of the pixels into the first weights."""
    return {**params, "W1": params["W1"] / DIVISOR}


@wrong(
    "train_digits",
    "The parameters only work on standardised pixels, and are used on pixels 0 … 16.",
    "You trained on (X − mean) / deviation: which W1 and b1 do the same on X itself?",
)
def standardisation_not_folded_in(X, y, X_val, y_val, rng):
    return train(start(rng), (X - X.mean(axis=0)) / (X.std(axis=0) + 0.1), y, rng, epochs=15)


@wrong(
    "train_digits",
    "The network is returned as it was drawn, without training.",
    "Where is the training's result?",
)
def not_trained(X, y, X_val, y_val, rng):
    return folded(start(rng))


@wrong(
    "train_digits",
    "All weights start at zero, so no hidden unit ever learns anything.",
    "What is the gradient of W1 when W2 is zero?",
)
def starts_at_zero(X, y, X_val, y_val, rng):
    params = {name: np.zeros_like(value) for name, value in start(rng).items()}
    return folded(train(params, X / DIVISOR, y, rng, epochs=5))


@wrong(
    "train_digits",
    "All hidden units start alike and stay alike.",
    "Two units with the same weights get the same gradient: what tells them apart?",
)
def hidden_units_alike(X, y, X_val, y_val, rng):
    params = start(rng)
    params["W1"][:] = params["W1"][:, :1]
    params["W2"][:] = params["W2"][:1]
    return folded(train(params, X / DIVISOR, y, rng, epochs=5))


@wrong("train_digits", "The learning rate is so small that hardly anything is learnt.", "Plot the training loss.")
def rate_too_small(X, y, X_val, y_val, rng):
    return folded(train(start(rng), X / DIVISOR, y, rng, alpha=1e-4, epochs=10))


@wrong("train_digits", "The learning rate is far too large.", "Try rates a factor of 3 apart and compare.")
def rate_too_large(X, y, X_val, y_val, rng):
    return folded(train(start(rng), X / DIVISOR, y, rng, alpha=30.0, epochs=5))


@wrong("train_digits", "The training stops after a single epoch.", "Does the validation loss still fall?")
def one_epoch_only(X, y, X_val, y_val, rng):
    return folded(train(start(rng), X / DIVISOR, y, rng, alpha=0.01, epochs=1, mu=0.0))


@wrong("train_digits", "The loss was climbed and not descended.", "Look at the sign of the step.")
def uphill(X, y, X_val, y_val, rng):
    return folded(train(start(rng), X / DIVISOR, y, rng, sign=-1, alpha=0.01, epochs=3))


@wrong(
    "train_digits",
    "Rows and labels were shuffled apart, so there was nothing to learn.",
    "How low does the training loss get? ln 10 = 2.30 is pure guessing.",
)
def labels_shuffled_apart(X, y, X_val, y_val, rng):
    return folded(train(start(rng), X / DIVISOR, rng.permutation(y), rng, epochs=3))


@wrong(
    "train_digits",
    "The images were divided by 16 in place, so the caller's data changed.",
    "X /= 16 changes the array of whoever called; X / 16 makes a new one.",
)
def images_scaled_in_place(X, y, X_val, y_val, rng):
    X /= DIVISOR
    X_val /= DIVISOR
    return folded(train(start(rng), X, y, rng))


@wrong(
    "train_digits",
    "Only the validation images were used for training.",
    "Which of the four arrays hold the thousand images to learn from?",
)
def trained_on_the_validation_images(X, y, X_val, y_val, rng):
    return folded(train(start(rng), X_val / DIVISOR, y_val, rng, epochs=20))


@wrong("train_digits", "The list of parameters is returned, not the dict.", "mlp_loss finds them by their names.")
def list_returned(X, y, X_val, y_val, rng):
    return list(folded(train(start(rng), X / DIVISOR, y, rng, epochs=1)).values())


@wrong(
    "train_digits",
    "The start and the shuffles come from NumPy's global random state and not from rng.",
    "Where does the randomness come from? The argument is there to be used.",
)
def global_draws(X, y, X_val, y_val, rng):
    return train_digits(X, y, X_val, y_val, np.random)


@wrong(
    "train_digits",
    "The start and the shuffles come from a generator with a fixed seed and not from rng.",
    "What happens when two people call the function with different generators?",
)
def fixed_seed(X, y, X_val, y_val, rng):
    rng = np.random.default_rng(0)
    return folded(train(start(rng, hidden=128), X / DIVISOR, y, rng, epochs=40))


@wrong(
    "train_digits",
    "The shuffles come from a generator of the function's own, which nobody can repeat.",
    "Would the same call give the same network again?",
)
def fresh_shuffles(X, y, X_val, y_val, rng):
    return folded(train(start(rng, hidden=128), X / DIVISOR, y, np.random.default_rng(), epochs=40))


@wrong(
    "train_digits",
    "NumPy's global random state gets a seed, which resets it for everybody else too.",
    "What is left to be seeded when all chance comes from rng?",
)
def global_seed(X, y, X_val, y_val, rng):
    np.random.seed(1)  # noqa: NPY002
    return train_digits(X, y, X_val, y_val, rng)


@wrong(
    "train_digits",
    "NumPy's global random state is seeded from rng, and the numbers are drawn there.",
    "Which methods does rng itself have?",
)
def global_seed_from_rng(X, y, X_val, y_val, rng):
    np.random.seed(rng.integers(2**31))  # noqa: NPY002
    return train_digits(X, y, X_val, y_val, np.random)
