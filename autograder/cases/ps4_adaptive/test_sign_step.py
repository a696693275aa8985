"""Hidden cases of sign_step."""

import numpy as np
import pytest

from autograder.domains.adaptive import DOMAINS
from autograder.grading.regimes import assert_right_in_every_regime
from checks.support import assert_close, assert_unchanged


@pytest.mark.points(1)
def test_every_coordinate_moves_by_alpha(student, reference, rng):
    """Every coordinate moves by alpha, against its slope."""
    theta, g = rng.normal(size=6), rng.normal(size=6)
    alpha = rng.uniform(0.02, 0.2)
    assert_close(student.sign_step(theta, g, alpha), reference.sign_step(theta, g, alpha), "theta")


@pytest.mark.points(1)
@pytest.mark.parametrize("scale", [1e-25, 1e20], ids=["tiny", "huge"])
def test_size_of_the_slope_does_not_matter(student, reference, rng, scale):
    """A tiny slope and a huge slope move theta equally far."""
    theta, g = rng.normal(size=3), scale * rng.normal(size=3)
    moved = student.sign_step(theta, g, 0.3)
    assert_close(moved, reference.sign_step(theta, g, 0.3), "theta", at=f"for slopes near {scale:g}")


@pytest.mark.points(1)
def test_no_slope_no_move(student, reference, rng):
    """A coordinate whose slope is zero stays where it is."""
    theta, g = rng.normal(size=4), rng.normal(size=4) * [1, 0, 1, 0]
    moved = student.sign_step(theta, g, 0.1)
    assert_close(moved, reference.sign_step(theta, g, 0.1), "theta", at="for g with zeros")


@pytest.mark.points(1)
def test_arguments_stay_as_they_were(student, rng):
    """The arguments keep their values."""
    theta, g = rng.normal(size=1), rng.normal(size=1)
    expected = theta - 0.25 * np.sign(g)
    assert_close(student.sign_step(theta, g, 0.25), expected, "theta", at="for n = 1")
    assert_unchanged(student)


@pytest.mark.points(1)
def test_every_size_and_scale(student, reference, rng):
    """The same holds for every size and scale, and whatever was called before."""
    assert_right_in_every_regime(student, reference, DOMAINS, "sign_step", rng, ("the new theta",))
