"""Hidden cases of `nesterov_step`."""

import numpy as np
import pytest

from autograder.domains.momentum import DOMAINS
from autograder.grading.regimes import assert_right_in_every_regime
from checks.support import assert_close, assert_unchanged, callback, fail, pair, show


def curved_loss(rng, n):
    """Return the gradient of a convex loss that is no quadratic, its directions coupled."""
    A = rng.normal(size=(n, n))
    return callback(lambda theta: A.T @ np.tanh(A @ theta) + 0.1 * theta**3, theta=(n,))


def compare_step(student, reference, grad, theta, velocity, alpha, mu, at=""):
    """Compare one step and return the right new theta and velocity."""
    right_theta, right_velocity = reference.nesterov_step(grad, theta, velocity, alpha=alpha, mu=mu)
    theta, velocity = pair(student.nesterov_step(grad, theta, velocity, alpha, mu), "theta", "velocity")
    assert_close(velocity, right_velocity, "the new velocity", at=at)
    assert_close(theta, right_theta, "the new theta", at=at)
    return right_theta, right_velocity


@pytest.mark.points(3)
def test_look_ahead(student, rng):
    """The gradient is taken where the old velocity alone would lead."""
    theta, velocity = rng.normal(size=3), rng.normal(size=3)
    grad = callback(lambda point: 2 * point, theta=(3,))
    student.nesterov_step(grad, theta, velocity, 0.3, 0.6)
    ahead = theta - 0.3 * 0.6 * velocity
    if not grad.inputs:
        fail("grad is never called")
    if not any(np.allclose(point, ahead, rtol=1e-9, atol=1e-12) for point in grad.inputs):
        fail(
            f"the gradient should be taken at {show(ahead)} for theta = {show(theta)}, "
            f"velocity = {show(velocity)}, alpha = 0.3, mu = 0.6, and is taken at {show(grad.inputs[0])}"
        )


@pytest.mark.points(4)
def test_several_steps(student, reference, rng):
    """Several steps on a curved loss, with a step size and a momentum that change."""
    grad, theta, velocity = curved_loss(rng, 4), rng.normal(size=4), rng.normal(size=4)
    for k, (alpha, mu) in enumerate([(0.05, 0.6), (0.05, 0.85), (0.02, 0.85), (0.08, 0.45), (0.03, 0.7)]):
        theta, velocity = compare_step(student, reference, grad, theta, velocity, alpha, mu, at=f"at step {k + 1}")


@pytest.mark.points(1)
def test_from_rest(student, reference, rng):
    """From rest, or without momentum, the look-ahead changes nothing."""
    for n, mu, words in ((1, 0.9, "from zero velocity"), (3, 0.0, "without momentum")):
        theta, velocity = rng.normal(size=n), rng.normal(size=n) * (mu == 0)
        compare_step(student, reference, curved_loss(rng, n), theta, velocity, 0.2, mu, at=words)


@pytest.mark.points(1)
def test_two_runs(student, reference, rng):
    """Two runs that take turns do not disturb each other."""
    grad, runs = curved_loss(rng, 2), [rng.normal(size=(2, 2)) for _ in range(2)]
    for turn in range(6):
        theta, velocity = runs[turn % 2]
        at = f"when two runs take turns, in run {turn % 2 + 1}"
        runs[turn % 2] = compare_step(student, reference, grad, theta, velocity, 0.1, 0.4, at=at)


@pytest.mark.points(2)
def test_arguments_are_kept(student, reference, rng):
    """The arguments keep their values."""
    theta, velocity = rng.normal(size=(2, 4))
    compare_step(student, reference, curved_loss(rng, 4), theta, velocity, 0.1, 0.8)
    assert_unchanged(student)


@pytest.mark.points(1)
def test_every_size_and_scale(student, reference, rng):
    """The same holds for every size and scale, and whatever was called before."""
    assert_right_in_every_regime(
        student, reference, DOMAINS, "nesterov_step", rng, ("the new theta", "the new velocity")
    )
