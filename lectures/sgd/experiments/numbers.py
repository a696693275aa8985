"""The numbers that lecture 5 states in prose."""

import functools

import numpy as np

from lectures.network.digits import scaled_digits
from lectures.sgd.experiments import batches, comparison, firststeps, noise, orders, regimes, schedules, tuning, wells
from lectures.sgd.experiments.clinic import PATIENTS, patients


@functools.cache
def stated_numbers():
    """Return every number that the lecture states in prose."""
    parts = (_noise, _floors, _digits, _rates, _valleys, _schedules, _batches, _choices, _clinic)
    return {name: value for part in parts for name, value in part().items()}


def _noise():
    mean, variance = noise.scatter(32, np.random.default_rng([0, 32]))
    gradients, law = noise.gradients_of_images(), noise.all_scatters()[1]
    return {
        "N": len(gradients),
        "mean_error": np.linalg.norm(mean - gradients.mean(axis=0)) / np.linalg.norm(gradients.mean(axis=0)),
        "variance": variance,
        "law": law[noise.SIZES.index(32)],
        "narrower": np.sqrt(law[0] / law[noise.SIZES.index(16)]),
        "seen": {rows: orders.share_seen(rows) for rows in (100, 1285)},
    }


def _floors():
    alphas = ("0.5", "0.1", "0.02", "0.01")
    dealt, independent = noise.dealt_floor(0.1, np.random.default_rng(0))
    return {
        "floor": {alpha: noise.noise_floor(float(alpha)) for alpha in alphas},
        "measured": {alpha: noise.measured_floor(float(alpha), np.random.default_rng(0)) for alpha in alphas},
        "dealt": independent / dealt,
    }


def _digits():
    losses, answers = orders.four_orders()
    race = comparison.race_on_digits(np.random.default_rng(0))
    _, reads, _, shown = comparison.race_view(race)
    right = dict(zip(race, (reads == shown).sum(axis=2), strict=True))
    at = {word: list(orders.ORDER_ALPHAS).index(float(word)) for word in ("0.25", "1", "2")}
    return {
        "order": {order: {word: curve[-1, i] for word, i in at.items()} for order, curve in losses.items()},
        "nines": {word: answers["not shuffled"][i][9] for word, i in at.items()},
        "race_error": {name: np.mean(read[-1] != scaled_digits().y_val) for name, (_, read) in race.items()},
        "race_right": {"sgd_3": right["sgd"][3], "descent_10": right["gradient descent"][10]},
        "race_loss": {name: curve[-1] for name, (curve, _) in race.items()},
    }


def _rates():
    early = int(np.searchsorted(regimes.marks(), 100))
    named = regimes.regime_view(1.0).named
    ends = dict(zip(regimes.RATES, regimes.last_losses(), strict=True))
    half = {name: ends[rate] for name, rate in regimes.REGIMES.items()}
    error = regimes.stairs_view(0.5, "validation error")
    loss = regimes.stairs_view(0.5, "training loss")
    last = (loss.epochs > 4.9) & (loss.epochs < 6.1)  # the epoch before the fall
    after = int(np.abs(loss.epochs - 6.5).argmin())
    constant = {name: getattr(loss, name)[-4:].mean() for name in ("stairs", "high", "low")}
    return {
        "rate_steps": regimes.EPOCHS * regimes.steps_an_epoch(),
        "early": {name: curve[early] for name, curve in named.items()},
        "rate_end": half,
        "rate_best": min(ends, key=ends.get),
        "rate_cliff": ends[1.0],
        "drop": {"before": loss.stairs[last].mean(), "after": loss.stairs[after]},
        "drop_error": {
            "stairs": error.stairs[-4:].mean(),
            "high": error.high[-4:].mean(),
            "low": error.low[-4:].mean(),
        },
        "drop_end": constant,
    }


def _valleys():
    found = {}
    for word, lower in (("wide", "the wide one"), ("narrow", "the narrow one")):
        wide, narrow, _ = wells.places(lower)
        shares = dict(zip(("0.01", "0.0178", "0.0316", "0.0562", "0.1", "0.178", "0.316", "0.562", "1"),
                          wells.share_in_the_lower(lower), strict=True))  # fmt: skip
        found[word] = {
            "wide": wells.curvature(wide, lower), "narrow": wells.curvature(narrow, lower),
            "limit": 2 / wells.curvature(narrow, lower), "wide limit": 2 / wells.curvature(wide, lower), "share": shares,
        }  # fmt: skip
    ends = wells.ends_on_digits()
    means = {name: dict(zip(("low", "high"), values.mean(axis=0), strict=True)) for name, values in ends.items()}
    pairs = {name: dict(zip(("mean", "error"), comparison.paired(values[:, 1], values[:, 0]), strict=True)) for name, values in ends.items()}  # fmt: skip
    return {"valley": found, "digits_end": means, "digits_pair": pairs}


def _schedules():
    """Return the loss over the last 20 steps, by kind of schedule and α₀, with a warm-up of a tenth of the run."""
    cases = {
        "constant": ("constant", 0.4, 1.0), "best": ("constant", schedules.best_constant(), 1.0), "stairs": ("stairs", 0.4, 0.3),
        "1/k": ("1/k", 0.4, 0.1), "cosine": ("cosine", 0.4, 1.0), "too_soon": ("cosine", 0.4, 0.3),
    }  # fmt: skip
    plans = [schedules.schedule(kind, alpha, pace, 0.1) for kind, alpha, pace in cases.values()]
    ends = schedules.loss_under(*plans)[:, -20:].mean(axis=1)
    after, lost = schedules.blown_up()
    warmed = {}
    for name, losses in firststeps.treated().items():
        mean = losses.mean(axis=1)
        warmed[name] = {
            word.replace("-", ""): {"best": row.min(), "good": int((row <= 0.2).sum())}
            for word, row in zip(firststeps.TREATMENTS, mean, strict=True)
        }
    start = float(schedules.loss_under(plans[0])[0, 0])
    return {
        "earned": dict(zip(cases, ends, strict=True)), "best_constant": schedules.best_constant(),
        "blown": {"start": start, "after": after, "lost": lost}, "treated": warmed,
    }  # fmt: skip


def _batches():
    alphas, steps, errors = batches.to_target()
    epochs = steps * np.array(batches.SIZES)[:, None] / len(scaled_digits().X_train)
    table = {
        size: {"alpha": alpha, "steps": step.mean(), "epochs": epoch.mean(), "error": error.mean()}
        for size, alpha, step, epoch, error in zip(batches.SIZES, alphas, steps, epochs, errors, strict=True)
    }
    ratio = np.exp(np.log(np.divide(*batches.scales())).mean(axis=1))
    scale = {name: {"start": row[0], "end": row[-1]} for name, row in zip(batches.SCHEDULES, ratio, strict=True)}
    means = errors.mean(axis=1)
    return {
        "target": table, "fewer": table[4]["steps"] / table[64]["steps"], "scale": scale,
        "error_low": means.min(), "error_high": means.max(),
    }  # fmt: skip


def _choices():
    found = comparison.tuned()
    tables = {word: comparison.verdict(found, decay) for word, decay in (("constant", False), ("cosine", True))}
    pairs = {
        measure: {
            name.replace(":", "").replace(" −", ""): {
                "mean": mean,
                "error": error,
                "size": abs(mean),
                "by": abs(mean) / error,
            }
            for name, (mean, error) in comparison.differences(found, measure).pairs.items()
        }
        for measure in ("validation loss", "test error")
    }
    losses = tuning.tuning_grid()
    ends = {name: [float(v) for v in _ends(entry)] for name, entry in losses.items()}
    champion = tuning.winner(losses)
    again = tuning.once_more(champion, range(1, 9))
    entry, (batch, rate) = losses[champion[0]], champion[1:]
    luck = {
        "setting": champion[0], "batch": tuning.BATCHES[batch], "alpha": entry["alphas"][rate],
        "first": entry["validation"][-1, batch, rate], "next": entry["validation"][-1, batch, min(rate + 1, 8)],
        "again": again[0].mean(), "worst": again[0].max(),
    }  # fmt: skip
    count = len(comparison.SPREAD)
    return {
        "tuned": tables, "pair": pairs, "luck": luck,
        "large": {name: {"256": values[-2], "512": values[-1]} for name, values in ends.items()},
        "seeds": len(comparison.SEEDS),
        "runs": {"tuned": count * len(comparison.SEEDS), "all": count * len(tuning.BATCHES) * len(tuning.SETTINGS)},
    }  # fmt: skip


def _ends(entry):
    """Return the lowest last training loss for each batch size."""
    return np.nanmin(np.nan_to_num(entry["training"][-1], nan=np.inf), axis=1)


def _clinic():
    ends = {name: (run["printed"][-1], run["validation"][-1]) for name, run in patients().items()}
    return {"guessing": np.log(10), "few_printed": ends[PATIENTS[4]][0], "few_validation": ends[PATIENTS[4]][1]}
