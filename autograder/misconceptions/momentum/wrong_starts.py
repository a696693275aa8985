"""First versions that run and do not yet do what is asked: plain gradient descent in the place of momentum."""

from autograder.variants import start


@start(
    "momentum_step",
    "The velocity stays as it came: theta makes a step of plain gradient descent.",
    "What should the velocity become when a new gradient arrives?",
)
def velocity_left_alone(theta, g, velocity, alpha, mu):
    return theta - alpha * g, velocity


@start(
    "momentum_step",
    "The velocity is that of Polyak and Sutskever, with −alpha inside; here it adds up the gradients alone.",
    "Both move theta alike while alpha is constant, but the velocity that is returned follows the course's convention.",
)
def minus_alpha_inside(theta, g, velocity, alpha, mu):
    velocity = mu * velocity - alpha * g
    return theta + velocity, velocity


@start(
    "nesterov_step",
    "The gradient is taken at theta, and the old velocity is forgotten: this is gradient descent.",
    "Where would the old velocity carry theta, if it acted alone?",
)
def descent_alone(grad, theta, velocity, alpha, mu):
    g = grad(theta)
    return theta - alpha * g, g


@start(
    "nesterov_step",
    "The gradient is taken at theta, and the velocity stays as it came: this is gradient descent.",
    "Where would the old velocity carry theta, if it acted alone?",
)
def descent_with_an_idle_velocity(grad, theta, velocity, alpha, mu):
    return theta - alpha * grad(theta), velocity


@start(
    "optimal_momentum",
    "These are the best numbers of gradient descent, without momentum.",
    "Along which line of the phase map do both ends of the spectrum do equally well?",
)
def best_of_descent(lam_min, lam_max):
    return 2 / (lam_min + lam_max), 0.0, (lam_max - lam_min) / (lam_max + lam_min)
