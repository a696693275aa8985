"""Public cases of `minibatches`: seven rows in batches of three."""

import numpy as np

from checks.support import as_array, assert_own_randomness, assert_unchanged, fail, pair

PEOPLE = np.column_stack([np.arange(7.0) * 10, np.arange(7.0) * 10 + 1])  # row i is (10 i, 10 i + 1)
NAMES = np.arange(7) + 100  # and its label 100 + i


def deal(student, seed, size=3):
    """One epoch of the seven rows: its rows and its labels, batch by batch."""
    given = student.minibatches(PEOPLE, NAMES, size, np.random.default_rng(seed))
    if not isinstance(given, (list, tuple, np.ndarray)):
        fail(f"give a list of pairs, or yield them one by one: got a {type(given).__name__}")
    halves = [pair(one, "X_b", "y_b") for one in given]
    return [as_array(h[0], (None, 2), "X_b") for h in halves], [as_array(h[1], (None,), "y_b") for h in halves]


def test_how_many(student):
    """Seven rows in batches of three: 3, 3 and 1 of them."""
    lengths = [len(rows) for rows in deal(student, seed=1)[0]]
    if lengths != [3, 3, 1]:
        hint = ": the last one is smaller, and counts" if lengths == [3, 3] else ""
        fail(f"the batches should have 3, 3 and 1 rows, got {lengths}{hint}")
    lengths = [len(rows) for rows in deal(student, seed=1, size=7)[0]]
    if lengths != [7]:
        fail(f"seven rows in batches of seven are one batch, got batches of {lengths} rows")


def test_everyone_is_there(student):
    """Every row comes once, and stands beside its own label."""
    rows, labels = deal(student, seed=2)
    if sorted(np.concatenate(labels).tolist()) != NAMES.tolist():
        fail(f"each label should come once in an epoch, got {np.concatenate(labels).astype(int).tolist()}")
    for row, label in zip(np.concatenate(rows), np.concatenate(labels), strict=True):
        if row[0] != 10 * (label - 100):
            fail(f"label {label:.0f} stands beside row {row[0] / 10:.0f}: shuffle rows and labels alike")


def test_mixed(student):
    """Rows are shuffled one by one: neighbours need not come together."""
    together = sum(np.sum(np.abs(np.diff(rows[:, 0])) == 10) for s in range(10) for rows in deal(student, seed=s)[0])
    if together > 30:  # of 40 pairs that follow each other in a batch about 11 are neighbours, give or take 3
        fail(f"{together} of 40 rows that follow each other in a batch are neighbours in X: are whole blocks shuffled?")


def test_chance(student):
    """The order comes from rng: the same generator gives the same order, another one another."""
    first, again, others = ([y.tolist() for y in deal(student, seed, 1)[1]] for seed in (3, 3, 4))
    assert_own_randomness(student)
    if first != again:
        fail("the same generator gave two different orders: draw only from rng")
    if first == others:
        fail("two different generators gave the same order: shuffle with rng")


def test_data_stay_put(student):
    """X and y keep their own order."""
    deal(student, seed=5)
    assert_unchanged(student)
