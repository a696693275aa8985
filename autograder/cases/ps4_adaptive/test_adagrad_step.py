"""Hidden cases of adagrad_step.

Slopes are large except where a case is about eps, so that a mistake with eps costs only those cases.
"""

import numpy as np
import pytest

from autograder.cases.ps4_adaptive.slopes import away_from_zero
from autograder.domains.adaptive import DOMAINS
from autograder.grading.regimes import assert_right_in_every_regime
from checks.support import assert_close, assert_unchanged, pair

SCALES = np.array([1e3, 1e6, 5e4])


@pytest.mark.points(2)
def test_first_step(student, reference, rng):
    """The first step, from s = 0."""
    theta, g, s = rng.normal(size=3), away_from_zero(rng, 3) * SCALES, np.zeros(3)
    expected = reference.adagrad_step(theta, g, s, alpha=0.07, eps=1e-8)
    moved, s = pair(student.adagrad_step(theta, g, s, alpha=0.07, eps=1e-8), "theta", "s")
    assert_close(s, expected[1], "s", atol=0)
    assert_close(moved, expected[0], "theta")


@pytest.mark.points(3)
def test_sum_grows_along_a_run(student, reference, rng):
    """The sum of squares grows over a run of steps, and each step uses the new sum."""
    theta, s = rng.normal(size=3), np.zeros(3)
    for k in range(1, 7):
        g = away_from_zero(rng, 3) * SCALES
        answer = student.adagrad_step(theta, g, s, alpha=0.3, eps=1e-8)
        theta, s = reference.adagrad_step(theta, g, s, alpha=0.3, eps=1e-8)
        moved, total = pair(answer, "theta", "s")
        assert_close(total, s, "s", atol=0, at=f"after {k} steps")
        assert_close(moved, theta, "theta", at=f"after {k} steps")


@pytest.mark.points(2)
def test_eps_beside_the_root(student, reference, rng):
    """eps is added to the root, which matters where slopes are as small as eps."""
    theta, g, s = rng.normal(size=3), 1e-6 * rng.normal(size=3), 1e-12 * rng.random(3)
    expected = reference.adagrad_step(theta, g, s, alpha=0.2, eps=3e-6)
    moved, _ = pair(student.adagrad_step(theta, g, s, alpha=0.2, eps=3e-6), "theta", "s")
    assert_close(moved, expected[0], "theta", at="for slopes near 1e-6 and eps = 3e-6")


@pytest.mark.points(2)
def test_no_slope_yet(student, rng):
    """A coordinate that never had a slope stays where it is, and nothing becomes nan."""
    theta, g = rng.uniform(0.5, 1, size=3), np.array([0.0, 0.2, 0.0]) * away_from_zero(rng, 3)
    moved, s = pair(student.adagrad_step(theta, g, np.zeros(3), alpha=0.2, eps=1e-8), "theta", "s")
    assert_close(moved, theta - [0, 0.2 * g[1] / (abs(g[1]) + 1e-8), 0], "theta", at="for g with zeros")
    assert_close(s, [0, g[1] * g[1], 0], "s", atol=0, at="for g with zeros")


@pytest.mark.points(1)
def test_defaults(student, reference, rng):
    """alpha and eps have the defaults of the signature."""
    theta, g, s = rng.normal(size=2), 1e-7 * rng.normal(size=2), 1e-14 * rng.random(2)
    moved, _ = pair(student.adagrad_step(theta, g, s), "theta", "s")
    assert_close(moved, reference.adagrad_step(theta, g, s)[0], "theta", at="without alpha and eps")


@pytest.mark.points(1)
def test_nothing_is_changed_or_remembered(student, reference, rng):
    """The arguments keep their values, and two runs side by side do not mix."""
    runs = [(rng.normal(size=2), np.zeros(2)) for _ in range(2)]
    for _ in range(3):
        for i, (theta, s) in enumerate(runs):
            g = 1e4 * rng.normal(size=2)
            runs[i] = reference.adagrad_step(theta, g, s, alpha=0.1, eps=1e-8)
            moved, total = pair(student.adagrad_step(theta, g, s, alpha=0.1, eps=1e-8), "theta", "s")
            assert_unchanged(student)
            assert_close(total, runs[i][1], "s", at="when two runs take turns")
            assert_close(moved, runs[i][0], "theta", at="when two runs take turns")


@pytest.mark.points(1)
def test_every_size_and_scale(student, reference, rng):
    """The same holds for every size and scale, and whatever was called before."""
    assert_right_in_every_regime(student, reference, DOMAINS, "adagrad_step", rng, ("the new theta", "the new sum"))
