"""Known mistakes in the best step size and momentum."""

import numpy as np

from autograder.variants import wrong
from solutions.momentum import optimal_gradient_descent, optimal_momentum


def best_mistake(target, name, sentence, hint, answer):
    """Register wrong best values, given as a function of (lam_min, lam_max)."""
    answer.__name__ = name
    wrong(target, sentence, hint)(answer)


def plain_mistake(*args):
    """Register wrong best values of gradient descent."""
    best_mistake("optimal_gradient_descent", *args)


plain_mistake(
    "safe_step",
    "The step size is 1/lam_max: safe, but the flat directions could be faster.",
    "Make the factors at both ends of the spectrum equal in size, one positive and one negative.",
    lambda low, high: (1 / high, 1 - low / high),
)
plain_mistake(
    "step_at_the_limit",
    "The step size is 2/lam_max, the limit of stability: the steepest direction does not shrink at all.",
    "What is 1 − alpha·lam_max for your alpha?",
    lambda low, high: (2 / high, (high - low) / (high + low)),
)
plain_mistake(
    "half_the_step",
    "The step size is half of the best one.",
    "Set the factors at both ends equal in size and solve for alpha again.",
    lambda low, high: (1 / (low + high), (high - low) / (high + low)),
)
plain_mistake(
    "factor_of_the_loss",
    "The rate is squared: that is the factor of the loss, not of the distance.",
    "The loss is a square of the distance. Which of the two is asked for?",
    lambda low, high: (2 / (low + high), ((high - low) / (high + low)) ** 2),
)
plain_mistake(
    "root_of_condition",
    "The rate has the square root of the condition number: that needs momentum.",
    "Put your alpha into |1 − alpha·lam| at both ends.",
    lambda low, high: (2 / (low + high), (np.sqrt(high) - np.sqrt(low)) / (np.sqrt(high) + np.sqrt(low))),
)
plain_mistake(
    "rate_of_safe_step",
    "The rate 1 − lam_min/lam_max belongs to the step size 1/lam_max.",
    "Put your alpha into |1 − alpha·lam| at both ends.",
    lambda low, high: (2 / (low + high), 1 - low / high),
)
plain_mistake(
    "arguments_swapped",
    "The rate is negative: the two curvatures are swapped in it.",
    "Which of the two is the larger?",
    lambda low, high: (2 / (low + high), (low - high) / (low + high)),
)
plain_mistake(
    "results_swapped",
    "The two results are in the wrong order.",
    "The docstring says in which order alpha and rate are returned.",
    lambda low, high: optimal_gradient_descent(low, high)[::-1],
)


def momentum_mistake(*args):
    """Register wrong best values of momentum."""
    best_mistake("optimal_momentum", *args)


momentum_mistake(
    "momentum_without_square",
    "The momentum lacks its square: the rate is √mu, so mu is the rate squared.",
    "A double root has magnitude √mu. How do mu and the rate hang together?",
    lambda low, high: (optimal_momentum(low, high)[0], *optimal_momentum(low, high)[2:] * 2),
)
momentum_mistake(
    "curvatures_for_roots",
    "The step size has the curvatures where their square roots belong.",
    "Check the units: alpha times a curvature is a pure number.",
    lambda low, high: ((2 / (low + high)) ** 2, *optimal_momentum(low, high)[1:]),
)
momentum_mistake(
    "step_without_square",
    "The step size lacks its square.",
    "Check the units: alpha times a curvature is a pure number.",
    lambda low, high: (2 / (np.sqrt(low) + np.sqrt(high)), *optimal_momentum(low, high)[1:]),
)
momentum_mistake(
    "step_of_gradient_descent",
    "The step size is that of gradient descent: with momentum a longer one is best.",
    "Momentum is stable up to alpha·lam = 2(1 + mu): solve for both ends again.",
    lambda low, high: (2 / (low + high), *optimal_momentum(low, high)[1:]),
)
momentum_mistake(
    "rate_is_momentum",
    "The rate is given as mu: the magnitude of the double root is √mu.",
    "What is the determinant of the matrix of a step, and what does it say about its eigenvalues?",
    lambda low, high: (*optimal_momentum(low, high)[:2], optimal_momentum(low, high)[1]),
)
momentum_mistake(
    "rate_of_gradient_descent",
    "The rate is that of gradient descent: with momentum κ becomes its square root.",
    "Compute convergence_rate for your alpha and mu, and compare.",
    lambda low, high: (*optimal_momentum(low, high)[:2], optimal_gradient_descent(low, high)[1]),
)
momentum_mistake(
    "condition_without_root",
    "Momentum and rate have the condition number where its square root belongs.",
    "Both ends should have a double root: at which mu is the discriminant zero for lam_min and for lam_max?",
    lambda low, high: (
        optimal_momentum(low, high)[0],
        optimal_gradient_descent(low, high)[1] ** 2,
        optimal_gradient_descent(low, high)[1],
    ),
)
momentum_mistake(
    "nesterov_constants",
    "These are the constants of Nesterov's method: step 1/lam_max and a momentum without its square.",
    "Heavy-ball momentum can afford more: both ends should have a double root.",
    lambda low, high: (1 / high, optimal_momentum(low, high)[2], 1 - np.sqrt(low / high)),
)
momentum_mistake(
    "momentum_before_step",
    "Step size and momentum are in the wrong order.",
    "The docstring says in which order the three are returned.",
    lambda low, high: (
        optimal_momentum(low, high)[1],
        optimal_momentum(low, high)[0],
        optimal_momentum(low, high)[2],
    ),
)
