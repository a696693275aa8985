"""Public cases of `gradient_noise`: four labels whose mean is easy to see, and two parameters."""

import numpy as np

from checks.support import as_number, assert_close, assert_own_randomness, callback, fail, pair

LEVELS = np.array([0.0, 4.0, 8.0, 12.0])  # the labels; the rows are their numbers
PULLS = np.array([1.0, 2.0])  # the second coordinate is pulled twice as hard, so its variance is four times as large


def pull(theta, rows, labels):
    """Gradient of the mean of ½ Σ pull·(θ − label)²."""
    if len(rows) != len(labels) or np.any(4 * rows[:, 0] != labels):
        fail("grad was called with rows that do not stand beside their labels")
    if len(rows) == 0:
        fail("grad was called with a batch of no rows")
    return PULLS * (theta - labels.mean())


def ask(student, size, draws, at=1.0, seed=0):
    """Call the function on the four levels; gives mean, variance and the recording gradient."""
    sizes = []
    slope = callback(
        lambda *given: (sizes.append(len(given[2])), pull(*given))[1], theta=(2,), X_b=(None, 1), y_b=(None,)
    )
    rows, rng = np.arange(4.0)[:, None], np.random.default_rng(seed)
    mean, spread = pair(
        student.gradient_noise(slope, np.full(2, at), rows, LEVELS, size, draws, rng),
        "mean",
        "total_variance",
    )
    return mean, as_number(spread, "total_variance"), sizes


def test_all_rows(student):
    """Batches of all rows: the gradient itself, and no noise."""
    mean, spread, _ = ask(student, size=4, draws=3)
    assert_close(mean, [-5.0, -10.0], "mean", at="for batches of all four rows with labels 0, 4, 8, 12 at theta = 1")
    assert_close(spread, 0.0, "total_variance", at="for batches of all four rows: no row may come twice in one")


def test_pairs_of_rows(student):
    """Batches of two rows: as many as asked for, with the noise that theory gives."""
    mean, spread, sizes = ask(student, size=2, draws=600)
    if sizes != [2] * 600:
        fail(f"600 draws of 2 rows should call grad 600 times with 2 rows, got {len(sizes)} calls")
    # The batch mean is 2, 4, 6 (twice), 8 or 10: variance 20/3 in one coordinate and four times that in the other,
    # together 33.3, whose standard error here is about 1.1.
    if not 26 < spread < 41:
        fail(f"total_variance should be about 33.3 for 600 batches of two rows, got {spread:.3g}")
    # The mean's standard errors are √(6.67/600) = 0.105 and twice that.
    assert_close(mean, [-5.0, -10.0], "mean", rtol=0, atol=1.4, at="of 600 batches of two rows at theta = 1")


def test_single_rows(student):
    """Batches of one row are noisier than batches of three."""
    spreads = {size: ask(student, size, draws=400, seed=1)[1] for size in (1, 3)}
    # In theory five times 20 and 20/9.
    if not 75 < spreads[1] < 125 or not 7.5 < spreads[3] < 15:
        fail(
            "total_variance should be about 100 for batches of one row and 11 for three, "
            f"got {spreads[1]:.3g} and {spreads[3]:.3g}"
        )


def test_chance(student):
    """All chance comes from rng: the same generator gives the same numbers."""
    first, again = (ask(student, size=2, draws=5, seed=2)[:2] for _ in range(2))
    assert_own_randomness(student)
    if np.any(np.asarray(first[0]) != np.asarray(again[0])) or first[1] != again[1]:
        fail("the same generator gave two different results: draw only from rng")
