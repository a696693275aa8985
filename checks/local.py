"""A student's functions called in this process, with copies of the arguments.

In the student's own kernel, and when the project proves its cases with known variants, nothing has to be
protected: calls are plain calls. The interface is that of the grader's proxy.
"""

import copy
import inspect
from collections.abc import Iterator

import numpy as np

from checks.support import CaseFailure, NotAnswered, StudentError

MAX_ITEMS = 100_000  # of a generator that a student's function returns


class LocalStudent:
    """Calls the functions of a namespace as a case asks for them.

    Parameters
    ----------
    namespace : mapping of str to object
        Where the student's functions stand.
    transport : callable, optional
        Applied to the arguments (a list) and to the result; the default copies deeply.

    Attributes
    ----------
    calls : list of tuple
        ``(name, args, kwargs, result)`` of the calls so far; result is None where the call raised.
    last_mutated : list of str
        Names of the arguments that the last call changed in place.
    """

    def __init__(self, namespace, transport=copy.deepcopy):
        self._namespace = namespace
        self._transport = transport
        self.calls = []
        self.last_mutated = []

    def value(self, name):
        """Return the value of a name of the student's, or raise NotAnswered."""
        if name not in self._namespace:
            raise NotAnswered(f"{name} is not defined: run the cell that defines it")
        return self._transport(self._namespace[name])

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *args, **kwargs: self._call(name, args, kwargs)

    def _call(self, name, args, kwargs):
        function = self._namespace.get(name)
        if not callable(function):
            raise NotAnswered(f"{name} is not defined as a function: run the cell that defines it")
        given, kept = (self._transport([list(args), kwargs]) for _ in range(2))
        record = [name, kept[0], kept[1], None]
        self.calls.append(record)
        self.last_mutated = []
        try:
            result = function(*given[0], **given[1])
            if isinstance(result, Iterator):
                result = list(_bounded(name, result))
        except NotImplementedError as error:
            raise NotAnswered(f"{name} is not filled in yet") from error
        except CaseFailure:
            raise
        except Exception as error:
            raise StudentError(name, type(error).__name__, str(error)) from error
        self.last_mutated = [
            label for label, before, after in _labelled(function, kept, given) if not same_data(before, after)
        ]
        record[3] = self._transport(result)
        return record[3]


def _bounded(name, iterator):
    for count, item in enumerate(iterator):
        if count >= MAX_ITEMS:
            raise CaseFailure(f"{name} yields more than {MAX_ITEMS} items: does its loop end?")
        yield item


def _labelled(function, before, after):
    """Yield (name, before, after) of each argument, named as the function names it."""
    try:
        names = list(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        names = []
    for i, (a, b) in enumerate(zip(before[0], after[0], strict=True)):
        yield (names[i] if i < len(names) else f"number {i + 1}"), a, b
    for key in before[1]:
        yield key, before[1][key], after[1][key]


def same_data(a, b):
    """Whether two argument values hold the same data; functions and generators count as the same."""
    if isinstance(a, np.ndarray):
        return isinstance(b, np.ndarray) and a.shape == b.shape and np.array_equal(a, b, equal_nan=True)
    if isinstance(a, dict):
        return isinstance(b, dict) and a.keys() == b.keys() and all(same_data(a[k], b[k]) for k in a)
    if isinstance(a, (list, tuple)):
        return (
            isinstance(b, (list, tuple))
            and len(a) == len(b)
            and all(same_data(x, y) for x, y in zip(a, b, strict=True))
        )
    if callable(a) or isinstance(a, np.random.Generator):
        return True
    return a == b or (a != a and b != b)
