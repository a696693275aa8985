"""First versions that run and do not yet do what is asked: steps whose length the gradient still decides."""

import numpy as np

from autograder.variants import start

IDLE = "s stays as it came, and nothing is divided by its root: this is gradient descent."
UNDIVIDED = "The step is not divided by the root of s: this is gradient descent."


@start("adagrad_step", IDLE, "What should s collect, and what is it for?")
def descent_with_idle_s(theta, g, s, alpha=0.01, eps=1e-8):
    return theta - alpha * g, s


@start("adagrad_step", UNDIVIDED, "What is s collected for?")
def descent_beside_s(theta, g, s, alpha=0.01, eps=1e-8):
    return theta - alpha * g, s + g**2


@start("rmsprop_step", IDLE, "What should s average, and what is it for?")
def plain_descent_with_idle_s(theta, g, s, alpha=0.01, beta=0.9, eps=1e-8):
    return theta - alpha * g, s


@start("rmsprop_step", UNDIVIDED, "What is s averaged for?")
def plain_descent_beside_s(theta, g, s, alpha=0.01, beta=0.9, eps=1e-8):
    return theta - alpha * g, beta * s + (1 - beta) * g**2


@start(
    "rmsprop_step",
    "s forgets all that came before: it is the last square alone, and theta moves by alpha whatever the gradient.",
    "With which weights do the old s and the new square enter?",
)
def last_square_alone(theta, g, s, alpha=0.01, beta=0.9, eps=1e-8):
    s = g**2
    return theta - alpha * g / (np.sqrt(s) + eps), s


@start(
    "adam_step",
    "Neither average is kept: this is gradient descent.",
    "Which two averages does the step divide, one by the root of the other?",
)
def descent_with_idle_averages(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    return theta - alpha * g, m, v


@start(
    "adam_step",
    "v is not kept, and nothing is divided by its root: the step is that of an averaged gradient.",
    "What makes the steps of coordinates with large and with small gradients equally long?",
)
def average_without_scale(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    return theta - alpha * m, m, v


@start(
    "adam_step",
    "m is not kept: the gradient itself is divided, as in RMSProp.",
    "Which average should stand above the root of v?",
)
def scale_without_average(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    v = beta2 * v + (1 - beta2) * g**2
    return theta - alpha * g / (np.sqrt(v / (1 - beta2**k)) + eps), m, v


@start(
    "adam_step",
    "m is not kept, and v is not corrected for its start at zero: this is RMSProp.",
    "Which average should stand above the root of v?",
)
def rmsprop(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    v = beta2 * v + (1 - beta2) * g**2
    return theta - alpha * g / (np.sqrt(v) + eps), m, v


@start(
    "adam",
    "There are no averages in the path: this is gradient descent.",
    "What does each step have to know beside the gradient, and where does it come from?",
)
def path_of_descent(grad, theta0, steps, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    path = [np.array(theta0, float)]
    for _ in range(steps):
        path.append(path[-1] - alpha * grad(path[-1]))
    return np.array(path)
