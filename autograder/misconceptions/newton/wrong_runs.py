"""What goes wrong in a run: the paths of newton and of newton_cg."""

import numpy as np

from autograder.variants import wrong
from solutions import newton as ref


def _run(step, theta0, steps):
    """Return the path of theta ← theta + step(theta)."""
    path = [np.array(theta0)]
    for _ in range(steps):
        path.append(path[-1] + step(path[-1]))
    return np.array(path)


# --- newton


@wrong(
    "newton",
    "The step is subtracted although the minus sign is inside it already.",
    "newton_step solves H delta = −g: is the new point theta + delta or theta − delta?",
)
def step_subtracted(grad, hess, theta0, steps):
    return _run(lambda t: -ref.newton_step(grad(t), hess(t)), theta0, steps)


@wrong(
    "newton",
    "The Hessian of the starting point is used in every step.",
    "Where on the path is hess called? The curvature changes on the way.",
)
def hessian_of_the_start(grad, hess, theta0, steps):
    H = hess(np.array(theta0))
    return _run(lambda t: ref.newton_step(grad(t), H), theta0, steps)


@wrong(
    "newton",
    "The Hessian is one step late: it is taken at the previous point.",
    "Are grad and hess called at the same theta?",
)
def hessian_one_step_late(grad, hess, theta0, steps):
    previous = [np.array(theta0)]

    def step(theta):
        H = hess(previous[0])
        previous[0] = theta
        return ref.newton_step(grad(theta), H)

    return _run(step, theta0, steps)


@wrong(
    "newton",
    "The steps are halved: Newton's method takes full steps.",
    "On a quadratic bowl, one step should be enough.",
)
def half_steps(grad, hess, theta0, steps):
    return _run(lambda t: 0.5 * ref.newton_step(grad(t), hess(t)), theta0, steps)


@wrong(
    "newton",
    "Only the diagonal of the Hessian is used.",
    "On a bowl that is turned against the axes, does one step arrive?",
)
def diagonal_of_hessian(grad, hess, theta0, steps):
    return _run(lambda t: -grad(t) / np.diag(hess(t)), theta0, steps)


@wrong(
    "newton",
    "Negative curvature is counted as positive: that is the saddle-free method.",
    "Plain Newton takes the step of newton_step, whatever the signs of the curvatures.",
)
def saddle_free_run(grad, hess, theta0, steps):
    return _run(lambda t: ref.saddle_free_step(grad(t), hess(t)), theta0, steps)


@wrong(
    "newton",
    "The Hessian is not used: this is gradient descent.",
    "Which function of this assignment makes a step from g and H?",
)
def gradient_descent_run(grad, hess, theta0, steps):
    return _run(lambda t: -grad(t), theta0, steps)


@wrong(
    "newton",
    "The starting point is missing from the trajectory.",
    "The trajectory has steps + 1 rows: which one is row 0?",
)
def start_missing(grad, hess, theta0, steps):
    return ref.newton(grad, hess, theta0, steps)[1:]


@wrong(
    "newton",
    "The last point is missing from the trajectory: one step too few is taken.",
    "How often does your loop run for steps = 1?",
)
def last_point_missing(grad, hess, theta0, steps):
    return ref.newton(grad, hess, theta0, max(steps - 1, 0))


@wrong(
    "newton",
    "Only the last point is returned, not the whole path.",
    "Keep every theta on the way: how many rows does the trajectory have?",
)
def last_point_only(grad, hess, theta0, steps):
    return ref.newton(grad, hess, theta0, steps)[-1]


@wrong(
    "newton",
    "Every row of the trajectory is the same array: the steps overwrite the rows before them.",
    "theta += delta changes the array that is already in your list: what should be stored instead?",
)
def rows_are_one_array(grad, hess, theta0, steps):
    theta = np.array(theta0)
    path = [theta]
    for _ in range(steps):
        theta += ref.newton_step(grad(theta), hess(theta))
        path.append(theta)
    return np.array(path)


@wrong(
    "newton",
    "The starting point that the caller passed is overwritten.",
    "theta = theta0 is a second name for the same array, not a copy.",
)
def start_overwritten(grad, hess, theta0, steps):
    path = ref.newton(grad, hess, theta0, steps)
    theta0[:] = path[-1]
    return path


@wrong(
    "newton",
    "The run ends early when the gradient is small, so that rows are missing.",
    "The trajectory has steps + 1 rows, also when the optimum is reached before.",
)
def stops_early(grad, hess, theta0, steps):
    path = ref.newton(grad, hess, theta0, steps)
    small = [k for k, theta in enumerate(path) if np.linalg.norm(grad(theta)) < 1e-6]
    return path[: small[0] + 1] if small else path


# --- newton_cg


def _solved(theta, grad, **keys):
    """Return Newton's step at theta from conjugate gradients with other settings."""
    product = lambda v: ref.hessian_vector_product(grad, theta, v)  # noqa: E731
    return ref.conjugate_gradient(product, -grad(theta), **keys)


@wrong(
    "newton_cg",
    "The step is taken with the wrong sign.",
    "Which system does Newton's step solve, and is the step then added or subtracted?",
)
def right_side_without_minus(grad, theta0, steps):
    return _run(lambda t: -_solved(t, grad, tol=1e-8), theta0, steps)


@wrong(
    "newton_cg",
    "The whole Hessian is formed, column by column.",
    "n products with the Hessian are too many for large n: what does conjugate_gradient ask for?",
)
def hessian_formed(grad, theta0, steps):
    def step(theta):
        units = (np.arange(len(theta)) == i for i in range(len(theta)))
        columns = [ref.hessian_vector_product(grad, theta, unit.astype(float)) for unit in units]
        return ref.newton_step(grad(theta), np.array(columns))

    return _run(step, theta0, steps)


@wrong(
    "newton_cg",
    "The products use the Hessian at the starting point in every step.",
    "At which point does your matvec probe the gradient, in the second step?",
)
def products_at_the_start(grad, theta0, steps):
    start = np.array(theta0)
    product = lambda v: ref.hessian_vector_product(grad, start, v)  # noqa: E731
    return _run(lambda t: ref.conjugate_gradient(product, -grad(t), tol=1e-8), theta0, steps)


@wrong(
    "newton_cg",
    "The inner system is solved too loosely to follow Newton's path.",
    "How small is the residual when your conjugate gradients stop, relative to the gradient?",
)
def solved_loosely(grad, theta0, steps):
    return _run(lambda t: _solved(t, grad, tol=0.1), theta0, steps)


@wrong(
    "newton_cg",
    "Conjugate gradients are cut off after very few products.",
    "In n dimensions up to n products may be needed: what limits yours?",
)
def two_products_only(grad, theta0, steps):
    return _run(lambda t: _solved(t, grad, tol=1e-8, max_iter=min(2, len(t) - 1)), theta0, steps)


@wrong(
    "newton_cg",
    "One product along the gradient sets only the length of the step: this is steepest descent.",
    "Does the direction of your step differ from −grad?",
)
def steepest_descent_run(grad, theta0, steps):
    return _run(lambda t: _solved(t, grad, tol=1e-8, max_iter=1), theta0, steps)


@wrong(
    "newton_cg",
    "The steps are halved: Newton's method takes full steps.",
    "On a quadratic bowl, one step should be enough.",
)
def half_steps_cg(grad, theta0, steps):
    return _run(lambda t: 0.5 * _solved(t, grad, tol=1e-8), theta0, steps)


@wrong(
    "newton_cg",
    "The starting point is missing from the trajectory.",
    "The trajectory has steps + 1 rows: which one is row 0?",
)
def start_missing_cg(grad, theta0, steps):
    return ref.newton_cg(grad, theta0, steps)[1:]


@wrong(
    "newton_cg",
    "Only the last point is returned, not the whole path.",
    "Keep every theta on the way: how many rows does the trajectory have?",
)
def last_point_only_cg(grad, theta0, steps):
    return ref.newton_cg(grad, theta0, steps)[-1]


@wrong(
    "newton_cg",
    "The starting point that the caller passed is overwritten.",
    "theta = theta0 is a second name for the same array, not a copy.",
)
def start_overwritten_cg(grad, theta0, steps):
    path = ref.newton_cg(grad, theta0, steps)
    theta0[:] = path[-1]
    return path
