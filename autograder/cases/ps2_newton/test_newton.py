"""Hidden cases of newton."""

import numpy as np
import pytest

from autograder.cases.ps2_newton.losses import Logistic, symmetric
from autograder.domains.newton import DOMAINS
from autograder.grading.regimes import assert_right_in_every_regime
from checks.support import assert_trajectory, assert_unchanged, callback


def _functions(loss, n):
    return callback(loss.grad, theta=(n,)), callback(loss.hess, theta=(n,))


@pytest.mark.points(2)
def test_bowl(student, rng):
    """On a quadratic bowl the first step arrives, and the next ones stay."""
    H, optimum = symmetric(rng, [0.5, 6.0, 90.0]), rng.normal(size=3)
    theta0 = optimum + rng.normal(size=3)
    grad, hess = callback(lambda t: H @ (t - optimum), theta=(3,)), callback(lambda t: H.copy(), theta=(3,))
    path = student.newton(grad, hess, theta0, 3)
    assert_trajectory(path, [theta0, optimum, optimum, optimum], rtol=1e-7, atol=1e-7, at="on a bowl")


@pytest.mark.points(2)
def test_changing_curvature(student, reference, rng):
    """The whole path on a convex loss whose curvature changes from place to place."""
    for n in (2, 4):
        loss, theta0 = Logistic(rng, n), rng.normal(size=n)
        expected = reference.newton(loss.grad, loss.hess, theta0, 5)
        path = student.newton(*_functions(loss, n), theta0, 5)
        assert_trajectory(path, expected, rtol=1e-7, atol=1e-7, at="on a convex loss")


class _Saddle:
    """¼a(x² − 1)² + ½b·y² + c·x·y: a saddle at the origin between two minima."""

    def __init__(self, rng):
        self.a, self.b, self.c = rng.uniform(1, 2), rng.uniform(1, 3), rng.uniform(-0.5, 0.5)

    def grad(self, t):
        x, y = t
        return np.array([self.a * x * (x * x - 1) + self.c * y, self.b * y + self.c * x])

    def hess(self, t):
        return np.array([[self.a * (3 * t[0] ** 2 - 1), self.c], [self.c, self.b]])


@pytest.mark.points(2)
def test_plain_newton_enters_a_saddle(student, reference, rng):
    """Plain Newton runs into a saddle: full steps, and nothing done about negative curvature."""
    loss, theta0 = _Saddle(rng), np.array([rng.uniform(0.15, 0.3), rng.uniform(0.5, 1.5)])
    expected = reference.newton(loss.grad, loss.hess, theta0, 4)
    path = student.newton(*_functions(loss, 2), theta0, 4)
    assert_trajectory(path, expected, rtol=1e-7, atol=1e-7, at="near a saddle")


@pytest.mark.points(1)
def test_few_steps(student, reference, rng):
    """No step at all leaves one row, and one step leaves two."""
    loss, theta0 = Logistic(rng, 3), rng.normal(size=3)
    for steps, at in ((0, "for steps = 0"), (1, "for steps = 1")):
        expected = reference.newton(loss.grad, loss.hess, theta0, steps)
        path = student.newton(*_functions(loss, 3), theta0, steps)
        assert_trajectory(path, expected, rtol=1e-7, atol=1e-7, at=at)


@pytest.mark.points(2)
def test_runs_are_independent(student, reference, rng):
    """The start stays as it was, and one run leaves nothing behind for the next."""
    one, other = Logistic(rng, 3), Logistic(rng, 3)
    theta0 = rng.normal(size=3)
    runs = (one, "in a first run"), (other, "in a run on another loss"), (one, "in a repeated run")
    for loss, at in runs:
        path = student.newton(*_functions(loss, 3), theta0, 3)
        assert_unchanged(student)
        expected = reference.newton(loss.grad, loss.hess, theta0, 3)
        assert_trajectory(path, expected, rtol=1e-7, atol=1e-7, at=at)


@pytest.mark.points(1)
def test_every_size_and_scale(student, reference, rng):
    """The same holds for every size and scale, and whatever was called before."""
    assert_right_in_every_regime(
        student, reference, DOMAINS, "newton", rng, ("the path",), path=True, n=(1, 2, 3, 5), steps=(0, 1, 2, 6)
    )
