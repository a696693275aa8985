"""Public cases of bias_corrected_average."""

import numpy as np

from checks.support import assert_close, assert_unchanged


def test_by_hand(student):
    """Three numbers, as you can work out by hand."""
    rows = student.bias_corrected_average(np.array([2.0, 5.0, 9.0]), 0.5)
    assert_close(rows, [2.0, 4.0, 48 / 7], "the averages", at="of 2, 5, 9 for beta = 0.5")


def test_first(student):
    """The first average is the first value."""
    rows = student.bias_corrected_average(np.array([[4.0, -6.0]]), 0.9)
    assert_close(rows, [[4.0, -6.0]], "the averages", at="of one vector")


def test_coordinates(student):
    """Vectors are averaged coordinate by coordinate, one row for each step."""
    rows = student.bias_corrected_average(np.array([[1.0, 0.0], [1.0, 3.0], [1.0, 0.0]]), 0.5)
    assert_close(rows, [[1.0, 0.0], [1.0, 2.0], [1.0, 6 / 7]], "the averages", at="of three vectors")


def test_own_array(student):
    """The caller's values stay as they were."""
    student.bias_corrected_average(np.array([1.0, 2.0]), 0.9)
    assert_unchanged(student)
