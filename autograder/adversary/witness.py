"""Looks for an input on which an answer differs from the reference, and so is wrong."""

import copy
import random
import warnings
from collections.abc import Callable, Iterator

import numpy as np

from autograder.errors import AutograderError
from autograder.grading.domain import Domain
from autograder.variants import Variant
from checks.global_random import GlobalRandomWatch

EXAMPLES = 150
UNSTEADY = "differs from the reference in some runs and not in others on the same input"


class Raised:
    """Stands for the result of a call that raised."""

    def __init__(self, error):
        self.error = error

    def __repr__(self):
        return f"raises {type(self.error).__name__}"


def find_witness(
    domain: Domain, reference: Callable, make: Callable[[], Callable], seed: int, examples: int = EXAMPLES
) -> str | None:
    """Return an input, in words, on which an answer differs from the reference; None where none was found.

    The answer is called three times, with the first input again at the end, and looked at only then: so what one call
    leaves for the next shows as well.

    Parameters
    ----------
    domain : Domain
    reference : callable
    make : callable
        ``make()`` is the answer as new, without what earlier calls left in it.
    seed : int
    examples : int
        How many pairs of inputs are tried.
    """
    try:
        import hypothesis
        from hypothesis import strategies as st
    except ImportError as error:
        raise AutograderError("the search for witnesses needs hypothesis: pip install hypothesis") from error
    regimes = {name: st.sampled_from(list(values)) for name, values in domain.regimes.items()}
    inputs = st.fixed_dictionaries({"seed": st.integers(0, 2**20), **regimes})
    settings = hypothesis.settings(
        max_examples=examples,
        database=None,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
        phases=(hypothesis.Phase.generate, hypothesis.Phase.shrink),
    )

    def differs(pair):
        return difference(domain, reference, make, pair) is not None

    try:
        pair = hypothesis.find(st.tuples(inputs, inputs), differs, settings=settings, random=random.Random(seed))
    except hypothesis.errors.NoSuchExample:
        return None
    except hypothesis.errors.Flaky:
        return UNSTEADY
    return difference(domain, reference, make, pair) or UNSTEADY


def other_mistake(
    domain: Domain, reference: Callable, variant: Variant, make: Callable[[], Callable], seed: int, inputs: int = 40
) -> str | None:
    """Return an input, in words, on which an answer does something else than a known mistake; None where none is met.

    What the answer has right need not be as in the mistake: of a pair, say, one part may be right.
    """
    rng = np.random.default_rng(seed)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        for _ in range(inputs):
            regime = {name: values[int(rng.integers(len(values)))] for name, values in domain.regimes.items()}
            given = domain.build(np.random.default_rng(rng.integers(2**32)), **regime)
            right, mistaken, own = (
                _result(function, copy.deepcopy(given)) for function in (reference, variant.afresh(), make())
            )
            if _beyond(right) or _near(mistaken, own, domain.tolerance, domain.floor):
                continue
            parts = [value if isinstance(value, (tuple, list)) else [value] for value in (right, mistaken, own)]
            if len({len(part) for part in parts}) > 1 or not all(
                _near(r, o, domain.tolerance, domain.floor) or _near(m, o, domain.tolerance, domain.floor)
                for r, m, o in zip(*parts, strict=True)
            ):
                return f"on {_words(given)}: {_short(own)} where {variant.name} gives {_short(mistaken)}"
    return None


def difference(domain: Domain, reference: Callable, make: Callable[[], Callable], pair: tuple) -> str | None:
    """Return in words how an answer differs from the reference on a pair of inputs; None where it does not."""
    answer = make()
    first, second = (_arguments(domain, choice) for choice in pair)
    rows = []
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        for arguments in (first, second, first):
            given = copy.deepcopy(arguments)
            watch = GlobalRandomWatch()
            result = _result(answer, given)
            touched = watch.used()
            rows.append((_result(reference, copy.deepcopy(arguments)), result, given, arguments, touched))
        for when, (right, result, given, arguments, touched) in enumerate(rows):
            if _beyond(right):
                continue
            call = f"{'called again ' if when == 2 else 'after another call ' if when else ''}on {_words(arguments)}"
            if touched:
                return f"{call}: uses NumPy's global generator"
            if not all(_near(a, b, 0.0) for a, b in zip(arguments, given, strict=True)):
                return f"{call}: changes its arguments"
            if not _near(right, result, domain.tolerance, domain.floor):
                return f"{call}: {_short(result)} where the reference gives {_short(right)}"
    return None


def _arguments(domain, choice):
    regime = dict(choice)
    return domain.build(np.random.default_rng(regime.pop("seed")), **regime)


def _result(function, arguments):
    try:
        result = function(*arguments)
        return list(result) if isinstance(result, Iterator) else result
    except Exception as error:
        return Raised(error)


def _beyond(result):
    """Whether the reference's result is outside of what anyone promises: not finite."""
    if isinstance(result, (list, tuple)):
        return any(map(_beyond, result))
    return isinstance(result, (float, np.ndarray)) and not np.all(np.isfinite(np.asarray(result, float)))


def _near(right, result, tolerance, floor=0.0):
    if isinstance(right, Raised) or isinstance(result, Raised):
        return isinstance(right, Raised) and isinstance(result, Raised) and isinstance(result.error, type(right.error))
    if isinstance(right, dict):
        return (
            isinstance(result, dict)
            and right.keys() == result.keys()
            and all(_near(right[key], result[key], tolerance, floor) for key in right)
        )
    if isinstance(right, (np.ndarray, float, int, np.generic)) and not isinstance(right, bool):
        try:
            a, b = np.asarray(right, float), np.asarray(result, float)
        except (TypeError, ValueError):
            return False
        limit = floor + tolerance * np.max(np.abs(a), initial=0.0)
        return a.shape == b.shape and bool(np.all(np.abs(a - b) <= limit))
    if isinstance(right, (list, tuple)):
        return (
            isinstance(result, (list, tuple, np.ndarray))
            and len(right) == len(result)
            and all(_near(a, b, tolerance, floor) for a, b in zip(right, result, strict=True))
        )
    if callable(right) or isinstance(right, np.random.Generator) or hasattr(right, "same_loss"):
        return True
    return bool(np.array_equal(right, result))  # a text, or None, whatever its class


def _words(arguments):
    return "(" + ", ".join(map(_short, arguments)) + ")"


def _short(value):
    with np.printoptions(precision=6, threshold=12, edgeitems=2):
        text = " ".join(repr(value).split())
    return text if len(text) <= 200 else text[:200] + "…"
