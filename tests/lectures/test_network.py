"""The curvature of the digits network, against numerical derivatives and a full Hessian."""

import numpy as np
import pytest

from lectures.network.curvature import hessian_vector, lanczos, sharpness, top_eigenvalues
from lectures.network.digits import loss_and_gradient, random_start, scaled_digits

X, y = scaled_digits().X_train[:60], scaled_digits().y_train[:60]


@pytest.fixture(scope="module")
def theta():
    rng = np.random.default_rng(1)
    return random_start(rng) + 0.1 * rng.normal(size=1210)


def gradient(theta):
    return loss_and_gradient(theta[None], X, y)[1][0]


def test_the_product_is_the_derivative_of_the_gradient(theta):
    for seed in range(3):
        v = np.random.default_rng(seed).normal(size=1210)
        h = 1e-5
        numerical = (gradient(theta + h * v) - gradient(theta - h * v)) / (2 * h)
        assert hessian_vector(theta, v, X, y) == pytest.approx(numerical, abs=1e-6 * np.abs(numerical).max() + 1e-9)


def test_lanczos_finds_the_ends_of_a_spectrum():
    rng = np.random.default_rng(0)
    A = rng.normal(size=(80, 80))
    A = A + A.T
    exact = np.linalg.eigvalsh(A)[::-1]
    values, vectors = lanczos(lambda v: A @ v, 80, 80, rng)
    assert values == pytest.approx(exact, abs=1e-9)
    assert A @ vectors == pytest.approx(vectors * values, abs=1e-8)


def test_lanczos_stops_where_nothing_new_comes():
    values, _ = lanczos(lambda v: 3 * v, 10, 10, np.random.default_rng(0))
    assert values == pytest.approx([3])


def test_top_eigenvalues_are_those_of_the_full_hessian(theta):
    H = np.array([hessian_vector(theta, e, X, y) for e in np.eye(1210)])
    assert np.abs(H - H.T).max() < 1e-12
    exact = np.linalg.eigvalsh(H)[::-1]
    assert top_eigenvalues(theta, X, y, 5, steps=60) == pytest.approx(exact[:5], rel=1e-6)
    assert sharpness(theta, X, y) == pytest.approx(exact[0], rel=1e-3)
