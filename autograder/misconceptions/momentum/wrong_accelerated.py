"""Known mistakes in Nesterov's accelerated gradient method."""

import numpy as np

from autograder.variants import wrong
from solutions.momentum import accelerated_gradient


def accelerate(grad, theta0, step, steps, momentum, look_ahead=True):
    """Run the method with any step size and sequence of momenta, with or without the look-ahead."""
    previous, theta, path = theta0, theta0, [theta0]
    for k in range(steps):
        ahead = theta + momentum(k) * (theta - previous)
        previous, theta = theta, ahead - step * grad(ahead if look_ahead else theta)
        path.append(theta)
    return np.array(path)


def growing(k):
    """Return the momentum of the reference."""
    return (k - 1) / (k + 2)


@wrong(
    "accelerated_gradient",
    "There is no momentum in it: this is gradient descent.",
    "Does the step before have a say in where the next one starts?",
)
def no_momentum(grad, theta0, L, steps):
    return accelerate(grad, theta0, 1 / L, steps, lambda k: 0)


@wrong(
    "accelerated_gradient",
    "The momentum is constant (0.9), where it should grow with the steps.",
    "On very flat ground any constant momentum is too small in the end: how does yours depend on k?",
)
def constant_momentum(grad, theta0, L, steps):
    return accelerate(grad, theta0, 1 / L, steps, lambda k: 0.9)


@wrong(
    "accelerated_gradient",
    "The momentum is constant (0.99), where it should grow with the steps.",
    "Large momentum at the start overshoots: how does yours depend on k?",
)
def constant_large_momentum(grad, theta0, L, steps):
    return accelerate(grad, theta0, 1 / L, steps, lambda k: 0.99)


@wrong(
    "accelerated_gradient",
    "The momentum grows too fast: it should be about 1 − 3/k after k steps, and is about 1 − 1/k.",
    "Which sign has the 1 in (k − 1)/(k + 2), and from which number does k count?",
)
def momentum_grows_too_fast(grad, theta0, L, steps):
    return accelerate(grad, theta0, 1 / L, steps, lambda k: (k + 1) / (k + 2))


@wrong(
    "accelerated_gradient",
    "The momentum shrinks as the steps go on.",
    "The longer the run, the flatter the directions that are left: should momentum grow or shrink?",
)
def shrinking_momentum(grad, theta0, L, steps):
    return accelerate(grad, theta0, 1 / L, steps, lambda k: 1 / (k + 1))


@wrong(
    "accelerated_gradient",
    "The gradient is taken at theta, not at the look-ahead point: the guarantee is lost.",
    "Compare with nesterov_step: where is the gradient taken?",
)
def gradient_at_theta(grad, theta0, L, steps):
    return accelerate(grad, theta0, 1 / L, steps, growing, look_ahead=False)


@wrong(
    "accelerated_gradient",
    "The momentum points back to where theta came from.",
    "In which direction does theta_k − theta_{k−1} point?",
)
def momentum_backwards(grad, theta0, L, steps):
    return accelerate(grad, theta0, 1 / L, steps, lambda k: -growing(k) if k else 0)


@wrong(
    "accelerated_gradient",
    "The step size is L, not 1/L.",
    "Should a steeper loss allow a longer step, or a shorter one?",
)
def step_is_L(grad, theta0, L, steps):
    return accelerate(grad, theta0, L, steps, growing)


@wrong(
    "accelerated_gradient",
    "The step size is 2/L, which is where the method loses its guarantee.",
    "The guarantee is for the step 1/L.",
)
def step_twice_as_long(grad, theta0, L, steps):
    return accelerate(grad, theta0, 2 / L, steps, growing)


@wrong(
    "accelerated_gradient",
    "The sequence t_k does not grow: the square is missing under the root.",
    "Print the first ten t_k: they should grow by about ½ a step.",
)
def sequence_without_square(grad, theta0, L, steps):
    t = [1.0]
    for _ in range(steps):
        t.append((1 + np.sqrt(1 + 4 * t[-1])) / 2)
    return accelerate(grad, theta0, 1 / L, steps, lambda k: (t[k - 1] - 1) / t[k] if k else 0)


@wrong(
    "accelerated_gradient",
    "The path goes uphill.",
    "Look at the sign of the gradient's term.",
)
def uphill(grad, theta0, L, steps):
    return accelerate(grad, theta0, -1 / L, steps, growing)


@wrong(
    "accelerated_gradient",
    "The last point is missing: the path needs the start and one row per step.",
    "How many points does a path of one step have?",
)
def one_row_short(grad, theta0, L, steps):
    return accelerated_gradient(grad, theta0, L, steps)[:-1]


@wrong(
    "accelerated_gradient",
    "Only the last point is returned, not the path.",
    "What shape does the docstring promise?",
)
def last_point(grad, theta0, L, steps):
    return accelerated_gradient(grad, theta0, L, steps)[-1]


@wrong(
    "accelerated_gradient",
    "The same array is stored in every row, so all rows show the last point.",
    "Does the list hold the numbers of each step, or one array that changes under it?",
)
def same_array_stored(grad, theta0, L, steps):
    path = accelerated_gradient(grad, theta0, L, steps)
    return np.tile(path[-1], (steps + 1, 1))


@wrong(
    "accelerated_gradient",
    "The starting point of the caller is changed in place.",
    "Which array does your first `-=` write into?",
)
def moves_start(grad, theta0, L, steps):
    path = accelerated_gradient(grad, theta0, L, steps)
    theta0[:] = path[-1]
    return path


@wrong(
    "accelerated_gradient",
    "A step takes more than one gradient: several steps are counted as one.",
    "How often is grad called for a path of ten steps?",
)
def two_steps_in_one(grad, theta0, L, steps):
    return accelerate(grad, theta0, 1 / L, 2 * steps, growing)[::2]


@wrong(
    "accelerated_gradient",
    "After each step a plain gradient step follows, with a gradient of its own.",
    "How often is grad called for a path of ten steps?",
)
def polished_by_a_plain_step(grad, theta0, L, steps):
    path = [theta0]
    previous = theta0
    for k in range(steps):
        look = path[-1] + growing(k) * (path[-1] - previous)
        previous = path[-1]
        point = look - grad(look) / L
        path.append(point - grad(point) / L)
    return np.array(path)
