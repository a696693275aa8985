"""Wrong variants of `gradient_noise`."""

import numpy as np

from autograder.variants import wrong
from solutions.sgd import gradient_noise


def draw(grad, theta, X, y, draws, choose):
    """Give the gradients of `draws` batches, each chosen by `choose()`."""
    batches = [choose() for _ in range(draws)]
    return np.array([grad(theta, X[batch], y[batch]) for batch in batches])


def chosen_rightly(grad, theta, X, y, batch_size, draws, rng):
    return draw(grad, theta, X, y, draws, lambda: rng.choice(len(X), batch_size, replace=False))


def moments(gradients):
    return gradients.mean(axis=0), gradients.var(axis=0).sum()


@wrong(
    "gradient_noise",
    "The rows of one batch are drawn with replacement.",
    "Can the same row be twice in a batch? How noisy is a batch of all rows?",
)
def with_replacement(grad, theta, X, y, batch_size, draws, rng):
    return moments(draw(grad, theta, X, y, draws, lambda: rng.integers(len(X), size=batch_size)))


@wrong(
    "gradient_noise",
    "The rows that are drawn never include the last one.",
    "Which numbers does rng.integers(0, N − 1) give? Its upper end is left out.",
)
def last_row_left_out(grad, theta, X, y, batch_size, draws, rng):
    population = max(len(X) - 1, batch_size)
    return moments(draw(grad, theta, X, y, draws, lambda: rng.choice(population, batch_size, replace=False)))


@wrong(
    "gradient_noise",
    "A batch is a run of neighbouring rows from a random start, so not all batches are possible.",
    "Are all sets of rows equally likely? The rows at both ends of X come less often.",
)
def random_window(grad, theta, X, y, batch_size, draws, rng):
    def window():
        start = rng.integers(len(X) - batch_size + 1)
        return np.arange(start, start + batch_size)

    return moments(draw(grad, theta, X, y, draws, window))


@wrong(
    "gradient_noise",
    "All draws use the same batch.",
    "Where is the batch drawn: before the loop, or in it?",
)
def same_batch_every_time(grad, theta, X, y, batch_size, draws, rng):
    batch = rng.choice(len(X), batch_size, replace=False)
    return moments(draw(grad, theta, X, y, draws, lambda: batch))


@wrong(
    "gradient_noise",
    "The generator is made anew for each draw, so every batch is the same.",
    "What does a generator with the same seed draw first?",
)
def reseeded_in_the_loop(grad, theta, X, y, batch_size, draws, rng):
    return moments(
        draw(
            grad,
            theta,
            X,
            y,
            draws,
            lambda: np.random.default_rng(0).choice(len(X), batch_size, replace=False),
        )
    )


@wrong(
    "gradient_noise",
    "The batches come from a seed of their own and not from rng.",
    "Two different generators should give two different results.",
)
def own_seed(grad, theta, X, y, batch_size, draws, rng):
    return chosen_rightly(grad, theta, X, y, batch_size, draws, np.random.default_rng(0))


@wrong(
    "gradient_noise",
    "Rows and labels of a batch are drawn separately.",
    "The same numbers have to choose the rows of X and the entries of y.",
)
def labels_drawn_separately(grad, theta, X, y, batch_size, draws, rng):
    def choose():
        return rng.choice(len(X), batch_size, replace=False)

    return moments(np.array([grad(theta, X[choose()], y[choose()]) for _ in range(draws)]))


@wrong(
    "gradient_noise",
    "The variance is averaged over the coordinates and not summed.",
    "The total variance is the expected squared distance from the mean.",
)
def variance_averaged(grad, theta, X, y, batch_size, draws, rng):
    gradients = chosen_rightly(grad, theta, X, y, batch_size, draws, rng)
    return gradients.mean(axis=0), gradients.var(axis=0).mean()


@wrong(
    "gradient_noise",
    "The variance is taken over all numbers together, coordinates included.",
    "Along which axis do the draws lie? Each coordinate has its own mean.",
)
def variance_of_everything(grad, theta, X, y, batch_size, draws, rng):
    gradients = chosen_rightly(grad, theta, X, y, batch_size, draws, rng)
    return gradients.mean(axis=0), gradients.var()


@wrong(
    "gradient_noise",
    "The standard deviations are summed and not the variances.",
    "What is squared in a variance, and which of the two adds up?",
)
def standard_deviations(grad, theta, X, y, batch_size, draws, rng):
    gradients = chosen_rightly(grad, theta, X, y, batch_size, draws, rng)
    return gradients.mean(axis=0), gradients.std(axis=0).sum()


@wrong(
    "gradient_noise",
    "The mean square is returned: the mean is not taken off.",
    "A batch of all rows has no noise; what does your total_variance say for it?",
)
def mean_not_taken_off(grad, theta, X, y, batch_size, draws, rng):
    gradients = chosen_rightly(grad, theta, X, y, batch_size, draws, rng)
    return gradients.mean(axis=0), np.mean(np.sum(gradients**2, axis=1))


@wrong(
    "gradient_noise",
    "The variance per coordinate is returned and not its sum.",
    "total_variance is one number.",
)
def variance_not_summed(grad, theta, X, y, batch_size, draws, rng):
    gradients = chosen_rightly(grad, theta, X, y, batch_size, draws, rng)
    return gradients.mean(axis=0), gradients.var(axis=0)


@wrong(
    "gradient_noise",
    "The gradient over all rows is returned in place of the mean of the draws.",
    "Average the minibatch gradients that were drawn: only so do you see whether they are unbiased.",
)
def full_gradient_as_mean(grad, theta, X, y, batch_size, draws, rng):
    gradients = chosen_rightly(grad, theta, X, y, batch_size, draws, rng)
    return grad(theta, X, y), gradients.var(axis=0).sum()


@wrong(
    "gradient_noise",
    "theta moves between the draws.",
    "All gradients are taken at one point: nothing is trained here.",
)
def theta_moves(grad, theta, X, y, batch_size, draws, rng):
    gradients = []
    for _ in range(draws):
        batch = rng.choice(len(X), batch_size, replace=False)
        gradients.append(grad(theta, X[batch], y[batch]))
        theta = theta - 0.01 * gradients[-1]
    return moments(np.array(gradients))


@wrong(
    "gradient_noise",
    "The mean is divided by batch_size once more.",
    "grad already gives the mean over the rows of its batch.",
)
def divided_by_the_batch_size(grad, theta, X, y, batch_size, draws, rng):
    return moments(chosen_rightly(grad, theta, X, y, batch_size, draws, rng) / batch_size)


@wrong(
    "gradient_noise",
    "The batches come from NumPy's global random state and not from rng.",
    "Where does the randomness come from? The argument is there to be used.",
)
def global_draws(grad, theta, X, y, batch_size, draws, rng):
    return gradient_noise(grad, theta, X, y, batch_size, draws, np.random)


@wrong(
    "gradient_noise",
    "NumPy's global random state gets a seed, which resets it for everybody else too.",
    "What is left to be seeded when all chance comes from rng?",
)
def global_seed(grad, theta, X, y, batch_size, draws, rng):
    np.random.seed(1)  # noqa: NPY002
    return gradient_noise(grad, theta, X, y, batch_size, draws, rng)


@wrong(
    "gradient_noise",
    "NumPy's global random state is seeded from rng, and the numbers are drawn there.",
    "Which methods does rng itself have?",
)
def global_seed_from_rng(grad, theta, X, y, batch_size, draws, rng):
    np.random.seed(rng.integers(2**31))  # noqa: NPY002
    return gradient_noise(grad, theta, X, y, batch_size, draws, np.random)
