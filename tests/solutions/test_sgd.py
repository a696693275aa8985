"""The reference of pair 5 against independent oracles: enumeration, theory, finite differences, SciPy."""

import copy
import itertools
import math

import numpy as np
import pytest
from scipy.optimize import approx_fprime
from scipy.special import log_softmax

from checks.digits import split_digits
from solutions.sgd import (
    best_learning_rate,
    cosine_decay,
    gradient_noise,
    inverse_time_decay,
    minibatches,
    mlp_loss,
    sgd,
    step_decay,
    train_digits,
)


def squared_gradient(theta, X, y):
    """Gradient of the mean of ½(xᵀθ − y)²."""
    return X.T @ (X @ theta - y) / len(X)


@pytest.fixture
def rng():
    return np.random.default_rng(5)


@pytest.fixture(autouse=True)
def global_randomness_is_left_alone():
    before = np.random.get_state()  # noqa: NPY002
    yield
    after = np.random.get_state()  # noqa: NPY002
    assert np.array_equal(before[1], after[1]) and before[2:] == after[2:]


@pytest.mark.parametrize(
    "N, batch_size, sizes", [(10, 4, [4, 4, 2]), (12, 4, [4, 4, 4]), (3, 7, [3]), (3, 1, [1, 1, 1])]
)
def test_minibatches_cut_one_shuffle_into_blocks(rng, N, batch_size, sizes):
    X, y = np.arange(2.0 * N).reshape(N, 2), np.arange(N) * 1.0
    kept = X.copy(), y.copy()
    batches = list(minibatches(X, y, batch_size, rng))
    assert [len(y_b) for _, y_b in batches] == sizes
    assert sorted(np.concatenate([y_b for _, y_b in batches])) == list(y)
    for X_b, y_b in batches:
        assert np.array_equal(X_b, np.column_stack([2 * y_b, 2 * y_b + 1]))
    assert np.array_equal(X, kept[0]) and np.array_equal(y, kept[1])


def test_every_order_is_equally_likely(rng):
    y = np.arange(3)
    orders = [tuple(np.concatenate([y_b for _, y_b in minibatches(y[:, None], y, 2, rng)])) for _ in range(6000)]
    counts = np.array([orders.count(order) for order in itertools.permutations(range(3))])
    # χ² with 5 degrees of freedom passes 40 with probability 1.5e-7.
    assert counts.sum() == 6000 and np.sum((counts - 1000) ** 2 / 1000) < 40


def test_gradient_noise_against_all_batches(rng):
    X, y, theta = rng.normal(size=(8, 3)), rng.normal(size=8), rng.normal(size=3)
    every = [squared_gradient(theta, X[list(b)], y[list(b)]) for b in itertools.combinations(range(8), 3)]
    exact = np.var(every, axis=0).sum()
    single = (X @ theta - y)[:, None] * X
    theory = np.var(single, axis=0, ddof=1).sum() / 3 * (1 - 3 / 8)
    assert exact == pytest.approx(theory, rel=1e-12)
    mean, total = gradient_noise(squared_gradient, theta, X, y, 3, 4000, rng)
    # Bias: within 6 standard errors. Variance: 4,000 draws of 56 batches; 10 % is over 4 of its errors.
    error = np.sqrt(np.var(every, axis=0) / 4000)
    assert np.all(np.abs(mean - squared_gradient(theta, X, y)) < 6 * error)
    assert total == pytest.approx(exact, rel=0.1)


def test_gradient_noise_of_the_whole_set_is_zero(rng):
    X, y, theta = rng.normal(size=(8, 3)), rng.normal(size=8), rng.normal(size=3)
    mean, total = gradient_noise(squared_gradient, theta, X, y, 8, 5, rng)
    assert mean == pytest.approx(squared_gradient(theta, X, y), rel=1e-12)
    assert 0 <= total < 1e-28


def test_sgd_on_equal_rows_is_momentum_on_a_quadratic(rng):
    # All rows alike: every batch has the gradient λ(θ − c), and each step is one product with a 2×2 matrix.
    lam, c, alpha, mu = 4.0, 1.5, 0.1, 0.7
    X, y = np.full((10, 1), math.sqrt(lam)), np.full(10, math.sqrt(lam) * c)
    path = sgd(squared_gradient, np.array([3.0]), X, y, alpha, batch_size=4, epochs=5, rng=rng, mu=mu)
    step = np.array([[mu, lam], [-alpha * mu, 1 - alpha * lam]])
    for epoch in range(6):
        state = np.linalg.matrix_power(step, 3 * epoch) @ [0.0, 3.0 - c]
        assert path[epoch, 0] - c == pytest.approx(state[1], rel=1e-12, abs=1e-14)


def test_sgd_counts_minibatches_for_its_schedule(rng):
    seen = []

    def alpha(k):
        seen.append(k)
        return 0.1 / (1 + k)

    X, y = np.ones((10, 1)), np.zeros(10)
    path = sgd(squared_gradient, np.array([1.0]), X, y, alpha, batch_size=4, epochs=3, rng=rng)
    assert seen == list(range(9)) and all(type(k) is int for k in seen)
    factors = np.cumprod([1 - 0.1 / (1 + k) for k in range(9)])
    assert path[:, 0] == pytest.approx([1, *factors[2::3]], rel=1e-12)


def test_sgd_reshuffles_and_keeps_its_arguments(rng):
    X, y, theta0 = np.eye(12), np.arange(12.0), np.zeros(12)
    kept = copy.deepcopy((X, y, theta0))
    visits = []

    def grad(theta, X_b, y_b):
        visits.append(int(y_b[0]))
        return np.zeros(12)

    sgd(grad, theta0, X, y, 0.1, batch_size=1, epochs=3, rng=rng)
    orders = np.reshape(visits, (3, 12))
    assert np.array_equal(np.sort(orders, axis=1), np.tile(np.arange(12), (3, 1)))
    assert not np.array_equal(orders[0], orders[1]) and not np.array_equal(orders[1], orders[2])
    assert all(np.array_equal(a, b) for a, b in zip(kept, (X, y, theta0), strict=True))


def test_equal_generators_give_equal_paths(rng):
    X, y = rng.normal(size=(20, 2)), rng.normal(size=20)
    a, b = (sgd(squared_gradient, np.ones(2), X, y, 0.1, 3, 4, np.random.default_rng(8), 0.5) for _ in "ab")
    c = sgd(squared_gradient, np.ones(2), X, y, 0.1, 3, 4, np.random.default_rng(9), 0.5)
    assert np.array_equal(a, b) and not np.array_equal(a, c)


def test_noise_floor_of_a_constant_step_size(rng):
    # 64 independent coordinates, λ = 1, labels of variance s² = 1: the variance of θ settles at α/(2 − α).
    N, n, alpha = 4000, 64, 0.1
    y = np.arange(N)
    targets = rng.normal(size=(N, n))

    def grad(theta, X_b, y_b):
        return theta - targets[y_b].mean(axis=0)

    path = sgd(grad, np.zeros(n), y[:, None], y, alpha, batch_size=1, epochs=1, rng=rng)
    assert path.shape == (2, n)
    samples = [sgd(grad, np.zeros(n), y[part, None], y[part], alpha, 1, 1, rng)[-1] for part in np.array_split(y, 40)]
    # 2,560 nearly independent squares: relative standard error √(2/2560) = 2.8 %.
    assert np.mean(np.square(samples)) == pytest.approx(alpha / (2 - alpha), rel=0.15)


def test_step_decay():
    rates = [step_decay(k, 0.8, 0.5, 3) for k in range(10)]
    assert rates == pytest.approx([0.8] * 3 + [0.4] * 3 + [0.2] * 3 + [0.1], rel=1e-15)


def test_inverse_time_decay():
    assert inverse_time_decay(0, 0.3, 0.01) == 0.3
    assert inverse_time_decay(100, 0.3, 0.01) == pytest.approx(0.15)
    rates = np.array([inverse_time_decay(k, 1.0, 1.0) for k in range(100_000)])
    # Harmonic numbers and ζ(2): the sum grows like log K + γ, the sum of squares stays below π²/6.
    assert rates.sum() == pytest.approx(math.log(1e5) + np.euler_gamma, abs=1e-4)
    assert np.square(rates).sum() == pytest.approx(math.pi**2 / 6, abs=2e-5)


def test_cosine_decay():
    rates = [cosine_decay(k, 0.8, 12, warmup=4) for k in range(15)]
    assert rates[:5] == pytest.approx([0.2, 0.4, 0.6, 0.8, 0.8], rel=1e-15)
    assert rates[6] == pytest.approx(0.4 * (1 + math.sqrt(0.5)), rel=1e-14)
    assert rates[8] == pytest.approx(0.4, rel=1e-14)
    assert rates[11] > 0 and rates[12:] == [0.0, 0.0, 0.0]
    # A falling half cosine is antisymmetric about its middle.
    plain = [cosine_decay(k, 1.0, 20) for k in range(21)]
    assert np.add(plain, plain[::-1]) == pytest.approx(np.ones(21), abs=1e-15)


def random_network(rng, d=3, h=4, m=5, scale=1.0):
    shapes = {"W1": (d, h), "b1": (h,), "W2": (h, m), "b2": (m,)}
    return {name: scale * rng.normal(size=shape) for name, shape in shapes.items()}


def test_mlp_loss_against_scipy_and_finite_differences(rng):
    params, X, y = random_network(rng), rng.normal(size=(7, 3)), rng.integers(5, size=7)
    kept = copy.deepcopy(params)
    loss, gradients = mlp_loss(params, X, y)
    logits = np.tanh(X @ params["W1"] + params["b1"]) @ params["W2"] + params["b2"]
    assert loss == pytest.approx(-np.mean(log_softmax(logits, axis=1)[np.arange(7), y]), rel=1e-13)
    assert type(loss) is float and gradients.keys() == params.keys()
    for name, value in params.items():

        def along(flat, name=name, shape=value.shape):
            return mlp_loss({**params, name: flat.reshape(shape)}, X, y)[0]

        numerical = approx_fprime(value.ravel(), along, 1e-7).reshape(value.shape)
        assert gradients[name] == pytest.approx(numerical, abs=1e-6)
    assert all(np.array_equal(kept[name], params[name]) for name in params)


def test_mlp_loss_is_a_mean_and_survives_large_logits(rng):
    params, X, y = random_network(rng), rng.normal(size=(7, 3)), rng.integers(5, size=7)
    once, twice = mlp_loss(params, X, y), mlp_loss(params, np.vstack([X, X]), np.concatenate([y, y]))
    assert once[0] == pytest.approx(twice[0], rel=1e-14)
    assert once[1]["W1"] == pytest.approx(twice[1]["W1"], rel=1e-12)
    loss, gradients = mlp_loss({**params, "W2": 1e4 * params["W2"]}, X, y)
    assert math.isfinite(loss) and all(np.all(np.isfinite(g)) for g in gradients.values())


def test_best_learning_rate():
    losses = {3.0: math.nan, 0.1: 0.5, 1.0: -math.inf, 0.01: 0.2, 2.0: math.inf, 0.001: 0.9}
    assert best_learning_rate(losses.__getitem__, list(losses)) == 0.01
    assert best_learning_rate(lambda rate: (rate - 0.3) ** 2 - 5, np.linspace(0, 1, 11)) == pytest.approx(0.3)
    with pytest.raises(ValueError, match="finite"):
        best_learning_rate(lambda rate: math.nan, [0.1, 1.0])


def test_train_digits_reads_digits(rng):
    digits = split_digits()
    kept = copy.deepcopy(digits)
    params = train_digits(*digits[:4], rng)
    hidden = np.tanh(digits.X_test @ params["W1"] + params["b1"])
    accuracy = np.mean(np.argmax(hidden @ params["W2"] + params["b2"], axis=1) == digits.y_test)
    assert accuracy > 0.95
    assert all(np.array_equal(a, b) for a, b in zip(kept, digits, strict=True))


def test_train_digits_learns_labels_it_was_not_made_for(rng):
    digits = split_digits()
    name = (np.arange(10) + 3) % 10
    params = train_digits(digits.X_train, name[digits.y_train], digits.X_val, name[digits.y_val], rng)
    hidden = np.tanh(digits.X_test @ params["W1"] + params["b1"])
    assert np.mean(np.argmax(hidden @ params["W2"] + params["b2"], axis=1) == name[digits.y_test]) > 0.95
