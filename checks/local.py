"""A student's functions called in this process, with copies of the arguments.

In the student's own kernel, and when the project proves its cases with known variants, nothing has to be
protected: calls are plain calls. The interface is that of the grader's proxy.
"""

import copy
import functools
import inspect
import os
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from checks.calls import Call
from checks.failures import CaseFailure, NotAnswered, StudentError
from checks.global_random import GlobalRandomWatch, has_generator

HELD = 4  # results that are looked at again after later calls; the grader looks at as many
MAX_ITEMS = 100_000  # of what a student's function yields; the grader follows it as far
# What stays as it is, and what a loop over would take apart into something else, as in the grader.
PLAIN = (np.ndarray, np.generic, list, tuple, str, bytes, bytearray, Mapping, type)


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
    calls : list of Call
        The calls so far.
    last_mutated : list of str
        Names of the arguments that the last call changed in place.
    last_spoiled : bool
        Whether the last call changed what an earlier call of the case had returned.
    last_global_random : bool
        Whether the last call got a generator and used NumPy's global random state all the same.
    """

    def __init__(self, namespace: Mapping[str, object], transport: Callable = copy.deepcopy):
        self._namespace = namespace
        self._transport = transport
        self.calls: list[Call] = []
        self._held: deque = deque(maxlen=HELD)  # results of the case, as they are and as they were
        self._forget()

    def start_case(self, deadline: float) -> None:
        """Forget the calls of the case before; a call in this process has no deadline."""
        self.calls = []
        self._held.clear()
        self._forget()

    def each(self, name: str, inputs: list) -> Iterator[Callable[[], object]]:
        """Call a function once with each list of arguments; yield what gives each result in turn.

        All calls are made before the first is looked at, as in the grader.
        """
        done = []
        for args in inputs:
            result, failure = None, None
            try:
                result = getattr(self, name)(*args)
            except CaseFailure as raised:
                failure = raised
            done.append((result, failure, self.last_mutated, self.last_spoiled, self.last_global_random))
        for one in done:
            self._forget()
            yield functools.partial(self._took, *one)

    def _took(self, result, failure, mutated, spoiled, global_random):
        if failure is not None:
            raise failure
        self.last_mutated, self.last_spoiled, self.last_global_random = mutated, spoiled, global_random
        return result

    def value(self, name: str) -> object:
        """Return the value of a name of the student's, or raise NotAnswered."""
        if name not in self._namespace:
            raise NotAnswered(f"{name} is not defined: run the cell that defines it")
        return self._transport(self._namespace[name])

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *args, **kwargs: self._call(name, args, kwargs)

    def _forget(self):
        self.last_mutated, self.last_spoiled, self.last_global_random = [], False, False

    def _call(self, name, args, kwargs):
        self._forget()
        function = self._namespace.get(name)
        if not callable(function):
            raise NotAnswered(f"{name} is not defined as a function: run the cell that defines it")
        given, kept = (self._transport([list(args), kwargs]) for _ in range(2))
        watch = GlobalRandomWatch() if has_generator((*args, *kwargs.values())) else None
        result = None
        try:
            raw = _result(name, function, given)
            result = self._transport(raw)
        finally:
            self.calls.append(Call(name, *kept, result))
            self.last_global_random = watch is not None and watch.used()
        self.last_mutated = [
            label for label, before, after in _labelled(function, kept, given) if not _unchanged(before, after)
        ]
        self.last_spoiled = any(not _unchanged(before, now) for now, before in self._held)
        if isinstance(raw, (np.ndarray, list, tuple, dict)):
            self._held.append((raw, copy.deepcopy(raw)))
        return result


def _result(name, function, given):
    try:
        return looped(name, function(*given[0], **given[1]))
    except NotImplementedError as error:
        stub, _ = _place(error, function)
        needs = f"{name} needs {stub}, which" if stub not in ("", name) else name
        raise NotAnswered(f"{needs} is not filled in yet") from error
    except CaseFailure:
        raise
    except Exception as error:
        _, line = _place(error, function)
        where = f" (line {line} of its cell)" if line else ""
        raise StudentError(name, type(error).__name__, f"{error}{where}".strip()) from error


def _place(error, function):
    """Return the innermost of the student's functions that an exception passed, and the line of `function`'s cell.

    Both are known in a notebook only: a cell's code stands in no file.
    """
    code, innermost, line = getattr(function, "__code__", None), "", 0
    for frame, number in traceback.walk_tb(error.__traceback__):
        if code and frame.f_globals is function.__globals__ and not os.path.exists(frame.f_code.co_filename):
            if not frame.f_code.co_name.startswith("<"):
                innermost = frame.f_code.co_name
            if frame.f_code is code:
                line = number
    return innermost, line


def looped(name: str, value: Any) -> Any:
    """Return the list of what a loop takes from an object, MAX_ITEMS at most; anything else as it is."""
    if isinstance(value, PLAIN):
        return value
    if not isinstance(value, Iterable):
        if not (hasattr(type(value), "__getitem__") and hasattr(type(value), "__len__")):
            return value
        value = _by_number(value)
    items = []
    for item in value:
        if len(items) == MAX_ITEMS:
            raise CaseFailure(f"{name} yields more than {MAX_ITEMS} items: does its loop end?")
        items.append(item)
    return items


def _by_number(value):
    """Yield the items of an object of a class like `list`; like a loop, end at its IndexError."""
    for i in range(len(value)):
        try:
            item = value[i]
        except IndexError:
            return
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


def _unchanged(before, after):
    """Whether an argument holds exactly what it held, wrapped as it was; functions and generators always do."""
    if isinstance(before, np.ndarray):
        return isinstance(after, np.ndarray) and np.array_equal(before, after, equal_nan=True)
    if isinstance(before, dict):
        return (
            isinstance(after, dict)
            and before.keys() == after.keys()
            and all(_unchanged(before[key], after[key]) for key in before)
        )
    if isinstance(before, (list, tuple)):
        return isinstance(after, (list, tuple)) and len(before) == len(after) and all(map(_unchanged, before, after))
    if callable(before) or isinstance(before, np.random.Generator):
        return True
    return before == after or (before != before and after != after)
