"""What a function may be given: a table of the regimes of its inputs, and how an input is built from one of each."""

import importlib
import importlib.util
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from autograder.course import Assignment


@dataclass(frozen=True)
class Domain:
    """The inputs of one function that its docstring allows.

    Attributes
    ----------
    build : callable
        ``build(rng, **regime)`` returns the arguments, a tuple; it draws from the generator alone.
    regimes : mapping of str to sequence
        By parameter of `build`, the values that make a difference: sizes, scales, numbers of steps.
    tolerance : float
        Relative to the largest entry of the right result: answers nearer than this are equal.
    floor : float
        Answers nearer than this are equal too, however small the right result is.
    free : bool
        Whether other results than the reference's are right too (another use of the generator, another witness): then
        a difference from the reference proves nothing.
    """

    build: Callable[..., tuple]
    regimes: Mapping[str, Sequence]
    tolerance: float = 1e-6
    floor: float = 0.0
    free: bool = False


class Domains(dict):
    """The domains of an assignment, by function; `add` is its decorator."""

    def add(
        self, function: str, tolerance: float = 1e-6, floor: float = 0.0, free: bool = False, **regimes: Sequence
    ) -> Callable:
        """Register the decorated `build` as the domain of a function."""

        def decorate(build):
            self[function] = Domain(build, regimes, tolerance, floor, free)
            return build

        return decorate


def domains_of(assignment: Assignment) -> Mapping[str, Domain]:
    """Return the domains of an assignment; none where its course has written none."""
    name = assignment.domains
    return importlib.import_module(name).DOMAINS if name and importlib.util.find_spec(name) else {}
