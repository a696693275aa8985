"""Hidden cases of numerical_gradient."""

import numpy as np
import pytest

from autograder.cases.ps1_landscape.losses import Waves, away_from_zero
from autograder.domains.landscape import DOMAINS
from autograder.grading.regimes import assert_right_in_every_regime
from checks.support import assert_close, assert_unchanged, callback


@pytest.mark.points(2)
def test_the_step_is_the_one_given(student, rng):
    """Central differences with the step that was asked for."""
    # On a cubic without mixed terms they err by exactly slope·h², for every h.
    cubic, linear, theta = rng.uniform(1, 2, size=3), rng.normal(size=3), away_from_zero(rng, 3) * [1, 5, 20]
    f = callback(lambda t: cubic @ t**3 + linear @ t, theta=(3,))
    for h in (0.37, 0.052):
        expected = 3 * cubic * theta**2 + linear + cubic * h * h
        g = student.numerical_gradient(f, theta, h)
        assert_close(g, expected, "the gradient", rtol=1e-8, atol=1e-8, at=f"for h = {h} on a cubic")


@pytest.mark.points(2)
def test_close_to_the_derivative(student, rng):
    """Close to the true gradient where the coordinates depend on each other."""
    # Central differences err by about h² = 1e-10 here, one-sided ones by about h = 1e-5.
    for n in (2, 5):
        loss, theta = Waves(rng, np.linspace(1, 6, n)), rng.normal(size=n)
        at = f"for n = {n}, with h left out"
        g = student.numerical_gradient(callback(loss.f, theta=(n,)), theta)
        assert_close(g, loss.grad(theta), "the gradient", rtol=0, atol=2e-7, at=at)


@pytest.mark.points(2)
def test_default_step(student, rng):
    """The step is 10⁻⁵ when none is given."""
    # At frequency w the differences of cos(w·t) are −sin(w·t)·sin(w·h)/h: w·h = 0.03 tells the steps apart,
    # 1.5e-4 relative between 1e-5 and a far smaller one, while rounding costs about 1e-11 relative.
    w = 3000.0
    theta = (rng.uniform(0.6, 2.5, size=3) + 2 * np.pi * rng.integers(1, 400, size=3)) / w
    expected = -np.sin(w * theta) * np.sin(w * 1e-5) / 1e-5
    g = student.numerical_gradient(callback(lambda t: np.cos(w * t).sum(), theta=(3,)), theta)
    assert_close(g, expected, "the gradient", rtol=1e-6, atol=0, at="with h left out, on a fast wave")


def _bowl(slopes):
    return lambda t: slopes @ t**2


@pytest.mark.points(2)
def test_edges(student, rng):
    """One dimension, and theta unchanged by every call."""
    for n in (1, 3):
        slopes, theta = rng.uniform(1, 2, size=n), rng.normal(size=n)
        for h in (0.25, 1e-3):
            g = student.numerical_gradient(callback(_bowl(slopes), theta=(n,)), theta, h)
            assert_unchanged(student)
            expected = 2 * slopes * theta
            assert_close(g, expected, "the gradient", rtol=1e-7, atol=1e-8, at=f"for n = {n}, h = {h}")


@pytest.mark.points(1)
def test_every_size_and_scale(student, reference, rng):
    """The same holds for every size and scale, and whatever was called before."""
    assert_right_in_every_regime(
        student, reference, DOMAINS, "numerical_gradient", rng, ("the gradient",), n=(1, 2, 3, 5)
    )
