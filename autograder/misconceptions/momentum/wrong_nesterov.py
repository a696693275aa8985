"""Known mistakes in one step of Nesterov's method."""

from autograder.variants import wrong


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
