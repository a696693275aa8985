"""A function of the grader that a student's function may call: it trusts nothing that it is given."""

import inspect
import math
from collections.abc import Callable

import numpy as np

from checks.values import as_array, fail

FLOAT = np.dtype(np.float64)


class callback:
    """A function of the grader that a student's function may call.

    Its arguments come from the student, by position or by the names that `function` has for them: they are made float
    arrays of the given shape, or the call fails with a sentence that the student sees where the call was made.

    Parameters
    ----------
    function : callable
        Called with float64 arrays.
    shape : tuple, optional
        Wanted shape of the first argument; later arguments are made float arrays of any shape.

    Attributes
    ----------
    calls : int
        How often it was called.
    inputs : list of ndarray
        The first argument of every call.

    Raises
    ------
    CaseFailure
        When it is called without an argument, or with one that is no float array of that shape.
    TypeError
        When it is called with a name that it does not have.
    """

    def __init__(self, function: Callable, shape: tuple[int, ...] | None = None):
        self.function, self.shape = function, shape
        self.calls = 0
        self.inputs: list[np.ndarray] = []

    def __deepcopy__(self, memo):
        return self  # a call counts wherever the function was handed to, as with a plain function

    def __call__(self, *args, **kwargs):
        if kwargs:
            args = inspect.signature(self.function).bind(*args, **kwargs).args
        if not args:
            fail("the given function needs an argument and was called without one")
        first = args[0]
        if len(args) == 1 and type(first) is np.ndarray and first.dtype == FLOAT and first.shape == self.shape:
            arrays = [first.copy()]  # what the lines below come to, for the usual call
        else:
            if any(isinstance(a, np.ndarray) and math.prod(a.shape) > 10**8 for a in args):
                fail("the given function was called with an array that is far too large")
            arrays = [as_array(first, self.shape, "the argument of the given function")]
            arrays += [as_array(a, None, "an argument of the given function") for a in args[1:]]
        self.calls += 1
        self.inputs.append(arrays[0].copy())
        return self.function(*arrays)
