"""Public cases of `accelerated_gradient`: its guarantee, on bowls of known curvature."""

import numpy as np

from checks.support import as_array, assert_close, assert_unchanged, callback, fail


def bowl(curvature):
    """Return the gradient of the bowl ½ Σ curvature·θ²."""
    return callback(lambda point: curvature * point, theta=curvature.shape)


def test_rows(student):
    """The path has steps + 1 rows and begins at theta0, which keeps its values; a step takes one gradient."""
    start, slope = np.array([3.0, -1.0]), bowl(np.array([1.0, 0.1]))
    path = student.accelerated_gradient(slope, start, 1.0, 6)
    assert_unchanged(student)
    if slope.calls > 7:
        fail(f"6 steps should take 6 gradients, one each, and took {slope.calls}")
    path = as_array(path, (7, 2), "the path of 6 steps in 2 dimensions")
    assert_close(path[0], start, "row 0 of the path")


def test_guarantee(student):
    """The loss stays below the bound 2 L ‖theta0 − theta*‖² / (k + 1)², on flat and on steep ground."""
    for steepness, steps in ((1e-4, 400), (0.02, 150), (1.0, 30)):
        path = student.accelerated_gradient(bowl(np.array([steepness])), np.array([1.0]), 1.0, steps)
        path = as_array(path, (steps + 1, 1), "the path")
        for k in range(1, steps + 1):
            # 1e9 stands for all that is further away: its square is still a number.
            loss, bound = 0.5 * steepness * np.clip(path[k, 0], -1e9, 1e9) ** 2, 2 / (k + 1) ** 2
            if not loss <= bound:
                fail(
                    f"on the bowl ½·{steepness:g}·θ² from θ = 1, with L = 1, the loss at step {k} "
                    f"is {loss:.3g}, above the bound {bound:.3g}"
                )


def test_where_it_looks(student):
    """A step of 1/L goes from the look-ahead point, by the gradient that is taken there."""
    curvature = np.array([2.0, 0.5])
    slope = bowl(curvature)
    path = student.accelerated_gradient(slope, np.array([3.0, -1.0]), 2.0, 6)
    path = as_array(path, (7, 2), "the path of 6 steps in 2 dimensions")
    points = np.array(slope.inputs)
    landings = points - curvature * points / 2
    for k in range(1, 7):
        if not np.any(np.all(np.isclose(landings, path[k], rtol=1e-9, atol=1e-9), axis=1)):
            fail(f"from no point at which grad was called does a step of 1/L lead to row {k} of the path")


def test_faster_than_gradient_descent(student):
    """It is far ahead of gradient descent on a stretched bowl."""
    curvature = np.array([5.0, 0.01])
    path = student.accelerated_gradient(bowl(curvature), np.array([1.0, 1.0]), 5.0, 60)
    end = np.clip(as_array(path, (61, 2), "the path of 60 steps")[-1], -1e9, 1e9)
    loss, plain = 0.5 * np.sum(curvature * end**2), 0.005 * (1 - 0.01 / 5) ** 120
    if not loss < 0.4 * plain:
        fail(f"after 60 steps the loss is {loss:.3g}, and gradient descent alone would reach {plain:.3g}")
