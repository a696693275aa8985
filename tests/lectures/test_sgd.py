"""The numbers of lecture 5: what the syllabus promises comes out."""

import re

import numpy as np
import pytest

from lectures.network import digits as networks
from lectures.network.digits import (
    METHODS,
    SHAPES,
    epochs_of_batches,
    loss_and_gradient,
    losses_and_errors,
    plain,
    random_start,
    train,
    unpack,
)
from lectures.sgd import words as say
from lectures.sgd.data import Patient
from lectures.sgd.experiments import (
    batches,
    clinic,
    comparison,
    firststeps,
    noise,
    orders,
    regimes,
    schedules,
    tuning,
    wells,
)
from lectures.sgd.experiments.numbers import stated_numbers
from solutions.sgd import minibatches, mlp_loss, sgd
from tools.text import ROOT


def as_params(theta):
    return {name: part[0] for name, part in zip(SHAPES, unpack(theta[None]), strict=True)}


def test_copies_of_the_network_are_the_network_of_the_assignment():
    rng = np.random.default_rng(3)
    digits = networks.scaled_digits()
    thetas = np.stack([random_start(rng) for _ in range(3)]) * 2
    losses, gradients = loss_and_gradient(thetas, digits.X_train[:50], digits.y_train[:50])
    for theta, loss, g in zip(thetas, losses, gradients, strict=True):
        expected, parts = mlp_loss(as_params(theta), digits.X_train[:50], digits.y_train[:50])
        assert loss == pytest.approx(expected)
        assert g == pytest.approx(np.concatenate([parts[name].ravel() for name in SHAPES]), abs=1e-14)
    assert losses_and_errors(thetas, digits.X_train[:50], digits.y_train[:50])[0] == pytest.approx(losses)


def test_training_is_the_sgd_of_the_assignment():
    digits = networks.scaled_digits()
    X, y, theta0 = digits.X_train[:90], digits.y_train[:90], random_start(np.random.default_rng(0))
    path = train(METHODS["momentum"], [0.05, 0.1], np.random.default_rng(7), X, y, epochs=3, theta0=theta0)
    wanted = sgd(
        lambda at, X_b, y_b: loss_and_gradient(at[None], X_b, y_b)[1][0],
        theta0, X, y, 0.1, 32, 3, np.random.default_rng(7), mu=0.9,
    )  # fmt: skip
    assert path.shape == (4, 2, len(theta0))
    assert path[:, 1] == pytest.approx(wanted, abs=1e-12)


def test_digits_are_real_and_scaled():
    digits = networks.scaled_digits()
    assert digits.X_train.shape == (1285, 64) and digits.X_train.min() == 0 and digits.X_train.max() == 1
    assert set(digits.y_val) == set(range(10))


def test_minibatch_gradients_are_right_on_average_and_scatter_by_the_law():
    measured, law = noise.all_scatters()
    assert measured == pytest.approx(law, rel=0.1)
    gradients = noise.gradients_of_images()
    S = gradients.var(axis=0, ddof=1).sum()
    assert law[5] == pytest.approx(S / 32 * (1 - 32 / 1285))
    numbers = stated_numbers()
    assert numbers["variance"] == pytest.approx(numbers["law"], rel=0.05)
    assert numbers["mean_error"] < 4 * np.sqrt(law[5] / 4000) / np.linalg.norm(gradients.mean(axis=0))
    assert gradients.mean(axis=0)[1] == pytest.approx(0, abs=1e-12)


def test_the_whole_data_set_as_one_batch_does_not_scatter():
    mean, variance = noise.scatter(1285, np.random.default_rng(0), draws=3)
    assert variance == pytest.approx(0, abs=1e-20)
    assert mean == pytest.approx(noise.gradients_of_images().mean(axis=0))


def test_the_law_by_hand():
    gradients, pairs = np.array([1.0, 3, 5, 7]), []
    for i in range(4):
        pairs += [gradients[[i, j]].mean() for j in range(i)]
    assert gradients.var(ddof=1) == pytest.approx(20 / 3)
    assert np.var(pairs) == pytest.approx(20 / 3 / 2 * (1 - 2 / 4)) == pytest.approx(5 / 3)


def test_cloud_has_the_size_that_was_asked_for():
    points = noise.cloud(16, 300, np.random.default_rng(0))
    assert points.shape == (300, 2)
    assert points.var(axis=0).sum() == pytest.approx(noise.all_scatters()[1][4], rel=0.25)


def test_with_replacement_an_epoch_sees_63_per_cent():
    numbers = stated_numbers()
    assert round(100 * numbers["seen"][1285], 1) == 63.2
    assert orders.share_seen(10**6) == pytest.approx(1 - 1 / np.e, abs=1e-6)
    shares = []
    for seed in range(200):
        drawn, dealt = orders.times_seen(100, np.random.default_rng(seed))
        shares.append(np.mean(drawn[-1] > 0))
        assert (dealt[-1] == 1).all() and not drawn[0].any() and drawn[-1].sum() == 100
    assert np.mean(shares) == pytest.approx(numbers["seen"][100], abs=0.01)


def test_a_deck_is_dealt_anew_when_it_is_through():
    _, dealt = orders.times_seen(250, np.random.default_rng(0))
    assert orders.times_seen(200, np.random.default_rng(3))[0][-1].max() >= 5  # as the lecture says of its draws
    assert (dealt[200] == 2).all() and dealt[250].max() == 3 and dealt[250].min() == 2


@pytest.mark.parametrize("order", orders.ORDERS)
def test_orders_deal_what_they_say(order):
    X, y = np.arange(10.0)[:, None], np.arange(10)
    deals = epochs_of_batches(order, X, y, 3, np.random.default_rng(0))
    epochs = [np.concatenate([y_b for _, y_b in next(deals)]) for _ in range(3)]
    if order == "with replacement":
        assert any(len(set(epoch)) < 10 for epoch in epochs)
        return
    assert all(sorted(epoch) == list(range(10)) for epoch in epochs)
    assert (epochs[0] == epochs[1]).all() == (order != "reshuffled")
    assert (epochs[0] == y).all() == (order == "not shuffled")


def test_three_orders_agree_and_sorted_labels_fail():
    numbers = stated_numbers()
    good = [numbers["order"][order]["1"] for order in orders.ORDERS[:3]]
    assert max(good) < 0.05 and numbers["order"]["not shuffled"]["1"] > 5
    assert numbers["nines"]["0.25"] < 0.5 and numbers["nines"]["1"] == 1  # all nines from alpha = 1 on
    assert numbers["order"]["reshuffled"]["2"] > 0.4 and numbers["order"]["with replacement"]["2"] > 0.4
    assert numbers["order"]["not shuffled"]["0.25"] < numbers["order"]["not shuffled"]["1"] / 5


def test_a_readers_minibatches_train_the_same_network():
    right = orders.train_with(minibatches, [0.25], epochs=2)
    wanted = train(plain, [0.25], np.random.default_rng(0), *orders.sorted_digits(), epochs=2)
    assert right == pytest.approx(wanted)
    seen = orders.own_deal(minibatches, 0.25)
    assert (seen.own == seen.right).all() and seen.answers.sum() == pytest.approx(1)


def test_memory_is_timed_for_every_size_of_rows():
    shares = []
    times = orders.time_access(np.random.default_rng(0), shares.append, megabytes=1, repeats=1)
    for each in times:
        assert each.shape == (len(orders.ROW_BYTES),) and (each > 0).all() and np.isfinite(each).all()
    assert shares == [0.25, 0.5, 0.75, 1]


def test_any_optimizer_can_use_minibatches():
    numbers = stated_numbers()
    for name in METHODS:
        assert numbers["race_error"][name] < 0.06 < 0.2 < numbers["race_error"]["gradient descent"]
        assert numbers["race_loss"][name] < 0.2 < 0.8 < numbers["race_loss"]["gradient descent"]


def test_images_of_the_race_are_read_better_and_better():
    curves, reads, images, labels = comparison.race_view(comparison.race_on_digits(np.random.default_rng(0)))
    right = (reads == labels).sum(axis=2)
    assert reads.shape == (4, 11, 8) and images.shape == (8, 8, 8) and list(curves)[0] == "gradient descent"
    assert stated_numbers()["race_right"] == {"sgd_3": right[1, 3], "descent_10": right[0, 10]}
    assert right[1, 3] > 2 * right[0, 10] and (right[1:, 10] >= 6).all()


def test_a_tenth_of_the_labels_is_wrong():
    right = networks.scaled_digits().y_train
    wrong = regimes.noisy_labels()
    assert round(np.mean(wrong != right), 3) == 0.1 and wrong.min() == 0 and wrong.max() == 9
    again = regimes.wrong_labels(right, 0.3, np.random.default_rng(1))
    assert round(np.mean(again != right), 2) == 0.3 and (right == networks.scaled_digits().y_train).all()


def test_rates_too_low_good_high_and_too_high():
    early, end = stated_numbers()["early"], stated_numbers()["rate_end"]
    assert early["high"] < early["good"] < early["too low"]  # the large step is faster
    assert end["good"] < end["high"] < end["too low"] < np.log(10) < end["too high"] / 5  # and then it stops
    assert end["good"] < 1.1 * regimes.last_losses().min() and 1 / 16 <= stated_numbers()["rate_best"] <= 1 / 4


def test_snapshots_are_those_of_training():
    alphas = np.full((regimes.steps_an_epoch(), 2), [0.01, 0.1])
    rng = np.random.default_rng(0)
    kept = regimes.snapshots(alphas, 0)
    path = train(plain, [0.01, 0.1], rng, networks.scaled_digits().X_train, regimes.noisy_labels(), 4, 1)
    assert kept[0] == pytest.approx(path[0])
    assert len(kept) == 1 + (regimes.marks() <= len(alphas)).sum() and np.abs(kept[-1] - path[1]).max() < 0.5


def test_the_loss_drops_when_the_step_size_falls():
    numbers = stated_numbers()
    assert numbers["drop"]["before"] - numbers["drop"]["after"] > 0.1
    for found in (numbers["drop_end"], numbers["drop_error"]):
        assert found["stairs"] < found["low"] < found["high"]


def test_noise_floor():
    numbers = stated_numbers()
    assert [round(numbers["floor"][a], 4) for a in ("0.5", "0.1", "0.02")] == [0.3333, 0.0526, 0.0101]
    for alpha, floor in numbers["floor"].items():
        assert numbers["measured"][alpha] == pytest.approx(floor, rel=0.05)
    for alpha, lam, s2 in ((0.3, 0.5, 2.0), (0.9, 1.0, 0.1)):  # the floor is where the variance stays as it is
        floor = noise.noise_floor(alpha, lam, s2)
        assert (1 - alpha * lam) ** 2 * floor + alpha**2 * s2 == pytest.approx(floor)


def test_dealt_minibatches_cancel_part_of_the_noise():
    assert stated_numbers()["dealt"] > 4
    dealt, independent = noise.dealt_floor(0.02, np.random.default_rng(1), epochs=2000)
    assert dealt < independent / 20


@pytest.mark.parametrize("lower", wells.DEPTHS)
def test_valleys_are_what_they_are_called(lower):
    wide, narrow, ridge = wells.places(lower)
    for x in (wide, narrow, ridge):
        assert wells.slope(x, lower) == pytest.approx(0, abs=5e-3)
    assert wide < ridge < narrow and wells.curvature(ridge, lower) < 0
    assert wells.curvature(narrow, lower) > 10 * wells.curvature(wide, lower) > 0
    assert (wells.loss(wide, lower) < wells.loss(narrow, lower)) == (lower == "the wide one")
    x = np.linspace(-2, 2, 4001)
    assert np.gradient(wells.loss(x, lower), x)[1:-1] == pytest.approx(wells.slope(x, lower)[1:-1], abs=1e-3)


def test_large_noisy_steps_choose_the_wide_valley_whichever_is_lower():
    wide, narrow = (stated_numbers()["valley"][word]["share"] for word in ("wide", "narrow"))
    assert wide["0.01"] < 0.7 and wide["0.316"] > 0.95
    assert narrow["0.01"] > 0.3 and narrow["0.316"] < 0.05
    for word in ("wide", "narrow"):
        found = stated_numbers()["valley"][word]
        assert found["limit"] < 0.316 < found["wide limit"]
        share = found["share"]
        assert abs(share["0.0562"] - share["0.01"]) < 0.05  # steps that the narrow valley holds change nothing


def test_large_steps_end_in_wider_valleys_of_the_digits_but_not_in_better_ones():
    pair, end = stated_numbers()["digits_pair"], stated_numbers()["digits_end"]
    assert pair["sharpness"]["mean"] < -5 * pair["sharpness"]["error"]
    assert abs(pair["test error"]["mean"]) < 2 * pair["test error"]["error"]
    assert end["steps"]["high"] < end["steps"]["low"]


def test_schedules_have_their_marks():
    stairs = schedules.schedule("stairs", 0.4, 0.25)
    assert len(stairs) == schedules.STEPS and stairs[[0, 99, 100, 200, 300]] == pytest.approx(
        [0.4, 0.4, 0.04, 4e-3, 4e-4]
    )
    assert schedules.schedule("1/k", 0.4, 0.25)[100] == pytest.approx(0.2)
    cosine = schedules.schedule("cosine", 0.4, 0.5)
    assert cosine[0] == 0.4 and cosine[100] == pytest.approx(0.2) and (cosine[200:] == 0).all()
    warm = schedules.schedule("constant", 0.4, 1.0, 0.1)
    assert warm[0] == pytest.approx(0.01) and warm[39:] == pytest.approx(0.4) and len(warm) == schedules.STEPS


def test_schedules_earn_less_loss_than_any_constant_step():
    earned = stated_numbers()["earned"]
    assert earned["cosine"] < earned["stairs"] < earned["1/k"] < earned["best"] < earned["constant"]
    assert earned["too_soon"] == pytest.approx(earned["best"], rel=0.2)  # "no better than the best constant step"
    assert schedules.CONSTANTS.min() < stated_numbers()["best_constant"] < schedules.CONSTANTS.max()
    assert len(schedules.CONSTANTS) == 11


def test_without_warm_up_noise_decides():
    blown = stated_numbers()["blown"]
    assert blown["after"] < blown["start"] and 0.2 < blown["lost"] < 0.8
    warm = schedules.loss_under(schedules.schedule("constant", 0.4, 1.0, 0.1))[0]
    assert warm[-1] < 0.01


def test_clipping_makes_larger_steps_usable_and_warm_up_hardly():
    found = stated_numbers()["treated"]
    assert found["sgd"]["clipping"]["good"] > found["sgd"]["warmup"]["good"] > found["sgd"]["neither"]["good"]
    for name in ("momentum", "adam"):
        lowest = [entry["best"] for entry in found[name].values()]
        assert max(lowest) < 1.12 * min(lowest)
    g = np.array([[3.0, 4.0], [0.3, 0.4]])
    step = firststeps.clipped(plain, 1.0)
    assert step(np.zeros((2, 2)), g, None, 1, 1.0)[0] == pytest.approx(-np.array([[0.6, 0.8], [0.3, 0.4]]))


def test_noise_and_signal_are_those_of_single_images():
    digits, theta = networks.scaled_digits(), random_start(np.random.default_rng(1))
    each = np.array(
        [loss_and_gradient(theta[None], x[None], [label])[1][0] for x, label in zip(digits[0], digits[1], strict=True)]
    )
    noise_, signal = batches.noise_and_signal(theta)
    assert noise_ == pytest.approx(each.var(axis=0, ddof=1).sum())
    assert signal == pytest.approx((each.mean(axis=0) ** 2).sum())


def test_the_noise_scale_grows_while_the_network_learns():
    scale = stated_numbers()["scale"]
    assert scale["constant"]["end"] > 3 * scale["constant"]["start"]
    assert scale["cosine"]["end"] > 5 * scale["constant"]["end"]


def test_larger_batches_save_fewer_and_fewer_steps():
    table = stated_numbers()["target"]
    steps, epochs = ([table[size][what] for size in batches.SIZES] for what in ("steps", "epochs"))
    assert steps[0] > 2.5 * steps[1] and steps[3] > 0.9 * steps[2] and (np.diff(epochs) > 0).all()
    for size, alpha in zip(batches.SIZES, batches.to_target()[0], strict=True):
        assert alpha == batches.ALPHAS[size][1]  # none at the edge of its three
    assert stated_numbers()["error_high"] - stated_numbers()["error_low"] < 0.015


def test_momentum_and_adam_are_tuned_on_the_same_budget():
    found, numbers = comparison.tuned(), stated_numbers()
    for entry in found.values():
        assert len(entry["alphas"]) == 9 and entry["test error"].shape == (2, len(comparison.SEEDS), 9)
    for name in METHODS:
        for decay in (False, True):  # the chosen step size is none of the nine's ends
            assert 0 < comparison.chosen(found[name], decay) < 8
    table = numbers["tuned"]["cosine"]
    assert table["adam"]["loss"] < table["momentum"]["loss"] < table["sgd"]["loss"]
    for bar in ("good 0.2", "good 0.15"):  # at one bar for all, Adam is the easiest to tune
        assert table["sgd"][bar] < table["momentum"][bar] < table["adam"][bar]
    assert table["momentum"]["good own"] > table["adam"]["good own"]  # which a bar of one's own turns round


def test_differences_are_paired_and_have_errors():
    loss, error = (stated_numbers()["pair"][measure] for measure in ("validation loss", "test error"))
    clear = {name: pair["by"] > 2 for name, pair in loss.items()}
    assert clear == {
        "SGD decay": True, "momentum decay": False, "Adam decay": False,
        "momentum SGD": True, "Adam SGD": True, "Adam momentum": True,
    }  # fmt: skip
    assert loss["SGD decay"]["mean"] < 0 and loss["Adam momentum"]["mean"] < 0
    assert error["SGD decay"]["by"] > 2 and error["momentum decay"]["by"] > 2 > error["Adam decay"]["by"]
    assert all(error[name]["by"] < 2 for name in ("momentum SGD", "Adam SGD", "Adam momentum"))
    assert comparison.paired([1.0, 3.0], [0.0, 0.0]) == (2.0, 1.0)


def test_tuning_reports_its_progress():
    shares = []
    found = comparison.tune((0,), shares.append, epochs=1)
    assert shares == pytest.approx([1 / 3, 2 / 3, 1])
    assert comparison.tuned_view(found, True, "training loss").entries["adam"][1].shape == (1, 9)


def test_few_steps_suit_neither_a_long_memory_nor_none():
    large = stated_numbers()["large"]
    assert large["SGD, μ = 0.9"]["512"] < min(large["SGD, μ = 0"]["512"], large["SGD, μ = 0.99"]["512"])


def test_larger_batches_want_larger_steps():
    entry = tuning.tuning_grid()["SGD, μ = 0.9"]
    best = entry["training"][-1].argmin(axis=1)
    assert best[-1] > best[0]


def test_the_winner_of_many_runs_was_lucky():
    luck = stated_numbers()["luck"]
    assert luck["again"] > 2 * luck["first"] and luck["next"] > 1
    everywhere = [entry["validation"][-1] for entry in tuning.tuning_grid().values()]
    assert luck["first"] == np.nanmin(everywhere)


def test_the_cell_nearest_to_a_place_is_shown():
    losses = tuning.tuning_grid()
    last, best, cell, training, validation, alphas, batches = tuning.grid_view(
        losses, "SGD, μ = 0", "training", (3.4, 9.0)
    )
    assert cell == (5, 3) and last[best] == np.nanmin(last)
    assert training[-1] == last[5, 3] and len(validation) == 9
    assert len(alphas) == last.shape[1] and len(batches) == last.shape[0]


def test_each_patient_shows_what_it_should():
    runs = clinic.patients()
    assert set(clinic.PATIENTS) == set(runs) == set(clinic.SIGNS)
    healthy, guessing = runs[clinic.HEALTHY], np.log(10)
    assert healthy["validation"][-1] < 0.2
    for name, run in runs.items():
        assert {len(values) for values in run.values()} == {16}
        assert (name == clinic.HEALTHY) == (run["validation"][-1] < 0.3)
        sentence = say.patient(clinic.SIGNS)(Patient("another", name, "step size", run, healthy))
        assert sentence.startswith("Look")
        assert all(len(f"No: then {sign}.") < 160 for sign in clinic.SIGNS.values())
    zeros = runs["all weights start at zero"]
    assert zeros["validation"] == pytest.approx(guessing, abs=0.02) and (zeros[clinic.INSTRUMENTS[2]] == 1).all()
    apart = runs["labels and images were shuffled apart"]
    assert apart["validation"][-1] == pytest.approx(guessing, abs=0.1) and apart[clinic.INSTRUMENTS[2]][-1] < 0.3
    assert runs["the schedule counts minibatches as if they were epochs"]["step size"][1] == 0
    few = runs["only the first 64 images are ever dealt"]
    assert few["printed"][-1] < 0.01 < 0.5 < few["validation"][-1]
    large = runs["the step size is too large"]
    assert large["step size"][0] == 30 * healthy["step size"][0]
    wild = runs["the images are sorted and never shuffled"]
    assert wild["validation"].max() > 10 and (wild["step size"] == healthy["step size"]).all()


def test_a_diagnosis_is_answered():
    answer = say.patient(clinic.SIGNS)
    data = clinic.patient_view(1, "step size", clinic.PATIENTS[0])
    assert answer(data) == f"Right: {clinic.PATIENTS[0]}."
    assert answer(clinic.patient_view(1, "step size", clinic.HEALTHY)).startswith("No: then both losses")


def test_minibatches_of_the_lecture_are_those_of_the_assignment():
    X, y = np.arange(12.0)[:, None], np.arange(12)
    here = next(epochs_of_batches("reshuffled", X, y, 5, np.random.default_rng(4)))
    for (_, ours), (_, theirs) in zip(here, minibatches(X, y, 5, np.random.default_rng(4)), strict=True):
        assert (ours == theirs).all()


def test_divergence_is_a_number_not_a_warning():
    digits = networks.scaled_digits()
    path = train(plain, [1e200], np.random.default_rng(0), epochs=1)
    assert losses_and_errors(path, digits.X_val, digits.y_val)[0].shape == (2, 1)


def test_the_lecture_takes_the_time_that_it_says():
    text, minutes, part = (ROOT / "lectures" / "5_sgd.py").read_text(), {"core": 0.0, "optional": 0.0}, "core"
    for cell in text.split("# %%")[1:]:
        kind, _, source = cell.partition("\n")
        if "markdown" in kind:
            words = re.sub(r"(?m)^# ?", "", source)
            headings = re.findall(r"(?m)^## .*", words)
            part = part if not headings else "optional" if "optional" in headings[0] else "core"
            if "## Sources" not in words:
                minutes[part] += len(words.split()) / 200
        elif "explore(" in source:
            minutes[part] += 2.5
    said = [int(found) for found in re.search(r"about (\d+) minutes for the core, and (\d+) more", text).groups()]
    assert said[0] <= 60 and said == [5 * round(minutes[part] / 5) for part in ("core", "optional")]
