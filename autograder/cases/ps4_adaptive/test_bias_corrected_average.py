"""Hidden cases of bias_corrected_average."""

import numpy as np
import pytest

from autograder.domains.adaptive import DOMAINS
from autograder.grading.regimes import assert_right_in_every_regime
from checks.support import as_array, assert_close, assert_unchanged


@pytest.mark.points(2)
def test_numbers(student, reference, rng):
    """Averages of a list of numbers, one for each step."""
    values, beta = rng.normal(size=9), rng.uniform(0.5, 0.85)
    averages = student.bias_corrected_average(values, beta)
    expected = reference.bias_corrected_average(values, beta)
    assert_close(averages, expected, "the averages", at=f"for beta = {beta:.2f}")


@pytest.mark.points(3)
def test_vectors(student, reference, rng):
    """Averages of vectors, each coordinate on its own."""
    values, beta = rng.normal(size=(6, 3)) * [1, 100, 1e-2], rng.uniform(0.5, 0.85)
    averages = student.bias_corrected_average(values, beta)
    assert_close(averages, reference.bias_corrected_average(values, beta), "the averages", at="for vectors")


@pytest.mark.points(2)
def test_equal_values(student, rng):
    """Equal values have that value as their average from the first step on."""
    value = rng.uniform(1, 3)
    averages = as_array(student.bias_corrected_average(np.full(12, value), 0.99), (12,), "the averages")
    assert_close(averages[0], value, "the first average of equal values")
    assert_close(averages, np.full(12, value), "the averages of equal values")


@pytest.mark.points(2)
def test_any_shape(student, reference, rng):
    """Values may be arrays of any shape, and even a single one."""
    for shape in [(4, 2, 3), (1, 2), (1,)]:
        values = rng.normal(size=shape)
        averages = student.bias_corrected_average(values, 0.6)
        expected = reference.bias_corrected_average(values, 0.6)
        assert_close(averages, expected, "the averages", at=f"for values of shape {shape}")


@pytest.mark.points(1)
def test_no_memory(student, rng):
    """With beta = 0 the averages are the values."""
    values = rng.normal(size=(5, 2))
    assert_close(student.bias_corrected_average(values, 0.0), values, "the averages", at="for beta = 0")


@pytest.mark.points(1)
def test_nothing_is_changed_or_remembered(student, reference, rng):
    """The values stay as they were, and a second call starts anew."""
    for _ in range(2):
        values = rng.normal(size=(4, 2))
        expected = reference.bias_corrected_average(values, 0.7)
        averages = student.bias_corrected_average(values, 0.7)
        assert_unchanged(student)
        assert_close(averages, expected, "the averages", at="in repeated calls")


@pytest.mark.points(1)
def test_every_size_and_scale(student, reference, rng):
    """The same holds for every size and scale, and whatever was called before."""
    assert_right_in_every_regime(
        student, reference, DOMAINS, "bias_corrected_average", rng, ("the average",), mixed=False
    )
