"""Public cases of `gradient_descent`: paths that can be followed by hand."""

import numpy as np

from checks.support import assert_trajectory, assert_unchanged, callback


def test_bowl(student):
    """On a bowl, two steps and their start, worked out by hand."""
    curvature = np.array([1.0, 4.0])
    path = student.gradient_descent(
        callback(lambda point: curvature * point, theta=(2,)), np.array([8.0, -2.0]), 0.5, 2
    )
    assert_trajectory(path, [[8, -2], [4, 2], [2, -2]], at="from [8, -2] with alpha = 0.5")


def test_curve(student):
    """In one dimension, on θ³/3: the slope is taken anew at every point."""
    path = student.gradient_descent(callback(np.square, theta=(1,)), np.array([2.0]), 0.25, 3)
    assert_trajectory(path, [[2], [1], [0.75], [0.609375]], at="on θ³/3 from 2 with alpha = 0.25")


def test_no_steps(student):
    """With no steps the path is its start."""
    path = student.gradient_descent(callback(np.sign, theta=(2,)), np.array([3.0, 1.0]), 0.1, 0)
    assert_trajectory(path, [[3.0, 1.0]], at="for steps = 0")


def test_twice(student):
    """theta0 keeps its value, and the same call again gives the same path."""
    for turn in ("first", "second"):
        path = student.gradient_descent(callback(np.sign, theta=(2,)), np.array([1.0, -1.0]), 0.5, 1)
        assert_unchanged(student)
        assert_trajectory(path, [[1, -1], [0.5, -0.5]], at=f"in the {turn} of two equal calls")
