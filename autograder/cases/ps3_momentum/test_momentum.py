"""Hidden cases of `momentum`."""

import numpy as np
import pytest

from autograder.domains.momentum import DOMAINS
from autograder.grading.regimes import assert_right_in_every_regime
from checks.support import assert_trajectory, assert_unchanged, callback


def stretched_bowl(rng, curvatures):
    """Return the gradient of a quadratic with the given curvatures, turned at random, around some minimum."""
    n = len(curvatures)
    axes, _ = np.linalg.qr(rng.normal(size=(n, n)))
    H, minimum = axes @ np.diag(curvatures) @ axes.T, rng.normal(size=n)
    return callback(lambda theta: H @ (theta - minimum), theta=(n,))


@pytest.mark.points(4)
def test_path_on_bowl(student, reference, rng):
    """The whole path on a stretched and turned bowl."""
    grad, theta0 = stretched_bowl(rng, [1.0, 6.0, 20.0]), rng.normal(size=3)
    mu = rng.uniform(0.6, 0.75)
    expected = reference.momentum(grad, theta0, alpha=0.06, mu=mu, steps=40)
    assert_trajectory(student.momentum(grad, theta0, 0.06, mu, 40), expected, "the path")


@pytest.mark.points(2)
def test_path_on_other_loss(student, reference, rng):
    """The path on a loss that is no bowl, in one dimension."""
    offset = rng.uniform(0.2, 0.8)
    grad = callback(lambda theta: np.sin(theta) + 0.3 * np.tanh(theta - offset), theta=(1,))
    theta0 = rng.uniform(1.0, 2.0, size=1)
    expected = reference.momentum(grad, theta0, alpha=0.35, mu=0.8, steps=25)
    assert_trajectory(student.momentum(grad, theta0, 0.35, 0.8, 25), expected, "the path")


@pytest.mark.points(2)
def test_extreme_momentum(student, reference, rng):
    """Without momentum it is gradient descent, and with much of it the velocity lives long."""
    grad, theta0 = stretched_bowl(rng, [0.5, 3.0]), rng.normal(size=2)
    for mu, words in ((0.0, "without momentum"), (0.99, "with much momentum")):
        expected = reference.momentum(grad, theta0, alpha=0.1, mu=mu, steps=30)
        path = student.momentum(grad, theta0, 0.1, mu, 30)
        assert_trajectory(path, expected, "the path", at=words)


@pytest.mark.points(1)
def test_few_steps(student, reference, rng):
    """No step at all gives one row, and one step gives two."""
    grad, theta0 = stretched_bowl(rng, [1.0, 2.0, 4.0, 8.0]), rng.normal(size=4)
    for steps in (0, 1):
        expected = reference.momentum(grad, theta0, alpha=0.1, mu=0.5, steps=steps)
        path = student.momentum(grad, theta0, 0.1, 0.5, steps)
        assert_trajectory(path, expected, "the path", at=f"for steps = {steps}")


@pytest.mark.points(2)
def test_runs_start_afresh(student, reference, rng):
    """A second run starts from zero velocity again, and theta0 keeps its values."""
    grad = stretched_bowl(rng, [1.0, 5.0])
    for run in ("first", "second"):
        theta0 = rng.normal(size=2)
        expected = reference.momentum(grad, theta0, alpha=0.15, mu=0.65, steps=12)
        path = student.momentum(grad, theta0, 0.15, 0.65, 12)
        assert_unchanged(student)
        assert_trajectory(path, expected, f"the path of the {run} run")


@pytest.mark.points(1)
def test_every_size_and_scale(student, reference, rng):
    """The same holds for every size and scale, and whatever was called before."""
    assert_right_in_every_regime(
        student, reference, DOMAINS, "momentum", rng, ("the path",), path=True, n=(1, 2, 3, 9), steps=(0, 1, 2, 110)
    )
