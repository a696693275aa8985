"""Step sizes from too low to too high on digits of which some have wrong labels; and what a falling step size earns."""

import functools

import numpy as np

from lectures.network.digits import (
    epochs_of_batches,
    loss_and_gradient,
    losses_and_errors,
    plain,
    random_start,
    scaled_digits,
)
from lectures.sgd.data import Regimes, Stairs
from solutions.sgd import step_decay

RATES = 2.0 ** np.arange(-9, 2)
REGIMES = {"too low": 1 / 256, "good": 1 / 16, "high": 1 / 2, "too high": 2.0}
SEEDS = (0, 1, 2)
BATCH, EPOCHS, WRONG = 4, 12, 0.1
DROP, DROPS_AT = 1 / 8, (6, 9)  # the step size is divided by eight after these epochs
STAIRS_FROM = (1 / 4, 1 / 2)


def wrong_labels(y: np.ndarray, share: float, rng: np.random.Generator) -> np.ndarray:
    """Return labels (N,) of which a share was changed to another digit, each other one equally likely."""
    y, chosen = y.copy(), rng.permutation(len(y))[: round(share * len(y))]
    y[chosen] = (y[chosen] + rng.integers(1, 10, size=len(chosen))) % 10
    return y


@functools.cache
def noisy_labels() -> np.ndarray:
    """Return the training labels (1285,) of this experiment, a tenth of them wrong."""
    return wrong_labels(scaled_digits().y_train, WRONG, np.random.default_rng(100))


def steps_an_epoch() -> int:
    """Return how many minibatches an epoch has."""
    return -(-len(noisy_labels()) // BATCH)


def marks() -> np.ndarray:
    """Return the steps at which the networks are looked at: dense at first, then every half epoch."""
    half = steps_an_epoch() // 2
    early = [4, 6, 9, 14, 20, 30, 45, 65, 100, 130]
    return np.unique([*early, *np.arange(1, 2 * EPOCHS + 1) * half])


def snapshots(alphas: np.ndarray, seed: int) -> np.ndarray:
    """Train copies of the network by SGD, and keep their parameters at `marks`.

    Parameters
    ----------
    alphas : ndarray of shape (steps, copies)

    Returns
    -------
    ndarray of shape (marks + 1, copies, n)
    """
    rng, X, k, wanted = np.random.default_rng(seed), scaled_digits().X_train, 0, {*marks().tolist()}
    theta = np.tile(random_start(rng), (alphas.shape[1], 1))
    kept, deals = [theta], epochs_of_batches("reshuffled", X, noisy_labels(), BATCH, rng)
    with np.errstate(over="ignore", invalid="ignore"):
        for batches in deals:
            for X_b, y_b in batches:
                theta = plain(theta, loss_and_gradient(theta, X_b, y_b)[1], None, k, alphas[k][:, None])[0]
                k += 1
                if k in wanted:
                    kept.append(theta)
                if k == len(alphas):
                    return np.array(kept)
    raise AssertionError("epochs never end")


@functools.cache
def trained() -> dict[str, np.ndarray]:
    """Train at each of `RATES` and on two staircases, with three seeds.

    Returns
    -------
    dict of str to ndarray of shape (seeds, marks + 1, copies)
        ``"training loss"`` (with the wrong labels), ``"validation loss"`` and ``"validation error"`` (with the right ones).
    """
    steps = marks()[-1]
    falls = [DROPS_AT[0] * steps_an_epoch(), DROPS_AT[1] * steps_an_epoch()]
    stairs = [
        [step_decay(int(np.searchsorted(falls, k, "right")), a, DROP, 1) for k in range(steps)] for a in STAIRS_FROM
    ]
    plans = np.column_stack([*(np.full(steps, rate) for rate in RATES), *stairs])
    digits, rows = scaled_digits(), []
    for seed in SEEDS:
        kept = snapshots(plans, seed)
        validation = losses_and_errors(kept, digits.X_val, digits.y_val)
        rows.append([losses_and_errors(kept, digits.X_train, noisy_labels())[0], *validation])
    found = np.moveaxis(np.array(rows), 1, 0)
    return dict(zip(("training loss", "validation loss", "validation error"), found, strict=True))


def seen_examples() -> np.ndarray:
    """Return how many examples had been used at each of the snapshots (marks + 1,), in epochs."""
    return np.concatenate([[0], marks()]) / steps_an_epoch()


def last_losses() -> np.ndarray:
    """Return the training loss (rates,) over the last two epochs, the mean of all seeds."""
    return trained()["training loss"][:, -4:, : len(RATES)].mean(axis=(0, 1))


def regime_view(alpha: float) -> Regimes:
    """Return the four named curves, and that of any step size of `RATES`."""
    curves = trained()["training loss"].mean(axis=0)
    named = {name: curves[1:, list(RATES).index(rate)] for name, rate in REGIMES.items()}
    chosen = int(np.abs(np.log(RATES / alpha)).argmin())
    seeds = trained()["training loss"][:, 1:, chosen]
    return Regimes(marks(), named, float(RATES[chosen]), seeds, last_losses()[chosen])


def stairs_view(alpha0: float, measure: str) -> Stairs:
    """Return a measure under the staircase from alpha0, and under two constant step sizes: its first and its second."""
    table = trained()[measure].mean(axis=0)
    stairs = table[:, len(RATES) + STAIRS_FROM.index(alpha0)]
    high, low = (table[:, list(RATES).index(alpha)] for alpha in (alpha0, alpha0 * DROP))
    return Stairs(seen_examples(), stairs, high, low, alpha0, measure)
