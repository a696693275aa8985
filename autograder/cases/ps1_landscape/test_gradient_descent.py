"""Hidden cases of gradient_descent."""

import numpy as np
import pytest

from autograder.cases.ps1_landscape.losses import Waves, symmetric
from autograder.domains.landscape import DOMAINS
from autograder.grading.regimes import assert_right_in_every_regime
from checks.support import assert_trajectory, assert_unchanged, callback


@pytest.mark.points(2)
def test_path(student, reference, rng):
    """The whole path on a loss whose slope changes from place to place."""
    loss, theta0 = Waves(rng, [0.2, 1.0, 5.0]), rng.normal(size=3)
    path = student.gradient_descent(callback(loss.grad, theta=(3,)), theta0, 0.07, 9)
    assert_trajectory(path, reference.gradient_descent(loss.grad, theta0, 0.07, 9), at="on a wavy loss")


@pytest.mark.points(2)
@pytest.mark.parametrize("alpha, steps, n", [(0.31, 4, 2), (0.0026, 17, 5)])
def test_every_argument_counts(student, reference, rng, alpha, steps, n):
    """Other step sizes, numbers of steps and dimensions."""
    loss, theta0 = Waves(rng, np.linspace(0.5, 2.5, n)), rng.normal(size=n)
    path = student.gradient_descent(callback(loss.grad, theta=(n,)), theta0, alpha, steps)
    expected = reference.gradient_descent(loss.grad, theta0, alpha, steps)
    assert_trajectory(path, expected, at=f"for alpha = {alpha}, steps = {steps}, n = {n}")


@pytest.mark.points(1)
def test_few_steps(student, reference, rng):
    """No step at all leaves one row, also in one dimension."""
    slope, theta0 = rng.uniform(1, 3), rng.normal(size=1)
    grad = callback(lambda t: slope * t, theta=(1,))
    for steps in (0, 1, 3):
        path = student.gradient_descent(grad, theta0, 0.2, steps)
        expected = reference.gradient_descent(lambda t: slope * t, theta0, 0.2, steps)
        assert_trajectory(path, expected, at=f"for steps = {steps} in one dimension")


@pytest.mark.points(1)
def test_rest_and_divergence(student, reference, rng):
    """Every step is taken: at rest where the gradient is zero, and outwards where alpha is too large."""
    theta0 = rng.normal(size=2)
    path = student.gradient_descent(callback(np.zeros_like, theta=(2,)), theta0, 0.4, 5)
    assert_trajectory(path, [theta0] * 6, at="where the gradient is zero")
    H = symmetric(rng, [1.0, 9.0])
    path = student.gradient_descent(callback(lambda t: H @ t, theta=(2,)), theta0, 0.3, 8)
    expected = reference.gradient_descent(lambda t: H @ t, theta0, 0.3, 8)
    assert_trajectory(path, expected, at="with a step size above 2/λ_max")


@pytest.mark.points(3)
def test_runs_are_independent(student, reference, rng):
    """The start stays as it was, and one run leaves nothing behind for the next."""
    one, other = Waves(rng, [0.5, 2.0, 4.0]), Waves(rng, [1.0, 3.0, 3.5])
    theta0 = rng.normal(size=3)
    runs = (one, "in a first run"), (other, "in a run on another loss"), (one, "in a repeated run")
    for loss, at in runs:
        path = student.gradient_descent(callback(loss.grad, theta=(3,)), theta0, 0.11, 6)
        assert_unchanged(student)
        assert_trajectory(path, reference.gradient_descent(loss.grad, theta0, 0.11, 6), at=at)


@pytest.mark.points(1)
def test_every_size_and_scale(student, reference, rng):
    """The same holds for every size and scale, and whatever was called before."""
    assert_right_in_every_regime(
        student,
        reference,
        DOMAINS,
        "gradient_descent",
        rng,
        ("the path",),
        path=True,
        n=(1, 2, 3, 9),
        steps=(0, 1, 2, 110),
    )
