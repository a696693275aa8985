"""What each demo of lecture 3 shows: one named tuple a demo, read by its drawing and its words."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np


class Successive(NamedTuple):
    """Gradient descent on a tilted bowl, and what a velocity makes of its gradients.

    Attributes
    ----------
    k : int
        The step that is shown.
    trajectory : ndarray
        Shape (steps + 1, 2).
    gradients : ndarray
        Shape (steps + 1, 2): their parts along the flat and the steep axis.
    velocities : ndarray
        Shape (steps + 1, 2), in the same parts.
    axes : ndarray
        Shape (2, 2): the flat and the steep axis as columns.
    """

    k: int
    trajectory: np.ndarray
    gradients: np.ndarray
    velocities: np.ndarray
    axes: np.ndarray


class BowlPaths(NamedTuple):
    """Paths on a bowl whose shape changes.

    Attributes
    ----------
    lams : ndarray
        Shape (2,): the curvatures 1/κ and 1.
    paths : dict of str to ndarray
        By method, shape (steps + 1, 2).
    """

    lams: np.ndarray
    paths: dict[str, np.ndarray]


class Components(NamedTuple):
    """What is left of the error along each direction.

    Attributes
    ----------
    lams : ndarray
        Shape (n,): the curvatures.
    left : ndarray
        Shape (n,): the errors, from 1 each.
    """

    lams: np.ndarray
    left: np.ndarray


class OneDirection(NamedTuple):
    """How the error along one direction moves.

    Attributes
    ----------
    path : ndarray
        Shape (steps + 1,).
    kind : str
        What it does, in a word.
    rate : float
        The factor per step.
    """

    path: np.ndarray
    kind: str
    rate: float


class Chain(NamedTuple):
    """How far two methods have come on the worst chain.

    Attributes
    ----------
    k : int
        The step that is shown.
    paths : dict of str to ndarray
        By method, shape (steps + 1, n).
    gaps : dict of str to ndarray
        f(θ_k) − f*, shape (steps + 1,), and the bound.
    optimum : ndarray
        Shape (n,).
    """

    k: int
    paths: dict[str, np.ndarray]
    gaps: dict[str, np.ndarray]
    optimum: np.ndarray


class OnCurve(NamedTuple):
    """Paths of one parameter, and the loss on whose curve they lie.

    Attributes
    ----------
    loss : callable
        Maps places to losses.
    paths : dict of str to ndarray
        By method, shape (steps + 1,).
    """

    loss: Callable
    paths: dict[str, np.ndarray]
