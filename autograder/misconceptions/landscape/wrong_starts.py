"""First versions that run and do not yet do what is asked: beginnings of descent, critical points and directions."""

import numpy as np

from autograder.variants import start


@start("gradient_descent", "Theta never moves: each row is the starting point.", "What does one step subtract?")
def never_moves(grad, theta0, alpha, steps):
    return np.array([theta0 for _ in range(steps + 1)], float)


@start(
    "gradient_descent",
    "One step is taken, and the rest of the path stays where it led.",
    "How many steps does the loop take, and from where does each start?",
)
def one_step_and_no_more(grad, theta0, alpha, steps):
    moved = theta0 - alpha * grad(theta0)
    return np.array([theta0] + [moved] * steps, float)


@start(
    "gradient_descent",
    "The step size is left out: each step subtracts the whole gradient.",
    "What should change about the path when alpha is halved?",
)
def whole_gradient(grad, theta0, alpha, steps):
    path = [np.array(theta0, float)]
    for _ in range(steps):
        path.append(path[-1] - grad(path[-1]))
    return np.array(path)


@start(
    "softmax_nll",
    "The gradient is zero, whatever W is.",
    "Which entries of W would you change, and in which direction, to make a right label more probable?",
)
def no_gradient(W, X, y):
    logits = X @ W
    logits = logits - logits.max(axis=1, keepdims=True)
    losses = np.log(np.exp(logits).sum(axis=1)) - logits[np.arange(len(y)), y]
    return losses.mean(), np.zeros_like(W)


@start(
    "classify_critical_point",
    "The sign of the determinant decides: it is that of a product, and two negative curvatures make a positive one.",
    "Which two kinds of critical point in the plane have the same sign of the determinant?",
)
def sign_of_determinant(H, tol=1e-8):
    return "minimum" if np.linalg.det(H) > tol else "saddle"


@start(
    "classify_critical_point",
    "Every H is called a minimum.",
    "Which numbers say how the loss bends along each eigenvector, and what do their signs mean?",
)
def always_a_minimum(H, tol=1e-8):
    return "minimum"


@start(
    "filter_normalize",
    "The direction comes back as it went in.",
    "How long should each column be in the end, and where does W enter?",
)
def direction_as_it_is(direction, weights):
    return [np.array(d, float) for d in direction]
