"""Hidden cases of saddle_free_step."""

import numpy as np
import pytest

from autograder.cases.ps2_newton.losses import symmetric
from autograder.domains.newton import DOMAINS
from autograder.grading.regimes import assert_right_in_every_regime
from checks.support import assert_close, assert_unchanged


def _compare(student, reference, g, H, at="", **damping):
    expected = reference.saddle_free_step(g, H, **damping)
    delta = student.saddle_free_step(g, H, **damping)
    assert_close(delta, expected, "delta", rtol=1e-6, atol=1e-6 * np.linalg.norm(expected) + 1e-15, at=at)


@pytest.mark.points(2)
def test_bowl(student, reference, rng):
    """On a bowl it is Newton's step."""
    for n in (2, 4):
        H, g = symmetric(rng, rng.uniform(0.5, 20, size=n)), rng.normal(size=n)
        expected = reference.newton_step(g, H)
        atol = 1e-6 * np.linalg.norm(expected)
        assert_close(student.saddle_free_step(g, H), expected, "delta", rtol=1e-6, atol=atol, at="on a bowl")


@pytest.mark.points(2)
def test_saddle(student, reference, rng):
    """Where curvatures have both signs, each counts with its magnitude."""
    for lams in ([3.0, -2.0], [-0.5, -4.0, 1.5], [12.0, -0.8, 2.0, -6.0, 0.4]):
        for _ in range(2):
            _compare(student, reference, rng.normal(size=len(lams)), symmetric(rng, lams), "at a saddle")


@pytest.mark.points(3)
def test_damping(student, reference, rng):
    """Damping is added to the magnitudes, and a flat direction needs it."""
    for lams in ([5.0, -1.0, 0.3], [2.0, -0.2], [0.0, -3.0, 1.0]):
        for damping in rng.uniform(0.3, 2, size=2):
            H, g = symmetric(rng, lams), rng.normal(size=len(lams))
            _compare(student, reference, g, H, f"for damping = {damping:.3g}", damping=damping)


@pytest.mark.points(1)
def test_edges(student, reference, rng):
    """One parameter, a repeated curvature, and a gradient that is zero."""
    curvature = rng.uniform(0.5, 4)
    _compare(student, reference, rng.normal(size=1), np.array([[-curvature]]), "for n = 1")
    H = symmetric(rng, [-2.0, -2.0, 2.0])
    _compare(student, reference, rng.normal(size=3), H, "for equal magnitudes")
    _compare(student, reference, np.zeros(2), symmetric(rng, [1.0, -3.0]), "for g = 0")


@pytest.mark.points(1)
def test_arguments_stay(student, reference, rng):
    """The arguments stay as they were, and a second call gives the same step."""
    g, H = rng.normal(size=3), symmetric(rng, [1.0, -4.0, 9.0])
    for time in ("in the first call", "in the second call"):
        _compare(student, reference, g, H, time, damping=0.5)
        assert_unchanged(student)


@pytest.mark.points(1)
def test_every_size_and_scale(student, reference, rng):
    """The same holds for every size and scale, and whatever was called before."""
    assert_right_in_every_regime(student, reference, DOMAINS, "saddle_free_step", rng, ("the step",))
