"""Chords, the curvatures of softmax regression and of a network, and what convexity does not promise."""

import functools

import numpy as np

from lectures.landscape.experiments.networks import initial_weights, loss_and_gradients
from solutions.landscape import gradient_descent, nonconvex_witness, numerical_hessian, softmax_nll

CURVES = {
    "a bowl, x²/3": lambda x: x**2 / 3,
    "a kink, |x|": np.abs,
    "the loss of one example, log(1 + exp(−x))": lambda x: np.logaddexp(0, -x),
    "a straight line, 1 + x/2": lambda x: 1 + x / 2,
    "a pit, 2 − 2 sech x": lambda x: 2 - 2 / np.cosh(x),
    "waves, x²/4 + sin 3x": lambda x: x**2 / 4 + np.sin(3 * x),
}


def chord_gap(f, a, b, places=61):
    """Return places from a to b, the heights of the chord there, and of the curve."""
    t = np.linspace(0, 1, places)
    x = a + t * (b - a)
    return x, f(a) + t * (f(b) - f(a)), f(x)


@functools.cache
def clouds(apart=1.0, n=20):
    """Return three clouds of points, X (3n, 3) with a constant last column and labels y."""
    rng = np.random.default_rng(8)
    turn = 2 * np.pi * np.arange(3) / 3
    centres = np.repeat(apart * np.stack([np.cos(turn), np.sin(turn)], axis=1), n, axis=0)
    X = np.concatenate([centres + rng.normal(size=(3 * n, 2)), np.ones((3 * n, 1))], axis=1)
    return X, np.repeat(np.arange(3), n)


def softmax_hessians(W, X):
    """Return the Hessian (S, d·m, d·m) of softmax regression at each of the weights W (S, d, m).

    The mean over the examples of (diag p − p pᵀ) ⊗ x xᵀ: a product of two matrices without negative
    eigenvalues. The labels do not enter.
    """
    logits = X @ W
    p = np.exp(logits - logits.max(axis=-1, keepdims=True))
    p /= p.sum(axis=-1, keepdims=True)
    spread = p[..., :, None] * np.eye(W.shape[-1]) - p[..., :, None] * p[..., None, :]
    H = np.einsum("sice,ia,ib->sacbe", spread, X, X, optimize=True) / len(X)
    size = W.shape[1] * W.shape[2]
    return H.reshape(len(W), size, size)


@functools.cache
def fitted(steps=100, alpha=1.0):
    """Return the weights (3, 3) of softmax regression on `clouds` after some steps of gradient descent."""
    X, y = clouds()
    path = gradient_descent(lambda w: softmax_nll(w.reshape(3, 3), X, y)[1].ravel(), np.zeros(9), alpha, steps)
    return path[-1].reshape(3, 3)


def direction(difference, seed=0):
    """Return a change (3, 3) of the weights: one vector for all classes at 0, one of its own for each at 1."""
    rng = np.random.default_rng([5, seed])
    alike, own = rng.normal(size=(3, 1)), rng.normal(size=(3, 3))
    return alike + difference * (own - alike)


def probabilities(W, X):
    """Return the probabilities (N, m) of softmax regression."""
    logits = X @ W
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    return p / p.sum(axis=1, keepdims=True)


def variances(W, V, X):
    """Return for each example the variance, under its probabilities, of the logits' change along V, (N,)."""
    p, change = probabilities(W, X), X @ V
    mean = (p * change).sum(axis=1, keepdims=True)
    return (p * (change - mean) ** 2).sum(axis=1)


def curvature_along(W, V, X):
    """Return vᵀHv for the softmax loss's Hessian H at W, written out in full, and v = V as one vector."""
    return float(V.ravel() @ softmax_hessians(W[None], X)[0] @ V.ravel())


@functools.cache
def softmax_curvatures(count=1000, scale=1.0, seed=0):
    """Return the eigenvalues (count, 9) of the Hessian at random weights."""
    W = scale * np.random.default_rng(seed).normal(size=(count, 3, 3))
    return np.linalg.eigvalsh(softmax_hessians(W, clouds()[0]))


def flat_network(width=3):
    """Return the loss and the gradient of a network with one hidden layer, of its weights as one vector."""
    X, y = clouds()
    X, y = X[y < 2, :2], y[y < 2]
    shapes = [w.shape for w in initial_weights(1, width, [np.random.default_rng(0)])]
    cuts = np.cumsum([np.prod(shape) for shape in shapes])[:-1]

    def both(theta):
        weights = [part.reshape(shape) for part, shape in zip(np.split(theta, cuts), shapes, strict=True)]
        loss, gradients = loss_and_gradients(weights, X, y)
        return float(loss[0]), np.concatenate([g.ravel() for g in gradients])

    size = int(sum(np.prod(shape) for shape in shapes))
    return lambda theta: both(theta)[0], lambda theta: both(theta)[1], size


def curvatures(scale=1.0, seed=0):
    """Return the sorted eigenvalues of softmax regression's and of the network's Hessian at random weights."""
    rng = np.random.default_rng(seed)
    of_softmax = np.linalg.eigvalsh(softmax_hessians(scale * rng.normal(size=(1, 3, 3)), clouds()[0]))[0]
    _, grad, size = flat_network()
    of_network = np.linalg.eigvalsh(numerical_hessian(grad, scale * rng.normal(size=size)))
    return of_softmax[::-1], of_network[::-1]


@functools.cache
def network_curvatures(count=200, seed=0):
    """Return the smallest eigenvalue of the network's Hessian at each of `count` random weights."""
    rng, (_, grad, size) = np.random.default_rng(seed), flat_network()
    return np.array([np.linalg.eigvalsh(numerical_hessian(grad, rng.normal(size=size)))[0] for _ in range(count)])


def midpoint_test(count=40, seed=0):
    """Search for a witness against convexity among random weights, for softmax regression and for the network."""
    rng, (X, y), (loss, _, size) = np.random.default_rng(seed), clouds(), flat_network()
    return {
        "softmax regression": nonconvex_witness(
            lambda w: softmax_nll(w.reshape(3, 3), X, y)[0], rng.normal(size=(count, 9))
        ),
        "network": nonconvex_witness(loss, rng.normal(size=(count, size))),
    }


@functools.cache
def separable_run(steps=10_000, alpha=1.0):
    """Run softmax regression on clouds that lines separate; return the losses and the norms of W, (steps + 1,)."""
    X, y = clouds(apart=3.0)

    def grad(w):
        return softmax_nll(w.reshape(3, 3), X, y)[1].ravel()

    path = gradient_descent(grad, np.zeros(9), alpha, steps)
    return np.array([softmax_nll(w.reshape(3, 3), X, y)[0] for w in path[::10]]), np.linalg.norm(path[::10], axis=1)
