"""Public cases of `newton_step`: systems with round solutions."""

import numpy as np

from checks.support import assert_close, assert_raises, assert_unchanged


def test_bowl(student):
    """One step on a bowl that is turned against the axes."""
    at = "for g = [4, -2], H = [[3, 1], [1, 2]]"
    move = student.newton_step(np.array([4.0, -2.0]), np.array([[3.0, 1.0], [1.0, 2.0]]))
    assert_close(move, [-2.0, 2.0], "delta", rtol=1e-8, at=at)
    assert_unchanged(student)


def test_saddle(student):
    """At an indefinite Hessian the same equation holds."""
    move = student.newton_step(np.array([6.0, 6.0]), np.diag([2.0, -3.0]))
    assert_close(move, [-3.0, 2.0], "delta", rtol=1e-8, at="for g = [6, 6], H = diag(2, -3)")


def test_no_curvature(student):
    """Without curvature there is no step: LinAlgError."""
    assert_raises(
        lambda: student.newton_step(np.array([1.0, 2.0]), np.diag([5.0, 0.0])),
        "LinAlgError",
        "for the singular H = diag(5, 0)",
    )
