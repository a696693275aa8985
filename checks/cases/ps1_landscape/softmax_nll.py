"""Public cases of `softmax_nll`: losses that can be worked out by hand."""

import numpy as np

from checks.support import as_number, assert_close, assert_unchanged, pair


def test_no_weights(student):
    """With all weights zero, every class has the same probability."""
    inputs, labels = np.array([[1.0, 2.0], [3.0, -4.0], [0.0, 6.0]]), np.array([0, 1, 1])
    nll, slope = pair(student.softmax_nll(np.zeros((2, 4)), inputs, labels), "loss", "gradient")
    assert_unchanged(student)
    assert_close(as_number(nll, "the loss"), np.log(4), "the loss", at="for W = 0 and four classes")
    by_hand = [[0, -2 / 3, 1 / 3, 1 / 3], [-1 / 3, -1 / 3, 1 / 3, 1 / 3]]
    assert_close(slope, by_hand, "the gradient", at="for W = 0 and four classes")


def test_odds(student):
    """Logits log 1, log 2, log 5: the probabilities are 1/8, 2/8, 5/8."""
    weights = np.log([[1.0, 2.0, 5.0]])
    nll, slope = pair(student.softmax_nll(weights, np.ones((1, 1)), np.array([1])), "loss", "gradient")
    at = "for probabilities 1/8, 2/8, 5/8 and label 1"
    assert_close(as_number(nll, "the loss"), np.log(4), "the loss", at=at)
    assert_close(slope, [[0.125, -0.75, 0.625]], "the gradient", at=at)


def test_large_logits(student):
    """Logits of ±10,000 give finite numbers: a right answer costs nothing, a wrong one 20,000."""
    weights, inputs = np.array([[1e4, -1e4]]), np.array([[1.0], [1.0]])
    nll, slope = pair(student.softmax_nll(weights, inputs, np.array([0, 1])), "loss", "gradient")
    assert_close(as_number(nll, "the loss"), 1e4, "the mean loss", at="for one right and one wrong example")
    assert_close(slope, [[0.5, -0.5]], "the gradient", at="for one right and one wrong example")
