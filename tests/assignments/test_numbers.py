"""Numbers in the assignments' texts and mark schemes, measured with the reference functions."""

import re

import numpy as np
import pytest

from checks.digits import split_digits
from lectures.network.training import train_network
from solutions.adaptive import (
    adagrad_step,
    adam,
    adam_step,
    adamw_step,
    bias_corrected_average,
    rmsprop_step,
    sign_step,
)
from solutions.landscape import gradient_descent, nonconvex_witness, softmax_nll
from solutions.momentum import momentum_step, optimal_gradient_descent, optimal_momentum
from solutions.sgd import cosine_decay, inverse_time_decay, minibatches, mlp_loss, sgd, step_decay
from tools.text import ROOT


def says(name, *sentences):
    """Assert that sentences stand in the text source of an assignment."""
    text = " ".join(re.sub(r"^# ?", "", line) for line in (ROOT / "source" / f"{name}.py").read_text().splitlines())
    for sentence in sentences:
        assert " ".join(sentence.split()) in " ".join(text.split()), sentence


def walk(step, slopes, states):
    """Return the path of a step with alpha = 1 along given slopes, from zero."""
    theta, state, path = np.zeros(1), [np.zeros(1)] * states, [0.0]
    for k, slope in enumerate(slopes, start=1):
        theta, *state = step(theta, np.array([slope]), *state, k)
        path.append(theta[0])
    return np.array(path)


def test_a_rare_slope_moves_adam_far():
    """After 10,000 silent steps one slope, then silence again."""
    says("ps4_adaptive", "= 3.16$ times", "31.8", "31.6", r"0.32\,\alpha$ and all of them are $6.2", "most of it")
    for size in (5.0, 500.0):
        slopes = [*np.zeros(10_000), size, *np.zeros(400)]
        path = -walk(lambda t, g, m, v, k: adam_step(t, g, m, v, k, 1.0), slopes, 2)
        steps = np.diff(path)[10_000:]
        assert steps[0] == pytest.approx(3.162, abs=0.003) and path[-1] == pytest.approx(31.77, abs=0.05)
        assert steps[1] / steps[0] == pytest.approx(0.9005, abs=1e-3) and steps[:20].sum() > 0.85 * path[-1]
        path = -walk(lambda t, g, m, v, k: adam_step(t, g, m, v, k, 1.0, 0.9, 0.9), slopes, 2)
        assert np.diff(path)[10_000] == pytest.approx(0.316, abs=0.001) and path[-1] == pytest.approx(6.16, abs=0.01)
        path = -walk(lambda t, g, s, k: rmsprop_step(t, g, s, 1.0, 0.999), slopes, 1)
        assert path[-1] == path[10_001] == pytest.approx(31.62, abs=0.01)
    path = -walk(lambda t, g, s, k: adagrad_step(t, g, s, 1.0), np.full(10, 3.0), 1)
    assert np.diff(path)[-1] == pytest.approx(0.316, abs=0.001)


def test_answers_to_the_predictions_of_assignment_4():
    says("ps4_adaptive", "Ten times α", "0.55 at the end of the picture", "only after 230 values")
    assert rmsprop_step(np.zeros(1), np.array([7.0]), np.zeros(1), 1.0, 0.99)[0][0] == pytest.approx(-10)
    assert rmsprop_step(np.zeros(1), np.array([7.0]), np.ones(1), 1.0, 0.0)[0][0] == pytest.approx(-1)
    ones, k = np.ones(300), np.arange(1, 301)
    bare = bias_corrected_average(ones, 0.99) * (1 - 0.99**k)
    assert bare[79] == pytest.approx(0.55, abs=0.005) and k[bare > 0.9][0] == 230
    says("ps4_adaptive", "to 0.57 after 100 steps", "weight 2 goes all the way to zero", "it has hardly moved, to 0.98")
    slopes, rest = np.array([10.0, 0.1]), (np.ones(2), np.zeros(2), np.zeros(2))
    decoupled, penalty = rest, rest
    for k in range(1, 101):
        decoupled = adamw_step(decoupled[0], (-1) ** k * slopes, *decoupled[1:], k, 0.02, weight_decay=0.3)
        penalty = adam_step(penalty[0], (-1) ** k * slopes + 0.3 * penalty[0], *penalty[1:], k, 0.02)
    assert np.allclose(decoupled[0], 0.57, atol=0.005)
    assert penalty[0][0] == pytest.approx(0.98, abs=0.005) and abs(penalty[0][1]) < 0.02


def test_a_turn_of_the_bowl_changes_all_three_paths_and_not_that_of_descent():
    says("ps4_adaptive", "All three. Each divides every coordinate by a size of its own")
    bowl, turn = np.diag([1.0, 25.0]), np.array([[1.0, -1.0], [1.0, 1.0]]) / np.sqrt(2)
    for step, states in ((lambda t, g: (sign_step(t, g, 0.1),), 0), (lambda t, g, s: adagrad_step(t, g, s, 0.1), 1),
                         (lambda t, g, s: rmsprop_step(t, g, s, 0.1), 1)):  # fmt: skip
        paths = []
        for Q in (np.eye(2), turn):
            theta, state, path = Q @ [-2.37, 0.83], [np.zeros(2)] * states, []
            for _ in range(60):
                theta, *state = step(theta, Q @ bowl @ Q.T @ theta, *state)
                path.append(Q.T @ theta)
            paths.append(np.array(path))
        assert np.linalg.norm(paths[0] - paths[1], axis=1).max() > 0.1


def test_a_large_eps_makes_adam_momentum():
    says("ps4_adaptive", "starts at about 110 here", "gradient descent with momentum", "the step size α/ε")

    def slope(t):
        return np.array([2 * (t[0] - 1) - 40 * t[0] * (t[1] - t[0] ** 2), 20 * (t[1] - t[0] ** 2)])

    start = np.array([-1.5, 0.5])
    assert np.abs(slope(start)).max() == pytest.approx(110, abs=5)
    path = adam(slope, start, 150, 100.0, 0.9, 0.999, 1e4)
    theta, m = start, np.zeros(2)
    for k in range(1, 151):
        m = 0.9 * m + 0.1 * slope(theta)
        theta = theta - 100.0 / 1e4 * m / (1 - 0.9**k)
        assert np.linalg.norm(path[k] - theta) < 0.05


STEPS = {
    "sgd": (lambda a: lambda t, g, k: t - a * g, 0),
    "adagrad": (lambda a: lambda t, g, s, k: adagrad_step(t, g, s, a), 1),
    "rmsprop": (lambda a: lambda t, g, s, k: rmsprop_step(t, g, s, a), 1),
    "adam": (lambda a: lambda t, g, m, v, k: adam_step(t, g, m, v, k, a), 2),
}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_adagrad_wants_a_larger_step_size_than_rmsprop_and_adam(seed):
    says("ps4_adaptive", "it does best at 0.3", "between 0.01 and 0.03", "does best at 1, and at 3 it is lost")
    rates, best = np.geomspace(1e-3, 10**0.5, 8), {}
    for name, (make, states) in STEPS.items():
        runs = [train_network(make(rate), states, epochs=8, seed=seed) for rate in rates]
        best[name] = rates[int(np.argmin([run.losses[-1] for run in runs]))]
    assert best["adagrad"] == pytest.approx(0.316, rel=0.01) and best["sgd"] == pytest.approx(1)
    assert all(0.0099 < best[name] < 0.032 for name in ("rmsprop", "adam"))
    lost = train_network(STEPS["sgd"][0](rates[-1]), epochs=8, seed=seed)
    assert lost.losses[-1] > lost.losses[0]


def rows_of_section_3():
    """Return the data of assignment 5's demos, their gradient, their minimum and the loss above it."""
    data = np.random.default_rng(5)
    X = data.normal(size=(64, 2)) * [1.0, 2.0]
    y = X @ [1.0, -0.5] + data.normal(size=64)
    best = np.linalg.lstsq(X, y, rcond=None)[0]

    def slope(at, rows, labels):
        return rows.T @ (rows @ at - labels) / len(labels)

    def above(path):
        return np.mean((X @ (path - best).T) ** 2, axis=0) / 2

    return X, y, slope, best, above


@pytest.mark.slow
def test_the_noise_floor_of_dealt_batches_falls_by_far_more_than_tenfold():
    says("ps5_sgd", "lowers the floor some 400-fold, and B = 32 instead of 4 some 170-fold", "12-fold and 16-fold")
    X, y, slope, best, above = rows_of_section_3()

    def dealt(alpha, size, epochs, first):
        runs = (sgd(slope, best, X, y, alpha, size, epochs, np.random.default_rng(s))[first:] for s in range(6))
        return np.mean([above(run).mean() for run in runs])

    def drawn(alpha, size, steps, first):
        rng, theta, path = np.random.default_rng(0), best, []
        for _ in range(steps):
            rows = rng.choice(64, size, replace=False)
            theta = theta - alpha * slope(theta, X[rows], y[rows])
            path.append(theta)
        return above(np.array(path))[first:].mean()

    floor = dealt(0.1, 4, 300, 50)
    assert floor / dealt(0.01, 4, 1500, 700) == pytest.approx(400, rel=0.25)
    assert floor / dealt(0.1, 32, 300, 50) == pytest.approx(170, rel=0.25)
    floor = drawn(0.1, 4, 12_000, 500)
    assert floor / drawn(0.01, 4, 60_000, 5_000) == pytest.approx(12, rel=0.25)
    assert floor / drawn(0.1, 32, 12_000, 500) == pytest.approx(16, rel=0.25)


@pytest.mark.slow
def test_between_the_staircase_and_one_over_k_chance_decides():
    says("ps5_sgd", "in nearly every run", "in about three runs of four", "lower in about one third")
    X, y, slope, _, above = rows_of_section_3()
    schedules = {
        "constant": lambda k: 0.1,
        "stairs": lambda k: step_decay(k, 0.1, 0.1, 300),
        "1/k": lambda k: inverse_time_decay(k, 0.1, 0.01),
        "cosine": lambda k: cosine_decay(k, 0.1, 800, warmup=80),
    }
    start, ends = np.array([-1.5, 1.5]), {}
    for name, schedule in schedules.items():
        runs = (sgd(slope, start, X, y, schedule, 4, 50, np.random.default_rng(s))[-1] for s in range(100))
        ends[name] = above(np.array([*runs]))
    others = [ends[name] for name in ("stairs", "1/k", "cosine")]
    assert np.mean(ends["constant"] > np.max(others, axis=0)) > 0.93
    assert np.mean(ends["cosine"] < np.minimum(ends["stairs"], ends["1/k"])) == pytest.approx(0.75, abs=0.07)
    assert np.mean(ends["stairs"] < ends["1/k"]) == pytest.approx(0.33, abs=0.06)


@pytest.mark.parametrize("mine", [{}, {"mlp_loss": mlp_loss, "minibatches": minibatches}], ids=["course", "student"])
def test_the_network_trains_by_any_step_and_by_a_students_own_parts(mine):
    run = train_network(lambda theta, g, w, k: momentum_step(theta, g, w, 0.1, 0.9), 1, 3, seed=1, **mine)
    again = train_network(lambda theta, g, w, k: momentum_step(theta, g, w, 0.1, 0.9), 1, 3, seed=1)
    assert run.losses.shape == run.errors.shape == (4,) and run.errors[-1] < 0.1 < run.errors[0]
    assert np.allclose(run.losses, again.losses, rtol=1e-6)


def test_a_training_that_blows_up_has_infinite_losses():
    run = train_network(lambda theta, g, k: theta * np.nan, epochs=1)
    assert np.isinf(run.losses[-1]) and np.isfinite(run.losses[0])


def test_answers_of_assignments_1_and_2():
    says("ps1_landscape", "0.5, 0.146, 0.025, 0.0025, 0.00014", "at a = 0.12 the search finds nothing, and at a = 0.14")
    points = np.linspace(-2.5, 2.5, 11)[:, None]
    found = {
        a: nonconvex_witness(lambda t, a=a: 0.5 * t[0] ** 2 + a * np.cos(3 * t[0]), points) for a in (0.11, 0.12, 0.14)
    }
    assert found[0.11] is None and found[0.12] is None and found[0.14] is not None
    says("ps1_landscape", "from α = 2.5 on, some of the steps lead uphill")
    digits = split_digits()
    X, y = digits.X_train[:400] / 16, digits.y_train[:400]

    def rises(alpha):
        path = gradient_descent(lambda t: softmax_nll(t.reshape(64, 10), X, y)[1].ravel(), np.zeros(640), alpha, 60)
        losses = [softmax_nll(t.reshape(64, 10), X, y)[0] for t in path]
        return np.any(np.diff(losses) > 0)

    assert rises(2.6) and not rises(2.2)
    says("ps2_newton", "steps that land at −1.5, 1.25, −1.125, …", "end up hopping between 1 and −1")
    places = [2.0, *(np.array([1, -1] * 10) * -(1 + 0.5 ** np.arange(1, 21)))]
    assert places[1:4] == [-1.5, 1.25, -1.125] and np.all(np.diff(np.square(places)) < 0)
    assert abs(abs(places[-1]) - 1) < 1e-5


def test_the_counts_of_assignment_3s_mark_scheme():
    says("ps3_momentum", "about 69,000 steps", "about 690 steps", "0.9998", "= 0.980")
    _, plain = optimal_gradient_descent(1.0, 1e4)
    _, _, fast = optimal_momentum(1.0, 1e4)
    steps = [np.log(1e-6) / np.log(rate) for rate in (plain, fast)]
    assert steps == pytest.approx([69_000, 690], rel=0.005)
    assert plain == pytest.approx(0.9998, abs=1e-5) and fast == pytest.approx(0.980, abs=5e-4)
