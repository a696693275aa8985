"""Public cases of `momentum_matrix`: four numbers each."""

import numpy as np

from checks.support import as_array, assert_close, fail


def test_four_numbers(student):
    """The matrix for curvature 2, step size 0.25 and momentum 0.7."""
    matrix = as_array(student.momentum_matrix(2.0, 0.25, 0.7), (2, 2), "the matrix")
    if np.allclose(matrix.T, [[0.7, 2.0], [-0.175, 0.5]]):
        fail("the matrix is transposed: it multiplies the column (velocity, θ − θ*) from the left")
    if np.allclose(matrix[::-1, ::-1], [[0.7, 2.0], [-0.175, 0.5]]):
        fail("the order is turned round: the velocity comes first, then θ − θ*")
    assert_close(matrix, [[0.7, 2.0], [-0.175, 0.5]], "the matrix", at="for lam = 2, alpha = 0.25, mu = 0.7")


def test_one_step(student):
    """The matrix takes (velocity, θ − θ*) one step on."""
    matrix = as_array(student.momentum_matrix(3.0, 0.1, 0.8), (2, 2), "the matrix")
    after = matrix @ [5.0, 1.0]
    at = "for curvature 3, alpha = 0.1, mu = 0.8, from velocity 5 and θ − θ* = 1"
    assert_close(after[0], 7.0, "the velocity that the matrix gives", at=at)
    assert_close(after[1], 0.3, "the θ − θ* that the matrix gives", at=at)


def test_flat(student):
    """Where the ground is flat the velocity fades, and theta glides on."""
    matrix = as_array(student.momentum_matrix(0.0, 0.5, 0.9), (2, 2), "the matrix")
    assert_close(matrix, [[0.9, 0.0], [-0.45, 1.0]], "the matrix", at="for lam = 0, alpha = 0.5, mu = 0.9")
