"""Hidden cases of conjugate_gradient."""

import numpy as np
import pytest

from autograder.cases.ps2_newton.losses import symmetric
from checks.support import as_array, assert_close, assert_unchanged, callback, fail


def _solve(student, A, b, at, **keys):
    """Let the student solve A x = b; fail on too many products; return x as an array."""
    n, most = len(b), keys.get("max_iter", len(b))
    matvec = callback(lambda v: A @ v, 10 * n + 100, v=(n,))
    x = as_array(student.conjugate_gradient(matvec, b, **keys), (n,), "x")
    if not np.all(np.isfinite(x)):
        fail(f"x has nan or infinity in it {at}")
    if matvec.calls > most:
        fail(f"at most {most} products with A are allowed {at}, and {matvec.calls} were taken")
    return x


def _check_residual(A, b, x, tol, at):
    residual = np.linalg.norm(A @ x - b) / np.linalg.norm(b)
    # One per cent and 10⁻¹⁴ of slack: the residual that the method carries along differs by rounding.
    if not residual <= 1.01 * tol + 1e-14:
        fail(f"‖A x − b‖ should be at most tol·‖b‖ with tol = {tol:g} {at}, and is {residual:.3g}·‖b‖")


@pytest.mark.points(3)
def test_round_spectrum(student, rng):
    """A well-conditioned system is solved to the wanted residual within n products."""
    for n in (50, 120):
        A, b = symmetric(rng, rng.uniform(1, 25, size=n)), rng.normal(size=n)
        at = f"for n = {n} and a condition number below 25"
        _check_residual(A, b, _solve(student, A, b, at=at), 1e-10, at)


@pytest.mark.points(2)
def test_few_eigenvalues(student, rng):
    """Few distinct eigenvalues need few products, however large n is."""
    A = symmetric(rng, np.repeat([1.0, 4.0, 9.0, 25.0], 15))
    b, at = rng.normal(size=60), "for n = 60, four distinct eigenvalues and max_iter = 9"
    _check_residual(A, b, _solve(student, A, b, at=at, max_iter=9), 1e-10, at)


@pytest.mark.points(2)
def test_tolerance_is_relative(student, rng):
    """The tolerance is relative to b, large or small, and is the one that was asked for."""
    for scale in (1e-7, 1e7):
        for tol in (1e-4, 1e-12):
            A, b = symmetric(rng, np.linspace(1, 10, 60)), rng.normal(size=60)
            at = f"for a b of size {scale:g}"
            _check_residual(A, scale * b, _solve(student, A, scale * b, at=at, tol=tol), tol, at)


@pytest.mark.points(2)
def test_limit_of_products(student, rng):
    """No more than max_iter products, and then what was reached so far is returned."""
    A, b = symmetric(rng, np.geomspace(1, 300, 80)), rng.normal(size=80)
    best = np.linalg.solve(A, b)
    for most in (6, 20):
        x = _solve(student, A, b, at=f"for max_iter = {most}", max_iter=most)
        error = np.sqrt((x - best) @ A @ (x - best) / (best @ A @ best))
        if not error < 0.95:
            fail(f"x should be nearer to the solution than 0 is after max_iter = {most} products")


@pytest.mark.points(1)
def test_edges(student, rng):
    """A right side of zero has the solution zero, and one unknown is no exception."""
    A = symmetric(rng, [1.0, 2.0, 5.0])
    assert_close(_solve(student, A, np.zeros(3), at="for b = 0"), np.zeros(3), "x", at="for b = 0")
    a, b = rng.uniform(1, 5), rng.normal(size=1)
    x = _solve(student, np.array([[a]]), b, at="for n = 1", max_iter=2)
    assert_close(x, b / a, "x", rtol=1e-8, at="for n = 1")


@pytest.mark.points(1)
def test_arguments_stay(student, rng):
    """The right side stays as it was, and a second call gives the same solution."""
    A, b = symmetric(rng, np.repeat([1.0, 2.0, 4.0, 7.0], 10)), rng.normal(size=40)
    for time in ("in the first call", "in the second call"):
        _check_residual(A, b, _solve(student, A, b, at=time), 1e-10, time)
        assert_unchanged(student)
