"""The library of named variants: what students get wrong, and what they get right in another way.

A wrong variant carries the sentence and the hint that a student gets whose function does the same.
"""

import importlib
import pkgutil
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from autograder.course import Assignment


@dataclass(frozen=True)
class Variant:
    """One way to write a function of the course.

    Attributes
    ----------
    target : str
        The function of the contract that it stands for.
    name : str
        Its own name, unique among the variants of its target.
    call : callable
        The implementation.
    wrong : bool
        Whether it must lose points (True) or keep all (False).
    sentence, hint : str
        What the student is told; empty for right variants.
    memory : dict or list, optional
        What it keeps between calls.
    first : bool
        Whether it is a first version that runs and does not yet do what is asked; one that cannot be told from a
        finished version with a mistake takes no name away from it.
    """

    target: str
    name: str
    call: Callable
    wrong: bool
    sentence: str = ""
    hint: str = ""
    memory: dict | list | None = field(default=None, compare=False)
    first: bool = False

    def afresh(self) -> Callable:
        """Return the implementation, with nothing left in it of earlier calls: no verdict depends on another one."""
        if self.memory is not None:
            self.memory.clear()
        return self.call


_VARIANTS: dict[str, list[Variant]] = {}  # by target, of all courses that this process has met


def _register(variant):
    known = _VARIANTS.setdefault(variant.target, [])
    for i, other in enumerate(known):
        if other.name == variant.name and _package(other) == _package(variant):
            if other.call.__module__ != variant.call.__module__:
                raise ValueError(f"two variants of {variant.target} are called {variant.name}")
            known[i] = variant  # its module is loaded again
            return
    known.append(variant)


def _package(variant):
    return variant.call.__module__.rpartition(".")[0]


def wrong(target: str, sentence: str, hint: str, memory: dict | None = None) -> Callable:
    """Register the decorated function as a wrong variant of `target`.

    What it keeps between calls is `memory`, or else the default of an argument.
    """

    def decorate(function):
        kept = [memory, *(function.__defaults__ or ())]
        kept = next((each for each in kept if isinstance(each, (dict, list))), None)
        _register(Variant(target, function.__name__, function, True, sentence, hint, kept))
        return function

    return decorate


def start(target: str, sentence: str, hint: str) -> Callable:
    """Register the decorated function as a first version of `target`: wrong, and where people begin."""

    def decorate(function):
        _register(Variant(target, function.__name__, function, True, sentence, hint, first=True))
        return function

    return decorate


def right(target: str) -> Callable:
    """Register the decorated function as a right variant of `target` in another style."""

    def decorate(function):
        _register(Variant(target, function.__name__, function, False))
        return function

    return decorate


def variants_of(assignment: Assignment) -> dict[str, list[Variant]]:
    """Return the variants of an assignment, a dict from function name to a list of Variant."""
    if not assignment.variants:
        return {name: [] for name in assignment.functions}
    package = importlib.import_module(assignment.variants)
    for module in pkgutil.iter_modules(getattr(package, "__path__", ())):
        importlib.import_module(f"{package.__name__}.{module.name}")
    home = re.compile(rf"{re.escape(package.__name__)}(\.|$)")
    return {
        name: [variant for variant in _VARIANTS.get(name, ()) if home.match(variant.call.__module__)]
        for name in assignment.functions
    }
