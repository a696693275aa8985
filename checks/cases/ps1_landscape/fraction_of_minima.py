"""Public cases of `fraction_of_minima`: shares that are known, within wide limits."""

import numpy as np

from checks.support import as_number, assert_own_randomness, fail


def test_numbers(student):
    """Matrices of size 1 are just numbers: half of them are positive."""
    share = as_number(student.fraction_of_minima(1, 2000, np.random.default_rng(11)), "the share")
    if abs(share - 0.5) > 0.06:
        fail(f"a standard normal number is positive in half of the draws, got a share of {share:.3f}")


def test_small_matrices(student):
    """Matrices of size 2: the share is (2 − √2)/4, about 0.146."""
    share = as_number(student.fraction_of_minima(2, 4000, np.random.default_rng(12)), "the share")
    if abs(share - 0.1464) > 0.03:
        fail(f"for n = 2 about 0.146 of the matrices have positive eigenvalues only, got {share:.3f}")


def test_same_generator(student):
    """All chance comes from rng: equal generators give equal shares."""
    shares = [student.fraction_of_minima(1, 900, np.random.default_rng(13)) for _ in range(2)]
    assert_own_randomness(student)
    if as_number(shares[0], "the share") != as_number(shares[1], "the share"):
        fail("two calls with equal generators gave different shares: does all randomness come from rng?")
