"""Public cases of `newton_cg`: convex losses whose Newton steps are known."""

import numpy as np

from checks.support import assert_trajectory, assert_unchanged, callback, fail


def test_bowl(student):
    """On a bowl the first step arrives."""
    slope = callback(lambda point: np.array([1.0, 3.0, 8.0]) * (point - 2), theta=(3,))
    path = student.newton_cg(slope, np.zeros(3), 2)
    expected = [[0.0, 0.0, 0.0], [2.0, 2.0, 2.0], [2.0, 2.0, 2.0]]
    assert_trajectory(path, expected, "the path from the origin", rtol=0, atol=1e-5)
    assert_unchanged(student)


def test_curvature_changes(student):
    """On cosh(θ) a step of Newton leads to θ − tanh(θ)."""
    slope = callback(np.sinh, theta=(2,))
    path, point = [], np.array([0.8, -1.2])
    for _ in range(4):
        path.append(point)
        point = point - np.tanh(point)
    answer = student.newton_cg(slope, path[0], 3)
    assert_trajectory(answer, path, "the path from [0.8, -1.2]", rtol=0, atol=1e-5)


def test_five_thousand_parameters(student):
    """With 5,000 parameters far fewer gradients are enough than a Hessian has rows."""

    def slope(point):
        if counted.calls > 500:
            fail("grad was called more than 500 times: is a Hessian formed column by column?")
        return weights * point

    weights = np.tile([1.0, 2.0, 3.0, 4.0], 1250)
    counted = callback(slope, theta=(5000,))
    path = student.newton_cg(counted, np.ones(5000), 1)
    expected = np.stack([np.ones(5000), np.zeros(5000)])
    assert_trajectory(path, expected, "the path from [1, 1, …]", rtol=0, atol=1e-5)
