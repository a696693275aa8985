"""Wrong variants of a run of Adam."""

import numpy as np

from autograder.variants import wrong
from solutions.adaptive import adam as reference_run
from solutions.adaptive import adam_step


def _run(grad, theta0, steps, settings, number=lambda k: k, point=lambda theta, theta0: theta):
    """Run Adam with another numbering of the steps, or with gradients from another point."""
    theta, m, v = theta0, np.zeros_like(theta0), np.zeros_like(theta0)
    rows = [theta0]
    for k in range(1, steps + 1):
        theta, m, v = adam_step(theta, grad(point(theta, theta0)), m, v, number(k), *settings)
        rows.append(theta)
    return np.array(rows)


@wrong(
    "adam",
    "k stays 1 in every step.",
    "What should change in the correction from one step to the next?",
)
def run_k_stays_one(grad, theta0, steps, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    return _run(grad, theta0, steps, (alpha, beta1, beta2, eps), number=lambda k: 1)


@wrong("adam", "k starts at 2 instead of 1.", "What is the number of the first step?")
def run_k_from_two(grad, theta0, steps, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    return _run(grad, theta0, steps, (alpha, beta1, beta2, eps), number=lambda k: k + 1)


@wrong(
    "adam",
    "k starts at 0, so the first correction divides by zero.",
    "What is beta⁰, and what is left of the divisor?",
)
def run_k_from_zero(grad, theta0, steps, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    return _run(grad, theta0, steps, (alpha, beta1, beta2, eps), number=lambda k: np.float64(k - 1))


@wrong(
    "adam",
    "k grows once per coordinate, not once per step.",
    "Adam takes one step with all coordinates: how often is it counted?",
)
def run_k_per_coordinate(grad, theta0, steps, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    order = np.arange(1, theta0.size + 1)
    settings = (alpha, beta1, beta2, eps)
    return _run(grad, theta0, steps, settings, number=lambda k: theta0.size * (k - 1) + order)


@wrong(
    "adam",
    "The gradient is always taken at theta0.",
    "Where does the run stand when it asks for the next slope?",
)
def run_gradient_of_start(grad, theta0, steps, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    return _run(grad, theta0, steps, (alpha, beta1, beta2, eps), point=lambda theta, theta0: theta0)


@wrong(
    "adam",
    "m and v are set back to zero before every step.",
    "What does a step need to know of the steps before it?",
)
def run_state_lost(grad, theta0, steps, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    theta, rows = theta0, [theta0]
    for _ in range(steps):
        zero = np.zeros_like(theta)
        theta, _, _ = adam_step(theta, grad(theta), zero, zero, 1, alpha, beta1, beta2, eps)
        rows.append(theta)
    return np.array(rows)


@wrong(
    "adam",
    "The corrected m and v are carried from step to step.",
    "Which m and v should the next step go on with?",
)
def run_carries_corrected(grad, theta0, steps, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    theta, m, v = theta0, np.zeros_like(theta0), np.zeros_like(theta0)
    rows = [theta0]
    for k in range(1, steps + 1):
        theta, m, v = adam_step(theta, grad(theta), m, v, k, alpha, beta1, beta2, eps)
        m, v = m / (1 - beta1**k), v / (1 - beta2**k)
        rows.append(theta)
    return np.array(rows)


@wrong(
    "adam",
    "The starting point is missing from the path.",
    "How many points does a path of one step have?",
)
def run_without_start(grad, theta0, steps, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    return reference_run(grad, theta0, steps, alpha, beta1, beta2, eps)[1:]


@wrong("adam", "One step too few is taken.", "How many points does a path of one step have?")
def run_one_step_short(grad, theta0, steps, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    return reference_run(grad, theta0, max(steps - 1, 0), alpha, beta1, beta2, eps)


@wrong("adam", "Only the last point is returned, not the path.", "Which shape does the task ask for?")
def run_last_point(grad, theta0, steps, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    return reference_run(grad, theta0, steps, alpha, beta1, beta2, eps)[-1]


@wrong(
    "adam",
    "All rows are one and the same array, changed again and again.",
    "If an array is changed in place after it was stored, what does the list hold?",
)
def run_same_array(grad, theta0, steps, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    path = reference_run(grad, theta0, steps, alpha, beta1, beta2, eps)
    return np.tile(path[-1], (steps + 1, 1))


@wrong(
    "adam",
    "The path is kept in an array of integers, which cuts off the decimals.",
    "Which dtype does your array of the path have?",
)
def run_of_integers(grad, theta0, steps, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    return np.trunc(reference_run(grad, theta0, steps, alpha, beta1, beta2, eps)).astype(int)


@wrong(
    "adam",
    "alpha, beta1, beta2 and eps are not passed on to the step.",
    "With which settings does your step run, if the caller asks for others?",
)
def run_ignores_settings(grad, theta0, steps, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    return reference_run(grad, theta0, steps)


@wrong(
    "adam",
    "beta1 and beta2 are not passed on to the step.",
    "Which of the run's settings does a step need?",
)
def run_ignores_betas(grad, theta0, steps, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    return _run(grad, theta0, steps, (alpha, 0.9, 0.999, eps))


@wrong(
    "adam",
    "eps is not passed on to the step.",
    "Which eps does your step use, if the caller asks for another?",
)
def run_ignores_eps(grad, theta0, steps, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    return reference_run(grad, theta0, steps, alpha, beta1, beta2)


@wrong("adam", "The default of alpha is not that of the signature.", "Compare your first line with the task's.")
def run_default_alpha(grad, theta0, steps, alpha=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    return reference_run(grad, theta0, steps, alpha, beta1, beta2, eps)


@wrong("adam", "The default of eps is not that of the signature.", "Compare your first line with the task's.")
def run_default_eps(grad, theta0, steps, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    return reference_run(grad, theta0, steps, alpha, beta1, beta2, eps)


@wrong(
    "adam",
    "theta0 moves along with the run, so the caller's own array changes.",
    "Does your theta start as theta0 itself or as a copy of it?",
)
def run_in_place(grad, theta0, steps, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    path = reference_run(grad, theta0.copy(), steps, alpha, beta1, beta2, eps)
    theta0[...] = path[-1]
    return path


_LAST = {}


@wrong(
    "adam",
    "m, v and k live outside the function, so a second run starts with the averages of the first.",
    "What should m, v and k be when a run begins?",
    memory=_LAST,
)
def run_state_survives(grad, theta0, steps, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    zero = np.zeros_like(theta0)
    m, v, before = _LAST.get("state", (zero, zero, 0))
    if m.shape != theta0.shape:
        m, v, before = zero, zero, 0
    theta, rows = theta0, [theta0]
    for k in range(before + 1, before + steps + 1):
        theta, m, v = adam_step(theta, grad(theta), m, v, k, alpha, beta1, beta2, eps)
        rows.append(theta)
    _LAST["state"] = m, v, before + steps
    return np.array(rows)
