"""What goes wrong in numerical_gradient and numerical_hessian."""

import numpy as np

from autograder.variants import wrong
from solutions.landscape import numerical_gradient, numerical_hessian


def _units(theta, h):
    """Return h times the unit vectors, as rows."""
    return h * np.eye(len(theta))


@wrong(
    "numerical_gradient",
    "The difference is one-sided (forward), which is far less accurate than the central one.",
    "At which two points is f evaluated? Neither of them should be theta itself.",
)
def forward(f, theta, h=1e-5):
    return np.array([(f(theta + e) - f(theta)) / h for e in _units(theta, h)])


@wrong(
    "numerical_gradient",
    "The difference is one-sided (backward), which is far less accurate than the central one.",
    "At which two points is f evaluated? Neither of them should be theta itself.",
)
def backward(f, theta, h=1e-5):
    return np.array([(f(theta) - f(theta - e)) / h for e in _units(theta, h)])


@wrong(
    "numerical_gradient",
    "The result is twice the gradient: the difference is divided by h.",
    "How far apart are the two points at which f is evaluated?",
)
def divided_by_h(f, theta, h=1e-5):
    return 2 * numerical_gradient(f, theta, h)


@wrong(
    "numerical_gradient",
    "The points are theta ± h/2, so the step is half as long as asked.",
    "How far from theta should each of the two points be?",
)
def half_steps(f, theta, h=1e-5):
    return numerical_gradient(f, theta, h / 2)


@wrong(
    "numerical_gradient",
    "The gradient has the wrong sign.",
    "Which of the two values is subtracted from which?",
)
def sign_swapped(f, theta, h=1e-5):
    return -numerical_gradient(f, theta, h)


@wrong(
    "numerical_gradient",
    "A coordinate that was shifted is not put back before the next one is shifted.",
    "When coordinate 1 is shifted, what value should coordinate 0 have?",
)
def shift_not_undone(f, theta, h=1e-5):
    plus, minus, g = theta.copy(), theta.copy(), np.empty(len(theta))
    for i in range(len(theta)):
        plus[i] += h
        minus[i] -= h
        g[i] = (f(plus) - f(minus)) / (2 * h)
    return g


@wrong(
    "numerical_gradient",
    "All coordinates are shifted at once, so each entry is the sum of all slopes.",
    "Which entries of theta should change for entry i of the gradient?",
)
def all_shifted_at_once(f, theta, h=1e-5):
    return np.full(len(theta), (f(theta + h) - f(theta - h)) / (2 * h))


@wrong(
    "numerical_gradient",
    "The step grows with the size of theta, although h is meant as it stands.",
    "By how much should a coordinate of size 20 be shifted?",
)
def relative_step(f, theta, h=1e-5):
    steps = np.diag(h * np.maximum(1, np.abs(theta)))
    return np.array([(f(theta + e) - f(theta - e)) / (2 * e.max()) for e in steps])


@wrong(
    "numerical_gradient",
    "The step is a fixed number in the code: the argument h is not used.",
    "Call the function with h = 0.5 on a cubic. Does the result change?",
)
def step_fixed(f, theta, h=1e-5):
    return numerical_gradient(f, theta, 1e-5)


@wrong(
    "numerical_gradient",
    "When h is left out, the step is far smaller than 10⁻⁵.",
    "What is the default value of h?",
)
def other_default(f, theta, h=1e-6):
    return numerical_gradient(f, theta, h)


@wrong(
    "numerical_gradient",
    "The result is a second difference: the curvature, not the slope.",
    "How many values of f does one entry need, and with which signs?",
)
def second_difference(f, theta, h=1e-5):
    return np.array([(f(theta + e) - 2 * f(theta) + f(theta - e)) / h**2 for e in _units(theta, h)])


@wrong(
    "numerical_gradient",
    "theta is changed in place.",
    "Is theta shifted itself, or a copy of it?",
)
def theta_left_shifted(f, theta, h=1e-5):
    g = numerical_gradient(f, theta, h)
    theta -= h
    return g


@wrong(
    "numerical_gradient",
    "The result is one number, not one slope for each coordinate.",
    "How many entries does a gradient have?",
)
def one_number(f, theta, h=1e-5):
    return float(numerical_gradient(f, theta, h)[-1])


@wrong(
    "numerical_hessian",
    "The differences are one-sided (forward), which is far less accurate than central ones.",
    "At which two points is grad evaluated? Neither of them should be theta itself.",
)
def hessian_forward(grad, theta, h=1e-5):
    H = np.array([(grad(theta + e) - grad(theta)) / h for e in _units(theta, h)])
    return (H + H.T) / 2


@wrong(
    "numerical_hessian",
    "The matrix is symmetric only up to rounding.",
    "H[i, j] and H[j, i] come from different differences. What would make them the same number?",
)
def not_symmetrised(grad, theta, h=1e-5):
    return np.array([(grad(theta + e) - grad(theta - e)) / (2 * h) for e in _units(theta, h)]).T


@wrong(
    "numerical_hessian",
    "The result is twice the Hessian.",
    "How far apart are the two points of a difference, and what does H + Hᵀ make of a symmetric matrix?",
)
def sum_instead_of_mean(grad, theta, h=1e-5):
    return 2 * numerical_hessian(grad, theta, h)


@wrong(
    "numerical_hessian",
    "The diagonal is counted twice when the upper half is mirrored.",
    "Which entries does a triangle share with its own transpose?",
)
def diagonal_counted_twice(grad, theta, h=1e-5):
    upper = np.triu(numerical_hessian(grad, theta, h))
    return upper + upper.T


@wrong(
    "numerical_hessian",
    "Only the diagonal is filled: how one slope changes with another coordinate is missing.",
    "What is the entry ∂²L/∂θ₀∂θ₁, and from which call of grad does it come?",
)
def diagonal_only(grad, theta, h=1e-5):
    return np.diag(np.diag(numerical_hessian(grad, theta, h)))


@wrong(
    "numerical_hessian",
    "The differences are divided by h², not by the distance of the two points.",
    "One column is a first difference of gradients: how far apart are its two points?",
)
def divided_by_h_squared(grad, theta, h=1e-5):
    return numerical_hessian(grad, theta, h) / h


@wrong(
    "numerical_hessian",
    "A coordinate that was shifted is not put back before the next one is shifted.",
    "When coordinate 1 is shifted, what value should coordinate 0 have?",
)
def hessian_shift_not_undone(grad, theta, h=1e-5):
    plus, minus, columns = theta.copy(), theta.copy(), []
    for i in range(len(theta)):
        plus[i] += h
        minus[i] -= h
        columns.append((grad(plus) - grad(minus)) / (2 * h))
    H = np.array(columns)
    return (H + H.T) / 2


@wrong(
    "numerical_hessian",
    "All coordinates are shifted at once.",
    "Which entries of theta should change for column j?",
)
def hessian_all_shifted(grad, theta, h=1e-5):
    column = (grad(theta + h) - grad(theta - h)) / (2 * h)
    return np.add.outer(column, column) / 2


@wrong(
    "numerical_hessian",
    "The step is a fixed number in the code: the argument h is not used.",
    "Call the function with h = 0.5 on a quartic. Does the result change?",
)
def hessian_step_fixed(grad, theta, h=1e-5):
    return numerical_hessian(grad, theta, 1e-5)


@wrong(
    "numerical_hessian",
    "When h is left out, the step is not 10⁻⁵.",
    "What is the default value of h?",
)
def hessian_other_default(grad, theta, h=1e-4):
    return numerical_hessian(grad, theta, h)


@wrong(
    "numerical_hessian",
    "The result is the product of the gradient with itself, not its derivative.",
    "What does the Hessian of a bowl look like at its bottom, where the gradient is zero?",
)
def outer_product(grad, theta, h=1e-5):
    return np.outer(grad(theta), grad(theta))


@wrong(
    "numerical_hessian",
    "theta is changed in place.",
    "Is theta shifted itself, or a copy of it?",
)
def hessian_theta_left_shifted(grad, theta, h=1e-5):
    H = numerical_hessian(grad, theta, h)
    theta -= h
    return H
