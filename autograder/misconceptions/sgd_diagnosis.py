"""Records the runs of the diagnosis in assignment 5: one training on digits, with one bug each."""

import numpy as np

from autograder.cases.ps5_sgd.right_labels import RIGHT_LABELS
from autograder.misconceptions.sgd.wrong_batches import not_shuffled, shuffled_separately
from checks.digits import split_digits
from solutions.sgd import minibatches, mlp_loss, step_decay

EPOCHS, BATCH_SIZE, ALPHA, MU, HIDDEN = 24, 50, 0.03, 0.9, 24

LABELS = [
    "nothing is wrong",
    "rows and labels are shuffled apart",
    "the rows are sorted by digit and never shuffled",
    "the same minibatch is used at every step",
    "the schedule was written for epochs, but is asked at every minibatch",
    "the step size never falls",
    "the gradient is a sum over the minibatch, not a mean",
    "theta moves uphill",
]


def record_diagnosis():
    """Train five times and return the record that the notebook shows."""
    digits = split_digits()
    by_digit = np.argsort(digits.y_train, kind="stable")
    plan = {"X": digits.X_train / 16, "y": digits.y_train}
    in_order = {"X": plan["X"][by_digit], "y": plan["y"][by_digit]}
    plans = {
        "nothing is wrong": plan,
        "rows and labels are shuffled apart": {**plan, "batches": shuffled_separately},
        "the rows are sorted by digit and never shuffled": {**in_order, "batches": not_shuffled},
        "the same minibatch is used at every step": {**plan, "batches": same_batch},
        "the schedule was written for epochs, but is asked at every minibatch": {
            **plan,
            "schedule": lambda k, epoch: step_decay(k, ALPHA, 0.1, 8),
        },
    }
    records = {run: train(**plans[label]) for run, label in RIGHT_LABELS.items()}
    return {
        "question": "Five trainings of one network on the digits. All were meant to be alike: SGD with "
        "momentum 0.9 on shuffled minibatches of 50 images, and a step size of 0.03 that falls to a tenth "
        "after every 8 epochs. What went wrong in each?",
        "labels": LABELS,
        "x": "epoch",
        "y": "loss on all training images (log scale)",
        "log": True,
        "runs": {name: losses for name, (losses, _) in records.items()},
        "table": {
            "columns": [
                "loss on the last minibatch",
                "length of the first gradient",
                "step size of the last step",
                "most frequent answer after epoch 1",
                "share of that answer (right: about 0.1)",
            ],
            "rows": {name: row for name, (_, row) in records.items()},
        },
    }


def train(X, y, batches=minibatches, schedule=lambda k, epoch: step_decay(epoch, ALPHA, 0.1, 8)):
    """Return the training loss before and after each epoch, and the numbers of the table."""
    rng = np.random.default_rng(5)
    params = {
        "W1": rng.normal(size=(64, HIDDEN)) / 8,
        "b1": np.zeros(HIDDEN),
        "W2": rng.normal(size=(HIDDEN, 10)) / 5,
        "b2": np.zeros(10),
    }
    velocity = dict.fromkeys(params, 0.0)
    losses, first, answer, k = [mlp_loss(params, X, y)[0]], None, None, 0
    for epoch in range(EPOCHS):
        for X_b, y_b in batches(X, y, BATCH_SIZE, rng):
            loss, gradients = mlp_loss(params, X_b, y_b)
            first = first or float(np.sqrt(sum(np.sum(g**2) for g in gradients.values())))
            alpha = schedule(k, epoch)
            velocity = {name: gradients[name] + MU * velocity[name] for name in params}
            params = {name: params[name] - alpha * velocity[name] for name in params}
            k += 1
        losses.append(mlp_loss(params, X, y)[0])
        answer = answer or most_frequent_answer(params)
    row = [loss, first, alpha, answer[1]]
    row = [rounded(value) for value in row]
    return [rounded(value) for value in losses], [*row[:3], answer[0], row[3]]


def same_batch(X, y, batch_size, rng):
    """Give the first rows again and again: as many batches as an epoch has."""
    return [(X[:batch_size], y[:batch_size])] * -(-len(X) // batch_size)


def most_frequent_answer(params):
    """Return the digit that the network reads most often in the validation images, and how often."""
    X = split_digits().X_val / 16
    logits = np.tanh(X @ params["W1"] + params["b1"]) @ params["W2"] + params["b2"]
    counts = np.bincount(np.argmax(logits, axis=1), minlength=10)
    return int(np.argmax(counts)), float(counts.max() / len(X))


def rounded(value):
    """Round to three digits: what is read off a figure, and the same on every machine."""
    return float(f"{value:.3g}")
