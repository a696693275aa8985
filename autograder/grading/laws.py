"""Names the kind of an unknown mistake by asking the student's function once more, with one argument changed.

What is right follows laws: it depends on an argument or does not, and doubles where the gradient doubles. A law that
the student's function breaks says what is wrong with it, though nobody has made that mistake before.
"""

import inspect
from collections.abc import Callable
from types import ModuleType

import numpy as np

from autograder.worker.wire import roundtrip
from checks.calls import Call, CaseStudent
from checks.comparison import same
from checks.failures import CaseFailure
from checks.kinds import Kind

FACTOR = 2.0
POWERS = {1.0: "double too", 2.0: "be four times as large", -1.0: "halve", 0.5: "grow by √2"}


def broken_law(call: Call, student: CaseStudent, reference: ModuleType) -> Kind | None:
    """Return the Kind of mistake that one changed argument shows; None where no law is broken.

    Parameters
    ----------
    call : Call
        One on which the student's function gives something else than the reference.
    student : CaseStudent
        Asked at most once for each argument.
    reference : module
        The right functions.
    """
    right = getattr(reference, call.name)
    names = list(inspect.signature(right).parameters)
    for place, name in enumerate(names[: len(call.args)]):
        value = call.args[place]
        if not _is_real(value):
            continue
        changed = [*call.args[:place], value * FACTOR, *call.args[place + 1 :]]
        try:
            expected = [_of(right, args, call.kwargs) for args in (call.args, changed)]
            answer = roundtrip(getattr(student, call.name)(*changed, **call.kwargs))
        except (CaseFailure, ArithmeticError, ValueError, TypeError, IndexError, np.linalg.LinAlgError):
            continue
        found = _compare(name, expected, [call.result, answer])
        if found:
            return found
    return None


def _is_real(value):
    """Whether an argument is a number or an array of them that can be doubled: no counter, no label, no zero."""
    real = type(value) is float or (isinstance(value, np.ndarray) and value.dtype.kind == "f")
    return real and np.size(value) > 0 and bool(np.any(value)) and bool(np.all(np.isfinite(value)))


def _of(function: Callable, args, kwargs):
    given, named = roundtrip([list(args), kwargs])  # the function may change them
    return roundtrip(function(*given, **named))


def _compare(name, expected, given):
    depends, depends_too = (not same(*pair) for pair in (expected, given))
    if depends and not depends_too:
        return Kind(
            f"What comes back is the same whatever {name} is.",
            f"Where does {name} stand in the formula of the docstring?",
        )
    if depends_too and not depends:
        return Kind(f"What comes back changes with {name}, and should not.", f"What is {name} needed for?")
    for power, words in POWERS.items():
        if _scales(expected, power) and not _scales(given, power):
            return Kind(
                f"When {name} doubles, what comes back should {words}, and does not.", f"How does {name} enter?"
            )
    return None


def _scales(pair, power):
    before, after = (np.asarray(value, dtype=float) if _is_numbers(value) else None for value in pair)
    if before is None or after is None or before.shape != after.shape or not np.any(before):
        return False
    return bool(np.allclose(after, FACTOR**power * before, rtol=1e-6, atol=1e-12))


def _is_numbers(value):
    return isinstance(value, (float, np.ndarray))
