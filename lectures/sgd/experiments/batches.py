"""What a batch size costs on the digits: noise against signal along a training, and steps to a fixed loss."""

import functools

import numpy as np

from lectures.network.digits import (
    epochs_of_batches,
    forward,
    loss_and_gradient,
    losses_and_errors,
    plain,
    random_start,
    scaled_digits,
    train,
    unpack,
)
from lectures.sgd.data import NoiseScale, ToTarget
from lectures.sgd.experiments.comparison import steps_in
from solutions.sgd import cosine_decay

SIZES = (4, 16, 64, 256, 1024)
LOOKED_AT = {4: 64, 16: 16, 64: 4, 256: 4, 1024: 4}  # the loss is measured after so many steps
ALPHAS = {
    4: (0.125, 0.25, 0.5),
    16: (0.5, 1, 2),
    64: (0.5, 1, 2),
    256: (0.5, 1, 2),
    1024: (1, 2, 4),
}  # the best is amid them
TARGET, SEEDS = 0.1, (0, 1, 2)
SCHEDULES = ("constant", "cosine")
SCALE_ALPHA, SCALE_EPOCHS = 0.25, 12


def noise_and_signal(theta: np.ndarray) -> tuple[float, float]:
    """Return S, the variance of the gradients of single images summed over all coordinates, and ‖∇L‖².

    Parameters
    ----------
    theta : ndarray of shape (n,)
    """
    X, y, _, _, _, _ = scaled_digits()
    hidden, log_p = (part[0] for part in forward(theta[None], X))
    delta = np.exp(log_p)
    delta[np.arange(len(X)), y] -= 1
    before = (delta @ unpack(theta[None])[2][0].T) * (1 - hidden**2)
    squares = ((X**2).sum(1) + 1) * (before**2).sum(1) + ((hidden**2).sum(1) + 1) * (delta**2).sum(1)
    signal = float((loss_and_gradient(theta[None], X, y)[1] ** 2).sum())
    return float(squares.sum() - len(X) * signal) / (len(X) - 1), signal


@functools.cache
def scales():
    """Return S and ‖∇L‖² along trainings with each of `SCHEDULES`: (2, schedules, seeds, epochs + 1)."""
    steps = steps_in(SCALE_EPOCHS)
    cosine = [cosine_decay(k, SCALE_ALPHA, steps) for k in range(steps)]
    plans = np.column_stack([np.full(steps, SCALE_ALPHA), cosine])
    paths = [train(plain, plans, np.random.default_rng(seed), epochs=SCALE_EPOCHS) for seed in SEEDS]
    found = [[[noise_and_signal(path[e, i]) for e in range(SCALE_EPOCHS + 1)] for path in paths] for i in (0, 1)]
    return np.moveaxis(np.array(found), -1, 0)


def scale_view(schedule):
    """Return noise and signal along the training with a schedule, of three seeds."""
    return NoiseScale(schedule, *scales()[:, SCHEDULES.index(schedule)])


def steps_to_target(size, seed, limit=6000):
    """Return after how many steps each of its `ALPHAS` has the target loss (nan: never), and the test error there: (2, 3)."""
    rng, digits, k = np.random.default_rng(seed), scaled_digits(), 0
    alphas = np.array(ALPHAS[size], float)[:, None]
    theta, found = np.tile(random_start(rng), (len(alphas), 1)), np.full((2, len(alphas)), np.nan)
    with np.errstate(over="ignore", invalid="ignore"):
        for batches in epochs_of_batches("reshuffled", *digits[:2], size, rng):
            for X_b, y_b in batches:
                theta, k = plain(theta, loss_and_gradient(theta, X_b, y_b)[1], None, k, alphas)[0], k + 1
                if k % LOOKED_AT[size] == 0:
                    there = np.isnan(found[0]) & (losses_and_errors(theta, *digits[:2])[0] <= TARGET)
                    if there.any():
                        found[:, there] = [[k] * there.sum(), losses_and_errors(theta[there], *digits[4:])[1]]
                if k > min(limit, 1.3 * np.nanmin([limit, *found[0]])):
                    return found
    raise AssertionError("epochs never end")


@functools.cache
def to_target():
    """Return for each of `SIZES` at its best step size: α, and steps and test errors of all seeds (sizes, seeds).

    The best is the one with the fewest steps on average, among those that get there with every seed.
    """
    chosen, steps, errors = [], [], []
    for size in SIZES:
        found = np.array([steps_to_target(size, seed) for seed in SEEDS])
        mean = np.nan_to_num(found[:, 0].mean(axis=0), nan=np.inf)
        best = int(mean.argmin())
        chosen.append(ALPHAS[size][best])
        steps.append(found[:, 0, best])
        errors.append(found[:, 1, best])
    return np.array(chosen), np.array(steps), np.array(errors)


def target_view(batch):
    """Return steps and work to the target for all batch sizes, and which one is looked at."""
    return ToTarget(batch, np.array(SIZES), *to_target(), len(scaled_digits().X_train))
