"""Hidden cases of `minibatches`. Each row and each label carries its number, so any order can be judged."""

import numpy as np
import pytest

from checks.support import as_array, assert_own_randomness, assert_unchanged, fail, pair


def tagged_data(rng, N):
    """Rows and labels that name their number: label 3·i + 2, and i in the first column of row i."""
    X = rng.normal(size=(N, 3))
    X[:, 0] = np.arange(N)
    return X, 3 * np.arange(N) + 2


def batches_of(value, names="(X_b, y_b)"):
    """Return the batches, or fail where there is nothing to go through."""
    if not isinstance(value, (list, tuple)) and np.ndim(value) == 0:
        fail(f"minibatches should give an iterable of pairs {names}, got a {type(value).__name__}")
    return value


def numbers_of(value, X, y, names="(X_b, y_b)"):
    """Return, per batch, the numbers of its rows by their labels; fail unless every row keeps its label."""
    blocks = []
    for batch in batches_of(value, names):
        X_b, y_b = pair(batch, "X_b", "y_b")
        y_b = as_array(y_b, (None,), "y_b")
        X_b = as_array(X_b, (len(y_b), X.shape[1]), "X_b")
        numbers = (y_b - 2) / 3
        if not np.all(np.isin(numbers, np.arange(len(y)))):
            fail("a batch holds a label that is not in y")
        numbers = numbers.astype(int)
        if not np.array_equal(X_b, X[numbers]):
            fail("a row of X_b stands beside the label of another row")
        blocks.append(numbers)
    return blocks


@pytest.mark.points(3)
def test_each_row_once_with_its_label(student, rng):
    """Every row is in exactly one batch, beside its own label."""
    N, batch_size = 23, 6
    X, y = tagged_data(rng, N)
    for _ in range(3):
        seed = int(rng.integers(2**32))
        blocks = numbers_of(student.minibatches(X, y, batch_size, np.random.default_rng(seed)), X, y)
        counts = np.bincount(np.concatenate([*blocks, np.zeros(0, int)]), minlength=N)
        if np.any(counts != 1):
            fail(
                f"each of {N} rows should come exactly once in an epoch of batches of {batch_size}: "
                f"{int(np.sum(counts == 0))} never came, {int(np.sum(counts > 1))} came more than once"
            )


@pytest.mark.points(3)
def test_sizes(student, rng):
    """All batches are full but the last, which may be smaller and is not dropped."""
    for N, batch_size in [(21, 5), (20, 5), (19, 10), (4, 9), (5, 1), (1, 1)]:
        X, y = tagged_data(rng, N)
        value = student.minibatches(X, y, batch_size, np.random.default_rng(int(rng.integers(2**32))))
        sizes = [len(as_array(pair(batch, "X_b", "y_b")[0], (None, 3), "X_b")) for batch in batches_of(value)]
        wanted = [batch_size] * (N // batch_size) + [N % batch_size] * (N % batch_size > 0)
        if sizes != wanted:
            fail(f"{N} rows in batches of {batch_size} should give sizes {wanted}, got {sizes}")


@pytest.mark.points(3)
def test_order_is_random(student, rng):
    """The rows are shuffled one by one, all orders equally likely."""
    N, batch_size = 1200, 30
    X, y = tagged_data(rng, N)
    value = student.minibatches(X, y, batch_size, np.random.default_rng(int(rng.integers(2**32))))
    blocks = numbers_of(value, X, y)
    batch_of = np.full(N, -1)
    for place, numbers in enumerate(blocks):
        batch_of[numbers] = place
    # Neighbours of X in one batch: 1,199 pairs, each with chance 29/1199, about Poisson with mean 29;
    # 70 and more have probability exp(-29 + 70 - 70 ln(70/29)) < 2e-9.
    together = int(np.sum((batch_of[1:] == batch_of[:-1]) & (batch_of[1:] >= 0)))
    if together >= 70:
        fail(
            f"of {N} rows in batches of {batch_size}, {together} share a batch with the next row; after a "
            "shuffle of the single rows about 29 do"
        )
    # Correlation of place in X and place in the epoch: standard error 1/sqrt(1199) = 0.029; 0.17 is 5.9 of
    # them, probability 4e-9.
    correlation = np.corrcoef(np.arange(N), batch_of)[0, 1] if len(set(batch_of)) > 1 else 1.0
    if abs(correlation) > 0.17:
        fail(f"where a row stands in X should not tell when it comes: the correlation is {correlation:.2f}")


@pytest.mark.points(2)
def test_randomness_comes_from_rng(student, rng):
    """All chance comes from rng: equal generators give equal batches; X and y stay in order."""
    X, y = tagged_data(rng, 40)
    seed = int(rng.integers(2**32))
    orders = []
    for this_seed in (seed, seed, seed + 1):
        value = student.minibatches(X, y, 8, np.random.default_rng(this_seed))
        assert_unchanged(student)
        assert_own_randomness(student)
        orders.append([numbers.tolist() for numbers in numbers_of(value, X, y)])
    if orders[0] != orders[1]:
        fail("two calls with equal generators should give the same batches")
    if orders[0] == orders[2]:
        fail("two different generators gave the same batches: the shuffle should be drawn from rng")
