"""Public cases of `saddle_free_step`: curvatures along the axes, and turned against them."""

import numpy as np

from checks.support import assert_close, assert_unchanged


def test_along_the_axes(student):
    """A saddle whose directions are the axes."""
    move = student.saddle_free_step(np.array([6.0, 6.0]), np.diag([2.0, -3.0]))
    assert_close(move, [-3.0, -2.0], "delta", rtol=1e-8, at="for g = [6, 6], H = diag(2, -3)")


def test_turned(student):
    """A turned saddle: the curvatures are 50 along [3, 4] and -25 along [4, -3]."""
    at = "for g = [250, 125], H = [[2, 36], [36, 23]]"
    move = student.saddle_free_step(np.array([250.0, 125.0]), np.array([[2.0, 36.0], [36.0, 23.0]]))
    # g = 50·[3, 4] + 25·[4, −3], so the parts of the step are −[3, 4] and −[4, −3].
    assert_close(move, [-7.0, -1.0], "delta", rtol=1e-8, at=at)


def test_damped(student):
    """Damping makes each part of the step shorter."""
    at = "for g = [6, 6], H = diag(2, -3), damping = 1"
    move = student.saddle_free_step(np.array([6.0, 6.0]), np.diag([2.0, -3.0]), damping=1.0)
    assert_close(move, [-2.0, -1.5], "delta", rtol=1e-8, at=at)
    assert_unchanged(student)
