"""Hidden cases of `momentum_matrix`."""

import numpy as np
import pytest

from autograder.domains.momentum import DOMAINS
from autograder.grading.regimes import assert_right_in_every_regime
from checks.support import as_array, assert_close


def matrix_of(student, lam, alpha, mu):
    """Return the student's matrix as an array of the right shape."""
    return as_array(student.momentum_matrix(lam, alpha, mu), (2, 2), "the matrix")


def triple(rng):
    """Return a random curvature, step size and momentum."""
    return rng.uniform(0.5, 4), rng.uniform(0.05, 0.4), rng.uniform(0.2, 0.9)


@pytest.mark.points(3)
def test_all_entries(student, reference, rng):
    """The four numbers, for (velocity, θ − θ*) in this order."""
    for _ in range(3):
        lam, alpha, mu = triple(rng)
        at = f"for lam = {lam:.4g}, alpha = {alpha:.4g}, mu = {mu:.4g}"
        assert_close(matrix_of(student, lam, alpha, mu), reference.momentum_matrix(lam, alpha, mu), "the matrix", at=at)


@pytest.mark.points(2)
def test_trace_and_determinant(student, rng):
    """Its trace and determinant, which fix the eigenvalues."""
    lam, alpha, mu = triple(rng)
    matrix = np.clip(matrix_of(student, lam, alpha, mu), -1e9, 1e9)
    at = f"for lam = {lam:.4g}, alpha = {alpha:.4g}, mu = {mu:.4g}"
    assert_close(matrix[0, 0] + matrix[1, 1], 1 + mu - alpha * lam, "the sum of the diagonal", at=at)
    determinant = matrix[0, 0] * matrix[1, 1] - matrix[0, 1] * matrix[1, 0]
    assert_close(determinant, mu, "the determinant", at=at)


@pytest.mark.points(2)
def test_unusual_ground(student, reference, rng):
    """Flat ground, ground that curves down, and no momentum."""
    for lam, mu in ((0.0, 0.8), (-rng.uniform(0.5, 2), 0.6), (1.5, 0.0)):
        at = f"for lam = {lam:.4g}, alpha = 0.15, mu = {mu}"
        assert_close(matrix_of(student, lam, 0.15, mu), reference.momentum_matrix(lam, 0.15, mu), "the matrix", at=at)


@pytest.mark.points(1)
def test_every_size_and_scale(student, reference, rng):
    """The same holds for every size and scale, and whatever was called before."""
    assert_right_in_every_regime(student, reference, DOMAINS, "momentum_matrix", rng, ("the matrix",), mixed=False)
