"""Public cases of adamw_step."""

import numpy as np

from checks.support import assert_close, assert_unchanged, pair


def test_shrinks(student):
    """Without a slope theta shrinks by the factor 1 − alpha·weight_decay."""
    zero = np.zeros(2)
    answer = student.adamw_step(np.array([10.0, -2.0]), zero, zero, zero, 1, alpha=0.5, weight_decay=0.2)
    assert_close(pair(answer, "theta", "m", "v")[0], [9.0, -1.8], "theta", at="for g = 0")


def test_both(student):
    """The step of Adam and the decay add up."""
    answer = student.adamw_step(np.array([4.0]), np.array([-9.0]), np.zeros(1), np.zeros(1), 1, 0.1, weight_decay=0.5)
    assert_close(pair(answer, "theta", "m", "v")[0], [3.9], "theta", rtol=1e-7, at="for theta = 4, g = -9 and k = 1")


def test_averages(student):
    """m and v know nothing of the decay."""
    before = np.array([100.0])
    answer = student.adamw_step(before, np.array([2.0]), np.zeros(1), np.zeros(1), 1, 0.1, 0.5, 0.5, 1e-8, 0.3)
    _, m, v = pair(answer, "theta", "m", "v")
    assert_close(m, [1.0], "m", at="for g = 2, m = 0 and beta1 = 0.5")
    assert_close(v, [2.0], "v", at="for g = 2, v = 0 and beta2 = 0.5")


def test_own_arrays(student):
    """The caller's theta, g, m and v stay as they were."""
    student.adamw_step(np.array([1.0]), np.array([2.0]), np.array([3.0]), np.array([4.0]), 2)
    assert_unchanged(student)
