"""Public cases of `nesterov_step`: where it looks, and where it goes."""

import numpy as np

from checks.support import assert_close, assert_unchanged, callback, fail, pair


def test_where_it_looks(student):
    """The gradient is taken at the look-ahead point."""
    slope = callback(lambda point: point, theta=(1,))
    student.nesterov_step(slope, np.array([4.0]), np.array([2.0]), 0.5, 0.5)
    if not slope.inputs:
        fail("grad was never called")
    assert_close(
        slope.inputs[0],
        [3.5],
        "the point where grad is called",
        at="(theta = 4, velocity = 2, alpha = mu = ½)",
    )


def test_stretched_bowl(student):
    """One step on a stretched bowl, with its new velocity."""
    slope = callback(lambda point: point * [1.0, 10.0, 2.0], theta=(3,))
    moved, speed = pair(
        student.nesterov_step(slope, np.array([1.0, 1.0, 0.0]), np.array([1.0, -1.0, 0.0]), 0.1, 0.9),
        "theta",
        "velocity",
    )
    at = "for the gradient [θ₀, 10·θ₁, 2·θ₂], theta = [1, 1, 0], velocity = [1, -1, 0], alpha = 0.1, mu = 0.9"
    assert_close(speed, [1.81, 10.0, 0.0], "the new velocity", at=at)
    assert_close(moved, [0.819, 0.0, 0.0], "the new theta", at=at)


def test_from_rest(student):
    """From rest there is nothing to look ahead to: a step of gradient descent, and theta keeps its values."""
    slope, start = callback(lambda point: 3 * point, theta=(3,)), np.array([2.0, -1.0, 0.0])
    moved, _ = pair(student.nesterov_step(slope, start, np.zeros(3), 0.1, 0.8), "theta", "velocity")
    at = "after a first step from [2, -1, 0] with the gradient 3·theta"
    assert_close(moved, [1.4, -0.7, 0.0], "the new theta", at=at)
    assert_unchanged(student)
