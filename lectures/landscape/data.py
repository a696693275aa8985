"""What each demo of lecture 1 shows: one named tuple a demo, read by its drawing and its words."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np


class Exam(NamedTuple):
    """The loss of the exam at one place.

    Attributes
    ----------
    theta : ndarray
        Shape (2,).
    loss : float
        There.
    down : ndarray
        Shape (2,): minus the gradient.
    hours : ndarray
        Shape (N,): of study.
    passed : ndarray
        Shape (N,): 0 or 1.
    """

    theta: np.ndarray
    loss: float
    down: np.ndarray
    hours: np.ndarray
    passed: np.ndarray


class Slice(NamedTuple):
    """A slice through a network's loss.

    Attributes
    ----------
    along : str
        Which way it leads.
    t : ndarray
        Shape (P,): places along it.
    losses : ndarray
        Shape (P,).
    """

    along: str
    t: np.ndarray
    losses: np.ndarray


class Slopes(NamedTuple):
    """The slopes of a hilly loss along either axis.

    Attributes
    ----------
    theta : ndarray
        Shape (2,).
    g : ndarray
        Shape (2,): the gradient there.
    places : ndarray
        Shape (P,).
    slices : list[ndarray]
        The loss along either axis, shape (P,) each.
    """

    theta: np.ndarray
    g: np.ndarray
    places: np.ndarray
    slices: list[np.ndarray]


class Cosines(NamedTuple):
    """Random directions beside the gradient.

    Attributes
    ----------
    n : int
        Parameters.
    cosines : ndarray
        Shape (draws,).
    mean : float
        Of their magnitudes.
    """

    n: int
    cosines: np.ndarray
    mean: float


class Norms(NamedTuple):
    """A step on the edge of a ball.

    Attributes
    ----------
    degrees : float
        Its direction.
    norm : str
        Which ball.
    edge : ndarray
        Shape (2,): where it ends.
    gain : float
        By how much the loss falls, to first order.
    """

    degrees: float
    norm: str
    edge: np.ndarray
    gain: float


class Descent(NamedTuple):
    """Gradient descent on a bowl.

    Attributes
    ----------
    lams : ndarray
        Shape (2,): the curvatures.
    path : ndarray
        Shape (steps + 1, 2).
    losses : ndarray
        Shape (steps + 1,).
    """

    lams: np.ndarray
    path: np.ndarray
    losses: np.ndarray


class Angle(NamedTuple):
    """The steepest way down beside the way to the minimum.

    Attributes
    ----------
    degrees : float
        Where on the contour line.
    kappa : float
        Condition number.
    place : ndarray
        Shape (2,).
    cosine : float
        Between both ways.
    """

    degrees: float
    kappa: float
    place: np.ndarray
    cosine: float


class Chord(NamedTuple):
    """A chord between two points of a curve.

    Attributes
    ----------
    f : callable
        The curve.
    x : ndarray
        Shape (P,).
    line : ndarray
        The chord at x, shape (P,).
    curve : ndarray
        The curve at x, shape (P,).
    """

    f: Callable
    x: np.ndarray
    line: np.ndarray
    curve: np.ndarray


class Tuned(NamedTuple):
    """Descent with the best step size.

    Attributes
    ----------
    kappa : float
        Condition number.
    path : ndarray
        Shape (steps + 1, 2).
    distance : ndarray
        Distances from the minimum, shape (K,).
    """

    kappa: float
    path: np.ndarray
    distance: np.ndarray


class Surfaces(NamedTuple):
    """Planes through the loss of a network, with and without skips.

    Attributes
    ----------
    depth : int
        Layers.
    zoom : float
        Half the side of the planes.
    planes : dict
        Grids of losses.
    """

    depth: int
    zoom: float
    planes: dict


class Dragon(NamedTuple):
    """Final losses of networks of one width.

    Attributes
    ----------
    width : int
        Hidden units.
    losses : ndarray
        Shape (runs,), in order.
    """

    width: int
    losses: np.ndarray


class Plateau(NamedTuple):
    """Paths that leave a plateau.

    Attributes
    ----------
    alpha : float
        The step size.
    loss : callable
        Maps places to losses.
    paths : dict of str to ndarray
        By method.
    counts : dict[str, int]
        Steps until they are off it, by method.
    """

    alpha: float
    loss: Callable
    paths: dict[str, np.ndarray]
    counts: dict[str, int]


class Saddle(NamedTuple):
    """Paths that leave a saddle.

    Attributes
    ----------
    exponent : int
        They start at 10 to the minus this.
    paths : dict of str to ndarray
        By method, shape (K, 2).
    counts : dict[str, int]
        Steps until they are off it, by method.
    """

    exponent: int
    paths: dict[str, np.ndarray]
    counts: dict[str, int]


class TurnedCurvature(NamedTuple):
    """A critical point whose curvature is turned.

    Attributes
    ----------
    f : callable
        The loss, of points (2, P).
    verdict : str
        What the Hessian says.
    c : float
        The curvature.
    """

    f: Callable
    verdict: str
    c: float


class Goe(NamedTuple):
    """Eigenvalues of random symmetric matrices.

    Attributes
    ----------
    n : int
        Their size.
    lams : ndarray
        Shape (draws, n).
    share : float
        Of matrices whose eigenvalues are all positive, exactly.
    """

    n: int
    lams: np.ndarray
    share: float
