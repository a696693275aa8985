"""Wrong variants of `sgd`."""

import numpy as np

from autograder.variants import wrong
from solutions.sgd import minibatches


def run(grad, theta, X, y, alpha, batch_size, epochs, rng, mu, epoch):
    """Run `epochs` epochs; ``epoch(state, batches)`` takes the steps of one and may change the state.

    The state is a dict with theta, velocity and k; the path holds theta before and after each epoch.
    """
    rate = alpha if callable(alpha) else lambda k: alpha
    state = {"theta": theta, "velocity": np.zeros(len(theta)), "k": 0, "rate": rate}
    path = [theta]
    for _ in range(epochs):
        epoch(state, minibatches(X, y, batch_size, rng))
        path.append(state["theta"])
    return np.array(path)


def steps(grad, mu, gradient=None, advance=1):
    """Make the usual epoch, with another gradient or counter if asked for."""
    gradient = gradient or (lambda state, X_b, y_b: grad(state["theta"], X_b, y_b))

    def epoch(state, batches):
        for X_b, y_b in batches:
            state["velocity"] = gradient(state, X_b, y_b) + mu * state["velocity"]
            state["theta"] = state["theta"] - state["rate"](state["k"]) * state["velocity"]
            state["k"] += advance

    return epoch


@wrong(
    "sgd",
    "The velocity is set back to zero in every epoch.",
    "Which line stands inside the loop over epochs?",
)
def velocity_reset_each_epoch(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu=0.0):
    def epoch(state, batches):
        state["velocity"] = np.zeros(len(theta0))
        steps(grad, mu)(state, batches)

    return run(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu, epoch)


@wrong("sgd", "The momentum is not used.", "Where does mu enter the velocity?")
def no_momentum(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu=0.0):
    return run(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu, steps(grad, 0.0))


@wrong(
    "sgd",
    "The gradient enters the velocity only with weight 1 − mu.",
    "The velocity is a sum here, not an average: velocity ← g + mu·velocity.",
)
def velocity_as_average(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu=0.0):
    def weighted(state, X_b, y_b):
        return (1 - mu) * grad(state["theta"], X_b, y_b)

    return run(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu, steps(grad, mu, weighted))


@wrong(
    "sgd",
    "The step size is inside the velocity, which is another method once the step size changes.",
    "Multiply by alpha_k when theta moves, not when the velocity is formed.",
)
def step_size_inside_the_velocity(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu=0.0):
    def epoch(state, batches):
        for X_b, y_b in batches:
            g = grad(state["theta"], X_b, y_b)
            state["velocity"] = state["rate"](state["k"]) * g + mu * state["velocity"]
            state["theta"] = state["theta"] - state["velocity"]
            state["k"] += 1

    return run(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu, epoch)


@wrong("sgd", "The schedule is asked once per epoch.", "The counter k grows with every minibatch.")
def counter_of_epochs(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu=0.0):
    def epoch(state, batches):
        steps(grad, mu, advance=0)(state, batches)
        state["k"] += 1

    return run(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu, epoch)


@wrong("sgd", "The step counter begins at 1.", "Which step size does the first minibatch get?")
def counter_from_one(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu=0.0):
    shifted = (lambda k: alpha(k + 1)) if callable(alpha) else alpha
    return run(grad, theta0, X, y, shifted, batch_size, epochs, rng, mu, steps(grad, mu))


@wrong(
    "sgd",
    "The step counter begins anew in every epoch.",
    "Where is k set to 0: before the loop over epochs, or in it?",
)
def counter_reset_each_epoch(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu=0.0):
    def epoch(state, batches):
        state["k"] = 0
        steps(grad, mu)(state, batches)

    return run(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu, epoch)


@wrong(
    "sgd",
    "The gradient is taken over all rows at every step.",
    "Which rows does grad get? A step is to cost one minibatch only.",
)
def full_gradient(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu=0.0):
    def whole(state, X_b, y_b):
        return grad(state["theta"], X, y)

    return run(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu, steps(grad, mu, whole))


@wrong("sgd", "The last batch is dropped when it is not full.", "Is every row visited in every epoch?")
def last_batch_dropped(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu=0.0):
    def epoch(state, batches):
        steps(grad, mu)(state, [b for b in batches if len(b[1]) == min(batch_size, len(y))])

    return run(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu, epoch)


@wrong(
    "sgd",
    "The gradient of a smaller batch is scaled as if the batch were full.",
    "grad gives a mean over the rows of its batch, however many they are.",
)
def small_batch_scaled(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu=0.0):
    def scaled(state, X_b, y_b):
        return grad(state["theta"], X_b, y_b) * len(y_b) / batch_size

    return run(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu, steps(grad, mu, scaled))


@wrong(
    "sgd",
    "All gradients of an epoch are taken at the parameters it began with.",
    "Where does theta stand when the second minibatch comes?",
)
def gradients_at_the_epochs_start(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu=0.0):
    def epoch(state, batches):
        start = state["theta"]
        steps(grad, mu, lambda _, X_b, y_b: grad(start, X_b, y_b))(state, batches)

    return run(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu, epoch)


@wrong("sgd", "theta moves uphill.", "Look at the sign of the step.")
def uphill(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu=0.0):
    def turned(state, X_b, y_b):
        return -grad(state["theta"], X_b, y_b)

    return run(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu, steps(grad, mu, turned))


@wrong("sgd", "The start is missing from the path.", "Row 0 is theta0: how many rows do five epochs give?")
def start_is_missing(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu=0.0):
    return run(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu, steps(grad, mu))[1:]


@wrong("sgd", "Only the last parameters are returned, not the path.", "One row for the start and each epoch.")
def last_parameters_only(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu=0.0):
    return run(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu, steps(grad, mu))[-1]


@wrong("sgd", "The path has a row for every minibatch.", "Keep the parameters once per epoch.")
def row_for_every_minibatch(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu=0.0):
    path = [theta0]

    def epoch(state, batches):
        for batch in batches:
            steps(grad, mu)(state, [batch])
            path.append(state["theta"])

    run(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu, epoch)
    return np.array(path)


@wrong(
    "sgd",
    "theta is changed in place: the caller's theta0 moves, and all rows of the path are one array.",
    "What does theta −= … do to an array that somebody else still holds?",
)
def in_place(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu=0.0):
    theta, velocity, k, path = theta0, np.zeros(len(theta0)), 0, [theta0]
    for _ in range(epochs):
        for X_b, y_b in minibatches(X, y, batch_size, rng):
            velocity = grad(theta, X_b, y_b) + mu * velocity
            theta -= (alpha(k) if callable(alpha) else alpha) * velocity
            k += 1
        path.append(theta)
    return np.array(path)


@wrong(
    "sgd",
    "The velocity of one run is still there when the next begins.",
    "A mutable default argument is made once and then kept: where do you create the velocity?",
)
def velocity_kept_between_runs(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu=0.0, memory={}):  # noqa: B006
    def epoch(state, batches):
        if memory.get("velocity") is not None and len(memory["velocity"]) == len(theta0):
            state["velocity"] = memory["velocity"]
        steps(grad, mu)(state, batches)
        memory["velocity"] = state["velocity"]

    return run(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu, epoch)
