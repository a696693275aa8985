"""Hidden cases of `sgd`. On equal rows the shuffle does not matter; elsewhere the batches are recorded."""

import numpy as np
import pytest

from checks.support import (
    as_array,
    assert_close,
    assert_own_randomness,
    assert_trajectory,
    assert_unchanged,
    callback,
    fail,
)


def equal_rows(rng, N, n):
    """N copies of one least-squares row: every batch has the same gradient, whatever the shuffle.

    Returns X, y, the gradient, a start, and the gradient as a plain function of theta.
    """
    curvature, target = np.geomspace(0.3, 3, n), rng.normal(size=n)
    X, y = np.tile(rng.normal(size=n), (N, 1)), np.full(N, 1.0)

    def slope(theta):
        return curvature * (theta - target)

    def grad(theta, X_b, y_b):
        if len(X_b) == 0 or len(y_b) != len(X_b):
            fail(f"grad was called with {len(X_b)} rows and {len(y_b)} labels")
        return slope(theta)

    return X, y, callback(grad, theta=(n,), X_b=(None, n), y_b=(None,)), rng.normal(size=n), slope


def momentum_path(slope, theta, alpha, mu, steps):
    """Return all iterates of momentum; alpha is a function of the step."""
    velocity, path = 0.0, [theta]
    for k in range(steps):
        velocity = slope(theta) + mu * velocity
        theta = theta - alpha(k) * velocity
        path.append(theta)
    return np.array(path)


def generator(rng):
    return np.random.default_rng(int(rng.integers(2**32)))


@pytest.mark.points(3)
def test_plain_steps(student, rng):
    """Without momentum: one step per minibatch, one row of the path per epoch, theta0 first."""
    X, y, grad, theta0, slope = equal_rows(rng, N=11, n=4)
    path = student.sgd(grad, theta0, X, y, 0.21, 3, 5, generator(rng))
    expected = momentum_path(slope, theta0, lambda k: 0.21, 0.0, steps=20)[::4]
    assert_trajectory(path, expected, "the path", at="for 5 epochs of 11 equal rows in batches of 3")


@pytest.mark.points(3)
def test_momentum_lives_across_epochs(student, rng):
    """The velocity goes on from one epoch to the next."""
    for N, n, batch_size, epochs, mu in [(7, 3, 3, 6, 0.83), (4, 1, 9, 5, 0.64)]:
        X, y, grad, theta0, slope = equal_rows(rng, N, n)
        path = student.sgd(grad, theta0, X, y, 0.13, batch_size, epochs, generator(rng), mu)
        per_epoch = -(-N // batch_size)
        expected = momentum_path(slope, theta0, lambda k: 0.13, mu, epochs * per_epoch)[::per_epoch]
        assert_trajectory(path, expected, "the path", at=f"with mu = {mu} and {per_epoch} steps an epoch")


@pytest.mark.points(3)
def test_schedule(student, rng):
    """A step size that is a function gets the counter of minibatches, and stays outside the velocity."""
    X, y, grad, theta0, slope = equal_rows(rng, N=10, n=3)
    alpha = callback(lambda k: 0.4 / (1 + 0.3 * k) ** 2, k=())
    path = student.sgd(grad, theta0, X, y, alpha, 4, 4, generator(rng), mu=0.7)
    counts = [float(k) for k in alpha.inputs]
    if counts and min(counts) != 0:
        fail(f"the step counter should begin at 0, and alpha was first asked for k = {min(counts):g}")
    expected = momentum_path(slope, theta0, lambda k: 0.4 / (1 + 0.3 * k) ** 2, 0.7, steps=12)[::3]
    assert_trajectory(path, expected, "the path", at="with a falling step size and 3 steps an epoch")


class Recorder:
    """A gradient that keeps the rows of every call: rows of the identity, so a row is its number."""

    def __init__(self, rng, N):
        self.N, self.orders = N, []
        self.X, self.y = np.eye(N), rng.normal(size=N)
        self.grad = callback(self.record, theta=(N,), X_b=(None, N), y_b=(None,))

    def record(self, theta, X, y):
        if len(y) != len(X):
            fail(f"grad was called with {len(X)} rows and {len(y)} labels")
        numbers = np.argmax(X, axis=1) if len(X) else np.zeros(0, int)
        if not np.array_equal(X, self.X[numbers]) or not np.array_equal(y, self.y[numbers]):
            fail("grad was called with a row that does not stand beside its own label")
        self.orders.append(numbers)
        return X.T @ (X @ theta - y) / max(1, len(X))


@pytest.mark.points(4)
def test_epochs_are_shuffled_anew(student, rng):
    """Every epoch visits every row once, in an order of its own, and steps along each batch's gradient."""
    N, batch_size, epochs, alpha, mu = 17, 5, 4, 0.35, 0.5
    data = Recorder(rng, N)
    theta = rng.normal(size=N)
    path = student.sgd(data.grad, theta, data.X, data.y, alpha, batch_size, epochs, generator(rng), mu=mu)
    sizes = [len(numbers) for numbers in data.orders]
    if sizes != [5, 5, 5, 2] * epochs:
        fail(f"17 rows in batches of 5 should give 5, 5, 5 and 2 rows in each epoch, got {sizes[:8]} …")
    orders = np.concatenate(data.orders).reshape(epochs, N)
    for epoch, order in enumerate(orders):
        missing = N - len(np.unique(order))
        if missing:
            fail(f"{missing} of {N} rows were not visited in epoch {epoch + 1}: each row comes once an epoch")
    # Two random epochs have the same batches with probability 5!·5!·5!·2!/17! = 1e-8; any two of four: 6e-8.
    blocks = [[frozenset(order[i : i + batch_size]) for i in range(0, N, batch_size)] for order in orders]
    if len(set(map(tuple, blocks))) < epochs:
        fail("two epochs used the same batches in the same order: shuffle anew in every epoch")
    expected, velocity = [theta], np.zeros(N)
    for step, numbers in enumerate(data.orders, start=1):
        g = np.zeros(N)
        np.add.at(g, numbers, (theta[numbers] - data.y[numbers]) / len(numbers))
        velocity = g + mu * velocity
        theta = theta - alpha * velocity
        if step % 4 == 0:
            expected.append(theta)
    assert_trajectory(path, expected, "the path", at="for the batches that grad was called with")


@pytest.mark.points(3)
def test_nothing_is_kept_between_calls(student, rng):
    """All chance comes from rng: equal generators give equal paths; the arguments keep their values."""
    X, y = rng.normal(size=(9, 2)), rng.normal(size=9)
    theta0 = rng.normal(size=2)

    def slope(theta, X_b, y_b):
        if len(X_b) == 0 or len(y_b) != len(X_b):
            fail(f"grad was called with {len(X_b)} rows and {len(y_b)} labels")
        return X_b.T @ (X_b @ theta - y_b) / len(y_b)

    grad = callback(slope, theta=(2,), X_b=(None, 2), y_b=(None,))
    seed = int(rng.integers(2**32))
    paths = []
    for this_seed in (seed, seed, seed + 1):
        path = student.sgd(grad, theta0, X, y, 0.1, 2, 3, np.random.default_rng(this_seed), mu=0.6)
        assert_unchanged(student)
        assert_own_randomness(student)
        paths.append(as_array(path, (4, 2), "the path"))
        assert_close(paths[-1][0], theta0, "row 0 of the path")
    assert_trajectory(paths[1], paths[0], "the second of two equal runs")
    if np.array_equal(paths[0], paths[2]):
        fail("two different generators gave the same path: the shuffles should be drawn from rng")
