"""Names the mistake behind a failed public case: a record holds what known mistakes return there.

The record, ``data/<assignment>_mistakes.json``, is written by the build. It holds a sample of numbers, a sentence and a
hint for each mistake, and no code.
"""

import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from checks.calls import Call
from checks.comparison import same
from checks.kinds import Kind

DATA = Path(__file__).parent / "data"
SAMPLE_SIZE = 24  # numbers of an array that are kept
PARTS = 8  # parts of a list that are kept, and numbers of each


def known_mistake(assignment: str, name: str, case_name: str, calls: Iterable[Call]) -> Kind | None:
    """Return the known mistake whose recorded results are those of `calls`, or None.

    Parameters
    ----------
    assignment : str
        Such as ``"ps3_momentum"``.
    name, case_name : str
        The function, and the public case that failed on it.
    calls : iterable of Call
        What the case called.

    Returns
    -------
    Kind or None
    """
    path = DATA / f"{assignment}_mistakes.json"
    if not path.exists():
        return None
    recorded = json.loads(path.read_text()).get(name, {}).get(case_name, [])
    mine = samples(name, calls)
    found = (mistake for mistake in recorded if mine and same(mine, mistake["results"]))
    return next((Kind(mistake["sentence"], mistake["hint"]) for mistake in found), None)


def samples(name: str, calls: Iterable[Call]) -> list:
    """Return a sample of the result of each call of one function."""
    return [sample(call.result) for call in calls if call.name == name]


def sample(value: object, size: int = SAMPLE_SIZE) -> object:
    """Return the structure and some of the numbers of a value, as plain data for JSON.

    Parameters
    ----------
    value : object
        What a function returned.
    size : int
        How many numbers of an array are kept at most, evenly spread.
    """
    if isinstance(value, dict):
        return {"keys": sorted(map(str, value)), "parts": [sample(value[k], PARTS) for k in sorted(value, key=str)]}
    if isinstance(value, (list, tuple)) and not all(isinstance(v, (int, float)) for v in value):
        return {"length": len(value), "parts": [sample(v, PARTS) for v in value[:PARTS]]}
    if value is None or isinstance(value, (str, bool)):
        return value
    try:
        array = np.asarray(value, dtype=float)
    except (ValueError, TypeError):
        return type(value).__name__
    flat = array.ravel()
    flat = flat[:: max(1, -(-flat.size // size))]
    return {
        "shape": list(array.shape),
        # Twelve places: what is smaller is rounding error, which is another one on another processor. + 0.0: no −0.
        "sample": [float(f"{round(float(x), 12) + 0.0:.9g}") if np.isfinite(x) else str(x) for x in flat],
    }
