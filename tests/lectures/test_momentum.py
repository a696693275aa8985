"""The numbers of lecture 3: what the syllabus promises comes out."""

import numpy as np
import pytest

from lectures.momentum.experiments import bowls, limits
from lectures.momentum.experiments.numbers import stated_numbers


def test_velocity_ends_at_one_over_one_minus_mu():
    for mu in (0.0, 0.5, 0.9, 0.99):
        assert bowls.velocity_on_a_slope(mu, 3000)[-1] == pytest.approx(1 / (1 - mu), rel=1e-9)
    assert stated_numbers()["terminal"]["0.99"] == pytest.approx(100)


def test_velocity_cancels_what_alternates():
    signs = (-1.0) ** np.arange(200)
    velocity = 0.0
    for g in signs:
        velocity = g + 0.9 * velocity
    assert abs(velocity) == pytest.approx(stated_numbers()["alternating"]["0.9"])
    assert abs(velocity) == pytest.approx(1 / 1.9)


def test_successive_gradients_agree_on_the_flat_axis_and_alternate_on_the_steep_one():
    trajectory, gradients, velocities = bowls.successive_gradients()
    assert trajectory.shape == gradients.shape == velocities.shape == (13, 2)
    assert (np.sign(gradients[:, 0]) == np.sign(gradients[0, 0])).all()
    assert (np.sign(gradients[1:, 1]) == -np.sign(gradients[:-1, 1])).all()
    assert np.linalg.norm(gradients[3]) == pytest.approx(np.linalg.norm(bowls.TILTED @ trajectory[3]))
    gain = np.abs(velocities[-1]) / np.abs(gradients[-1])
    assert gain[0] > 2 * gain[1]
    assert velocities[1] == pytest.approx(gradients[1] + 0.8 * gradients[0])


def test_conventions_agree_while_the_step_size_is_constant():
    paths = bowls.conventions()
    for name in ("inside", "average"):
        assert np.abs(paths[name] - paths["sum"]).max() < 1e-15


def test_conventions_differ_once_the_step_size_changes():
    paths = bowls.conventions(drop=10)
    before, after = slice(0, 21), slice(21, None)
    assert np.abs(paths["inside"][before] - paths["sum"][before]).max() < 1e-15
    assert np.abs(paths["inside"][after] - paths["sum"][after]).max() > 0.1
    assert np.abs(paths["average"] - paths["sum"]).max() < 1e-14


def test_iterations_with_the_best_parameters():
    numbers = stated_numbers()
    assert numbers["descent_steps"] == {10: 69, 100: 691, 1000: 6908}
    assert numbers["momentum_steps"] == {10: 27, 100: 93, 1000: 315}
    for kappa, steps in numbers["descent_steps"].items():
        assert steps == np.ceil(np.log(1e-6) / np.log((kappa - 1) / (kappa + 1)))
        root = np.sqrt(kappa)
        assert numbers["momentum_rate"][kappa] == pytest.approx((root - 1) / (root + 1))


def test_the_distance_never_rises_again_after_the_counted_step():
    curve = bowls.tuned_distances(100, 400)["momentum"]
    assert curve[92] > 1e-6 and (curve[93:] <= 1e-6).all()


def test_phase_diagram_has_its_ridge_and_its_edge():
    steps, mus = np.linspace(0.05, 3.9, 78), np.linspace(0, 0.98, 50)
    radius = bowls.phase_diagram(steps, mus)
    assert radius.shape == (50, 78)
    lam, mu = np.meshgrid(steps, mus)
    inside = lam < 2 * (1 + mu)
    near = np.abs(lam - 2 * (1 + mu)) < 1e-9
    assert (radius[inside & ~near] < 1).all() and (radius[~inside & ~near] > 1).all()
    complex_roots = (1 + mu - lam) ** 2 < 4 * mu - 1e-9
    assert radius[complex_roots] == pytest.approx(np.sqrt(mu[complex_roots]))
    for step in (0.1, 0.5, 1.5, 3.0):  # at a fixed step size the ridge is the best momentum
        best = (1 - np.sqrt(step)) ** 2
        around = bowls.phase_diagram([step], [best - 0.02, best, best + 0.02])[:, 0] if best > 0.02 else [1, 0, 1]
        assert around[1] < around[0] and around[1] < around[2]


@pytest.mark.parametrize("step, mu", [(0.5, 0.8), (0.1, 0.2), (1.8, 0.3), (3.9, 0.4)])
def test_kind_of_motion_is_what_the_path_does(step, mu):
    path = bowls.one_direction(step, mu, 400)
    kind = bowls.kind_of_motion(step, mu)
    assert (kind == "diverges") == (not abs(path[-1]) < 1)
    signs = np.sign(path[np.abs(path) > 1e-200][:60])
    if kind == "slides":
        assert (signs == 1).all()
    if kind == "flips":
        assert (signs[10:-1] == -signs[11:]).all()
    if kind == "swings":
        changes = (np.diff(signs) != 0).sum()
        assert 2 < changes < 50


def test_nesterov_on_the_worst_chain():
    paths, gaps, optimum = limits.worst_chain()
    numbers = stated_numbers()
    assert numbers["chain_nesterov"] == pytest.approx(2.01e-3, rel=0.01)
    assert numbers["chain_bound"] == pytest.approx(1.31e-2, rel=0.01)
    assert numbers["chain_descent"] == pytest.approx(9.3e-3, rel=0.01)
    assert (gaps["nesterov"] <= gaps["bound"]).all()
    for k in (1, 7, 50):  # a step moves what is known by one link: the rest is still where it started
        for path in paths.values():
            assert path[k, k - 1] != 0 and not path[k, k:].any()
    assert gaps["nesterov"][0] == pytest.approx(0.125 * (1 - 1 / 202))


def test_the_kinked_loss_is_smooth_and_strongly_convex():
    x = np.linspace(-3, 5, 4001)
    slope = limits.kinked_slope(x)
    assert np.gradient(limits.kinked(x), x)[1:-1] == pytest.approx(slope[1:-1], abs=0.03)
    growth = np.diff(slope) / np.diff(x)
    assert growth.min() > 1 - 1e-9 and growth.max() < 25 + 1e-9
    for corner in (1.0, 2.0):
        assert limits.kinked(corner - 1e-12) == pytest.approx(limits.kinked(corner))
        assert limits.kinked_slope(corner - 1e-12) == pytest.approx(limits.kinked_slope(corner))


def test_the_tuned_heavy_ball_cycles_there_for_ever():
    cycle = limits.heavy_ball_on_kinks(3.3, 6000)["momentum"]
    assert np.sort(cycle[-3:]) == pytest.approx([-2208 / 1225, 792 / 1225, 2592 / 1225], abs=1e-12)
    assert cycle[-1] == pytest.approx(cycle[-4], abs=1e-12)
    assert abs(limits.heavy_ball_on_kinks(3.3, 200)["gradient descent"][-1]) < 1e-6
    assert abs(limits.heavy_ball_on_kinks(3.0, 400)["momentum"][-1]) < 1e-6


def test_momentum_leaves_plateaus_and_saddles_sooner():
    numbers = stated_numbers()
    assert numbers["leave"]["0"] > numbers["leave"]["0.5"] > numbers["leave"]["0.9"] > numbers["leave"]["0.99"]
    assert numbers["escape"] == {2: 26, 6: 76, 12: 152}
    assert numbers["escape_momentum"][6] == 36
    assert numbers["escape"][12] == np.ceil(12 * np.log(10) / np.log(1.2))


def test_error_components_are_those_of_the_closed_form():
    lams, left = bowls.error_components(alpha=0.5, mu=0.0, steps=7)
    assert left == pytest.approx((1 - 0.5 * lams) ** 7)
    assert lams[0] == pytest.approx(0.01) and lams[-1] == pytest.approx(1)


def test_look_ahead_damps_the_swing():
    paths = bowls.look_ahead(alpha=0.05, mu=0.9)
    assert np.abs(paths["nesterov"][20:, 1]).max() < 0.2 * np.abs(paths["momentum"][20:, 1]).max()
