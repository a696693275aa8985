"""What each demo of lecture 4 shows: one named tuple a demo, read by its drawing and its words."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np


class FarStart(NamedTuple):
    """Paths that start where the gradient is huge.

    Attributes
    ----------
    loss : callable
        Maps places to losses.
    paths : dict of str to ndarray
        By method, shape (steps + 1,).
    """

    loss: Callable
    paths: dict[str, np.ndarray]


class Layers(NamedTuple):
    """The gradient of each layer of a network, and its loss.

    Attributes
    ----------
    steps : ndarray
        Shape (K,).
    norms : ndarray
        Shape (K, layers).
    losses : ndarray
        Shape (K,).
    """

    steps: np.ndarray
    norms: np.ndarray
    losses: np.ndarray


class Jump(NamedTuple):
    """A gradient that jumps, and the steps that follow.

    Attributes
    ----------
    sizes : ndarray
        Shape (K,): of the gradient.
    lengths : dict of str to ndarray
        Of the steps, by method, shape (K,).
    """

    sizes: np.ndarray
    lengths: dict[str, np.ndarray]


class NoisySlope(NamedTuple):
    """Adam under gradients with noise.

    Attributes
    ----------
    gradients : ndarray
        Shape (K,).
    lengths : ndarray
        Shape (K,): of the steps, in units of α.
    mean : float
        Of the lengths, over many copies.
    """

    gradients: np.ndarray
    lengths: np.ndarray
    mean: float


class Units(NamedTuple):
    """Final losses against the step size, for features in some unit.

    Attributes
    ----------
    alphas : ndarray
        Shape (A,).
    curves : dict of str to ndarray
        By method, shape (A,).
    """

    alphas: np.ndarray
    curves: dict[str, np.ndarray]


class LargeEpsilon(NamedTuple):
    """Adam's path while ε grows, beside momentum's.

    Attributes
    ----------
    paths : dict of str to ndarray
        By method, shape (steps + 1, 2).
    rates : ndarray
        Shape (2,): what divides either coordinate's step.
    """

    paths: dict[str, np.ndarray]
    rates: np.ndarray


class Turned(NamedTuple):
    """Paths on a bowl that is turned.

    Attributes
    ----------
    degrees : float
        The angle.
    turn : ndarray
        Shape (2, 2): the rotation.
    paths : dict of str to ndarray
        By method, shape (steps + 1, 2).
    distances : dict[str, float]
        Of their ends from the minimum, by method.
    """

    degrees: float
    turn: np.ndarray
    paths: dict[str, np.ndarray]
    distances: dict[str, float]


class Race(NamedTuple):
    """A race on one landscape, each method with its best step size.

    Attributes
    ----------
    shown : int
        The step that is shown.
    paths : dict of str to ndarray
        By method, shape (steps + 1, 2).
    gaps : dict of str to ndarray
        Losses above the minimum, shape (steps + 1,).
    alphas : dict[str, float]
        By method.
    """

    shown: int
    paths: dict[str, np.ndarray]
    gaps: dict[str, np.ndarray]
    alphas: dict[str, float]
