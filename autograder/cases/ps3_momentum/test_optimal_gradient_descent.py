"""Hidden cases of `optimal_gradient_descent`."""

import pytest

from autograder.domains.momentum import DOMAINS
from autograder.grading.regimes import assert_right_in_every_regime
from checks.support import assert_close, pair


def answers(student, low, high):
    """Return the student's step size and rate, and the words for the input."""
    parts = pair(student.optimal_gradient_descent(low, high), "alpha", "rate")
    return *parts, f"for curvatures from {low:.4g} to {high:.4g}"


@pytest.mark.points(1)
def test_step_size(student, reference, rng):
    """The step size, for bowls from nearly round to very stretched."""
    for stretch in (1.5, 40.0, 3000.0):
        low = rng.uniform(0.05, 2.0)
        alpha, _, at = answers(student, low, stretch * low)
        assert_close(alpha, reference.optimal_gradient_descent(low, stretch * low)[0], "alpha", at=at)


@pytest.mark.points(2)
def test_rate(student, reference, rng):
    """The rate, as the factor of the distance per step."""
    for stretch in (1.5, 40.0, 3000.0):
        low = rng.uniform(0.05, 2.0)
        _, rate, at = answers(student, low, stretch * low)
        assert_close(rate, reference.optimal_gradient_descent(low, stretch * low)[1], "the rate", at=at)


@pytest.mark.points(1)
def test_round_bowl(student, rng):
    """On a round bowl one step is enough."""
    lam = rng.uniform(0.3, 6.0)
    alpha, rate, at = answers(student, lam, lam)
    assert_close(alpha, 1 / lam, "alpha", at=at)
    assert_close(rate, 0.0, "the rate", at=at)


@pytest.mark.points(1)
def test_every_size_and_scale(student, reference, rng):
    """The same holds for every size and scale, and whatever was called before."""
    assert_right_in_every_regime(
        student,
        reference,
        DOMAINS,
        "optimal_gradient_descent",
        rng,
        ("alpha", "the rate"),
        mixed=False,
    )
