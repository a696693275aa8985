"""Public cases of `classify_critical_point`: matrices whose eigenvalues are known."""

import numpy as np

from checks.support import assert_equal, assert_unchanged


def test_diagonal(student):
    """Diagonal matrices: their entries are the eigenvalues."""
    answers = {(1, 2): "minimum", (-1, -2): "maximum", (1, -2): "saddle", (0, 2): "inconclusive"}
    for entries, answer in answers.items():
        kind = student.classify_critical_point(np.diag(np.array(entries, dtype=float)))
        assert_equal(kind, answer, "the kind", at=f"for the eigenvalues {entries[0]} and {entries[1]}")
    assert_unchanged(student)


def test_hidden_sign(student):
    """[[1, 2], [2, 1]]: the diagonal is positive, the eigenvalues are 3 and −1."""
    kind = student.classify_critical_point(np.array([[1.0, 2.0], [2.0, 1.0]]))
    assert_equal(kind, "saddle", "the kind", at="for [[1, 2], [2, 1]]")


def test_flat_saddle(student):
    """Both signs make a saddle, also beside a zero."""
    kind = student.classify_critical_point(np.diag([2.0, 0.0, -1.0]))
    assert_equal(kind, "saddle", "the kind", at="for the eigenvalues 2, 0 and −1")


def test_tolerance(student):
    """An eigenvalue no larger than tol is zero."""
    nearly_flat = np.diag([1.0, 0.01])
    kind = student.classify_critical_point(nearly_flat, tol=0.5)
    assert_equal(kind, "inconclusive", "the kind", at="for the eigenvalues 1 and 0.01 with tol = 0.5")
    assert_equal(student.classify_critical_point(nearly_flat), "minimum", "the kind", at="with tol left out")
