"""Public cases of adagrad_step."""

import numpy as np

from checks.support import assert_close, assert_unchanged, pair


def test_from_zero(student):
    """The first step is alpha long in every coordinate."""
    answer = student.adagrad_step(np.array([1.0, 2.0, 0.0]), np.array([3.0, -4.0, 0.5]), np.zeros(3), alpha=0.1)
    theta, s = pair(answer, "theta", "s")
    assert_close(s, [9.0, 16.0, 0.25], "s", at="for g = (3, -4, 0.5) and s = 0")
    assert_close(theta, [0.9, 2.1, -0.1], "theta", rtol=1e-7, at="for g = (3, -4, 0.5), s = 0 and alpha = 0.1")


def test_with_past(student):
    """Earlier squares make the step shorter."""
    past = np.array([16.0, 144.0, 0.0])
    theta, s = pair(student.adagrad_step(np.ones(3), np.array([3.0, 5.0, 2.0]), past, alpha=0.5), "theta", "s")
    at = "for g = (3, 5, 2) and s = (16, 144, 0)"
    assert_close(s, [25.0, 169.0, 4.0], "s", at=at)
    assert_close(theta, [0.7, 1 - 2.5 / 13, 0.5], "theta", rtol=1e-7, at=at)


def test_small_number(student):
    """eps keeps 0/0 away, and is added to the root."""
    answer = student.adagrad_step(np.ones(3), np.array([0.0, 0.25, -0.75]), np.zeros(3), alpha=1.0, eps=0.25)
    theta = pair(answer, "theta", "s")[0]
    assert_close(theta, [1.0, 0.5, 1.75], "theta", at="for g = (0, 0.25, -0.75) and eps = 0.25")


def test_own_arrays(student):
    """The caller's theta, g and s stay as they were."""
    student.adagrad_step(np.array([1.0]), np.array([2.0]), np.array([3.0]))
    assert_unchanged(student)
