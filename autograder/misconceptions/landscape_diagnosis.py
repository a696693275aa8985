"""Records the runs of pair 1's diagnosis: gradient descent on one bowl, with at most one mistake each."""

import numpy as np

from autograder.cases.ps1_landscape.right_labels import RIGHT_LABELS
from autograder.misconceptions.landscape import wrong_descent
from solutions.landscape import gradient_descent

CURVATURES = np.array([1.0, 4.0])
START = np.array([2.0, 1.0])
ALPHA, TOO_LARGE, STEPS = 0.1, 0.55, 30

LABELS = [
    "nothing is wrong",
    "the gradient is added instead of subtracted",
    "the step size is above 2/λ_max",
    "the step size shrinks from step to step",
    "the gradient of the start is used in every step",
    "the gradient is divided by its length",
    "only the signs of the slopes are used",
    "only the first parameter is updated",
    "only the second parameter is updated",
]

PROGRAMS = {
    "nothing is wrong": gradient_descent,
    "the gradient is added instead of subtracted": wrong_descent.gradient_added,
    "the step size is above 2/λ_max": lambda grad, theta0, alpha, steps: gradient_descent(
        grad, theta0, TOO_LARGE, steps
    ),
    "the gradient of the start is used in every step": wrong_descent.gradient_of_the_start,
    "the gradient is divided by its length": wrong_descent.gradient_normalised,
    "only the first parameter is updated": wrong_descent.first_parameter_only,
}


def record_diagnosis():
    """Return the recorded runs as plain data: what `show_diagnosis` shows."""
    paths = {run: PROGRAMS[label](lambda t: CURVATURES * t, START, ALPHA, STEPS) for run, label in RIGHT_LABELS.items()}
    return {
        "question": (
            f"Six programs were meant to run gradient descent with alpha = {ALPHA} on the loss ½ θ₀² + 2 θ₁² "
            "from θ = (2, 1). At most one thing is wrong in each: what?"
        ),
        "labels": LABELS,
        "x": "step",
        "y": "loss (log scale)",
        "log": True,
        "runs": {name: [shorten(x) for x in 0.5 * path**2 @ CURVATURES] for name, path in paths.items()},
        "table": {
            "columns": ["θ₀ after 1 step", "θ₁ after 1 step", "θ₀ after 2 steps", "θ₁ after 2 steps",
                        f"length of step {STEPS}", f"length of the gradient after {STEPS} steps"],
            "rows": {name: table_row(path) for name, path in paths.items()},
        },
    }  # fmt: skip


def table_row(path):
    """Return the first two points, and the lengths of the last step and gradient."""
    lengths = np.linalg.norm(path[-1] - path[-2]), np.linalg.norm(CURVATURES * path[-1])
    return [shorten(x) for x in (*path[1], *path[2], *lengths)]


def shorten(x):
    """Return a float with four digits, which is what a plot or a table needs."""
    return float(f"{x:.4g}")
