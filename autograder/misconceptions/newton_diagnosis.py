"""Records the runs of pair 2's diagnosis: saddle-free Newton on one landscape, with one mistake each."""

import numpy as np

from autograder.cases.ps2_newton.right_labels import RIGHT_LABELS
from autograder.misconceptions.newton import wrong_steps
from solutions.newton import newton_step, saddle_free_step

START = np.array([0.9, 0.6])
STEPS = 14
FLOOR, ROUNDING = 1e-16, 1e-12  # smaller losses and smaller distances are rounding errors

LABELS = [
    "nothing is wrong",
    "the sign of the curvature is ignored",
    "the step is taken with the wrong sign",
    "the Hessian of the start is used in every step",
    "only the diagonal of the Hessian is used",
    "every step is half as long as it should be",
    "the Hessian is not used at all: this is gradient descent",
    "a large damping is added to every curvature",
]


def loss(theta):
    """Return 1 + cos x + 2·(y − x/2)²: a slanted valley with a saddle at the origin and minima at x = ±π."""
    x, y = theta
    return 1 + np.cos(x) + 2 * (y - x / 2) ** 2


def gradient(theta):
    """Return the gradient of `loss`."""
    x, y = theta
    return np.array([-np.sin(x) - 2 * (y - x / 2), 4 * (y - x / 2)])


def hessian(theta):
    """Return the Hessian of `loss`."""
    return np.array([[1 - np.cos(theta[0]), -2.0], [-2.0, 4.0]])


def record_diagnosis():
    """Return the recorded runs as plain data: what `show_diagnosis` shows."""
    H0 = hessian(START)
    steps = {
        "nothing is wrong": saddle_free_step,
        "the sign of the curvature is ignored": newton_step,
        "the step is taken with the wrong sign": wrong_steps.goes_uphill,
        "the Hessian of the start is used in every step": lambda g, H: saddle_free_step(g, H0),
        "only the diagonal of the Hessian is used": wrong_steps.magnitudes_of_diagonal,
        "every step is half as long as it should be": lambda g, H: 0.5 * saddle_free_step(g, H),
    }
    paths = {name: run(steps[label]) for name, label in RIGHT_LABELS.items()}
    return {
        "question": (
            f"Six programs were meant to take {STEPS} saddle-free steps without damping from the same start. "
            "The landscape has two minima with loss 0, and between them a saddle with loss 2. At the start "
            "one curvature is negative. At most one mistake is in each program. Which?"
        ),
        "labels": LABELS,
        "x": "step",
        "y": "loss (log scale)",
        "log": True,
        "runs": {name: curve(path) for name, path in paths.items()},
        "table": {
            "columns": [
                "step 1: angle to −g, in degrees",
                "step 1: length",
                "e₈ / e₇, with e the distance to the last point",
                "last gradient: length",
                "last Hessian: smallest eigenvalue",
            ],
            "rows": {name: table_row(path) for name, path in paths.items()},
        },
    }


def run(step):
    """Return the path of theta ← theta + step(g, H)."""
    path = [START]
    for _ in range(STEPS):
        path.append(path[-1] + step(gradient(path[-1]), hessian(path[-1])))
    return np.array(path)


def curve(path):
    """Return the losses; None where only rounding is left."""
    values = [loss(theta) for theta in path]
    return [shorten(value) if value > FLOOR else None for value in values]


def table_row(path):
    """Return the numbers that tell one mistake from another."""
    g, step = gradient(path[0]), path[1] - path[0]
    cosine = -g @ step / np.linalg.norm(g) / np.linalg.norm(step)
    errors = np.linalg.norm(path - path[-1], axis=1)
    return [
        shorten(np.degrees(np.arccos(cosine))),
        shorten(np.linalg.norm(step)),
        shorten(errors[8] / errors[7]) if errors[7] > ROUNDING else "both are 0",
        shorten(np.linalg.norm(gradient(path[-1]))),
        shorten(np.linalg.eigvalsh(hessian(path[-1]))[0]),
    ]


def shorten(x):
    """Return a float with four digits, which is what a plot or a table needs."""
    return float(f"{x:.4g}")
