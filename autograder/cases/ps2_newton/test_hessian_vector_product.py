"""Hidden cases of hessian_vector_product."""

import numpy as np
import pytest

from autograder.cases.ps2_newton.losses import symmetric
from autograder.domains.newton import DOMAINS
from autograder.grading.regimes import assert_right_in_every_regime
from checks.support import assert_close, assert_unchanged, callback, fail


class _Bent:
    """A loss with strong third derivatives: Σ cosh(Bθ)ᵢ."""

    def __init__(self, rng, n):
        self.B = symmetric(rng, rng.uniform(0.6, 1.4, size=n))
        self.theta = rng.uniform(0.4, 0.9, size=n) * rng.choice([-1, 1], size=n)
        self.counted = callback(self.grad, 2000, theta=(n,))

    def grad(self, theta):
        return self.B.T @ np.sinh(self.B @ theta)

    def product(self, v):
        return self.B.T @ (np.cosh(self.B @ self.theta) * (self.B @ v))


def _compare(student, loss, v, rtol=1e-7, at=""):
    expected = loss.product(v)
    product = student.hessian_vector_product(loss.counted, loss.theta, v)
    assert_close(product, expected, "the product", rtol=rtol, atol=rtol * np.linalg.norm(expected), at=at)


@pytest.mark.points(1)
def test_quadratic(student, rng):
    """The product on a quadratic loss, whose Hessian is the same everywhere."""
    H, theta, v = symmetric(rng, [5.0, -2.0, 1.0, 0.3]), *rng.normal(size=(2, 4))
    product = student.hessian_vector_product(callback(lambda t: H @ t, 2000, theta=(4,)), theta, v)
    assert_close(product, H @ v, "the product", rtol=1e-6, atol=1e-6, at="on a quadratic")


@pytest.mark.points(2)
def test_central_difference(student, rng):
    """The product on a loss with changing curvature, as exact as central differences are."""
    for n in (2, 6):
        for _ in range(3):
            loss = _Bent(rng, n)
            _compare(student, loss, rng.normal(size=n))


@pytest.mark.points(2)
def test_length_of_v(student, rng):
    """The product is as good for very short and very long vectors."""
    for length in (1e-6, 1e-3, 1e3, 1e6):
        loss, v = _Bent(rng, 4), rng.normal(size=4)
        _compare(student, loss, length * v / np.linalg.norm(v), rtol=1e-6, at=f"for a v of length {length:g}")


@pytest.mark.points(2)
def test_two_gradients(student, rng):
    """It takes two gradients, no matter how many parameters; the product with zero is zero."""
    loss = _Bent(rng, 9)
    _compare(student, loss, rng.normal(size=9))
    if loss.counted.calls != 2:
        fail(f"the product should take two calls of grad, and took {loss.counted.calls} for n = 9")
    zero = _Bent(rng, 3)
    product = student.hessian_vector_product(zero.counted, zero.theta, np.zeros(3))
    assert_close(product, np.zeros(3), "the product", at="for v = 0")
    if zero.counted.calls > 2:
        fail(f"the product with v = 0 should take at most two calls of grad, and took {zero.counted.calls}")


@pytest.mark.points(1)
def test_h_sets_the_distance(student, rng):
    """A larger h moves the two probes further apart."""
    loss, v = _Bent(rng, 3), rng.normal(size=3)
    for h in (1e-5, 1e-2):
        student.hessian_vector_product(loss.counted, loss.theta, v, h=h)
    if len(loss.counted.inputs) != 4:
        fail(f"two products should take four calls of grad, and took {len(loss.counted.inputs)}")
    near, far = (np.linalg.norm(loss.counted.inputs[i] - loss.counted.inputs[i + 1]) for i in (0, 2))
    if not far > 30 * near:
        fail("the two points where grad is probed should move apart when h is made 1000 times larger")


@pytest.mark.points(1)
def test_arguments_stay(student, rng):
    """The arguments stay as they were, and a second call gives the same product."""
    loss, v = _Bent(rng, 3), rng.normal(size=3)
    for time in ("in the first call", "in the second call"):
        _compare(student, loss, v, at=time)
        assert_unchanged(student)


@pytest.mark.points(1)
def test_every_size_and_scale(student, reference, rng):
    """The same holds for every size and scale, and whatever was called before."""
    assert_right_in_every_regime(
        student, reference, DOMAINS, "hessian_vector_product", rng, ("the product",), n=(1, 2, 3, 5)
    )
