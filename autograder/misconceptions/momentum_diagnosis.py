"""Records the runs of pair 3's diagnosis: momentum on one stretched bowl, with one mistake each."""

import numpy as np

from autograder.cases.ps3_momentum.right_labels import RIGHT_LABELS
from autograder.misconceptions.momentum import wrong_steps
from solutions.momentum import momentum_step

CURVATURES = np.array([1.0, 10.0])
START = np.array([3.0, 1.0])
ALPHA, MU, STEPS = 0.008, 0.9, 59

LABELS = [
    "nothing is wrong",
    "the velocity is not carried over from step to step",
    "the gradient enters the velocity only with weight 1 − mu",
    "theta moves by the old velocity, not by the new one",
    "the velocity is set back to zero every ten steps",
    "the step size is applied twice",
    "theta moves uphill",
    "the momentum is 0.99, not 0.9",
]


def reset_every_ten():
    """Return a step that forgets the velocity at each tenth call."""
    calls = 0

    def step(theta, g, velocity, alpha, mu):
        nonlocal calls
        calls += 1
        kept = 0 * velocity if calls % 10 == 1 else velocity
        return momentum_step(theta, g, kept, alpha, mu)

    return step


def record_diagnosis():
    """Return the recorded runs as plain data: what `show_diagnosis` shows."""
    steps = {
        "nothing is wrong": momentum_step,
        "the velocity is not carried over from step to step": wrong_steps.velocity_not_carried,
        "the gradient enters the velocity only with weight 1 − mu": wrong_steps.averaged,
        "theta moves by the old velocity, not by the new one": wrong_steps.old_velocity_moves,
        "the velocity is set back to zero every ten steps": reset_every_ten(),
    }
    paths = {name: run(steps[label]) for name, label in RIGHT_LABELS.items()}
    return {
        "question": (
            f"Five programs run momentum with alpha = {ALPHA} and mu = {MU} on the loss "
            "½ θ₀² + 5 θ₁² from θ = (3, 1), where the gradient has length 10.4. "
            "At most one mistake is in each. Which?"
        ),
        "labels": LABELS,
        "x": "step",
        "y": "loss (log scale)",
        "log": True,
        "runs": {name: [shorten(x) for x in 0.5 * path**2 @ CURVATURES] for name, path in paths.items()},
        "table": {
            "columns": ["length of step 1", "step 2", "step 10", "step 11", "step 12", f"loss after {STEPS}"],
            "rows": {name: table_row(path) for name, path in paths.items()},
        },
    }


def run(step):
    """Return the path of a run from rest."""
    path, velocity = [START], np.zeros(2)
    for _ in range(STEPS):
        theta, velocity = step(path[-1], CURVATURES * path[-1], velocity, ALPHA, MU)
        path.append(theta)
    return np.array(path)


def table_row(path):
    """Return the lengths of a few steps, and the last loss."""
    lengths = np.linalg.norm(np.diff(path, axis=0), axis=1)
    return [shorten(lengths[k - 1]) for k in (1, 2, 10, 11, 12)] + [shorten(0.5 * path[-1] ** 2 @ CURVATURES)]


def shorten(x):
    """Return a float with four digits, which is what a plot or a table needs."""
    return float(f"{x:.4g}")
