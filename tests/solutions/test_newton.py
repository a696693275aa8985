"""The reference of pair 2 against finite differences, closed forms, theorems and SciPy."""

import numpy as np
import pytest
import scipy.linalg
import scipy.optimize
import scipy.sparse.linalg

from solutions import newton as ref
from solutions.newton import (
    backtracking,
    conjugate_gradient,
    convergence_order,
    hessian_vector_product,
    newton,
    newton_cg,
    newton_step,
    quadratic_model,
    saddle_free_step,
)


def symmetric(rng, lams):
    """Return a symmetric matrix with the given eigenvalues and random eigenvectors."""
    vectors, _ = np.linalg.qr(rng.normal(size=(len(lams), len(lams))))
    return (vectors * lams) @ vectors.T


class Logistic:
    """Mean logistic loss with a ridge, whose derivatives are written out by hand."""

    def __init__(self, rng, N=200, n=3, ridge=0.1):
        self.X, self.ridge = rng.normal(size=(N, n)), ridge
        self.y = np.where(self.X.sum(axis=1) + rng.normal(size=N) > 0, 1.0, -1.0)

    def f(self, theta):
        margins = self.y * (self.X @ theta)
        return np.mean(np.logaddexp(0, -margins)) + 0.5 * self.ridge * theta @ theta

    def grad(self, theta):
        p = 1 / (1 + np.exp(self.y * (self.X @ theta)))
        return -self.X.T @ (self.y * p) / len(self.y) + self.ridge * theta

    def hess(self, theta):
        p = 1 / (1 + np.exp(self.y * (self.X @ theta)))
        return (self.X.T * (p * (1 - p))) @ self.X / len(self.y) + self.ridge * np.eye(len(theta))


def test_quadratic_model_is_exact_for_a_quadratic(rng):
    H, b, theta, delta = symmetric(rng, [3.0, -1.0, 0.5]), *rng.normal(size=(3, 3))
    f = lambda t: 0.5 * t @ H @ t + b @ t  # noqa: E731
    value = quadratic_model(f(theta), H @ theta + b, H, delta)
    assert isinstance(value, float)
    assert value == pytest.approx(f(theta + delta), rel=1e-12, abs=1e-12)


def test_quadratic_model_has_an_error_of_third_order(rng):
    loss = Logistic(rng)
    theta, direction = np.array([0.6, -0.4, 0.9]), np.array([0.5, 0.7, -0.3])
    sizes = np.geomspace(0.05, 0.002, 6)
    model = [quadratic_model(loss.f(theta), loss.grad(theta), loss.hess(theta), s * direction) for s in sizes]
    remainder = np.abs(model - np.array([loss.f(theta + s * direction) for s in sizes]))
    slope = np.polyfit(np.log(sizes), np.log(remainder), 1)[0]
    assert slope == pytest.approx(3, abs=0.1)


@pytest.mark.parametrize("lams", [[1.0, 2.0, 30.0], [1.0, -2.0, 5.0, -0.1]])
def test_newton_step_solves_its_equation(rng, lams):
    H, g = symmetric(rng, lams), rng.normal(size=len(lams))
    delta = newton_step(g, H)
    np.testing.assert_allclose(delta, -scipy.linalg.solve(H, g, assume_a="sym"), rtol=1e-10)
    np.testing.assert_allclose(H @ delta, -g, atol=1e-12)


@pytest.mark.parametrize("H", [np.zeros((2, 2)), np.diag([3.0, 0.0, 1.0]), np.array([[1.0, 2.0], [2.0, 4.0]])])
def test_newton_step_refuses_a_singular_hessian(H):
    with pytest.raises(np.linalg.LinAlgError):
        newton_step(np.ones(len(H)), H)


def test_newton_solves_a_quadratic_in_one_step_from_anywhere(rng):
    H, optimum = symmetric(rng, [1.0, 10.0, 1e4]), rng.normal(size=3)
    for theta0 in 100 * rng.normal(size=(5, 3)):
        path = newton(lambda t: H @ (t - optimum), lambda t: H, theta0, 2)
        np.testing.assert_array_equal(path[0], theta0)
        np.testing.assert_allclose(path[1:], [optimum, optimum], atol=1e-9)


def test_newton_finds_the_optimum_that_scipy_finds(rng):
    loss = Logistic(rng)
    path = newton(loss.grad, loss.hess, np.array([1.0, -1.0, 0.5]), 8)
    best = scipy.optimize.minimize(loss.f, np.zeros(3), jac=loss.grad, method="BFGS", options={"gtol": 1e-9})
    np.testing.assert_allclose(path[-1], best.x, atol=1e-7)
    assert np.linalg.norm(loss.grad(path[-1])) < 1e-14


def test_newton_in_one_dimension_is_the_root_finder_of_scipy(rng):
    theta = 1.3
    path = newton(lambda t: np.sinh(t) - 2, lambda t: np.diag(np.cosh(t)), np.array([theta]), 4)
    for k in range(4):
        theta -= (np.sinh(theta) - 2) / np.cosh(theta)
        assert path[k + 1, 0] == pytest.approx(theta, rel=1e-13)
    assert path[-1, 0] == pytest.approx(np.arcsinh(2), rel=1e-12)


def test_newton_does_not_depend_on_the_coordinates(rng):
    loss, A = Logistic(rng), rng.normal(size=(3, 3))
    theta0 = np.array([0.3, 0.2, -0.4])
    path = newton(loss.grad, loss.hess, A @ theta0, 4)
    other = newton(lambda u: A.T @ loss.grad(A @ u), lambda u: A.T @ loss.hess(A @ u) @ A, theta0, 4)
    np.testing.assert_allclose(other @ A.T, path, atol=1e-9)


def test_newton_runs_into_a_maximum():
    f = lambda t: t * np.cos(0.15 * np.pi * t)  # noqa: E731
    w = 0.15 * np.pi
    grad = lambda t: np.cos(w * t) - w * t * np.sin(w * t)  # noqa: E731
    hess = lambda t: np.diag(-2 * w * np.sin(w * t) - w * w * t * np.cos(w * t))  # noqa: E731
    end = newton(grad, hess, np.array([10.0]), 30)[-1, 0]
    assert end == pytest.approx(26.83, abs=0.01)
    assert f(end) > max(f(end - 0.1), f(end + 0.1))


def test_newton_without_steps_stays(rng):
    theta0 = rng.normal(size=2)
    np.testing.assert_array_equal(newton(None, None, theta0, 0), [theta0])


@pytest.mark.parametrize("order", [1.0, 1.6, 2.0, 3.0])
def test_convergence_order_of_a_model_sequence(order):
    errors = [0.4]
    for _ in range(4):
        errors.append(0.7 * errors[-1] ** order)
    orders = convergence_order(np.array(errors))
    assert orders.shape == (3,)
    # With e₊ = C eᵖ two successive slopes are in the ratio p exactly, whatever C.
    np.testing.assert_allclose(orders, order, rtol=1e-10)


def test_convergence_order_of_newton_tends_to_two(rng):
    loss = Logistic(rng)
    path = newton(loss.grad, loss.hess, np.array([1.0, 1.0, -1.0]), 12)
    errors = np.linalg.norm(path - path[-1], axis=1)
    orders = convergence_order(errors[errors > 1e-12])
    assert orders[-1] == pytest.approx(2, abs=0.05)


def test_backtracking_takes_the_first_step_that_meets_armijo(rng):
    # f = ½ t² from 1 along −2s: f(1 − 2as) − f(1) + 2acs = −2as(1 − c) + 2a²s² ≤ 0 exactly for a·s ≤ 1 − c.
    f = lambda t: 0.5 * float(t @ t)  # noqa: E731
    for s in rng.uniform(0.1, 50, size=40):
        c, shrink = rng.uniform(0.05, 0.9, size=2)
        powers = 3.0 * shrink ** np.arange(3000)
        expected = powers[np.argmax(powers * s <= 1 - c)]
        step = backtracking(f, np.ones(1), np.ones(1), np.array([-2 * s]), alpha=3.0, c=c, shrink=shrink)
        assert step == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("bad", [np.inf, -np.inf, np.nan])
def test_backtracking_goes_on_while_the_loss_is_not_finite(bad):
    f = lambda t: -float(t[0]) if t[0] < 0.3 else bad  # noqa: E731
    assert backtracking(f, np.zeros(1), -np.ones(1), np.ones(1)) == 0.25


def test_backtracking_refuses_uphill_and_flat_directions():
    f = lambda t: float(t @ t)  # noqa: E731
    theta, g = np.array([1.0, 0.0]), np.array([2.0, 0.0])
    for delta in ([1.0, 0.0], [0.0, 1.0]):
        with pytest.raises(ValueError, match="downhill"):
            backtracking(f, theta, g, np.array(delta))


def test_backtracking_ends_when_nothing_helps():
    with pytest.raises(ValueError, match="no step size"):
        backtracking(lambda t: np.nan, np.zeros(1), np.ones(1), -np.ones(1))


def test_saddle_free_step_agrees_with_a_matrix_square_root(rng):
    H, g = symmetric(rng, [4.0, -2.0, 0.7, -0.3]), rng.normal(size=4)
    magnitude = scipy.linalg.sqrtm(H @ H).real
    for damping in (0.0, 0.35):
        expected = -np.linalg.solve(magnitude + damping * np.eye(4), g)
        np.testing.assert_allclose(saddle_free_step(g, H, damping), expected, rtol=1e-9)


def test_saddle_free_step_is_newton_on_a_convex_loss_and_always_descends(rng):
    g = rng.normal(size=3)
    H = symmetric(rng, [1.0, 2.0, 9.0])
    np.testing.assert_allclose(saddle_free_step(g, H), newton_step(g, H), rtol=1e-10)
    for _ in range(100):
        A = rng.normal(size=(5, 5))
        g = rng.normal(size=5)
        assert g @ saddle_free_step(g, A + A.T, damping=0.01) < 0


@pytest.mark.parametrize("length", [1e-6, 1e-3, 1.0, 1e3, 1e6])
def test_hessian_vector_product_is_accurate_for_every_length(rng, length):
    loss = Logistic(rng, n=6)
    theta, v = rng.normal(size=6), rng.normal(size=6)
    v *= length / np.linalg.norm(v)
    product = hessian_vector_product(loss.grad, theta, v)
    np.testing.assert_allclose(product, loss.hess(theta) @ v, atol=1e-9 * length)


def test_hessian_vector_product_of_zero_is_zero():
    product = hessian_vector_product(lambda t: t**3, np.ones(3), np.zeros(3))
    np.testing.assert_array_equal(product, np.zeros(3))


def test_hessian_vector_product_has_an_error_of_second_order_in_h():
    grad = lambda t: np.exp(t)  # noqa: E731
    errors = [abs(hessian_vector_product(grad, np.zeros(1), np.ones(1), h)[0] - 1) for h in (1e-1, 1e-2)]
    assert np.log10(errors[0] / errors[1]) == pytest.approx(2, abs=0.01)


def test_conjugate_gradient_agrees_with_scipy_at_every_number_of_products(rng):
    A, b = symmetric(rng, np.geomspace(1, 100, 12)), rng.normal(size=12)
    for iterations in range(1, 12):
        expected, _ = scipy.sparse.linalg.cg(A, b, rtol=1e-14, maxiter=iterations)
        x = conjugate_gradient(lambda v: A @ v, b, max_iter=iterations)
        np.testing.assert_allclose(x, expected, rtol=1e-7)


def test_conjugate_gradient_needs_one_product_for_each_distinct_eigenvalue(rng):
    A, b = symmetric(rng, np.repeat([1.0, 7.0, 40.0], 10)), rng.normal(size=30)
    products = []
    x = conjugate_gradient(lambda v: products.append(v) or A @ v, b)
    assert len(products) == 3
    np.testing.assert_allclose(x, np.linalg.solve(A, b), rtol=1e-8)


@pytest.mark.parametrize("scale", [1e-8, 1.0, 1e8])
@pytest.mark.parametrize("tol", [1e-3, 1e-10])
def test_conjugate_gradient_stops_at_the_relative_residual(rng, scale, tol):
    A, b = symmetric(rng, np.linspace(1, 30, 80)), scale * rng.normal(size=80)
    products = []
    x = conjugate_gradient(lambda v: products.append(v) or A @ v, b, tol=tol)
    residual = np.linalg.norm(A @ x - b) / np.linalg.norm(b)
    assert residual <= tol * (1 + 1e-3)
    earlier = conjugate_gradient(lambda v: A @ v, b, tol=tol, max_iter=len(products) - 1)
    assert np.linalg.norm(A @ earlier - b) / np.linalg.norm(b) > tol


def test_conjugate_gradient_of_zero_is_zero_without_products():
    np.testing.assert_array_equal(conjugate_gradient(None, np.zeros(4)), np.zeros(4))


def test_newton_cg_follows_exact_newton(rng):
    loss = Logistic(rng, n=12)
    theta0 = 0.5 * rng.normal(size=12)
    np.testing.assert_allclose(newton_cg(loss.grad, theta0, 5), newton(loss.grad, loss.hess, theta0, 5), atol=1e-8)


def test_newton_cg_never_needs_as_many_gradients_as_a_hessian_has_rows(rng):
    n = 20_000
    X, y = 3 * rng.normal(size=(60, n)) / np.sqrt(n), rng.choice([-1.0, 1.0], 60)
    gradients = []

    def grad(theta):
        gradients.append(1)
        return -X.T @ (y / (1 + np.exp(y * (X @ theta)))) / 60 + 0.05 * theta

    path = newton_cg(grad, np.zeros(n), 5)
    assert len(gradients) < 200
    assert np.linalg.norm(grad(path[-1])) < 1e-9 * np.linalg.norm(grad(path[0]))


def test_newton_cg_rests_at_the_optimum():
    path = newton_cg(lambda t: 3 * t, np.zeros(4), 3)
    np.testing.assert_array_equal(path, np.zeros((4, 4)))


def _calls(rng):
    H, theta = symmetric(rng, [1.0, 2.0, 5.0]), rng.normal(size=3)
    g, f = H @ theta, lambda t: float(t @ H @ t)
    grad, hess = lambda t: 2 * H @ t, lambda t: 2 * H
    yield ref.quadratic_model, (1.0, g, H, theta), {}
    yield ref.newton_step, (g, H), {}
    yield ref.newton, (grad, hess, theta, 2), {}
    yield ref.convergence_order, (np.array([1.0, 0.5, 0.2, 0.01]),), {}
    yield ref.backtracking, (f, theta, 2 * g, -g), {}
    yield ref.saddle_free_step, (g, H), {"damping": 0.1}
    yield ref.hessian_vector_product, (grad, theta, g), {}
    yield ref.conjugate_gradient, (lambda v: H @ v, g), {}
    yield ref.newton_cg, (grad, theta, 2), {}


def test_no_function_changes_its_arguments_or_the_global_random_state(rng):
    called = set()
    for function, args, kwargs in _calls(rng):
        called.add(function.__name__)
        arrays = [a for a in args if isinstance(a, np.ndarray)]
        before = [a.copy() for a in arrays]
        state = np.random.get_state()  # noqa: NPY002
        first, second = function(*args, **kwargs), function(*args, **kwargs)
        np.testing.assert_array_equal(first, second)
        for a, b in zip(arrays, before, strict=True):
            np.testing.assert_array_equal(a, b)
        assert all(np.array_equal(x, y) for x, y in zip(state, np.random.get_state(), strict=True))  # noqa: NPY002
    assert called == set(ref.__all__)


@pytest.fixture
def rng():
    return np.random.default_rng(20)
