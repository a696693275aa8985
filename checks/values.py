"""Takes values that a student's function returned and makes them arrays and numbers, or fails with a sentence."""

from typing import NoReturn

import numpy as np

from checks.comparison import holds_more_than_numbers
from checks.failures import CaseFailure
from checks.kinds import Kind

MAX_SHOWN = 6  # entries of an array that a sentence can carry
MAX_ENTRIES = 10**7
DIGITS = (5, 8, 12, 17)


def fail(message: str, picture: dict | None = None, mistake: Kind | None = None) -> NoReturn:
    """Fail the case with one sentence for the student: raise CaseFailure."""
    raise CaseFailure(message, picture, mistake)


def show(value: object, digits: int = DIGITS[0]) -> str:
    """Return a short text for a value in a sentence: few digits, never more than a line."""
    if isinstance(value, np.ndarray):
        if value.size > MAX_SHOWN:
            return f"an array of shape {value.shape}"
        return _nested(value.tolist(), digits)
    if isinstance(value, (float, complex)):
        return f"{value:.{digits + 1}g}"
    text = repr(value)
    return text if len(text) <= 60 else f"a {type(value).__name__}"


def _nested(value, digits):
    if isinstance(value, list):
        return "[" + ", ".join(_nested(part, digits) for part in value) + "]"
    return show(value, digits)


def contrast(expected: object, actual: object) -> tuple[str, str]:
    """Return the texts of two values that differ, with as many digits as it takes to see it."""
    for digits in DIGITS:
        texts = show(expected, digits), show(actual, digits)
        if texts[0] != texts[1]:
            break
    return texts


def as_array(value: object, shape: tuple[int | None, ...] | None = None, what: str = "the result") -> np.ndarray:
    """Return `value` as a float array of the wanted shape, or fail.

    Parameters
    ----------
    value : object
        What the student returned: a number, a list of numbers, an array.
    shape : tuple of (int or None), optional
        The wanted shape; None stands for any length.
    what : str
        How the sentence calls the value.

    Returns
    -------
    ndarray of float64
        A copy.

    Raises
    ------
    CaseFailure
    """
    if value is None:
        fail(f"{what} is None: is a return statement missing?")
    if isinstance(value, bool) or holds_more_than_numbers(value):
        fail(f"{what} should be an array of numbers, got {show(value)}")
    try:
        array = np.asarray(value)
    except (ValueError, TypeError):
        fail(f"{what} should be one array, got a {type(value).__name__} of parts that do not fit together")
    if array.dtype.kind == "c":
        if array.size and np.any(array.imag != 0):
            fail(f"{what} has complex numbers in it, and should be real")
        array = array.real
    if array.dtype.kind not in "iuf":
        fail(f"{what} should be an array of numbers, got {show(value)}")
    if shape is not None:
        matches = len(shape) == array.ndim and all(
            want is None or want == got for want, got in zip(shape, array.shape, strict=True)
        )
        if not matches:
            wanted = "be a single number" if shape == () else f"have shape {_shape(shape)}"
            got = "a single number" if array.shape == () else f"shape {array.shape}"
            fail(f"{what} should {wanted}, got {got}")
    if array.size > MAX_ENTRIES:
        fail(f"{what} is far too large: an array of shape {array.shape}")
    return array.astype(np.float64)


def _shape(shape):
    inner = ", ".join("any" if n is None else str(n) for n in shape)
    return f"({inner},)" if len(shape) == 1 else f"({inner})"


def as_number(value: object, what: str = "the result") -> float:
    """Return `value` as a float, or fail; an array counts as a number where it has no dimension."""
    return float(as_array(value, (), what))


def pair(value: object, *names: str) -> list:
    """Return the parts of a tuple, list or array of exactly `len(names)` values, or fail.

    Parameters
    ----------
    value : object
        What the student returned.
    *names : str
        How the sentence calls the parts, in their order.

    Raises
    ------
    CaseFailure
    """
    wanted = "(" + ", ".join(names) + ")"
    if value is None:
        fail(f"the function returned None: it should return {wanted}")
    if isinstance(value, np.ndarray) and value.ndim and len(value) == len(names):
        return list(value)
    if not isinstance(value, (tuple, list)) or len(value) != len(names):
        if isinstance(value, (tuple, list)):
            count = f"{len(value)} values"
        elif isinstance(value, np.ndarray):
            count = f"one array of shape {value.shape}: is only {names[0]} returned?"
        else:
            count = f"a {type(value).__name__}"
        fail(f"the function should return {wanted}, got {count}")
    return list(value)
