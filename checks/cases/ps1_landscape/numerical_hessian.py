"""Public cases of `numerical_hessian`: functions whose second derivatives are known."""

import numpy as np

from checks.support import as_array, assert_close, assert_unchanged, callback, fail


def test_mixed(student):
    """On x²·y: the second derivatives, the mixed ones too."""
    slopes = callback(lambda point: np.array([2 * point[0] * point[1], point[0] ** 2]), theta=(2,))
    found = student.numerical_hessian(slopes, np.array([3.0, 2.0]))
    assert_close(found, [[4, 6], [6, 0]], "the Hessian of x²·y", rtol=1e-7, atol=1e-7, at="at [3, 2]")


def test_quartic(student):
    """On x⁴ the difference of the slope is 12x² + 4h², so a large h shows."""
    found = student.numerical_hessian(callback(lambda point: 4 * point**3, theta=(1,)), np.array([1.0]), 0.5)
    assert_close(found, [[13.0]], "the Hessian of x⁴", rtol=1e-8, at="at 1 with h = 0.5")


def test_symmetric(student):
    """The matrix is symmetric to the last bit, and theta keeps its value."""
    mix = np.array([[1.0, 0.3, 0.7], [0.2, 1.0, 0.9], [0.6, 0.4, 1.0]])
    slopes = callback(lambda point: np.sin(mix @ point) @ mix, theta=(3,))
    found = student.numerical_hessian(slopes, np.array([0.1, 0.7, -0.4]))
    assert_unchanged(student)
    table = as_array(found, (3, 3), "the Hessian").tolist()
    if any(table[i][j] != table[j][i] for i in range(3) for j in range(i)):
        fail("two entries that mirror each other differ by a rounding error: both should be the same number")
