"""Public cases of `conjugate_gradient`: systems whose solution is known."""

import numpy as np

from checks.support import as_array, assert_close, assert_unchanged, callback, fail

STRETCHED = np.array([1.0, 1.0, 2.0, 2.0, 5.0, 5.0, 5.0, 10.0, 10.0, 10.0])


def test_two_unknowns(student):
    """Two unknowns, with A = [[4, 1], [1, 3]]."""
    times = callback(lambda v: np.array([4 * v[0] + v[1], v[0] + 3 * v[1]]), v=(2,))
    found = student.conjugate_gradient(times, np.array([1.0, 2.0]), max_iter=5)
    assert_close(found, [1 / 11, 7 / 11], "x", rtol=1e-8, at="for A = [[4, 1], [1, 3]], b = [1, 2]")
    assert_unchanged(student)


def test_few_products(student):
    """Ten unknowns but four distinct eigenvalues: few products are enough."""
    times = callback(lambda v: STRETCHED * v, v=(10,))
    found = student.conjugate_gradient(times, STRETCHED * np.arange(10.0))
    assert_close(found, np.arange(10.0), "x", rtol=1e-7, atol=1e-7, at="for a diagonal A and n = 10")
    if times.calls > 10:
        fail(f"at most n = 10 products are allowed, and {times.calls} were taken")


def test_many_unknowns(student):
    """Sixty unknowns with curvatures from 1 to 21, to the tolerance that is asked for by default."""
    spread = np.linspace(1.0, 21.0, 60)
    found = student.conjugate_gradient(callback(lambda v: spread * v, v=(60,)), spread)
    assert_close(found, np.ones(60), "x", rtol=1e-8, at="for a diagonal A and n = 60")


def test_small_right_side(student):
    """The tolerance is relative: a tiny b is solved as well as a large one."""
    times = callback(lambda v: STRETCHED * v, v=(10,))
    found = student.conjugate_gradient(times, 1e-12 * STRETCHED)
    assert_close(found, np.full(10, 1e-12), "x", rtol=1e-7, atol=0, at="for a b of size 10⁻¹²")


def test_limits(student):
    """No more products than max_iter, and no trouble with b = 0."""
    times = callback(lambda v: np.arange(1.0, 31.0) * v, v=(30,))
    as_array(student.conjugate_gradient(times, np.ones(30), max_iter=4), (30,), "x")
    if times.calls > 4:
        fail(f"at most 4 products are allowed for max_iter = 4, and {times.calls} were taken")
    found = student.conjugate_gradient(times, np.zeros(30))
    assert_close(found, np.zeros(30), "x", at="for b = 0")
