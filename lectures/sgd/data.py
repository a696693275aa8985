"""What each demo of lecture 5 shows: one named tuple a demo, read by its drawing and its words."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np


class Cloud(NamedTuple):
    """Minibatch gradients around the full one.

    Attributes
    ----------
    size : int
        Examples in a batch.
    points : ndarray
        Shape (draws, 2).
    variance : float
        Summed over all coordinates.
    """

    size: int
    points: np.ndarray
    variance: float


class Deck(NamedTuple):
    """How often each example was seen.

    Attributes
    ----------
    drawn : ndarray
        Shape (rows,): with replacement.
    dealt : ndarray
        Shape (rows,): without.
    """

    drawn: np.ndarray
    dealt: np.ndarray


class Orders(NamedTuple):
    """Training in four orders, with one step size.

    Attributes
    ----------
    curves : dict of str to ndarray
        Losses by order, shape (epochs + 1,).
    answers : dict of str to ndarray
        Shares of the digits that are answered, by order.
    """

    curves: dict[str, np.ndarray]
    answers: dict[str, np.ndarray]


class Access(NamedTuple):
    """Times to read a row of memory.

    Attributes
    ----------
    consecutive : ndarray
        Seconds by size of a row, in their order.
    scattered : ndarray
        The same, in a random order.
    """

    consecutive: np.ndarray
    scattered: np.ndarray


class DigitsRace(NamedTuple):
    """Three optimizers on the digits, at one epoch.

    Attributes
    ----------
    epoch : int
        The one that is shown.
    curves : dict of str to ndarray
        Validation losses by method.
    reads : ndarray
        Shape (methods, images): what each reads.
    labels : ndarray
        Shape (images,): what is right.
    """

    epoch: int
    curves: dict[str, np.ndarray]
    reads: np.ndarray
    labels: np.ndarray


class AtRate(NamedTuple):
    """Training with one step size.

    Attributes
    ----------
    alpha : float
        The step size.
    curve : ndarray
        Losses, shape (epochs + 1,).
    """

    alpha: float
    curve: np.ndarray


class Floor(NamedTuple):
    """Noisy descent, and the floor that it reaches.

    Attributes
    ----------
    alpha : float
        The step size.
    size : int
        Examples in a batch.
    path : ndarray
        Shape (steps + 1, copies).
    floor : float
        Standard deviation in the end, by the formula.
    """

    alpha: float
    size: int
    path: np.ndarray
    floor: float


class Roll(NamedTuple):
    """A ball that rolls in a double well.

    Attributes
    ----------
    loss : callable
        Maps places to losses.
    start : float
        Where it starts.
    path : ndarray
        Shape (steps + 1,).
    """

    loss: Callable
    start: float
    path: np.ndarray


class Schedules(NamedTuple):
    """A schedule beside a constant step size.

    Attributes
    ----------
    alphas : tuple
        Step sizes of both, each of shape (steps,).
    losses : ndarray
        Of both, shape (2, steps + 1).
    """

    alphas: tuple
    losses: np.ndarray


class TunedView(NamedTuple):
    """Methods tuned on the same budget, as one measure shows them.

    Attributes
    ----------
    entries : dict[str, tuple]
        By method: step sizes (9,), measured values (seeds, 9), and which is chosen.
    measure : str
        Its name.
    """

    entries: dict[str, tuple]
    measure: str


class GridView(NamedTuple):
    """A grid of step sizes and batch sizes, and the curves of one cell.

    Attributes
    ----------
    last : ndarray
        Shape (batches, alphas): losses after the last epoch.
    best : tuple[int, int]
        The lowest of them.
    cell : tuple[int, int]
        The one whose curves are shown.
    training : ndarray
        Shape (epochs + 1,).
    validation : ndarray
        Shape (epochs + 1,).
    alphas : ndarray
        What the columns stand for.
    batches : tuple[int, ...]
        What the rows stand for.
    """

    last: np.ndarray
    best: tuple[int, int]
    cell: tuple[int, int]
    training: np.ndarray
    validation: np.ndarray
    alphas: np.ndarray
    batches: tuple[int, ...]


class Patient(NamedTuple):
    """A patient of the clinic, beside a healthy run.

    Attributes
    ----------
    diagnosis : str
        What the reader says.
    truth : str
        What is wrong.
    instrument : str
        What is measured.
    run : dict
        The patient's.
    healthy : dict
        The healthy one's.
    """

    diagnosis: str
    truth: str
    instrument: str
    run: dict
    healthy: dict
