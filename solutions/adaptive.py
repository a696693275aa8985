"""Pair 4, adaptive methods: sign descent, AdaGrad, RMSProp, Adam and AdamW as pure functions.

A state (s, or m and v) starts at zeros, goes in as an argument and comes back as a result.
Every operation is meant per coordinate.
"""

from collections.abc import Callable

import numpy as np

__all__ = [
    "sign_step",
    "adagrad_step",
    "rmsprop_step",
    "bias_corrected_average",
    "adam_step",
    "adam",
    "adamw_step",
]


def sign_step(theta: np.ndarray, g: np.ndarray, alpha: float) -> np.ndarray:
    """Take one step of sign descent: every coordinate moves by `alpha`, whatever its slope.

    theta ← theta − alpha·sign(g)

    The sign of zero is zero: a coordinate without a slope stays where it is. Among all moves that
    change no coordinate by more than alpha, this one falls fastest to first order.

    Parameters
    ----------
    theta, g : ndarray of shape (n,)
        Parameters, and the gradient at `theta`.
    alpha : float
        Step size, > 0, in units of theta.

    Returns
    -------
    theta : ndarray of shape (n,)

    References
    ----------
    Bernstein et al. (2018), "signSGD: compressed optimisation for non-convex problems".
    """
    return theta - alpha * np.sign(g)


def adagrad_step(
    theta: np.ndarray, g: np.ndarray, s: np.ndarray, alpha: float = 0.01, eps: float = 1e-8
) -> tuple[np.ndarray, np.ndarray]:
    """Take one step of AdaGrad: divide by the root of the sum of all squared gradients so far.

    s ← s + g²
    theta ← theta − alpha·g / (√s + eps)

    The new s enters the step. The sum only grows, so the steps only shrink; the division is per
    coordinate, and eps stands outside the root.

    Parameters
    ----------
    theta, g : ndarray of shape (n,)
        Parameters, and the gradient at `theta`.
    s : ndarray of shape (n,)
        Sum of the squared gradients of the earlier steps (zeros at the first step).
    alpha : float
        Step size, > 0.
    eps : float
        Keeps the division finite where every gradient so far was zero.

    Returns
    -------
    theta, s : ndarray of shape (n,)

    References
    ----------
    Duchi, Hazan and Singer (2011), "Adaptive subgradient methods for online learning and stochastic
    optimization" (the diagonal form).
    """
    s = s + g**2
    return theta - alpha * g / (np.sqrt(s) + eps), s


def rmsprop_step(
    theta: np.ndarray, g: np.ndarray, s: np.ndarray, alpha: float = 0.01, beta: float = 0.9, eps: float = 1e-8
) -> tuple[np.ndarray, np.ndarray]:
    """Take one step of RMSProp: divide by the root of a running average of squared gradients.

    s ← beta·s + (1 − beta)·g²
    theta ← theta − alpha·g / (√s + eps)

    The new s enters the step, and nothing corrects it for its start at zero: the first steps are
    long, the very first alpha/√(1 − beta). beta = 0 is sign descent, up to eps. eps stands outside
    the root. This is the plain form: no momentum, and s is not centred.

    Parameters
    ----------
    theta, g : ndarray of shape (n,)
        Parameters, and the gradient at `theta`.
    s : ndarray of shape (n,)
        Running average of the squared gradients (zeros at the first step).
    alpha : float
        Step size, > 0.
    beta : float
        Weight of the old average, 0 ≤ beta < 1.
    eps : float
        Keeps the division finite where every gradient so far was zero.

    Returns
    -------
    theta, s : ndarray of shape (n,)

    References
    ----------
    Tieleman and Hinton (2012), Lecture 6.5 of "Neural networks for machine learning".
    """
    s = beta * s + (1 - beta) * g**2
    return theta - alpha * g / (np.sqrt(s) + eps), s


def bias_corrected_average(values: np.ndarray, beta: float) -> np.ndarray:
    """Average the values seen so far, recent ones most, and correct for the start at zero.

    With a running average a that starts at zero, for k = 1, 2, …, K:

    a ← beta·a + (1 − beta)·values[k − 1]
    row k − 1 of the result is a / (1 − beta^k)

    Without the division the early averages are too small: after k values their weights sum only to
    1 − beta^k. With it the weights sum to one, so equal values have that value as their average.

    Parameters
    ----------
    values : ndarray of shape (K, …)
        One value per step: a number, a vector or any array.
    beta : float
        Weight of the old average, 0 ≤ beta < 1.

    Returns
    -------
    averages : ndarray of shape (K, …)
        Float, like `values` in shape.

    References
    ----------
    Kingma and Ba (2015), "Adam: a method for stochastic optimization", section 3.
    """
    average = np.zeros(values.shape[1:])
    averages = []
    for k, value in enumerate(values, start=1):
        average = beta * average + (1 - beta) * value
        averages.append(average / (1 - beta**k))
    return np.array(averages).reshape(values.shape)


def adam_step(
    theta: np.ndarray,
    g: np.ndarray,
    m: np.ndarray,
    v: np.ndarray,
    k: int,
    alpha: float = 0.001,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Take one step of Adam: an averaged gradient over the root of averaged squares, both corrected.

    m ← beta1·m + (1 − beta1)·g
    v ← beta2·v + (1 − beta2)·g²
    m̂ = m / (1 − beta1^k),  v̂ = v / (1 − beta2^k)
    theta ← theta − alpha·m̂ / (√v̂ + eps)

    The returned m and v are the uncorrected ones: the correction is for this step only. eps is added
    to √v̂, outside the root; the shortened form that adds it to √v ("epsilon hat" in the paper) is
    another method when eps matters. v is not centred: it averages g², and is not a variance.

    Parameters
    ----------
    theta, g : ndarray of shape (n,)
        Parameters, and the gradient at `theta`.
    m, v : ndarray of shape (n,)
        Running averages of the gradients and of their squares (zeros at the first step).
    k : int
        Number of this step, counted from 1.
    alpha : float
        Step size, > 0.
    beta1, beta2 : float
        Weights of the old averages, each ≥ 0 and < 1.
    eps : float
        Keeps the division finite where every gradient so far was zero.

    Returns
    -------
    theta, m, v : ndarray of shape (n,)

    References
    ----------
    Kingma and Ba (2015), "Adam: a method for stochastic optimization", algorithm 1.
    """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**k)
    v_hat = v / (1 - beta2**k)
    return theta - alpha * m_hat / (np.sqrt(v_hat) + eps), m, v


def adam(
    grad: Callable,
    theta0: np.ndarray,
    steps: int,
    alpha: float = 0.001,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> np.ndarray:
    """Run Adam from `theta0` and keep every point of the path.

    m and v start at zeros; step k = 1, …, steps takes the gradient at the present point.

    Parameters
    ----------
    grad : callable
        Maps theta of shape (n,) to the gradient of shape (n,).
    theta0 : ndarray of shape (n,)
        Starting point.
    steps : int
        Number of steps, ≥ 0.
    alpha, beta1, beta2, eps : float
        As for `adam_step`.

    Returns
    -------
    trajectory : ndarray of shape (steps + 1, n)
        Row 0 is `theta0`, row k the point after step k.

    References
    ----------
    Kingma and Ba (2015), "Adam: a method for stochastic optimization", algorithm 1.
    """
    theta, m, v = theta0, np.zeros_like(theta0), np.zeros_like(theta0)
    trajectory = [theta0]
    for k in range(1, steps + 1):
        theta, m, v = adam_step(theta, grad(theta), m, v, k, alpha, beta1, beta2, eps)
        trajectory.append(theta)
    return np.array(trajectory)


def adamw_step(
    theta: np.ndarray,
    g: np.ndarray,
    m: np.ndarray,
    v: np.ndarray,
    k: int,
    alpha: float = 0.001,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    weight_decay: float = 0.01,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Take one step of AdamW: Adam, and beside it a pull of the parameters towards zero.

    m, v, m̂ and v̂ as in `adam_step`, from g alone
    theta ← theta − alpha·m̂ / (√v̂ + eps) − alpha·weight_decay·theta

    Both terms start from the theta that is passed in. The decay is decoupled: it does not pass through
    m and v, so every coordinate shrinks by the same factor. Adding weight_decay·theta to g instead is
    L2 regularisation, another method. As in PyTorch, alpha multiplies the decay; in the paper only the
    schedule does.

    Parameters
    ----------
    theta, g : ndarray of shape (n,)
        Parameters, and the gradient of the loss (without any penalty) at `theta`.
    m, v : ndarray of shape (n,)
        Running averages of the gradients and of their squares (zeros at the first step).
    k : int
        Number of this step, counted from 1.
    alpha, beta1, beta2, eps : float
        As for `adam_step`.
    weight_decay : float
        Strength of the decay, ≥ 0.

    Returns
    -------
    theta, m, v : ndarray of shape (n,)
        m and v uncorrected, as from `adam_step`.

    References
    ----------
    Loshchilov and Hutter (2019), "Decoupled weight decay regularization".
    """
    stepped, m, v = adam_step(theta, g, m, v, k, alpha, beta1, beta2, eps)
    return stepped - alpha * weight_decay * theta, m, v
