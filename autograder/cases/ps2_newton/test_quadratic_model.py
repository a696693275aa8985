"""Hidden cases of quadratic_model."""

import numpy as np
import pytest

from autograder.cases.ps2_newton.losses import symmetric
from autograder.domains.newton import DOMAINS
from autograder.grading.regimes import assert_right_in_every_regime
from checks.support import assert_close, assert_unchanged


@pytest.mark.points(1)
def test_constant_and_slope(student, rng):
    """The constant and the slope, where the curvature is zero."""
    f0, g, delta = rng.normal(), rng.normal(size=3), rng.normal(size=3)
    value = student.quadratic_model(f0, g, np.zeros((3, 3)), delta)
    assert_close(value, f0 + g @ delta, "the model", atol=1e-9, at="for H = 0")


@pytest.mark.points(2)
def test_all_three_terms(student, reference, rng):
    """All three terms together, with curvature of both signs."""
    for _ in range(5):
        H = symmetric(rng, [8.0, 0.9, -3.0, -0.2])
        f0, g, delta = rng.normal(), *rng.normal(size=(2, 4))
        expected = reference.quadratic_model(f0, g, H, delta)
        assert_close(student.quadratic_model(f0, g, H, delta), expected, "the model", atol=1e-9)


@pytest.mark.points(1)
def test_one_parameter(student, rng):
    """A loss with one parameter, and the answer is a plain number."""
    f0, slope, curvature, step = rng.uniform(0.5, 2, size=4)
    value = student.quadratic_model(f0, np.array([slope]), np.array([[-curvature]]), np.array([step]))
    assert_close(value, f0 + slope * step - curvature * step**2 / 2, "the model", atol=1e-9, at="for n = 1")


@pytest.mark.points(1)
def test_arguments_stay(student, reference, rng):
    """The arguments stay as they were, and a second call gives the same value."""
    H, g, delta = symmetric(rng, [2.0, -1.0, 0.5]), *rng.normal(size=(2, 3))
    expected = reference.quadratic_model(1.5, g, H, delta)
    for time in ("in the first call", "in the second call"):
        assert_close(student.quadratic_model(1.5, g, H, delta), expected, "the model", atol=1e-9, at=time)
        assert_unchanged(student)


@pytest.mark.points(1)
def test_every_size_and_scale(student, reference, rng):
    """The same holds for every size and scale, and whatever was called before."""
    assert_right_in_every_regime(student, reference, DOMAINS, "quadratic_model", rng, ("the value",))
