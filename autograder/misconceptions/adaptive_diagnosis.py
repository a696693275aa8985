"""Records the runs of pair 4's diagnosis: one loss, one start, and one bug in every run but one."""

import numpy as np

from autograder.cases.ps4_adaptive.right_labels import RIGHT_LABELS
from autograder.misconceptions.adaptive.wrong_adam import (
    adam_betas_swapped,
    adam_magnitudes,
    adam_returns_corrected,
    adam_uncorrected,
)
from autograder.misconceptions.adaptive.wrong_runs import run_k_stays_one
from solutions.adaptive import adam

CURVATURES, START = np.array([100.0, 1.0]), np.array([1.0, 3.0])
ALPHA, STEPS = 0.05, 59
QUESTION = (
    "Six runs, all meant to be Adam with α = 0.05, β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸, on the loss "
    "L = ½ (100 θ₁² + θ₂²) from θ = (1, 3). Exactly one has no bug; each of the others has one. "
    "The table shows how far θ moved in single steps, and the loss at the end."
)
LABELS = [
    "nothing is wrong",
    "neither average is corrected for its start at zero",
    "only m is corrected for its start at zero",
    "only v is corrected for its start at zero",
    "the step number k stays 1",
    "the corrected averages are carried into the next step",
    "beta1 and beta2 are swapped",
    "v averages |g| instead of g²",
    "the square root of v is missing",
    "one root for all coordinates: the squares are summed over the vector",
    "theta moves with the gradient, not against it",
]


def record_diagnosis():
    """Return question, labels, curves and table as plain data, numbers to six digits."""
    found = {
        "nothing is wrong": adam(_slope, START, STEPS, alpha=ALPHA),
        "neither average is corrected for its start at zero": _path(adam_uncorrected),
        "the step number k stays 1": run_k_stays_one(_slope, START, STEPS, alpha=ALPHA),
        "the corrected averages are carried into the next step": _path(adam_returns_corrected),
        "beta1 and beta2 are swapped": _path(adam_betas_swapped),
        "v averages |g| instead of g²": _path(adam_magnitudes),
    }
    paths = {run: found[label] for run, label in RIGHT_LABELS.items()}
    return {
        "question": QUESTION,
        "labels": LABELS,
        "x": "step",
        "y": "loss (log scale)",
        "log": True,
        "runs": {run: [_digits(loss) for loss in _losses(path)] for run, path in paths.items()},
        "table": {
            "columns": [
                "θ₁ moves in step 1",
                "θ₂ moves in step 1",
                "θ₂ moves in step 2",
                "θ₂ moves in step 12",
                "θ₁ after step 30",
                "loss after step 59",
            ],
            "rows": {run: _row(path) for run, path in paths.items()},
        },
    }


def _slope(theta):
    return CURVATURES * theta


def _losses(path):
    return 0.5 * path**2 @ CURVATURES


def _path(step):
    theta, m, v = START, np.zeros(2), np.zeros(2)
    path = [theta]
    for k in range(1, STEPS + 1):
        theta, m, v = step(theta, _slope(theta), m, v, k, alpha=ALPHA)
        path.append(theta)
    return np.array(path)


def _row(path):
    moves = np.diff(path, axis=0)
    numbers = moves[0, 0], moves[0, 1], moves[1, 1], moves[11, 1], path[30, 0], _losses(path)[-1]
    return [_digits(number) for number in numbers]


def _digits(number):
    return float(f"{number:.6g}")
