"""Wrong variants of `sgd`: shuffles that are left out, or that do not come from rng."""

import numpy as np

from autograder.misconceptions.sgd.wrong_training import run, steps
from autograder.variants import wrong
from solutions.sgd import minibatches, sgd


@wrong(
    "sgd",
    "The rows are shuffled once, and every epoch has the same batches.",
    "Where is the shuffle: before the loop over epochs, or in it?",
)
def shuffled_only_once(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu=0.0):
    batches = list(minibatches(X, y, batch_size, rng))

    def epoch(state, _):
        steps(grad, mu)(state, batches)

    return run(grad, theta0, X, y, alpha, batch_size, epochs, np.random.default_rng(0), mu, epoch)


@wrong("sgd", "The rows are not shuffled.", "In which order does an epoch visit the rows?")
def never_shuffled(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu=0.0):
    starts = range(0, len(X), batch_size)

    def epoch(state, _):
        steps(grad, mu)(state, [(X[s : s + batch_size], y[s : s + batch_size]) for s in starts])

    return run(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu, epoch)


@wrong("sgd", "The shuffles have a seed of their own and do not use rng.", "What is rng for?")
def own_seed(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu=0.0):
    generator = np.random.default_rng(0)
    return run(grad, theta0, X, y, alpha, batch_size, epochs, generator, mu, steps(grad, mu))


@wrong(
    "sgd",
    "The shuffles come from NumPy's global random state and not from rng.",
    "Where does the randomness come from? The argument is there to be used.",
)
def global_draws(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu=0.0):
    return sgd(grad, theta0, X, y, alpha, batch_size, epochs, np.random, mu)


@wrong(
    "sgd",
    "NumPy's global random state gets a seed, which resets it for everybody else too.",
    "What is left to be seeded when all chance comes from rng?",
)
def global_seed(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu=0.0):
    np.random.seed(1)  # noqa: NPY002
    return sgd(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu)


@wrong(
    "sgd",
    "NumPy's global random state is seeded from rng, and the numbers are drawn there.",
    "Which methods does rng itself have?",
)
def global_seed_from_rng(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu=0.0):
    np.random.seed(rng.integers(2**31))  # noqa: NPY002
    return sgd(grad, theta0, X, y, alpha, batch_size, epochs, np.random, mu)
