"""Public cases of `numerical_gradient`: functions whose central differences are known exactly."""

import numpy as np

from checks.support import assert_close, assert_unchanged, callback


def test_product(student):
    """On x·y²: the slope along x is y², the slope along y is 2xy."""
    product = callback(lambda point: point[0] * point[1] ** 2, theta=(2,))
    slopes = student.numerical_gradient(product, np.array([3.0, 2.0]))
    assert_close(slopes, [4, 12], "the gradient of x·y²", rtol=1e-7, at="at [3, 2]")


def test_cube(student):
    """On x³ the central difference is 3x² + h², so a large h shows."""
    slopes = student.numerical_gradient(callback(lambda point: point[0] ** 3, theta=(1,)), np.array([1.0]), 0.5)
    assert_close(slopes, [3.25], "the difference of x³", rtol=1e-8, at="at 1 with h = 0.5")


def test_theta(student):
    """theta keeps its value."""
    student.numerical_gradient(callback(np.sum, theta=(3,)), np.array([0.1, 0.2, 0.3]))
    assert_unchanged(student)
