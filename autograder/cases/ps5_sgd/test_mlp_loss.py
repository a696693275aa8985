"""Hidden cases of `mlp_loss`: random networks, none of whose sizes are equal."""

import numpy as np
import pytest

from autograder.domains.sgd import DOMAINS
from autograder.grading.regimes import assert_right_in_every_regime
from checks.support import as_array, assert_close, assert_unchanged, fail, pair

NAMES = ("W1", "b1", "W2", "b2")


def problem(rng, N=9, d=4, h=6, m=3):
    """A network with every parameter away from zero, rows and labels; each label comes at least once."""
    shapes = [(d, h), (h,), (h, m), (m,)]
    params = {name: 0.7 * rng.normal(size=shape) for name, shape in zip(NAMES, shapes, strict=True)}
    return params, rng.normal(size=(N, d)), rng.permutation(np.arange(N) % m)


def gradients_of(value, params):
    gradients = pair(value, "loss", "gradients")[1]
    if not isinstance(gradients, dict):
        fail(f"gradients should be a dict with the keys W1, b1, W2, b2, got a {type(gradients).__name__}")
    for name in NAMES:
        if name not in gradients:
            fail(f"gradients has no entry {name!r}")
        as_array(gradients[name], params[name].shape, f"the gradient of {name}")
    return gradients


def compare(student, reference, params, X, y, names, at=""):
    expected = reference.mlp_loss(params, X, y)[1]
    gradients = gradients_of(student.mlp_loss(params, X, y), params)
    for name in names:
        assert_close(gradients[name], expected[name], f"the gradient of {name}", rtol=1e-8, atol=1e-11, at=at)


@pytest.mark.points(2)
def test_loss(student, reference, rng):
    """The loss of random networks on a few rows."""
    for _ in range(3):
        params, X, y = problem(rng)
        loss = pair(student.mlp_loss(params, X, y), "loss", "gradients")[0]
        assert_close(loss, reference.mlp_loss(params, X, y)[0], "the loss", rtol=1e-8)


@pytest.mark.points(2)
def test_output_layer(student, reference, rng):
    """The gradients of the output layer."""
    compare(student, reference, *problem(rng), ("W2", "b2"))


@pytest.mark.points(3)
def test_hidden_layer(student, reference, rng):
    """The gradients of the hidden layer."""
    compare(student, reference, *problem(rng), ("W1", "b1"))


@pytest.mark.points(2)
def test_large_logits(student, reference, rng):
    """Logits of some ±10⁴, and a right class with a probability of 10⁻²⁶: loss and gradients are still right."""
    for height in (1e4, -1e4, 900.0):
        params, X, y = problem(rng)
        params["b2"] = height + np.array([0.0, 60.0, 30.0])  # W2 moves them by less than 10
        params["W2"] /= max(1.0, np.max(np.sum(np.abs(params["W2"]), axis=0)) / 8)
        at = f"for logits near {height:g}"
        loss = pair(student.mlp_loss(params, X, y), "loss", "gradients")[0]
        assert_close(loss, reference.mlp_loss(params, X, y)[0], "the loss", rtol=1e-8, at=at)
        compare(student, reference, params, X, y, NAMES, at)


@pytest.mark.points(2)
def test_other_sizes(student, reference, rng):
    """One row, one hidden unit, two classes, a class without rows: loss and gradients are still right."""
    for N, d, h, m in [(1, 3, 2, 4), (5, 2, 1, 3), (8, 1, 3, 2), (40, 5, 4, 10)]:
        params, X, y = problem(rng, N, d, h, m)
        y = np.minimum(y, max(1, m - 2))
        at = f"for {N} rows, {d} inputs, {h} hidden units, {m} classes"
        loss = pair(student.mlp_loss(params, X, y), "loss", "gradients")[0]
        assert_close(loss, reference.mlp_loss(params, X, y)[0], "the loss", rtol=1e-8, at=at)
        compare(student, reference, params, X, y, NAMES, at)


@pytest.mark.points(2)
def test_arguments(student, rng):
    """The parameters, X and y keep their values, and a second call gives the same."""
    params, X, y = problem(rng)
    first = student.mlp_loss(params, X, y)
    assert_unchanged(student)
    second = student.mlp_loss(params, X, y)
    before, after = gradients_of(first, params), gradients_of(second, params)
    for name in NAMES:
        expected = as_array(before[name], params[name].shape, f"the gradient of {name}")
        assert_close(after[name], expected, f"the gradient of {name}", at="in a second equal call")


@pytest.mark.points(1)
def test_every_size_and_scale(student, reference, rng):
    """The same holds for every size and scale, and whatever was called before."""
    assert_right_in_every_regime(student, reference, DOMAINS, "mlp_loss", rng, ("the loss", "gradients"))
