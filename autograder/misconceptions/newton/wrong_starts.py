"""First versions that run and do not yet do what is asked: gradient descent where the curvature should have a say."""

import numpy as np

from autograder.variants import start

DESCENT = "The Hessian is not used: the step is that of gradient descent."
ONE_NUMBER = "The whole step is divided by one number, the largest curvature, so flat directions go on creeping."


@start("newton_step", DESCENT, "Which equation ties delta, H and g together?")
def tenth_of_the_gradient(g, H):
    return -0.1 * g


@start("newton_step", ONE_NUMBER, "Which equation ties delta, H and g together?")
def by_the_largest_curvature(g, H):
    return -g / np.abs(np.linalg.eigvalsh(H)).max()


@start("saddle_free_step", DESCENT, "By what should the step along each eigenvector be divided?")
def descent_alone(g, H, damping=0.0):
    return -g


@start("saddle_free_step", DESCENT, "By what should the step along each eigenvector be divided?")
def descent_by_a_tenth(g, H, damping=0.0):
    return -0.1 * g


@start("saddle_free_step", ONE_NUMBER, "By what should the step along each eigenvector be divided?")
def one_number_for_all(g, H, damping=0.0):
    return -g / (np.abs(np.linalg.eigvalsh(H)).max() + damping)


@start(
    "newton_cg",
    "There is no curvature in the step: this is gradient descent.",
    "Which equation should conjugate gradients solve at each step?",
)
def tenth_of_the_gradient_each_step(grad, theta0, steps):
    path = [np.array(theta0, float)]
    for _ in range(steps):
        path.append(path[-1] - 0.1 * grad(path[-1]))
    return np.array(path)


@start(
    "newton_cg",
    "There is no curvature in the step: this is gradient descent.",
    "Which equation should conjugate gradients solve at each step?",
)
def whole_gradient_each_step(grad, theta0, steps):
    path = [np.array(theta0, float)]
    for _ in range(steps):
        path.append(path[-1] - grad(path[-1]))
    return np.array(path)


@start(
    "backtracking",
    "The full step is taken, whatever the loss says.",
    "Which condition has to hold before a step size is accepted, and what happens to alpha until then?",
)
def full_step(f, theta, g, delta, alpha=1.0, c=1e-4, shrink=0.5):
    return alpha
