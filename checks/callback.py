"""A function of the grader that a student's function may call: it trusts nothing that it is given."""

import math
from collections.abc import Callable

import numpy as np

from checks.values import as_array, fail

FLOAT = np.dtype(np.float64)


class callback:
    """A function of the grader that a student's function may call.

    Its arguments come from the student, by position or by name: they are made float arrays of the given shapes, or
    the call fails with a sentence that the student sees where the call was made::

        grad = callback(lambda theta: 2 * theta, theta=(3,))

    Parameters
    ----------
    function : callable
        Called with float64 arrays, by position.
    most : int, optional
        Calls that are allowed, so that a run which would call it without end is stopped.
    **shapes : tuple of (int or None)
        The arguments in their order: each by the name that the student's docstring has for it, and its wanted shape,
        in which None stands for any length.

    Attributes
    ----------
    calls : int
        How often it was called.
    inputs : list of ndarray
        The first argument of every call.

    Raises
    ------
    CaseFailure
        When it is called with other arguments, with one that is no float array of its shape, or too often.
    """

    def __init__(self, function: Callable, most: float = math.inf, /, **shapes: tuple[int | None, ...]):
        self.function, self.most, self.shapes = function, most, shapes
        self.calls = 0
        self.inputs: list[np.ndarray] = []
        self._only_shape = next(iter(shapes.values())) if len(shapes) == 1 else None

    def __deepcopy__(self, memo):
        return self  # a call counts wherever the function was handed to, as with a plain function

    def __call__(self, *args, **kwargs):
        if self.calls >= self.most:
            fail(f"the given function was called more than {self.most} times: far more than are needed")
        if len(args) == 1 and not kwargs and _is_plain(args[0], self._only_shape):
            arrays = [args[0].copy()]  # what the lines below come to, for the usual call
        else:
            arrays = [self._array(name, value) for name, value in self._by_name(args, kwargs).items()]
        self.calls += 1
        self.inputs.append(arrays[0].copy())
        return self.function(*arrays)

    def _by_name(self, args, kwargs):
        """Return the arguments in their order, by name."""
        given = dict(zip(self.shapes, args, strict=False))
        if len(args) > len(self.shapes) or kwargs.keys() != self.shapes.keys() - given.keys():
            names = list(self.shapes)
            wanted = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
            fail(f"the given function takes {wanted}, and was called with other arguments")
        return {name: given[name] if name in given else kwargs[name] for name in self.shapes}

    def _array(self, name, value):
        return as_array(value, self.shapes[name], f"the argument {name} of the given function")


def _is_plain(value, shape):
    return type(value) is np.ndarray and value.dtype == FLOAT and value.shape == shape
