"""What a case says and how it compares: shared by the public and the hidden cases.

Everything that a student's function returns is data of plain types with unknown shape and content.
The functions here are the only ones that look at it, and they raise nothing but `CaseFailure`,
whose message is one sentence for the student.
"""

import numpy as np

from checks.callback import callback
from checks.failures import CaseFailure, NotAnswered, StudentError
from checks.values import MAX_SHOWN, as_array, as_number, contrast, fail, pair, show

__all__ = [
    "CaseFailure", "NotAnswered", "StudentError", "as_array", "as_number", "assert_close", "assert_equal",
    "assert_raises", "assert_trajectory", "assert_unchanged", "callback", "fail", "pair", "show",
]  # fmt: skip


def _where(at):
    return f" {at}" if at else ""


def assert_close(actual, expected, what="the result", rtol=1e-9, atol=1e-12, at=""):
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
        Relative tolerance (to the largest expected magnitude in the array's own entry) and absolute one.
    """
    expected = np.asarray(expected, dtype=np.float64)
    array = as_array(actual, expected.shape, what)
    same = np.isclose(array, expected, rtol=rtol, atol=atol, equal_nan=True)
    if np.all(same):
        return
    if not np.all(np.isfinite(array)) and np.all(np.isfinite(expected)):
        bad = "nan" if np.any(np.isnan(array)) else "infinity"
        fail(f"{what} has {bad} in it{_where(at)}, and every value should be finite")
    if expected.size <= MAX_SHOWN:
        wanted, got = contrast(expected, array)
        fail(f"{what} should be {wanted}{_where(at)}, got {got}")
    index = tuple(int(i) for i in np.argwhere(~same)[0])
    place = ", ".join(map(str, index))
    wanted, got = contrast(float(expected[index]), float(array[index]))
    count = f"{int(np.sum(~same))} of {same.size} entries differ"
    fail(f"{what}[{place}] should be {wanted}{_where(at)}, got {got} ({count})")


def assert_trajectory(actual, expected, what="the trajectory", rtol=1e-8, atol=1e-10, at=""):
    """Fail unless a path equals the expected one; the sentence names the first step that differs.

    `actual` and `expected` have shape ``(steps + 1, n)``. The failure carries both paths for a picture.
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
    )


def _difference(array, expected, step):
    if expected.shape[1] <= 3:
        return "it should be at {}, and is at {}".format(*contrast(expected[step], array[step]))
    i = int(np.argmax(np.abs(array[step] - expected[step])))
    wanted, got = contrast(float(expected[step, i]), float(array[step, i]))
    return f"coordinate {i} should be {wanted}, and is {got}"


def assert_equal(actual, expected, what="the result", at=""):
    """Fail unless a plain value (string, None, bool, int) equals the expected one."""
    if isinstance(actual, np.ndarray) and actual.shape == () and not isinstance(expected, str):
        actual = actual.item()
    plain = actual is None or isinstance(actual, (str, bool, int, float))
    if not plain or type(actual is None) is not type(expected is None) or actual != expected:
        fail(f"{what} should be {show(expected)}{_where(at)}, got {show(actual)}")


def assert_unchanged(student):
    """Fail if the last call of the student's function changed one of its arguments in place."""
    names = [str(name) for name in student.last_mutated]
    if names:
        fail(
            f"the function changes its argument {names[0]} in place: work on a copy, "
            "since the caller still needs the old value"
        )


def assert_raises(call, kind, what):
    """Fail unless `call()` makes the student's function raise an exception of type `kind`.

    Parameters
    ----------
    call : callable
        Takes nothing and calls the student's function.
    kind : str
        Name of the exception's type, such as ``"ValueError"``.
    what : str
        The situation in words: "for a direction that goes uphill".
    """
    try:
        value = call()
    except StudentError as error:
        if error.kind != kind:
            fail(f"{error.name} should raise {kind} {what}, but raised {error.kind}")
        return
    fail(f"the function should raise {kind} {what}, got {show(value)}")
