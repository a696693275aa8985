"""Checks of an exercise without points: how long steps are under a slope that stays the same."""

from checks.support import as_number, assert_close, pair


def ask(student, k, beta):
    """Return the two lengths as numbers."""
    answer = pair(student.lengths_under_a_constant_slope(k, beta), "AdaGrad's", "RMSProp's")
    return [as_number(length, "a length") for length in answer]


def test_first_step(student):
    """The first step: AdaGrad's is alpha long, RMSProp's longer."""
    adagrad, rmsprop = ask(student, 1, 0.75)
    assert_close(adagrad, 1.0, "AdaGrad's length", at="at k = 1")
    assert_close(rmsprop, 2.0, "RMSProp's length", at="at k = 1 for beta = 0.75")


def test_later_steps(student):
    """Later steps: AdaGrad's shrink for ever, RMSProp's come near alpha."""
    adagrad, rmsprop = ask(student, 4, 0.5)
    assert_close(adagrad, 0.5, "AdaGrad's length", at="at k = 4")
    assert_close(rmsprop, 4 / 15**0.5, "RMSProp's length", rtol=1e-7, at="at k = 4 for beta = 0.5")
    assert_close(ask(student, 10_000, 0.9), [0.01, 1.0], "the pair of lengths", at="at k = 10,000 for beta = 0.9")
