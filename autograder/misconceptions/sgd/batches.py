"""Variants of `minibatches`."""

import numpy as np

from autograder.variants import right, wrong


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
    "The shuffle uses NumPy's global random state and not rng.",
    "Where does the randomness come from? The argument is there to be used.",
)
def global_randomness(X, y, batch_size, rng):
    return cut(X, y, batch_size, np.random.permutation(len(X)))  # noqa: NPY002


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


@right("minibatches")
def shuffled_numbers(X, y, batch_size, rng):
    numbers = np.arange(X.shape[0])
    rng.shuffle(numbers)
    batches = []
    while len(numbers):
        now, numbers = numbers[:batch_size], numbers[batch_size:]
        batches.append([X[now], y[now]])
    return batches


@right("minibatches")
def sorted_random_keys(X, y, batch_size, rng):
    order = np.argsort(rng.random(len(y)))
    X, y = X[order], y[order]
    cuts = range(batch_size, len(y), batch_size)
    return zip(np.split(X, cuts), np.split(y, cuts), strict=True)


@right("minibatches")
def twin_shuffles(X, y, batch_size, rng):
    seed = rng.integers(2**31)
    X, y = X.copy(), y.copy()
    np.random.default_rng(seed).shuffle(X)
    np.random.default_rng(seed).shuffle(y)
    for start in range(0, len(X), batch_size):
        yield X[start : start + batch_size], y[start : start + batch_size]


@right("minibatches")
def drawn_from_the_rest(X, y, batch_size, rng):
    rest, batches = list(range(len(X))), []
    while rest:
        batch = rng.choice(rest, size=min(batch_size, len(rest)), replace=False).tolist()
        batches.append((X[batch], y[batch]))
        rest = [i for i in rest if i not in batch]
    return tuple(batches)


@right("minibatches")
def row_by_row(X, y, batch_size, rng, verbose=False):
    rows, labels = [], []
    for i in rng.permutation(len(X)):
        rows.append(X[i])
        labels.append(y[i])
        if len(rows) == batch_size:
            yield np.array(rows), np.array(labels)
            rows, labels = [], []
    if rows:
        yield np.array(rows), np.array(labels)
