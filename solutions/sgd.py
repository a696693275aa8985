"""Pair 5, stochastic gradient descent and its learning rates: minibatches, noise, schedules, tuning, digits.

Losses are means over the rows they are given. All randomness comes from the argument `rng`, a
`numpy.random.Generator`.
"""

import math
from collections.abc import Callable, Iterable, Iterator

import numpy as np

__all__ = [
    "minibatches",
    "gradient_noise",
    "sgd",
    "step_decay",
    "inverse_time_decay",
    "cosine_decay",
    "mlp_loss",
    "best_learning_rate",
    "train_digits",
]


def minibatches(
    X: np.ndarray, y: np.ndarray, batch_size: int, rng: np.random.Generator
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Give the minibatches of one epoch: shuffle once, then take consecutive blocks.

    Every row is in exactly one batch, beside its own label. Each batch has `batch_size` rows; only the
    last may have fewer, when `batch_size` does not divide N, and it is not dropped. X and y themselves
    keep their order.

    Parameters
    ----------
    X : ndarray of shape (N, d)
        One row per example.
    y : ndarray of shape (N,)
        Their labels.
    batch_size : int
        Rows per batch, ≥ 1; may be more than N.
    rng : numpy.random.Generator
        Source of the shuffle.

    Returns
    -------
    batches : iterable of (X_b, y_b)
        A list, or a generator (`yield`), of about N / batch_size pairs.

    References
    ----------
    Bottou (2012), "Stochastic gradient descent tricks".
    """
    order = rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        batch = order[start : start + batch_size]
        yield X[batch], y[batch]


def gradient_noise(
    grad: Callable,
    theta: np.ndarray,
    X: np.ndarray,
    y: np.ndarray,
    batch_size: int,
    draws: int,
    rng: np.random.Generator,
) -> tuple[np.ndarray, float]:
    """Measure how minibatch gradients scatter at one point theta.

    Draw a batch of exactly `batch_size` different rows, all equally likely, and take its gradient; do so
    `draws` times. A row may come again in a later batch, but not twice in one.

    mean = average of the gradients,    total_variance = Σ over coordinates of their variance

    The variance may divide by draws or by draws − 1.

    Parameters
    ----------
    grad : callable
        ``grad(theta, X_b, y_b)`` is the gradient, shape (n,), of the mean loss over the rows given.
    theta : ndarray of shape (n,)
        Where the gradients are taken; it does not move.
    X, y : ndarray of shape (N, d) and (N,)
        The data.
    batch_size, draws : int
        Rows per batch (1 ≤ batch_size ≤ N), and number of batches.
    rng : numpy.random.Generator
        Source of the batches.

    Returns
    -------
    mean : ndarray of shape (n,)
    total_variance : float
    """
    gradients = []
    for _ in range(draws):
        batch = rng.choice(len(X), size=batch_size, replace=False)
        gradients.append(grad(theta, X[batch], y[batch]))
    return np.mean(gradients, axis=0), float(np.sum(np.var(gradients, axis=0)))


def sgd(
    grad: Callable,
    theta0: np.ndarray,
    X: np.ndarray,
    y: np.ndarray,
    alpha: float | Callable[[int], float],
    batch_size: int,
    epochs: int,
    rng: np.random.Generator,
    mu: float = 0.0,
) -> np.ndarray:
    """Run minibatch SGD with momentum, and keep the parameters after every epoch.

    For each minibatch, with g = grad(theta, X_b, y_b) and step counter k:

    velocity ← g + mu·velocity,    theta ← theta − alpha_k·velocity,    k ← k + 1

    Every epoch shuffles anew and visits every row once (`minibatches`). The velocity starts at zeros and
    k at 0; both go on from one epoch to the next.

    Parameters
    ----------
    grad : callable
        ``grad(theta, X_b, y_b)`` is the gradient, shape (n,), of the mean loss over the rows given.
    theta0 : ndarray of shape (n,)
        Start.
    X, y : ndarray of shape (N, d) and (N,)
        The data.
    alpha : float or callable
        Step size, or a schedule: ``alpha(k)`` is the step size alpha_k of step k = 0, 1, 2, …
    batch_size, epochs : int
        Rows per batch, and passes over the data.
    rng : numpy.random.Generator
        Source of the shuffles.
    mu : float
        Momentum, 0 ≤ mu < 1.

    Returns
    -------
    path : ndarray of shape (epochs + 1, n)
        Row 0 is theta0, row e the parameters after e epochs.

    References
    ----------
    Robbins and Monro (1951), "A stochastic approximation method".
    """
    schedule = alpha if callable(alpha) else lambda k: alpha
    theta, velocity, k = theta0, np.zeros_like(theta0), 0
    path = [theta0]
    for _ in range(epochs):
        for X_b, y_b in minibatches(X, y, batch_size, rng):
            velocity = grad(theta, X_b, y_b) + mu * velocity
            theta = theta - schedule(k) * velocity
            k += 1
        path.append(theta)
    return np.array(path)


def step_decay(k: int, alpha0: float, drop: float, every: int) -> float:
    """Give the step size at step k of a schedule that falls in stairs.

    alpha_k = alpha0 · drop^⌊k / every⌋

    The first fall is at k = every: steps 0 … every − 1 use alpha0 itself.

    Parameters
    ----------
    k : int
        Step counter, from 0.
    alpha0 : float
        First step size.
    drop : float
        Factor of each fall, such as 0.1.
    every : int
        Steps on each stair.

    Returns
    -------
    alpha : float

    References
    ----------
    Krizhevsky, Sutskever and Hinton (2012), "ImageNet classification with deep convolutional neural networks".
    """
    return alpha0 * drop ** (k // every)


def inverse_time_decay(k: int, alpha0: float, rate: float) -> float:
    """Give the step size at step k of a schedule that falls like 1/k.

    alpha_k = alpha0 / (1 + rate·k)

    Such step sizes add up to infinity while their squares do not: the condition of Robbins and Monro.

    Parameters
    ----------
    k : int
        Step counter, from 0.
    alpha0 : float
        First step size.
    rate : float
        Speed of the fall, ≥ 0: after 1/rate steps the step size has halved.

    Returns
    -------
    alpha : float

    References
    ----------
    Robbins and Monro (1951), "A stochastic approximation method".
    """
    return alpha0 / (1 + rate * k)


def cosine_decay(k: int, alpha0: float, total: int, warmup: int = 0) -> float:
    """Give the step size at step k of a linear warm-up followed by half a cosine.

    k < warmup:           alpha_k = alpha0·(k + 1) / warmup
    warmup ≤ k < total:   alpha_k = ½·alpha0·(1 + cos(π·(k − warmup) / (total − warmup)))
    k ≥ total:            alpha_k = 0

    Step 0 of a warm-up already moves, and step warmup − 1 is the first with the full alpha0.

    Parameters
    ----------
    k : int
        Step counter, from 0.
    alpha0 : float
        Largest step size.
    total : int
        Steps until the step size is zero, warm-up included.
    warmup : int
        Steps of the warm-up, 0 ≤ warmup < total; 0 means none.

    Returns
    -------
    alpha : float

    References
    ----------
    Loshchilov and Hutter (2017), "SGDR: stochastic gradient descent with warm restarts".
    """
    if k < warmup:
        return alpha0 * (k + 1) / warmup
    if k >= total:
        return 0.0
    return 0.5 * alpha0 * (1 + math.cos(math.pi * (k - warmup) / (total - warmup)))


def mlp_loss(params: dict[str, np.ndarray], X: np.ndarray, y: np.ndarray) -> tuple[float, dict[str, np.ndarray]]:
    """Compute the loss of a network with one hidden layer, and its gradient by backpropagation.

    hidden = tanh(X W1 + b1),    logits = hidden W2 + b2,    p = softmax(logits), row by row

    loss = −(1/N) Σ_i log p[i, y_i]

    Each gradient is that of this mean and has the shape of its parameter. Loss and gradients stay right for
    logits of ±10⁴, where exp overflows: a number taken off all logits of a row leaves its softmax as it is.

    Parameters
    ----------
    params : dict
        Arrays ``W1`` (d, h), ``b1`` (h,), ``W2`` (h, m), ``b2`` (m,).
    X : ndarray of shape (N, d)
        One row per example.
    y : ndarray of shape (N,)
        Integer labels from 0 to m − 1.

    Returns
    -------
    loss : float
    gradients : dict
        The same names as `params`.

    References
    ----------
    Rumelhart, Hinton and Williams (1986), "Learning representations by back-propagating errors".
    """
    rows = np.arange(len(X))
    hidden = np.tanh(X @ params["W1"] + params["b1"])
    logits = hidden @ params["W2"] + params["b2"]
    logits = logits - logits.max(axis=1, keepdims=True)
    log_p = logits - np.log(np.sum(np.exp(logits), axis=1, keepdims=True))
    d_logits = np.exp(log_p)
    d_logits[rows, y] -= 1
    d_logits /= len(X)
    d_hidden = (d_logits @ params["W2"].T) * (1 - hidden**2)
    gradients = {
        "W1": X.T @ d_hidden,
        "b1": d_hidden.sum(axis=0),
        "W2": hidden.T @ d_logits,
        "b2": d_logits.sum(axis=0),
    }
    return float(-np.mean(log_p[rows, y])), gradients


def best_learning_rate(train: Callable, rates: Iterable[float]) -> float:
    """Choose the learning rate whose training run ends with the lowest validation loss.

    A run that blew up, with a loss that is nan or infinite, is never chosen.

    Parameters
    ----------
    train : callable
        ``train(rate)`` runs a whole training and returns its validation loss, a float.
    rates : sequence of float
        The candidates, in any order.

    Returns
    -------
    rate : float
        One of `rates`.

    Raises
    ------
    ValueError
        If no candidate gives a finite loss.
    """
    finite = [(loss, rate) for rate in rates if math.isfinite(loss := train(rate))]
    if not finite:
        raise ValueError("no learning rate gave a finite validation loss")
    return min(finite)[1]


def train_digits(
    X: np.ndarray, y: np.ndarray, X_val: np.ndarray, y_val: np.ndarray, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """Train a network that reads handwritten digits.

    Everything is yours to choose: hidden units, start, batch size, schedule, momentum. Graded is the
    accuracy on digits that were held back: 90 % earns half of the points, 95 % all. You have 30 seconds.
    Each of those digits is shifted and turned a little, otherwise for every submission (`checks.digits.redrawn`),
    so only what was learnt from X counts; what that costs a network is allowed for.

    The parameters are used as in `mlp_loss`, on images with pixels 0 … 16: whoever trains on scaled pixels
    has to put the scale into W1 before returning it.

    Parameters
    ----------
    X : ndarray of shape (N, 64)
        Training images, pixels 0 … 16 as floats; N ≥ 1000.
    y : ndarray of shape (N,)
        Their integer labels, 0 … 9.
    X_val, y_val : ndarray
        Images and labels to choose the learning rate on.
    rng : numpy.random.Generator
        Source of the start and the shuffles: equal generators give equal networks.

    Returns
    -------
    params : dict
        ``W1`` (64, h), ``b1`` (h,), ``W2`` (h, 10), ``b2`` (10,).
    """
    shapes = {"W1": (64, 128), "b1": (128,), "W2": (128, 10), "b2": (10,)}
    ends = np.cumsum([math.prod(shape) for shape in shapes.values()])

    def unpack(theta):
        parts = np.split(theta, ends[:-1])
        return {name: part.reshape(shapes[name]) for name, part in zip(shapes, parts, strict=True)}

    def grad(theta, X_b, y_b):
        noisy = X_b / 16 + 0.3 * rng.normal(size=X_b.shape)  # never the same image twice: less overfitting
        gradients = mlp_loss(unpack(theta), noisy, y_b)[1]
        return np.concatenate([gradients[name].ravel() for name in shapes])

    def train(rate, epochs=40, batch_size=32):
        total = epochs * math.ceil(len(X) / batch_size)
        schedule = [cosine_decay(k, rate, total, warmup=total // 10) for k in range(total)]
        return sgd(grad, theta0, X, y, schedule.__getitem__, batch_size, epochs, rng, mu=0.9)[-1]

    theta0 = rng.normal(size=ends[-1]) / 4
    runs = {rate: unpack(train(rate)) for rate in (0.02, 0.1, 0.5)}
    rate = best_learning_rate(lambda rate: mlp_loss(runs[rate], X_val / 16, y_val)[0], list(runs))
    return {**runs[rate], "W1": runs[rate]["W1"] / 16}
