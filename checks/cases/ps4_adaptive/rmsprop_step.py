"""Public cases of rmsprop_step."""

import numpy as np

from checks.support import assert_close, assert_unchanged, pair


def test_from_zero(student):
    """The first step is longer than alpha: the average still counts zeros."""
    answer = student.rmsprop_step(np.array([2.0]), np.array([10.0]), np.zeros(1), alpha=0.1, beta=0.75)
    theta, s = pair(answer, "theta", "s")
    assert_close(s, [25.0], "s", at="for g = 10, s = 0 and beta = 0.75")
    assert_close(theta, [1.8], "theta", rtol=1e-7, at="for g = 10, s = 0, beta = 0.75 and alpha = 0.1")


def test_with_past(student):
    """The old average fades, the new square enters."""
    slopes, past = np.array([4.0, -1.0, 2.0]), np.array([10.0, 21.0, 0.0])
    theta, s = pair(student.rmsprop_step(np.zeros(3), slopes, past, alpha=1.0, beta=0.75), "theta", "s")
    at = "for g = (4, -1, 2), s = (10, 21, 0) and beta = 0.75"
    assert_close(s, [11.5, 16.0, 1.0], "s", at=at)
    assert_close(theta, [-4 / 11.5**0.5, 0.25, -2.0], "theta", rtol=1e-7, at=at)


def test_small_number(student):
    """eps keeps 0/0 away, and is added to the root."""
    slopes, zero = np.array([0.0, 0.2, -1.4]), np.zeros(3)
    answer = student.rmsprop_step(np.ones(3), slopes, zero, alpha=1.0, beta=0.75, eps=0.3)
    theta = pair(answer, "theta", "s")[0]
    assert_close(theta, [1.0, 0.5, 2.4], "theta", at="for g = (0, 0.2, -1.4), s = 0 and eps = 0.3")


def test_own_arrays(student):
    """The caller's theta, g and s stay as they were."""
    student.rmsprop_step(np.array([1.0]), np.array([2.0]), np.array([3.0]))
    assert_unchanged(student)
