"""Names the known mistake behind a failed case: the variant that gives what the student's function gave."""

import warnings

import numpy as np

from autograder import limits
from autograder.variants import variants_of
from autograder.worker.wire import roundtrip
from checks.comparison import same
from checks.sentences import join_sentences


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
        calls : list of Call
            The case's calls.
        """
        calls = [call for call in calls if call.name == function]
        if not calls or len(calls) > limits.RECOGNISED_CALLS or any(map(_too_large, calls)):
            return None
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            if _fits(getattr(self.reference, function, None), calls):
                return None  # what is wrong does not show in the results
            fitting = [v for v in self.variants.get(function, ()) if _fits(v.call, calls)]
        if len({variant.sentence for variant in fitting}) != 1:
            return None
        return join_sentences(fitting[0].sentence, f"Hint: {fitting[0].hint}")


def _too_large(call):
    too_much = _entries([call.args, call.kwargs]) > limits.RECOGNISED_ENTRIES
    return too_much or _entries(call.result) > limits.RECOGNISED_RESULT


def _fits(function, calls):
    """Whether a function gives the results of all calls."""
    return all(same(_result(function, call), call.result) for call in calls)


def _result(function, call):
    try:
        args, kwargs = roundtrip([call.args, call.kwargs])  # the function may change them
        return roundtrip(function(*args, **kwargs))
    except Exception:  # where the student's function raised, the record has None too
        return None


def _entries(value):
    if isinstance(value, np.ndarray):
        return value.size
    if isinstance(value, dict):
        return sum(map(_entries, value.values()))
    return sum(map(_entries, value)) if isinstance(value, (list, tuple)) else 1
