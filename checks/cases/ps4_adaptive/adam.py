"""Public cases of adam."""

import numpy as np

from checks.support import assert_trajectory, assert_unchanged, callback


def test_constant_slope(student):
    """Down a plane every step is alpha long."""
    plane = callback(lambda point: np.array([200.0, -500.0]), theta=(2,))
    path = student.adam(plane, np.array([1.0, 0.0]), 3, alpha=0.25)
    assert_trajectory(path, [[1, 0], [0.75, 0.25], [0.5, 0.5], [0.25, 0.75]], "the path down a plane")


def test_without_averages(student):
    """Without averages (beta1 = beta2 = 0) Adam goes by the sign of the slope."""
    valley = callback(lambda point: 600 * (point - 1.0), theta=(1,))
    path = student.adam(valley, np.array([2.75]), 4, alpha=0.5, beta1=0.0, beta2=0.0)
    assert_trajectory(path, [[2.75], [2.25], [1.75], [1.25], [0.75]], "the path without averages")


def test_turning_slope(student):
    """After a turn of the slope the averages still remember."""
    slopes = callback(lambda point: np.where(point > 0.75, 100.0, -100.0), theta=(1,))
    path = student.adam(slopes, np.array([1.0]), 3, alpha=0.3, beta1=0.5, beta2=0.5)
    assert_trajectory(path, [[1.0], [0.7], [0.8], [0.8 - 0.9 / 7]], "the path after a turn")


def test_no_step(student):
    """A run of no steps is the starting point alone."""
    path = student.adam(callback(lambda point: point, theta=(3,)), np.array([1.0, 2.0, 3.0]), 0)
    assert_trajectory(path, [[1.0, 2.0, 3.0]], "the path of no step")


def test_own_array(student):
    """The caller's theta0 stays as it was."""
    student.adam(callback(lambda point: point, theta=(1,)), np.array([4.0]), 2)
    assert_unchanged(student)
