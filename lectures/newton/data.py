"""What each demo of lecture 2 shows: one named tuple a demo, read by its drawing and its words."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np


class OneStep(NamedTuple):
    """One step of each method on a bowl.

    Attributes
    ----------
    lams : ndarray
        Shape (2,): the curvatures.
    steps : dict of str to ndarray
        By method, shape (2, 2): where it starts and lands.
    """

    lams: np.ndarray
    steps: dict[str, np.ndarray]


class TwoCoordinates(NamedTuple):
    """One loss minimised in two coordinate systems.

    Attributes
    ----------
    lines : list
        Contour lines of the loss, in θ.
    A : ndarray
        Shape (2, 2): θ = Aφ.
    there : dict of str to ndarray
        Paths of φ by method, shape (steps + 1, 2).
    back : dict of str to ndarray
        The same paths as θ.
    """

    lines: list
    A: np.ndarray
    there: dict[str, np.ndarray]
    back: dict[str, np.ndarray]


class Parabola(NamedTuple):
    """The parabola that touches a loss at θ₀.

    Attributes
    ----------
    theta0 : float
        Where it touches.
    loss : callable
        Maps places to losses.
    places : ndarray
        Shape (P,): places near θ₀.
    values : ndarray
        Shape (P,): the parabola there.
    landing : tuple | None
        Newton's landing place, the parabola's value there, and whether that is its minimum.
    bend : float
        L''(θ₀).
    """

    theta0: float
    loss: Callable
    places: np.ndarray
    values: np.ndarray
    landing: tuple | None
    bend: float


class Remainders(NamedTuple):
    """How far Taylor's models are off.

    Attributes
    ----------
    distances : ndarray
        Shape (K,).
    errors : ndarray
        Shape (3, K): a row for each order.
    slopes : ndarray
        Shape (3,): of the lines, on log-log axes.
    """

    distances: np.ndarray
    errors: np.ndarray
    slopes: np.ndarray


class FromAbove(NamedTuple):
    """The quadratic model at a place, seen from above.

    Attributes
    ----------
    theta : ndarray
        Shape (2,).
    delta : ndarray
        Shape (2,): Newton's step.
    H : ndarray
        Shape (2, 2).
    """

    theta: np.ndarray
    delta: np.ndarray
    H: np.ndarray


class Solutions(NamedTuple):
    """Newton's step, by solving and by the inverse.

    Attributes
    ----------
    n : int
        The size of the matrix.
    steps : dict of str to ndarray
        By way, shape (n,).
    residuals : dict[str, float]
        ‖H δ + g‖ by way.
    sizes : ndarray
        Shape (K,): all sizes that there are.
    all_residuals : dict of str to ndarray
        By way, shape (K,).
    """

    n: int
    steps: dict[str, np.ndarray]
    residuals: dict[str, float]
    sizes: np.ndarray
    all_residuals: dict[str, np.ndarray]


class Convergence(NamedTuple):
    """Errors of three methods, and how fast they fall.

    Attributes
    ----------
    errors : dict of str to ndarray
        By method, shape (K,).
    ratios : ndarray
        Of Newton's errors to the square of the one before.
    orders : ndarray
        Estimated orders of Newton's method.
    kappa : float
        Condition number of the Hessian at the minimum.
    """

    errors: dict[str, np.ndarray]
    ratios: np.ndarray
    orders: np.ndarray
    kappa: float


class Waves(NamedTuple):
    """A walk on waves.

    Attributes
    ----------
    loss : callable
        Maps places to losses.
    path : ndarray
        Shape (steps + 1,).
    kind : str
        What it comes to, in words.
    errors : ndarray
        Shape (steps + 1,): distances to the flat point where the path ends.
    """

    loss: Callable
    path: np.ndarray
    kind: str
    errors: np.ndarray


class Damping(NamedTuple):
    """Two damped steps from one start.

    Attributes
    ----------
    start : ndarray
        Shape (2,).
    landing : dict of str to ndarray
        By method, shape (2,): where the step lands.
    downhill : ndarray
        Shape (2,): −g at the start.
    here : float
        The loss at the start.
    plain : float
        The loss after Newton's damped step.
    magnitudes : float
        The loss after the saddle-free one.
    """

    start: np.ndarray
    landing: dict[str, np.ndarray]
    downhill: np.ndarray
    here: float
    plain: float
    magnitudes: float


class Search(NamedTuple):
    """A search for a step size along Newton's direction.

    Attributes
    ----------
    along : ndarray
        Shape (P,): step sizes.
    losses : ndarray
        Shape (P,): there.
    sizes : ndarray
        Shape (T,): those that were tried, the last one accepted.
    values : ndarray
        Shape (T,): the loss there.
    line : ndarray
        Shape (2,): the most that the condition allows, at 0 and 1.
    errors : ndarray
        |θ| along a whole run with this condition.
    calls : int
        Losses that this run computed.
    """

    along: np.ndarray
    losses: np.ndarray
    sizes: np.ndarray
    values: np.ndarray
    line: np.ndarray
    errors: np.ndarray
    calls: int


class OwnAmongPits(NamedTuple):
    """The reader's own path among four pits, and the right one.

    Attributes
    ----------
    own, right : ndarray
        Shape (steps + 1, 2).
    kind : str
        What the reader's comes to, in words.
    """

    own: np.ndarray
    right: np.ndarray
    kind: str


class AmongPits(NamedTuple):
    """A path among four pits.

    Attributes
    ----------
    path : ndarray
        Shape (steps + 1, 2).
    losses : ndarray
        Shape (steps + 1,).
    kind : str
        What it comes to, in words.
    """

    path: np.ndarray
    losses: np.ndarray
    kind: str


class Costs(NamedTuple):
    """What a step costs with n parameters.

    Attributes
    ----------
    n : int
        Parameters.
    seconds : list[float]
        By kind of work.
    memory : tuple[float, float]
        Bytes of θ and of the Hessian.
    in_words : tuple[str, str, str]
        The Hessian's bytes, the solution's and the gradient's time.
    measured : tuple | None
        Sizes and seconds that were measured here.
    lines : tuple[np.ndarray, list[np.ndarray]]
        Numbers of parameters, and the seconds of each kind of work there.
    """

    n: int
    seconds: list[float]
    memory: tuple[float, float]
    in_words: tuple[str, str, str]
    measured: tuple | None
    lines: tuple[np.ndarray, list[np.ndarray]]


class ProductErrors(NamedTuple):
    """Errors of products with the Hessian.

    Attributes
    ----------
    distances : ndarray
        Shape (K,): of the probes.
    errors : dict of str to ndarray
        By way, shape (K,).
    """

    distances: np.ndarray
    errors: dict[str, np.ndarray]


class Polynomial(NamedTuple):
    """Conjugate gradients as a polynomial.

    Attributes
    ----------
    lams : ndarray
        Shape (n,): eigenvalues.
    places : ndarray
        Shape (P,): places between them.
    at_eigenvalues : ndarray
        Shape (n,).
    at_places : ndarray
        Shape (P,).
    k : int
        Products so far.
    residuals : ndarray
        Relative, after 0, 1, … products.
    """

    lams: np.ndarray
    places: np.ndarray
    at_eigenvalues: np.ndarray
    at_places: np.ndarray
    k: int
    residuals: np.ndarray


class Gaps(NamedTuple):
    """Gaps to the minimum against the gradients asked for.

    Attributes
    ----------
    budget : int
        Products allowed for a step.
    curves : dict
        By budget, gradients and gaps, shape (K,) each.
    """

    budget: int
    curves: dict


class Spectrum(NamedTuple):
    """The curvature of the digits network at one stage of its training.

    Attributes
    ----------
    steps : int
        Steps of gradient descent so far.
    loss : float
    values : ndarray
        Shape (k,): eigenvalues at both ends of the spectrum, falling, as Lanczos' method sees them.
    """

    steps: int
    loss: float
    values: np.ndarray


class NetworkStep(NamedTuple):
    """The loss of the digits network along one Newton-CG step.

    Attributes
    ----------
    sizes, losses, model : ndarray
        Shape (P,): step sizes, the loss there, and the quadratic model there.
    taken : tuple[float, float]
        The step size that backtracking accepts, and the loss there.
    descent : float
        The loss after one step of gradient descent with the best step size for this one step.
    products : int
        Hessian-vector products that were used.
    negative : bool
        Whether negative curvature ended them.
    """

    sizes: np.ndarray
    losses: np.ndarray
    model: np.ndarray
    taken: tuple[float, float]
    descent: float
    products: int
    negative: bool


class Race(NamedTuple):
    """Losses of the digits network against the gradients spent.

    Attributes
    ----------
    curves : dict
        By method, gradients and losses, shape (K,) each.
    settings : dict[str, float]
        What each method was tuned to.
    pairs : int
        That L-BFGS remembers.
    """

    curves: dict
    settings: dict[str, float]
    pairs: int
