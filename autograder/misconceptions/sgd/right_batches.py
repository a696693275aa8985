"""Right variants of `minibatches`, in other styles."""

import numpy as np

from autograder.variants import right


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


class Deck:
    """Batches by their number, as a class in the manner of a list gives them."""

    def __init__(self, X, y, batch_size, rng):
        self.X, self.y, self.size = X, y, batch_size
        self.order = rng.permutation(len(X))

    def __len__(self):
        return -(-len(self.order) // self.size)

    def __getitem__(self, number):
        rows = self.order[number * self.size : (number + 1) * self.size]
        return self.X[rows], self.y[rows]


@right("minibatches")
def class_in_the_manner_of_a_list(X, y, batch_size, rng):
    return Deck(X, y, batch_size, rng)


class Loader:
    """Batches of a class that a loop may go through again."""

    def __init__(self, *given):
        self.deck = Deck(*given)

    def __iter__(self):
        for number in range(len(self.deck)):
            yield self.deck[number]


@right("minibatches")
def class_to_loop_over(X, y, batch_size, rng):
    return Loader(X, y, batch_size, rng)


@right("minibatches")
def global_state_put_back(X, y, batch_size, rng):
    """Borrows NumPy's global state, with a seed from rng, and leaves it as it was."""
    found = np.random.get_state()  # noqa: NPY002
    np.random.seed(rng.integers(2**31))  # noqa: NPY002
    order = np.random.permutation(len(X))  # noqa: NPY002
    np.random.set_state(found)  # noqa: NPY002
    starts = range(0, len(X), batch_size)
    return [(X[order[start : start + batch_size]], y[order[start : start + batch_size]]) for start in starts]
