"""Known mistakes in one step of momentum, and in one step of Nesterov's method."""

from autograder.misconceptions.registry import wrong

# --- momentum_step ----------------------------------------------------------------------------------------


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
)
def remembers_velocity(theta, g, velocity, alpha, mu):
    own = _remembered.get(len(theta), 0 * g)
    _remembered[len(theta)] = g + mu * own
    return theta - alpha * (g + mu * own), g + mu * own


# --- nesterov_step ----------------------------------------------------------------------------------------


@wrong(
    "nesterov_step",
    "The gradient is taken at theta: this is plain momentum.",
    "Nesterov's method first looks where the old velocity would lead.",
)
def no_look_ahead(grad, theta, velocity, alpha, mu):
    velocity = grad(theta) + mu * velocity
    return theta - alpha * velocity, velocity


@wrong(
    "nesterov_step",
    "The look-ahead goes backwards.",
    "Theta moves by minus alpha times the velocity: which sign has the look-ahead?",
)
def looks_back(grad, theta, velocity, alpha, mu):
    velocity = grad(theta + alpha * mu * velocity) + mu * velocity
    return theta - alpha * velocity, velocity


@wrong(
    "nesterov_step",
    "The look-ahead is not scaled by the step size.",
    "How far would the old velocity alone carry theta in one step?",
)
def look_ahead_without_alpha(grad, theta, velocity, alpha, mu):
    velocity = grad(theta - mu * velocity) + mu * velocity
    return theta - alpha * velocity, velocity


@wrong(
    "nesterov_step",
    "The look-ahead uses the whole velocity, without mu.",
    "Only part of the old velocity survives the step: look that far ahead.",
)
def look_ahead_without_mu(grad, theta, velocity, alpha, mu):
    velocity = grad(theta - alpha * velocity) + mu * velocity
    return theta - alpha * velocity, velocity


@wrong(
    "nesterov_step",
    "The step starts at the look-ahead point, so momentum moves theta twice.",
    "Only the gradient is taken at the look-ahead point: from where does theta move?",
)
def starts_at_look_ahead(grad, theta, velocity, alpha, mu):
    ahead = theta - alpha * mu * velocity
    velocity = grad(ahead) + mu * velocity
    return ahead - alpha * velocity, velocity


@wrong(
    "nesterov_step",
    "The gradient enters the velocity with weight 1 − mu: that is an average, and here a sum is wanted.",
    "Write the update of the velocity beside that of momentum: they are the same.",
)
def averaged_look_ahead(grad, theta, velocity, alpha, mu):
    velocity = (1 - mu) * grad(theta - alpha * mu * velocity) + mu * velocity
    return theta - alpha * velocity, velocity


@wrong(
    "nesterov_step",
    "The velocity is not carried over: only the gradient moves theta.",
    "After the look-ahead the step is one of momentum. Where is the old velocity in it?",
)
def gradient_alone_moves(grad, theta, velocity, alpha, mu):
    g = grad(theta - alpha * mu * velocity)
    return theta - alpha * g, g


@wrong(
    "nesterov_step",
    "The momentum is fixed at 0.9 whatever the argument mu says.",
    "Which numbers stand in your formula, and which of them are arguments?",
)
def fixed_look_ahead(grad, theta, velocity, alpha, mu):
    velocity = grad(theta - alpha * 0.9 * velocity) + 0.9 * velocity
    return theta - alpha * velocity, velocity


@wrong(
    "nesterov_step",
    "The old velocity is returned.",
    "Which velocity does the caller need for the next step?",
)
def returns_old_velocity(grad, theta, velocity, alpha, mu):
    g = grad(theta - alpha * mu * velocity)
    return theta - alpha * (g + mu * velocity), velocity


@wrong(
    "nesterov_step",
    "The arrays of the caller are changed in place.",
    "Is theta itself moved to the look-ahead point? Give that point a name of its own.",
)
def moves_callers_theta(grad, theta, velocity, alpha, mu):
    theta -= alpha * mu * velocity
    g = grad(theta)
    return theta - alpha * g, g + mu * velocity
