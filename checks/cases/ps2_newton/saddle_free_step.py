"""Public cases of `saddle_free_step`: curvatures along the axes, and turned against them."""

import numpy as np

from checks.support import assert_close, assert_unchanged


def test_along_the_axes(student):
    """A saddle whose directions are the axes."""
    move = student.saddle_free_step(np.array([6.0, 6.0]), np.diag([2.0, -3.0]))
    assert_close(move, [-3.0, -2.0], "delta", rtol=1e-8, at="for g = [6, 6], H = diag(2, -3)")


def test_turned(student):
    """A turned saddle: the curvatures are 9 along [2, 1, 2], −18 along [−2, 2, 1] and 27 along [1, 2, −2]."""
    at = "for g = [9, 99, -18], H = [[-1, 16, 2], [16, 5, -14], [2, -14, 14]]"
    H = np.array([[-1.0, 16.0, 2.0], [16.0, 5.0, -14.0], [2.0, -14.0, 14.0]])
    move = student.saddle_free_step(np.array([9.0, 99.0, -18.0]), H)
    # g = 9·[2, 1, 2] + 18·[−2, 2, 1] + 27·[1, 2, −2]: each part of the step is minus one of these vectors.
    assert_close(move, [-1.0, -5.0, -1.0], "delta", rtol=1e-8, at=at)


def test_damped(student):
    """Damping makes each part of the step shorter."""
    at = "for g = [6, 6], H = diag(2, -3), damping = 1"
    move = student.saddle_free_step(np.array([6.0, 6.0]), np.diag([2.0, -3.0]), damping=1.0)
    assert_close(move, [-2.0, -1.5], "delta", rtol=1e-8, at=at)
    assert_unchanged(student)
