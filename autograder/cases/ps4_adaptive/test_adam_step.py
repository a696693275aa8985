"""Hidden cases of adam_step.

Steps are fed with the reference's state, so a wrong m does not also cost what is asked about theta.
Slopes are large except where a case is about eps, for the same reason.
"""

import numpy as np
import pytest

from autograder.cases.ps4_adaptive.slopes import away_from_zero
from autograder.domains.adaptive import DOMAINS
from autograder.grading.regimes import assert_right_in_every_regime
from checks.support import assert_close, assert_unchanged, pair

SCALES = np.array([1e4, 1e3, 1e6])
SETTINGS = {"alpha": 0.05, "beta1": 0.8, "beta2": 0.95, "eps": 1e-8}
NAMES = ("theta", "m", "v")


def run(student, reference, rng, **settings):
    """Yield (k, the student's answer, what is right) along a run of steps from zero state."""
    theta, m, v = rng.normal(size=3), np.zeros(3), np.zeros(3)
    for k in range(1, 8):
        g = away_from_zero(rng, 3) * SCALES * (1 if k < 5 else 0.05)  # so that v has to fall
        answer = student.adam_step(theta, g, m, v, k, **settings)
        theta, m, v = reference.adam_step(theta, g, m, v, k, **settings)
        yield k, pair(answer, *NAMES), (theta, m, v)


@pytest.mark.points(3)
def test_first_step(student, reference, rng):
    """The first step moves every coordinate by alpha."""
    theta, g = rng.normal(size=3), away_from_zero(rng, 3) * SCALES
    expected = reference.adam_step(theta, g, np.zeros(3), np.zeros(3), 1, **SETTINGS)
    answer = student.adam_step(theta, g, np.zeros(3), np.zeros(3), 1, **SETTINGS)
    assert_close(pair(answer, *NAMES)[0], expected[0], "theta", at="after the step k = 1")


@pytest.mark.points(3)
def test_theta_along_a_run(student, reference, rng):
    """theta over a run of steps, with averages, roots and both corrections in place."""
    for k, ours, right in run(student, reference, rng, **SETTINGS):
        assert_close(ours[0], right[0], "theta", at=f"after the step k = {k}")


@pytest.mark.points(2)
def test_m_along_a_run(student, reference, rng):
    """m is the running average of the gradients, returned uncorrected."""
    for k, ours, right in run(student, reference, rng, **{**SETTINGS, "beta1": 0.45}):
        assert_close(ours[1], right[1], "m", at=f"after the step k = {k}")


@pytest.mark.points(2)
def test_v_along_a_run(student, reference, rng):
    """v is the running average of the squared gradients, returned uncorrected."""
    for k, ours, right in run(student, reference, rng, **{**SETTINGS, "beta2": 0.45}):
        assert_close(ours[2], right[2], "v", atol=0, at=f"after the step k = {k}")


@pytest.mark.points(1)
def test_late_step(student, reference, rng):
    """A step late in a run, where little correction is left."""
    k = int(rng.integers(200, 500))
    theta, g, m = rng.normal(size=3), 1e3 * away_from_zero(rng, 3), 1e4 * away_from_zero(rng, 3)
    v = m**2 * rng.uniform(1, 2, size=3)
    settings = {"alpha": 0.3, "beta1": 0.97, "beta2": 0.99, "eps": 1e-8}
    expected = reference.adam_step(theta, g, m, v, k, **settings)
    answer = student.adam_step(theta, g, m, v, k, **settings)
    assert_close(pair(answer, *NAMES)[0], expected[0], "theta", at=f"after the step k = {k}")


@pytest.mark.points(2)
def test_eps_beside_the_corrected_root(student, reference, rng):
    """eps is added to the root of the corrected v, which matters where slopes are as small as eps."""
    settings = {**SETTINGS, "eps": 2e-6}
    theta, m, v = rng.normal(size=3), np.zeros(3), np.zeros(3)
    for k in (1, 2):
        g = 1e-6 * away_from_zero(rng, 3) / k**5
        answer = student.adam_step(theta, g, m, v, k, **settings)
        theta, m, v = reference.adam_step(theta, g, m, v, k, **settings)
        moved = pair(answer, *NAMES)[0]
        assert_close(moved, theta, "theta", at=f"after the step k = {k}, for slopes near 1e-6 and eps = 2e-6")


@pytest.mark.points(1)
def test_no_slope_yet(student, rng):
    """A coordinate that never had a slope stays where it is, and nothing becomes nan."""
    theta, zero = rng.normal(size=1), np.zeros(1)
    moved, m, v = pair(student.adam_step(theta, zero, zero, zero, 1, alpha=0.1), *NAMES)
    assert_close(moved, theta, "theta", at="for g = 0")
    assert_close(m, zero, "m", at="for g = 0")
    assert_close(v, zero, "v", at="for g = 0")


@pytest.mark.points(1)
def test_defaults(student, reference, rng):
    """alpha, beta1, beta2 and eps have the defaults of the signature."""
    theta, g, m = rng.normal(size=2), 2e-8 * away_from_zero(rng, 2), 1e-7 * away_from_zero(rng, 2)
    expected = reference.adam_step(theta, g, m, m**2, 3)
    moved, average, squares = pair(student.adam_step(theta, g, m, m**2, 3), *NAMES)
    assert_close(moved, expected[0], "theta", at="without alpha, beta1, beta2 and eps")
    assert_close(average, expected[1], "m", atol=1e-18, at="without alpha, beta1, beta2 and eps")
    assert_close(squares, expected[2], "v", atol=0, at="without alpha, beta1, beta2 and eps")


@pytest.mark.points(2)
def test_nothing_is_changed_or_remembered(student, reference, rng):
    """The arguments keep their values, and two runs side by side do not mix."""
    runs = [(rng.normal(size=2), np.zeros(2), np.zeros(2)) for _ in range(2)]
    for k in (1, 2, 3):
        for i, state in enumerate(runs):
            g = 1e6 * away_from_zero(rng, 2) / k**5
            runs[i] = reference.adam_step(state[0], g, *state[1:], k, **SETTINGS)
            answer = pair(student.adam_step(state[0], g, *state[1:], k, **SETTINGS), *NAMES)
            assert_unchanged(student)
            for name, ours, right in zip(NAMES, answer, runs[i], strict=True):
                assert_close(ours, right, name, at="when two runs take turns")


@pytest.mark.points(1)
def test_every_size_and_scale(student, reference, rng):
    """The same holds for every size and scale, and whatever was called before."""
    assert_right_in_every_regime(
        student, reference, DOMAINS, "adam_step", rng, ("the new theta", "the new m", "the new v")
    )
