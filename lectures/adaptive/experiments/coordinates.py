"""What depends on the axes: turned bowls, ε, and weight decay."""

import functools

import numpy as np

from lectures.adaptive.data import LargeEpsilon, Turned, Valley

from lectures.adaptive.experiments.race import ALPHAS as RACE_ALPHAS
from lectures.adaptive.experiments.race import METHODS, follow, steps_needed
from solutions.adaptive import adam, adam_step, adamw_step
from solutions.momentum import momentum_step

KAPPA, START = 10.0, np.array([0.5, 1.5])
ANGLES = np.arange(0, 91, 3)
ALPHAS = {"gradient descent": 0.15, "momentum": 0.05, "adagrad": 0.4, "rmsprop": 0.05, "adam": 0.1}


def turned_bowl(degrees, kappa=KAPPA):
    """Return the rotation and the Hessian of a bowl with curvatures 1 and κ that is turned."""
    angle = np.deg2rad(degrees)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return turn, turn @ np.diag([1.0, kappa]) @ turn.T


def turned_paths(degrees, steps=60, kappa=KAPPA, start=START):
    """Return the paths of all methods on a turned bowl, seen in the bowl's own axes.

    The start turns with the bowl: nothing but the axes of the parameters has changed.
    """
    turn, H = turned_bowl(degrees, kappa)
    return {
        name: follow(METHODS[name], lambda theta: H @ theta, turn @ start, alpha, steps) @ turn
        for name, alpha in ALPHAS.items()
    }


@functools.cache
def turned_distances(steps=60):
    """Return the last distance to the minimum for each method and each of `ANGLES`."""
    ends = [turned_paths(angle, steps) for angle in ANGLES]
    return {name: np.array([np.linalg.norm(paths[name][-1]) for paths in ends]) for name in ALPHAS}


def turned_view(degrees):
    """Return the angle, the rotation, the paths and their last distances, for the picture."""
    paths = turned_paths(degrees)
    distances = {name: np.linalg.norm(path[-1]) for name, path in paths.items()}
    return Turned(degrees, turned_bowl(degrees)[0], paths, distances, ANGLES, turned_distances())


VALLEY_KAPPA, VALLEY_START = 30.0, np.array([-1.2, 0.5])
RUNNERS = ("gradient descent", "adagrad", "adam")


def valley_paths(degrees, alphas, steps=80):
    """Return paths as the parameters see them: it is the bowl that turns, and the start with it."""
    turn, H = turned_bowl(degrees, VALLEY_KAPPA)
    return {
        name: follow(METHODS[name], lambda theta: theta @ H, turn @ VALLEY_START, alpha, steps)
        for name, alpha in alphas.items()
    }


def steps_to_arrive(path, near=0.1):
    """Return after how many steps the distance to the minimum is below `near` and stays there."""
    with np.errstate(over="ignore", invalid="ignore"):
        return float(steps_needed(np.linalg.norm(path, axis=-1), "stays", near))


@functools.cache
def straight_alphas():
    """Return for each runner the α of the race's grid that needs the fewest steps while the valley is not turned."""
    tried = [valley_paths(0, dict.fromkeys(RUNNERS, float(alpha))) for alpha in RACE_ALPHAS]
    needed = {name: [steps_to_arrive(paths[name]) for paths in tried] for name in RUNNERS}
    return {name: float(RACE_ALPHAS[np.argmin(steps)]) for name, steps in needed.items()}


def valley_view(degrees):
    """Return the angle, the Hessian, the paths and how many steps they need, for the picture."""
    paths = valley_paths(degrees, straight_alphas())
    needed = {name: steps_to_arrive(path) for name, path in paths.items()}
    return Valley(degrees, turned_bowl(degrees, VALLEY_KAPPA)[1], paths, needed)


SLOPES = 1e-3 * np.array([1.0, 10.0])  # the bowl of the ε demo: gradients of about a thousandth


def with_epsilon(eps, steps=60, alpha=0.1, beta1=0.9):
    """Follow Adam on a bowl with small gradients while ε grows; α grows with it, to be comparable.

    Returns
    -------
    paths : dict
        ``"adam"``, and ``"momentum"``: what Adam becomes when ε is far larger than √v̂.
    rates : ndarray of shape (2,)
        α/(√v̂ + ε) of both coordinates at the first step.
    """
    start, small = np.array([-2.0, 1.2]), 1e-3
    raised = alpha * (1 + eps / small)
    path = adam(lambda theta: SLOPES * theta, start, steps, raised, beta1, 0.999, eps)
    theta, velocity, limit = start, np.zeros(2), [start]
    for k in range(1, steps + 1):  # θ ← θ − (α/ε) m̂, written as momentum with a step size that settles
        settling = (alpha / small) * (1 - beta1) / (1 - beta1**k)
        theta, velocity = momentum_step(theta, SLOPES * theta, velocity, settling, beta1)
        limit.append(theta)
    rates = raised / (np.abs(SLOPES * start) + eps)
    return LargeEpsilon({"momentum": np.array(limit), "adam": path}, rates)


NOISES = np.geomspace(0.01, 100, 9)


def decayed(weight_decay, rng, steps=400, every=10, alpha=0.002, copies=60):
    """Let weights of size 1 decay while their gradients are pure noise of different sizes.

    Returns
    -------
    steps : ndarray of shape (K,)
    left : dict of str to ndarray of shape (K, 9)
        Mean weight: the penalty in the loss under ``"adam"`` (its gradient goes through m and v), and the
        decay in the step under ``"adamw"``.
    """
    left, halves = {"adam": [], "adamw": []}, rng.normal(size=(steps, copies // 2, len(NOISES)))
    noise = NOISES * np.concatenate([halves, -halves], axis=1)  # each draw also with the other sign
    plain = decoupled = (np.ones(noise.shape[1:]), np.zeros(noise.shape[1:]), np.zeros(noise.shape[1:]))
    for k in range(steps + 1):
        if k % every == 0:
            left["adam"].append(plain[0].mean(axis=0))
            left["adamw"].append(decoupled[0].mean(axis=0))
        if k < steps:
            g = noise[k] + weight_decay * plain[0]
            plain = adam_step(plain[0], g, *plain[1:], k + 1, alpha)
            decoupled = adamw_step(decoupled[0], noise[k], *decoupled[1:], k + 1, alpha, weight_decay=weight_decay)
    return np.arange(0, steps + 1, every), {name: np.array(rows) for name, rows in left.items()}
