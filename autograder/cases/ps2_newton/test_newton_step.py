"""Hidden cases of newton_step."""

import numpy as np
import pytest

from autograder.cases.ps2_newton.losses import symmetric
from autograder.domains.newton import DOMAINS
from autograder.grading.regimes import assert_right_in_every_regime
from checks.support import assert_close, assert_raises, assert_unchanged


def _compare(student, reference, g, H, at=""):
    expected = reference.newton_step(g, H)
    delta = student.newton_step(g, H)
    assert_close(delta, expected, "delta", rtol=1e-7, atol=1e-7 * np.linalg.norm(expected) + 1e-15, at=at)


@pytest.mark.points(2)
def test_positive_curvature(student, reference, rng):
    """The step on a bowl, stretched and turned."""
    for n in (2, 5):
        for _ in range(3):
            H = symmetric(rng, rng.uniform(0.5, 60, size=n))
            _compare(student, reference, rng.normal(size=n), H, "for a bowl")


@pytest.mark.points(2)
def test_indefinite(student, reference, rng):
    """An indefinite Hessian, where the step leads to the saddle of the model."""
    for lams in ([3.0, -2.0], [-0.4, -7.0, -1.0], [20.0, 1.0, -0.3, 4.0]):
        _compare(student, reference, rng.normal(size=len(lams)), symmetric(rng, lams), "for an indefinite H")


@pytest.mark.points(2)
def test_singular(student, rng):
    """An exactly singular Hessian is refused with LinAlgError."""
    flat = np.diag(rng.permutation([rng.uniform(1, 5), 0.0, -rng.uniform(1, 5)]))
    for H in (flat, np.zeros((2, 2))):
        g = rng.normal(size=len(H))
        assert_raises(lambda g=g, H=H: student.newton_step(g, H), "LinAlgError", "for a singular H")


@pytest.mark.points(1)
def test_edges(student, reference, rng):
    """One parameter, and a gradient that is zero."""
    _compare(student, reference, rng.normal(size=1), np.array([[rng.uniform(0.1, 4)]]), "for n = 1")
    _compare(student, reference, np.zeros(3), symmetric(rng, [1.0, 3.0, 8.0]), "for g = 0")


@pytest.mark.points(1)
def test_arguments_stay(student, reference, rng):
    """The arguments stay as they were, and a second call gives the same step."""
    g, H = rng.normal(size=3), symmetric(rng, [1.0, 4.0, 9.0])
    for time in ("in the first call", "in the second call"):
        _compare(student, reference, g, H, time)
        assert_unchanged(student)


@pytest.mark.points(1)
def test_every_size_and_scale(student, reference, rng):
    """The same holds for every size and scale, and whatever was called before."""
    assert_right_in_every_regime(student, reference, DOMAINS, "newton_step", rng, ("the step",))
