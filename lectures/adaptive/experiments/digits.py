"""The digits network of the course under adaptive methods: rare pixels, memories, and the edge of stability."""

import functools

import numpy as np

from lectures.adaptive.data import Betas, Edge, Groups, Pixels
from lectures.network.curvature import hessian_vector, lanczos
from lectures.network.digits import (
    losses_and_errors,
    loss_and_gradient,
    plain,
    random_start,
    scaled_digits,
    train,
    unpack,
    with_adam,
)
from solutions.adaptive import adam_step

EPOCHS = 8
PIXEL_ALPHAS = {"gradient descent": 2.0 ** np.arange(-5, 3), "adam": 2.0 ** np.arange(-11, -3)}
BETA1S, BETA2S = np.array([0.0, 0.5, 0.9, 0.99]), np.array([0.5, 0.9, 0.99, 0.999, 0.9999])
BETA_ALPHAS = 2.0 ** np.arange(-8, -2)
EDGE_BETA1S, EDGE_ALPHA, WRONG = (0.0, 0.5, 0.9), 0.01, (0.0, 0.5)


@functools.cache
def pixel_runs(seed=0, epochs=EPOCHS):
    """Train the digits network by SGD and by Adam, each with the best of eight step sizes.

    Returns
    -------
    paths : dict of str to ndarray of shape (epochs + 1, n)
        By method, with the α whose training loss is lowest at the end.
    alphas : dict of str to float
    losses : dict of str to float
        That training loss.
    """
    digits, paths, alphas, losses = scaled_digits(), {}, {}, {}
    for name, step in (("gradient descent", plain), ("adam", with_adam())):
        path = train(step, PIXEL_ALPHAS[name], np.random.default_rng(seed), epochs=epochs)
        ends = losses_and_errors(path[-1:], digits.X_train, digits.y_train)[0][0]
        best = int(np.nanargmin(ends))
        paths[name], alphas[name], losses[name] = path[:, best], float(PIXEL_ALPHAS[name][best]), float(ends[best])
    return paths, alphas, losses


def ink():
    """Return in which share of the training images each pixel (8, 8) is not white."""
    return (scaled_digits().X_train > 0).mean(axis=0).reshape(8, 8)


def moved(path):
    """Return how far the weights of each pixel have gone, (8, 8): the root mean square over the hidden units."""
    first = unpack(path[[0, -1]])[0]
    return np.sqrt(((first[1] - first[0]) ** 2).mean(axis=1)).reshape(8, 8)


def pixels(method, epoch):
    """Return how far the weights of each pixel went in some epochs, in units of the mean over pixels."""
    far = moved(pixel_runs()[0][method][: epoch + 1])
    return Pixels(method, epoch, ink(), far / max(far.mean(), 1e-300))


def root_mean_squares(vector):
    """Return the root mean square of the entries that belong to W1, b1, W2 and b2, (4,)."""
    return np.array([np.sqrt(np.mean(part**2)) for part in unpack(vector[None])])


@functools.cache
def groups(method, seed=0, epochs=EPOCHS, window=8):
    """Train the digits network, and watch the gradients and the steps of its four groups of parameters.

    α is that of `pixel_runs`. Each row is a root mean square over `window` steps; the first row is the first step alone.

    Returns
    -------
    Groups
    """
    step, alpha = {"gradient descent": plain, "adam": with_adam()}[method], pixel_runs()[1][method]
    seen = []

    def watched(theta, g, memory, k, alphas):
        after, memory = step(theta, g, memory, k, alphas)
        seen.append([root_mean_squares(g[0]), root_mean_squares(after[0] - theta[0]) / alpha])
        return after, memory

    train(watched, [alpha], np.random.default_rng(seed), epochs=epochs)
    squares = np.array(seen) ** 2
    whole = squares[1 : 1 + (len(squares) - 1) // window * window].reshape(-1, window, 2, 4).mean(axis=1)
    rows = np.sqrt(np.concatenate([squares[:1], whole]))
    return Groups(method, np.concatenate([[1], 1 + window * np.arange(1, len(rows))]), rows[:, 0], rows[:, 1])


def memories(progress, seed, epochs=4):
    """Train the digits network by Adam with every β₁, β₂ and α at once.

    Returns
    -------
    ndarray of shape (beta1s, beta2s, alphas)
        The training loss after `epochs` epochs.
    """
    digits = scaled_digits()
    grid = np.meshgrid(BETA1S, BETA2S, BETA_ALPHAS, indexing="ij")
    beta1, beta2, alphas = (values.ravel() for values in grid)
    path = train(with_adam(beta1[:, None], beta2[:, None]), alphas, np.random.default_rng(seed), epochs=epochs)
    progress(0.9)
    losses = losses_and_errors(path[-1:], digits.X_train, digits.y_train)[0][0]
    progress(1.0)
    return losses.reshape(grid[0].shape)


def betas(losses, beta1, beta2):
    """Return what `memories` found, with a look at one pair of memories."""
    chosen = int(np.argmin(abs(BETA1S - beta1))), int(np.argmin(abs(BETA2S - beta2)))
    return Betas(losses.min(axis=-1), chosen, (2, 3), BETA_ALPHAS, losses)


def some_labels_drawn(share, images=500, seed=9):
    """Return some training images and their labels, of which a share was replaced by draws at random."""
    digits, rng = scaled_digits(), np.random.default_rng(seed)
    X, y = digits.X_train[:images], digits.y_train[:images].copy()
    drawn = rng.random(images) < share
    y[drawn] = rng.integers(10, size=drawn.sum())
    return X, y


def preconditioned_sharpness(theta, v_hat, X, y, eps=1e-8, products=12, rng=None):
    """Return the largest eigenvalue of P^(−½) H P^(−½), where P = diag(√v̂ + ε) is what Adam divides by."""
    root = np.sqrt(np.sqrt(v_hat) + eps)
    rng = np.random.default_rng(0) if rng is None else rng
    values, _ = lanczos(lambda u: hessian_vector(theta, u / root, X, y) / root, len(theta), products, rng)
    return float(values[0])


def edge_limit(beta1):
    """Return (2 + 2β₁)/(1 − β₁): α times a curvature beyond it makes averaged gradient steps unstable."""
    return (2 + 2 * beta1) / (1 - beta1)


def edge_run(beta1, wrong, seeds=(0, 1, 2), steps=500, every=25, alpha=EDGE_ALPHA, beta2=0.99):
    """Train the digits network by Adam on all images at once, and watch the preconditioned sharpness.

    Returns
    -------
    Edge
    """
    X, y = some_labels_drawn(wrong)
    theta = np.array([random_start(np.random.default_rng(seed)) for seed in seeds])
    m = v = np.zeros_like(theta)
    losses, sharp = [], []
    for k in range(1, steps + 1):
        loss, g = loss_and_gradient(theta, X, y)
        if k > 1 and k % every == 1:
            v_hat = v / (1 - beta2 ** (k - 1))
            losses.append(loss)
            sharp.append([alpha * preconditioned_sharpness(*pair, X, y) for pair in zip(theta, v_hat, strict=True)])
        theta, m, v = adam_step(theta, g, m, v, k, alpha, beta1, beta2)
    at = np.arange(every, steps, every)
    return Edge(beta1, at, np.array(losses).T, np.array(sharp).T, edge_limit(beta1))


@functools.cache
def edge_runs():
    """Return the runs for all β₁ and both shares of drawn labels, a dict of (β₁, share) to `Edge`."""
    return {(beta1, wrong): edge_run(beta1, wrong) for beta1 in EDGE_BETA1S for wrong in WRONG}
