"""Broken trainings of one network, each with one bug, and what its program could have logged."""

import functools

import numpy as np

from lectures.sgd.data import Patient

from lectures.sgd.experiments.comparison import steps_in
from lectures.network.digits import (
    METHODS,
    forward,
    loss_and_gradient,
    losses_and_errors,
    random_start,
    scaled_digits,
    train,
)
from solutions.sgd import cosine_decay

EPOCHS, ALPHA = 15, 0.0625
HEALTHY = "nothing is wrong"
# What is wrong with each patient, in the order in which they wait; and what each disease would show.
PATIENTS = [
    "the step size is too small",
    "labels and images were shuffled apart",
    "all weights start at zero",
    "nothing is wrong",
    "only the first 64 images are ever dealt",
    "the step size is too large",
    "the images are sorted and never shuffled",
    "the schedule counts minibatches as if they were epochs",
]
SIGNS = {
    HEALTHY: "both losses would fall fast, then settle, as in the grey run",
    "the step size is too small": "the loss would fall smoothly and slowly, with a long gradient left at the end",
    "the step size is too large": "both losses would be wild, and the step size would stand far above the grey line",
    "all weights start at zero": "no hidden unit would ever move: the loss of guessing, ln 10 ≈ 2.3, and one answer to every image",
    "labels and images were shuffled apart": "the validation loss would stay near that of guessing, ln 10 ≈ 2.3, with many different answers",
    "the images are sorted and never shuffled": "both losses would be wild at a harmless step size, and one answer would rule: that of the last images",
    "the schedule counts minibatches as if they were epochs": "all would stand still after a part of the first epoch, with no step size left",
    "only the first 64 images are ever dealt": "the printed loss would be splendid and the validation loss would not",
}
INSTRUMENTS = ["length of the gradient", "step size", "share of its favourite answer"]


@functools.cache
def patients(seed=0):
    """Train all patients.

    Returns
    -------
    dict of str to dict
        By what is wrong: arrays (epochs + 1,) under ``"printed"`` (what programs usually print: the mean loss of
        the minibatches of each epoch, as they are passed), ``"validation"``, and each of `INSTRUMENTS`.
    """
    steps = steps_in(EPOCHS)
    cosine = np.array([cosine_decay(k, ALPHA, steps) for k in range(steps)])
    hasty = np.array([cosine_decay(k, ALPHA, EPOCHS) for k in range(steps)])
    digits = scaled_digits()
    X, y = digits.X_train, digits.y_train
    by_digit, apart = np.argsort(y, kind="stable"), np.random.default_rng(seed + 1).permutation(len(y))
    few = np.arange(len(y)) % 64
    zeros = np.zeros_like(random_start(np.random.default_rng(seed)))
    changes = {
        HEALTHY: {},
        "the step size is too small": {"alphas": cosine / 100},
        "the step size is too large": {"alphas": cosine * 30},
        "all weights start at zero": {"theta0": zeros},
        "labels and images were shuffled apart": {"y": y[apart]},
        "the images are sorted and never shuffled": {"X": X[by_digit], "y": y[by_digit], "order": "not shuffled"},
        "the schedule counts minibatches as if they were epochs": {"alphas": hasty},
        "only the first 64 images are ever dealt": {"X": X[few], "y": y[few]},
    }
    plan = {"alphas": cosine, "X": X, "y": y}
    return {name: _log(seed, **{**plan, **change}) for name, change in changes.items()}


def _log(seed, alphas, X, y, **options):
    log, plan = [], {**options, "epochs": EPOCHS}
    path = train(METHODS["momentum"], alphas[:, None], np.random.default_rng(seed), X, y, log=log, **plan)
    printed = np.reshape(log, (EPOCHS, -1)).mean(axis=1)
    gradients = loss_and_gradient(path[:, 0], X, y)[1]
    answers = forward(path[:, 0], scaled_digits().X_val)[1].argmax(axis=-1)
    ends = np.arange(EPOCHS + 1) * len(alphas) // EPOCHS
    return {
        "printed": np.array([log[0][0], *printed]),
        "validation": losses_and_errors(path, *scaled_digits()[2:4])[0][:, 0],
        "length of the gradient": np.linalg.norm(gradients, axis=1),
        "step size": alphas[np.maximum(ends - 1, 0)],
        "share of its favourite answer": np.array([np.bincount(row).max() / row.size for row in answers]),
    }


def patient_view(number, instrument, diagnosis):
    """Return (the diagnosis, what is wrong), the instrument, the run of patient 1, 2, …, and the healthy run."""
    truth = PATIENTS[number - 1]
    return Patient(diagnosis, truth, instrument, patients()[truth], patients()[HEALTHY])
