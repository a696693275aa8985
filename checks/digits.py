"""The handwritten digits: 1,797 real images of 8 × 8 pixels, shipped with the course.

Data: E. Alpaydin and C. Kaynak (1998), "Optical Recognition of Handwritten Digits", UCI Machine Learning
Repository, doi:10.24432/C50P49, licence CC BY 4.0. See ``data/README.md``.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np

DIGITS_FILE = Path(__file__).parent / "data" / "digits.csv.gz"


class Digits(NamedTuple):
    """The digits in three parts that share no image."""

    X_train: np.ndarray
    y_train: np.ndarray
    X_val: np.ndarray
    y_val: np.ndarray
    X_test: np.ndarray
    y_test: np.ndarray


def load_digits() -> tuple[np.ndarray, np.ndarray]:
    """Return all images and their labels.

    Returns
    -------
    X : ndarray of shape (1797, 64)
        Pixels as floats from 0 (paper) to 16 (ink), row by row: ``X[i].reshape(8, 8)`` is an image.
    y : ndarray of shape (1797,)
        The digit that each image shows, an integer from 0 to 9.
    """
    table = np.loadtxt(DIGITS_FILE, delimiter=",")
    return table[:, :-1].copy(), table[:, -1].astype(np.int64)


def redrawn(
    X: np.ndarray, rng: np.random.Generator, shift: float = 0.15, turn: float = 4.0, noise: float = 0.3
) -> np.ndarray:
    """Draw images anew, each a little shifted and turned and with other noise: what they show stays the same.

    Parameters
    ----------
    X : ndarray of shape (N, 64)
        Images as of `load_digits`.
    rng : numpy.random.Generator
    shift : float
        By how much an image is moved at most along each side, in pixels.
    turn : float
        By how much it is turned at most, in degrees.
    noise : float
        Standard deviation of what is added to each pixel, which then is kept within 0 … 16.

    Returns
    -------
    ndarray of shape (N, 64)
        Pixels between four old ones are their bilinear mean; beyond the edge is paper.
    """
    N = len(X)
    angle = np.radians(rng.uniform(-turn, turn, size=(N, 1, 1)))
    down, right = rng.uniform(-shift, shift, size=(2, N, 1, 1))
    row, column = np.mgrid[:8, :8] - 3.5  # from the middle
    old_row = np.cos(angle) * row - np.sin(angle) * column + 3.5 + down
    old_column = np.sin(angle) * row + np.cos(angle) * column + 3.5 + right
    margin = 2
    paper = np.pad(X.reshape(N, 8, 8), ((0, 0), (margin, margin), (margin, margin)))
    old_row, old_column = (np.clip(place + margin, 0, 10.999) for place in (old_row, old_column))
    i, j, image = old_row.astype(int), old_column.astype(int), np.arange(N)[:, None, None]
    a, b = old_row - i, old_column - j
    above = (1 - b) * paper[image, i, j] + b * paper[image, i, j + 1]
    below = (1 - b) * paper[image, i + 1, j] + b * paper[image, i + 1, j + 1]
    drawn = (1 - a) * above + a * below + noise * rng.normal(size=(N, 8, 8))
    return np.clip(drawn, 0, 16).reshape(N, 64)


def split_digits() -> Digits:
    """Return the digits as training (1,285), validation (256) and test images (256), always the same.

    Of every seven images in the file's order five are for training, one for validation, one for the test.
    Most of the file counts 0, 1, …, 9 over and over, and seven shares no factor with ten: so every digit
    has its share in each part. So has every writer: the same 13 people wrote all three parts, since the data do not say
    who wrote which image. How well a network reads a stranger's hand, no part can tell.

    Returns
    -------
    Digits
        A named tuple ``(X_train, y_train, X_val, y_val, X_test, y_test)``.
    """
    X, y = load_digits()
    turn = np.arange(len(y)) % 7
    parts = [turn < 5, turn == 5, turn == 6]
    return Digits(*(part for chosen in parts for part in (X[chosen], y[chosen])))
