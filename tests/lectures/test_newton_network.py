"""The digits network in lecture 2: Lanczos, Newton-CG, Gauss–Newton and L-BFGS, against dense matrices."""

import numpy as np
import pytest

from lectures.network.digits import forward, loss_and_gradient, random_start, scaled_digits
from lectures.newton.experiments import network, quasi
from lectures.newton.experiments.numbers import stated_numbers

N = 1210


@pytest.fixture(scope="module")
def theta():
    rng = np.random.default_rng(2)
    return random_start(rng) + 0.1 * rng.normal(size=N)


def test_the_loss_has_its_gradient(theta):
    loss, v, h = network.full_loss(), np.random.default_rng(0).normal(size=N), 1e-5
    slope = (loss.f(theta + h * v) - loss.f(theta - h * v)) / (2 * h)
    assert slope == pytest.approx(loss.grad(theta) @ v, rel=1e-6)


def test_gauss_newton_is_the_fisher_information(theta):
    """The mean over examples and over labels drawn from the model of the gradient's outer product."""
    X = scaled_digits().X_train[:4]
    p = np.exp(forward(theta[None], X)[1][0])
    F = np.zeros((N, N))
    for x, chances in zip(X, p, strict=True):
        for label, chance in enumerate(chances):
            g = loss_and_gradient(theta[None], x[None], np.array([label]))[1][0]
            F += chance * np.outer(g, g) / len(X)
    for seed in range(3):
        v = np.random.default_rng(seed).normal(size=N)
        assert network.gauss_newton_vector(theta, v, X) == pytest.approx(F @ v, abs=1e-10 * np.abs(F).max() * N)
        assert v @ network.gauss_newton_vector(theta, v, X) >= 0


def test_lanczos_sees_both_ends_of_the_spectrum():
    exact = network.all_eigenvalues(network.stages()[8])[::-1]
    seen = network.spectrum(8)
    assert seen[:20] == pytest.approx(exact[:20], rel=1e-6) and seen[-10:] == pytest.approx(exact[-10:], abs=5e-5)
    assert 0.1 < (exact < -1e-9).mean() < 0.3


def test_truncated_cg_solves_and_stops():
    rng = np.random.default_rng(1)
    A = rng.normal(size=(12, 12))
    A, g = A @ A.T + np.eye(12), rng.normal(size=12)
    delta, products, negative = network.truncated_cg(lambda v: A @ v, g, 40, tol=1e-10)
    assert delta == pytest.approx(-np.linalg.solve(A, g), rel=1e-6) and products <= 20 and not negative
    bent = np.diag([1.0, 2.0, -3.0])
    down, products, negative = network.truncated_cg(lambda v: bent @ v, np.array([0.1, 0.1, 1.0]), 10)
    assert negative and products == 1 and np.array_equal(down, [-0.1, -0.1, -1.0])
    rough, products, _ = network.truncated_cg(lambda v: A @ v, g, 3, tol=1e-10)
    assert products == 3 and g @ rough < 0


def test_two_loops_are_the_matrix_of_bfgs():
    rng = np.random.default_rng(3)
    root = rng.normal(size=(6, 6))
    A, g = root @ root.T + np.eye(6), rng.normal(size=6)
    pairs = [(s, A @ s) for s in rng.normal(size=(3, 6))]
    s, change = pairs[-1]
    B = np.eye(6) * (s @ change) / (change @ change)
    for s, change in pairs:
        along, away = s @ change, np.eye(6) - np.outer(s, change) / (s @ change)
        B = away @ B @ away.T + np.outer(s, s) / along
    assert quasi.two_loops(g, pairs) == pytest.approx(-B @ g)
    assert -quasi.two_loops(pairs[-1][1], pairs) == pytest.approx(pairs[-1][0])  # B y = s
    assert np.array_equal(quasi.two_loops(g, []), -g)


@pytest.fixture(scope="module")
def numbers():
    return stated_numbers()


def test_what_is_said_of_the_step_on_the_network(numbers):
    assert numbers["network_step"][2] < 0.5 * numbers["network_descent"] < 0.5 * numbers["network_loss"]
    assert numbers["network_descent"] < 1.1 * numbers["network_step"][20] and numbers["network_size"] < 0.1
    assert numbers["network_products"] < 20
    assert numbers["lowest"][0] < -0.5 and -0.02 < numbers["lowest"][1] < 0 and numbers["top"][1] < numbers["top"][0]


def test_who_wins_the_race_and_that_all_were_tuned(numbers):
    found = numbers["race"]
    assert found["highest"]["L-BFGS"] < -15 and found["highest"]["Gauss–Newton"] < found["lowest"]["gradient descent"]
    apart = np.abs(np.subtract(found["lowest"]["Newton-CG"], found["lowest"]["gradient descent"]))
    assert apart < 0.3
    low, *_, high = quasi.GRID  # the best step size is inside the grid
    assert all(low < alpha < high for alpha in found["settings"]["gradient descent"])
    for name in ("Newton-CG", "Gauss–Newton"):
        assert all(quasi.MOST[0] < most < quasi.MOST[-1] for most in found["settings"][name])


def test_a_race_is_paid_by_gradients():
    runs = quasi.race()
    for name, by_setting in runs.items():
        for spent, losses in by_setting.values():
            assert spent[0] == 0 and (np.diff(spent) > 0).all() and spent[-1] <= quasi.BUDGET
            assert name == quasi.DESCENT or (np.diff(losses) <= 0).all()
    told = []
    again = quasi.run_race(told.append, 1)
    assert told[-1] == 1 and again[quasi.DESCENT][2.0][1][0] != runs[quasi.DESCENT][2.0][1][0]
    entered = quasi.entrants(runs, 3)
    assert entered.curves[quasi.LIMITED] is runs[quasi.LIMITED][3] and entered.settings[quasi.LIMITED] == 3
