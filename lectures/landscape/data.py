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
    means : ndarray
        Shape (2, P): other numbers of parameters, and the same for each.
    """

    n: int
    cosines: np.ndarray
    mean: float
    means: np.ndarray


class Norms(NamedTuple):
    """A step on the edge of a ball.

    Attributes
    ----------
    g : ndarray
        Shape (2,): the gradient.
    degrees : float
        The step's direction.
    norm : str
        Which ball.
    edge : ndarray
        Shape (2,): where it ends.
    gain : float
        By how much the loss falls, to first order.
    rulers : dict
        For each norm the edge of its ball, shape (2, P), and the best step, shape (2,).
    """

    g: np.ndarray
    degrees: float
    norm: str
    edge: np.ndarray
    gain: float
    rulers: dict


class Descent(NamedTuple):
    """Gradient descent on a bowl.

    Attributes
    ----------
    lams : ndarray
        Shape (2,): the curvatures.
    alpha : float
        The step size.
    path : ndarray
        Shape (steps + 1, 2).
    losses : ndarray
        Shape (steps + 1,).
    alphas : ndarray
        Shape (A,): other step sizes.
    ends : ndarray
        Shape (A,): the loss after as many steps with each of them.
    """

    lams: np.ndarray
    alpha: float
    path: np.ndarray
    losses: np.ndarray
    alphas: np.ndarray
    ends: np.ndarray


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
    passed : ndarray
        Shape (2, P): degrees on the way from the axis to here, and the cosines there.
    """

    degrees: float
    kappa: float
    place: np.ndarray
    cosine: float
    passed: np.ndarray


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
    """Planes through the losses of three kinds of networks.

    Attributes
    ----------
    zoom : float
        Half the side of the planes.
    planes : list of ndarray
        Losses, shape (cells, cells) each.
    """

    zoom: float
    planes: list[np.ndarray]


class Dragon(NamedTuple):
    """Final losses of networks of one width.

    Attributes
    ----------
    width : int
        Hidden units.
    losses : ndarray
        Shape (runs,), in order.
    summary : ndarray
        Shape (4, widths): all widths, and for each the mean, the spread and the spread's standard error.
    """

    width: int
    losses: np.ndarray
    summary: np.ndarray


class Plateau(NamedTuple):
    """Paths that leave a plateau.

    Attributes
    ----------
    effective : float
        The effective step of both methods.
    across : float
        The curvature of the other direction.
    paths : dict of str to ndarray
        By method, shape (K, 2).
    counts : dict of str to float
        Steps until they are off it, by method; inf where the path explodes.
    curves : dict of str to ndarray
        The same at the effective steps `steps`, shape (E,), by method.
    steps : ndarray
        Shape (E,).
    """

    effective: float
    across: float
    paths: dict[str, np.ndarray]
    counts: dict[str, float]
    curves: dict[str, np.ndarray]
    steps: np.ndarray


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
    held : dict of str to list
        The same for the exponents 1, 2, …, by method.
    """

    exponent: int
    paths: dict[str, np.ndarray]
    counts: dict[str, int]
    held: dict[str, list[int]]


class TurnedCurvature(NamedTuple):
    """A critical point whose curvature is turned.

    Attributes
    ----------
    f : callable
        The loss, of points (2, P).
    H : ndarray
        Shape (2, 2): the Hessian there.
    verdict : str
        What the Hessian says.
    own : str
        What the reader's own function makes of it.
    """

    f: Callable
    H: np.ndarray
    verdict: str
    own: str


class Goe(NamedTuple):
    """Eigenvalues of random symmetric matrices.

    Attributes
    ----------
    n : int
        Their size.
    lams : ndarray
        Shape (draws, n).
    shares : ndarray
        Shape (sizes,): of matrices of size 1, 2, … whose eigenvalues are all positive, exactly.
    """

    n: int
    lams: np.ndarray
    shares: np.ndarray


class Autoencoder(NamedTuple):
    """A critical point of the autoencoder among all of them.

    Attributes
    ----------
    number : int
        Of the point chosen, counted from 1.
    points : list of dict
        As from `critical.autoencoder_points`.
    """

    number: int
    points: list[dict]


class Walk(NamedTuple):
    """A walk on the hilly loss.

    Attributes
    ----------
    path : ndarray
        Shape (steps + 1, 2).
    losses : ndarray
        Shape (steps + 1,).
    """

    path: np.ndarray
    losses: np.ndarray


class Beside(NamedTuple):
    """The path of the reader's own function beside the one that should come out.

    Attributes
    ----------
    own, right : ndarray
        Shape (steps + 1, 2) each.
    own_losses, right_losses : ndarray
        Shape (steps + 1,) each.
    """

    own: np.ndarray
    right: np.ndarray
    own_losses: np.ndarray
    right_losses: np.ndarray


class Spread(NamedTuple):
    """How the logits of softmax regression change along a direction of its weights.

    Attributes
    ----------
    x : ndarray
        Shape (2,): one example.
    p : ndarray
        Shape (3,): the probabilities of its classes.
    changes : ndarray
        Shape (3,): of its logits, for each unit of the way.
    variances : ndarray
        Shape (N,): of the changes under the probabilities, for each example of the data, in order.
    curvature : float
        vᵀHv, from the full Hessian.
    """

    x: np.ndarray
    p: np.ndarray
    changes: np.ndarray
    variances: np.ndarray
    curvature: float
