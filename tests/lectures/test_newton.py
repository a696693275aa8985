"""The numbers of lecture 2: what the syllabus promises comes out."""

import re
import tracemalloc

import numpy as np
import pytest

from lectures.newton.experiments import convergence, costs, landscapes, models, products, repairs
from lectures.newton.experiments.numbers import stated_numbers
from solutions.landscape import numerical_gradient, numerical_hessian
from solutions.newton import hessian_vector_product, newton_cg, newton_step, saddle_free_step
from tools.lecture import is_claims
from tools.text import ROOT, read_text


@pytest.fixture(scope="module")
def numbers():
    return stated_numbers()


def test_newton_needs_one_step_on_any_bowl(numbers):
    left = models.one_step_from_anywhere(np.random.default_rng(8), draws=100, n=12, kappa=1000.0)
    assert left.shape == (100,) and left.max() < 1e-12
    assert numbers["one_step"] <= 1e-13
    for kappa, start in ((1.0, (2.0, 1.0)), (200.0, (-2.5, 0.6)), (20.0, (0.0, 0.0))):
        lams, steps = models.one_step(kappa, start)
        assert steps["newton"][1] == pytest.approx(np.zeros(2), abs=1e-14)
        assert lams[1] / lams[0] == pytest.approx(kappa)


def test_the_best_step_along_the_gradient_by_hand(numbers):
    assert numbers["best_descent_step"] == pytest.approx([-90 / 11, -9 / 11])
    lams, steps = models.one_step(20.0, (-2.5, 0.6))
    (first, best), H = steps["gradient descent"], np.diag(lams)
    for size in (0.99, 1.01):  # neither a shorter nor a longer step is lower
        other = first + size * (best - first)
        assert other @ H @ other > best @ H @ best


@pytest.mark.parametrize("loss", [landscapes.cosh_valley, landscapes.four_pits, models.small_problem()])
def test_derivatives_of_the_losses(loss):
    theta = np.array([0.3, -0.7, 0.2][: 3 if loss is models.small_problem() else 2])
    assert loss.grad(theta) == pytest.approx(numerical_gradient(loss.f, theta), rel=1e-6, abs=1e-8)
    assert loss.hess(theta) == pytest.approx(numerical_hessian(loss.grad, theta), rel=1e-6, abs=1e-7)


@pytest.mark.parametrize("loss", [landscapes.growing_waves, landscapes.log_cosh, landscapes.heron, landscapes.flat])
def test_derivatives_on_the_line(loss):
    for x in (-2.1, 0.4, 7.3):
        h = 1e-5
        assert loss.grad(x) == pytest.approx((loss.f(x + h) - loss.f(x - h)) / (2 * h), rel=1e-6, abs=1e-8)
        assert loss.hess(x) == pytest.approx((loss.grad(x + h) - loss.grad(x - h)) / (2 * h), rel=1e-6, abs=1e-8)


def test_wavy_is_its_own_derivatives():
    x, h = np.linspace(-4, 4, 9), 1e-6
    f, slope, bend = models.wavy(x)
    assert slope == pytest.approx((models.wavy(x + h)[0] - models.wavy(x - h)[0]) / (2 * h), abs=1e-8)
    assert bend == pytest.approx((models.wavy(x + h)[1] - models.wavy(x - h)[1]) / (2 * h), abs=1e-8)


def test_newton_does_not_depend_on_coordinates_and_gradient_descent_does(numbers):
    assert numbers["apart_newton"] <= 1e-13
    apart = models.difference_between_coordinates(np.random.default_rng(3), draws=20)
    assert apart["newton"] < 1e-13 and apart["gradient descent"] > 0.1


def test_the_model_is_glued_to_the_curve():
    theta0, loss, places, values, landing, bend = models.glued_model(-1.8)
    middle = len(places) // 2
    assert places[middle] == theta0 and values[middle] == pytest.approx(loss(theta0))
    near = np.array([theta0 - 1e-3, theta0 + 1e-3])
    assert np.interp(near, places, values) == pytest.approx(loss(near), abs=0.01)
    assert values.min() >= landing[1] - 1e-12 and landing[2] and bend > 0
    assert models.glued_model(2.05)[4] is None  # nearly straight: the flat point is far away


def test_remainders_have_slopes_one_two_three(numbers):
    assert numbers["remainder_slopes"] == pytest.approx([1, 2, 3], abs=0.1)
    for degrees in (0, 40, 110):
        distances, errors, slopes = models.remainders_and_slopes(degrees)
        assert errors.shape == (3, len(distances))
        assert slopes == pytest.approx([1, 2, 3], abs=0.2)


def test_model_among_pits_points_at_its_flat_point():
    theta, delta, H = models.model_among_pits((-1.2, 2.2))
    assert H @ delta == pytest.approx(-landscapes.four_pits.grad(theta))


def test_solving_leaves_less_than_inverting(numbers):
    """The size of what is left hangs on the last bits: 6e-16 and 0.14 on one machine, 1e-15 and 0.12 on another."""
    steps, residuals = models.solve_or_invert(12)
    assert residuals["solve"] < 1e-14 and 0.01 < residuals["inverse"] < 2
    assert numbers["hilbert_solve"] == 1e-14 and numbers["hilbert_inverse"] >= 0.01
    assert np.linalg.cond(models.hilbert(12)) > 1e15
    assert np.abs(steps["solve"] - 1).max() > 0.01  # the box: a small residual is not a right answer
    small, _ = models.solve_or_invert(3)
    assert small["solve"] == pytest.approx(np.ones(3)) and small["inverse"] == pytest.approx(np.ones(3))


def test_newton_converges_quadratically_on_logistic_regression(numbers):
    assert numbers["orders"][-1] == pytest.approx(2, abs=0.01)
    errors, ratios, orders, kappa = convergence.logistic_convergence(1.0)
    assert ratios[-1] == pytest.approx(ratios[-2], rel=0.02) and kappa == numbers["kappa"][1]
    descent = errors["gradient descent"]
    late = descent[10:20] / descent[9:19]
    assert late == pytest.approx(late[0], rel=0.05) and late[0] < 1  # linear: a constant factor


def test_unequal_units_hurt_gradient_descent_only(numbers):
    alike, unequal = numbers["steps_alike"], numbers["steps_unequal"]
    assert alike == {"gradient descent": 23, "newton": 5} and unequal == {"gradient descent": 321, "newton": 4}
    assert numbers["kappa"][4] > 10 * numbers["kappa"][1]
    for steps, unit in ((alike, 1.0), (unequal, 4.0)):
        errors, _ = convergence.logistic_errors(unit, 400)
        for name, count in steps.items():
            assert errors[name][count] <= 1e-6 < errors[name][count - 1]


def test_the_logistic_optimum_is_one():
    loss = models.small_problem()
    path = newton_cg(loss.grad, np.zeros(3), 10)
    assert np.abs(loss.grad(path[-1])).max() < 1e-9
    assert np.linalg.eigvalsh(loss.hess(path[-1])).min() > 0


def test_heron_doubles_the_digits(numbers):
    values = np.sqrt(2) + np.array(numbers["heron"][:4])
    assert values[1:] == pytest.approx([1.5, 17 / 12, 577 / 408], rel=1e-12)
    assert numbers["heron"][3] / numbers["heron"][2] ** 2 == pytest.approx(numbers["heron_ratio"], rel=0.01)


def test_orders_of_the_three_losses():
    found = {name: order for name, _, order in convergence.three_losses(0.8)}
    assert list(found.values()) == pytest.approx([2, 1, 3], abs=0.05)
    flat = convergence.errors_on_line("θ⁴ (no curvature at the minimum)", 1.0)
    assert flat[1:] / flat[:-1] == pytest.approx(2 / 3)


def test_log_cosh_throws_newton_out_beyond_the_threshold(numbers):
    threshold, curve = numbers["threshold"], "ln cosh θ (no third derivative there)"
    assert np.sinh(2 * threshold) == pytest.approx(4 * threshold)
    assert convergence.errors_on_line(curve, threshold - 0.01, 40)[-1] < 1e-12
    assert np.isnan(convergence.errors_on_line(curve, threshold + 0.01, 40)[-1])
    assert convergence.three_losses(1.2)[2][2] is None


def test_newton_walks_to_a_maximum_on_the_waves(numbers):
    path = repairs.walk_on_waves("Newton", 10.0)
    assert path[1:3] == pytest.approx([5.0, 24.995], abs=1e-3)
    assert landscapes.growing_waves.grad(5.0) == pytest.approx(-2.37, abs=0.005)
    assert landscapes.growing_waves.hess(5.0) == pytest.approx(0.119, abs=0.0005)
    assert path[-1] == pytest.approx(26.83, abs=0.005) and numbers["waves_curvature"] < 0
    assert repairs.where_it_ends(path[-1]) == "a maximum"
    assert numbers["waves"]["Newton"] == path[-1]


@pytest.mark.parametrize("mend", repairs.MENDS[1:])
def test_each_repair_ends_in_a_minimum(mend, numbers):
    minima, _ = landscapes.critical_points_of_waves()
    for start in (2.0, 10.0, 16.0, 23.0):
        end = repairs.walk_on_waves(mend, start, steps=40)[-1]
        assert repairs.where_it_ends(end) == "a minimum"
        assert start > 12 or np.abs(minima - end).min() < 1e-4
    near = 20.22 if mend == "|H|" else 7.27
    assert numbers["waves"][mend] == pytest.approx(near, abs=0.01)


def test_damping_costs_the_doubling_of_digits():
    end = 7.269388146311475
    assert landscapes.growing_waves.grad(end) == pytest.approx(0, abs=1e-12)
    damped = np.abs(repairs.walk_on_waves("|H| + damping 0.3", 7.0) - end)
    plain = np.abs(repairs.walk_on_waves("|H|", 7.0) - end)
    assert convergence.orders(damped)[-1] == pytest.approx(1, abs=0.05)
    assert convergence.orders(plain)[-1] > 1.8


def test_critical_points_of_the_waves_are_flat():
    minima, maxima = landscapes.critical_points_of_waves()
    for places, sign in ((minima, 1), (maxima, -1)):
        assert landscapes.growing_waves.grad(places) == pytest.approx(np.zeros(len(places)), abs=1e-4)
        assert (sign * landscapes.growing_waves.hess(places) > 0).all()
    assert np.abs(maxima - 26.834).min() < 1e-3


def test_damping_passes_through_a_singular_matrix(numbers):
    low, high = numbers["damping_eigenvalues"]
    assert low < 0 < high and numbers["damping_crossing"] == -low
    before, after = (repairs.damped_steps(-low + e)[1]["newton"] - repairs.DAMPED_START for e in (-0.01, 0.01))
    assert np.linalg.norm(before) > 100 and before @ after < 0
    g = landscapes.four_pits.grad(repairs.DAMPED_START)
    assert repairs.damped_steps(1.0).downhill == pytest.approx(-g)
    for place in repairs.damped_steps(1e6)[1].values():
        assert place - repairs.DAMPED_START == pytest.approx(-g / 1e6, rel=1e-3)
    for d in (0.1, 3.0, 100.0):  # |H| always goes downhill
        assert g @ (repairs.damped_steps(d)[1]["saddle-free"] - repairs.DAMPED_START) < 0


def test_backtracking_asks_for_more_with_a_larger_share():
    taken = []
    for c in (1e-4, 0.3, 0.9):
        along, losses, sizes, values, line, _, _ = repairs.search_and_curve(1.5, c)
        assert sizes == pytest.approx(0.5 ** np.arange(len(sizes)))
        assert values[-1] <= line[0] + sizes[-1] * (line[1] - line[0])
        assert (values[:-1] > line[0] + sizes[:-1] * (line[1] - line[0])).all()
        assert np.interp(sizes[-1], along, losses) == pytest.approx(values[-1], abs=0.01)
        taken.append(sizes[-1])
    assert taken[0] > taken[1] > taken[2]


def test_a_share_above_one_half_refuses_full_steps_for_ever(numbers):
    """Near a minimum a full Newton step gains half of what the slope promises."""
    assert {c: steps for c, (steps, _) in numbers["searched"].items()} == {1e-4: 6, 0.1: 4, 0.3: 3, 0.6: 16, 0.9: 20}
    errors, calls = repairs.searched_run(1.5, 0.6)
    assert errors[4:] / errors[3:-1] == pytest.approx(0.5, abs=0.03) and calls == numbers["searched"][0.6][1]
    quick, _ = repairs.searched_run(1.5, 0.3)
    assert quick[-1] < 1e-5 and len(quick) == 4


def test_the_errors_on_the_waves_end_at_a_flat_point():
    for mend in repairs.MENDS:
        _, path, _, errors = repairs.walk_and_end(10, mend)
        end = path[-1] - errors[-1] if errors[-1] > 1e-13 else path[-1]
        assert errors.shape == path.shape and abs(landscapes.growing_waves.grad(end)) < 1e-8


def test_the_readers_own_steps_walk_beside_the_right_ones():
    A, there, back = models.own_in_other_coordinates(newton_step, 1.2)
    assert there["your own"] == pytest.approx(there["newton"]) and A @ there["newton"][2] == pytest.approx(
        back["newton"][2]
    )
    found = repairs.own_among_pits(saddle_free_step, (3.4, 0.2), 1.0)
    assert np.array_equal(found.own, found.right) and found.kind == "a minimum"
    lost = repairs.own_among_pits(lambda g, H, d: g, (3.4, 0.2), 1.0)
    assert not np.isfinite(lost.own).all() and lost.kind == "not yet at a critical point"
    never = models.own_in_other_coordinates(lambda g, H: g * np.nan, 1.2)[2]["your own"]
    assert np.isnan(never[1:]).all()


def test_four_pits_have_nine_critical_points():
    places = landscapes.critical_points()
    assert places.shape == (9, 2)
    index = [(np.linalg.eigvalsh(landscapes.four_pits.hess(place)) < 0).sum() for place in places]
    assert index == [0] * 4 + [1] * 4 + [2]
    assert landscapes.four_pits.f(places[:4].T) == pytest.approx(np.zeros(4), abs=1e-9)


def test_only_newton_ends_in_saddles(numbers):
    shares = numbers["shares"]
    assert shares["newton"] == pytest.approx({"minimum": 0.58, "saddle": 0.36, "maximum": 0.06, "none": 0}, abs=0.01)
    for method in ("gradient descent", "saddle-free"):
        assert shares[method]["minimum"] > 0.995


@pytest.mark.parametrize("method", repairs.METHODS)
def test_the_map_agrees_with_single_paths(method):
    starts = np.random.default_rng(4).uniform(-5, 5, size=(2, 12))
    where = repairs.ends(method, starts)
    steps = 800 if method == "gradient descent" else 60
    for start, place in zip(starts.T, where, strict=True):
        end = repairs.path_among_pits(method, start, steps)[-1]
        assert end == pytest.approx(landscapes.critical_points()[place], abs=0.02)


def test_what_a_step_costs(numbers):
    assert numbers["hessian_bytes"][10**6] == "8 TB" and numbers["hessian_bytes"][20_000] == "3.2 GB"
    assert numbers["vector_bytes"][20_000] == "160 kB"
    assert numbers["solve_operations"] == pytest.approx(1e18 / 3)
    work = costs.operations(3000)
    assert work["solve (n³)"] == pytest.approx(work["Hessian (N n²)"])  # they cross at n = 3N
    assert costs.hessian_bytes(44_000) < 16e9 < costs.hessian_bytes(46_000)
    assert costs.hessian_bytes(numbers["largest"]) == pytest.approx(16e9)
    assert list(numbers["solve_times"].values()) == ["1.06 years", "3.86 days", "55.6 minutes"]
    assert np.array(costs.at(3000, 1e12)[1]) * 100 == pytest.approx(costs.at(3000)[1])
    assert costs.in_time(0.5) == "500 ms" and costs.in_time(7200) == "2 hours" and costs.in_bytes(999) == "999 B"


def test_measuring_tells_its_progress():
    told = []
    sizes, seconds = costs.measure(told.append, sizes=(20, 40))
    assert list(sizes) == [20, 40] and told == [0.5, 1.0]
    assert set(seconds) == {"H v", "solve", "inverse"}
    assert all((times > 0).all() for times in seconds.values())


def test_the_unit_vector_makes_the_distance_independent_of_the_length():
    h = np.array([1e-5])

    def plain(grad, theta, v, h):
        return (grad(theta + h * v) - grad(theta - h * v)) / (2 * h)

    short, long = (products.product_errors(plain, length, h) for length in (1e-4, 1e4))
    assert max(short["right"][0], long["right"][0]) < 1e-8
    assert min(short["your own"][0], long["your own"][0]) > 1e-7
    same = products.product_errors(plain, 1.0, h)
    assert same["your own"] == pytest.approx(same["right"], rel=1e-6)
    equal = products.product_errors(hessian_vector_product, 1e3, h)
    assert equal["your own"] == equal["right"]


def test_conjugate_gradients_need_one_product_for_each_group(numbers):
    assert numbers["groups"] == {2: 2, 4: 4, 8: 8}
    lams, places, at_lams, at_places, k, residuals = products.conjugate_gradients_at_work(4, 4)
    assert np.abs(at_lams).max() < 1e-9 and residuals[4] < 1e-9 < residuals[3]


def test_passengers_read_off_a_polynomial_of_degree_k():
    lams = products.spectrum(8)
    places = np.linspace(0.5, 100, 9)
    for k in (1, 2, 3):
        at_lams, at_places = products.residual_polynomial(lams, k, places)
        where, value = np.append(places[: k + 1], 0.0)[-k - 1 :], np.append(at_places[: k + 1], 1.0)[-k - 1 :]
        fitted = np.polynomial.Polynomial.fit(where, value, k)
        assert fitted(places) == pytest.approx(at_places, rel=1e-6, abs=1e-8)
        assert fitted(lams) == pytest.approx(at_lams, rel=1e-6, abs=1e-8)


def test_newton_cg_solves_twenty_thousand_parameters_in_little_memory():
    n, steps = 20_000, 2
    loss, steepest = products.large_problem(n)
    tracemalloc.start()
    path = newton_cg(loss.grad, np.zeros(n), steps)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < (steps + 1 + 20) * 8 * n  # the path and some vectors; the Hessian alone would be 3.2 GB
    assert loss.f(path[-1]) < 0.4 * loss.f(path[0])
    assert steepest > 0


def test_bag_of_words_has_the_gradient_of_its_loss():
    loss, steepest = products.large_problem(n=30, texts=50)
    theta = np.random.default_rng(1).normal(size=30)
    assert loss.grad(theta) == pytest.approx(numerical_gradient(loss.f, theta), rel=1e-6, abs=1e-8)
    curvature = np.linalg.eigvalsh(numerical_hessian(loss.grad, np.zeros(30)))
    assert steepest == pytest.approx(curvature[-1], rel=1e-3)  # at zero all probabilities are one half


def test_few_products_a_step_are_the_best_use_of_gradients():
    told = []
    curves = products.run_large(told.append, n=5000)
    at_66 = {budget: np.interp(66, *curves[budget]) for budget in products.BUDGETS}
    assert at_66[5] < 0.5 * at_66[10] and at_66[5] < 1e-3 * min(at_66[1], at_66[products.CLOSELY])
    spent, gaps = curves["gradient descent"]
    assert gaps[-1] > 2 * at_66[5] and (np.diff(gaps[3:]) < 0).all()  # 400 gradients against 66
    assert curves[10][1][-1] < curves[5][1][-1] < curves[3][1][-1] < curves[1][1][-1]
    assert curves[5][0][-1] == 6 * (1 + 2 * 5)  # one gradient and two for each product
    assert told[-1] == 1 and np.diff(told).min() > 0


def test_gradient_descent_gets_its_best_step_size():
    """Neither end of the grid wins, so that a finer rival would not change the picture."""
    loss, steepest = products.large_problem(n=5000)
    ends = {}
    for times in products.LONGER:
        theta = np.zeros(5000)
        for _ in range(400):
            theta = theta - times / steepest * loss.grad(theta)
        ends[times] = loss.f(theta)
    assert products.LONGER[0] < min(ends, key=ends.get) < products.LONGER[-1]
    spent, gaps = products.run_large(n=5000)["gradient descent"]
    assert spent[-1] == 400 and loss.f(np.zeros(5000)) - gaps[0] == pytest.approx(min(ends.values()) - gaps[-1])


def test_borders_count_neighbours_that_part(numbers):
    assert numbers["borders"]["gradient descent"] < numbers["borders"]["saddle-free"] < numbers["borders"]["newton"]
    assert numbers["borders"]["newton"] == pytest.approx(0.069, abs=0.002)


def text_and_demos():
    """Return the words of the lecture's markdown, and the minutes for core and optional sections."""
    needed, optional, words = [0.0, 0.0], False, []
    for cell in read_text(ROOT / "lectures" / "2_newton.py").cells:
        if cell.cell_type == "markdown":
            words.append(" ".join(cell.source.split()))
            for part in re.split(r"^(?=## )", cell.source, flags=re.M):
                if part.startswith("## "):
                    optional = "*Optional:*" in part.split("\n")[0]
                if not part.startswith("## Sources"):
                    needed[optional] += len(part.split()) / 200
        elif not is_claims(cell) and re.search(r"^explore\(", cell.source, re.M):
            asked = re.findall(r'"((?:[^"\\]|\\.)*)"', cell.source.partition("ask=")[2])
            needed[optional] += 2.5 + sum(len(said.split()) for said in asked) / 200
    return " ".join(words), needed


def test_the_lecture_claims_the_time_that_it_takes():
    """200 words a minute, and two and a half minutes a demo."""
    words, (core, optional) = text_and_demos()
    claimed = re.search(r"about (\d+) minutes for sections 1 to 7, and about (\d+) more", words)
    assert core <= 60
    assert [int(part) for part in claimed.groups()] == pytest.approx([core, optional], abs=1)


def test_it_opens_with_a_picture_before_any_formula():
    cells = read_text(ROOT / "lectures" / "2_newton.py").cells
    first = next(i for i, cell in enumerate(cells) if re.search(r"^explore\(", cell.source, re.M))
    assert first <= 3 and not any("$" in cell.source for cell in cells[:first] if cell.cell_type == "markdown")


def test_it_speaks_of_nothing_that_the_reader_does_not_have():
    assert not re.search(r"the slides|\bpages?\b|[Pp]urple|[Vv]ermilion", text_and_demos()[0])


def test_it_asks_often_and_in_several_ways():
    code = "".join(
        cell.source for cell in read_text(ROOT / "lectures" / "2_newton.py").cells if cell.cell_type == "code"
    )
    kinds = re.findall(r"ask=ask\.(\w+)\(", code)
    assert len(kinds) >= 6 and len(set(kinds)) >= 3 and code.count("@yours(") >= 2 and "guesses()" in code
    assert "solve(H" not in code  # the assignment's answer
