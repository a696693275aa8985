"""Public cases of `sgd`: one parameter, rows that are all alike, numbers that can be worked out by hand."""

import numpy as np

from checks.support import assert_own_randomness, assert_trajectory, assert_unchanged, callback, fail

ROWS, LABELS = np.ones((5, 1)), np.zeros(5)


def run(student, *settings, slope=None, **more):
    """Train on five equal rows from theta = 8, with the gradient theta unless another is given."""
    slope = slope or callback(lambda theta, rows, labels: theta, theta=(1,), X_b=(None, 1), y_b=(None,))
    rng = np.random.default_rng(6)
    return student.sgd(slope, np.array([8.0]), ROWS, LABELS, *settings, rng, **more)


def test_rows_of_the_path(student):
    """Five rows in batches of two make three steps an epoch; the path has theta0 and each epoch's end."""
    path = run(student, 0.5, 2, 2)
    assert_trajectory(path, [[8.0], [1.0], [0.125]], "the path", at="of two epochs of three halvings")


def test_velocity(student):
    """The velocity adds up, and goes on into the next epoch."""
    path = run(student, 0.5, 3, 3, mu=0.5)
    # Two steps an epoch: 8, 4, 0, then −2, −2, then −1, 0.
    assert_trajectory(path, [[8.0], [0.0], [-2.0], [0.0]], "the path", at="with alpha = mu = ½, two batches an epoch")


def test_schedule(student):
    """A schedule is asked at every minibatch, with k = 0, 1, 2, …"""
    asked = callback(lambda k: 1 / (k + 2), k=())
    path = run(student, asked, 2, 2)
    if asked.inputs and float(asked.inputs[0]) != 0:
        fail(f"the first minibatch should ask for k = 0, not for k = {float(asked.inputs[0]):g}")
    # The factors are 1/2, 2/3, 3/4, 4/5, 5/6, 6/7: they multiply to 1/4 and 1/7.
    assert_trajectory(path, [[8.0], [2.0], [8 / 7]], "the path", at="with the step sizes 1/(k + 2)")


def test_schedule_and_velocity(student):
    """Under a schedule too, the velocity is a sum of gradients: alpha stays outside it."""
    path = run(student, callback(lambda k: 1 / (k + 2), k=()), 9, 2, mu=0.5)
    # The velocities are 8 and 4 + 4, the step sizes ½ and ⅓.
    assert_trajectory(path, [[8.0], [4.0], [4 / 3]], "the path", at="with mu = ½ and the step sizes 1/(k + 2)")


def test_visits(student):
    """Each epoch visits every row once, in an order from rng, and theta0, X and y keep their values."""
    seen = []

    def note(theta, rows, labels):
        seen.extend(labels.tolist())
        return 0 * theta

    crowd, slope = np.arange(20.0), callback(note, theta=(1,), X_b=(None, 1), y_b=(None,))
    student.sgd(slope, np.zeros(1), crowd[:, None], crowd, 0.1, 6, 2, np.random.default_rng(7))
    assert_unchanged(student)
    assert_own_randomness(student)
    if sorted(seen[:20]) != crowd.tolist() or sorted(seen[20:]) != crowd.tolist():
        fail(f"two epochs of 20 rows should visit each row twice, once an epoch; {len(seen)} rows were visited")
    if seen[:20] == seen[20:]:
        fail("both epochs came in the same order: shuffle anew in each")
    first = seen.copy()
    seen.clear()
    student.sgd(slope, np.zeros(1), crowd[:, None], crowd, 0.1, 6, 2, np.random.default_rng(8))
    if seen == first:
        fail("two different generators gave the same orders: shuffle with rng")
