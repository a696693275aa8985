"""Right in another style: gradient_descent, numerical_gradient, numerical_hessian."""

import numpy as np

from autograder.variants import right


@right("gradient_descent")
def list_of_copies(grad, theta0, alpha, steps):
    theta = theta0.copy()
    path = [theta.copy()]
    for _ in range(steps):
        theta -= alpha * grad(theta)
        path.append(theta.copy())
    return np.array(path)


@right("gradient_descent")
def plain_lists(grad, theta0, alpha, steps):
    path = [[float(x) for x in theta0]]
    while len(path) < steps + 1:
        slopes = grad(np.array(path[-1]))
        path.append([x - alpha * slope for x, slope in zip(path[-1], slopes, strict=True)])
    return path


@right("gradient_descent")
def recursive(grad, theta0, alpha, steps):
    if steps == 0:
        return theta0[None, :].copy()
    before = recursive(grad, theta0, alpha, steps - 1)
    return np.vstack([before, before[-1] + np.multiply(-alpha, grad(before[-1]))])


@right("gradient_descent")
def accumulated(grad, theta0, alpha, steps):
    from itertools import accumulate

    return tuple(accumulate(range(steps), lambda theta, _: theta - grad(theta) * alpha, initial=theta0))


@right("gradient_descent")
def gradient_after_the_last_step_too(grad, theta0, alpha, steps, verbose=False):
    path, theta, g = np.zeros((steps + 1, theta0.size)), theta0, grad(theta0)
    path[0] = theta0
    for k in range(1, steps + 1):
        theta = np.subtract(theta, alpha * g)
        g = grad(theta)
        path[k, :] = theta
        if verbose:
            print(k, theta)
    return path


@right("gradient_descent")
def entry_by_entry(grad, theta0, alpha, steps):
    path = np.tile(theta0, (steps + 1, 1))
    for k in range(steps):
        g = grad(path[k])
        for i in range(len(theta0)):
            path[k + 1, i] = path[k, i] - alpha * g[i]
    return path


@right("numerical_gradient")
def rows_of_the_identity(f, theta, h=1e-5):
    return np.array([(f(theta + h * e) - f(theta - h * e)) / (2 * h) for e in np.eye(len(theta))])


@right("numerical_gradient")
def shifted_and_put_back(f, theta, h=1e-5):
    point, g = theta.copy(), []
    for i, middle in enumerate(theta):
        point[i] = middle + h
        above = f(point)
        point[i] = middle - h
        below = f(point)
        point[i] = middle
        g.append((above - below) / h / 2)
    return g


@right("numerical_gradient")
def mean_of_both_sides(f, theta, h=1e-5):
    here, shifts = f(theta), np.diag(np.full(theta.shape, h))
    forward = np.array([f(theta + shift) - here for shift in shifts]) / h
    backward = np.array([here - f(theta - shift) for shift in shifts]) / h
    return (forward + backward) / 2


@right("numerical_gradient")
def lists_of_values(f, theta, h=1e-5, scale=0.5):
    n = theta.shape[0]
    above = [f(np.where(np.arange(n) == i, theta + h, theta)) for i in range(n)]
    below = [f(np.where(np.arange(n) == i, theta - h, theta)) for i in range(n)]
    return scale * np.subtract(above, below) / h


@right("numerical_hessian")
def stacked_columns(grad, theta, h=1e-5):
    H = np.column_stack([(grad(theta + h * e) - grad(theta - h * e)) / (2 * h) for e in np.eye(len(theta))])
    return 0.5 * H + 0.5 * H.T


@right("numerical_hessian")
def upper_half_mirrored(grad, theta, h=1e-5):
    rows = [(grad(theta + e) - grad(theta - e)) / 2 / h for e in h * np.eye(theta.size)]
    upper = np.triu(rows)
    return upper + np.triu(upper, 1).T


@right("numerical_hessian")
def entry_by_entry_below_the_diagonal(grad, theta, h=1e-5):
    n = len(theta)
    H = [[0.0] * n for _ in range(n)]
    for i in range(n):
        plus, minus = theta.copy(), theta.copy()
        plus[i] += h
        minus[i] -= h
        difference = grad(plus) - grad(minus)
        for j in range(i + 1):
            H[i][j] = H[j][i] = difference[j] / (2 * h)
    return H


@right("numerical_hessian")
def gradients_collected_first(grad, theta, h=1e-5):
    eye = np.identity(len(theta))
    above, below = (np.stack([grad(theta + s * h * e) for e in eye]) for s in (1, -1))
    J = (above - below) / (2.0 * h)
    return np.mean([J, J.T], axis=0)
