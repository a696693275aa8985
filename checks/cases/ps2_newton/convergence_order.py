"""Public cases of `convergence_order`: errors whose order can be read off."""

import numpy as np

from checks.support import assert_close, assert_unchanged


def test_halves(student):
    """Errors that halve each time: order 1."""
    order = student.convergence_order(np.array([8.0, 4.0, 2.0, 1.0, 0.5]))
    assert_close(order, [1.0, 1.0, 1.0], "the orders", at="for errors 8, 4, 2, 1, 0.5")
    assert_unchanged(student)


def test_digits_double(student):
    """Errors whose digits double each time: order 2, whatever the unit of length."""
    for unit, name in ((1.0, "10⁻¹, 10⁻², 10⁻⁴, 10⁻⁸"), (50.0, "50 times 10⁻¹, 10⁻², 10⁻⁴, 10⁻⁸")):
        order = student.convergence_order(unit * np.array([1e-1, 1e-2, 1e-4, 1e-8]))
        assert_close(order, [2.0, 2.0], "the orders", rtol=1e-8, at=f"for errors {name}")


def test_mixed(student):
    """Factors of 1/2, then 1/8, then 1/2 again: orders 3 and 1/3."""
    order = student.convergence_order(np.array([16.0, 8.0, 1.0, 0.5]))
    assert_close(order, [3.0, 1 / 3], "the orders", at="for errors 16, 8, 1, 0.5")
