"""Right variants of `sgd`, in other styles."""

import numpy as np

from autograder.variants import right
from solutions import sgd as reference


@right("sgd")
def array_filled_row_by_row(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu=0.0):
    path = np.empty((epochs + 1, theta0.size))
    path[0] = theta0
    theta, velocity, k = theta0.copy(), np.zeros_like(theta0), 0
    for epoch in range(1, epochs + 1):
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            velocity *= mu
            velocity += grad(theta, X[rows], y[rows])
            theta -= velocity * (alpha(k) if callable(alpha) else alpha)
            k += 1
        path[epoch] = theta
    return path


@right("sgd")
def step_size_inside_with_its_correction(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu=0.0):
    """Sutskever's form, whose velocity is rescaled when the step size changes."""
    theta, moved, before, k, path = np.array(theta0), 0.0, None, 0, [theta0]
    for _ in range(epochs):
        for X_b, y_b in list(reference.minibatches(X, y, batch_size, rng)):
            now = float(alpha(k)) if callable(alpha) else alpha
            moved = mu * moved * (now / before if before else 1.0) - now * grad(theta, X_b, y_b)
            theta, before, k = theta + moved, now, k + 1
        path.append(theta)
    return [list(map(float, row)) for row in path]


@right("sgd")
def one_loop_over_all_steps(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu=0.0):
    per_epoch = int(np.ceil(len(X) / batch_size))
    rates = [alpha(k) for k in range(epochs * per_epoch)] if callable(alpha) else [alpha] * (epochs * per_epoch)
    theta, velocity, path = theta0, 0, [theta0]
    for k, rate in enumerate(rates):
        if k % per_epoch == 0:
            order = np.argsort(rng.random(len(X)))
        rows = order[k % per_epoch * batch_size :][:batch_size]
        velocity = grad(theta, X[rows], y[rows]) + mu * velocity
        theta = theta - rate * velocity
        if (k + 1) % per_epoch == 0:
            path.append(theta)
    return np.vstack(path)


@right("sgd")
def two_point_form(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu=0.0):
    """Keeps the last gradient sum as a difference of parameters over the step size used."""
    theta, last, path, k = theta0 + 0.0, None, [theta0 + 0.0], 0
    for _ in range(epochs):
        for X_b, y_b in reference.minibatches(X, y, batch_size, rng):
            rate = alpha(k) if callable(alpha) else alpha
            g = grad(theta, X_b, y_b)
            velocity = g if last is None else g + mu * (last[0] - theta) / last[1]
            last, theta, k = (theta, rate), theta - rate * velocity, k + 1
        path.append(theta)
    return np.stack(path)


@right("sgd")
def generator_of_the_old_kind(grad, theta0, X, y, alpha, batch_size, epochs, rng, mu=0.0):
    old = np.random.RandomState(rng.integers(2**31))  # noqa: NPY002
    return reference.sgd(grad, theta0, X, y, alpha, batch_size, epochs, old, mu)
