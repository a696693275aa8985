"""Whether two results are the same: what a student's function gave, and what a known mistake gives."""

import numpy as np

RTOL, ATOL = 1e-7, 1e-11  # rounding errors differ between machines, and between two ways of writing one method


def same(a: object, b: object, rtol: float = RTOL, atol: float = ATOL) -> bool:
    """Whether two values hold the same, whatever it is wrapped in: a list, a tuple or an array.

    Parameters
    ----------
    a, b : object
        Plain data: numbers, texts, None, arrays, and lists, tuples and dicts of them.
    rtol, atol : float
        By how much two numbers may differ, relative to the second one and absolutely; nan is the same as nan.
    """
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key], rtol, atol) for key in a)
    if a is None or b is None or isinstance(a, str) or isinstance(b, str):
        return type(a) is type(b) and a == b
    if holds_more_than_numbers(a) or holds_more_than_numbers(b):
        return _same_parts(a, b, rtol, atol)
    try:
        first, second = np.asarray(a), np.asarray(b)
    except ValueError:  # parts of different shapes
        return _same_parts(a, b, rtol, atol)
    if first.dtype.kind not in "biufc" or second.dtype.kind not in "biufc":
        return False
    return first.shape == second.shape and bool(np.allclose(first, second, rtol=rtol, atol=atol, equal_nan=True))


def _same_parts(a, b, rtol, atol):
    sequences = isinstance(a, (list, tuple)) and isinstance(b, (list, tuple))
    return sequences and len(a) == len(b) and all(same(x, y, rtol, atol) for x, y in zip(a, b, strict=True))


def holds_more_than_numbers(value: object) -> bool:
    """Whether a text, a dict or None stands in a list, at any depth.

    Whoever makes an array of a list asks this first: NumPy makes every entry as long as the longest text.
    """
    if isinstance(value, (list, tuple)):
        return any(map(holds_more_than_numbers, value))
    return value is None or isinstance(value, (str, dict))
