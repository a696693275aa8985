"""Hidden cases of convergence_order."""

import numpy as np
import pytest

from autograder.domains.newton import DOMAINS
from autograder.grading.regimes import assert_right_in_every_regime
from checks.support import assert_close, assert_unchanged


@pytest.mark.points(2)
def test_known_order(student, rng):
    """Sequences whose order is known, whatever the constant before it."""
    for order in (1.0, 2.0, rng.uniform(1.2, 1.8), rng.uniform(2.3, 3.0)):
        # e₊ = C eᵖ shrinks as long as C·eᵖ⁻¹ < 1, and then every estimate is p itself.
        errors, constant = [rng.uniform(0.2, 0.5)], rng.uniform(0.3, 0.8)
        for _ in range(4):
            errors.append(constant * errors[-1] ** order)
        orders = student.convergence_order(np.array(errors))
        at = f"for errors of order {order:.3g}"
        assert_close(orders, np.full(3, order), "the orders", rtol=1e-8, at=at)


@pytest.mark.points(2)
def test_any_errors(student, reference, rng):
    """Errors that fall and rise without a rule: one estimate for each point with two neighbours."""
    factors = np.exp(rng.uniform(0.4, 2.5, size=7) * rng.choice([-1, 1], size=7))
    errors = rng.uniform(0.1, 5) * np.cumprod(factors)
    expected = reference.convergence_order(errors)
    assert_close(student.convergence_order(errors), expected, "the orders", rtol=1e-8)


@pytest.mark.points(1)
def test_three_errors(student, rng):
    """Three errors give one estimate."""
    first, second = rng.uniform(0.3, 3, size=2)
    errors = np.exp(-np.array([0.0, first, first + second]))
    assert_close(student.convergence_order(errors), [second / first], "the orders", rtol=1e-8, at="for K = 3")


@pytest.mark.points(1)
def test_tiny_errors_and_purity(student, reference, rng):
    """Errors of very different sizes, and the argument stays as it was."""
    errors = 10.0 ** -np.array([0.3, 2.0, 9.0, 40.0, rng.uniform(120, 150)])
    expected = reference.convergence_order(errors)
    for _ in range(2):
        assert_close(student.convergence_order(errors), expected, "the orders", rtol=1e-8)
        assert_unchanged(student)


@pytest.mark.points(1)
def test_every_size_and_scale(student, reference, rng):
    """The same holds for every size and scale, and whatever was called before."""
    assert_right_in_every_regime(student, reference, DOMAINS, "convergence_order", rng, ("the order",), mixed=False)
