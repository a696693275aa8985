"""Hidden cases of `best_learning_rate`: trainings whose losses are known."""

import math

import numpy as np
import pytest

from autograder.domains.sgd import DOMAINS
from autograder.grading.regimes import assert_right_in_every_regime
from checks.support import assert_close, assert_raises, assert_unchanged, callback


def training(losses):
    """A `train` that looks up the loss of each rate."""
    rates = np.array(list(losses))

    def train(rate):
        return list(losses.values())[int(np.argmin(np.abs(rates - float(rate))))]

    return callback(train, rate=())


@pytest.mark.points(2)
def test_lowest_loss(student, rng):
    """The rate of the lowest loss, wherever it stands, also among losses below zero or huge."""
    for best in range(4):
        rates = rng.permutation([0.003, 0.02, 0.4, 7.0])
        for shift, scale in [(0.5, 1.0), (-3.0, 1.0), (1e150, 1e150)]:
            losses = shift + scale * rng.uniform(1, 2, size=4)
            losses[best] = shift + 0.5 * scale
            train = training(dict(zip(rates, losses, strict=True)))
            chosen = student.best_learning_rate(train, rates.tolist())
            assert_close(chosen, rates[best], "the rate", at=f"for losses {losses.tolist()}")
            assert_unchanged(student)


@pytest.mark.points(1)
@pytest.mark.parametrize("place", [0, 3])
def test_runs_that_blew_up(student, rng, place):
    """A run that ended in nan or in plus or minus infinity is never chosen."""
    rates = [0.01, 0.1, 1.0, 10.0]
    for bad in (math.nan, math.inf, -math.inf):
        losses = rng.uniform(1, 2, size=4)
        losses[place], losses[2] = bad, 0.7
        chosen = student.best_learning_rate(training(dict(zip(rates, losses, strict=True))), rates)
        assert_close(chosen, 1.0, "the rate", at=f"for losses {losses.tolist()}")


@pytest.mark.points(1)
def test_no_finite_loss(student):
    """ValueError, where no run ends with a finite loss."""
    for losses in ({0.1: math.nan, 1.0: math.inf}, {0.5: math.inf}, {0.1: -math.inf, 2.0: math.nan}):
        train = training(losses)
        assert_raises(
            lambda train=train, rates=list(losses): student.best_learning_rate(train, rates),
            "ValueError",
            "where no loss is finite",
        )


@pytest.mark.points(1)
def test_every_size_and_scale(student, reference, rng):
    """The same holds for every size and scale, and whatever was called before."""
    assert_right_in_every_regime(student, reference, DOMAINS, "best_learning_rate", rng, ("the rate",))
