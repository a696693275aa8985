"""Public cases of adam_step."""

import numpy as np

from checks.support import assert_close, assert_unchanged, pair

SECOND = {"m": np.array([2.0]), "v": np.array([37.0]), "k": 2, "alpha": 0.1, "beta1": 0.5, "beta2": 0.75}


def test_start(student):
    """The first step is alpha long in every coordinate, whatever the slope."""
    slopes, zero = np.array([200.0, -0.5]), np.zeros(2)
    answer = student.adam_step(np.array([1.0, 1.0]), slopes, zero, zero, 1, alpha=0.1)
    theta = pair(answer, "theta", "m", "v")[0]
    assert_close(theta, [0.9, 1.1], "theta", rtol=1e-7, at="for g = (200, -0.5), k = 1 and alpha = 0.1")


def test_averages(student):
    """m and v come back as plain averages, not corrected."""
    _, m, v = pair(student.adam_step(np.zeros(1), np.array([8.0]), **SECOND), "theta", "m", "v")
    assert_close(m, [5.0], "m", at="for g = 8, m = 2 and beta1 = 0.5")
    assert_close(v, [43.75], "v", at="for g = 8, v = 37 and beta2 = 0.75")


def test_second_step(student):
    """In step k = 2 both averages are corrected by their powers."""
    theta = pair(student.adam_step(np.zeros(1), np.array([8.0]), **SECOND), "theta", "m", "v")[0]
    at = "for theta = 0, g = 8, m = 2, v = 37, beta1 = 0.5, beta2 = 0.75 and k = 2"
    assert_close(theta, [-1 / 15], "theta", rtol=1e-7, at=at)


def test_small_number(student):
    """eps keeps 0/0 away, and is added to the corrected root."""
    slopes, zero = np.array([0.0, 0.5]), np.zeros(2)
    theta = pair(student.adam_step(zero, slopes, zero, zero, 1, alpha=1.0, eps=0.5), "theta", "m", "v")[0]
    assert_close(theta, [0.0, -0.5], "theta", at="for g = (0, 0.5), k = 1 and eps = 0.5")


def test_own_arrays(student):
    """The caller's theta, g, m and v stay as they were."""
    student.adam_step(np.array([1.0]), np.array([2.0]), np.array([3.0]), np.array([4.0]), 2)
    assert_unchanged(student)
