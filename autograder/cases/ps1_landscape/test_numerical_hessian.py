"""Hidden cases of numerical_hessian."""

import numpy as np
import pytest

from autograder.cases.ps1_landscape.losses import Waves, away_from_zero, symmetric
from autograder.domains.landscape import DOMAINS
from autograder.grading.regimes import assert_right_in_every_regime
from checks.support import as_array, assert_close, assert_unchanged, callback, fail


@pytest.mark.points(2)
def test_the_step_is_the_one_given(student, rng):
    """Central differences of the gradient with the step that was asked for."""
    # A quartic in each coordinate beside a quadratic: only the diagonal errs, by 4·slope·h² for every h.
    quartic, theta = rng.uniform(1, 2, size=3), away_from_zero(rng, 3) * [1, 3, 10]
    A = symmetric(rng, [1.0, -3.0, 7.0])
    grad = callback(lambda t: 4 * quartic * t**3 + A @ t, theta=(3,))
    for h in (0.41, 0.063):
        expected = A + np.diag(quartic * (12 * theta**2 + 4 * h * h))
        H = student.numerical_hessian(grad, theta, h)
        assert_close(H, expected, "the Hessian", rtol=1e-8, atol=1e-8, at=f"for h = {h} on a quartic")


@pytest.mark.points(2)
def test_close_to_the_derivative(student, rng):
    """Close to the true Hessian where the coordinates depend on each other."""
    # Central differences err by about h² = 1e-10 here, one-sided ones by about h = 1e-5.
    for n in (2, 5):
        loss, theta = Waves(rng, np.linspace(-2, 6, n)), rng.normal(size=n)
        at = f"for n = {n}, with h left out"
        H = student.numerical_hessian(callback(loss.grad, theta=(n,)), theta)
        assert_close(H, loss.hess(theta), "the Hessian", rtol=0, atol=2e-7, at=at)


@pytest.mark.points(2)
def test_exactly_symmetric(student, rng):
    """H[i, j] and H[j, i] are the same number, to the last bit."""
    for n in (3, 6):
        loss, theta = Waves(rng, np.linspace(1, 8, n)), rng.normal(size=n)
        H = as_array(student.numerical_hessian(callback(loss.grad, theta=(n,)), theta), (n, n), "the Hessian")
        gap = np.abs(H - H.T)
        if not np.all(gap == 0):
            fail(
                "the Hessian should be exactly symmetric, but an entry and its mirror image "
                f"differ by {np.nanmax(gap):.1e}"
            )


@pytest.mark.points(1)
def test_default_step(student, rng):
    """The step is 10⁻⁵ when none is given."""
    w = 3000.0  # the differences of sin(w·t) are w·cos(w·t) times sin(w·h)/(w·h), with w·h = 0.03
    theta = (rng.uniform(-0.9, 0.9, size=2) + 2 * np.pi * rng.integers(1, 400, size=2)) / w
    expected = np.diag(np.cos(w * theta) * np.sin(w * 1e-5) / 1e-5)
    H = student.numerical_hessian(callback(lambda t: np.sin(w * t), theta=(2,)), theta)
    assert_close(H, expected, "the Hessian", rtol=1e-6, atol=1e-6, at="with h left out, on a fast wave")


@pytest.mark.points(2)
def test_edges(student, rng):
    """One dimension, and theta unchanged by every call."""
    for lams in ([rng.uniform(1, 2)], [-1.0, 0.5, 4.0]):
        A, n = symmetric(rng, lams), len(lams)
        theta = rng.normal(size=n)
        for h in (0.25, 1e-3):
            H = student.numerical_hessian(callback(A.dot, theta=(n,)), theta, h)
            assert_unchanged(student)
            assert_close(H, A, "the Hessian", rtol=1e-7, atol=1e-8, at=f"for n = {n}, h = {h}")


@pytest.mark.points(1)
def test_every_size_and_scale(student, reference, rng):
    """The same holds for every size and scale, and whatever was called before."""
    assert_right_in_every_regime(
        student, reference, DOMAINS, "numerical_hessian", rng, ("the Hessian",), n=(1, 2, 3, 5)
    )
