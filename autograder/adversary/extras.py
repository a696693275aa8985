"""Helpful extras and bad habits that can be put around any function: each makes a wrong answer of a right one.

A template takes a function, and its parameters' names, and returns another; where it does not apply it returns None.
Its docstring is what the report says of it.
"""

import functools
import inspect
from collections.abc import Callable, Iterator

import numpy as np

TEMPLATES: list[Callable] = []


def template(function: Callable) -> Callable:
    """Register a template."""
    TEMPLATES.append(function)
    return function


def parameters_of(function: Callable) -> list[str]:
    """Return the names of a function's parameters."""
    return list(inspect.signature(function).parameters)


def _around(function, body):
    """A function that calls ``body(arguments)`` with a dict of all arguments, and looks like the other one."""
    signature = inspect.signature(function)

    @functools.wraps(function)
    def answer(*args, **kwargs):
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        return body(dict(bound.arguments))

    return answer


def _numbers(change):
    """Apply `change` to each array or float of a result."""

    def deep(value):
        if isinstance(value, tuple):
            return tuple(map(deep, value))
        if isinstance(value, (list, Iterator)):
            return [deep(item) for item in value]
        if isinstance(value, dict):
            return {key: deep(item) for key, item in value.items()}
        return change(value) if isinstance(value, (float, np.ndarray)) else value

    return deep


def _on_results(function, change):
    return _around(function, lambda given: _numbers(change)(function(**given)))


def _with_argument(function, name, change):
    if name not in parameters_of(function):
        return None
    return _around(function, lambda given: function(**{**given, name: change(given[name])}))


@template
def shared_buffer(function: Callable) -> Callable | None:
    """All results of a shape lie in one buffer."""
    buffers = {}

    def keep(value):
        if isinstance(value, float):
            return value
        buffer = buffers.setdefault((value.shape, value.dtype), np.empty_like(value))
        buffer[...] = value
        return buffer

    return _on_results(function, keep)


def _memo(function, key_of):
    known = {}

    def body(given):
        key = key_of(given)
        if key not in known:
            result = function(**given)
            known[key] = list(result) if isinstance(result, Iterator) else result
        return known[key]

    return _around(function, body)


def _bytes(value):
    return value.tobytes() if isinstance(value, np.ndarray) else repr(value) if isinstance(value, (int, float)) else ""


@template
def memo_by_arrays(function: Callable) -> Callable | None:
    """Remembers answers by the arrays and numbers alone, whatever function comes with them."""
    return _memo(function, lambda given: tuple(map(_bytes, given.values())))


@template
def memo_by_first_array(function: Callable) -> Callable | None:
    """Remembers answers by the first array or number alone."""
    return _memo(function, lambda given: next(filter(None, map(_bytes, given.values())), ""))


@template
def counts_calls(function: Callable) -> Callable | None:
    """Goes wrong by a thousandth from the second call on."""
    calls = [0]

    def change(value):
        return value * (1.001 if calls[0] > 1 else 1.0)

    def body(given):
        calls[0] += 1
        return _numbers(change)(function(**given))

    return _around(function, body)


@template
def same_object_again(function: Callable) -> Callable | None:
    """Keeps its last result, and adds a thousandth to it in later calls."""
    last = []

    def body(given):
        for value in last:
            if isinstance(value, np.ndarray) and value.dtype == float and value.flags.writeable:
                value *= 1.001
        result = function(**given)
        result = list(result) if isinstance(result, Iterator) else result
        last[:] = result if isinstance(result, (list, tuple)) else [result]
        return result

    return _around(function, body)


def _of_gradient(change, words):
    for name in ("grad", "g"):

        def make(function, name=name):
            if name not in parameters_of(function):
                return None
            if name == "g":
                return _with_argument(function, name, change)
            return _with_argument(function, name, lambda grad: lambda *args: change(grad(*args)))

        make.__name__, make.__doc__ = f"{words[0]}_{name}", words[1]
        TEMPLATES.append(make)


def _clipped(size):
    return lambda g: g * min(1.0, size / max(float(np.linalg.norm(g)), 1e-300))


for _size in (1.0, 10.0, 100.0, 1e3, 1e6):
    _of_gradient(_clipped(_size), (f"clips_at_{_size:g}", f"Clips gradients to length {_size:g}."))
    _of_gradient(lambda g, s=_size: np.clip(g, -s, s), (f"clamps_at_{_size:g}", f"Clamps each slope to ±{_size:g}."))
for _size in (1e-12, 1e-10, 1e-8, 1e-6, 1e-4):
    _of_gradient(
        lambda g, s=_size: g * (np.linalg.norm(g) > s),
        (f"flat_below_{_size:g}", f"Takes gradients shorter than {_size:g} as zero: it stops early."),
    )
    _of_gradient(lambda g, s=_size: g + s, (f"adds_{_size:g}", f"Adds {_size:g} to each slope."))
_of_gradient(lambda g: g * (np.linalg.norm(g) < 1e6), ("gives_up_far_away", "Gives up where slopes are above 10⁶."))
_of_gradient(lambda g: np.nan_to_num(g), ("hides_nan", "Takes nan as zero."))
_of_gradient(lambda g: np.float32(g).astype(float), ("single", "Takes gradients in single precision."))


def _late(step, factor, words):
    """The gradients of a run are scaled from a step on."""

    def make(function):
        if "grad" not in parameters_of(function):
            return None

        def body(given):
            grad, calls = given["grad"], [0]

            def late(*args):
                calls[0] += 1
                return grad(*args) * (factor if calls[0] > step else 1.0)

            return function(**{**given, "grad": late})

        return _around(function, body)

    make.__name__, make.__doc__ = words
    TEMPLATES.append(make)


for _step in (3, 10, 30, 50, 100, 1000):
    _late(_step, 1.01, (f"other_after_{_step}", f"Steps become longer after {_step} gradients."))
    _late(_step, 0.0, (f"stops_after_{_step}", f"Stands still after {_step} gradients."))


def _on_regime(name, holds, words):
    """Results off by a thousandth where an argument is in a regime."""

    def make(function):
        if name not in parameters_of(function):
            return None

        def body(given):
            wrong = holds(given[name])
            return _numbers(lambda value: value * 1.001 if wrong else value)(function(**given))

        return _around(function, body)

    make.__name__, make.__doc__ = words
    TEMPLATES.append(make)


for _name in ("steps", "epochs", "draws", "k", "draws", "max_iter", "batch_size", "n", "total", "warmup", "every"):
    for _most in (4, 50, 1000):
        _on_regime(
            _name,
            lambda value, most=_most: isinstance(value, (int, np.integer)) and value > most,
            (f"wrong_for_{_name}_above_{_most}", f"Off by a thousandth for {_name} above {_most}."),
        )
for _name in ("theta", "theta0", "g", "H", "b", "points", "errors", "lams", "X", "W", "values", "delta", "v"):
    for _most in (2, 4, 8):
        _on_regime(
            _name,
            lambda value, most=_most: len(value) > most,
            (f"wrong_for_{_name}_longer_than_{_most}", f"Off by a thousandth where {_name} has more than {_most}."),
        )
    for _far in (1e3, 1e6):
        _on_regime(
            _name,
            lambda value, far=_far: np.max(np.abs(value), initial=0) > far,
            (f"wrong_for_{_name}_above_{_far:g}", f"Off by a thousandth where {_name} is above {_far:g}."),
        )
    for _near in (1e-3, 1e-6):
        _on_regime(
            _name,
            lambda value, near=_near: np.max(np.abs(value), initial=0) < near,
            (f"wrong_for_{_name}_below_{_near:g}", f"Off by a thousandth where {_name} is below {_near:g}."),
        )


def _on_matrix(change, words):
    def make(function):
        return _with_argument(function, "H", change)

    make.__name__, make.__doc__ = words
    TEMPLATES.append(make)


def _refuses(bad):
    def change(H):
        if bad(H):
            raise np.linalg.LinAlgError("nearly singular")
        return H

    return change


for _size in (1e-12, 1e-10, 1e-8, 1e-6):
    _on_matrix(lambda H, s=_size: H + s * np.eye(len(H)), (f"damps_by_{_size:g}", f"Adds {_size:g} to the diagonal."))
    _on_matrix(
        _refuses(lambda H, s=_size: abs(np.linalg.det(H)) < s),
        (f"refuses_det_below_{_size:g}", f"Refuses matrices with a determinant below {_size:g}."),
    )
for _size in (1e6, 1e8, 1e10, 1e12):
    _on_matrix(
        _refuses(lambda H, s=_size: np.linalg.cond(H) > s),
        (f"refuses_condition_above_{_size:g}", f"Refuses matrices with a condition above {_size:g}."),
    )


def _on_values(change, words):
    def make(function):
        return _on_results(function, change)

    make.__name__, make.__doc__ = words
    TEMPLATES.append(make)


_on_values(lambda value: np.round(value, 6), ("rounds", "Rounds results to 6 digits."))
_on_values(lambda value: np.float32(value) * 1.0, ("single_results", "Gives results in single precision."))
_on_values(lambda value: value + 1e-12, ("adds_a_bit", "Adds 10⁻¹² to results."))
_on_values(lambda value: value + 1e-7, ("adds_more", "Adds 10⁻⁷ to results."))
_on_values(
    lambda value: np.where(np.abs(value) < 1e-7, 0.0, value) * 1.0, ("flushes", "Takes results below 10⁻⁷ as 0.")
)
_on_values(lambda value: np.clip(value, -1e6, 1e6) * 1.0, ("bounded", "Bounds results to ±10⁶."))


def _with_rng(other, words):
    def make(function):
        return _with_argument(function, "rng", other)

    make.__name__, make.__doc__ = words
    TEMPLATES.append(make)


_with_rng(lambda rng: np.random.default_rng(0), ("fixed_seed", "Uses a fixed seed in place of rng."))
_with_rng(lambda rng: np.random.default_rng(), ("fresh_entropy", "Uses fresh entropy in place of rng."))
_with_rng(
    lambda rng: np.random.default_rng(np.random.randint(2**31)),  # noqa: NPY002 - the habit that it stands for
    ("global_generator", "Uses NumPy's global generator."),
)


@template
def seeds_inside(function: Callable) -> Callable | None:
    """Seeds NumPy's global generator."""
    if "rng" not in parameters_of(function):
        return None

    def body(given):
        np.random.seed(0)  # noqa: NPY002 - the habit that it stands for
        return function(**given)

    return _around(function, body)


def changed_arguments(function: Callable) -> Iterator[tuple[str, str, Callable]]:
    """Yield (name, words, answer) of answers that change an argument in place, or use a default in place of it."""
    for name, parameter in inspect.signature(function).parameters.items():

        def spoil(given, name=name):
            result = function(**given)
            result = list(result) if isinstance(result, Iterator) else result
            arrays = given[name] if isinstance(given[name], (list, tuple)) else [given[name]]
            for value in arrays:
                if isinstance(value, np.ndarray) and value.flags.writeable:
                    value += 1
            return result

        yield f"spoils_{name}", f"Changes {name} in place.", _around(function, spoil)
        if parameter.default is not inspect.Parameter.empty:
            default = parameter.default
            yield (
                f"ignores_{name}",
                f"Uses {default!r} whatever {name} is.",
                _around(function, lambda given, name=name, default=default: function(**{**given, name: default})),
            )
