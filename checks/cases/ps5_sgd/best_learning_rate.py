"""Public cases of `best_learning_rate`: trainings that are a table."""

import math

from checks.support import assert_close, assert_raises, assert_unchanged, callback, fail


def table(**losses):
    """A training whose losses are looked up: ``r1=0.5`` is the loss of the rate 1."""

    def train(rate):
        if f"r{rate:g}" not in losses:
            fail(f"train was called with {rate:g}, which is not one of the rates")
        return losses[f"r{rate:g}"]

    return callback(train, rate=())


def test_lowest(student):
    """The rate with the lowest validation loss, not the loss itself."""
    train = table(r1=0.9, r2=0.4, r3=0.7)
    assert_close(student.best_learning_rate(train, [3.0, 1.0, 2.0]), 2.0, "the rate", at="for losses 0.7, 0.9, 0.4")
    assert_unchanged(student)


def test_blown_up(student):
    """Runs that blew up are left out, even where they come first."""
    train = table(r1=math.nan, r2=0.8, r3=0.6, r4=math.inf)
    chosen = student.best_learning_rate(train, [1.0, 2.0, 3.0, 4.0])
    assert_close(chosen, 3.0, "the rate", at="for losses nan, 0.8, 0.6, inf")


def test_nothing_left(student):
    """If every run blew up there is nothing to choose: ValueError."""
    train = table(r1=math.inf, r2=math.nan)
    assert_raises(lambda: student.best_learning_rate(train, [1.0, 2.0]), "ValueError", "if all losses are inf or nan")
