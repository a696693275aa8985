"""One case for any function: what the other cases ask for holds in every regime of its inputs.

The regimes are those of `autograder.domains`: sizes, scales, numbers of steps, edges. Each comes at least once, and
which ones come together is fixed, so that an answer that is wrong in one of them loses its points in every draw.
"""

import copy
import inspect
import math
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import ModuleType

import numpy as np

from autograder.grading.domain import Domain
from checks.calls import CaseStudent
from checks.support import (
    assert_close,
    assert_equal,
    assert_raises,
    assert_trajectory,
    assert_unchanged,
    callback,
    fail,
    pair,
)

# The name of what a function among the arguments takes; the others take theta.
TAKES = {"matvec": "v", "train": "rate"}
MOST = 2000  # calls of such a function: all inputs go out in one message, and one endless search would take them along


def assert_right_in_every_regime(
    student: CaseStudent,
    reference: ModuleType,
    domains: Mapping[str, Domain],
    function: str,
    rng: np.random.Generator,
    names: tuple[str, ...] = ("the result",),
    path: bool = False,
    mixed: bool = True,
    **instead: tuple,
) -> None:
    """Fail unless a function agrees with the reference in all regimes, and whatever was called before.

    Parameters
    ----------
    student, reference, rng
        As a case gets them.
    domains : mapping of str to Domain
        What the functions of the assignment may be given, and how near an answer has to be.
    function : str
    names : tuple of str
        How sentences call the parts of what comes back.
    path : bool
        Whether it is a path: a row for each step.
    mixed : bool
        Whether also to call it with the first arrays of one input beside the rest of another.
    **instead
        Regimes to take in place of the domain's.

    Raises
    ------
    CaseFailure
    """
    right, domain = getattr(reference, function), domains[function]
    parameters = list(inspect.signature(right).parameters)
    regimes = list(regimes_of({**domain.regimes, **instead}))
    regimes.sort(key=lambda regime: regime.get("steps", 1) or math.inf)  # what comes twice shall not take long
    inputs = [domain.build(rng, **regime) for regime in regimes]
    if mixed:
        inputs += [_mixed(inputs[i], domain.build(rng, **regimes[i])) for i in (0, len(regimes) // 2)]
    known = [(given, value) for given in inputs if _is_finite(value := _value_of(right, given))]
    known.append(known[0])
    calls = student.each(function, [_callable_by_name(parameters, given) for given, _ in known])
    for number, (call, (given, expected)) in enumerate(zip(calls, known, strict=True), 1):
        at = _words(parameters, given) if number < len(known) else "when the first call is made again"
        _compare(student, call, expected, domain, names, path, at)


def regimes_of(table: Mapping[str, Sequence]) -> Iterator[dict]:
    """Yield combinations of regimes in which each comes at least once: as many as there are of one kind, and more.

    Those more are the smallest of all, with and without a past, and all the last ones but for the longest run.
    """
    choice = np.random.default_rng(1)
    orders = {name: choice.permutation(len(values)) for name, values in table.items()}
    for i in range(max(map(len, orders.values()))):
        yield {name: table[name][order[i % len(order)]] for name, order in orders.items()}
    smallest = {name: values[1] if values[0] == 0 else values[0] for name, values in table.items()}
    yield smallest
    if "past" in table:
        yield {**smallest, "past": 0.0}
    yield {name: values[2] if name == "steps" else values[-1] for name, values in table.items()}


def _mixed(first, second):
    """Return one input with the functions of another, or where it has none with all but the first array of another."""
    if any(map(callable, first)):
        return tuple(b if callable(b) else a for a, b in zip(first, second, strict=True))
    return (first[0], *second[1:])


def _value_of(right, given):
    """Return what the reference gives, or what it raises."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            value = right(*copy.deepcopy(given))
            return list(value) if isinstance(value, Iterator) else value
        except (ValueError, ArithmeticError) as error:
            return error


def _is_finite(value):
    if isinstance(value, dict):
        return all(map(_is_finite, value.values()))
    if isinstance(value, (list, tuple)):
        return all(map(_is_finite, value))
    return not isinstance(value, (float, np.ndarray)) or bool(np.all(np.isfinite(value)))


def _callable_by_name(parameters, given):
    """Return the arguments with functions that take theirs by position or by name."""
    shape = next((value.shape[-1:] for value in given if isinstance(value, np.ndarray)), ())
    return [
        callback(value, MOST, **{TAKES.get(name, "theta"): shape}) if callable(value) else value
        for name, value in zip(parameters, given, strict=False)
    ]


def _words(parameters, given):
    """Return the input as a sentence says it."""
    parts = []
    for name, value in zip(parameters, given, strict=False):
        if isinstance(value, np.ndarray) and value.size:
            size = "×".join(map(str, value.shape)) or "1"
            parts.append(f"{name} of {size} numbers up to {np.max(np.abs(value)):.1g}")
        elif isinstance(value, (int, float)):
            parts.append(f"{name} = {value:.3g}")
    return f"for {', '.join(parts)}" if parts else ""


def _compare(student, call, expected, domain, names, path, at):
    if isinstance(expected, Exception):
        assert_raises(call, type(expected).__name__, at)
        return
    value = call()
    assert_unchanged(student)
    parts = list(expected) if isinstance(expected, tuple) else [expected]
    got = pair(value, *names) if isinstance(expected, tuple) else [value]
    for name, part, wanted in zip(names, got, parts, strict=True):
        _compare_part(wanted, part, domain, name, path, at)


def _compare_part(wanted, got, domain, name, path, at):
    if isinstance(wanted, Mapping):
        if not isinstance(got, dict) or not wanted.keys() <= got.keys():
            fail(f"{name} should be a dict with the keys {', '.join(wanted)}")
        for key in wanted:
            _compare_part(wanted[key], got[key], domain, f"{name}[{key!r}]", path, at)
    elif isinstance(wanted, list):
        for i, (part, one) in enumerate(zip(wanted, pair(got, *map(str, range(len(wanted)))), strict=True)):
            _compare_part(part, one, domain, f"{name}[{i}]", path, at)
    elif isinstance(wanted, (float, int, np.ndarray)) and not isinstance(wanted, bool):
        near: dict = {"rtol": 0.0, "atol": domain.floor + domain.tolerance * float(np.max(np.abs(wanted), initial=0))}
        judge: Callable = assert_trajectory if path else assert_close
        judge(got, wanted, name, at=at, **near)
    else:
        assert_equal(got, wanted, name, at)
