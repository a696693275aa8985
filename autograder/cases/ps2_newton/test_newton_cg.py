"""Hidden cases of newton_cg."""

import numpy as np
import pytest

from autograder.cases.ps2_newton.losses import Logistic, symmetric
from autograder.domains.newton import DOMAINS
from autograder.grading.regimes import assert_right_in_every_regime
from checks.support import assert_trajectory, assert_unchanged, callback

MOST = 1000  # gradients: a run of these cases takes about 150, a Hessian of the large one 20,000


@pytest.mark.points(2)
def test_bowl(student, rng):
    """On a quadratic bowl the first step arrives."""
    H, optimum = symmetric(rng, rng.uniform(1, 10, size=8)), rng.normal(size=8)
    theta0 = optimum + rng.normal(size=8)
    grad = callback(lambda t: H @ (t - optimum), MOST, theta=(8,))
    path = student.newton_cg(grad, theta0, 2)
    assert_trajectory(path, [theta0, optimum, optimum], rtol=0, atol=1e-5, at="on a bowl")


@pytest.mark.points(2)
def test_follows_exact_newton(student, reference, rng):
    """The path of exact Newton on a convex loss whose curvature changes."""
    for n in (3, 15):
        loss, theta0 = Logistic(rng, n), rng.normal(size=n)
        expected = reference.newton(loss.grad, loss.hess, theta0, 4)
        path = student.newton_cg(callback(loss.grad, MOST, theta=(n,)), theta0, 4)
        assert_trajectory(path, expected, rtol=0, atol=1e-5, at=f"on a convex loss with n = {n}")


@pytest.mark.points(3)
@pytest.mark.deadline(60)
def test_many_parameters(student, reference, rng):
    """Many thousand parameters: no Hessian is formed, and a few hundred gradients are enough."""
    n = 20_000
    loss, theta0 = Logistic(rng, n, N=20, size=3.0), rng.normal(size=n) / np.sqrt(n)
    expected = reference.newton_cg(loss.grad, theta0, 3)
    path = student.newton_cg(callback(loss.grad, MOST, theta=(n,)), theta0, 3)
    assert_trajectory(path, expected, rtol=0, atol=1e-5, at="for n = 20,000")


@pytest.mark.points(1)
def test_few_steps(student, reference, rng):
    """No step at all leaves one row, and a start at the optimum stays there."""
    loss, theta0 = Logistic(rng, 4), rng.normal(size=4)
    path = student.newton_cg(callback(loss.grad, MOST, theta=(4,)), theta0, 0)
    assert_trajectory(path, [theta0], at="for steps = 0")
    path = student.newton_cg(callback(lambda t: 2 * t, MOST, theta=(4,)), np.zeros(4), 2)
    assert_trajectory(path, np.zeros((3, 4)), atol=1e-9, at="from the optimum")


@pytest.mark.points(1)
def test_runs_are_independent(student, reference, rng):
    """The start stays as it was, and one run leaves nothing behind for the next."""
    one, other = Logistic(rng, 3), Logistic(rng, 3)
    theta0 = rng.normal(size=3)
    runs = (one, "in a first run"), (other, "in a run on another loss"), (one, "in a repeated run")
    for loss, at in runs:
        path = student.newton_cg(callback(loss.grad, MOST, theta=(3,)), theta0, 2)
        assert_unchanged(student)
        expected = reference.newton(loss.grad, loss.hess, theta0, 2)
        assert_trajectory(path, expected, rtol=0, atol=1e-5, at=at)


@pytest.mark.points(1)
def test_every_size_and_scale(student, reference, rng):
    """The same holds for every size and scale, and whatever was called before."""
    assert_right_in_every_regime(
        student, reference, DOMAINS, "newton_cg", rng, ("the path",), path=True, n=(1, 2, 5), steps=(0, 1, 2)
    )
