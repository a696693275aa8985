"""Hidden cases of `momentum_step`."""

import pytest

from autograder.domains.momentum import DOMAINS
from autograder.grading.regimes import assert_right_in_every_regime
from checks.support import assert_close, assert_unchanged, pair

SCALES = [1, 1e-3, 1e-7, 0]  # of the gradient's coordinates, as they differ in a network


def compare_step(student, reference, theta, g, velocity, alpha, mu, at=""):
    """Compare one step and return the right new theta and velocity."""
    right_theta, right_velocity = reference.momentum_step(theta, g, velocity, alpha=alpha, mu=mu)
    theta, velocity = pair(student.momentum_step(theta, g, velocity, alpha, mu), "theta", "velocity")
    assert_close(velocity, right_velocity, "the new velocity", at=at)
    assert_close(theta, right_theta, "the new theta", at=at)
    return right_theta, right_velocity


@pytest.mark.points(2)
def test_first_step(student, reference, rng):
    """From rest the step is one of gradient descent, in any number of dimensions."""
    for n in (1, 5):
        theta, g = rng.normal(size=n), rng.normal(size=n)
        compare_step(student, reference, theta, g, 0 * theta, 0.3, 0.7, at="at the first step, from zero velocity")


@pytest.mark.points(3)
def test_velocity_is_carried_over(student, reference, rng):
    """The velocity of one step enters the next, whatever the size of the gradient's coordinates."""
    theta, velocity = rng.normal(size=4), rng.normal(size=4)
    mu = rng.uniform(0.6, 0.8)
    for k in range(7):
        g = rng.normal(size=4) * SCALES
        theta, velocity = compare_step(student, reference, theta, g, velocity, 0.05, mu, at=f"at step {k + 1}")


@pytest.mark.points(2)
def test_step_size_changes(student, reference, rng):
    """A new step size scales the whole new step, and leaves the velocity as it is."""
    theta, velocity = rng.normal(size=3), rng.normal(size=3)
    for alpha in (0.2, 0.02, 1.7):
        g = rng.normal(size=3)
        at = f"when alpha has just become {alpha}"
        theta, velocity = compare_step(student, reference, theta, g, velocity, alpha, 0.55, at=at)


@pytest.mark.points(2)
def test_two_runs(student, reference, rng):
    """Two runs that take turns do not disturb each other."""
    runs = [[rng.normal(size=3), rng.normal(size=3)] for _ in range(2)]
    for turn in range(6):
        theta, velocity = runs[turn % 2]
        at = f"when two runs take turns, in run {turn % 2 + 1}"
        runs[turn % 2] = compare_step(student, reference, theta, rng.normal(size=3), velocity, 0.4, 0.35, at=at)


@pytest.mark.points(2)
def test_arguments_are_kept(student, reference, rng):
    """The arguments keep their values."""
    theta, g, velocity = rng.normal(size=(3, 4))
    compare_step(student, reference, theta, g, velocity, 0.3, 0.6)
    assert_unchanged(student)


@pytest.mark.points(1)
def test_every_size_and_scale(student, reference, rng):
    """The same holds for every size and scale, and whatever was called before."""
    assert_right_in_every_regime(
        student, reference, DOMAINS, "momentum_step", rng, ("the new theta", "the new velocity")
    )
