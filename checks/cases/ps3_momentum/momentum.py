"""Public cases of `momentum`: short paths that can be worked out by hand."""

import numpy as np

from checks.support import assert_trajectory, assert_unchanged, callback


def test_parabola(student):
    """The path on the parabola ½θ², which overshoots the minimum."""
    slope = callback(lambda point: point, theta=(1,))
    path = student.momentum(slope, np.array([8.0]), 0.5, 0.5, 5)
    assert_trajectory(path, [[8.0], [4.0], [0.0], [-2.0], [-2.0], [-1.0]], "the path from 8 with alpha = mu = ½")


def test_constant_slope(student):
    """On a slope that never changes the steps grow, towards 1/(1 − mu) times the first."""
    slope = callback(lambda point: np.array([1.0, -2.0]), theta=(2,))
    path = student.momentum(slope, np.zeros(2), 1.0, 0.5, 4)
    travelled = np.array([0.0, 1.0, 2.5, 4.25, 6.125])
    assert_trajectory(path, np.column_stack([-travelled, 2 * travelled]), "the path on a constant slope")


def test_no_steps(student):
    """Zero steps give a path of one row, theta0, and theta0 keeps its values."""
    start = np.array([1.0, 2.0, 3.0])
    slope = callback(lambda point: 2 * point, theta=(3,))
    assert_trajectory(student.momentum(slope, start, 0.1, 0.9, 0), start[None], "the path of zero steps")
    student.momentum(slope, start, 0.1, 0.9, 3)
    assert_unchanged(student)
