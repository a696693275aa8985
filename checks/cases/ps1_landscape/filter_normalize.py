"""Public cases of `filter_normalize`: columns with the lengths 5, 10 and 13."""

import numpy as np

from checks.support import assert_close, assert_unchanged, pair


def test_columns_and_biases(student):
    """Each column gets the length of the weights' column, and biases become zero."""
    ray = [np.array([[3.0, 0.0], [4.0, 2.0]]), np.array([7.0, 7.0])]
    net = [np.array([[6.0, 5.0], [8.0, 12.0]]), np.array([1.0, 2.0])]
    matrix, bias = pair(student.filter_normalize(ray, net), "W", "b")
    assert_close(matrix, [[6, 0], [8, 13]], "W", at="for columns of length 5 and 2, wanted 10 and 13")
    assert_close(bias, [0, 0], "b")


def test_zero_column(student):
    """A zero column stays zero."""
    (matrix,) = pair(student.filter_normalize([np.array([[0.0, 1.0]])], [np.array([[3.0, -3.0]])]), "W")
    assert_close(matrix, [[0, 3]], "W", at="for the row [0, 1] and weights [3, −3]")


def test_arguments(student):
    """Direction and weights keep their values."""
    student.filter_normalize([np.full((2, 2), 5.0), np.ones(2)], [np.ones((2, 2)), np.ones(2)])
    assert_unchanged(student)
