"""Public cases of `quadratic_model`: small numbers that can be checked by hand."""

import numpy as np

from checks.support import assert_close, assert_unchanged

BOWL = np.array([[2.0, 1.0], [1.0, 4.0]])


def test_no_displacement(student):
    """At delta = 0 the model is the loss itself."""
    value = student.quadratic_model(7.0, np.array([3.0, -1.0]), BOWL, np.zeros(2))
    assert_close(value, 7.0, "the model", at="for f0 = 7 and delta = [0, 0]")


def test_along_an_axis(student):
    """A parabola along one axis."""
    at = "for f0 = 1, g = [-4, 0], H = [[2, 1], [1, 4]], delta = [3, 0]"
    value = student.quadratic_model(1.0, np.array([-4.0, 0.0]), BOWL, np.array([3.0, 0.0]))
    assert_close(value, 1 - 12 + 9, "the model", at=at)


def test_both_coordinates(student):
    """Both coordinates move together, and the arguments keep their values."""
    at = "for f0 = 0, g = [1, 1], H = [[2, 1], [1, 4]], delta = [2, -1]"
    value = student.quadratic_model(0.0, np.ones(2), BOWL, np.array([2.0, -1.0]))
    # The terms of H are 2·2·2, twice 1·2·(−1) and 4·1: half of 8.
    assert_close(value, 1 + 4, "the model", at=at)
    assert_unchanged(student)
