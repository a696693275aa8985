"""Hidden cases of softmax_nll."""

import numpy as np
import pytest

from autograder.domains.landscape import DOMAINS
from autograder.grading.regimes import assert_right_in_every_regime
from checks.support import as_number, assert_close, assert_unchanged, pair


def _problem(rng, N, d, m, scale=1.0):
    return scale * rng.normal(size=(d, m)), rng.normal(size=(N, d)), rng.permutation(np.arange(N) % m)


def _compare(student, reference, problem, at, rtol=1e-9):
    expected = reference.softmax_nll(*problem)
    loss, gradient = pair(student.softmax_nll(*problem), "loss", "gradient")
    assert_close(as_number(loss, "the loss"), expected[0], "the loss", rtol=rtol, at=at)
    assert_close(gradient, expected[1], "the gradient", rtol=rtol, at=at)


@pytest.mark.points(3)
def test_loss(student, reference, rng):
    """The loss: the mean over the examples, for several numbers of examples and classes."""
    for N, d, m in ((7, 3, 4), (26, 2, 3)):
        problem = _problem(rng, N, d, m, scale=0.6)
        loss, _ = pair(student.softmax_nll(*problem), "loss", "gradient")
        expected = reference.softmax_nll(*problem)[0]
        assert_close(as_number(loss, "the loss"), expected, "the loss", at=f"for N = {N}, d = {d}, m = {m}")


@pytest.mark.points(3)
def test_gradient(student, reference, rng):
    """The gradient: the derivative of that mean with respect to every weight."""
    for N, d, m in ((9, 4, 3), (31, 2, 6)):
        problem = _problem(rng, N, d, m)
        _, gradient = pair(student.softmax_nll(*problem), "loss", "gradient")
        expected = reference.softmax_nll(*problem)[1]
        assert_close(gradient, expected, "the gradient", at=f"for N = {N}, d = {d}, m = {m}")


@pytest.mark.points(3)
def test_huge_logits(student, reference, rng):
    """Finite and exact where the logits are so large that exp overflows, and of very different size."""
    d, m = 3, 4
    W = rng.uniform(-1, 1, size=(d, m)) * 3e3
    X = rng.uniform(-1, 1, size=(12, d)) * np.geomspace(1e-4, 1, 12)[:, None]
    X[-1] = [1, 0, 0]
    W[0] = [-1e4, 1e4, 0, 1e4 - 1]
    y = rng.integers(m, size=12)
    y[-1] = 0
    _compare(student, reference, (W, X, y), "for logits up to ±10⁴")
    _compare(student, reference, (W, X[-1:], np.array([1])), "for logits up to ±10⁴ and one example")


@pytest.mark.points(2)
def test_edges(student, reference, rng):
    """A single example, a single input, two classes, and a class that no example belongs to."""
    W, X, _ = _problem(rng, 5, 2, 4)
    _compare(student, reference, (W, X, np.array([0, 2, 0, 1, 1])), "where the last class does not occur")
    _compare(student, reference, (W, X, np.array([3, 1, 3, 1, 1])), "where some classes do not occur")
    _compare(student, reference, _problem(rng, 1, 3, 3), "for N = 1")
    _compare(student, reference, _problem(rng, 4, 1, 2), "for d = 1 and m = 2")


@pytest.mark.points(2)
def test_nothing_is_changed(student, reference, rng):
    """Weights, inputs and labels stay as they were, and one call leaves nothing behind for the next."""
    one, other = _problem(rng, 8, 3, 3, scale=0.4), _problem(rng, 8, 3, 3, scale=0.4)
    for problem, at in ((one, "in a first call"), (other, "on other data"), (one, "in a repeated call")):
        student.softmax_nll(*problem)
        assert_unchanged(student)
        _compare(student, reference, problem, at)


@pytest.mark.points(1)
def test_every_size_and_scale(student, reference, rng):
    """The same holds for every size and scale, and whatever was called before."""
    assert_right_in_every_regime(student, reference, DOMAINS, "softmax_nll", rng, ("the loss", "the gradient"))
