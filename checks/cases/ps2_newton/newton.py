"""Public cases of `newton`: paths in closed form."""

import numpy as np

from checks.support import assert_trajectory, assert_unchanged, callback

TURNED = np.array([[5.0, 3.0], [3.0, 2.0]])


def test_one_step_on_a_bowl(student):
    """On a bowl that is turned against the axes one step is enough, and the next one stays there."""
    slope = callback(lambda point: TURNED @ (point - 1), theta=(2,))
    bend = callback(lambda point: TURNED.copy(), theta=(2,))
    path = student.newton(slope, bend, np.array([-3.0, 5.0]), 2)
    assert_trajectory(path, [[-3.0, 5.0], [1.0, 1.0], [1.0, 1.0]], "the path from [-3, 5]")
    assert_unchanged(student)


def test_fourth_power(student):
    """On θ⁴/4 each step takes a third off: slope θ³, curvature 3θ²."""
    slope = callback(lambda point: point**3, theta=(1,))
    bend = callback(lambda point: 3 * np.diag(point**2), theta=(1,))
    path = student.newton(slope, bend, np.array([27.0]), 3)
    assert_trajectory(path, [[27.0], [18.0], [12.0], [8.0]], "the path from 27")


def test_top_of_a_hill(student):
    """From a hillside it climbs to the top: plain Newton does not ask which way is down."""
    slope = callback(lambda point: 4 - 2 * point, theta=(1,))
    bend = callback(lambda point: np.array([[-2.0]]), theta=(1,))
    path = student.newton(slope, bend, np.array([10.0]), 1)
    assert_trajectory(path, [[10.0], [2.0]], "the path on 4θ − θ² from 10")


def test_no_steps(student):
    """Zero steps give a path of one row."""
    slope = callback(lambda point: point, theta=(3,))
    bend = callback(lambda point: np.eye(3), theta=(3,))
    path = student.newton(slope, bend, np.array([1.0, 2.0, 3.0]), 0)
    assert_trajectory(path, [[1.0, 2.0, 3.0]], "the path of zero steps")
