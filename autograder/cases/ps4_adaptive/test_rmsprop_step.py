"""Hidden cases of rmsprop_step.

Slopes are large except where a case is about eps, so that a mistake with eps costs only those cases.
"""

import numpy as np
import pytest

from autograder.cases.ps4_adaptive.slopes import away_from_zero
from autograder.domains.adaptive import DOMAINS
from autograder.grading.regimes import assert_right_in_every_regime
from checks.support import assert_close, assert_unchanged, pair

SCALES = np.array([2e4, 1e6, 1e3])


@pytest.mark.points(2)
def test_first_step(student, reference, rng):
    """The first step, from s = 0, which is longer than alpha."""
    theta, g, beta = rng.normal(size=3), away_from_zero(rng, 3) * SCALES, rng.uniform(0.6, 0.8)
    expected = reference.rmsprop_step(theta, g, np.zeros(3), alpha=0.02, beta=beta, eps=1e-8)
    answer = student.rmsprop_step(theta, g, np.zeros(3), alpha=0.02, beta=beta, eps=1e-8)
    moved, s = pair(answer, "theta", "s")
    assert_close(s, expected[1], "s", atol=0)
    assert_close(moved, expected[0], "theta")


@pytest.mark.points(3)
def test_average_follows_a_run(student, reference, rng):
    """The average of squares fades and follows over a run, and each step uses the new average."""
    theta, s, beta = rng.normal(size=3), np.zeros(3), rng.uniform(0.6, 0.8)
    for k in range(1, 8):
        g = away_from_zero(rng, 3) * SCALES
        answer = student.rmsprop_step(theta, g, s, alpha=0.04, beta=beta, eps=1e-8)
        theta, s = reference.rmsprop_step(theta, g, s, alpha=0.04, beta=beta, eps=1e-8)
        moved, average = pair(answer, "theta", "s")
        assert_close(average, s, "s", atol=0, at=f"after {k} steps")
        assert_close(moved, theta, "theta", at=f"after {k} steps")


@pytest.mark.points(1)
def test_no_memory_is_sign_descent(student, reference, rng):
    """With beta = 0 the step is that of sign descent."""
    theta, g = rng.normal(size=4), 1e4 * rng.normal(size=4)
    s = g**2 * rng.uniform(0.5, 2, size=4)
    expected = reference.rmsprop_step(theta, g, s, alpha=0.1, beta=0.0, eps=1e-8)
    moved, _ = pair(student.rmsprop_step(theta, g, s, alpha=0.1, beta=0.0, eps=1e-8), "theta", "s")
    assert_close(moved, expected[0], "theta", at="for beta = 0")


@pytest.mark.points(2)
def test_eps_beside_the_root(student, reference, rng):
    """eps is added to the root, which matters where slopes are as small as eps."""
    theta, g, s = rng.normal(size=3), 1e-6 * rng.normal(size=3), 1e-12 * rng.random(3)
    expected = reference.rmsprop_step(theta, g, s, alpha=0.1, beta=0.7, eps=2e-6)
    moved, _ = pair(student.rmsprop_step(theta, g, s, alpha=0.1, beta=0.7, eps=2e-6), "theta", "s")
    assert_close(moved, expected[0], "theta", at="for slopes near 1e-6 and eps = 2e-6")


@pytest.mark.points(1)
def test_no_slope_yet(student, rng):
    """A coordinate that never had a slope stays where it is, and nothing becomes nan."""
    theta = rng.normal(size=1)
    moved, s = pair(student.rmsprop_step(theta, np.zeros(1), np.zeros(1), alpha=0.1, beta=0.7), "theta", "s")
    assert_close(moved, theta, "theta", at="for g = 0")
    assert_close(s, [0.0], "s", at="for g = 0")


@pytest.mark.points(1)
def test_defaults(student, reference, rng):
    """alpha, beta and eps have the defaults of the signature."""
    theta, g, s = rng.normal(size=2), 1e-7 * rng.normal(size=2), 1e-14 * rng.random(2)
    moved, average = pair(student.rmsprop_step(theta, g, s), "theta", "s")
    expected = reference.rmsprop_step(theta, g, s)
    assert_close(average, expected[1], "s", atol=0, at="without alpha, beta and eps")
    assert_close(moved, expected[0], "theta", at="without alpha, beta and eps")


@pytest.mark.points(1)
def test_nothing_is_changed_or_remembered(student, reference, rng):
    """The arguments keep their values, and two runs side by side do not mix."""
    runs = [(rng.normal(size=2), np.zeros(2)) for _ in range(2)]
    for _ in range(3):
        for i, (theta, s) in enumerate(runs):
            g = 1e4 * rng.normal(size=2)
            answer = student.rmsprop_step(theta, g, s, alpha=0.1, beta=0.75, eps=1e-8)
            runs[i] = reference.rmsprop_step(theta, g, s, alpha=0.1, beta=0.75, eps=1e-8)
            moved, average = pair(answer, "theta", "s")
            assert_unchanged(student)
            assert_close(average, runs[i][1], "s", at="when two runs take turns")
            assert_close(moved, runs[i][0], "theta", at="when two runs take turns")


@pytest.mark.points(1)
def test_every_size_and_scale(student, reference, rng):
    """The same holds for every size and scale, and whatever was called before."""
    assert_right_in_every_regime(student, reference, DOMAINS, "rmsprop_step", rng, ("the new theta", "the new average"))
