"""Names the known mistake behind a failed case: the variant that gives what the student's function gave."""

import warnings
from types import ModuleType

import numpy as np

from autograder import limits
from autograder.variants import variants_of
from autograder.worker.wire import roundtrip
from checks.calls import Call
from checks.comparison import ATOL, RTOL, same
from checks.kinds import Kind


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
        """Return the Kind of the only known mistake that fits, else None.

        It fits where it gives what the student's function gave, first in all calls. Where none does, a mistake fits
        that gives what is wrong in the results: of a pair, say, one part may be right.

        Parameters
        ----------
        function : str
            The question whose case failed.
        calls : list of Call
            The case's calls.
        """
        calls = comparable(function, calls)
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            wrong = wrong_calls(function, calls, self.reference)
            if all(call.result is None for call, _ in wrong):
                return None  # what is wrong does not show in results: many a mistake raises
            variants = self.variants.get(function, ())
            fitting = [v for v in variants if _fits(v, calls)] or [v for v in variants if _explains(v, wrong)]
            # A first call says nothing about what is remembered: then it is the simpler mistake.
            fitting = [v for v in fitting if v.memory is None] or fitting
        kinds = {Kind(variant.sentence, variant.hint) for variant in fitting}
        return kinds.pop() if len({kind.sentence for kind in kinds}) == 1 else None


def comparable(function: str, calls: list[Call]) -> list[Call]:
    """Return the calls of one function; none where they are too many or too large to be tried again."""
    calls = [call for call in calls if call.name == function]
    return [] if len(calls) > limits.RECOGNISED_CALLS or any(map(_too_large, calls)) else calls


def wrong_calls(function: str, calls: list[Call], reference: ModuleType) -> list[tuple[Call, object]]:
    """Return the calls whose result is not the reference's, each with the reference's."""
    right = [_result(getattr(reference, function, None), call) for call in calls]
    return [(call, good) for call, good in zip(calls, right, strict=True) if not alike(call.result, good)]


def alike(given: object, wanted: object) -> bool:
    """Whether two results are the same but for rounding, which is relative to the size of each part.

    Numbers of 10⁻¹² differ from each other as those of 1 do; only beside larger ones in one array they do not count.
    """
    parts = _parts(given), _parts(wanted)
    if len(parts[0]) != len(parts[1]):
        return same(given, wanted)  # the same in another wrapping, perhaps
    whole = max(map(_size, parts[1]), default=0.0)
    return all(same(a, b, RTOL, ATOL * min(1.0, _size(b) or whole or 1.0)) for a, b in zip(*parts, strict=True))


def _size(part):
    """Return the largest size of a part's numbers, 0 where it has none."""
    array = np.asarray(part) if isinstance(part, (np.ndarray, float, int)) else np.zeros(0)
    return float(np.max(np.abs(array), initial=0.0, where=np.isfinite(array))) if array.dtype.kind in "iuf" else 0.0


@np.errstate(all="ignore")
def first_wrong(function: str, calls: list[Call], reference: ModuleType) -> Call | None:
    """Return the first call of a function that has given something wrong; None where none has."""
    wrong = wrong_calls(function, comparable(function, calls), reference)
    return next((call for call, _ in wrong if call.result is not None), None)


def _too_large(call):
    too_much = _entries([call.args, call.kwargs]) > limits.RECOGNISED_ENTRIES
    return too_much or _entries(call.result) > limits.RECOGNISED_RESULT


def _fits(variant, calls):
    """Whether a variant gives the results of all calls."""
    function = variant.afresh()
    return all(alike(call.result, _result(function, call)) for call in calls)


def _explains(variant, wrong):
    """Whether a variant gives all that differs from what is right, in each of the calls that have a wrong result."""
    function = variant.afresh()
    return all(_gives_what_differs(_result(function, call), call.result, right) for call, right in wrong)


def _gives_what_differs(mistaken, given, right):
    parts = [_parts(value) for value in (mistaken, given, right)]
    if len({len(each) for each in parts}) != 1:
        return False
    different = [(bad, part) for bad, part, good in zip(*parts, strict=True) if not alike(part, good)]
    return bool(different) and all(alike(part, bad) for bad, part in different)


def _parts(value):
    """Return the parts of a result: what a function gives together and people look at apart."""
    if isinstance(value, dict):
        return [value[key] for key in sorted(value)]
    if isinstance(value, (list, tuple)) and any(isinstance(part, (np.ndarray, dict, list, tuple)) for part in value):
        return [part for whole in value for part in (_parts(whole) if isinstance(whole, dict) else [whole])]
    return [value]


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
