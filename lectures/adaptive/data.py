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
    beta : float
        RMSProp's memory.
    """

    sizes: np.ndarray
    lengths: dict[str, np.ndarray]
    beta: float


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
    angles : ndarray
        Shape (A,): other angles.
    curves : dict of str to ndarray
        The same distances at these angles, shape (A,).
    """

    degrees: float
    turn: np.ndarray
    paths: dict[str, np.ndarray]
    distances: dict[str, float]
    angles: np.ndarray
    curves: dict[str, np.ndarray]


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
    needed : dict[str, float]
        Steps until it has arrived, by method; infinity if it never does.
    measure : str
        What counts as having arrived, see `steps_needed`.
    level : float
        Below which loss.
    """

    shown: int
    paths: dict[str, np.ndarray]
    gaps: dict[str, np.ndarray]
    alphas: dict[str, float]
    needed: dict[str, float]
    measure: str = "stays"
    level: float = 0.01


class Regret(NamedTuple):
    """What runs have paid more than the best fixed θ.

    Attributes
    ----------
    paid : dict of str to ndarray
        By method, shape (K,): after 1, 2, … steps.
    bound : ndarray
        Shape (K,): what the theorem allows AdaGrad.
    """

    paid: dict[str, np.ndarray]
    bound: np.ndarray


class Pixels(NamedTuple):
    """How large the gradients of the digits network's first weights are, pixel by pixel, and how far these went.

    Attributes
    ----------
    method : str
    epoch : int
    ink : ndarray
        Shape (8, 8): in how many of the images the pixel is not white.
    moved : ndarray
        Shape (8, 8): root mean square of how far a pixel's weights have gone, in units of the mean over pixels.
    """

    method: str
    epoch: int
    ink: np.ndarray
    moved: np.ndarray


class Groups(NamedTuple):
    """Gradients and steps of the digits network's weights and biases, layer by layer.

    Attributes
    ----------
    method : str
    steps : ndarray
        Shape (K,).
    gradients : ndarray
        Shape (K, 4): the root mean square of the entries in W1, b1, W2 and b2.
    moved : ndarray
        Shape (K, 4): the same of the steps, in α.
    """

    method: str
    steps: np.ndarray
    gradients: np.ndarray
    moved: np.ndarray


class Edge(NamedTuple):
    """Full-batch Adam on the digits network, and how sharp the loss is where it is.

    Attributes
    ----------
    beta1 : float
    steps : ndarray
        Shape (K,).
    losses : ndarray
        Shape (seeds, K).
    sharpness : ndarray
        Shape (seeds, K): the largest eigenvalue of the preconditioned Hessian, times α.
    limit : float
        (2 + 2β₁)/(1 − β₁), where Adam with a preconditioner that stands still would become unstable.
    """

    beta1: float
    steps: np.ndarray
    losses: np.ndarray
    sharpness: np.ndarray
    limit: float


class Betas(NamedTuple):
    """Adam on the digits network with several memories.

    Attributes
    ----------
    best : ndarray
        Shape (beta1s, beta2s): the lowest training loss over the step sizes.
    chosen : tuple of int
        Which β₁ and β₂ the reader looks at.
    usual : tuple of int
        Which are the default.
    alphas : ndarray
        Shape (A,).
    curves : ndarray
        Shape (beta1s, beta2s, A).
    """

    best: np.ndarray
    chosen: tuple[int, int]
    usual: tuple[int, int]
    alphas: np.ndarray
    curves: np.ndarray


class Valley(NamedTuple):
    """Paths on a stretched bowl that is turned, as the parameters see it.

    Attributes
    ----------
    degrees : float
        The angle.
    H : ndarray
        Shape (2, 2): the Hessian.
    paths : dict of str to ndarray
        By method, shape (steps + 1, 2).
    needed : dict of str to float
        Steps until the distance to the minimum stays below a tenth, by method; infinity if it never does.
    """

    degrees: float
    H: np.ndarray
    paths: dict[str, np.ndarray]
    needed: dict[str, float]
