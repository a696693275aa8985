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


class OwnPath(NamedTuple):
    """The path of the reader's own update, and that of the right one, from the same start.

    Attributes
    ----------
    own, right : ndarray
        Shape (steps + 1, 2).
    """

    own: np.ndarray
    right: np.ndarray


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


class Tuned(NamedTuple):
    """Two methods with their best parameters on the same bowl.

    Attributes
    ----------
    kappa : float
    distances : dict of str to ndarray
        By method, shape (steps + 1,), from 1.
    rates : dict of str to float
        By method, the factor per step in the long run.
    """

    kappa: float
    distances: dict[str, np.ndarray]
    rates: dict[str, float]


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


class OnMap(NamedTuple):
    """The digits network trained with an α and a μ that were read off the phase map.

    Attributes
    ----------
    alpha, mu : float
    lams : ndarray
        Shape (count,): the largest curvatures at the start, falling.
    losses : ndarray
        Shape (steps + 1,).
    scaled_end : float
        αλ_max at the end.
    """

    alpha: float
    mu: float
    lams: np.ndarray
    losses: np.ndarray
    scaled_end: float


class Edge(NamedTuple):
    """The sharpness of the digits network, trained on all its data at every step.

    Attributes
    ----------
    alpha, mu : float
    steps : ndarray
        Shape (M,): where it was measured.
    sharpness, losses : ndarray
        Shape (M,), with labels that were shuffled.
    true_steps, true_sharpness : ndarray
        Shape (T,), with the true labels.
    """

    alpha: float
    mu: float
    steps: np.ndarray
    sharpness: np.ndarray
    losses: np.ndarray
    true_steps: np.ndarray
    true_sharpness: np.ndarray

    @property
    def edge(self) -> float:
        """The largest curvature at which a bowl would be stable: 2(1 + μ)/α."""
        return 2 * (1 + self.mu) / self.alpha


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


class Fair(NamedTuple):
    """Gradient descent and momentum on the same loss of two parameters, their step sizes chosen by one rule.

    Attributes
    ----------
    alphas : dict of str to float
        By method.
    paths : dict of str to ndarray
        By method, shape (steps + 1, 2).
    counts : dict of str to int or None
        By method, after how many steps it is there; None where it never is, or is lost before.
    lost : dict of str to int or None
        By method, after how many steps its steep parameter has grown tenfold; None where it never does.
    """

    alphas: dict[str, float]
    paths: dict[str, np.ndarray]
    counts: dict[str, int | None]
    lost: dict[str, int | None]


class Cycling(NamedTuple):
    """The heavy ball on a loss that is made to send it round a polygon, or on a bowl where there is none.

    Attributes
    ----------
    path : ndarray
        Shape (steps + 1, 2).
    polygon : ndarray
        Shape (corners, 2): what the loss pulls to; no corners on the bowl.
    corners : int
        Of the polygon that the ball visits; 0 on the bowl.
    rate : float
        The factor per step on bowls with the same curvatures.
    """

    path: np.ndarray
    polygon: np.ndarray
    corners: int
    rate: float


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
