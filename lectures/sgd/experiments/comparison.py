"""Step sizes, optimizers and batch sizes on the digits: trained over whole grids, so that choosing can be shown."""

import functools
import math

import numpy as np

from lectures.sgd.data import Differences, TunedView

from lectures.network.digits import (
    METHODS,
    forward,
    losses_and_errors,
    plain,
    scaled_digits,
    train,
)
from solutions.sgd import cosine_decay

CENTRES = {"sgd": 0.5, "momentum": 0.0625, "adam": 1 / 64}
WORDS = {"sgd": "SGD", "momentum": "momentum", "adam": "Adam"}
SPREAD = 2.0 ** np.arange(-4, 5)
SEEDS = tuple(range(8))
BARS = (0.2, 0.15)  # mean validation losses that count as good, for every method alike


def steps_in(epochs, batch_size=32):
    """Return how many minibatches there are in some epochs."""
    return epochs * math.ceil(len(scaled_digits().X_train) / batch_size)


def race_on_digits(rng, epochs=10):
    """Train with full gradients, SGD, momentum and Adam, each at a step size that suits it.

    Returns
    -------
    dict of str to (losses, reads)
        Training loss (epochs + 1,), and what is read in each of the 256 validation images after each epoch.
    """
    digits, seed, found = scaled_digits(), rng.integers(2**32), {}
    runs = {
        "gradient descent": (plain, 1.0, len(digits.X_train)), "sgd": (plain, 0.25, 32),
        "momentum": (METHODS["momentum"], 0.0625, 32), "adam": (METHODS["adam"], 1 / 64, 32),
    }  # fmt: skip
    for name, (step, alpha, batch_size) in runs.items():
        path = train(step, [alpha], np.random.default_rng(seed), batch_size=batch_size, epochs=epochs)
        found[name] = (losses_and_errors(path, digits.X_train, digits.y_train)[0][:, 0], read(path[:, 0], digits.X_val))
    return found


def race_view(runs, count=8):
    """Return the curves of `race_on_digits`, and what is read in some images that were misread on the way.

    Returns
    -------
    curves : dict of str to ndarray of shape (epochs + 1,)
    reads : ndarray of shape (methods, epochs + 1, count)
    images, labels : ndarray of shape (count, 8, 8) and (count,)
    """
    digits = scaled_digits()
    reads = np.array([read for _, read in runs.values()])
    hard = np.argsort(-(reads[1:] != digits.y_val).sum(axis=(0, 1)), kind="stable")[: 8 * count : 8]
    curves = {name: curve for name, (curve, _) in runs.items()}
    return curves, reads[:, :, hard], digits.X_val[hard].reshape(-1, 8, 8), digits.y_val[hard]


def read(path, X):
    """Return the digits (epochs + 1, N) that networks with parameters (epochs + 1, n) read in images."""
    return forward(path, X)[1].argmax(axis=-1)


def tune(seeds, progress=lambda share: None, epochs=12):
    """Train SGD, momentum and Adam at nine step sizes each, constant or falling to zero along a cosine.

    Returns
    -------
    dict of str to dict
        By method: ``"alphas"`` (9,); and of shape (2, seeds, 9), first without decay and then with it,
        ``"training loss"``, ``"validation loss"``, ``"validation error"``, ``"test error"`` after the last epoch.
    """
    digits, steps, found = scaled_digits(), steps_in(epochs), {}
    cosine = np.array([cosine_decay(k, 1.0, steps) for k in range(steps)])[:, None]
    for i, (name, step) in enumerate(METHODS.items()):
        alphas, rows = CENTRES[name] * SPREAD, []
        plans = np.hstack([np.tile(alphas, (steps, 1)), cosine * alphas])
        for j, seed in enumerate(seeds):
            last = train(step, plans, np.random.default_rng(seed), epochs=epochs)[-1]
            validation, test = (losses_and_errors(last, *digits[at : at + 2]) for at in (2, 4))
            rows.append([losses_and_errors(last, *digits[:2])[0], *validation, test[1]])
            progress((i * len(seeds) + j + 1) / (len(seeds) * len(METHODS)))
        table = np.array(rows).reshape(len(seeds), 4, 2, len(alphas)).transpose(1, 2, 0, 3)
        names = ("training loss", "validation loss", "validation error", "test error")
        found[name] = {"alphas": alphas, **dict(zip(names, table, strict=True))}
    return found


@functools.cache
def tuned():
    """Return `tune` for the lecture's seeds."""
    return tune(SEEDS)


def chosen(entry, decay, by="validation loss"):
    """Return which of the nine step sizes has the lowest mean over the seeds."""
    return int(np.argmin(np.nan_to_num(entry[by][int(decay)].mean(axis=0), nan=np.inf)))


def verdict(found, decay):
    """Return by method the chosen α, the validation loss there, the test error with its spread, and the good rates.

    Good rates are those whose mean validation loss is at most `BARS`: the same bars for all methods. ``"good own"``
    counts those at most 1.5 times the method's own best: a bar that is lower for the better method.
    """
    table = {}
    for name, entry in found.items():
        best, losses = chosen(entry, decay), entry["validation loss"][int(decay)].mean(axis=0)
        test = entry["test error"][int(decay)][:, best]
        table[name] = {
            "alpha": entry["alphas"][best], "loss": losses[best], "test": test.mean(), "spread": test.std(ddof=1),
            "good own": int((losses <= 1.5 * losses[best]).sum()),
            **{f"good {bar:g}": int((losses <= bar).sum()) for bar in BARS},
        }  # fmt: skip
    return table


def at_best(entry, decay, measure):
    """Return a measure (seeds,) at the step size that validation chose."""
    return entry[measure][int(decay)][:, chosen(entry, decay)]


def paired(one, other):
    """Return the mean of the differences `one` − `other` (seeds,), and its standard error."""
    difference = np.asarray(one) - other
    return float(difference.mean()), float(difference.std(ddof=1) / np.sqrt(len(difference)))


def differences(found, measure):
    """Return what decay changes for each method, and how the methods differ with it, seed by seed."""
    with_decay = {name: at_best(entry, True, measure) for name, entry in found.items()}
    pairs = {f"{WORDS[name]}: decay": paired(with_decay[name], at_best(found[name], False, measure)) for name in found}
    for one, other in (("momentum", "sgd"), ("adam", "sgd"), ("adam", "momentum")):
        pairs[f"{WORDS[one]} − {WORDS[other]}"] = paired(with_decay[one], with_decay[other])
    return Differences(measure, pairs)


def tuned_view(found, decay, measure):
    """Return (by method its step sizes, the measured values (seeds, 9) and which is chosen), and the measure's name.

    Chosen is by validation loss, whatever is shown.
    """
    entries = {
        name: (entry["alphas"], entry[measure][int(decay)], chosen(entry, decay)) for name, entry in found.items()
    }
    return TunedView(entries, measure, BARS[0])
