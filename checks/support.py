"""The vocabulary of a case, public or hidden: whoever writes one needs this page.

A case is a function that calls the student's functions and fails where they do something else than their docstring
says::

    def test_first_step(student):
        "From rest the first step is a step of gradient descent."
        theta, velocity = pair(student.momentum_step(THETA, G, np.zeros(2), 0.1, 0.9), "theta", "velocity")
        assert_unchanged(student)
        assert_close(theta, THETA - 0.1 * G, "theta", at="after the first step")

The first line of its docstring is its title: students read it before they begin and beside its result. A hidden case
may also ask for `reference`, the module with the right answers, and for `rng`, a generator that is new in each run.

**The student.** ``student.name(...)`` calls the student's function with copies of the arguments, and a function among
them (best a `callback`) is called on the case's own side. ``student.value("name")`` is a value of the notebook. After a
call `assert_unchanged` and `assert_own_randomness` ask what else it did; what it prints never counts. ``student.calls``
lists the calls so far; `checks.calls` says what else a student is.

**What comes back** is plain data of unknown shape and content. Only the functions here look at it: `as_array`,
`as_number` and `pair` take it apart, `assert_close`, `assert_trajectory`, `assert_equal` and `assert_raises` judge it.
They raise nothing but `CaseFailure`, whose message is one sentence for the student: what was expected, what came, and
where (`at`). Whatever else has to hold is an ``if`` with `fail`, whose sentence names the mistake and not the answer.

A diagnosis is judged by `checks.labels`.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from checks.callback import callback
from checks.calls import CaseStudent
from checks.failures import CaseFailure, NotAnswered, StudentError
from checks.kinds import kind_of_path, kind_of_values
from checks.values import MAX_SHOWN, as_array, as_number, contrast, fail, pair, show

__all__ = [
    "CaseFailure",
    "NotAnswered",
    "StudentError",
    "as_array",
    "as_number",
    "assert_close",
    "assert_equal",
    "assert_own_randomness",
    "assert_raises",
    "assert_trajectory",
    "assert_unchanged",
    "callback",
    "fail",
    "pair",
    "show",
]


def _where(at):
    return f" {at}" if at else ""


def assert_close(
    actual: object,
    expected: ArrayLike,
    what: str = "the result",
    rtol: float = 1e-9,
    atol: float = 1e-12,
    at: str = "",
) -> None:
    """Fail unless `actual` has the shape of `expected` and equals it within the tolerances.

    Parameters
    ----------
    actual : object
        What the student returned.
    expected : array_like or float
        What is right.
    what, at : str
        How the sentence calls the value, and the input that it came from ("at k = 3").
    rtol, atol : float
        Relative tolerance (of each expected entry) and absolute one.

    Raises
    ------
    CaseFailure
    """
    expected = np.asarray(expected, dtype=np.float64)
    array = as_array(actual, expected.shape, what)
    same = np.isclose(array, expected, rtol=rtol, atol=atol, equal_nan=True)
    if np.all(same):
        return
    if not np.all(np.isfinite(array)) and np.all(np.isfinite(expected)):
        bad = "nan" if np.any(np.isnan(array)) else "infinity"
        fail(f"there is {bad} in {what}{_where(at)}, and every value should be finite")
    mistake = kind_of_values(array, expected, what)
    if expected.size <= MAX_SHOWN:
        wanted, got = contrast(expected, array)
        fail(f"{what} should be {wanted}{_where(at)}, got {got}", mistake=mistake)
    index = tuple(int(i) for i in np.argwhere(~same)[0])
    place = ", ".join(map(str, index))
    wanted, got = contrast(float(expected[index]), float(array[index]))
    count = f"{int(np.sum(~same))} of {same.size} entries differ"
    fail(f"{what}[{place}] should be {wanted}{_where(at)}, got {got} ({count})", mistake=mistake)


def assert_trajectory(
    actual: object,
    expected: ArrayLike,
    what: str = "the trajectory",
    rtol: float = 1e-8,
    atol: float = 1e-10,
    at: str = "",
) -> None:
    """Fail unless a path equals the expected one; the sentence names the first step that differs.

    Parameters
    ----------
    actual : object
        What the student returned.
    expected : array_like of shape (steps + 1, n)
        The right path.
    what, rtol, atol, at
        As for `assert_close`.

    Raises
    ------
    CaseFailure
        With both paths for a picture.
    """
    expected = np.asarray(expected, dtype=np.float64)
    rows, n = expected.shape
    array = as_array(actual, None, what)
    if array.ndim == 2 and array.shape[1] == n and array.shape[0] != rows:
        hint = ""
        if array.shape[0] == rows - 1:
            hint = ": the starting point counts as a row too"
        fail(f"{what} should have steps + 1 = {rows} rows{_where(at)}, got {array.shape[0]}{hint}")
    array = as_array(actual, expected.shape, what)
    same = np.isclose(array, expected, rtol=rtol, atol=atol, equal_nan=True).all(axis=1)
    if np.all(same):
        return
    picture = {"kind": "trajectory", "yours": array[:, :2].copy(), "expected": expected[:, :2].copy()}
    if rows > 2 and np.all(array == array[-1]) and not np.all(expected == expected[-1]):
        fail(f"all rows of {what} are the same: is one array stored again and again?", picture)
    step = int(np.argmin(same))
    if step == 0:
        fail(f"row 0 of {what} should be theta0{_where(at)}", picture)
    if not np.all(np.isfinite(array[step])):
        fail(f"{what} is not finite from step {step} on{_where(at)}", picture)
    fail(
        f"{what} leaves the right path at step {step}{_where(at)}: {_difference(array, expected, step)}",
        picture,
        kind_of_path(array, expected, what),
    )


def _difference(array, expected, step):
    if expected.shape[1] <= 3:
        return "it should be at {}, and is at {}".format(*contrast(expected[step], array[step]))
    i = int(np.argmax(np.abs(array[step] - expected[step])))
    wanted, got = contrast(float(expected[step, i]), float(array[step, i]))
    return f"coordinate {i} should be {wanted}, and is {got}"


def assert_equal(actual: object, expected: object, what: str = "the result", at: str = "") -> None:
    """Fail unless a plain value (string, None, bool, int) equals the expected one; words as for `assert_close`."""
    if isinstance(actual, np.ndarray) and actual.shape == () and not isinstance(expected, str):
        actual = actual.item()
    plain = actual is None or isinstance(actual, (str, bool, int, float))
    if not plain or type(actual is None) is not type(expected is None) or actual != expected:
        fail(f"{what} should be {show(expected)}{_where(at)}, got {show(actual)}")


def assert_unchanged(student: CaseStudent) -> None:
    """Fail if the last call of the student's function changed an argument in place, or what an earlier call returned.

    The latter shows an array that all calls share, so a case should call the function at least twice before it asks.
    """
    names = [str(name) for name in student.last_mutated]
    if names:
        fail(
            f"the function changes its argument {names[0]} in place: work on a copy, "
            "since the caller still needs the old value"
        )
    if student.last_spoiled:
        fail(
            "what an earlier call returned has changed: all calls write into the same array, "
            "and each should return an array of its own"
        )


def assert_own_randomness(student: CaseStudent) -> None:
    """Fail if the last call, which got a generator, drew from NumPy's global random state or seeded it."""
    if student.last_global_random:
        fail(
            "the function uses NumPy's global random numbers: draw from its argument rng alone, and set no seed, "
            "so that whoever calls it can repeat the result"
        )


def assert_raises(call: Callable[[], object], kind: str, what: str) -> None:
    """Fail unless `call()` makes the student's function raise an exception of type `kind`.

    Parameters
    ----------
    call : callable
        Takes nothing and calls the student's function.
    kind : str
        Name of the exception's type, such as ``"ValueError"``.
    what : str
        The situation in words: "for a direction that goes uphill".

    Raises
    ------
    CaseFailure
    """
    try:
        value = call()
    except StudentError as error:
        if error.kind != kind:
            fail(f"{error.name} should raise {kind} {what}, but raised {error.kind}")
        return
    fail(f"the function should raise {kind} {what}, got {show(value)}")
