"""Hidden cases of `cosine_decay`. The absolute tolerance allows the cancellation in 1 + cos near its zero."""

import numpy as np
import pytest

from autograder.domains.sgd import DOMAINS
from autograder.grading.regimes import assert_right_in_every_regime
from checks.support import assert_close


def compare(student, reference, ks, alpha0, total, warmup):
    for k in ks:
        expected = reference.cosine_decay(k, alpha0, total, warmup)
        actual = student.cosine_decay(k, alpha0, total, warmup)
        assert_close(actual, expected, "alpha", at=f"at k = {k}, total = {total}, warmup = {warmup}")


@pytest.mark.points(2)
def test_without_warmup(student, rng):
    """Half a cosine from alpha0 down, where no warm-up is asked for."""
    alpha0 = rng.uniform(0.1, 2)
    for k in (0, 1, 5, 10, 17, 19):
        expected = alpha0 * np.cos(np.pi * k / 40) ** 2
        assert_close(student.cosine_decay(k, alpha0, 20), expected, "alpha", at=f"at k = {k}, total = 20")


@pytest.mark.points(2)
def test_warmup(student, reference, rng):
    """The warm-up rises in equal parts, from its first step on, to the full step size."""
    alpha0 = rng.uniform(0.1, 2)
    compare(student, reference, range(7), alpha0, total=33, warmup=7)
    compare(student, reference, [0, 1], alpha0, total=9, warmup=1)


@pytest.mark.points(2)
def test_cosine_after_warmup(student, reference, rng):
    """After a warm-up the cosine begins at its top and takes the steps that are left."""
    compare(student, reference, [7, 8, 13, 20, 31, 32], rng.uniform(0.1, 2), total=33, warmup=7)
    compare(student, reference, [8], rng.uniform(0.1, 2), total=9, warmup=8)


@pytest.mark.points(2)
def test_after_the_end(student, rng):
    """At the end and beyond it the step size is zero."""
    alpha0 = rng.uniform(0.1, 2)
    for total, warmup in [(12, 0), (12, 5)]:
        for k in (12, 13, 18, 24, 100):
            actual = student.cosine_decay(k, alpha0, total, warmup)
            assert_close(actual, 0.0, "alpha", at=f"at k = {k}, total = {total}, warmup = {warmup}")


@pytest.mark.points(1)
def test_every_size_and_scale(student, reference, rng):
    """The same holds for every size and scale, and whatever was called before."""
    assert_right_in_every_regime(student, reference, DOMAINS, "cosine_decay", rng, ("alpha",), mixed=False)
