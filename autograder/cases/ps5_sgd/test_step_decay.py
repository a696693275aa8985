"""Hidden cases of `step_decay`."""

import pytest

from autograder.domains.sgd import DOMAINS
from autograder.grading.regimes import assert_right_in_every_regime
from checks.support import assert_close


@pytest.mark.points(1)
def test_edges_of_the_stairs(student, reference, rng):
    """The step size is constant on a stair and falls exactly at its end."""
    alpha0, drop = rng.uniform(0.2, 2), rng.uniform(0.3, 0.8)
    for k in (0, 1, 6, 7, 8, 13, 14, 20, 21):
        expected = reference.step_decay(k, alpha0, drop, 7)
        assert_close(student.step_decay(k, alpha0, drop, 7), expected, "alpha", at=f"at k = {k}, every = 7")


@pytest.mark.points(2)
def test_far_down(student, reference, rng):
    """Each stair is the last one times the factor, however many there are."""
    alpha0, drop, every = rng.uniform(0.2, 2), rng.uniform(0.6, 0.9), int(rng.integers(3, 30))
    for stair in (2, 3, 5, 17):
        k = stair * every + int(rng.integers(every))
        expected = reference.step_decay(k, alpha0, drop, every)
        assert_close(student.step_decay(k, alpha0, drop, every), expected, "alpha", at=f"at k = {k}, every = {every}")


@pytest.mark.points(1)
def test_a_stair_for_every_step(student, rng):
    """Stairs of a single step, and a factor of one."""
    alpha0 = rng.uniform(0.2, 2)
    assert_close(student.step_decay(3, alpha0, 0.75, 1), alpha0 * 0.421875, "alpha", at="for every = 1")
    assert_close(student.step_decay(50, alpha0, 1.0, 4), alpha0, "alpha", at="for drop = 1")


@pytest.mark.points(1)
def test_every_size_and_scale(student, reference, rng):
    """The same holds for every size and scale, and whatever was called before."""
    assert_right_in_every_regime(
        student, reference, DOMAINS, "step_decay", rng, ("alpha",), mixed=False, k=(0, 1, 2, 9, 10, 11, 49, 50, 99, 400)
    )
