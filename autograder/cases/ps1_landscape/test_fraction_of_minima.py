"""Hidden cases of fraction_of_minima: statistics with limits from the binomial distribution."""

import numpy as np
import pytest

from checks.support import as_number, assert_own_randomness, fail

# A share of `draws` independent matrices is binomial. The limits are the exact quantiles at 5·10⁻⁸ on either
# side, so a right function fails by chance in less than 1 run of 4,000,000, all three limits together.
LIMITS = [  # n, draws, lowest, highest share; the exact probabilities are 1/2, (2 − √2)/4, (π − 2√2)/(4π)
    (1, 4_000, 0.457, 0.543),
    (2, 60_000, 0.1388, 0.1543),
    (3, 12_000, 0.0176, 0.0329),
]


def _share(student, n, draws, seed):
    value = student.fraction_of_minima(n, draws, np.random.default_rng(seed))
    return as_number(value, "the share")


def _check_limits(student, rng, row):
    n, draws, low, high = row
    share = _share(student, n, draws, rng.integers(2**60))
    if not low <= share <= high:
        middle = (low + high) / 2
        fail(f"for n = {n} the share should be close to {middle:.3f}, got {share:.4f} in {draws} draws")


@pytest.mark.points(3)
def test_two_dimensions(student, rng):
    """The share of minima among matrices of size 2, within the limits of chance."""
    _check_limits(student, rng, LIMITS[1])


@pytest.mark.points(3)
def test_other_sizes(student, rng):
    """The share for sizes 1 and 3, within the limits of chance."""
    _check_limits(student, rng, LIMITS[0])
    _check_limits(student, rng, LIMITS[2])


@pytest.mark.points(1)
def test_share_of_the_draws(student, rng):
    """The result is a share of as many matrices as were asked for."""
    for draws in (1, 7, 11, 25):
        share = _share(student, 1, draws, rng.integers(2**60))
        if not 0 <= share <= 1 or abs(draws * share - round(draws * share)) > 1e-9:
            fail(f"the result should be a share of {draws} draws, so one of 0, 1/{draws}, …, 1")
    if share in (0, 1):  # by chance with probability 2⁻²⁴ = 6·10⁻⁸
        fail(f"for n = 1 all of {draws} draws have the same sign: are they different matrices?")


@pytest.mark.points(2)
def test_randomness(student, rng):
    """All randomness comes from rng, none from NumPy's global state: equal generators give equal results."""
    # For n = 1 two shares of 500 draws coincide with probability 0.036 at most, so six other generators all
    # give the first one's share with probability 0.036⁶ = 2·10⁻⁹.
    seeds = rng.integers(2**60, size=7)
    shares = [_share(student, 1, 500, seed) for seed in seeds]
    assert_own_randomness(student)
    if [_share(student, 1, 500, seed) for seed in seeds] != shares:
        fail("two calls with equal generators should give the same share: does all randomness come from rng?")
    if len(set(shares)) == 1:
        fail("seven different generators give the same share: is rng used?")
