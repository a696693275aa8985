"""Hidden cases of filter_normalize."""

import numpy as np
import pytest

from autograder.cases.ps1_landscape.losses import away_from_zero
from autograder.domains.landscape import DOMAINS
from autograder.grading.regimes import assert_right_in_every_regime
from checks.support import assert_close, assert_unchanged, pair

NAMES = ("W1", "b1", "W2", "b2")


def _network(rng, d=3, h=5, m=2):
    return [away_from_zero(rng, shape) for shape in ((d, h), (h,), (h, m), (m,))]


@pytest.mark.points(2)
def test_columns(student, reference, rng):
    """Every column of a matrix gets the length of the same column of the weights."""
    for d, h, m in ((3, 5, 2), (6, 2, 4)):
        direction, weights = _network(rng, d, h, m), _network(rng, d, h, m)
        weights[0] *= rng.uniform(2, 4, size=h)
        parts = pair(student.filter_normalize(direction, weights), *NAMES)
        expected = reference.filter_normalize(direction, weights)
        for i in (0, 2):
            at = f"of shape {expected[i].shape}"
            assert_close(parts[i], expected[i], f"the direction of {NAMES[i]}", at=at)


@pytest.mark.points(2)
def test_biases(student, rng):
    """Biases become zero, and stay in their places in the list."""
    direction, weights = _network(rng), _network(rng)
    order = [1, 0, 3, 2]
    parts = pair(
        student.filter_normalize([direction[i] for i in order], [weights[i] for i in order]),
        *(NAMES[i] for i in order),
    )
    assert_close(parts[0], np.zeros(5), "the direction of b1")
    assert_close(parts[2], np.zeros(2), "the direction of b2")
    (bias,) = pair(student.filter_normalize([direction[1]], [weights[1]]), "b1")
    assert_close(bias, np.zeros(5), "the direction of b1", at="when it is alone")


@pytest.mark.points(2)
def test_zero_columns(student, reference, rng):
    """A zero column stays zero, and so does a column whose weights are zero."""
    D, W = away_from_zero(rng, (4, 6)), away_from_zero(rng, (4, 6))
    D[:, [1, 4]] = 0
    W[:, [2, 4]] = 0
    (part,) = pair(student.filter_normalize([D], [W]), "W1")
    assert_close(part, reference.filter_normalize([D], [W])[0], "the direction of W1", at="with zero columns")


@pytest.mark.points(2)
def test_square_and_stretched(student, reference, rng):
    """Square matrices, a single row or column, and columns of very different length."""
    for shape in ((4, 4), (1, 3), (3, 1)):
        D = away_from_zero(rng, shape) * np.geomspace(1, 1e6, shape[1])
        W = away_from_zero(rng, shape) * np.geomspace(100, 0.01, shape[1])
        (part,) = pair(student.filter_normalize([D], [W]), "W1")
        (expected,) = reference.filter_normalize([D], [W])
        assert_close(part, expected, "the direction of W1", at=f"of shape {shape}")


@pytest.mark.points(1)
def test_nothing_is_changed(student, reference, rng):
    """The direction and the weights stay as they were, and one call leaves nothing behind for the next."""
    for _ in range(2):
        direction, weights = _network(rng), _network(rng)
        parts = pair(student.filter_normalize(direction, weights), *NAMES)
        assert_unchanged(student)
        expected = reference.filter_normalize(direction, weights)
        for part, right, name in zip(parts, expected, NAMES, strict=True):
            assert_close(part, right, f"the direction of {name}")


@pytest.mark.points(1)
def test_every_size_and_scale(student, reference, rng):
    """The same holds for every size and scale, and whatever was called before."""
    assert_right_in_every_regime(student, reference, DOMAINS, "filter_normalize", rng, ("the direction",))
