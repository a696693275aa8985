"""Right ways to write the steps and runs of pair 3, in styles that differ from the reference's."""

import numpy as np

from autograder.variants import right


@right("momentum_step")
def with_a_loop(theta, g, velocity, alpha, mu):
    new_theta, new_velocity = [], []
    for i in range(len(theta)):
        new_velocity.append(g[i] + mu * velocity[i])
        new_theta.append(theta[i] - alpha * new_velocity[-1])
    return [new_theta, new_velocity]


@right("momentum_step")
def on_own_copies(theta, g, velocity, alpha, mu):
    theta, velocity = theta.copy(), velocity.copy()
    velocity *= mu
    velocity += g
    theta -= alpha * velocity
    return theta, velocity


@right("momentum_step")
def from_weighted_velocity(theta, g, velocity, alpha, mu):
    step = -alpha * g + mu * (-alpha * velocity)
    return theta + step, step / -alpha


@right("momentum_step")
def expanded_with_extras(theta, g, velocity, alpha=0.01, mu=0.9, nesterov=False):
    new_velocity = np.add(g, np.multiply(mu, velocity))
    return np.array([theta - alpha * g - alpha * mu * velocity, new_velocity])


@right("momentum")
def two_point_form(grad, theta0, alpha, mu, steps):
    points = [theta0, theta0]
    for _ in range(steps):
        points.append(points[-1] - alpha * grad(points[-1]) + mu * (points[-1] - points[-2]))
    return np.array(points[1:])


@right("momentum")
def step_size_inside(grad, theta0, alpha, mu, steps):
    theta, step = np.array(theta0), 0.0
    path = [theta]
    for _ in range(steps):
        step = mu * step - alpha * grad(theta)
        theta = theta + step
        path.append(theta)
    return np.vstack(path)


@right("momentum")
def average_with_larger_step(grad, theta0, alpha, mu, steps):
    theta, average, path = theta0.copy(), np.zeros_like(theta0), [theta0.tolist()]
    for _ in range(steps):
        average += (1 - mu) * (grad(theta) - average)
        theta -= alpha / (1 - mu) * average
        path.append(theta.tolist())
    return path


@right("momentum")
def velocity_on_first_use(grad, theta0, alpha, mu, steps):
    state = {"velocity": None}

    def advance(theta):
        g = grad(theta)
        old = state["velocity"]
        state["velocity"] = g if old is None else g + mu * old
        return theta - alpha * state["velocity"]

    path = np.zeros((steps + 1, theta0.shape[0]))
    path[0] = theta0
    for k in range(1, steps + 1):
        path[k] = advance(path[k - 1])
    return path


@right("momentum")
def all_gradients_summed(grad, theta0, alpha, mu, steps):
    path, gradients = [theta0], []
    for k in range(steps):
        gradients.append(grad(path[-1]))
        velocity = sum(mu ** (k - j) * g for j, g in enumerate(gradients))
        path.append(path[-1] - alpha * velocity)
    return tuple(path)


@right("nesterov_step")
def named_look_ahead(grad, theta, velocity, alpha, mu):
    ahead = theta + mu * (-alpha * velocity)
    g = grad(ahead)
    return [ahead - alpha * g, mu * velocity + g]


@right("nesterov_step")
def sign_flipped(grad, theta, velocity, alpha, mu):
    w = -alpha * velocity
    w = mu * w - alpha * grad(theta + mu * w)
    return theta + w, -w / alpha


@right("nesterov_step")
def coordinate_loop(grad, theta, velocity, alpha, mu):
    ahead = theta.copy()
    for i in range(theta.size):
        ahead[i] -= alpha * mu * velocity[i]
    g = grad(ahead)
    new_velocity = np.array([g[i] + mu * velocity[i] for i in range(theta.size)])
    return theta - alpha * new_velocity, new_velocity


@right("nesterov_step")
def with_unused_gradient(grad, theta, velocity, alpha, mu):
    g_ahead = grad(np.subtract(theta, alpha * mu * velocity))
    new_velocity = mu * velocity + g_ahead
    grad(theta)  # looked at for a plot, say
    return theta - alpha * new_velocity, new_velocity


@right("accelerated_gradient")
def fista(grad, theta0, L, steps):
    x, y, t, path = theta0, theta0, 1.0, [theta0]
    for _ in range(steps):
        x_new = y - grad(y) / L
        t_new = (1 + np.sqrt(1 + 4 * t**2)) / 2
        y = x_new + (t - 1) / t_new * (x_new - x)
        x, t = x_new, t_new
        path.append(x)
    return np.array(path)


@right("accelerated_gradient")
def momentum_k_over_k_plus_3(grad, theta0, L, steps):
    path = np.empty((steps + 1, theta0.size))
    path[0] = theta0
    velocity = np.zeros(theta0.size)
    for k in range(steps):
        mu = k / (k + 3)
        velocity = mu * velocity - grad(path[k] + mu * velocity) / L
        path[k + 1] = path[k] + velocity
    return path


@right("accelerated_gradient")
def three_sequences(grad, theta0, L, steps):
    theta, anchor, path = theta0.copy(), theta0.copy(), [theta0]
    for k in range(steps):
        weight = 2 / (k + 2)
        g = grad((1 - weight) * theta + weight * anchor)
        theta = (1 - weight) * theta + weight * anchor - g / L
        anchor = anchor - (k + 2) / (2 * L) * g
        path.append(theta)
    return path


@right("accelerated_gradient")
def slower_growth(grad, theta0, L, steps):
    previous = theta = theta0
    rows = [theta0.tolist()]
    for k in range(steps):
        ahead = theta + k / (k + 4) * (theta - previous)
        previous, theta = theta, ahead - 1 / L * grad(ahead)
        rows.append(theta.tolist())
    return rows
