"""Known mistakes in a run of momentum."""

import numpy as np

from autograder.misconceptions.momentum import wrong_steps
from autograder.variants import wrong
from solutions.momentum import momentum, momentum_step, nesterov_step


def path_of(grad, theta0, steps, alpha, mu, step=momentum_step, velocity=None):
    """Return the path of a run with the given step, from the given velocity."""
    theta, path = theta0.copy(), [theta0.copy()]
    velocity = np.zeros_like(theta0) if velocity is None else velocity
    for _ in range(steps):
        theta, velocity = step(theta, grad(theta), velocity, alpha, mu)
        path.append(theta)
    return np.array(path)


@wrong(
    "momentum",
    "The velocity is not carried over from step to step: this is plain gradient descent.",
    "Does your loop use the velocity of the step before?",
)
def velocity_not_carried(grad, theta0, alpha, mu, steps):
    return path_of(grad, theta0, steps, alpha, mu, wrong_steps.velocity_not_carried)


@wrong(
    "momentum",
    "Theta moves by the old velocity, so every gradient acts one step late.",
    "In which order do the two lines of the update come?",
)
def old_velocity_moves(grad, theta0, alpha, mu, steps):
    return path_of(grad, theta0, steps, alpha, mu, wrong_steps.old_velocity_moves)


@wrong(
    "momentum",
    "The gradient enters the velocity with weight 1 − mu: that is an average, and here a sum is wanted.",
    "Compare your first step with one of gradient descent: they should be equal.",
)
def averaged(grad, theta0, alpha, mu, steps):
    return path_of(grad, theta0, steps, alpha, mu, wrong_steps.averaged)


@wrong(
    "momentum",
    "The path goes uphill.",
    "The velocity adds up gradients, and gradients point uphill: look at the sign of the step.",
)
def uphill(grad, theta0, alpha, mu, steps):
    return path_of(grad, theta0, steps, alpha, mu, wrong_steps.uphill)


@wrong(
    "momentum",
    "The momentum is fixed at 0.9 whatever the argument mu says.",
    "Which numbers stand in your code, and which of them are arguments?",
)
def fixed_momentum(grad, theta0, alpha, mu, steps):
    return path_of(grad, theta0, steps, alpha, mu, wrong_steps.fixed_momentum)


@wrong(
    "momentum",
    "The velocity starts with the first gradient, so that gradient counts twice.",
    "What is the velocity of something that has not moved yet?",
)
def starts_with_gradient(grad, theta0, alpha, mu, steps):
    return path_of(grad, theta0, steps, alpha, mu, velocity=grad(theta0))


@wrong(
    "momentum",
    "The velocity starts at one, not at zero.",
    "What is the velocity of something that has not moved yet?",
)
def starts_with_ones(grad, theta0, alpha, mu, steps):
    return path_of(grad, theta0, steps, alpha, mu, velocity=np.ones_like(theta0))


@wrong(
    "momentum",
    "The gradient is taken once, at the start, and never again.",
    "At which point does each step need the gradient?",
)
def gradient_of_start(grad, theta0, alpha, mu, steps):
    g = grad(theta0)
    return path_of(lambda theta: g, theta0, steps, alpha, mu)


@wrong(
    "momentum",
    "The gradient is taken at a look-ahead point: this is Nesterov's method.",
    "Plain momentum takes the gradient where theta stands.",
)
def nesterov_instead(grad, theta0, alpha, mu, steps):
    def step(theta, g, velocity, alpha, mu):
        return nesterov_step(grad, theta, velocity, alpha, mu)

    return path_of(grad, theta0, steps, alpha, mu, step)


@wrong(
    "momentum",
    "The last point is missing: the path needs the start and one row per step.",
    "How many points does a path of one step have?",
)
def one_row_short(grad, theta0, alpha, mu, steps):
    return momentum(grad, theta0, alpha, mu, steps)[:-1]


@wrong(
    "momentum",
    "The starting point is missing from the path.",
    "What is row 0 of the path?",
)
def without_start(grad, theta0, alpha, mu, steps):
    return momentum(grad, theta0, alpha, mu, steps)[1:]


@wrong(
    "momentum",
    "Only the last point is returned, not the path.",
    "What shape does the docstring promise?",
)
def last_point(grad, theta0, alpha, mu, steps):
    return momentum(grad, theta0, alpha, mu, steps)[-1]


@wrong(
    "momentum",
    "The same array is stored in every row, so all rows show the last point.",
    "Does the list hold the numbers of each step, or one array that changes under it?",
)
def same_array_stored(grad, theta0, alpha, mu, steps):
    theta, velocity, path = theta0.copy(), np.zeros_like(theta0), []
    path.append(theta)
    for _ in range(steps):
        velocity = grad(theta) + mu * velocity
        theta -= alpha * velocity
        path.append(theta)
    return np.array(path)


@wrong(
    "momentum",
    "The starting point of the caller is changed in place.",
    "Which array does your first `-=` write into?",
)
def moves_start(grad, theta0, alpha, mu, steps):
    path = momentum(grad, theta0, alpha, mu, steps)
    theta0[:] = path[-1]
    return path


_kept = {}


@wrong(
    "momentum",
    "The velocity of an earlier run lives on in the next one.",
    "Where is the velocity set to zero: once for all, or at the start of each run?",
    memory=_kept,
)
def velocity_lives_on(grad, theta0, alpha, mu, steps):
    theta, path = theta0, [theta0]
    for _ in range(steps):
        start = _kept.get(len(theta0), np.zeros_like(theta0))
        theta, _kept[len(theta0)] = momentum_step(theta, grad(theta), start, alpha, mu)
        path.append(theta)
    return np.array(path)


@wrong(
    "momentum",
    "The path is stored in an array of integers, and the fractions are lost.",
    "Which type has the array that you store the points in?",
)
def integer_rows(grad, theta0, alpha, mu, steps):
    return momentum(grad, theta0, alpha, mu, steps).astype(int)
