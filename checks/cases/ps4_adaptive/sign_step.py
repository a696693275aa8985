"""Public cases of sign_step."""

import numpy as np

from checks.support import assert_close, assert_unchanged


def test_three_slopes(student):
    """Every coordinate moves by alpha, against its slope."""
    start, slopes = np.array([1.0, -2.0, 0.5]), np.array([30.0, -0.02, 4.0])
    assert_close(student.sign_step(start, slopes, 0.1), [0.9, -1.9, 0.4], "theta", at="for g = (30, -0.02, 4)")


def test_flat(student):
    """A slope of zero moves nothing."""
    there = student.sign_step(np.array([7.0, 8.0]), np.array([0.0, -3.0]), 0.5)
    assert_close(there, [7.0, 8.5], "theta", at="for g = (0, -3)")


def test_own_array(student):
    """The caller's theta stays as it was."""
    student.sign_step(np.array([5.0]), np.array([1.0]), 1.0)
    assert_unchanged(student)
