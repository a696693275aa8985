"""Hidden cases of `gradient_noise`: batches are recorded where grad is called, then compared with theory."""

import numpy as np
import pytest

from checks.support import (
    as_array,
    as_number,
    assert_close,
    assert_own_randomness,
    assert_unchanged,
    callback,
    fail,
    pair,
)


class Problem:
    """Least squares whose gradient records the rows, labels and points that it is called with."""

    def __init__(self, rng, N, n=3):
        self.X = rng.normal(size=(N, n))
        self.X[:, 0] = (1 + np.arange(N)) / 64  # exact in binary: the number of the row can be read off
        self.y = rng.normal(size=N)
        self.theta = rng.normal(size=n)
        self.batches, self.gradients = [], []
        self.grad = callback(self.record, theta=(n,), X_b=(None, n), y_b=(None,))

    def record(self, theta, X, y):
        if len(X) == 0 or len(y) != len(X):
            fail(f"grad was called with {len(X)} rows and {len(y)} labels")
        gradient = X.T @ (X @ theta - y) / len(X)
        self.batches.append((X, y))
        self.gradients.append(gradient)
        return gradient

    def call(self, student, batch_size, draws, rng):
        generator = np.random.default_rng(int(rng.integers(2**32)))
        result = student.gradient_noise(self.grad, self.theta, self.X, self.y, batch_size, draws, generator)
        mean, total = pair(result, "mean", "total_variance")
        return as_array(mean, self.theta.shape, "mean"), as_number(total, "total_variance")

    def single_gradients(self):
        return (self.X @ self.theta - self.y)[:, None] * self.X

    def row_counts(self):
        """How often each row was drawn; of a batch with a row that is not in X nothing is known."""
        counts = np.zeros(len(self.y), int)
        for X, _ in self.batches:
            numbers = numbers_of(X)
            if np.all((numbers >= 0) & (numbers < len(counts))):
                np.add.at(counts, numbers, 1)
        return counts


def numbers_of(X):
    """Return the numbers of rows, by their first column; -1 where it is none of them."""
    first = np.nan_to_num(X[:, 0] * 64, nan=0.0, posinf=0.0, neginf=0.0)
    return np.rint(np.clip(first, 0, 1e6)).astype(int) - 1


@pytest.mark.points(3)
def test_batches(student, rng):
    """Each gradient is that of `batch_size` different rows with their own labels, at theta."""
    problem = Problem(rng, N=18)
    problem.call(student, batch_size=7, draws=25, rng=rng)
    drawn = [(X, y) for X, y in problem.batches if len(X) != 18]
    if len(drawn) != 25:
        fail(f"25 draws should call grad with 25 minibatches, got {len(drawn)}")
    if not all(np.array_equal(theta, problem.theta) for theta in problem.grad.inputs):
        fail("all gradients should be taken at theta itself")
    for X, y in drawn:
        if len(X) != 7:
            fail(f"each batch should have batch_size = 7 rows, got one of {len(X)}")
        numbers = numbers_of(X)
        if not np.array_equal(X, problem.X[np.clip(numbers, 0, 17)]):
            fail("grad was called with a row that is not in X")
        if not np.array_equal(y, problem.y[numbers]):
            fail("grad was called with rows beside the labels of other rows")
        if len(np.unique(numbers)) != 7:
            fail("a batch holds the same row twice: draw the rows of one batch without replacement")


@pytest.mark.points(3)
def test_mean_and_variance_of_the_draws(student, rng):
    """Mean and total variance are those of the gradients that were drawn."""
    problem = Problem(rng, N=30)
    mean, total = problem.call(student, batch_size=4, draws=12, rng=rng)
    pairs = zip(problem.gradients, problem.batches, strict=True)
    gradients = np.array([gradient for gradient, (X, _) in pairs if len(X) != 30])
    if len(gradients) < 2:
        fail(f"12 draws should call grad with 12 minibatches, got {len(gradients)}")
    assert_close(mean, gradients.mean(axis=0), "mean", at="over 12 gradients")
    both = [np.sum(np.var(gradients, axis=0, ddof=ddof)) for ddof in (0, 1)]
    if not np.any(np.isclose(total, both, rtol=1e-9)):
        fail(
            f"for the gradients that were drawn total_variance should be {both[0]:.6g} (÷ draws) "
            f"or {both[1]:.6g} (÷ (draws − 1)), got {total:.6g}"
        )


@pytest.mark.points(3)
def test_noise_follows_the_law(student, rng):
    """Bias and variance are those of batches without replacement, all rows equally likely."""
    N, batch_size, draws = 24, 18, 500
    problem = Problem(rng, N)
    mean, total = problem.call(student, batch_size, draws, rng)
    single = problem.single_gradients()
    per_coordinate = np.var(single, axis=0, ddof=1) / batch_size * (1 - batch_size / N)
    error = np.sqrt(per_coordinate / draws)
    # 6.5 standard errors of a nearly normal mean in 3 coordinates: probability below 3e-10.
    if np.any(np.abs(mean - single.mean(axis=0)) > 6.5 * error):
        fail(
            f"the mean of {draws} minibatch gradients is further from the gradient over all rows "
            "than chance explains: are all rows equally likely?"
        )
    # Variance of nearly normal gradients: relative error at most sqrt(2/499) = 6.3 %; 45 % is 7 of them. With
    # replacement the variance would be four times as large.
    ratio = total / per_coordinate.sum()
    if not 0.55 < ratio < 1.45:
        fail(
            f"the total variance for batches of {batch_size} of {N} rows is {ratio:.2f} times what batches "
            "drawn without replacement have"
        )
    # How often each row was drawn: mean 375, standard deviation sqrt(500·¾·¼) = 9.7; 63 is 6.5 of them, for
    # 24 rows together probability 2e-9.
    if np.any(np.abs(problem.row_counts() - draws * batch_size / N) > 63):
        fail("some rows are drawn far more often than others")


@pytest.mark.points(2)
def test_edges_and_arguments(student, rng):
    """A batch of all rows has no noise; all chance comes from rng; arguments stay unchanged."""
    problem = Problem(rng, N=9)
    mean, total = problem.call(student, batch_size=9, draws=4, rng=rng)
    assert_close(mean, problem.single_gradients().mean(axis=0), "mean", at="for batches of all rows")
    assert_close(total, 0.0, "total_variance", at="for batches of all rows")
    results, drawn = [], []
    seed = int(rng.integers(2**32))
    for this_seed in (seed, seed, seed + 1):
        problem.batches.clear()
        generator = np.random.default_rng(this_seed)
        result = student.gradient_noise(problem.grad, problem.theta, problem.X, problem.y, 3, 7, generator)
        assert_unchanged(student)
        assert_own_randomness(student)
        results.append(pair(result, "mean", "total_variance"))
        drawn.append([sorted(X[:, 0].tolist()) for X, _ in problem.batches])
    for name, first, second in zip(("mean", "total_variance"), *results[:2], strict=True):
        assert_close(second, as_array(first, None, name), name, at="in a second call with an equal generator")
    if drawn[0] == drawn[2]:
        fail("two different generators gave the same batches: draw them from rng")
