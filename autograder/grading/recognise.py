"""Names the known mistake behind a failed case: the variant that gives what the student's function gave."""

import warnings

import numpy as np

from autograder import limits
from autograder.variants import variants_of
from autograder.worker.wire import roundtrip

RTOL, ATOL = 1e-7, 1e-11


class Recogniser:
    """Knows the mistakes of one assignment.

    Parameters
    ----------
    assignment : Assignment
    """

    def __init__(self, assignment):
        self.reference = assignment.load_reference()
        self.variants = {
            name: [variant for variant in variants if variant.wrong]
            for name, variants in variants_of(assignment).items()
        }

    def __call__(self, function, calls):
        """Return a sentence with a hint for the only known mistake that fits, else None.

        Parameters
        ----------
        function : str
            The question whose case failed.
        calls : list
            ``[name, args, kwargs, result]`` of the case's calls.
        """
        calls = [call for call in calls if call[0] == function]
        if not calls or len(calls) > limits.RECOGNISED_CALLS or any(map(_too_large, calls)):
            return None
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            if _fits(getattr(self.reference, function, None), calls):
                return None  # what is wrong does not show in the results
            fitting = [v for v in self.variants.get(function, ()) if _fits(v.call, calls)]
        if len({variant.sentence for variant in fitting}) != 1:
            return None
        return f"{fitting[0].sentence} Hint: {fitting[0].hint}"


def _too_large(call):
    return _entries(call[1:3]) > limits.RECOGNISED_ENTRIES or _entries(call[3]) > limits.RECOGNISED_RESULT


def _fits(function, calls):
    """Whether a function gives the results of all calls."""
    return all(_same(_result(function, call), call[3]) for call in calls)


def _result(function, call):
    try:
        args, kwargs = roundtrip(call[1:3])  # the function may change them
        return roundtrip(function(*args, **kwargs))
    except Exception:  # where the student's function raised, the record has None too
        return None


def _same(a, b):
    """Whether two results are the same in what they hold, not in how it is wrapped."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(_same(a[key], b[key]) for key in a)
    if a is None or b is None or isinstance(a, str) or isinstance(b, str):
        return type(a) is type(b) and a == b
    if _has_text(a) or _has_text(b):
        return _same_parts(a, b)
    try:
        a, b = np.asarray(a), np.asarray(b)
    except ValueError:  # parts of different shapes
        return _same_parts(a, b)
    if a.dtype.kind not in "biufc" or b.dtype.kind not in "biufc":
        return False
    return a.shape == b.shape and bool(np.allclose(a, b, rtol=RTOL, atol=ATOL, equal_nan=True))


def _same_parts(a, b):
    sequences = isinstance(a, (list, tuple)) and isinstance(b, (list, tuple))
    return sequences and len(a) == len(b) and all(map(_same, a, b))


def _has_text(value):
    """Whether a text is in a list: NumPy would make every entry as long as the longest one."""
    return isinstance(value, str) or isinstance(value, (list, tuple)) and any(map(_has_text, value))


def _entries(value):
    if isinstance(value, np.ndarray):
        return value.size
    if isinstance(value, dict):
        return sum(map(_entries, value.values()))
    return sum(map(_entries, value)) if isinstance(value, (list, tuple)) else 1
