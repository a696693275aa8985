"""What a case is given as `student`, and how the calls of a student's functions are kept."""

from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol


class Call(NamedTuple):
    """One call of a student's function.

    Attributes
    ----------
    name : str
        The function.
    args : list
    kwargs : dict
        The arguments as they were before the call.
    result : object
        None where the call raised.
    """

    name: str
    args: list
    kwargs: dict
    result: object


class CaseStudent(Protocol):
    """Whoever calls a student's functions for a case: in this process (`LocalStudent`) or in the sandbox.

    Attributes
    ----------
    calls : list of Call
        The calls of the case so far.
    last_mutated : list of str
        Names of the arguments that the last call changed in place.
    last_spoiled : bool
        Whether the last call changed what an earlier call of the case had returned.
    last_global_random : bool
        Whether the last call got a generator and used NumPy's global random state all the same.
    """

    calls: list[Call]
    last_mutated: list[str]
    last_spoiled: bool
    last_global_random: bool

    def start_case(self, deadline: float) -> None:
        """Forget the calls of the case before, and allow each call so many seconds."""

    def value(self, name: str) -> object:
        """Return the value of a name of the student's, or raise NotAnswered."""

    def each(self, name: str, inputs: list) -> Iterator[Callable[[], object]]:
        """Call the student's function once with each list of arguments; yield what gives each result in turn."""

    def __getattr__(self, name: str) -> Callable:
        """Return what calls the student's function of that name with copies of the arguments."""
