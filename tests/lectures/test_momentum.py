"""The numbers of lecture 3: what the syllabus promises comes out."""

import re

import numpy as np
import pytest

from lectures.momentum.experiments import bowls, cycles, limits, networks
from lectures.momentum.experiments.numbers import stated_numbers
from lectures.viz.yours import remark
from solutions.momentum import momentum_step, optimal_momentum
from tools.lecture import is_claims
from tools.text import ROOT, read_text


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
    for parts in (gradients, velocities):
        assert (np.sign(parts[:, 0]) == np.sign(parts[0, 0])).all()
        assert (np.sign(parts[1:, 1]) == -np.sign(parts[:-1, 1])).all()
    assert np.linalg.norm(gradients[3]) == pytest.approx(np.linalg.norm(bowls.TILTED @ trajectory[3]))
    gain = np.abs(velocities) / np.abs(gradients)
    assert (gain[1:, 0] > 1.6).all() and (gain[1:, 1] < 0.76).all()
    assert gain[-1] == pytest.approx([2.61, 0.64], abs=0.01)
    assert velocities[1] == pytest.approx(gradients[1] + 0.5 * gradients[0])


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
    assert numbers["line_steps"] == {10: 22, 100: 69, 1000: 219}


def test_the_distance_never_rises_again_after_the_counted_step():
    tuned = bowls.tuned_distances(100, 400)
    curve = tuned.distances["momentum"]
    assert curve[92] > 1e-6 and (curve[93:] <= 1e-6).all()
    above = curve / tuned.rates["momentum"] ** np.arange(401)
    assert (np.diff(above) > 0).all(), "a double root: the curve leaves the line of its rate further and further behind"


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


def test_error_components_are_those_of_the_closed_form():
    lams, left = bowls.error_components((0.5, 0.0), steps=7)
    assert left == pytest.approx((1 - 0.5 * lams) ** 7)
    assert lams[0] == pytest.approx(0.01) and lams[-1] == pytest.approx(1)
    assert bowls.pairs()["momentum"] == pytest.approx((400 / 121, 81 / 121))


def test_a_right_update_makes_the_right_path():
    assert np.array_equal(*bowls.own_momentum(momentum_step, 0.05, 0.8))
    own, right = bowls.own_nesterov(lambda grad, t, v, a, m: momentum_step(t, grad(t), v, a, m), 0.05, 0.95, 40)
    assert np.array_equal(own, bowls.own_momentum(momentum_step, 0.05, 0.95, 40).right)
    assert np.abs(right[20:, 1]).max() < 0.01 * np.abs(own[20:, 1]).max()


def test_a_broken_update_gets_copies():
    def spoils(theta, g, velocity, alpha, mu):
        theta -= alpha * g
        velocity += g
        return theta, velocity

    path = bowls.own_momentum(spoils, 0.05, 0.8).own
    assert path[0] == pytest.approx([-2.2, 1.2]) and path[1] == pytest.approx([-2.2 * 0.95, 1.2 * 0.5])


def test_fair_rules_and_what_comes_out():
    for rule, descent, heavy in zip(limits.RULES, (0.1, 1.0, 0.18), (0.1, 0.1, 0.342), strict=True):
        assert limits.step_sizes(rule, 10.0, 0.9) == pytest.approx({"gradient descent": descent, "momentum": heavy})
    numbers = limits.fair_numbers()
    assert numbers["plateau_descent"] == {"step": 267, "stride": None, "limit": 149}
    assert numbers["plateau_momentum"] == {"step": 46, "stride": 46, "limit": 21}
    assert numbers["saddle_descent"] == {"step": 145, "stride": 20, "limit": 14}
    assert numbers["saddle_momentum"] == {"step": 52, "stride": 52, "limit": 9}
    for key, alpha in (("step", 0.05), ("stride", 0.5), ("limit", 0.9)):
        assert numbers["saddle_descent"][key] == np.ceil(6 * np.log(10) / np.log(1 + 2 * alpha))
    assert limits.plateau(limits.RULES[1]).lost == {"gradient descent": 2, "momentum": None}


def test_slopes_of_the_plateau_are_those_of_its_loss():
    fair = limits.plateau("same step size", steps=1)
    theta, h = np.array([4.0, 0.5]), 1e-6
    slope = [(limits.walled_plateau(theta + d) - limits.walled_plateau(theta - d)) / (2 * h) for d in h * np.eye(2)]
    assert fair.paths["momentum"][1] == pytest.approx(theta - 0.1 * np.array(slope), abs=1e-9)


@pytest.mark.parametrize("kappa, corners", [(25, 3), (100, 3), (1000, 3)])
def test_the_tuned_heavy_ball_goes_round_a_polygon_for_ever(kappa, corners):
    alpha, mu, _ = optimal_momentum(1 / kappa, 1.0)
    run = cycles.cycling(alpha, mu, kappa, steps=3000)
    assert run.corners == corners
    w = np.exp(2j * np.pi * np.arange(3001) / corners)
    assert run.path == pytest.approx(np.stack([w.real, w.imag], axis=1), abs=1e-9)


@pytest.mark.parametrize("place", [(3.31, 0.67), (1.9, 0.9), (3.0, 0.9)])
def test_the_loss_of_a_cycle_is_smooth_and_strongly_convex(place):
    kappa, rng = 100, np.random.default_rng(0)
    polygon = cycles.polygon_of(*place, kappa, int(cycles.corners_of(*place, kappa)))
    for _ in range(500):
        one, other = rng.normal(size=(2, 2)) * rng.choice([0.1, 1, 5])
        change = cycles.pull(one, kappa, polygon) - cycles.pull(other, kappa, polygon)
        apart = one - other
        assert np.linalg.norm(change) <= np.linalg.norm(apart) * (1 + 1e-12)
        assert change @ apart >= apart @ apart / kappa - 1e-12
    theta, h = np.array([0.9, 0.3]), 1e-6

    def loss(theta):
        return 0.5 * theta @ theta - 0.5 * (1 - 1 / kappa) * np.sum((theta - cycles.projection(theta, polygon)) ** 2)

    slope = [(loss(theta + d) - loss(theta - d)) / (2 * h) for d in h * np.eye(2)]
    assert cycles.pull(theta, kappa, polygon) == pytest.approx(np.array(slope), abs=1e-8)


def test_without_a_cycle_the_heavy_ball_needs_of_order_kappa_steps():
    numbers = cycles.cycle_numbers()
    assert [int(cycles.corners_of(*optimal_momentum(1 / kappa, 1.0)[:2], kappa)) for kappa in (10, 25)] == [0, 3]
    assert numbers["cycle_tuned"] == {25: 35, 100: 69, 1000: 219}
    assert numbers["cycle_descent"] == {25: 173, 100: 691, 1000: 6908}
    free = numbers["cycle_free"]
    assert free[25] in (36, 37) and free[100] == pytest.approx(105, abs=1) and 880 < free[1000] < 930
    for kappa, steps in free.items():
        assert 4.5 < numbers["cycle_descent"][kappa] / steps < 8
    assert 8 < free[1000] / free[100] < 10
    assert 15 < numbers["cycle_standing"] < 45


def test_the_map_is_tried_on_the_digits_network():
    for seed in range(3):
        run = networks.on_the_map(4.4, 0.9, seed)
        assert run.losses[-1] < 0.01 * run.losses[0] and run.scaled_end < 3.8
        assert run.alpha == pytest.approx(4.4 / run.lams[0]) and (np.diff(run.lams) < 0).all()
    assert networks.on_the_map(6, 0.9).losses[-1] > 10 * run.losses[0]


@pytest.mark.slow
def test_the_limits_of_the_network_on_the_map():
    numbers = networks.map_numbers()
    assert 2 < numbers["map_lam"] < 3
    assert numbers["map_half_descent"]["low"] > 50 * numbers["map_half_momentum"]["high"]
    for mu in networks.MUS:
        assert 1 < numbers["map_limit_low"][mu] <= numbers["map_limit_high"][mu] < 4
    assert numbers["map_limit_low"][0.0] > numbers["map_limit_high"][0.9]


@pytest.mark.slow
def test_the_sharpness_meets_the_edge_of_stability_with_shuffled_labels_only():
    numbers = networks.edge_numbers()
    assert numbers["edge_runs"] == numbers["edge_stayed"] == 27
    for mu in networks.MUS:
        assert 0.9 < numbers["edge_low"][mu] <= numbers["edge_high"][mu] < 1.35
    assert numbers["edge_true_share"] < 90


def test_the_updates_in_the_readers_hands_run_and_are_not_right_yet():
    starts = [cell.source for cell in read_text(ROOT / "lectures" / "3_momentum.py").cells if "open" in tags_of(cell)]
    assert len(starts) == 2
    for source, name in zip(starts, ("momentum_step", "nesterov_step"), strict=True):
        space = {"yours": lambda assignment: lambda function: function}
        exec(source, space)
        passed, words, _ = remark("ps3_momentum", space[name])
        assert not passed and "raised" not in words
        assert len(source.splitlines()) <= 6


def tags_of(cell):
    return cell.metadata.get("tags", [])


def minutes():
    """Return the minutes that a reader needs for the core and for the optional sections: words/200 + 2.5 a demo."""
    needed, optional = [0.0, 0.0], False
    for cell in read_text(ROOT / "lectures" / "3_momentum.py").cells:
        if cell.cell_type == "markdown":
            for part in re.split(r"^(?=## )", cell.source, flags=re.M):
                if part.startswith("## "):
                    optional = "*Optional:*" in part.split("\n")[0]
                if not part.startswith("## Sources"):
                    needed[optional] += len(part.split()) / 200
        elif not is_claims(cell) and re.search(r"^explore\(", cell.source, re.M):
            asked = re.findall(r'"((?:[^"\\]|\\.)*)"', cell.source.partition("ask=")[2])
            needed[optional] += 2.5 + sum(len(words.split()) for words in asked) / 200
    return needed


def test_the_lecture_claims_the_time_that_it_takes():
    core, optional = minutes()
    claimed = re.search(r"about (\d+) minutes for sections 1 to 7, and about (\d+) more", whole_text())
    assert core <= 60
    assert [int(part) for part in claimed.groups()] == pytest.approx([core, optional], abs=1)


@pytest.mark.slow
def test_all_numbers_that_are_computed_are_stated():
    source = (ROOT / "lectures" / "3_momentum.py").read_text()
    assert set(re.findall(r"\{\{(\w+)", source)) == set(stated_numbers())


def test_it_opens_with_a_picture_before_any_formula():
    cells = read_text(ROOT / "lectures" / "3_momentum.py").cells
    first = next(i for i, cell in enumerate(cells) if re.search(r"^explore\(", cell.source, re.M))
    assert not any("$" in cell.source for cell in cells[:first]) and first <= 3


def test_it_speaks_of_nothing_that_the_reader_does_not_have():
    assert not re.search(r"the slides|\bpages?\b", whole_text())


def whole_text():
    cells = read_text(ROOT / "lectures" / "3_momentum.py").cells
    return " ".join(" ".join(cell.source.split()) for cell in cells if cell.cell_type == "markdown")
