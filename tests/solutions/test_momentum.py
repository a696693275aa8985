"""The reference of pair 3 against recurrences, linear filters, theorems and SciPy's optimiser."""

import numpy as np
import pytest
from scipy.optimize import minimize, minimize_scalar
from scipy.signal import lfilter

from solutions import momentum as m


def bowl(rng, curvatures):
    """Return H, the minimum and the gradient of a quadratic with these curvatures, turned at random."""
    axes, _ = np.linalg.qr(rng.normal(size=(len(curvatures), len(curvatures))))
    H, minimum = axes @ np.diag(curvatures) @ axes.T, rng.normal(size=len(curvatures))
    return H, minimum, lambda theta: H @ (theta - minimum)


def chain(n):
    """Return Nesterov's worst case (L = 4): Hessian, gradient and minimiser."""
    H = 2 * np.eye(n) - np.eye(n, k=1) - np.eye(n, k=-1)
    return H, lambda theta: H @ theta - np.eye(n)[0], np.linalg.solve(H, np.eye(n)[0])


def two_term_recurrence(x0, x1, a, b, steps):
    """Return x_0 … x_steps of x_{k+1} = a x_k + b x_{k−1}, one column for each direction."""
    columns = []
    for start, first, a_i, b_i in zip(x0, x1, a, b, strict=True):
        impulse = np.zeros(steps + 1)
        impulse[0], impulse[1] = start, first - a_i * start
        columns.append(lfilter([1.0], [1.0, -a_i, -b_i], impulse))
    return np.array(columns).T


def test_velocity_is_a_linear_filter_of_the_gradients():
    rng = np.random.default_rng(1)
    gradients, mu = rng.normal(size=(30, 3)), 0.8
    velocities = lfilter([1.0], [1.0, -mu], gradients, axis=0)
    theta, velocity, path = np.ones(3), np.zeros(3), []
    for g, expected in zip(gradients, velocities, strict=True):
        theta, velocity = m.momentum_step(theta, g, velocity, 0.1, mu)
        np.testing.assert_allclose(velocity, expected, rtol=1e-12, atol=1e-14)
        path.append(theta)
    np.testing.assert_allclose(path, 1 - 0.1 * np.cumsum(velocities, axis=0), rtol=1e-12, atol=1e-13)


def test_terminal_velocity():
    theta, velocity = np.zeros(2), np.zeros(2)
    g = np.array([3.0, -0.5])
    for _ in range(400):
        theta, velocity = m.momentum_step(theta, g, velocity, 0.01, 0.9)
    np.testing.assert_allclose(velocity, g / (1 - 0.9), rtol=1e-12)


@pytest.mark.parametrize("mu", [0.0, 0.5, 0.95])
def test_path_solves_the_recurrence_of_each_direction(mu):
    lams, alpha, theta0 = np.array([0.3, 2.0, 9.0]), 0.1, np.array([1.0, -2.0, 0.5])
    path = m.momentum(lambda theta: lams * theta, theta0, alpha, mu, 60)
    expected = two_term_recurrence(theta0, (1 - alpha * lams) * theta0, 1 + mu - alpha * lams, 3 * [-mu], 60)
    np.testing.assert_allclose(path, expected, rtol=1e-9, atol=1e-12)


def test_nesterov_solves_its_recurrence():
    lams, alpha, mu = np.array([0.3, 2.0, 9.0]), 0.1, 0.8
    theta, velocity = np.array([1.0, -2.0, 0.5]), np.zeros(3)
    path = [theta]
    for _ in range(40):
        theta, velocity = m.nesterov_step(lambda x: lams * x, theta, velocity, alpha, mu)
        path.append(theta)
    shrink = 1 - alpha * lams
    expected = two_term_recurrence(path[0], shrink * path[0], (1 + mu) * shrink, -mu * shrink, 40)
    np.testing.assert_allclose(path, expected, rtol=1e-9, atol=1e-12)


def test_path_does_not_depend_on_rotation():
    rng = np.random.default_rng(2)
    turn, _ = np.linalg.qr(rng.normal(size=(3, 3)))
    grad = lambda theta: np.tanh(theta) * [1, 5, 9]  # noqa: E731
    theta0 = rng.normal(size=3)
    path = m.momentum(grad, theta0, 0.1, 0.9, 50)
    turned = m.momentum(lambda x: turn @ grad(turn.T @ x), turn @ theta0, 0.1, 0.9, 50)
    np.testing.assert_allclose(turned, path @ turn.T, atol=1e-12)


def test_gradient_is_asked_once_a_step_and_paths_have_all_rows():
    asked = []
    path = m.momentum(lambda theta: asked.append(theta.copy()) or theta, np.ones(2), 0.1, 0.5, 7)
    assert path.shape == (8, 2)
    np.testing.assert_array_equal(asked, path[:-1])
    assert m.momentum(None, np.ones(2), 0.1, 0.5, 0).tolist() == [[1.0, 1.0]]
    assert m.accelerated_gradient(None, np.ones(2), 1.0, 0).tolist() == [[1.0, 1.0]]


def test_accelerated_gradient_is_nesterovs_method_with_growing_momentum():
    grad = lambda theta: np.tanh(theta) * [1, 0.2]  # noqa: E731
    path = m.accelerated_gradient(grad, np.array([2.0, -3.0]), 1.0, 30)
    np.testing.assert_allclose(path[1], path[0] - grad(path[0]), rtol=1e-14)
    for k in range(1, 30):
        ahead = path[k] + (k - 1) / (k + 2) * (path[k] - path[k - 1])
        np.testing.assert_allclose(path[k + 1], ahead - grad(ahead), rtol=1e-12, atol=1e-14)


def test_accelerated_gradient_between_the_bounds_of_the_worst_case():
    n = 201
    H, grad, best = chain(n)
    path = m.accelerated_gradient(grad, np.zeros(n), 4.0, 100)
    excess = 0.5 * np.einsum("ki,ij,kj->k", path - best, H, path - best)
    k, scale = np.arange(101), 4.0 * best @ best
    assert np.all(excess[1:] <= 2 * scale / (k[1:] + 1) ** 2)
    # Nesterov (2004), theorem 2.1.7: no method of this kind is faster on this loss at k = (n − 1)/2.
    assert excess[100] >= 3 * scale / (32 * 101**2)
    plain = m.momentum(grad, np.zeros(n), 1 / 4.0, 0.0, 100)[-1] - best
    assert excess[-1] < 0.25 * (0.5 * plain @ H @ plain)


def test_momentum_matrix_is_the_step():
    lam, alpha, mu = 1.7, 0.2, 0.6
    columns = []
    for velocity, x in np.eye(2):
        after, speed = m.momentum_step(np.array([x]), np.array([lam * x]), np.array([velocity]), alpha, mu)
        columns.append([speed[0], after[0]])
    np.testing.assert_allclose(m.momentum_matrix(lam, alpha, mu), np.transpose(columns), rtol=1e-14)


@pytest.mark.parametrize("mu", [0.0, 0.3, 0.7, 0.95])
def test_rate_is_what_a_long_run_shows(mu):
    rng = np.random.default_rng(3)
    lams, alpha = np.array([0.5, 3.0, 7.0]), 0.2
    _, minimum, grad = bowl(rng, lams)
    path = m.momentum(grad, minimum + rng.normal(size=3), alpha, mu, 500)
    distance = np.linalg.norm(path - minimum, axis=1)
    last = np.flatnonzero(distance > 1e-10)[-1]  # further on there is rounding only
    first, window = last // 2, last // 4
    # Complex roots make the distance swing: the largest of a window has no phase.
    late, early = distance[last - window : last].max(), distance[first - window : first].max()
    observed = (late / early) ** (1 / (last - first))
    assert observed == pytest.approx(m.convergence_rate(lams, alpha, mu), rel=0.02)


def test_stability_limit():
    for mu in (0.0, 0.4, 0.9):
        limit = 2 * (1 + mu)
        assert m.convergence_rate(np.array([1.0]), 0.999 * limit, mu) < 1
        assert m.convergence_rate(np.array([1.0]), 1.001 * limit, mu) > 1


def test_rate_of_double_and_complex_roots():
    mu = 0.49
    assert m.convergence_rate(np.array([1.0, 1.5, 2.5]), 1.0, mu) == pytest.approx(0.7, abs=1e-12)
    ridge = (1 - np.sqrt(mu)) ** 2  # the ridge mu = (1 − √(αλ))² of the phase diagram
    assert m.convergence_rate(np.array([ridge]), 1.0, mu) == pytest.approx(0.7, abs=1e-6)


@pytest.mark.parametrize("kappa", [1.7, 30.0, 1000.0])
def test_best_values_are_best(kappa):
    low, high = 0.4, 0.4 * kappa
    ends = np.array([low, high])

    def plain(alpha):
        return np.abs(1 - alpha * ends).max()

    found = minimize_scalar(plain, bounds=(0, 2 / high), method="bounded", options={"xatol": 1e-12})
    alpha, rate = m.optimal_gradient_descent(low, high)
    assert alpha == pytest.approx(found.x, rel=1e-5)
    assert rate == pytest.approx(plain(alpha), rel=1e-12)
    assert rate == pytest.approx(found.fun, abs=1e-7)

    alpha, mu, rate = m.optimal_momentum(low, high)
    assert rate == pytest.approx(m.convergence_rate(np.linspace(low, high, 50), alpha, mu), abs=1e-6)
    start = [np.log(alpha) + 0.05, mu * 0.97]
    best = minimize(lambda p: m.convergence_rate(ends, np.exp(p[0]), p[1]), start, method="Nelder-Mead")
    assert best.fun >= rate - 1e-6


@pytest.mark.parametrize(("kappa", "plain", "heavy"), [(10, 69, 27), (100, 691, 93), (1000, 6908, 315)])
def test_steps_to_a_millionth(kappa, plain, heavy):
    ends, start = np.array([1.0, kappa]), np.ones(2)

    def steps_needed(alpha, mu, most):
        path = m.momentum(lambda theta: ends * theta, start, alpha, mu, most)
        reached = np.linalg.norm(path, axis=1) <= 1e-6 * np.sqrt(2)
        return int(np.argmax(reached)) if reached.any() else None

    alpha, mu, _ = m.optimal_momentum(1, kappa)
    best = m.optimal_gradient_descent(1, kappa)[0]
    assert steps_needed(alpha, mu, 2 * heavy) == pytest.approx(heavy, abs=1)
    assert steps_needed(best, 0.0, plain + 5) == pytest.approx(plain, abs=1)


def test_functions_are_pure(capsys):
    state = np.random.get_state()[1].copy()  # noqa: NPY002
    theta, g, velocity, lams = np.ones(3), np.full(3, 2.0), np.full(3, 3.0), np.array([1.0, 4.0])
    first = m.momentum_step(theta, g, velocity, 0.1, 0.9)
    look = m.nesterov_step(np.sin, theta, velocity, 0.1, 0.9)
    m.momentum(np.sin, theta, 0.1, 0.9, 3)
    m.accelerated_gradient(np.sin, theta, 1.0, 3)
    m.convergence_rate(lams, 0.1, 0.9)
    np.testing.assert_array_equal(m.momentum_step(theta, g, velocity, 0.1, 0.9), first)
    np.testing.assert_array_equal(m.nesterov_step(np.sin, theta, velocity, 0.1, 0.9), look)
    for array, value in ((theta, 1.0), (g, 2.0), (velocity, 3.0)):
        np.testing.assert_array_equal(array, value)
    np.testing.assert_array_equal(lams, [1.0, 4.0])
    np.testing.assert_array_equal(np.random.get_state()[1], state)  # noqa: NPY002
    assert capsys.readouterr().out == ""
