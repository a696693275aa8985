"""Right answers in other styles: the steps, the run, the order and the line search."""

import itertools
import math

import numpy as np

from autograder.variants import right

# --- quadratic_model


@right("quadratic_model")
def model_with_loops(f0, g, H, delta):
    value = f0
    for i in range(len(delta)):
        value += g[i] * delta[i]
        for j in range(len(delta)):
            value += H[i, j] * delta[i] * delta[j] / 2
    return value


@right("quadratic_model")
def model_factored(f0, g, H, delta):
    return np.float64(f0) + delta.dot(g + np.dot(H, delta) / 2)


@right("quadratic_model")
def model_by_einsum(f0, g, H, delta, half=0.5):
    return np.asarray(f0 + np.einsum("i,i", g, delta) + half * np.einsum("i,ij,j", delta, H, delta))


@right("quadratic_model")
def model_from_eigenvalues(f0, g, H, delta):
    lams, vectors = np.linalg.eigh(H)
    along = vectors.T @ delta
    return f0 + sum(g * delta) + 0.5 * sum(lams * along**2)


# --- newton_step


@right("newton_step")
def step_by_inverse(g, H):
    return -np.linalg.inv(H) @ g


@right("newton_step")
def step_by_eigenvectors(g, H):
    lams, vectors = np.linalg.eigh(H)
    if np.min(np.abs(lams)) <= 1e-14 * np.max(np.abs(lams)):
        raise np.linalg.LinAlgError("H has an eigenvalue zero")
    return -sum((g @ v) / lam * v for lam, v in zip(lams, vectors.T, strict=True))


@right("newton_step")
def step_by_elimination(g, H):
    rows = np.column_stack([H, -g])
    n = len(g)
    for i in range(n):
        pivot = i + int(np.argmax(np.abs(rows[i:, i])))
        if rows[pivot, i] == 0:
            raise np.linalg.LinAlgError("Singular matrix")
        rows[[i, pivot]] = rows[[pivot, i]]
        for j in range(i + 1, n):
            rows[j] -= rows[j, i] / rows[i, i] * rows[i]
    delta = np.zeros(n)
    for i in reversed(range(n)):
        delta[i] = (rows[i, n] - rows[i, i + 1 : n] @ delta[i + 1 :]) / rows[i, i]
    return delta


@right("newton_step")
def step_by_least_squares(g, H):
    delta, _, rank, _ = np.linalg.lstsq(H, -g, rcond=None)
    if rank < len(g):
        raise np.linalg.LinAlgError("H is singular")
    return delta.tolist()


# --- newton


@right("newton")
def path_in_a_list(grad, hess, theta0, steps):
    theta = theta0.copy()
    path = [theta.copy()]
    for _ in range(steps):
        theta -= np.linalg.solve(hess(theta), grad(theta))
        path.append(theta.copy())
    return path


@right("newton")
def path_by_accumulate(grad, hess, theta0, steps):
    advance = lambda theta, _: theta - np.linalg.inv(hess(theta)) @ grad(theta)  # noqa: E731
    return np.stack(list(itertools.accumulate(range(steps), advance, initial=theta0)))


@right("newton")
def path_by_recursion(grad, hess, theta0, steps):
    if steps == 0:
        return np.array([theta0])
    earlier = path_by_recursion(grad, hess, theta0, steps - 1)
    last = earlier[-1]
    return np.vstack([earlier, last + np.linalg.solve(hess(last), -grad(last))])


@right("newton")
def path_as_lists(grad, hess, theta0, steps, verbose=False):
    path = np.zeros((1 + steps, theta0.size))
    path[0] = theta0
    for k in range(1, steps + 1):
        g, H = grad(path[k - 1]), hess(path[k - 1])
        path[k] = path[k - 1] - np.linalg.lstsq(H, g, rcond=None)[0]
    return path.tolist()


# --- convergence_order


@right("convergence_order")
def order_with_a_loop(errors):
    orders = []
    for k in range(1, len(errors) - 1):
        orders.append(math.log(errors[k + 1] / errors[k]) / math.log(errors[k] / errors[k - 1]))
    return orders


@right("convergence_order")
def order_by_slices(errors):
    return np.log10(errors[2:] / errors[1:-1]) / np.log10(errors[1:-1] / errors[:-2])


@right("convergence_order")
def order_from_differences_of_logs(errors):
    logs = [math.log2(e) for e in errors]
    triples = zip(logs, logs[1:], logs[2:], strict=False)
    return tuple((later - now) / (now - before) for before, now, later in triples)


# --- backtracking


@right("backtracking")
def search_over_powers(f, theta, g, delta, alpha=1.0, c=1e-4, shrink=0.5):
    slope = np.dot(g, delta)
    if not slope < 0:
        raise ValueError("not a direction of descent")
    start = f(theta)
    for k in itertools.count():
        step = alpha * shrink**k
        value = f(theta + step * delta)
        if math.isfinite(value) and value - start <= c * step * slope:
            return step


@right("backtracking")
def search_while(f, theta, g, delta, alpha=1.0, c=1e-4, shrink=0.5):
    if sum(g * delta) >= 0:
        raise ValueError("delta points uphill")
    while not (abs(f(theta + alpha * delta)) < np.inf) or f(theta + alpha * delta) > f(theta) + c * alpha * (g @ delta):
        alpha = alpha * shrink
    return alpha


@right("backtracking")
def search_by_recursion(f, theta, g, delta, alpha=1.0, c=1e-4, shrink=0.5, loss=None):
    if g @ delta >= 0:
        raise ValueError("delta must be a descent direction")
    loss = f(theta) if loss is None else loss
    fall = loss - f(theta + alpha * delta)
    if np.isfinite(fall) and fall >= -c * alpha * g @ delta:
        return np.array(alpha)
    return search_by_recursion(f, theta, g, delta, alpha * shrink, c, shrink, loss)


@right("backtracking")
def search_with_generator(f, theta, g, delta, alpha=1.0, c=1e-4, shrink=0.5):
    slope = float(np.inner(g, delta))
    if slope >= 0:
        raise ValueError(f"slope {slope} is not negative")
    bound = f(theta)
    sizes = itertools.accumulate(itertools.repeat(shrink), lambda a, s: a * s, initial=alpha)
    trials = ((a, f(theta + a * delta)) for a in sizes)
    return next(a for a, value in trials if -np.inf < value <= bound + c * a * slope)


# --- saddle_free_step


@right("saddle_free_step")
def magnitudes_rebuilt(g, H, damping=0.0):
    lams, vectors = np.linalg.eigh(H)
    magnitude = vectors @ np.diag(np.abs(lams)) @ vectors.T
    return np.linalg.solve(magnitude + damping * np.eye(len(g)), -g)


@right("saddle_free_step")
def magnitudes_by_singular_values(g, H, damping=0.0):
    _, sizes, rows = np.linalg.svd(H)
    return -rows.T @ ((rows @ g) / (sizes + damping))


@right("saddle_free_step")
def magnitudes_by_square_root(g, H, damping=0.0):
    squares, vectors = np.linalg.eigh(H @ H)
    roots = np.sqrt(np.maximum(squares, 0)) + damping
    return [float(x) for x in -(vectors / roots) @ vectors.T @ g]


@right("saddle_free_step")
def sum_over_eigenvectors(g, H, damping=0.0):
    delta = np.zeros(len(g))
    lams, vectors = np.linalg.eigh((H + H.T) / 2)
    for i, lam in enumerate(lams):
        delta -= (vectors[:, i] @ g) / (abs(lam) + damping) * vectors[:, i]
    return delta
