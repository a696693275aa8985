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
    # The standard error is 0.0014. Entries of one variance all over give 0.116, uniform ones 0.159.
    share = as_number(student.fraction_of_minima(2, 60_000, np.random.default_rng(12)), "the share")
    if abs(share - 0.1464) > 0.0077:
        fail(f"for n = 2 about 0.146 of 60,000 matrices have positive eigenvalues only, got {share:.3f}")


def test_same_generator(student):
    """All chance comes from rng: equal generators give equal shares, others give others."""
    shares = [as_number(student.fraction_of_minima(1, 900, np.random.default_rng(13)), "the share") for _ in range(2)]
    assert_own_randomness(student)
    if shares[0] != shares[1]:
        fail("two calls with equal generators gave different shares: does all randomness come from rng?")
    others = [as_number(student.fraction_of_minima(1, 900, np.random.default_rng(s)), "the share") for s in range(5)]
    if len(set(others)) == 1:
        fail("five different generators gave the same share of 900 numbers: is it drawn at all, and from rng?")
