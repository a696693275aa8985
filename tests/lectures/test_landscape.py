"""The numbers of lecture 1: what the syllabus promises comes out."""

import itertools
import math

import numpy as np
import pytest

from lectures.landscape.experiments import convexity, critical, descent, networks
from lectures.landscape.experiments.numbers import stated_numbers
from solutions.landscape import numerical_gradient, numerical_hessian, softmax_nll


def test_exam_loss_is_a_mean_and_its_gradient_fits():
    theta = np.array([0.7, -0.4])
    p = 1 / (1 + np.exp(-(theta[0] * descent.HOURS + theta[1])))
    likelihood = np.where(descent.PASSED == 1, p, 1 - p)
    assert descent.exam_loss(theta) == pytest.approx(-np.log(likelihood).mean())
    assert descent.exam_gradient(theta) == pytest.approx(numerical_gradient(descent.exam_loss, theta), abs=1e-9)
    assert np.abs(descent.exam_gradient(descent.exam_best())).max() < 1e-12
    assert stated_numbers()["exam_start"] == pytest.approx(np.log(2))
    many = np.random.default_rng(0).normal(size=(2, 7))
    assert descent.exam_loss(many)[3] == pytest.approx(descent.exam_loss(many[:, 3]))


def test_hills_gradient_fits():
    theta = np.array([0.8, -1.1])
    assert descent.hills_gradient(theta) == pytest.approx(numerical_gradient(descent.hills, theta), abs=1e-8)


def test_half_of_all_directions_descend_and_the_sign_of_g_v_tells_which():
    numbers = stated_numbers()
    assert numbers["agree"] == 1000
    for n, count in numbers["descending"].items():
        assert abs(count - 500) < 4 * math.sqrt(250), n


@pytest.mark.parametrize("n", [2, 10, 100, 1000])
def test_mean_cosine(n):
    found = np.abs(descent.cosines(n)).mean()
    assert found == pytest.approx(descent.mean_cosine(n), rel=0.1)
    assert descent.mean_cosine(n) == pytest.approx(math.sqrt(2 / (math.pi * n)), rel=0.5 / n)
    assert (np.abs(descent.cosines(n)) <= 1 + 1e-12).all()


def test_random_search_starves_as_dimensions_grow():
    searched = stated_numbers()["searched"]
    assert searched[10] < 1e-3 < searched[100] < 0.5 < searched[1000] < 1
    assert (np.diff(descent.random_search(100)) <= 0).all()


@pytest.mark.parametrize("norm", ["Euclidean", "max"])
def test_no_step_of_length_one_beats_the_steepest(norm):
    g = np.array([2.0, -0.5])
    best = descent.steepest(g, norm)
    size = np.abs(best).max() if norm == "max" else np.linalg.norm(best)
    assert size == pytest.approx(1)
    edge = descent.ball_edge(np.linspace(0, 2 * np.pi, 721), norm)
    assert (g @ edge).min() >= g @ best - 1e-12
    assert (g @ edge).min() == pytest.approx(g @ best, abs=1e-3)


def test_descent_converges_just_below_two_over_the_largest_curvature_and_not_above():
    for kappa in (1.0, 10.0, 50.0):
        below = descent.bowl_path(kappa, 1.99 / kappa, (1.0, 1.0), 1000)[1][-1]
        above = descent.bowl_path(kappa, 2.01 / kappa, (1.0, 1.0), 1000)[1][-1]
        assert np.abs(below[1]) < 1e-2 and np.abs(above[1]) > 1e2
    lams, path = descent.bowl_path(10.0, 0.05, (2.0, 1.0), 3)
    assert descent.bowl_loss(lams, path)[0] == pytest.approx(0.5 * (4 + 10))


@pytest.mark.parametrize("kappa", [2.0, 10.0, 100.0])
def test_least_cosine(kappa):
    places = descent.on_ellipse(np.linspace(0, np.pi / 2, 2001), kappa)
    assert places[:, 0] ** 2 + kappa * places[:, 1] ** 2 == pytest.approx(1)
    assert descent.angle_to_optimum(places, kappa).min() == pytest.approx(2 * np.sqrt(kappa) / (1 + kappa), rel=1e-6)


def test_least_cosine_at_kappa_10():
    assert stated_numbers()["least_cosine"][10] == pytest.approx(0.575, abs=5e-4)


def test_convex_does_not_mean_easy():
    assert stated_numbers()["descent_steps"] == {10: 69, 100: 691, 1000: 6908}
    for kappa, steps in stated_numbers()["descent_steps"].items():
        assert steps == math.ceil(math.log(1e-6) / math.log((kappa - 1) / (kappa + 1)))


def test_chords_lie_on_or_above_the_convex_curves_only():
    ends = list(itertools.combinations(np.linspace(-2.9, 2.7, 15), 2))
    for name, f in convexity.CURVES.items():
        gaps = [chord - curve for _, chord, curve in (convexity.chord_gap(f, a, b) for a, b in ends)]
        convex = min(gap.min() for gap in gaps) > -1e-12
        assert convex == (not name.startswith(("a pit", "waves"))), name


def test_softmax_hessian_fits_differences_of_the_gradient():
    X, y = convexity.clouds()
    W = np.random.default_rng(1).normal(size=(3, 3))
    by_differences = numerical_hessian(lambda w: softmax_nll(w.reshape(3, 3), X, y)[1].ravel(), W.ravel())
    assert convexity.softmax_hessians(W[None], X)[0] == pytest.approx(by_differences, abs=1e-8)


def test_softmax_regression_is_convex_but_not_strictly():
    lams = convexity.softmax_curvatures()
    assert lams.shape == (1000, 9)
    assert lams.min() >= -1e-12
    assert (np.abs(lams[:, :3]) < 1e-12).all() and (lams[:, 3] > 1e-6).all()
    assert stated_numbers()["zeros"] == 3


def test_a_network_is_not_convex():
    loss, grad, size = convexity.flat_network()
    theta = np.random.default_rng(0).normal(size=size)
    assert grad(theta) == pytest.approx(numerical_gradient(loss, theta), abs=1e-8)
    found = convexity.midpoint_test()
    assert found["softmax regression"] is None
    a, b = found["network"]
    assert loss((a + b) / 2) > (loss(a) + loss(b)) / 2
    assert stated_numbers()["network_negative"] > 0.9 * stated_numbers()["network_tried"]
    of_softmax, of_network = convexity.curvatures(scale=2.0, seed=4)
    assert of_softmax.min() > -1e-12 and of_network.min() < -1e-6


def test_no_minimiser_on_separable_data():
    losses, norms = convexity.separable_run()
    assert (np.diff(losses) < 0).all() and (np.diff(norms) > 0).all()
    decades = [norms[k // 10] for k in (10, 100, 1000, 10_000)]
    assert losses[-1] < 0.01 * losses[0] and np.diff(decades).min() > 1


@pytest.mark.parametrize("skips", [True, False])
def test_network_gradients_fit(skips):
    X, y = networks.spirals()
    weights = networks.initial_weights(4, 3, [np.random.default_rng(s) for s in range(2)])
    weights = [w + 0.1 for w in weights]
    _, gradients = networks.loss_and_gradients(weights, X, y, skips)
    for place in (0, 1, 4, 5, 8, 9):

        def loss(entries, place=place):
            moved = [w[1:] for w in weights]
            moved[place] = entries.reshape(moved[place].shape)
            return networks.mean_loss(networks.forward(moved, X, skips)[0], y)[0][0]

        expected = numerical_gradient(loss, weights[place][1].ravel())
        assert gradients[place][1].ravel() == pytest.approx(expected, abs=1e-7)


def test_windows_are_higher_without_skips():
    numbers = stated_numbers()
    for depth in networks.DEPTHS:
        assert numbers["lowest_plain"][depth] > numbers["highest_skips"][depth]
    assert numbers["highest_plain"][40] > 1e6 and numbers["highest_skips"][40] < 1e4
    assert numbers["highest_skips"][6] < 100 < numbers["lowest_plain"][6] < 1000
    assert 1e4 < numbers["lowest_plain"][20]


def test_the_plain_network_of_40_layers_stays_at_ln_2():
    assert networks.trained(40, False)[1] == pytest.approx(np.log(2), abs=1e-4)
    assert networks.trained(40, True)[1].max() < 0.01


def test_planes_share_their_middle_and_their_seed():
    weights = [w[0] for w in networks.trained(6, True)[0]]
    near, far = (networks.plane(weights, True, np.random.default_rng(3), radius, 5) for radius in (0.1, 1.0))
    assert near[2, 2] == pytest.approx(far[2, 2])
    assert near.max() < far.max()
    found = networks.surfaces(run=1)
    assert set(found) == set(itertools.product(networks.DEPTHS, networks.ZOOMS))
    assert all(grid.shape == (17, 17) for pair in found.values() for grid in pair)


def test_skips_alone_do_not_do_it():
    X, y = networks.spirals()
    rngs = [np.random.default_rng([40, seed]) for seed in range(2)]
    _, losses = networks.train(networks.initial_weights(40, 16, rngs), X, y, skips=1.0)
    assert (losses > 2 * np.log(2)).all()  # the factor 1/√depth is missing
    assert (np.abs(networks.trained(20, False)[1] - np.log(2)) < 1e-3).sum() == 1


def test_windows_bend_down_with_skips_too():
    x = np.linspace(-1, 1, 9)
    for grid, share in ((x**2 + x[:, None] ** 2, 0), (x**2 - x[:, None] ** 2, 1), (x * x[:, None], 1)):
        assert networks.bent_down(grid) == share
    numbers = stated_numbers()
    assert 0.1 < numbers["bent_least"] < numbers["bent_most"] < 0.8
    assert numbers["bent_6"]["skips"] > numbers["bent_6"]["plain"] - 0.1
    assert numbers["bent_40"]["skips"] == pytest.approx(0.25, abs=0.05)  # "about a quarter"
    assert numbers["bent_40"]["plain"] == pytest.approx(0.8, abs=0.05)  # "about four fifths"


def test_on_easier_spirals_the_spread_peaks_at_width_3():
    spread = {width: networks.final_losses(width, turns=1.0).std() for width in (2, 3, 4)}
    assert max(spread, key=spread.get) == 3


def test_the_dragon_shrinks_and_its_spread_peaks_in_between():
    numbers = stated_numbers()
    means = [numbers["mean_loss"][width] for width in networks.WIDTHS]
    assert (np.diff(means) < 0).all()
    assert means[0] == pytest.approx(0.42, abs=0.05) and means[-1] == pytest.approx(0.001, abs=1e-3)
    assert numbers["widest"] in (3, 4) and numbers["spread"][4] > 1.3 * numbers["spread"][2]
    assert len(networks.final_losses(2)) == 40


def test_plateau_holds_small_steps_longest():
    leave, heavy = stated_numbers()["leave"], stated_numbers()["leave_momentum"]
    assert leave["0.01"] == pytest.approx(10 * leave["0.1"], rel=0.02)
    assert all(heavy[alpha] < leave[alpha] for alpha in leave)
    path = critical.plateau(0.1, 0.0, leave["0.1"])
    assert path[-1] <= 1 < path[-2]


def test_saddle_escape_is_logarithmic():
    assert stated_numbers()["escape"] == {2: 26, 6: 76, 12: 152}
    assert stated_numbers()["escape_momentum"] == 36
    for exponent, steps in stated_numbers()["escape"].items():
        assert steps == math.ceil(exponent * math.log(10) / math.log(1.2))


def test_a_zero_curvature_leaves_it_open():
    for higher in critical.HIGHER:
        assert critical.turned_curvature(1.0, higher)[1] == "minimum"
        assert critical.turned_curvature(-1.0, higher)[1] == "saddle"
        f, verdict = critical.turned_curvature(0.0, higher)
        assert verdict == "inconclusive" and f(np.zeros(2)) == 0
    y = np.stack([np.zeros(2), np.array([0.1, -0.1])])
    assert (critical.turned_curvature(0.0, "+ y⁴")[0](y) > 0).all()
    assert (critical.turned_curvature(0.0, "− y⁴")[0](y) < 0).all()
    assert np.sign(critical.turned_curvature(0.0, "+ y³")[0](y)).tolist() == [1, -1]


def test_shares_of_minima_are_those_of_the_goe():
    exact = [critical.exact_share(n) for n in range(1, 7)]
    assert exact[1] == pytest.approx((2 - math.sqrt(2)) / 4, rel=1e-9)
    assert exact[2] == pytest.approx((math.pi - 2 * math.sqrt(2)) / (4 * math.pi), rel=1e-9)
    assert exact == pytest.approx([0.5, 0.1464466, 0.0249209, 0.0024567, 1.401e-4, 4.62e-6], rel=2e-4)
    for n in range(1, 5):
        p = exact[n - 1]
        assert abs(critical.simulated_share(n) - p) < 4 * math.sqrt(p * (1 - p) / 100_000)


def test_unit_variance_everywhere_is_another_ensemble():
    assert stated_numbers()["not_goe"] == pytest.approx(0.116, abs=0.004)
    assert critical.goe(3, 50).shape == (50, 3)


def test_autoencoder_has_sixteen_points_and_one_minimum():
    numbers, points = stated_numbers(), critical.autoencoder_points()
    assert numbers["points"] == 16 and numbers["minima"] == 1
    assert (numbers["loss_low"], numbers["loss_high"]) == pytest.approx((1.75, 5.75))
    assert points[0]["index"] == 0 and points[-1]["index"] == 10
    assert numbers["correlation"] == pytest.approx(0.957, abs=5e-4)
    for point in points:
        assert np.abs(critical.autoencoder_gradient(point["theta"])).max() < 1e-12
        assert point["loss"] == pytest.approx(
            0.5 * (critical.SPECTRUM.sum() - critical.SPECTRUM[list(point["kept"])].sum())
        )
    theta = np.random.default_rng(0).normal(size=20)
    expected = numerical_gradient(critical.autoencoder_loss, theta)
    assert critical.autoencoder_gradient(theta) == pytest.approx(expected, abs=1e-7)


def test_slices_of_the_digits_network():
    from checks.digits import split_digits

    digits = split_digits()
    X, y = digits.X_train[:200] / 16, digits.y_train[:200]
    start, end, loss = descent.digits_network(X, y, steps=60)
    way = {name: end[name] - start[name] for name in start}
    along = descent.slice_of(loss, start, way, [0.0, 0.5, 1.0])
    assert along[0] == pytest.approx(loss(start)) and along[2] == pytest.approx(loss(end))
    assert along[0] > along[1] > along[2]


def test_numbers_are_finite():
    def flat(value):
        values = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
        return values if values == [value] else itertools.chain.from_iterable(map(flat, values))

    assert all(math.isfinite(number) for number in flat(stated_numbers()))
