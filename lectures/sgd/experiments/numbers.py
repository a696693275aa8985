"""The numbers that lecture 5 states in prose."""

import functools

import numpy as np

from lectures.sgd.experiments.clinic import HEALTHY, INSTRUMENTS, PATIENTS, SIGNS, patient_view, patients
from lectures.sgd.experiments.comparison import (
    RATES,
    SPREAD,
    chosen,
    loss_by_rate,
    race_on_digits,
    race_view,
    SEEDS,
    tuned,
    verdict,
)
from lectures.network.digits import scaled_digits
from lectures.sgd.experiments.noise import (
    SIZES,
    all_scatters,
    cloud,
    dealt_floor,
    gradients_of_images,
    measured_floor,
    noise_floor,
    noisy_descent,
    scatter,
)
from lectures.sgd.experiments.orders import (
    ORDER_ALPHAS,
    ORDERS,
    ROW_BYTES,
    four_orders,
    share_seen,
    time_access,
    times_seen,
)
from lectures.sgd.experiments.schedules import KINDS, STEPS, loss_under, schedule
from lectures.sgd.experiments.tuning import (
    BATCHES,
    SETTINGS,
    best_cell,
    grid,
    grid_view,
    once_more,
    tuning_grid,
    winner,
)
from lectures.sgd.experiments.wells import (
    START,
    double_well,
    double_well_slope,
    fate,
    roll,
    share_in_the_better_valley,
    valleys,
)


@functools.cache
def stated_numbers():
    """Return every number that the lecture states in prose."""
    return {**_noise(), **_floors(), **_digits(), **_schedules(), **_choices(), **_clinic()}


def _noise():
    mean, variance = scatter(32, np.random.default_rng([0, 32]))
    gradients = gradients_of_images()
    S = gradients.var(axis=0, ddof=1).sum()
    return {
        "N": len(gradients),
        "mean_error": np.linalg.norm(mean - gradients.mean(axis=0)) / np.linalg.norm(gradients.mean(axis=0)),
        "variance": variance,
        "law": S / 32 * (1 - 32 / len(gradients)),
        "seen": {rows: share_seen(rows) for rows in (100, 1285)},
    }


def _floors():
    alphas = ("0.5", "0.1", "0.02")
    dealt, independent = dealt_floor(0.1, np.random.default_rng(0))
    worse, better, _ = valleys()
    starts = np.linspace(-2, 2, 401)
    return {
        "floor": {alpha: noise_floor(float(alpha)) for alpha in alphas},
        "measured": {alpha: measured_floor(float(alpha), np.random.default_rng(0)) for alpha in alphas},
        "dealt": independent / dealt,
        "well_worse": double_well(worse),
        "well_better": double_well(better),
        "well_ends": {alpha: double_well(roll(float(alpha), steps=400)[-1]) for alpha in ("0.05", "0.2", "0.5")},
        "well_share": {alpha: share_in_the_better_valley(float(alpha), starts) for alpha in ("0.2", "0.5")},
    }


def _digits():
    losses, answers = four_orders()
    quarter = int(np.flatnonzero(ORDER_ALPHAS == 0.25)[0])
    race = race_on_digits(np.random.default_rng(0))
    labels = scaled_digits().y_val
    _, reads, _, shown = race_view(race)
    right = dict(zip(race, (reads == shown).sum(axis=2), strict=True))
    by_rate = loss_by_rate()
    rates = {"0.0625": 0.0625, "1": 1.0, "2": 2.0, "4": 4.0}
    return {
        "order": {order: curve[-1, quarter] for order, curve in losses.items()},
        "answer_nine": answers["not shuffled"][-1][9],
        "race_error": {name: np.mean(read[-1] != labels) for name, (_, read) in race.items()},
        "race_right": {"sgd_3": right["sgd"][3], "descent_10": right["gradient descent"][10]},
        "race_loss": {name: curve[-1] for name, (curve, _) in race.items()},
        "rate_loss": {word: by_rate[-1, np.flatnonzero(RATES == rate)[0]] for word, rate in rates.items()},
        "rate_best": RATES[by_rate[-1].argmin()],
    }


def _schedules():
    """Return the loss over the last 20 steps, by kind of schedule and α₀, with a warm-up of a tenth of the run."""
    cases = {
        "constant": ("constant", 0.4, 1.0), "low": ("constant", 0.1, 1.0), "stairs": ("stairs", 0.4, 0.3),
        "1/k": ("1/k", 0.4, 0.1), "cosine": ("cosine", 0.4, 1.0), "too_soon": ("cosine", 0.4, 0.3),
    }  # fmt: skip
    plans = [schedule(kind, alpha, pace, 0.1) for kind, alpha, pace in cases.values()]
    ends = loss_under(*plans)[:, -20:].mean(axis=1)
    return {"earned": dict(zip(cases, ends, strict=True))}


def _choices():
    tables = {word: verdict(tuned(), decay) for word, decay in (("constant", False), ("cosine", True))}
    losses = tuning_grid()
    cells = {}
    for name, entry in losses.items():
        batch, rate = best_cell(entry, "validation")
        cells[name] = {
            "batch": BATCHES[batch], "alpha": entry["alphas"][rate], "validation": entry["validation"][-1, batch, rate],
            "test": entry["test"][batch, rate], "right": 256 - round(256 * entry["test"][batch, rate]),
        }  # fmt: skip
    champion = winner(losses)
    again = once_more(champion, range(1, 9))
    entry, (batch, rate) = losses[champion[0]], champion[1:]
    luck = {
        "setting": champion[0], "batch": BATCHES[batch], "alpha": entry["alphas"][rate],
        "first": entry["validation"][-1, batch, rate], "next": entry["validation"][-1, batch, min(rate + 1, 8)],
        "again": again[0].mean(), "worst": again[0].max(),
    }  # fmt: skip
    return {
        "tuned": tables,
        "cell": cells,
        "luck": luck,
        "runs": {"tuned": 9 * len(SEEDS), "grid": 9 * len(BATCHES), "all": 9 * len(BATCHES) * len(SETTINGS)},
    }


def _clinic():
    ends = {name: (run["printed"][-1], run["validation"][-1]) for name, run in patients().items()}
    return {"guessing": np.log(10), "few_printed": ends[PATIENTS[4]][0], "few_validation": ends[PATIENTS[4]][1]}
