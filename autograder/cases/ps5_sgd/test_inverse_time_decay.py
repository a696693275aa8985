"""Hidden cases of `inverse_time_decay`."""

import pytest

from autograder.domains.sgd import DOMAINS
from autograder.grading.regimes import assert_right_in_every_regime
from checks.support import assert_close


@pytest.mark.points(2)
def test_the_start(student, rng):
    """The first step size is alpha0 itself, whatever the rate."""
    for rate in (0.0, 0.02, 3.0):
        alpha0 = rng.uniform(0.1, 3)
        actual = student.inverse_time_decay(0, alpha0, rate)
        assert_close(actual, alpha0, "alpha", at=f"at k = 0, rate = {rate}")


@pytest.mark.points(2)
def test_the_fall(student, reference, rng):
    """The fall over many steps, slow and fast."""
    for rate in (0.0, rng.uniform(0.001, 0.01), rng.uniform(0.2, 0.7), rng.uniform(2, 5)):
        alpha0 = rng.uniform(0.1, 3)
        for k in (1, 2, 9, 250, 40_000):
            expected = reference.inverse_time_decay(k, alpha0, rate)
            actual = student.inverse_time_decay(k, alpha0, rate)
            assert_close(actual, expected, "alpha", at=f"at k = {k}, rate = {rate:.4g}", atol=0)


@pytest.mark.points(1)
def test_every_size_and_scale(student, reference, rng):
    """The same holds for every size and scale, and whatever was called before."""
    assert_right_in_every_regime(student, reference, DOMAINS, "inverse_time_decay", rng, ("alpha",), mixed=False)
