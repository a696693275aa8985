"""The numbers of lecture 1: what the syllabus promises comes out."""

import itertools
import math
import re

import numpy as np
import pytest

from lectures.landscape.experiments import convexity, critical, descent, networks
from lectures.landscape.experiments.numbers import stated_numbers
from lectures.network.digits import loss_and_gradient
from solutions.landscape import numerical_gradient, numerical_hessian, softmax_nll
from tools.lecture import is_claims
from tools.text import ROOT, read_text


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
    assert searched[100] == pytest.approx(0.09, abs=0.005) and searched[1000] == pytest.approx(0.83, abs=0.005)
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


@pytest.mark.parametrize("difference", [0.0, 0.4, 1.0])
def test_the_curvature_of_softmax_regression_is_a_mean_of_variances(difference):
    X, y = convexity.clouds()
    W, V = convexity.fitted(), convexity.direction(difference)
    variances = convexity.variances(W, V, X)
    assert (variances >= 0).all()
    assert variances.mean() == pytest.approx(convexity.curvature_along(W, V, X), abs=1e-12)
    h = 1e-3
    along = [softmax_nll(W + t * V, X, y)[0] for t in (-h, 0, h)]
    assert variances.mean() == pytest.approx((along[0] - 2 * along[1] + along[2]) / h**2, abs=1e-5)
    assert (variances.max() < 1e-12) == (difference == 0)


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


def test_what_a_layer_adds_makes_windows_high_and_not_the_missing_skip():
    least, most = stated_numbers()["highest_least"], stated_numbers()["highest_most"]
    assert 100 < least["scaled"] and most["scaled"] < 1000
    assert least["plain"] > 50 * most["scaled"] and least["unscaled"] > 1000 * most["scaled"]
    assert 100 < least["small start"] and most["small start"] < 1000  # the same formula as "unscaled"
    assert networks.SKIPS["small start"] == networks.SKIPS["unscaled"]


def test_networks_of_20_layers_are_trained_without_skips_too():
    most = stated_numbers()["trained_most"]
    assert most["plain"] <= 0.001 and most["scaled"] < 0.02 and most["small start"] <= 0.001
    losses = networks.trained("unscaled")[1]
    assert (losses > 0.03).all() and losses.max() > networks.trained("scaled")[1].max()


def test_planes_share_their_middle_and_their_seed():
    weights = [w[0] for w in networks.trained("scaled")[0]]
    near, far = (networks.plane(weights, True, np.random.default_rng(3), radius, 5) for radius in (0.1, 1.0))
    assert near[2, 2] == pytest.approx(far[2, 2])
    assert near.max() < far.max()
    found = networks.surfaces(run=1)
    assert set(found) == set(networks.ZOOMS)
    assert all(grid.shape == (33, 33) for planes in found.values() for grid in planes)


def test_windows_bend_down_with_skips_too():
    x = np.linspace(-1, 1, 9)
    for grid, share in ((x**2 + x[:, None] ** 2, 0), (x**2 - x[:, None] ** 2, 1), (x * x[:, None], 1)):
        assert networks.bent_down(grid) == share
    least, most = stated_numbers()["bent_least"], stated_numbers()["bent_most"]
    assert 0.25 < least["scaled"] and most["scaled"] < least["plain"] < most["plain"] < 0.8


def test_on_easier_spirals_the_spread_peaks_at_width_3():
    spread = {width: networks.final_losses(width, turns=1.0).std() for width in (2, 3, 4)}
    assert max(spread, key=spread.get) == 3


def test_the_dragon_shrinks_and_its_spread_peaks_in_between():
    numbers = stated_numbers()
    means = [numbers["mean_loss"][width] for width in networks.WIDTHS]
    spread, error = numbers["spread"], numbers["spread_error"]
    assert (np.diff(means) < 0).all()
    assert means[0] == pytest.approx(0.43, abs=0.02) and means[-1] == pytest.approx(0.001, abs=5e-4)
    assert max(spread, key=spread.get) in (3, 4, 6)
    assert abs(spread[4] - spread[6]) < 2 * (error[4] + error[6])
    for outside in (2, 8):
        assert spread[4] - spread[outside] > 2 * (error[4] + error[outside])
    assert all(0.03 < error[width] / spread[width] < 0.2 for width in (2, 3, 4, 6, 8))
    assert len(networks.final_losses(2)) == 200


def test_an_error_of_a_spread_is_that_of_a_normal_sample():
    losses = np.random.default_rng(1).normal(size=200)
    assert networks.error_of_spread(losses) == pytest.approx(1 / math.sqrt(400), rel=0.15)


def test_plateau_holds_small_steps_longest():
    leave, heavy = stated_numbers()["leave"], stated_numbers()["leave_momentum"]
    assert leave["0.01"] == pytest.approx(10 * leave["0.1"], rel=0.02)
    assert all(leave[step] < heavy[step] < leave[step] + 40 for step in leave)  # the same effective step
    path = critical.plateau(0.1, 0.0, 0.0, leave["0.1"])[:, 0]
    assert path[-1] <= 1 < path[-2]


def test_momentum_gains_where_a_steep_direction_limits_descent():
    fastest, at = stated_numbers()["fastest"], stated_numbers()["fastest_at"]
    assert fastest["gradient descent"] > 5 * fastest["momentum"]
    assert at["gradient descent"] < 0.2 < at["momentum"] < 3.8
    for name, mu in critical.METHODS.items():
        limit = critical.largest_effective(mu, 10.0)
        below, above = (np.abs(critical.plateau(share * limit, mu, 10.0, 600)[-9:, 1]).max() for share in (0.99, 1.01))
        assert below < 1 < above, name
    _, counts = critical.leaving(0.5, 10)
    assert np.isinf(counts["gradient descent"]) and counts["momentum"] < 100


def test_saddle_escape_is_logarithmic():
    for exponent, steps in stated_numbers()["escape"].items():
        assert steps == math.ceil(exponent * math.log(10) / math.log(1.18))
    assert [critical.steps_to_escape(10.0**-e) for e in (2, 6, 12)] == [26, 76, 152]  # on x² − y² with α = 0.1
    assert critical.steps_to_escape(1e-6, 0.9) == 36


def test_who_leaves_the_saddle_first_depends_on_the_comparison():
    numbers = stated_numbers()
    assert numbers["escape"][6] < numbers["escape_momentum"][6]  # the same effective step
    assert numbers["escape_same_alpha"] < numbers["escape"][6]  # the same α
    assert 3 * numbers["escape_limit"]["momentum"] < numbers["escape_limit"]["gradient descent"] + 3
    for mu in critical.METHODS.values():
        alpha = critical.saddle_alpha(critical.RULES[1], mu)
        x = np.abs(critical.saddle(0.0, mu, alpha, critical.STEEP)[:, 0])
        assert x[-1] < 1e-3 and np.isfinite(x).all()
        assert np.abs(critical.saddle(0.0, mu, alpha / 0.94, critical.STEEP)[:, 0]).max() > 2


def test_a_zero_curvature_leaves_it_open():
    for higher in critical.HIGHER:
        assert critical.turned_curvature(1.0, higher, 30)[2] == "minimum"
        assert critical.turned_curvature(-1.0, higher, 30)[2] == "saddle"
        f, _, verdict = critical.turned_curvature(0.0, higher)
        assert verdict == "inconclusive" and f(np.zeros(2)) == 0
    y = np.stack([np.zeros(2), np.array([0.1, -0.1])])
    assert (critical.turned_curvature(0.0, "+ t⁴")[0](y) > 0).all()
    assert (critical.turned_curvature(0.0, "− t⁴")[0](y) < 0).all()
    assert np.sign(critical.turned_curvature(0.0, "+ t³")[0](y)).tolist() == [1, -1]


def test_a_turned_bowl_hides_its_curvature_from_the_diagonal():
    f, H, verdict = critical.turned_curvature(-0.5, "nothing else", 45)
    assert np.diag(H) == pytest.approx([0.25, 0.25]) and verdict == "saddle"
    assert np.linalg.eigvalsh(H) == pytest.approx([-0.5, 1])
    assert f(np.array([1.0, -1.0])) == pytest.approx(-0.5) and f(np.array([1.0, 1.0])) == pytest.approx(1)


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
    start, end, X, y = descent.digits_run()
    assert start.shape == end.shape == (1210,)
    t, along = descent.digits_slice("way")
    for place, theta in ((0, start), (1, end)):
        assert along[np.isclose(t, place)] == pytest.approx(loss_and_gradient(theta[None], X, y)[0])
    numbers = stated_numbers()
    between = along[(t > -1e-9) & (t < 1 + 1e-9)]
    assert (np.diff(between) < 0).all() and numbers["slice_hump"] > numbers["slice_start"] + 0.3
    assert numbers["slice_lowest"] < numbers["slice_end"] and numbers["slice_lowest_at"] == pytest.approx(1.4)


def test_a_tanh_network_with_both_layers_turned_round_is_the_same():
    theta, X, y = descent.digits_run()[1:]
    signs = np.concatenate([np.full(size, sign) for size, sign in ((64 * 16 + 16, -1), (16 * 10, -1), (10, 1))])
    assert loss_and_gradient((signs * theta)[None], X, y)[0] == pytest.approx(loss_and_gradient(theta[None], X, y)[0])


def test_the_hills_have_four_pits():
    pits = descent.pits_of_hills()
    assert len(pits) == stated_numbers()["pits"] == 4 and (np.diff(descent.hills(pits.T)) >= 0).all()
    assert np.abs(descent.hills_gradient(pits.T)).max() < 0.01
    assert np.linalg.norm(stated_numbers()["walk_end"] - pits[-1]) < 0.05


def test_the_loss_after_sixty_steps_is_that_of_the_path():
    for alpha in (0.05, 0.18, 0.21):
        expected = descent.bowl_loss(*descent.bowl_path(10.0, alpha, (-2.4, 1.2)))[-1]
        assert descent.loss_after(10.0, [alpha], (-2.4, 1.2)) == pytest.approx(expected)


def test_numbers_are_finite():
    def flat(value):
        values = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
        return values if values == [value] else itertools.chain.from_iterable(map(flat, values))

    assert all(math.isfinite(number) for number in flat(stated_numbers()))


def minutes_needed():
    """Return the minutes for the core and the optional sections: 200 words of text and questions each, 2.5 a demo."""
    minutes, part = {"core": 0.0, "optional": 0.0, "sources": 0.0}, "core"
    for cell in read_text(ROOT / "lectures" / "1_landscape.py").cells:
        if cell.cell_type == "markdown":
            for line in cell.source.split("\n"):
                if line.startswith("## "):
                    part = "optional" if "(optional)" in line else "sources" if "Sources" in line else "core"
                minutes[part] += len(re.findall(r"\w+", re.sub(r"\$[^$]*\$", "formula", line))) / 200
        elif "explore(" in cell.source and not is_claims(cell):
            asked = cell.source.partition("ask=")[2].partition("\n    ),")[0]
            minutes[part] += 2.5 + sum(len(words.split()) for words in re.findall(r'"((?:[^"\\]|\\.)*)"', asked)) / 200
    return minutes


def test_the_lecture_says_how_long_it_takes():
    source = (ROOT / "lectures" / "1_landscape.py").read_text(encoding="utf-8")
    core, optional = (int(found) for found in re.findall(r"about (\d+) minutes", source)[:2])
    needed = minutes_needed()
    assert needed["core"] <= core <= 60 and core < needed["core"] + 5, needed
    assert needed["optional"] <= optional < needed["optional"] + 5, needed
