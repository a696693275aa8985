"""Checks of an exercise without points: the weights in a running average that starts at zero."""

from checks.support import as_array, assert_close, fail


def test_three_values(student):
    """The weights of three values for beta = 1/2, the oldest first."""
    assert_close(student.average_weights(3, 0.5), [0.125, 0.25, 0.5], "the weights", at="for K = 3 and beta = 0.5")


def test_long_memory(student):
    """With a long memory the weights of few values sum to little."""
    weights = as_array(student.average_weights(5, 0.99), (5,), "the weights")
    if abs(weights.sum() - (1 - 0.99**5)) > 1e-9:
        fail(f"five weights for beta = 0.99 should sum to 0.049, and yours sum to {weights.sum():.3g}")
    assert_close(weights[-1], 0.01, "the weight of the newest value", rtol=1e-7, at="for beta = 0.99")


def test_one_value(student):
    """Of one value the average holds 1 − beta."""
    assert_close(student.average_weights(1, 0.9), [0.1], "the weights", rtol=1e-7, at="for K = 1 and beta = 0.9")
