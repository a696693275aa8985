"""The numbers of lecture 4: what the syllabus promises comes out, and what does not is said as it is."""

import numpy as np
import pytest

from lectures.adaptive.experiments import averages, comparison, coordinates, digits, race, scale
from lectures.adaptive.experiments.network import initial_weights, loss_and_gradients, training_digits
from lectures.adaptive.experiments.numbers import stated_numbers
from lectures.network.curvature import hessian_vector
from lectures.network.digits import random_start
from solutions.adaptive import adagrad_step, adam_step, rmsprop_step, sign_step


def numerical(f, theta, h=1e-6):
    """Return central differences of a function of one point along each coordinate."""
    moves = h * np.eye(len(theta))
    return np.array([(f(theta + move) - f(theta - move)) / (2 * h) for move in moves])


def test_gradient_of_a_squared_loss_has_the_factor_two_and_is_a_column():
    rng = np.random.default_rng(1)
    A, theta, y = rng.normal(size=(5, 3)), rng.normal(size=3), rng.normal(size=5)
    f, jacobian = np.exp(A @ theta), np.exp(A @ theta)[:, None] * A
    ours = scale.squared_loss_gradient(f, jacobian, y)
    assert ours.shape == (3,)
    assert ours == pytest.approx(numerical(lambda t: np.sum((np.exp(A @ t) - y) ** 2), theta), rel=1e-5)


def test_slope_of_the_growth_loss():
    for theta in (-4.0, -0.3, 0.0, 2.5):
        assert scale.growth_slope(theta) == pytest.approx(
            numerical(lambda t: scale.growth_loss(t[0]), np.array([theta]))[0], rel=1e-6, abs=1e-9
        )
    numbers = stated_numbers()
    assert numbers["slope"]["ratio"] > 1000
    assert -numbers["thrown_to"] == pytest.approx(2.5 - 0.1 * 2 * np.exp(2.5) * (np.exp(2.5) - 1))


def test_no_step_size_suits_all_starts_but_the_sign_is_always_right():
    assert scale.steps_from(0.5, 0.3) < 10
    assert scale.steps_from(-4.0, 0.01) > 10 * scale.steps_from(2.5, 0.01)
    for alpha in (0.1, 0.3):
        assert scale.steps_from(2.5, alpha) == 200_000  # thrown onto the plateau, for good
    for start in (-4.0, -1.0, 2.5):
        path = scale.far_start(start, 0.01, steps=100)["sign"]
        assert abs(path[-1]) <= 0.07
        assert np.abs(np.diff(path)) == pytest.approx(0.07)  # also around the minimum: it never settles


def test_network_gradients_are_those_of_its_loss():
    X, y = training_digits(30)
    weights = initial_weights([0.7, 1.5], np.random.default_rng(2), widths=(64, 6, 5, 10))
    _, gradients = loss_and_gradients(weights, X, y)
    for layer, (i, j) in ((0, (20, 3)), (1, (2, 4)), (2, (1, 7))):
        for copy in (0, 1):
            moved = []
            for h in (1e-6, -1e-6):
                nearby = [W.copy() for W in weights]
                nearby[layer][copy, i, j] += h
                moved.append(loss_and_gradients(nearby, X, y)[0][copy])
            assert gradients[layer][copy, i, j] == pytest.approx((moved[0] - moved[1]) / 2e-6, rel=1e-4, abs=1e-9)


def test_gradient_norms_change_by_orders_of_magnitude_while_a_network_trains():
    numbers = stated_numbers()
    assert numbers["layers_spread"] > 100
    assert numbers["layers_fall"] > 10
    assert numbers["layers_start"] < 2 and 4 < numbers["layers_between"] < 6  # time does more than depth
    steps, norms, losses = scale.layer_norms(np.random.default_rng(0), scales=[0.5, 1.0], steps=40)
    assert norms.shape == (3, 5, 2) and losses.shape == (3, 2) and steps.tolist() == [0, 20, 40]


def test_step_lengths_under_a_constant_gradient():
    lengths = averages.on_a_slope(0.99)
    assert lengths["rmsprop"][0] == pytest.approx(10)
    assert lengths["rmsprop"][-1] == pytest.approx(1, abs=1e-4)
    assert lengths["adagrad"][-1] == pytest.approx(0.0316, rel=1e-3)
    assert lengths["adagrad"] == pytest.approx(1 / np.sqrt(np.arange(1, 1001)))
    for beta in (0.5, 0.9, 0.999):
        assert averages.on_a_slope(beta, 3)["rmsprop"][0] == pytest.approx(1 / np.sqrt(1 - beta))
    assert averages.on_a_slope(0.9, 50, g=1e-4)["adagrad"] == pytest.approx(
        averages.on_a_slope(0.9, 50)["adagrad"], rel=1e-3
    )


def test_rmsprop_with_beta_zero_is_sign_descent_and_without_eps_it_divides_zero_by_zero():
    g = np.array([3.0, -1e-4, 50.0])
    moved, _ = rmsprop_step(np.zeros(3), g, np.ones(3), alpha=0.1, beta=0.0, eps=0.0)
    assert moved == pytest.approx(sign_step(np.zeros(3), g, 0.1))
    with np.errstate(invalid="ignore"):
        for step in (rmsprop_step, adagrad_step):
            assert np.isnan(step(np.zeros(1), np.zeros(1), np.zeros(1), eps=0.0)[0]).all()
            assert (step(np.zeros(1), np.zeros(1), np.zeros(1))[0] == 0).all()


def test_rmsprop_hops_around_a_minimum_for_ever():
    grad = race.LANDSCAPES["stretched bowl"].grad
    for alpha in (0.01, 0.05, 0.2):
        late = race.follow(race.METHODS["rmsprop"], grad, race.START, alpha, 4000)[-500:]
        assert np.abs(np.diff(late, axis=0)).max(axis=0) == pytest.approx([alpha, alpha], rel=1e-3)


def test_a_jump_of_the_gradient_is_forgotten_at_the_speed_of_beta():
    numbers = stated_numbers()
    assert numbers["jump_up"] == pytest.approx(np.sqrt(10), rel=1e-4)
    sizes, lengths, _ = averages.after_a_jump(1e-3, 0.9)
    assert sizes[79] == 1 and sizes[80] == 1e-3
    assert lengths["rmsprop"][80] < 2e-3
    assert numbers["jump_down"] == pytest.approx(np.log(1e6 / 3) / -np.log(0.9), abs=2)
    assert lengths["adagrad"][-1] < 2e-4
    for beta, steps in numbers["half_life"].items():
        assert float(beta) ** steps == pytest.approx(0.5)


def test_adam_without_its_correction_takes_long_steps_first():
    numbers = stated_numbers()
    assert numbers["first_bare"] == pytest.approx(3.16, abs=0.005)
    assert numbers["largest_bare"] == pytest.approx(6.57, abs=0.005)
    assert numbers["largest_at"] == 12
    k = np.arange(1, 101)
    sizes = averages.adam_on_a_slope(0.9, 0.999)
    assert sizes["adam"] == pytest.approx(np.ones(100))
    assert sizes["not corrected"] == pytest.approx((1 - 0.9**k) / np.sqrt(1 - 0.999**k), rel=1e-6)


def test_a_noisy_slope_shortens_the_steps_of_adam():
    for sigma in (0.0, 1.0, 3.0, 10.0):
        _, _, mean = averages.noisy_slope(sigma, np.random.default_rng(3), copies=2000)
        assert mean == pytest.approx(1 / np.sqrt(1 + sigma**2), rel=0.04)


def test_adam_can_be_led_to_the_worst_place_by_rare_large_slopes():
    assert stated_numbers()["cheated"] == pytest.approx(1, abs=0.02)
    assert stated_numbers()["cured"] == pytest.approx(1, abs=0.02)  # prose writes the minus


def test_curves_of_the_comparison_are_those_of_the_nearest_alpha():
    told = []
    runs = comparison.compare(told.append, 0)
    curves = comparison.at_alphas(runs, adagrad=0.26, rmsprop=0.00048)
    at = comparison.POWERS.tolist().index(-2)
    assert told == [0.5, 1.0]
    assert curves["network"]["adagrad"][1] == pytest.approx(comparison.network_losses("adagrad", 0)[:, at])
    assert curves["network"]["rmsprop"][1] == pytest.approx(comparison.network_losses("rmsprop", 0)[:, 0])
    assert all(len(k) == len(values) for runs in curves.values() for k, values in runs.values())


def test_adagrad_goes_on_falling_where_rmsprop_reaches_its_floor():
    gaps = {}
    for method in ("adagrad", "rmsprop"):
        paths, gradients, X, y, rows = comparison.convex_runs(method, np.random.default_rng(0))
        assert paths.shape == (1001, 13, 12, 5) and gradients.shape == (1000, 13, 12, 5)
        steps, gaps[method], best = comparison.convex_gaps(paths, X, y)
        for move in 0.01 * np.eye(5):
            for sign in (1, -1):
                assert np.abs(X @ best - y).mean() <= np.abs(X @ (best + sign * move) - y).mean()
    assert (gaps["adagrad"] > -1e-9).all() and (gaps["rmsprop"] > -1e-9).all()
    quarter, powers = np.searchsorted(steps, 240), comparison.POWERS.tolist()
    at = powers.index(-2)
    assert gaps["adagrad"][-1, at] < 0.6 * gaps["adagrad"][quarter, at]
    floor = stated_numbers()["floor"]
    for power in (-7, -6, -5, -4):
        assert 1.4 < floor[power + 1] / floor[power] < 4  # twice the step, about twice the floor
    best = stated_numbers()["best_gap"]
    assert best["rmsprop"] < 3 * best["adagrad"]  # with the α for this very horizon it comes near


def test_regret_of_adagrad_stays_below_its_bound():
    for seed in range(3):
        regret, bound = comparison.regrets(np.random.default_rng(seed), alphas=[0.1, 0.25, 1.0], copies=3)
        assert regret.shape == bound.shape == (1000, 3, 3)
        assert (regret <= bound).all()  # for every run, not on average only
        assert bound[999] / bound[99] == pytest.approx(np.full((3, 3), np.sqrt(10)), rel=0.2)


def test_regret_grows_slowly_for_adagrad_and_with_every_step_for_rmsprop():
    numbers = stated_numbers()
    assert numbers["regret"] < 60 < 1000 < numbers["regret_bound"]
    assert numbers["regret_times"]["adagrad"] < np.sqrt(10) < 8 < numbers["regret_times"]["rmsprop"] < 10
    assert comparison.mean_regrets()[0][:, comparison.nearest(0.25)][-1] == pytest.approx(numbers["regret"])


def test_rare_features_are_learned_faster_by_adagrad():
    numbers = stated_numbers()
    assert numbers["sparse"]["adagrad"] < 0.8 * numbers["sparse"]["gradient descent"]
    assert numbers["sparse_rare"]["adagrad"] < 0.8 * numbers["sparse_rare"]["gradient descent"]
    alphas = 2.0 ** np.arange(-6, 3)
    assert all(alphas[0] < alpha < alphas[-1] for alpha in numbers["sparse_alpha"].values())


def test_on_a_deep_network_adagrad_falls_behind_with_time():
    numbers = stated_numbers()
    early, late = ({name: net[k] for name, net in numbers["net"].items()} for k in (100, 800))
    assert early["adagrad"] < 1.5 * early["rmsprop"]
    assert late["adagrad"] > 3 * late["rmsprop"] and late["rmsprop"] < 0.001
    assert all(comparison.ALPHAS[0] < alpha < comparison.ALPHAS[-1] for alpha in numbers["net_alpha"].values())
    assert 10 * late["adam"] < numbers["net_default"] < 0.3  # safe and slow


def test_the_unit_of_the_loss_moves_the_step_size_of_momentum_but_not_that_of_adam():
    alphas = stated_numbers()["units_alpha"]
    assert 1 / 4 <= alphas["adam"][1] / alphas["adam"][100] <= 4
    assert 32 <= alphas["momentum"][1] / alphas["momentum"][100] <= 256
    assert stated_numbers()["good_alphas"]["adam"] <= stated_numbers()["good_alphas"]["momentum"]
    plain, times = (comparison.network_losses("adam", 0, factor)[-1] for factor in (1.0, 100.0))
    small = comparison.POWERS <= -7
    assert times[small] == pytest.approx(plain[small], rel=0.05)


def test_turning_the_bowl_changes_adaptive_methods_only():
    numbers = stated_numbers()
    assert numbers["turned_same"] < 3e-15
    assert numbers["turned_adagrad"][0] == pytest.approx(2e-5, rel=0.1)
    assert numbers["turned_adagrad"][45] == pytest.approx(0.099, rel=0.01)
    assert numbers["any_kappa"] == pytest.approx(numbers["turned_adagrad"][0], rel=1e-5)
    assert 25 < numbers["worst"]["angle"] < 45 and numbers["worst"]["distance"] > numbers["turned_adagrad"][45]
    assert numbers["written"]["straight"] == numbers["written"]["any_kappa"] == "1.9·10⁻⁵"
    distances, middle = coordinates.turned_distances(), coordinates.ANGLES.tolist().index(45)
    for name in ("adagrad", "rmsprop", "adam"):
        assert distances[name][middle] > 2 * distances[name][0]
        assert distances[name][-1] == pytest.approx(distances[name][0], rel=1e-6)
    for name in ("gradient descent", "momentum"):
        assert distances[name] == pytest.approx(np.full(31, distances[name][0]), rel=1e-9)
    turned = stated_numbers()["valley"]
    assert turned[0]["gradient descent"] == turned[45]["gradient descent"]
    assert turned[0]["adagrad"] < 5 and turned[45]["adagrad"] > turned[45]["gradient descent"]


def test_a_large_eps_turns_adam_into_momentum():
    gaps = [
        np.abs(paths["adam"] - paths["momentum"]).max()
        for paths in (coordinates.with_epsilon(eps)[0] for eps in (1e-12, 1e-3, 1e-2, 1e-1, 1.0, 1e3))
    ]
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[0] > 1 and gaps[-1] < 1e-4
    assert coordinates.with_epsilon(1e-12)[1][0] > 5 * coordinates.with_epsilon(1e-12)[1][1]
    assert coordinates.with_epsilon(1.0)[1][0] == pytest.approx(coordinates.with_epsilon(1.0)[1][1], rel=0.02)


def test_decay_in_the_step_shrinks_all_weights_alike_and_a_penalty_does_not():
    numbers = stated_numbers()
    steps, left = coordinates.decayed(2.5, np.random.default_rng(4))
    assert left["adamw"] == pytest.approx(np.repeat((1 - 0.005) ** steps[:, None], 9, axis=1), abs=1e-9)
    assert numbers["decay_left"]["adamw"] == pytest.approx(numbers["decay_wanted"])
    assert (np.diff(left["adam"][-1][2:]) > 0).all()  # the larger the gradients, the less the penalty does
    assert left["adam"][-1][-1] > 0.95


@pytest.mark.parametrize("name", race.LANDSCAPES)
def test_landscapes_have_the_gradient_and_the_minimum_that_they_claim(name):
    landscape = race.LANDSCAPES[name]
    points = np.random.default_rng(5).uniform(-1.5, 1.5, size=(10, 2))
    for theta, g in zip(points, landscape.grad(points), strict=True):
        assert g == pytest.approx(numerical(landscape.loss, theta), rel=1e-5, abs=1e-6)
    lowest = landscape.loss(np.array(landscape.minimum, float))
    assert lowest == 0 and (landscape.loss(points) > 0).all()
    for (low, high), start, least in zip(race.WINDOW, race.START, landscape.minimum, strict=True):
        assert low < start < high and low < least < high


def test_who_wins_the_race_depends_on_the_landscape_and_on_what_counts():
    stays, touches = (stated_numbers()["race"][measure] for measure in ("stays", "touches"))
    assert min(stays["stretched bowl"], key=stays["stretched bowl"].get) == "adagrad"
    assert stays["turned bowl"]["adagrad"] > 10 * stays["stretched bowl"]["adagrad"]
    assert min(stays["turned bowl"], key=stays["turned bowl"].get) == "gradient descent"
    assert min(stays["saddle"], key=stays["saddle"].get) == "gradient descent"
    assert min(touches["turned bowl"], key=touches["turned bowl"].get) == "adam"
    assert min(touches["saddle"], key=touches["saddle"].get) == "rmsprop"
    for name, runs in stays.items():
        assert all(touches[name][method] <= steps for method, steps in runs.items())


def test_steps_needed_counts_until_the_last_time_above_the_level():
    gaps = np.array([[1, 1, 1, np.nan, 0], [0, 0, 1, 0, 0], [1, 0, 1, 0, 0], [0, 0, np.inf, 0, 0], [0, 0, 1, 1, 0]])
    assert race.steps_needed(gaps, "touches").tolist() == [1, 1, np.inf, 1, 0]
    assert race.steps_needed(gaps, "stays").tolist() == [3, 1, np.inf, np.inf, 0]


@pytest.mark.parametrize("measure", ["stays", "touches"])
@pytest.mark.parametrize("name", ["stretched bowl", "turned bowl", "saddle"])
def test_race_is_tuned_for_what_it_reports(name, measure):
    landscape, methods = race.LANDSCAPES[name], list(race.METHODS)
    _, gaps, alphas, needed = race.race(name, race.START, methods, measure=measure)
    for method in methods:
        tried = {}
        for alpha in race.ALPHAS:
            path = race.follow(race.METHODS[method], landscape.grad, race.START, alpha)
            with np.errstate(over="ignore", invalid="ignore"):
                tried[float(alpha)] = float(race.steps_needed(landscape.loss(path), measure))
        assert needed[method] == min(tried.values()) == tried[alphas[method]]
        assert alphas[method] == min(alpha for alpha, steps in tried.items() if steps == needed[method])
        assert race.ALPHAS[0] < alphas[method] < race.ALPHAS[-1]
        assert float(race.steps_needed(gaps[method], measure)) == needed[method]


def test_race_takes_the_readers_own_optimizer_and_tunes_each():
    def own(theta, g, memory, k, alpha):
        count = 1 if memory is None else memory + 1
        assert count == k and theta.shape == g.shape == (2,)
        return theta - alpha * g, count

    grad = race.LANDSCAPES["stretched bowl"].grad
    paths, gaps, alphas, needed = race.race(
        "stretched bowl", (-2.4, 1.2), ["gradient descent", "adam", "your own"], own
    )
    assert list(paths) == list(gaps) == list(alphas) == ["gradient descent", "adam", "your own"]
    assert paths["your own"].shape == (101, 2) and gaps["adam"].shape == (101,)
    assert alphas["your own"] < 2 / 30  # beyond it gradient descent diverges
    assert paths["your own"] == pytest.approx(
        race.follow(race.METHODS["gradient descent"], grad, (-2.4, 1.2), alphas["your own"])
    )
    assert list(needed) == list(paths) and needed["your own"] == needed["gradient descent"]


def test_the_sign_points_away_from_the_minimum_in_many_places_of_a_turned_bowl():
    rng = np.random.default_rng(0)
    H = coordinates.turned_bowl(45)[1]
    theta = rng.normal(size=(20_000, 2))
    away = theta * (theta @ H) < 0
    numbers = stated_numbers()
    assert numbers["sign_away"]["each"] == pytest.approx(away.mean(), abs=0.01)
    assert numbers["sign_away"]["any"] == pytest.approx(away.any(axis=1).mean(), abs=0.01)
    assert numbers["sign_wrong"] == pytest.approx((1 + 3 * rng.normal(size=100_000) < 0).mean(), abs=0.01)


def test_weights_of_rare_pixels_stay_behind_under_descent_and_not_under_adam():
    numbers = stated_numbers()["pixels"]
    assert numbers["rare"] == 6 and numbers["never"] == 4
    assert numbers["moved"]["gradient descent"] < 0.05 and 1 < numbers["moved"]["adam"] < 2
    for name, alpha in numbers["alpha"].items():  # tuned on the same budget, away from the grid's ends
        assert digits.PIXEL_ALPHAS[name][0] < alpha < digits.PIXEL_ALPHAS[name][-1]
    assert len({len(alphas) for alphas in digits.PIXEL_ALPHAS.values()}) == 1
    for name in numbers["alpha"]:
        assert digits.pixels(name, 0).moved == pytest.approx(np.zeros((8, 8)))
        assert digits.pixels(name, 8).moved.mean() == pytest.approx(1)
        assert digits.pixels(name, 8).moved[digits.ink() == 0] == pytest.approx(0)


def test_preconditioned_sharpness_is_the_largest_eigenvalue_of_the_scaled_hessian():
    X, y = digits.some_labels_drawn(0.5, images=40)
    rng = np.random.default_rng(6)
    theta, v_hat = random_start(rng), rng.uniform(0.1, 2.0, size=1210) ** 2
    root = np.sqrt(np.sqrt(v_hat) + 1e-8)
    H = np.array([hessian_vector(theta, row, X, y) for row in np.eye(1210)])
    exact = np.linalg.eigvalsh(H / root / root[:, None])[-1]
    assert digits.preconditioned_sharpness(theta, v_hat, X, y, products=20) == pytest.approx(exact, rel=1e-6)
    assert digits.preconditioned_sharpness(theta, v_hat, X, y) == pytest.approx(exact, rel=0.02)


def test_limit_of_averaged_gradients_is_where_a_bowl_throws_them_out():
    for beta1 in (0.0, 0.5, 0.9):
        ends = []
        for share in (0.98, 1.02):
            theta = m = 1.0
            for _ in range(2000):
                m = beta1 * m + (1 - beta1) * theta  # a bowl of curvature 1, and α = share · limit
                theta -= share * digits.edge_limit(beta1) * m
            ends.append(abs(theta))
        assert ends[0] < 1e-3 and ends[1] > 1e3


def test_adam_comes_to_its_edge_only_where_labels_cannot_be_learned_quickly():
    numbers = stated_numbers()
    for beta1, limit in numbers["edge_limit"].items():
        assert 0.95 * limit < numbers["edge"]["half"][beta1] < 1.25 * limit
        assert numbers["edge"]["none"][beta1] < 0.75 * limit
    assert numbers["edge"]["none"]["0.9"] < 0.05 * numbers["edge_limit"]["0.9"]


def test_memories_of_adam_on_the_digits():
    table = stated_numbers()["betas"]
    usual, every = table["0.9"]["0.999"], [loss for row in table.values() for loss in row.values()]
    assert max(every) == table["0.99"]["0.5"] > 5 * usual
    assert min(every) == min(table["0.9"].values()) > usual / 1.5  # the default is not the best, and near it
    assert min(table["0"].values()) > 1.3 * usual
    assert 2 < stated_numbers()["betas_spread"] < 5  # first weights matter as much
    assert digits.betas(digits.memories(lambda share: None, 0), 0.9, 0.999).chosen == (2, 3)


def test_the_readers_own_updates_fall_onto_the_right_lines_once_they_are_right():
    jump = averages.after_a_jump(100.0, 0.9, own=rmsprop_step).lengths
    assert jump["your own"] == pytest.approx(jump["rmsprop"])
    steps = averages.adam_on_a_slope(0.9, 0.999, own=adam_step)
    assert steps["your own"] == pytest.approx(steps["adam"])
    own = race.race("saddle", race.START, ["adam", "your own"], race.METHODS["adam"])[1]
    assert own["your own"] == pytest.approx(own["adam"])


def test_steps_of_adam_on_the_digits_shrink_by_themselves():
    numbers = stated_numbers()["groups"]
    assert 0.05 < numbers["last"] < 0.25
    assert numbers["between"]["adam"] < numbers["between"]["gradient descent"] < 3
    run = digits.groups("gradient descent")
    assert run.moved == pytest.approx(run.gradients)  # a step of descent is α times the gradient
    assert run.steps[0] == 1 and len(run.steps) == len(run.moved) and run.steps[-1] <= 328
    assert digits.root_mean_squares(np.arange(1210.0))[3] == pytest.approx(
        np.sqrt(np.mean(np.arange(1200.0, 1210) ** 2))
    )
