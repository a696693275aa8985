"""The library of named variants: what students get wrong, and what they get right in another way.

A wrong variant carries the sentence and the hint that a student gets whose function does the same.
"""

import importlib
from dataclasses import dataclass

from autograder.course import ASSIGNMENTS


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
    """

    target: str
    name: str
    call: object
    wrong: bool
    sentence: str = ""
    hint: str = ""


_VARIANTS = {}


def _register(variant):
    variants = _VARIANTS.setdefault(variant.target, {})
    known = variants.get(variant.name)
    if known and known.call.__module__ != variant.call.__module__:
        raise ValueError(f"two variants of {variant.target} are called {variant.name}")
    variants[variant.name] = variant


def wrong(target, sentence, hint):
    """Register the decorated function as a wrong variant of `target`."""

    def decorate(function):
        _register(Variant(target, function.__name__, function, True, sentence, hint))
        return function

    return decorate


def right(target):
    """Register the decorated function as a right variant of `target` in another style."""

    def decorate(function):
        _register(Variant(target, function.__name__, function, False))
        return function

    return decorate


def variants_of(assignment):
    """Return the variants of an assignment, a dict from function name to a list of Variant."""
    entry = ASSIGNMENTS[assignment]
    importlib.import_module(f"autograder.misconceptions.{entry.module}")
    return {name: list(_VARIANTS.get(name, {}).values()) for name in entry.functions}
