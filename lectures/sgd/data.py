"""What each demo of lecture 5 shows: one named tuple a demo, read by its drawing and its words."""

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
    full : ndarray
        Shape (2,): the full gradient.
    sizes, measured, law : ndarray
        Shape (sizes,): variances of the two coordinates together, measured and by the law.
    """

    size: int
    points: np.ndarray
    full: np.ndarray
    sizes: np.ndarray
    measured: np.ndarray
    law: np.ndarray

    @property
    def variance(self) -> float:
        """The variance by the law at this size."""
        return float(self.law[list(self.sizes).index(self.size)])


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


class OwnDeal(NamedTuple):
    """Training on a sorted file with the reader's minibatches, and with shuffled ones.

    Attributes
    ----------
    own, right : ndarray
        Losses, shape (epochs + 1,).
    answers : ndarray
        Shape (10,): shares of the digits that the reader's network answers.
    """

    own: np.ndarray
    right: np.ndarray
    answers: np.ndarray


class Regimes(NamedTuple):
    """Training with step sizes from too low to too high.

    Attributes
    ----------
    steps : ndarray
        Shape (marks,).
    named : dict of str to ndarray
        The losses of the four, means over the seeds, shape (marks,).
    alpha : float
        The step size that is looked at.
    seeds : ndarray
        Shape (seeds, marks): the losses with it.
    end : float
        Its mean loss over the last two epochs.
    """

    steps: np.ndarray
    named: dict[str, np.ndarray]
    alpha: float
    seeds: np.ndarray
    end: float


class Stairs(NamedTuple):
    """A measure while the step size falls in stairs, and with two constant ones.

    Attributes
    ----------
    epochs : ndarray
        Shape (marks + 1,).
    stairs, high, low : ndarray
        Shape (marks + 1,).
    alpha0 : float
        The first step size of the stairs.
    measure : str
        What is shown.
    """

    epochs: np.ndarray
    stairs: np.ndarray
    high: np.ndarray
    low: np.ndarray
    alpha0: float
    measure: str


class NoiseScale(NamedTuple):
    """Noise and signal of the gradient along a training.

    Attributes
    ----------
    schedule : str
        How the step size goes.
    noise, signal : ndarray
        S and the squared length of the gradient, shape (seeds, epochs + 1).
    """

    schedule: str
    noise: np.ndarray
    signal: np.ndarray


class ToTarget(NamedTuple):
    """What it takes to reach a loss with batches of several sizes.

    Attributes
    ----------
    size : int
        The one that is looked at.
    sizes, alphas : ndarray
        Shape (sizes,): batch sizes, and the best step size of each.
    steps, errors : ndarray
        Shape (sizes, seeds): steps until the target, test error there.
    examples : int
        In an epoch.
    """

    size: int
    sizes: np.ndarray
    alphas: np.ndarray
    steps: np.ndarray
    errors: np.ndarray
    examples: int


class Treated(NamedTuple):
    """Losses with warm-up, with clipping, and with neither.

    Attributes
    ----------
    method : str
        What is trained.
    alphas : ndarray
        Shape (alphas,).
    losses : dict of str to ndarray
        By treatment, shape (seeds, alphas).
    """

    method: str
    alphas: np.ndarray
    losses: dict[str, np.ndarray]


class Differences(NamedTuple):
    """Differences of pairs of trainings with the same seeds.

    Attributes
    ----------
    measure : str
        What differs.
    pairs : dict of str to tuple
        By what is compared: the mean difference and its standard error.
    """

    measure: str
    pairs: dict[str, tuple[float, float]]


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
        Variance in the end, by the formula.
    alphas : ndarray
        Shape (alphas,).
    laws, measured : ndarray
        Shape (sizes, alphas): the floors for all batch sizes.
    """

    alpha: float
    size: int
    path: np.ndarray
    floor: float
    alphas: np.ndarray
    laws: np.ndarray
    measured: np.ndarray


class Valleys(NamedTuple):
    """Where noisy descents end in a loss with a wide and a narrow valley.

    Attributes
    ----------
    lower : str
        Which valley is the lower one.
    alpha : float
        The step size.
    ends, losses : ndarray
        Shape (runs,): places, and the loss there.
    alphas, shares : ndarray
        Shape (alphas,): the share of runs that end in the lower valley.
    share : float
        The one at this step size.
    """

    lower: str
    alpha: float
    ends: np.ndarray
    losses: np.ndarray
    alphas: np.ndarray
    shares: np.ndarray
    share: float


class Schedules(NamedTuple):
    """A schedule, a constant step size, and the best constant one.

    Attributes
    ----------
    alphas : tuple
        Step sizes of the three, each of shape (steps,).
    losses : ndarray
        Of the three, shape (3, steps + 1).
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
    bar : float
        The validation loss that counts as good.
    """

    entries: dict[str, tuple]
    measure: str
    bar: float


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
