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


def split_digits() -> Digits:
    """Return the digits as training (1,285), validation (256) and test images (256), always the same.

    Of every seven images in the file's order five are for training, one for validation, one for the test.
    Most of the file counts 0, 1, …, 9 over and over, and seven shares no factor with ten: so every digit
    has its share in each part.

    Returns
    -------
    Digits
        A named tuple ``(X_train, y_train, X_val, y_val, X_test, y_test)``.
    """
    X, y = load_digits()
    turn = np.arange(len(y)) % 7
    parts = [turn < 5, turn == 5, turn == 6]
    return Digits(*(part for chosen in parts for part in (X[chosen], y[chosen])))
