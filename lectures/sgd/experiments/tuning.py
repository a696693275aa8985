"""A grid of batch sizes, step sizes and memories on the digits; its winner, and how much of that was luck."""

import functools

import numpy as np

from lectures.sgd.data import GridView

from lectures.sgd.experiments.comparison import SPREAD
from lectures.network.digits import losses_and_errors, plain, scaled_digits, train, with_adam, with_momentum

BATCHES = (16, 32, 64, 128, 256, 512)
SETTINGS = {
    "SGD, μ = 0": (plain, 0.5),
    "SGD, μ = 0.9": (with_momentum(0.9), 0.0625),
    "SGD, μ = 0.99": (with_momentum(0.99), 0.0078125),
    "Adam, β₂ = 0.999": (with_adam(), 0.015625),
    "Adam, β₂ = 0.9": (with_adam(beta2=0.9), 0.015625),
}


def grid(rng, progress=lambda share: None, epochs=8):
    """Train at six batch sizes, nine step sizes and five settings of momentum or of Adam's averages.

    Returns
    -------
    dict of str to dict
        By setting: ``"alphas"`` (9,), and ``"training"``, ``"validation"`` losses and ``"test"`` errors of shape
        (epochs + 1, 6, 9) (the test's after the last epoch only: (6, 9)).
    """
    digits, seed, found = scaled_digits(), rng.integers(2**32), {}
    for i, (name, (step, centre)) in enumerate(SETTINGS.items()):
        training, validation, test = [], [], []
        for j, batch_size in enumerate(BATCHES):
            path = train(step, centre * SPREAD, np.random.default_rng(seed), batch_size=batch_size, epochs=epochs)
            training.append(losses_and_errors(path, *digits[:2])[0])
            validation.append(losses_and_errors(path, *digits[2:4])[0])
            test.append(losses_and_errors(path[-1], *digits[4:])[1])
            progress((i * len(BATCHES) + j + 1) / (len(BATCHES) * len(SETTINGS)))
        losses = (np.stack(each, axis=1) for each in (training, validation))
        found[name] = {
            "alphas": centre * SPREAD,
            **dict(zip(("training", "validation"), losses, strict=True)),
            "test": np.array(test),
        }
    return found


@functools.cache
def tuning_grid():
    """Return the `grid` that the lecture shows first."""
    return grid(np.random.default_rng(0))


def best_cell(entry, by):
    """Return (batch, α) as indices of the cell with the lowest last loss."""
    last = np.nan_to_num(entry[by][-1], nan=np.inf)
    return tuple(int(i) for i in np.unravel_index(last.argmin(), last.shape))


def winner(losses):
    """Return (setting, batch, α) with the lowest validation loss of a whole `grid`, the last two as indices."""
    cells = {name: best_cell(entry, "validation") for name, entry in losses.items()}
    name = min(cells, key=lambda name: losses[name]["validation"][-1][cells[name]])
    return name, *cells[name]


def once_more(cell, seeds, epochs=8):
    """Train a cell of the grid again from other starts; return the validation losses and test errors."""
    name, batch, rate = cell
    step, centre = SETTINGS[name]
    digits, alphas = scaled_digits(), centre * SPREAD[rate : rate + 1]
    ends = []
    for seed in seeds:
        path = train(step, alphas, np.random.default_rng(seed), batch_size=BATCHES[batch], epochs=epochs)
        ends.append([losses_and_errors(path[-1], *digits[2:4])[0][0], losses_and_errors(path[-1], *digits[4:])[1][0]])
    return np.array(ends).T


def grid_view(losses, setting, by, place):
    """Return what the demo of the grid shows.

    Returns
    -------
    last : ndarray of shape (6, 9)
        Losses after the last epoch.
    best, cell : pair of int
        The lowest of them, and the cell that is nearest to `place`, a pair (α, batch) as real numbers.
    training, validation : ndarray of shape (epochs + 1,)
        The curves of that cell.
    alphas, batches : sequence
        What the cells stand for.
    """
    entry = losses[setting]
    shape = entry[by].shape[1:]
    cell = tuple(int(np.clip(round(v), 0, n - 1)) for v, n in zip(place[::-1], shape, strict=True))
    curves = (entry[name][:, *cell] for name in ("training", "validation"))
    return GridView(entry[by][-1], best_cell(entry, by), cell, *curves, entry["alphas"], BATCHES)
