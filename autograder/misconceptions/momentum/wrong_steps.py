"""Known mistakes in one step of momentum."""

from autograder.variants import wrong


@wrong(
    "momentum_step",
    "The velocity is not carried over from step to step.",
    "Where does the old velocity enter the new one?",
)
def velocity_not_carried(theta, g, velocity, alpha, mu):
    return theta - alpha * g, g


@wrong(
    "momentum_step",
    "Theta moves by the old velocity, so every gradient acts one step late.",
    "Which of the two velocities should move theta: the one that came in, or the one just computed?",
)
def old_velocity_moves(theta, g, velocity, alpha, mu):
    return theta - alpha * velocity, g + mu * velocity


@wrong(
    "momentum_step",
    "The gradient enters the velocity with weight 1 − mu: that is an average, and here a sum is wanted.",
    "With a constant gradient, how large should the velocity grow: to g, or to g/(1 − mu)?",
)
def averaged(theta, g, velocity, alpha, mu):
    velocity = (1 - mu) * g + mu * velocity
    return theta - alpha * velocity, velocity


@wrong(
    "momentum_step",
    "The weights are swapped: mu multiplies the gradient, not the old velocity.",
    "Set mu = 0 in your formula: what should be left is gradient descent.",
)
def weights_swapped(theta, g, velocity, alpha, mu):
    velocity = mu * g + velocity
    return theta - alpha * velocity, velocity


@wrong(
    "momentum_step",
    "The step size is inside the velocity, so the velocity that is returned has another scale.",
    "The velocity adds up gradients only. Where does alpha act in the formula?",
)
def step_size_inside(theta, g, velocity, alpha, mu):
    velocity = alpha * g + mu * velocity
    return theta - velocity, velocity


@wrong(
    "momentum_step",
    "The step size is applied twice: in the velocity and again in the step.",
    "Count how often alpha multiplies the gradient on its way into theta.",
)
def step_size_twice(theta, g, velocity, alpha, mu):
    velocity = alpha * g + mu * velocity
    return theta - alpha * velocity, velocity


@wrong(
    "momentum_step",
    "The old velocity is multiplied by the step size as well as by mu.",
    "How much of the velocity should survive a step where the gradient is zero?",
)
def velocity_scaled_by_alpha(theta, g, velocity, alpha, mu):
    velocity = g + alpha * mu * velocity
    return theta - alpha * velocity, velocity


@wrong(
    "momentum_step",
    "Theta moves uphill.",
    "The velocity adds up gradients, and gradients point uphill: look at the sign of the step.",
)
def uphill(theta, g, velocity, alpha, mu):
    velocity = g + mu * velocity
    return theta + alpha * velocity, velocity


@wrong(
    "momentum_step",
    "The velocity has the opposite sign: it adds up −g, where the course's convention adds up g.",
    "The path may be right, but the velocity that comes back follows a convention: look at its sign.",
)
def downhill_velocity(theta, g, velocity, alpha, mu):
    velocity = mu * velocity - g
    return theta + alpha * velocity, velocity


@wrong(
    "momentum_step",
    "The momentum is fixed at 0.9 whatever the argument mu says.",
    "Which numbers stand in your formula, and which of them are arguments?",
)
def fixed_momentum(theta, g, velocity, alpha, mu):
    velocity = g + 0.9 * velocity
    return theta - alpha * velocity, velocity


@wrong(
    "momentum_step",
    "Momentum acts twice on the step: this is Nesterov's step in its rewritten form.",
    "Plain momentum moves theta by the new velocity alone.",
)
def nesterov_rewritten(theta, g, velocity, alpha, mu):
    velocity = g + mu * velocity
    return theta - alpha * (g + mu * velocity), velocity


@wrong(
    "momentum_step",
    "Only theta is returned, and the new velocity is lost.",
    "What does the caller need for the next step?",
)
def only_theta(theta, g, velocity, alpha, mu):
    return theta - alpha * (g + mu * velocity)


@wrong(
    "momentum_step",
    "The two results are in the wrong order.",
    "The docstring says in which order theta and velocity are returned.",
)
def results_swapped(theta, g, velocity, alpha, mu):
    velocity = g + mu * velocity
    return velocity, theta - alpha * velocity


@wrong(
    "momentum_step",
    "The arrays of the caller are changed in place.",
    "`-=` and `*=` write into the array that they stand on: which array is that?",
)
def in_place(theta, g, velocity, alpha, mu):
    velocity *= mu
    velocity += g
    theta -= alpha * velocity
    return theta, velocity


_remembered = {}


@wrong(
    "momentum_step",
    "The velocity is remembered between calls, and the argument is ignored.",
    "All that a step may know is in its arguments.",
    memory=_remembered,
)
def remembers_velocity(theta, g, velocity, alpha, mu):
    own = _remembered.get(len(theta), 0 * g)
    _remembered[len(theta)] = g + mu * own
    return theta - alpha * (g + mu * own), g + mu * own
