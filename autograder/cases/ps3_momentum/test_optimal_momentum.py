"""Hidden cases of `optimal_momentum`."""

import pytest

from autograder.domains.momentum import DOMAINS
from autograder.grading.regimes import assert_right_in_every_regime
from checks.support import assert_close, pair

NAMES = ("alpha", "mu", "rate")


@pytest.mark.points(2)
@pytest.mark.parametrize("which", [0, 1, 2], ids=NAMES)
def test_best_values(student, reference, rng, which):
    """The step size, the momentum and the rate (factor of the distance), each on its own."""
    for stretch in (1.5, 40.0, 3000.0):
        low = rng.uniform(0.05, 2.0)
        high = stretch * low
        value = pair(student.optimal_momentum(low, high), *NAMES)[which]
        at = f"for curvatures from {low:.4g} to {high:.4g}"
        assert_close(value, reference.optimal_momentum(low, high)[which], NAMES[which], at=at)


@pytest.mark.points(1)
def test_round_bowl_and_every_scale(student, reference, rng):
    """On a round bowl one step without momentum is enough; and all holds for every scale of the curvatures."""
    lam = rng.uniform(0.3, 6.0)
    alpha, mu, rate = pair(student.optimal_momentum(lam, lam), *NAMES)
    at = f"where both curvatures are {lam:.4g}"
    assert_close(alpha, 1 / lam, "alpha", at=at)
    assert_close(mu, 0.0, "mu", at=at)
    assert_close(rate, 0.0, "the rate", at=at)
    assert_right_in_every_regime(student, reference, DOMAINS, "optimal_momentum", rng, NAMES, mixed=False)
