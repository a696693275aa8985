"""Says in words how a wrong array differs from the right one, where the difference follows a simple law.

A law names the kind of a mistake that nobody has met before: an opposite sign, a factor, a transposed matrix, a path
that is one step late. What is said is a fact about the numbers, so it holds whatever the student wrote.
"""

from typing import NamedTuple

import numpy as np

from checks.sentences import join_sentences

RTOL = 1e-7
SIMPLE = (2.0, 0.5, 3.0, 4.0, 0.25)  # the factors that are believed of a single number
SINGLE = 1e-4  # a result that is nearer than this was rounded somewhere


class Kind(NamedTuple):
    """What kind of mistake it is: a sentence, and a hint where to look."""

    sentence: str
    hint: str

    def in_words(self) -> str:
        """Return both, one after the other."""
        return join_sentences(self.sentence, f"Hint: {self.hint}")


@np.errstate(all="ignore")  # the numbers are a student's
def kind_of_values(actual: np.ndarray, expected: np.ndarray, what: str) -> Kind | None:
    """Return what kind of difference lies between two arrays of one shape; None where it follows no simple law.

    Parameters
    ----------
    actual, expected : ndarray of float64
        The wrong array and the right one.
    what : str
        How the sentence calls the value.
    """
    if actual.shape != expected.shape or not (np.all(np.isfinite(actual)) and np.all(np.isfinite(expected))):
        return None
    if not np.any(expected):
        return None  # of nothing, everything is a multiple
    name = what[:1].upper() + what[1:]
    for law in (_zero, _sign, _factor, _transposed, _order, _signs, _square, _rounded, _offset):
        found = law(actual, expected, name)
        if found:
            return found
    return None


@np.errstate(all="ignore")
def kind_of_path(actual: np.ndarray, expected: np.ndarray, what: str) -> Kind | None:
    """Return what kind of difference lies between two paths that begin at the same point; words as above.

    Parameters
    ----------
    actual, expected : ndarray of shape (steps + 1, n)
        The wrong path and the right one.
    """
    if not (np.all(np.isfinite(actual)) and np.all(np.isfinite(expected))) or len(expected) < 2:
        return None
    name = what[:1].upper() + what[1:]
    off = int(np.argmin(np.isclose(actual, expected, rtol=1e-8, atol=1e-10).all(axis=1)))
    if off == 0:
        return None
    if len(expected) > 3 and _equal(actual[2:], expected[1:-1]) and _equal(actual[1], actual[0]):
        return Kind(f"{name} is right, but comes one step late.", "What is stored in the first turn of the loop?")
    if len(expected) > 3 and _equal(actual[1:-1], expected[2:]):
        return Kind(f"{name} is one step ahead.", "Row 1 is where the first step leads.")
    step, right_step = actual[off] - actual[off - 1], expected[off] - expected[off - 1]
    if not np.any(step) and np.any(right_step):
        stays = "" if np.any(actual[off:] != actual[off]) else ", and stays there"
        hint = "What moves theta in the first turn of the loop?" if off == 1 else "Should anything end the steps early?"
        return Kind(f"{name} stands still at step {off}{stays}.", hint)
    if not np.any(right_step):
        return None
    found = kind_of_values(step, right_step, f"step {off}" if off > 1 else "the first step")
    if off > 1 and found is None:
        return None
    return found


def _equal(a, b):
    return a.shape == b.shape and bool(np.allclose(a, b, rtol=RTOL, atol=1e-12))


def _zero(actual, expected, name):
    if not np.any(actual):
        return Kind(f"{name} is zero.", "Is what was computed also what is returned?")
    return None


def _sign(actual, expected, name):
    if _equal(actual, -expected):
        return Kind(f"{name} has the opposite sign.", "Look at the signs, and at what is subtracted from what.")
    return None


def _factor(actual, expected, name):
    used = np.abs(expected) > 1e-12 * np.abs(expected).max()
    if np.any(np.abs(actual[~used]) > 1e-12 * np.abs(actual).max()):
        return None
    factors = actual[used] / expected[used]
    factor = float(np.median(factors))
    if factor == 0 or np.any(np.abs(factors - factor) > RTOL * abs(factor)) or abs(abs(factor) - 1) < SINGLE:
        return None
    if len(factors) < 2 and not np.any(np.isclose(abs(factor), SIMPLE, rtol=RTOL)):
        return None  # any number is a multiple of any other
    which = "" if expected.ndim == 0 or expected.size == 1 else " in every entry"
    return Kind(
        f"{name} is {factor:.4g} times what it should be{which}.",
        "Which factor is missing, or stands there once too often?",
    )


def _transposed(actual, expected, name):
    square = expected.ndim == 2 and expected.shape[0] == expected.shape[1] > 1
    if square and _equal(actual, expected.T):
        return Kind(f"{name} is transposed.", "Which index belongs to the rows, and which to the columns?")
    return None


def _order(actual, expected, name):
    if expected.ndim == 0 or len(expected) < 3 or len(np.unique(expected)) < 3:
        return None
    if _equal(actual, expected[::-1]):
        return Kind(f"{name} is in the reverse order.", "At which end should it begin?")
    if _equal(np.roll(actual, -1, axis=0), expected) or _equal(np.roll(actual, 1, axis=0), expected):
        return Kind(f"{name} is shifted by one place.", "Write down which index the first entry belongs to.")
    if _equal(np.sort(actual, axis=None), np.sort(expected, axis=None)):
        return Kind(f"{name} holds the right numbers in another order.", "Which number belongs to which place?")
    return None


def _signs(actual, expected, name):
    if expected.size > 1 and _equal(np.abs(actual), np.abs(expected)):
        return Kind(
            f"{name} has the right sizes, and some wrong signs.", "Where is a sign lost, or an absolute value taken?"
        )
    return None


def _square(actual, expected, name):
    if expected.size < 2 or np.any(expected < 0) or np.allclose(expected, expected**2):
        return None
    if _equal(actual, expected**2):
        return Kind(f"{name} is the square of what it should be.", "Is a root missing?")
    if _equal(actual, np.sqrt(expected)):
        return Kind(f"{name} is the root of what it should be.", "Is a square missing?")
    return None


def _rounded(actual, expected, name):
    error = np.abs(actual - expected).max()
    for digits in range(7):
        if error <= 0.51 * 10.0**-digits and np.array_equal(np.round(actual, digits), actual):
            places = f"{digits} decimal place{'s' if digits > 1 else ''}" if digits else "whole numbers"
            return Kind(f"{name} is rounded to {places}.", "Return what was computed, with all its digits.")
    return None


def _offset(actual, expected, name):
    gaps = actual - expected
    gap = float(np.median(gaps))
    if expected.size < 3 or gap == 0 or np.any(np.abs(gaps - gap) > RTOL * np.abs(expected).max()):
        return None
    return Kind(
        f"{name} is too {'large' if gap > 0 else 'small'} by the same {abs(gap):.4g} in every entry.",
        "What is added to every entry?",
    )
