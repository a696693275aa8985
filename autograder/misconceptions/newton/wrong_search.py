"""What goes wrong in the line search."""

import numpy as np

from autograder.variants import wrong
from solutions import newton as ref


def _search(accept, f, theta, g, delta, alpha, shrink):
    """Return the first step size for which accept(trial, loss, a, slope) holds; 0.0 if none does."""
    slope = float(g @ delta)
    if slope >= 0:
        raise ValueError("delta must go downhill")
    loss = f(theta)
    while alpha > 0 and not accept(f(theta + alpha * delta), loss, alpha, slope):
        alpha *= shrink
    return float(alpha)


@wrong(
    "backtracking",
    "Any decrease is accepted, however small: c has no influence.",
    "By how much must the loss fall in Armijo's condition?",
)
def any_decrease(f, theta, g, delta, alpha=1.0, c=1e-4, shrink=0.5):
    accept = lambda trial, loss, a, slope: np.isfinite(trial) and trial < loss  # noqa: E731
    return _search(accept, f, theta, g, delta, alpha, shrink)


@wrong(
    "backtracking",
    "The promised fall has the wrong sign, so that a rise of the loss is accepted.",
    "gᵀdelta is negative downhill: is the right side of your condition below f(theta)?",
)
def rise_accepted(f, theta, g, delta, alpha=1.0, c=1e-4, shrink=0.5):
    accept = lambda trial, loss, a, slope: np.isfinite(trial) and trial <= loss - c * a * slope  # noqa: E731
    return _search(accept, f, theta, g, delta, alpha, shrink)


@wrong(
    "backtracking",
    "The step size is missing from the right side of the condition.",
    "A step half as long promises half the fall: does your condition say so?",
)
def step_missing_in_condition(f, theta, g, delta, alpha=1.0, c=1e-4, shrink=0.5):
    accept = lambda trial, loss, a, slope: np.isfinite(trial) and trial <= loss + c * slope  # noqa: E731
    return _search(accept, f, theta, g, delta, alpha, shrink)


@wrong(
    "backtracking",
    "The squared length of the gradient stands in the condition where gᵀdelta belongs.",
    "The two agree only for delta = −g: what is the slope along another direction?",
)
def squared_gradient_in_condition(f, theta, g, delta, alpha=1.0, c=1e-4, shrink=0.5):
    accept = lambda trial, loss, a, slope: np.isfinite(trial) and trial <= loss - c * a * (g @ g)  # noqa: E731
    return _search(accept, f, theta, g, delta, alpha, shrink)


@wrong(
    "backtracking",
    "The value of c is fixed in the function: the argument is not used.",
    "Search your function for a number that stands where c should.",
)
def c_fixed(f, theta, g, delta, alpha=1.0, c=1e-4, shrink=0.5):
    return ref.backtracking(f, theta, g, delta, alpha, 1e-4, shrink)


@wrong(
    "backtracking",
    "The step is always halved: the argument shrink is not used.",
    "Search your function for a number that stands where shrink should.",
)
def shrink_fixed(f, theta, g, delta, alpha=1.0, c=1e-4, shrink=0.5):
    return ref.backtracking(f, theta, g, delta, alpha, c, 0.5)


@wrong(
    "backtracking",
    "The search always starts from 1: the argument alpha is not used.",
    "Which step size should be tried first?",
)
def starts_from_one(f, theta, g, delta, alpha=1.0, c=1e-4, shrink=0.5):
    return ref.backtracking(f, theta, g, delta, 1.0, c, shrink)


@wrong(
    "backtracking",
    "The default of c is not 1e-4.",
    "Compare the first line of your function with the one that was given.",
)
def other_default(f, theta, g, delta, alpha=1.0, c=1e-2, shrink=0.5):
    return ref.backtracking(f, theta, g, delta, alpha, c, shrink)


@wrong(
    "backtracking",
    "A loss that is not finite is accepted: a comparison with nan is never true.",
    "Your loop goes on *while the loss is too large*. Is nan > 1 true? Is −infinity a good loss?",
)
def not_finite_accepted(f, theta, g, delta, alpha=1.0, c=1e-4, shrink=0.5):
    accept = lambda trial, loss, a, slope: not trial > loss + c * a * slope  # noqa: E731
    return _search(accept, f, theta, g, delta, alpha, shrink)


@wrong(
    "backtracking",
    "A loss of −infinity is accepted.",
    "It is below every bound, and still no loss that one can go on from: which function tests all three?",
)
def minus_infinity_accepted(f, theta, g, delta, alpha=1.0, c=1e-4, shrink=0.5):
    accept = lambda trial, loss, a, slope: trial <= loss + c * a * slope  # noqa: E731
    return _search(accept, f, theta, g, delta, alpha, shrink)


@wrong(
    "backtracking",
    "The step is shortened before the first trial.",
    "Is alpha itself ever tried?",
)
def shortened_before_first_trial(f, theta, g, delta, alpha=1.0, c=1e-4, shrink=0.5):
    return ref.backtracking(f, theta, g, delta, alpha * shrink, c, shrink)


@wrong(
    "backtracking",
    "The step is shortened once more after the condition is met.",
    "Which step size was it that met the condition?",
)
def shortened_once_more(f, theta, g, delta, alpha=1.0, c=1e-4, shrink=0.5):
    return shrink * ref.backtracking(f, theta, g, delta, alpha, c, shrink)


@wrong(
    "backtracking",
    "A direction that goes uphill is not refused.",
    "What is the sign of g @ delta for a direction in which the loss falls? Test it before the search.",
)
def uphill_not_refused(f, theta, g, delta, alpha=1.0, c=1e-4, shrink=0.5):
    slope = float(g @ delta)
    if slope < 0:
        return ref.backtracking(f, theta, g, delta, alpha, c, shrink)
    loss = f(theta)
    while alpha > 0 and not f(theta + alpha * delta) <= loss + c * alpha * slope:
        alpha *= shrink
    return float(alpha)


@wrong(
    "backtracking",
    "A level direction, with gᵀdelta = 0, is not refused.",
    "Does the docstring say > 0 or ≥ 0?",
)
def level_not_refused(f, theta, g, delta, alpha=1.0, c=1e-4, shrink=0.5):
    return alpha if g @ delta == 0 else ref.backtracking(f, theta, g, delta, alpha, c, shrink)


@wrong(
    "backtracking",
    "The new point is returned instead of the step size.",
    "The result is one number.",
)
def point_returned(f, theta, g, delta, alpha=1.0, c=1e-4, shrink=0.5):
    return theta + ref.backtracking(f, theta, g, delta, alpha, c, shrink) * delta


@wrong(
    "backtracking",
    "The trial points lie on the other side: theta − a·delta.",
    "delta already points downhill: is it added or subtracted?",
)
def trial_backwards(f, theta, g, delta, alpha=1.0, c=1e-4, shrink=0.5):
    accept = lambda trial, loss, a, slope: np.isfinite(trial) and trial <= loss + c * a * slope  # noqa: E731
    return _search(accept, lambda t: f(2 * theta - t), theta, g, delta, alpha, shrink)


@wrong(
    "backtracking",
    "The search gives up after ten trials.",
    "Does anything but the condition end your loop?",
)
def gives_up(f, theta, g, delta, alpha=1.0, c=1e-4, shrink=0.5):
    return max(ref.backtracking(f, theta, g, delta, alpha, c, shrink), alpha * shrink**9)


@wrong(
    "backtracking",
    "The trial steps are added up: each trial starts from the previous one, and theta is moved in place.",
    "All trials start from the same theta: does your loop change it?",
)
def theta_moved(f, theta, g, delta, alpha=1.0, c=1e-4, shrink=0.5):
    slope, loss = float(g @ delta), f(theta)
    if slope >= 0:
        raise ValueError("delta must go downhill")
    theta += alpha * delta
    while alpha > 0 and not (np.isfinite(f(theta)) and f(theta) <= loss + c * alpha * slope):
        theta -= (1 - shrink) * alpha * delta
        alpha *= shrink
    return float(alpha)


_LAST = {}


@wrong(
    "backtracking",
    "The step size of the last call is kept: every call should start again from alpha.",
    "Where does your function keep a step size between two calls?",
    memory=_LAST,
)
def step_kept_between_calls(f, theta, g, delta, alpha=1.0, c=1e-4, shrink=0.5):
    start = min(alpha, _LAST.get("step", alpha))
    _LAST["step"] = ref.backtracking(f, theta, g, delta, start, c, shrink)
    return _LAST["step"]
