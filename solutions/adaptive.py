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
    """Take one step of sign descent: each coordinate moves by `alpha` against its slope.

    The size of the slope does not matter, and a coordinate whose slope is exactly zero stays where
    it is. Among all moves that change no coordinate by more than alpha, this one falls fastest to
    first order.

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
    """Take one step of AdaGrad: divide by the root of the sum of all squared slopes so far.

    The sum includes the square of this slope, so the very first step is alpha long. The sum only
    grows, so under equal slopes the steps only shrink. All is per coordinate; eps is added to the
    root, and not to what stands under it.

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
    """Take one step of RMSProp: divide by the root of a running average of squared slopes.

    In the average the old one keeps the weight beta, and the square of this slope gets the rest;
    the new average enters the step. Nothing corrects it for its start at zero, so the first steps
    are long. eps is added to the root, and not to what stands under it. This is the plain form: no
    momentum, and the average is that of squares, with no mean taken off.

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
    """Average the values seen so far, recent ones most, with weights that sum to one.

    Row k − 1 of the result is an average of the first k values: each of them weighs beta times as
    much as the one after it, and the k weights sum to one, so that equal values have that value as
    their average. A running average that starts at zero has these weights too, up to a factor that
    depends on k.

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
    """Take one step of Adam: the averaged slope over the root of the averaged square.

    m is a running average of the slopes, in which the old one keeps the weight beta1; v is one of
    their squares, with beta2. Both take in this slope, and both are corrected for their start at
    zero, as in `bias_corrected_average`, before they enter the step. The returned m and v are the
    uncorrected ones: the correction is for this step only. eps is added to the root of the corrected
    v; the shortened form that adds it to the root of v itself ("epsilon hat" in the paper) is
    another method when eps matters. v averages squares, with no mean taken off: it is no variance.

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

    The step is that of `adam_step`, from g alone. Beside it every coordinate loses the share
    alpha·weight_decay of the theta that is passed in. The decay is decoupled: it does not pass
    through m and v, so every coordinate shrinks by the same factor. Adding weight_decay·theta to g
    instead is L2 regularisation, another method. As in PyTorch, alpha multiplies the decay; in the
    paper only the schedule does.

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
