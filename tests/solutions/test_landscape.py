"""The reference of pair 1 against closed forms, theorems, finite differences and SciPy."""

import numpy as np
import pytest
import scipy.optimize
import scipy.special

from solutions import landscape as ref
from solutions.landscape import (
    classify_critical_point,
    filter_normalize,
    fraction_of_minima,
    gradient_descent,
    nonconvex_witness,
    numerical_gradient,
    numerical_hessian,
    softmax_nll,
)


@pytest.fixture
def rng():
    return np.random.default_rng(1)


def symmetric(rng, lams):
    """Return an exactly symmetric matrix with the given eigenvalues and random eigenvectors."""
    vectors, _ = np.linalg.qr(rng.normal(size=(len(lams), len(lams))))
    H = (vectors * lams) @ vectors.T
    return (H + H.T) / 2


def steps_to_reach(kappa, ratio=1e-6):
    """Count the steps of gradient descent with the best step size until the distance falls to `ratio`."""
    lams = np.array([1.0, kappa])
    path = gradient_descent(lambda t: lams * t, np.ones(2) / np.sqrt(2), 2 / (1 + kappa), 8000)
    return int(np.argmax(np.linalg.norm(path, axis=1) <= ratio))


# --- gradient_descent


def test_descent_on_a_quadratic_is_a_power_of_a_matrix(rng):
    H, theta0 = symmetric(rng, [0.3, 1.0, 4.0]), rng.normal(size=3)
    path = gradient_descent(lambda t: H @ t, theta0, 0.2, 12)
    assert path.shape == (13, 3)
    for k, theta in enumerate(path):
        np.testing.assert_allclose(theta, np.linalg.matrix_power(np.eye(3) - 0.2 * H, k) @ theta0, atol=1e-13)


@pytest.mark.parametrize("factor, converges", [(0.99, True), (1.01, False)])
def test_descent_converges_just_below_two_over_the_largest_curvature_only(rng, factor, converges):
    H, theta0 = symmetric(rng, [0.5, 2.0, 5.0]), rng.normal(size=3)
    path = gradient_descent(lambda t: H @ t, theta0, factor * 2 / 5.0, 1500)
    assert (np.linalg.norm(path[-1]) < np.linalg.norm(theta0)) == converges


@pytest.mark.parametrize("kappa, steps", [(10, 69), (100, 691), (1000, 6908)])
def test_descent_needs_steps_in_proportion_to_the_condition_number(kappa, steps):
    assert steps_to_reach(kappa) == steps


def test_descent_of_a_smooth_convex_loss_keeps_its_textbook_bound(rng):
    X, y = rng.normal(size=(50, 4)), rng.choice([-1.0, 1.0], size=50)
    f = lambda t: np.mean(np.logaddexp(0, -y * (X @ t)))  # noqa: E731
    grad = lambda t: -X.T @ (y * scipy.special.expit(-y * (X @ t))) / 50  # noqa: E731
    best = scipy.optimize.minimize(f, np.zeros(4), jac=grad, options={"gtol": 1e-12})
    L = np.linalg.eigvalsh(X.T @ X / 50)[-1] / 4
    for k, theta in enumerate(gradient_descent(grad, np.ones(4) * 3, 1 / L, 60)[1:], start=1):
        assert f(theta) - best.fun <= L * np.sum((best.x - 3) ** 2) / (2 * k)


def test_descent_without_steps_and_on_a_zero_gradient():
    np.testing.assert_array_equal(gradient_descent(np.zeros_like, np.array([2.0]), 0.1, 0), [[2.0]])
    np.testing.assert_array_equal(gradient_descent(np.zeros_like, np.array([2.0]), 0.1, 3), [[2.0]] * 4)


# --- numerical_gradient and numerical_hessian


def test_numerical_gradient_agrees_with_scipy(rng):
    theta = rng.normal(size=5)
    g = numerical_gradient(scipy.optimize.rosen, theta)
    np.testing.assert_allclose(g, scipy.optimize.rosen_der(theta), rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("h", [0.5, 0.01])
def test_numerical_gradient_of_a_cubic_errs_by_the_square_of_the_step(rng, h):
    theta = rng.normal(size=3)
    g = numerical_gradient(lambda t: np.sum(t**3), theta, h)
    np.testing.assert_allclose(g, 3 * theta**2 + h**2, rtol=1e-9)


def test_numerical_hessian_agrees_with_scipy(rng):
    theta = rng.normal(size=5)
    H = numerical_hessian(scipy.optimize.rosen_der, theta)
    np.testing.assert_allclose(H, scipy.optimize.rosen_hess(theta), rtol=1e-6, atol=1e-6)


def test_numerical_hessian_is_symmetric_to_the_last_bit(rng):
    A = rng.normal(size=(6, 6))
    H = numerical_hessian(lambda t: A.T @ np.cos(A @ t), rng.normal(size=6))
    assert np.array_equal(H, H.T)


@pytest.mark.parametrize("h", [0.5, 0.01])
def test_numerical_hessian_of_a_quartic_errs_by_the_square_of_the_step(rng, h):
    theta = rng.normal(size=3)
    H = numerical_hessian(lambda t: 4 * t**3, theta, h)
    np.testing.assert_allclose(H, np.diag(12 * theta**2 + 4 * h**2), rtol=1e-9, atol=1e-12)


# --- softmax_nll


def problem(rng, N=30, d=4, m=3, scale=1.0):
    return scale * rng.normal(size=(d, m)), rng.normal(size=(N, d)), rng.integers(m, size=N)


def test_softmax_loss_agrees_with_scipy(rng):
    W, X, y = problem(rng)
    log_p = scipy.special.log_softmax(X @ W, axis=1)
    assert softmax_nll(W, X, y)[0] == pytest.approx(-log_p[np.arange(30), y].mean(), rel=1e-12)


def test_softmax_gradient_agrees_with_scipys_differences(rng):
    W, X, y = problem(rng)
    flat = scipy.optimize.approx_fprime(W.ravel(), lambda w: softmax_nll(w.reshape(4, 3), X, y)[0], 1e-7)
    np.testing.assert_allclose(softmax_nll(W, X, y)[1].ravel(), flat, atol=1e-6)


def test_softmax_loss_at_zero_weights_is_the_logarithm_of_the_number_of_classes(rng):
    _, X, y = problem(rng, m=7)
    assert softmax_nll(np.zeros((4, 7)), X, y)[0] == pytest.approx(np.log(7), rel=1e-14)


def test_softmax_is_finite_and_exact_for_huge_logits():
    W = np.array([[1e4, -1e4]])
    loss, gradient = softmax_nll(W, np.array([[1.0], [-1.0], [1.0], [1.0]]), np.array([1, 1, 0, 0]))
    assert loss == pytest.approx(2e4 / 4, rel=1e-12)
    np.testing.assert_allclose(gradient, [[0.25, -0.25]], atol=1e-15)


def test_softmax_loss_is_convex_but_not_strictly(rng):
    W, X, y = problem(rng, scale=3.0)
    grad = lambda w: softmax_nll(w.reshape(4, 3), X, y)[1].ravel()  # noqa: E731
    lams = np.linalg.eigvalsh(numerical_hessian(grad, W.ravel()))
    assert lams[0] > -1e-9
    assert np.sum(lams < 1e-9) >= 4  # adding one vector to all columns of W changes nothing


# --- nonconvex_witness


def is_witness(f, pair):
    a, b = pair
    return f((a + b) / 2) > (f(a) + f(b)) / 2 + 1e-9


@pytest.mark.parametrize("f", [lambda t: t[0] * t[1], lambda t: np.cos(2 * t).sum(), lambda t: -np.abs(t).sum()])
def test_a_witness_is_found_for_functions_that_are_not_convex(rng, f):
    points = rng.normal(size=(10, 2))
    pair = nonconvex_witness(f, points)
    assert is_witness(f, pair)
    assert all((points == end).all(axis=1).any() for end in pair)


@pytest.mark.parametrize(
    "f", [np.linalg.norm, lambda t: t @ t, lambda t: 1e3 * t.sum() + 7, lambda t: np.logaddexp.reduce(3 * t)]
)
def test_no_witness_is_found_for_convex_functions(rng, f):
    assert nonconvex_witness(f, 10 * rng.normal(size=(40, 3))) is None


def test_a_witness_that_only_one_pair_gives_is_found(rng):
    points = rng.normal(size=(9, 3))
    middle = (points[2] + points[7]) / 2
    f = lambda t: t @ t + 100 * np.exp(-1e6 * np.sum((t - middle) ** 2))  # noqa: E731
    found = np.array(nonconvex_witness(f, points))
    assert {tuple(row) for row in found} == {tuple(points[2]), tuple(points[7])}


def test_one_point_is_no_witness():
    assert nonconvex_witness(lambda t: -t @ t, np.ones((1, 2))) is None


# --- classify_critical_point


@pytest.mark.parametrize(
    "lams, kind",
    [
        ([1.0, 2.0, 3.0], "minimum"),
        ([-1.0, -2.0, -3.0], "maximum"),
        ([-1.0, 2.0, 3.0], "saddle"),
        ([-0.1, -0.1, 2.0, 3.0], "saddle"),
        ([0.0, 1.0, 2.0], "inconclusive"),
        ([0.0, -1.0, -2.0], "inconclusive"),
        ([0.0, -1.0, 2.0], "saddle"),
        ([1e-9, 1.0], "inconclusive"),
        ([1e-6, 1.0], "minimum"),
    ],
)
def test_the_kind_follows_from_the_eigenvalues_in_any_basis(rng, lams, kind):
    for _ in range(20):
        assert classify_critical_point(symmetric(rng, lams)) == kind


def test_sylvesters_law_the_kind_survives_a_change_of_coordinates(rng):
    for _ in range(50):
        H, A = symmetric(rng, rng.normal(size=3)), rng.normal(size=(3, 3))
        assert classify_critical_point(A.T @ H @ A, tol=1e-12) == classify_critical_point(H, tol=1e-12)


def test_the_tolerance_is_absolute_and_includes_its_own_value():
    assert classify_critical_point(np.array([[0.25]]), tol=0.25) == "inconclusive"
    assert classify_critical_point(np.diag([1e6, 1e-4])) == "minimum"


def test_a_positive_diagonal_does_not_make_a_minimum():
    assert classify_critical_point(np.array([[1.0, 2.0], [2.0, 1.0]])) == "saddle"


# --- fraction_of_minima

EXACT = {1: 1 / 2, 2: (2 - np.sqrt(2)) / 4, 3: (np.pi - 2 * np.sqrt(2)) / (4 * np.pi)}


@pytest.mark.parametrize("n", EXACT)
def test_the_share_of_minima_agrees_with_the_exact_probability(rng, n):
    draws, p = 100_000, EXACT[n]
    assert fraction_of_minima(n, draws, rng) == pytest.approx(p, abs=4 * np.sqrt(p * (1 - p) / draws))


def test_the_share_is_a_multiple_of_one_over_the_draws_and_follows_the_generator():
    shares = [fraction_of_minima(1, 7, np.random.default_rng(seed)) for seed in range(30)]
    np.testing.assert_allclose(np.array(shares) * 7, np.round(np.array(shares) * 7), atol=1e-12)
    assert len(set(shares)) > 1
    assert shares == [fraction_of_minima(1, 7, np.random.default_rng(seed)) for seed in range(30)]


# --- filter_normalize


def test_columns_get_the_length_of_the_weights_columns(rng):
    weights = [rng.normal(size=(3, 4)) * [1, 10, 100, 0.1], rng.normal(size=4)]
    D, b = filter_normalize([rng.normal(size=(3, 4)), rng.normal(size=4)], weights)
    np.testing.assert_allclose(np.linalg.norm(D, axis=0), np.linalg.norm(weights[0], axis=0), rtol=1e-14)
    np.testing.assert_array_equal(b, np.zeros(4))


def test_columns_keep_their_direction_and_lengths_of_the_direction_do_not_matter(rng):
    direction, weights = [rng.normal(size=(3, 4))], [rng.normal(size=(3, 4))]
    once = filter_normalize(direction, weights)
    stretched = filter_normalize([direction[0] * [1, 2, 3, 0.01]], weights)
    np.testing.assert_allclose(stretched[0], once[0], rtol=1e-13)
    np.testing.assert_allclose(filter_normalize(once, weights)[0], once[0], rtol=1e-13)


def test_a_slice_of_a_relu_network_does_not_change_when_its_units_are_rescaled(rng):
    W1, W2, x = rng.normal(size=(3, 5)), rng.normal(size=(5, 2)), rng.normal(size=(8, 3))
    D, c = rng.normal(size=(3, 5)), rng.uniform(0.1, 10, size=5)
    net = lambda A, B: np.maximum(x @ A, 0) @ B  # noqa: E731
    a, b = filter_normalize([D], [W1])[0], filter_normalize([D], [W1 * c])[0]
    np.testing.assert_allclose(net(W1 + a, W2), net(W1 * c + b, W2 / c[:, None]), rtol=1e-12)


def test_zero_columns_stay_zero(rng):
    D, W = np.ones((2, 3)), np.ones((2, 3))
    D[:, 0], W[:, 1] = 0, 0
    np.testing.assert_allclose(filter_normalize([D], [W])[0], [[0, 0, 1], [0, 0, 1]])


# --- purity of all


def arguments(rng):
    """Yield a call of every function, its arguments fresh each time."""
    H = symmetric(rng, [1.0, 2.0, -3.0])
    f = lambda t: np.cos(t).sum()  # noqa: E731
    grad = lambda t: H @ t  # noqa: E731
    yield "gradient_descent", (grad, rng.normal(size=3), 0.1, 5)
    yield "numerical_gradient", (f, rng.normal(size=3))
    yield "numerical_hessian", (grad, rng.normal(size=3))
    yield "softmax_nll", problem(rng)
    yield "nonconvex_witness", (f, rng.normal(size=(5, 3)))
    yield "classify_critical_point", (H,)
    yield "filter_normalize", ([rng.normal(size=(2, 3))] * 2, [rng.normal(size=(2, 3))] * 2)


def flat(value):
    """Return all numbers of nested arrays as one array."""
    if isinstance(value, (list, tuple)):
        return np.concatenate([flat(v) for v in value]) if value else np.empty(0)
    return np.ravel(value).astype(float) if not callable(value) else np.empty(0)


def test_no_function_changes_its_arguments_or_remembers_anything(rng):
    names = []
    for name, args in arguments(rng):
        names.append(name)
        before, global_state = flat(list(args)).copy(), np.random.get_state()[1].copy()  # noqa: NPY002
        first = getattr(ref, name)(*args)
        second = getattr(ref, name)(*args)
        np.testing.assert_array_equal(flat(list(args)), before)
        np.testing.assert_array_equal(np.random.get_state()[1], global_state)  # noqa: NPY002
        if isinstance(first, str):
            assert first == second
        else:
            np.testing.assert_array_equal(flat(first), flat(second))
    assert set(names) | {"fraction_of_minima"} == set(ref.__all__)


def test_the_random_share_uses_no_randomness_but_its_own():
    state = np.random.get_state()[1].copy()  # noqa: NPY002
    rng = np.random.default_rng(3)
    fraction_of_minima(2, 10, rng)
    np.testing.assert_array_equal(np.random.get_state()[1], state)  # noqa: NPY002
    assert rng.bit_generator.state != np.random.default_rng(3).bit_generator.state
