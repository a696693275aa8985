"""Wrong variants of `minibatches`."""

import numpy as np

from autograder.variants import wrong
from solutions.sgd import minibatches


def cut(X, y, batch_size, order):
    """Give consecutive blocks of the rows in the given order."""
    return [(X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in range(0, len(order), batch_size)]


@wrong(
    "minibatches",
    "Rows and labels are shuffled by two different orders, so they no longer belong together.",
    "Row i of X and entry i of y are one example: what has to be the same for both?",
)
def shuffled_separately(X, y, batch_size, rng):
    rows, labels = rng.permutation(X), rng.permutation(y)
    return cut(rows, labels, batch_size, np.arange(len(X)))


@wrong(
    "minibatches",
    "Only X is shuffled, and the labels stay where they were.",
    "Which label belongs to a moved row?",
)
def labels_left_behind(X, y, batch_size, rng):
    return cut(rng.permutation(X), y, batch_size, np.arange(len(X)))


@wrong(
    "minibatches",
    "The last batch is dropped when it is not full.",
    "How many rows of 23 are in 3 batches of 6?",
)
def last_batch_dropped(X, y, batch_size, rng):
    full = len(X) // batch_size * batch_size
    return cut(X, y, batch_size, rng.permutation(len(X))[:full])


@wrong(
    "minibatches",
    "The last batch is filled up with rows that have already come.",
    "How often may a row come in one epoch? The last batch may be smaller.",
)
def last_batch_filled_up(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    missing = -len(X) % batch_size
    return cut(X, y, batch_size, np.concatenate([order, order[:missing]]))


@wrong(
    "minibatches",
    "There is an empty batch at the end when batch_size divides the number of rows.",
    "How many batches of 5 are in 20 rows?",
)
def empty_batch_at_the_end(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    starts = [i * batch_size for i in range(len(X) // batch_size + 1)]
    return [(X[order[s : s + batch_size]], y[order[s : s + batch_size]]) for s in starts]


@wrong(
    "minibatches",
    "Each batch is drawn anew from all rows, so some rows come twice in an epoch and others never.",
    "Deal the rows like a deck of cards: shuffle once, then hand out from the top.",
)
def each_batch_drawn_anew(X, y, batch_size, rng):
    sizes = [min(batch_size, len(X) - start) for start in range(0, len(X), batch_size)]
    batches = [rng.choice(len(X), size=size, replace=False) for size in sizes]
    return [(X[batch], y[batch]) for batch in batches]


@wrong(
    "minibatches",
    "The rows are drawn with replacement.",
    "Does every row come exactly once? A shuffle leaves no row out.",
)
def with_replacement(X, y, batch_size, rng):
    return cut(X, y, batch_size, rng.integers(len(X), size=len(X)))


@wrong("minibatches", "The rows are not shuffled at all.", "In which order do the rows come? What is rng for?")
def not_shuffled(X, y, batch_size, rng):
    return cut(X, y, batch_size, np.arange(len(X)))


@wrong(
    "minibatches",
    "Blocks of neighbouring rows are shuffled, not the rows: neighbours always come together.",
    "Which comes first, the shuffle or the cutting?",
)
def blocks_shuffled(X, y, batch_size, rng):
    batches = cut(X, y, batch_size, np.arange(len(X)))
    full = batches[: len(X) // batch_size]
    return [full[i] for i in rng.permutation(len(full))] + batches[len(full) :]


@wrong(
    "minibatches",
    "The rows are turned round by a random offset, which leaves neighbours together.",
    "Are all orders possible?",
)
def random_offset_only(X, y, batch_size, rng):
    return cut(X, y, batch_size, np.roll(np.arange(len(X)), rng.integers(len(X))))


@wrong(
    "minibatches",
    "The shuffle has a seed of its own and does not use rng.",
    "Two different generators should give two different orders.",
)
def own_seed(X, y, batch_size, rng):
    return cut(X, y, batch_size, np.random.default_rng(0).permutation(len(X)))


@wrong(
    "minibatches",
    "X and y themselves are shuffled in place, so the caller's data change.",
    "Shuffle the row numbers, not the data.",
)
def callers_arrays_shuffled(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    X[:], y[:] = X[order], y[order]
    return cut(X, y, batch_size, np.arange(len(X)))


@wrong("minibatches", "Only the first batch is given, not all of one epoch.", "Is the return inside the loop?")
def first_batch_only(X, y, batch_size, rng):
    return cut(X, y, batch_size, rng.permutation(len(X)))[:1]


@wrong(
    "minibatches",
    "The rows are cut into equal parts, so the batches do not have batch_size rows.",
    "Which batch alone may be smaller?",
)
def equal_parts(X, y, batch_size, rng):
    parts = np.array_split(rng.permutation(len(X)), -(-len(X) // batch_size))
    return [(X[part], y[part]) for part in parts]


@wrong(
    "minibatches",
    "The shuffle comes from NumPy's global random state and not from rng.",
    "Where does the randomness come from? The argument is there to be used.",
)
def global_draws(X, y, batch_size, rng):
    return minibatches(X, y, batch_size, np.random)


@wrong(
    "minibatches",
    "NumPy's global random state gets a seed, which resets it for everybody else too.",
    "What is left to be seeded when all chance comes from rng?",
)
def global_seed(X, y, batch_size, rng):
    np.random.seed(1)  # noqa: NPY002
    return minibatches(X, y, batch_size, rng)


@wrong(
    "minibatches",
    "NumPy's global random state is seeded from rng, and the numbers are drawn there.",
    "Which methods does rng itself have?",
)
def global_seed_from_rng(X, y, batch_size, rng):
    np.random.seed(rng.integers(2**31))  # noqa: NPY002
    return minibatches(X, y, batch_size, np.random)
