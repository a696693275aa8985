"""What goes wrong in gradient_descent."""

import numpy as np

from autograder.variants import wrong
from solutions.landscape import gradient_descent


def _run(step, theta0, steps):
    """Return the path of a rule `step(k, theta)`."""
    path = [np.array(theta0, dtype=float)]
    for k in range(steps):
        path.append(step(k, path[-1].copy()))
    return np.array(path)


@wrong(
    "gradient_descent",
    "The gradient is added, so theta moves uphill.",
    "Which way does the loss grow, and which way do we want to go?",
)
def gradient_added(grad, theta0, alpha, steps):
    return _run(lambda k, theta: theta + alpha * grad(theta), theta0, steps)


@wrong(
    "gradient_descent",
    "The gradient of the starting point is used in every step.",
    "Where has theta got to when the second step is taken? Is the gradient taken there?",
)
def gradient_of_the_start(grad, theta0, alpha, steps):
    g = grad(theta0)
    return _run(lambda k, theta: theta - alpha * g, theta0, steps)


@wrong(
    "gradient_descent",
    "The gradient is divided by its length, so all steps are equally long.",
    "How long should a step be where the loss is flat? Compare with the update in the text.",
)
def gradient_normalised(grad, theta0, alpha, steps):
    def step(k, theta):
        g = grad(theta)
        return theta - alpha * g / np.linalg.norm(g)

    return _run(step, theta0, steps)


@wrong(
    "gradient_descent",
    "Only the sign of each slope is used, not its size.",
    "Two slopes of different size should move their parameters by different amounts.",
)
def signs_only(grad, theta0, alpha, steps):
    return _run(lambda k, theta: theta - alpha * np.sign(grad(theta)), theta0, steps)


@wrong(
    "gradient_descent",
    "Only the first parameter is updated.",
    "How many entries does the gradient have, and which of them does the update use?",
)
def first_parameter_only(grad, theta0, alpha, steps):
    def step(k, theta):
        theta[0] -= alpha * grad(theta)[0]
        return theta

    return _run(step, theta0, steps)


@wrong(
    "gradient_descent",
    "The parameters are updated one after another, each with a gradient at a half-updated point.",
    "At which point should all entries of the gradient of one step be taken?",
)
def one_parameter_after_another(grad, theta0, alpha, steps):
    def step(k, theta):
        for i in range(len(theta)):
            theta[i] -= alpha * grad(theta.copy())[i]
        return theta

    return _run(step, theta0, steps)


@wrong(
    "gradient_descent",
    "The step size shrinks from step to step, although alpha is a constant.",
    "What multiplies the gradient in step 0, and what in step 5?",
)
def step_size_decays(grad, theta0, alpha, steps):
    return _run(lambda k, theta: theta - alpha / (k + 1) * grad(theta), theta0, steps)


@wrong(
    "gradient_descent",
    "The step size is a fixed number in the code: the argument alpha is not used.",
    "Call the function twice with different alpha. Do the paths differ?",
)
def step_size_fixed(grad, theta0, alpha, steps):
    return gradient_descent(grad, theta0, 0.1, steps)


@wrong(
    "gradient_descent",
    "Part of the previous step is added to each step: that is momentum, which comes later in the course.",
    "Which quantities does the update of plain gradient descent use?",
)
def momentum_added(grad, theta0, alpha, steps):
    velocity = np.zeros(len(theta0))

    def step(k, theta):
        nonlocal velocity
        velocity = 0.9 * velocity + grad(theta)
        return theta - alpha * velocity

    return _run(step, theta0, steps)


@wrong(
    "gradient_descent",
    "The path lacks its start: row 0 should be theta0 itself.",
    "After how many steps is theta equal to theta0? That point belongs to the path too.",
)
def start_left_out(grad, theta0, alpha, steps):
    return gradient_descent(grad, theta0, alpha, steps)[1:]


@wrong(
    "gradient_descent",
    "The path lacks its end: one step too few is taken.",
    "With steps = 1, how many points are there, and does your loop take that step?",
)
def one_step_too_few(grad, theta0, alpha, steps):
    return gradient_descent(grad, theta0, alpha, max(steps - 1, 0))


@wrong(
    "gradient_descent",
    "One step too many is taken.",
    "With steps = 0 no step should be taken at all. What does your loop do then?",
)
def one_step_too_many(grad, theta0, alpha, steps):
    return gradient_descent(grad, theta0, alpha, steps + 1)


@wrong(
    "gradient_descent",
    "Only the last point is returned, not the path that led there.",
    "Store every point on the way, one row per point.",
)
def last_point_only(grad, theta0, alpha, steps):
    return gradient_descent(grad, theta0, alpha, steps)[-1]


@wrong(
    "gradient_descent",
    "The same array is stored in every row, so in the end all rows show the last point.",
    "After theta −= …, what do the rows that were stored earlier refer to? Store copies.",
)
def same_array_stored(grad, theta0, alpha, steps):
    theta = np.array(theta0, dtype=float)
    path = [theta]
    for _ in range(steps):
        theta -= alpha * grad(theta)
        path.append(theta)
    return np.array(path)


@wrong(
    "gradient_descent",
    "theta0 is changed in place.",
    "Does theta −= … change only your variable, or also the array that the caller holds?",
)
def start_changed_in_place(grad, theta0, alpha, steps):
    path = gradient_descent(grad, theta0, alpha, steps)
    theta0[:] = path[-1]
    return path


@wrong(
    "gradient_descent",
    "The run stops by itself before all steps are taken.",
    "However small the gradient is, the caller asked for steps + 1 rows.",
)
def stops_when_flat(grad, theta0, alpha, steps):
    path = [np.array(theta0, dtype=float)]
    for _ in range(steps):
        g = grad(path[-1])
        if np.linalg.norm(g) < 1e-8:
            break
        path.append(path[-1] - alpha * g)
    return np.array(path)


@wrong(
    "gradient_descent",
    "Long steps are cut to a length of at most 1.",
    "The update has no limit on the step: a step size that is too large should be seen to diverge.",
)
def long_steps_cut(grad, theta0, alpha, steps):
    def step(k, theta):
        delta = alpha * grad(theta)
        return theta - delta / max(1.0, np.linalg.norm(delta))

    return _run(step, theta0, steps)


@wrong(
    "gradient_descent",
    "Points of an earlier run are still in the path.",
    "Is the list of points created anew in every call? A default argument is created only once.",
)
def list_lives_between_calls(grad, theta0, alpha, steps, path=[]):  # noqa: B006
    path.extend(gradient_descent(grad, theta0, alpha, steps))
    return np.array([row for row in path if len(row) == len(theta0)])


_ENDS = {}


@wrong(
    "gradient_descent",
    "A run starts where the last one ended, not at its own theta0.",
    "What does your function remember from the call before?",
    memory=_ENDS,
)
def continues_the_last_run(grad, theta0, alpha, steps):
    path = gradient_descent(grad, _ENDS.get(len(theta0), theta0), alpha, steps)
    _ENDS[len(theta0)] = path[-1]
    return path


@wrong(
    "gradient_descent",
    "The path holds whole numbers only: the fractions are cut off.",
    "Which dtype has the array in which you store the points?",
)
def whole_numbers(grad, theta0, alpha, steps):
    return gradient_descent(grad, theta0, alpha, steps).astype(int)
