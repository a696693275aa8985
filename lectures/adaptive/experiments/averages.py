"""What each method makes of a stream of gradients: the lengths of its steps, in units of α."""

import numpy as np

from lectures.adaptive.data import Jump, NoisySlope

from solutions.adaptive import adagrad_step, adam_step, rmsprop_step

SETTLED = 10**9  # a step number so large that Adam's correction has faded: how it is left out


def lengths(step, gradients):
    """Return by how much each step moves against the gradient, for a step (theta, g, s) with α = 1."""
    theta, s, moved = np.zeros_like(gradients[0]), np.zeros_like(gradients[0]), []
    for g in gradients:
        after, s = step(theta, g, s)
        moved.append(theta - after)
        theta = after
    return np.array(moved)


def on_a_slope(beta, steps=1000, g=7.0):
    """Return the step lengths of AdaGrad and RMSProp under a constant gradient."""
    gradients = np.full((steps, 1), g)
    return {
        "adagrad": lengths(lambda *state: adagrad_step(*state, alpha=1.0), gradients)[:, 0],
        "rmsprop": lengths(lambda *state: rmsprop_step(*state, alpha=1.0, beta=beta), gradients)[:, 0],
    }


def after_a_jump(jump, beta, steps=240, when=80, own=None):
    """Return the sizes of a gradient that jumps from 1 to `jump`, and RMSProp's and AdaGrad's steps.

    `own` is the reader's RMSProp, if there is one.
    """
    gradients = np.where(np.arange(steps) < when, 1.0, jump)[:, None]
    moved = {
        "rmsprop": lengths(lambda *state: rmsprop_step(*state, alpha=1.0, beta=beta), gradients)[:, 0],
        "adagrad": lengths(lambda *state: adagrad_step(*state, alpha=1.0), gradients)[:, 0],
    }
    if own is not None:
        moved["your own"] = lengths(lambda *state: own(*state, alpha=1.0, beta=beta), gradients)[:, 0]
    return Jump(gradients[:, 0], moved, beta)


def half_life(beta):
    """Return after how many steps an old square counts half: ln 2 / −ln β."""
    return np.log(2) / -np.log(beta)


def adam_lengths(gradients, beta1=0.9, beta2=0.999, corrected=True, step=adam_step):
    """Return m̂/(√v̂ + ε) for each gradient of (K, …), with or without the correction."""
    zero = np.zeros_like(gradients[0])
    m, v, moved = zero, zero, []
    for k, g in enumerate(gradients, start=1):
        after, m, v = step(zero, g, m, v, k if corrected else SETTLED, 1.0, beta1, beta2)
        moved.append(-after)
    return np.array(moved)


def adam_on_a_slope(beta1, beta2, steps=100, own=None):
    """Return the step lengths of Adam under a constant gradient, with and without the correction.

    `own` is the reader's Adam, if there is one.
    """
    gradients = np.ones((steps, 1))
    moved = {
        "adam": adam_lengths(gradients, beta1, beta2)[:, 0],
        "not corrected": adam_lengths(gradients, beta1, beta2, corrected=False)[:, 0],
    }
    if own is not None:
        moved["your own"] = adam_lengths(gradients, beta1, beta2, step=own)[:, 0]
    return moved


def noisy_slope(sigma, rng, steps=60, warm=400, copies=200):
    """Follow Adam (β₂ = 0.99) under gradients 1 + σ·noise, from when its averages have settled.

    Returns
    -------
    gradients, lengths : ndarray of shape (steps,)
        Of one copy.
    mean : float
        Mean step over all copies.
    """
    gradients = 1 + sigma * rng.normal(size=(warm + steps, copies))
    moved = adam_lengths(gradients, beta2=0.99)[warm:]
    return NoisySlope(gradients[warm:, 0], moved[:, 0], float(moved.mean()))


def cheated(beta2, big=3.0, steps=3000):
    """Return Adam's path (β₁ = 0, α = 0.1/√k) on slopes 3, −1, −1, 3, −1, −1, … for x within −1 and 1.

    The mean slope is positive, so x = −1 is best (Reddi, Kale and Kumar 2018).
    """
    x, m, v = np.zeros(1), np.zeros(1), np.zeros(1)
    path = [0.0]
    for k in range(1, steps + 1):
        g = np.array([big if k % 3 == 1 else -1.0])
        x, m, v = adam_step(x, g, m, v, k, 0.1 / np.sqrt(k), 0.0, beta2)
        x = np.clip(x, -1, 1)
        path.append(float(x[0]))
    return np.array(path)
