"""Public cases of `hessian_vector_product`: gradients whose Hessian is plain to see."""

import numpy as np

from checks.support import assert_close, assert_unchanged, callback, fail


def test_bowl(student):
    """On a bowl the product is that with its matrix."""
    slope = callback(lambda point: np.array([2 * point[0] + point[1], point[0]]), theta=(2,))
    product = student.hessian_vector_product(slope, np.array([0.5, -0.5]), np.array([3.0, -1.0]))
    assert_close(product, [5.0, 3.0], "the product", rtol=1e-6, at="for H = [[2, 1], [1, 0]], v = [3, -1]")
    assert_unchanged(student)


def test_curvature_of_the_place(student):
    """The curvature of the cubic slope θ³ is 3θ², at the place where it is asked for."""
    slope = callback(lambda point: point**3, theta=(2,))
    product = student.hessian_vector_product(slope, np.array([1.0, -2.0]), np.array([2.0, 0.5]))
    assert_close(product, [6.0, 6.0], "the product", rtol=1e-7, at="for H = diag(3, 12), v = [2, 0.5]")


def test_long_vector(student):
    """A vector of length one million."""
    slope = callback(lambda point: point**3, theta=(2,))
    product = student.hessian_vector_product(slope, np.array([1.0, -2.0]), np.array([0.0, 1e6]))
    at = "for H = diag(3, 12), v = [0, 10⁶]"
    assert_close(product, [0.0, 12e6], "the product", rtol=1e-6, atol=10, at=at)


def test_two_gradients(student):
    """Two gradients are enough, and none is needed to multiply by zero."""
    slope = callback(lambda point: 4 * point, theta=(5,))
    student.hessian_vector_product(slope, np.zeros(5), np.arange(5.0))
    if slope.calls != 2:
        fail(f"the product should call grad twice, and called it {slope.calls} times for n = 5")
    product = student.hessian_vector_product(slope, np.ones(5), np.zeros(5))
    assert_close(product, np.zeros(5), "the product", at="for v = 0")
