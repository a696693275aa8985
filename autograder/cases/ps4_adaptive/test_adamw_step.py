"""Hidden cases of adamw_step."""

import numpy as np
import pytest

from autograder.domains.adaptive import DOMAINS
from autograder.grading.regimes import assert_right_in_every_regime
from checks.support import assert_close, assert_unchanged, pair

SCALES = np.array([2e4, 1e3, 1e6])
SETTINGS = {"alpha": 0.15, "beta1": 0.75, "beta2": 0.96, "eps": 1e-8, "weight_decay": 0.4}
NAMES = ("theta", "m", "v")


def run(student, reference, rng):
    """Yield (k, the student's answer, what is right) along a run of steps from zero state."""
    theta, m, v = 2 * rng.normal(size=3), np.zeros(3), np.zeros(3)
    for k in range(1, 7):
        g = rng.normal(size=3) * SCALES
        answer = student.adamw_step(theta, g, m, v, k, **SETTINGS)
        theta, m, v = reference.adamw_step(theta, g, m, v, k, **SETTINGS)
        yield k, pair(answer, *NAMES), (theta, m, v)


@pytest.mark.points(2)
def test_theta_along_a_run(student, reference, rng):
    """theta over a run of steps: Adam's step and the decay, both from the theta that came in."""
    for k, ours, right in run(student, reference, rng):
        assert_close(ours[0], right[0], "theta", at=f"after the step k = {k}")


@pytest.mark.points(2)
def test_averages_along_a_run(student, reference, rng):
    """m and v hold the gradient of the loss alone, uncorrected."""
    for k, ours, right in run(student, reference, rng):
        assert_close(ours[1], right[1], "m", at=f"after the step k = {k}")
        assert_close(ours[2], right[2], "v", atol=0, at=f"after the step k = {k}")


@pytest.mark.points(2)
def test_decay_alone(student, rng):
    """Without a slope every coordinate shrinks by one and the same factor."""
    theta = rng.normal(size=3) * [1, 10, 100]
    decay = rng.uniform(0.1, 0.5)
    zero = np.zeros(3)
    answer = student.adamw_step(theta, zero, zero, zero, 1, alpha=0.2, weight_decay=decay)
    moved = pair(answer, *NAMES)[0]
    assert_close(moved, (1 - 0.2 * decay) * theta, "theta", at="for g = 0")


@pytest.mark.points(1)
def test_no_decay_is_adam(student, reference, rng):
    """With weight_decay = 0 the step is Adam's."""
    theta, g, m = rng.normal(size=(3, 2))
    v, settings = m**2 + rng.random(2), {"alpha": 0.1, "beta1": 0.6, "beta2": 0.8, "eps": 0.3}
    answer = pair(student.adamw_step(theta, g, m, v, 5, **settings, weight_decay=0.0), *NAMES)
    expected = reference.adam_step(theta, g, m, v, 5, **settings)
    for name, ours, right in zip(NAMES, answer, expected, strict=True):
        assert_close(ours, right, name, at="for weight_decay = 0")


@pytest.mark.points(1)
def test_defaults(student, reference, rng):
    """Everything after k has the default of the signature."""
    theta, g, m = 5 + rng.random(2), 1e-7 * rng.normal(size=2), 1e-7 * rng.normal(size=2)
    expected = reference.adamw_step(theta, g, m, m**2, 2)
    moved, average, squares = pair(student.adamw_step(theta, g, m, m**2, 2), *NAMES)
    assert_close(moved, expected[0], "theta", at="with the defaults")
    assert_close(average, expected[1], "m", atol=1e-18, at="with the defaults")
    assert_close(squares, expected[2], "v", atol=0, at="with the defaults")


@pytest.mark.points(1)
def test_nothing_is_changed_or_remembered(student, reference, rng):
    """The arguments keep their values, and two runs side by side do not mix."""
    runs = [(rng.normal(size=1), np.zeros(1), np.zeros(1)) for _ in range(2)]
    for k in (1, 2, 3):
        for i, (theta, m, v) in enumerate(runs):
            g = 1e4 * rng.normal(size=1)
            runs[i] = reference.adamw_step(theta, g, m, v, k, **SETTINGS)
            answer = pair(student.adamw_step(theta, g, m, v, k, **SETTINGS), *NAMES)
            assert_unchanged(student)
            for name, ours, right in zip(NAMES, answer, runs[i], strict=True):
                assert_close(ours, right, name, at="when two runs take turns")


@pytest.mark.points(1)
def test_every_size_and_scale(student, reference, rng):
    """The same holds for every size and scale, and whatever was called before."""
    assert_right_in_every_regime(
        student, reference, DOMAINS, "adamw_step", rng, ("the new theta", "the new m", "the new v")
    )
