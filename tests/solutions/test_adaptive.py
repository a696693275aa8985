"""The reference of pair 4 against independent oracles: closed forms, theorems and another library's paths."""

import inspect

import numpy as np
import pytest

from solutions import adaptive
from solutions.adaptive import (
    adagrad_step,
    adam,
    adam_step,
    adamw_step,
    bias_corrected_average,
    rmsprop_step,
    sign_step,
)

START = np.array([0.7, 1.5, -1.0])
SETTINGS = {"alpha": 0.05, "beta1": 0.8, "beta2": 0.95, "eps": 1e-4}

# Points 1, 2 and 6 of paths recorded with optax 0.2.8 (jax 0.10.2, float64) from START on `wavy_gradient`:
# adam(0.05, b1=0.8, b2=0.95, eps=1e-4), adamw(the same, weight_decay=0.3),
# rmsprop(0.05, decay=0.8, eps=1e-4, eps_in_sqrt=False), sign_sgd(0.05).
OPTAX_ADAM = [
    [0.7499946534261132, 1.450002711643802, -0.9726849182059311],
    [0.7995408620652699, 1.4000506639120787, -0.9455615726280878],
    [0.9820399575875919, 1.201572458230487, -0.8392441804809609],
]
OPTAX_ADAMW = [
    [0.7394946534261132, 1.427502711643802, -0.957684918205931],
    [0.7780721024515918, 1.3561628603201006, -0.9162986986052832],
    [0.9171587441775223, 1.0834042048631896, -0.7599546847094361],
]
OPTAX_RMSPROP = [
    [0.8117766695384943, 1.3882101584351987, -0.9608673111989681],
    [0.8799773439443559, 1.3067364138088735, -0.9268778190848003],
    [1.0070235366410718, 1.065654890864241, -0.8114416166997025],
]
OPTAX_SIGN = [
    [0.75, 1.45, -0.95],
    [0.8, 1.4, -0.8999999999999999],
    [1.0000000000000002, 1.1999999999999997, -0.6999999999999997],
]


def wavy_gradient(theta):
    """Gradient with curvatures from 3 to 1e-4, so that eps = 1e-4 matters in the last coordinate."""
    curvature, centre = np.array([3.0, 0.5, 1e-4]), np.array([1.0, -2.0, 0.3])
    return curvature * (theta - centre) + 0.1 * np.sin(5 * theta) * np.array([1, 1, 1e-4])


def path(step, states, steps=6):
    """Follow a step function `step(theta, g, state, k) -> (theta, *state)` on `wavy_gradient`."""
    theta, state = START, tuple(np.zeros(3) for _ in range(states))
    points = []
    for k in range(1, steps + 1):
        theta, *state = step(theta, wavy_gradient(theta), *state, k)
        points.append(theta)
    return np.array(points)


@pytest.mark.parametrize(
    "step, states, recorded",
    [
        (lambda t, g, m, v, k: adam_step(t, g, m, v, k, **SETTINGS), 2, OPTAX_ADAM),
        (lambda t, g, m, v, k: adamw_step(t, g, m, v, k, **SETTINGS, weight_decay=0.3), 2, OPTAX_ADAMW),
        (lambda t, g, s, k: rmsprop_step(t, g, s, alpha=0.05, beta=0.8, eps=1e-4), 1, OPTAX_RMSPROP),
        (lambda t, g, k: (sign_step(t, g, 0.05),), 0, OPTAX_SIGN),
    ],
    ids=["adam", "adamw", "rmsprop", "sign"],
)
def test_path_is_that_of_optax(step, states, recorded):
    np.testing.assert_allclose(path(step, states)[[0, 1, 5]], recorded, rtol=1e-12)


def test_adam_is_its_step_repeated_from_zero_state():
    trajectory = adam(wavy_gradient, START, 6, **SETTINGS)
    assert trajectory.shape == (7, 3)
    np.testing.assert_array_equal(trajectory[0], START)
    np.testing.assert_allclose(trajectory[[1, 2, 6]], OPTAX_ADAM, rtol=1e-12)


def test_sign_step_moves_every_coordinate_by_alpha_or_not_at_all():
    g = np.array([1e-200, -1e200, 0.0, -0.0])
    np.testing.assert_array_equal(sign_step(np.zeros(4), g, 0.25), [-0.25, 0.25, 0.0, 0.0])


def test_sign_step_is_the_steepest_move_in_the_max_norm():
    rng = np.random.default_rng(0)
    g = rng.normal(size=6)
    best = g @ (sign_step(np.zeros(6), g, 0.1))
    assert best == pytest.approx(-0.1 * np.abs(g).sum())
    assert np.all(rng.uniform(-0.1, 0.1, size=(1000, 6)) @ g >= best)


@pytest.mark.parametrize("K", [1, 10, 1000])
def test_adagrad_under_a_constant_gradient_moves_alpha_over_root_k(K):
    theta, s = np.zeros(2), np.zeros(2)
    for _ in range(K):
        theta, s = adagrad_step(theta, np.array([300.0, -0.02]), s, alpha=0.1, eps=0.0)
    total = 0.1 * np.sum(1 / np.sqrt(np.arange(1, K + 1)))
    np.testing.assert_allclose(theta, [-total, total], rtol=1e-12)
    np.testing.assert_allclose(s, [K * 300.0**2, K * 0.02**2], rtol=1e-12)


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9, 0.99])
def test_first_rmsprop_step_is_alpha_over_root_one_minus_beta(beta):
    theta, s = rmsprop_step(np.zeros(2), np.array([40.0, -3e-3]), np.zeros(2), alpha=0.1, beta=beta, eps=0.0)
    np.testing.assert_allclose(theta, np.array([-0.1, 0.1]) / np.sqrt(1 - beta), rtol=1e-12)
    np.testing.assert_allclose(s, (1 - beta) * np.array([40.0, -3e-3]) ** 2, rtol=1e-12)


def test_rmsprop_under_a_constant_gradient_settles_at_steps_of_alpha():
    theta, s = np.zeros(1), np.zeros(1)
    for _ in range(400):
        before = theta
        theta, s = rmsprop_step(theta, np.array([7.0]), s, alpha=0.1, beta=0.9, eps=0.0)
    assert before - theta == pytest.approx(0.1)


@pytest.mark.parametrize("g", [1e-6, 0.3, 2e5])
def test_adam_under_a_constant_gradient_moves_alpha_at_every_step(g):
    trajectory = adam(lambda theta: np.array([g, -g]), np.zeros(2), 50, alpha=0.01, eps=0.0)
    np.testing.assert_allclose(trajectory[:, 0], -0.01 * np.arange(51), rtol=1e-9)
    np.testing.assert_allclose(trajectory[:, 1], 0.01 * np.arange(51), rtol=1e-9)


def test_adam_without_averages_is_sign_descent():
    theta, g = np.array([1.0, 2.0, 3.0]), np.array([5.0, -1e-3, 2.0])
    moved, m, v = adam_step(theta, g, np.zeros(3), np.zeros(3), 1, alpha=0.1, beta1=0.0, beta2=0.0, eps=0.0)
    np.testing.assert_allclose(moved, sign_step(theta, g, 0.1), rtol=1e-15)
    np.testing.assert_array_equal(m, g)
    np.testing.assert_array_equal(v, g**2)


def test_adam_with_a_huge_eps_is_averaged_gradient_descent():
    rng = np.random.default_rng(1)
    theta, m, v = np.zeros(3), np.zeros(3), np.zeros(3)
    average = np.zeros(3)
    for k in range(1, 6):
        g = rng.normal(size=3)
        average = 0.9 * average + 0.1 * g
        before = theta
        theta, m, v = adam_step(theta, g, m, v, k, alpha=1e10, eps=1e10)
        np.testing.assert_allclose(before - theta, average / (1 - 0.9**k), rtol=1e-6, atol=1e-9)


def test_adam_is_blind_to_the_scale_of_the_loss_when_eps_is_zero():
    path_1 = adam(wavy_gradient, START, 40, alpha=0.02, eps=0.0)
    path_1000 = adam(lambda theta: 1000 * wavy_gradient(theta), START, 40, alpha=0.02, eps=0.0)
    np.testing.assert_allclose(path_1000, path_1, rtol=1e-10)


def test_averages_are_weighted_means_of_what_came_so_far():
    values, beta = np.random.default_rng(2).normal(size=(7, 2, 3)), 0.7
    averages = bias_corrected_average(values, beta)
    assert averages.shape == values.shape
    for k in range(1, 8):
        mean = np.average(values[:k], axis=0, weights=beta ** np.arange(k - 1, -1, -1))
        np.testing.assert_allclose(averages[k - 1], mean, rtol=1e-12)


def test_averages_of_equal_values_are_that_value():
    np.testing.assert_allclose(bias_corrected_average(np.full(1000, 3.0), 0.999), 3.0, rtol=1e-10)


def test_averages_without_memory_are_the_values():
    values = np.random.default_rng(3).normal(size=(5, 2))
    np.testing.assert_array_equal(bias_corrected_average(values, 0.0), values)


def test_averages_of_nothing_are_nothing():
    assert bias_corrected_average(np.zeros((0, 3)), 0.9).shape == (0, 3)


def test_adam_corrects_its_averages_as_bias_corrected_average_does():
    g = np.random.default_rng(4).normal(size=(9, 2))
    m_hat, v_hat = bias_corrected_average(g, 0.9), bias_corrected_average(g**2, 0.999)
    rows = iter(g)
    trajectory = adam(lambda theta: next(rows), np.zeros(2), 9, alpha=0.1)
    steps = -0.1 * m_hat / (np.sqrt(v_hat) + 1e-8)
    np.testing.assert_allclose(np.diff(trajectory, axis=0), steps, rtol=1e-12)


def test_adamw_without_a_gradient_shrinks_by_a_constant_factor():
    theta, m, v = np.array([2.0, -5.0]), np.zeros(2), np.zeros(2)
    for k in range(1, 11):
        theta, m, v = adamw_step(theta, np.zeros(2), m, v, k, alpha=0.1, weight_decay=0.5)
    np.testing.assert_allclose(theta, np.array([2.0, -5.0]) * 0.95**10, rtol=1e-12)


def test_adamw_without_decay_is_adam():
    rng = np.random.default_rng(5)
    theta, g, m, v = rng.normal(size=(4, 3))
    for ours, theirs in zip(
        adamw_step(theta, g, m, v**2, 3, weight_decay=0.0), adam_step(theta, g, m, v**2, 3), strict=True
    ):
        np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize("step", [adagrad_step, rmsprop_step])
def test_zero_gradients_from_the_start_leave_everything_finite(step):
    theta, s = step(np.ones(2), np.zeros(2), np.zeros(2))
    np.testing.assert_array_equal(theta, [1.0, 1.0])
    np.testing.assert_array_equal(s, [0.0, 0.0])


def test_defaults_are_those_of_the_contract():
    def defaults(function):
        return {
            name: p.default for name, p in inspect.signature(function).parameters.items() if p.default is not p.empty
        }

    of_adam = {"alpha": 0.001, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}
    assert defaults(adagrad_step) == {"alpha": 0.01, "eps": 1e-8}
    assert defaults(rmsprop_step) == {"alpha": 0.01, "beta": 0.9, "eps": 1e-8}
    assert defaults(adam_step) == defaults(adam) == of_adam
    assert defaults(adamw_step) == {**of_adam, "weight_decay": 0.01}


CALLS = {
    "sign_step": lambda a: sign_step(a[0], a[1], 0.1),
    "adagrad_step": lambda a: adagrad_step(a[0], a[1], a[2] ** 2),
    "rmsprop_step": lambda a: rmsprop_step(a[0], a[1], a[2] ** 2),
    "bias_corrected_average": lambda a: bias_corrected_average(a, 0.9),
    "adam_step": lambda a: adam_step(a[0], a[1], a[2], a[3], 2),
    "adam": lambda a: adam(lambda theta: theta, a[0], 3),
    "adamw_step": lambda a: adamw_step(a[0], a[1], a[2], a[3], 2),
}


@pytest.mark.parametrize("name", adaptive.__all__)
def test_functions_are_pure(name):
    arrays = np.abs(np.random.default_rng(6).normal(size=(4, 3)))
    kept, arrays.flags.writeable = arrays.copy(), False
    before = np.random.get_state()[1].copy()  # noqa: NPY002 - the global state must not move
    first, second = CALLS[name](arrays), CALLS[name](arrays)
    np.testing.assert_array_equal(np.asarray(first), np.asarray(second))
    np.testing.assert_array_equal(arrays, kept)
    np.testing.assert_array_equal(np.random.get_state()[1], before)  # noqa: NPY002


def test_rows_of_the_path_are_the_callers_to_change():
    theta0 = np.array([1.0, 2.0])
    trajectory = adam(lambda theta: theta, theta0, 2)
    trajectory[0] = 99.0
    np.testing.assert_array_equal(theta0, [1.0, 2.0])
