"""What a case says and how it compares: shared by the public and the hidden cases.

Everything that a student's function returns is data of plain types with unknown shape and content.
The functions here are the only ones that look at it, and they raise nothing but `CaseFailure`,
whose message is one sentence for the student.
"""

import math

import numpy as np

MAX_SHOWN = 6  # entries of an array that a sentence can carry


class CaseFailure(AssertionError):
    """A case that the student's function does not pass.

    Parameters
    ----------
    message : str
        One sentence in the student's words.
    picture : dict, optional
        Plain data for a figure: ``{"kind": "trajectory", "yours": array, "expected": array}``.
    """

    outcome = "failed"

    def __init__(self, message, picture=None):
        super().__init__(message)
        self.message = message
        self.picture = picture


class StudentError(CaseFailure):
    """The student's function raised an exception.

    Parameters
    ----------
    name : str
        The function that was called.
    kind : str
        The exception's type, such as ``"ValueError"``.
    text : str
        The exception's message.
    """

    def __init__(self, name, kind, text):
        super().__init__(f"{name} raised {kind}: {text}" if text else f"{name} raised {kind}")
        self.name, self.kind, self.text = name, kind, text


class NotAnswered(CaseFailure):
    """The student's function is still the stub, or does not exist."""

    outcome = "unanswered"


def fail(message, picture=None):
    """Fail the case with one sentence for the student."""
    raise CaseFailure(message, picture)


def show(value):
    """Return a short text for a value in a sentence: few digits, never more than a line."""
    if isinstance(value, np.ndarray):
        if value.size > MAX_SHOWN:
            return f"an array of shape {value.shape}"
        return np.array2string(value, precision=5, separator=", ").replace("\n", "")
    if isinstance(value, (float, complex)):
        return f"{value:.6g}"
    text = repr(value)
    return text if len(text) <= 60 else f"a {type(value).__name__}"


def _where(at):
    return f" {at}" if at else ""


def as_array(value, shape=None, what="the result"):
    """Return `value` as a float array of the wanted shape, or fail.

    Parameters
    ----------
    value : object
        What the student returned: a number, a list of numbers, an array.
    shape : tuple of (int or None), optional
        The wanted shape; None stands for any length.
    what : str
        How the sentence calls the value.
    """
    if value is None:
        fail(f"{what} is None: is a return statement missing?")
    if isinstance(value, (str, dict, bool)):
        fail(f"{what} should be an array of numbers, got {show(value)}")
    try:
        array = np.asarray(value)
    except (ValueError, TypeError):
        fail(f"{what} should be one array, got a {type(value).__name__} of parts that do not fit together")
    if array.dtype.kind == "c":
        if array.size and np.any(array.imag != 0):
            fail(f"{what} has complex numbers in it, and should be real")
        array = array.real
    if array.dtype.kind not in "iuf":
        fail(f"{what} should be an array of numbers, got {show(value)}")
    array = array.astype(np.float64)
    if shape is not None:
        matches = len(shape) == array.ndim and all(
            want is None or want == got for want, got in zip(shape, array.shape, strict=True)
        )
        if not matches:
            wanted = "a single number" if shape == () else f"shape {_shape(shape)}"
            got = "a single number" if array.shape == () else f"shape {array.shape}"
            fail(f"{what} should have {wanted}, got {got}".replace("have a single", "be a single"))
    return array


def _shape(shape):
    inner = ", ".join("any" if n is None else str(n) for n in shape)
    return f"({inner},)" if len(shape) == 1 else f"({inner})"


def as_number(value, what="the result"):
    """Return `value` as a float, or fail; arrays with one entry and no dimension count as numbers."""
    return float(as_array(value, (), what))


def pair(value, *names):
    """Return the parts of a tuple or list of exactly `len(names)` values, or fail."""
    wanted = "(" + ", ".join(names) + ")"
    if value is None:
        fail(f"the function returned None: it should return {wanted}")
    if isinstance(value, np.ndarray) and value.ndim and len(value) == len(names):
        return list(value)
    if not isinstance(value, (tuple, list)) or len(value) != len(names):
        count = f"{len(value)} values" if isinstance(value, (tuple, list)) else f"a {type(value).__name__}"
        fail(f"the function should return {wanted}, got {count}")
    return list(value)


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
        fail(f"{what} should be {show(expected)}{_where(at)}, got {show(array)}")
    index = tuple(int(i) for i in np.argwhere(~same)[0])
    place = ", ".join(map(str, index))
    fail(
        f"{what}[{place}] should be {show(float(expected[index]))}{_where(at)}, got {show(float(array[index]))}"
        f" ({int(np.sum(~same))} of {same.size} entries differ)"
    )


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
        return f"it should be at {show(expected[step])}, and is at {show(array[step])}"
    i = int(np.argmax(np.abs(array[step] - expected[step])))
    wanted, got = float(expected[step, i]), float(array[step, i])
    return f"coordinate {i} should be {show(wanted)}, and is {show(got)}"


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


class callback:
    """A function of the grader that a student's function may call.

    Its arguments come from the student: they are made float arrays of the given shape, or the call fails
    with a sentence that the student sees where the call was made.

    Parameters
    ----------
    function : callable
        Called with float64 arrays.
    shape : tuple, optional
        Wanted shape of the first argument; later arguments are made float arrays of any shape.

    Attributes
    ----------
    calls : int
        How often it was called.
    inputs : list of ndarray
        The first argument of every call.
    """

    def __init__(self, function, shape=None):
        self.function, self.shape = function, shape
        self.calls = 0
        self.inputs = []

    def __deepcopy__(self, memo):
        return self  # a call counts wherever the function was handed to, as with a plain function

    def __call__(self, *args):
        if not args:
            fail("the given function needs an argument and was called without one")
        if not all(math.prod(np.shape(a)) <= 10**8 for a in args if isinstance(a, np.ndarray)):
            fail("the given function was called with an array that is far too large")
        arrays = [as_array(args[0], self.shape, "the argument of the given function")]
        arrays += [as_array(a, None, "an argument of the given function") for a in args[1:]]
        self.calls += 1
        self.inputs.append(arrays[0].copy())
        return self.function(*arrays)
