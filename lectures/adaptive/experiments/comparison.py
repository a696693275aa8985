"""AdaGrad, RMSProp and the others on convex losses, on sparse features, and on a deep network."""

import functools

import numpy as np

from lectures.adaptive.data import Regret
from lectures.adaptive.experiments.network import initial_weights, loss_and_gradients, training_digits
from solutions.adaptive import adagrad_step, adam_step, rmsprop_step
from solutions.momentum import momentum_step

POWERS = np.arange(-11, 2)
ALPHAS = 2.0**POWERS
TRUTH = np.array([2.0, -1.0, 0.5, 0.0, 1.0])
FEATURES = np.geomspace(0.5, 0.005, 10)  # how often each feature is there
SPARSE_ALPHAS = 2.0 ** np.arange(-6, 3)


def regression_data(rng, rows=200):
    """Return data with a few far outliers, for which the mean of |Xθ − y| is the right loss."""
    X = rng.normal(size=(rows, len(TRUTH)))
    return X, X @ TRUTH + 0.5 * rng.standard_t(2, size=rows)


def convex_runs(method, rng, alphas=ALPHAS, steps=1000, copies=12):
    """Minimise mean |Xθ − y|, convex and with kinks, from one row at a time.

    Returns
    -------
    paths : ndarray of shape (steps + 1, alphas, copies, n)
    gradients : ndarray of shape (steps, alphas, copies, n)
    X, y : the data
    rows : ndarray of shape (steps, copies)
        Which row each step saw.
    """
    X, y = regression_data(rng)
    alpha = np.asarray(alphas)[:, None, None]
    theta = s = np.zeros((len(alphas), copies, X.shape[1]))
    step = {"adagrad": adagrad_step, "rmsprop": rmsprop_step}[method]
    rows = rng.integers(len(X), size=(steps, copies))
    paths, gradients = [theta], []
    for row in rows:
        g = np.sign(np.sum(theta * X[row], axis=-1) - y[row])[..., None] * X[row]
        theta, s = step(theta, g, s, alpha)
        paths.append(theta)
        gradients.append(g)
    return np.array(paths), np.array(gradients), X, y, rows


def convex_gaps(paths, X, y, every=20):
    """Return the mean over copies of L(θ_k) − min L, shape (K, alphas), and the steps k.

    The least loss is that of iteratively reweighted least squares.
    """
    best = np.linalg.lstsq(X, y, rcond=None)[0]
    for _ in range(300):
        weight = 1 / np.maximum(np.abs(X @ best - y), 1e-9)
        best = np.linalg.solve((X.T * weight) @ X, (X.T * weight) @ y)
    losses = np.abs(paths[::every] @ X.T - y).mean(axis=-1)
    least = np.abs(X @ best - y).mean()
    return np.arange(0, len(paths), every), (losses - least).mean(axis=-1), best


def regrets(rng, method="adagrad", alphas=ALPHAS, steps=1000, copies=12):
    """Return a method's regret against the best fixed θ on `convex_runs`, and what Duchi's theorem allows AdaGrad.

    regret = Σ_k ℓ_k(θ_k) − ℓ_k(θ*) ≤ (D²/(2α) + α) Σ_i ‖g_{1:K,i}‖, with D = max_k ‖θ_k − θ*‖_∞

    Returns
    -------
    regret, bound : ndarray of shape (steps, alphas, copies)
        After 1, 2, … steps. For any method but AdaGrad the second says nothing.
    """
    paths, gradients, X, y, rows = convex_runs(method, rng, alphas, steps, copies)
    best = convex_gaps(paths[:1], X, y)[2]
    seen, wanted = X[rows][:, None], y[rows][:, None]  # (steps, 1, copies, …)
    paid = np.abs(np.sum(paths[:-1] * seen, axis=-1) - wanted) - np.abs(seen @ best - wanted)
    distance = np.maximum.accumulate(np.abs(paths[:-1] - best).max(axis=-1))
    norms = np.sqrt(np.cumsum(gradients**2, axis=0)).sum(axis=-1)
    alpha = np.asarray(alphas)[:, None]
    return np.cumsum(paid, axis=0), (distance**2 / (2 * alpha) + alpha) * norms


@functools.cache
def mean_regrets(seed=0):
    """Return AdaGrad's mean regret and bound, and RMSProp's mean regret, each (steps, alphas), over the copies."""
    regret, bound = regrets(np.random.default_rng(seed))
    other, _ = regrets(np.random.default_rng(seed), "rmsprop")
    return regret.mean(axis=-1), bound.mean(axis=-1), other.mean(axis=-1)


def regret_at(adagrad, rmsprop):
    """Return the regrets of both methods for one α each, and AdaGrad's bound, for the picture."""
    regret, bound, other = mean_regrets()
    ours, theirs = nearest(adagrad), nearest(rmsprop)
    return Regret({"adagrad": regret[:, ours], "rmsprop": other[:, theirs]}, bound[:, ours])


def sparse_runs(rng, alphas=SPARSE_ALPHAS, steps=3000, copies=30, every=100):
    """Learn logistic regression online when some features are a hundred times rarer than others.

    Returns
    -------
    steps : ndarray of shape (K,)
    errors : dict of str to ndarray of shape (K, 10)
        Root mean squared error of each weight over the copies, at the α that is best in the end.
    chosen : dict of str to float
        That α.
    """
    truth = np.where(np.arange(len(FEATURES)) % 2, -1.5, 1.5)
    shape, alpha = (len(alphas), copies, len(FEATURES)), np.asarray(alphas)[:, None, None]
    thetas, s = {"gradient descent": np.zeros(shape), "adagrad": np.zeros(shape)}, np.zeros(shape)
    errors = {name: [] for name in thetas}
    for k in range(steps + 1):
        if k % every == 0:
            for name, theta in thetas.items():
                errors[name].append(np.sqrt(((theta - truth) ** 2).mean(axis=1)))
        x = (rng.random((copies, len(FEATURES))) < FEATURES) * rng.choice([-1.0, 1.0], size=(copies, len(FEATURES)))
        y = rng.random(copies) < 1 / (1 + np.exp(-(x @ truth)))
        g = {name: (1 / (1 + np.exp(-(theta * x).sum(axis=-1))) - y)[..., None] * x for name, theta in thetas.items()}
        thetas["gradient descent"] = thetas["gradient descent"] - alpha * g["gradient descent"]
        thetas["adagrad"], s = adagrad_step(thetas["adagrad"], g["adagrad"], s, alpha)
    best = {name: int(np.argmin((rows[-1] ** 2).sum(axis=1))) for name, rows in errors.items()}
    chosen = {name: float(alphas[index]) for name, index in best.items()}
    picked = {name: np.array(rows)[:, best[name]] for name, rows in errors.items()}
    return np.arange(0, steps + 1, every), picked, chosen


def _update(method, state, g, k, alpha):
    """Return a layer's new (weights, first memory, second memory)."""
    W, first, second = state
    if method == "gradient descent":
        return W - alpha * g, first, second
    if method == "momentum":
        W, first = momentum_step(W, g, first, alpha, 0.9)
    elif method == "adam":
        return adam_step(W, g, first, second, k, alpha)
    else:
        step = adagrad_step if method == "adagrad" else rmsprop_step
        W, second = step(W, g, second, alpha)
    return W, first, second


@functools.lru_cache(maxsize=64)
def network_losses(method, seed, times=1.0, steps=800, every=50, alphas=tuple(ALPHAS)):
    """Train a deep network on the digits with every α at once.

    `times` multiplies the loss, as if it were measured in other units.

    Returns
    -------
    losses : ndarray of shape (steps // every + 1, alphas)
        The training loss (in the usual units).
    """
    X, y = training_digits()
    X, alpha = X.astype(np.float32), np.asarray(alphas, np.float32)[:, None, None]  # half the time of float64
    rng = np.random.default_rng(seed)
    start = initial_weights(np.ones(len(alphas)), rng, widths=(64, 16, 16, 16, 16, 10))
    layers = [(W.astype(np.float32), np.zeros(W.shape, np.float32), np.zeros(W.shape, np.float32)) for W in start]
    losses = []
    with np.errstate(over="ignore", invalid="ignore"):
        for k in range(steps + 1):
            if k % every == 0:
                losses.append(loss_and_gradients([layer[0] for layer in layers], X, y)[0])
            batch = rng.integers(len(X), size=32)
            gradients = loss_and_gradients([layer[0] for layer in layers], X[batch], y[batch])[1]
            layers = [
                _update(method, layer, times * g, k + 1, alpha) for layer, g in zip(layers, gradients, strict=True)
            ]
    return np.array(losses)


def compare(progress, seed):
    """Run AdaGrad and RMSProp with every α on the convex loss and on the deep network."""
    runs = {}
    for share, method in ((0.5, "adagrad"), (1.0, "rmsprop")):
        paths, _, X, y, _ = convex_runs(method, np.random.default_rng(seed))
        steps, gaps, _ = convex_gaps(paths, X, y, every=50)
        runs[method] = {"convex": (steps, gaps), "network": (50 * np.arange(17), network_losses(method, seed))}
        progress(share)
    return runs


def at_alphas(runs, **alphas):
    """Return the curves (steps, values) of `compare` for one α each."""
    return {
        loss: {
            method: (runs[method][loss][0], runs[method][loss][1][:, nearest(alpha)])
            for method, alpha in alphas.items()
        }
        for loss in ("convex", "network")
    }


def nearest(alpha):
    """Return the index of the α that was run and is nearest to this one."""
    return int(np.argmin(np.abs(np.log(ALPHAS / alpha))))


def units_of(progress, seed, units=(1, 100)):
    """Train the deep network with the loss in two units; return the losses (K, alphas) by unit and method."""
    losses = {}
    for times in units:
        for method in ("gradient descent", "momentum", "adam"):
            losses.setdefault(times, {})[method] = network_losses(method, seed, float(times))
            progress((len(losses) - 1 + len(losses[times]) / 3) / len(units))
    return losses
