"""One sentence for what went wrong in a function, in place of a traceback or of warnings."""

import contextlib
import traceback
import warnings
from collections.abc import Iterator, Sequence

import numpy as np


class Told(AttributeError):
    """An exception whose words are a sentence for the reader already."""


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """Keep warnings out of the notebook where a reader's numbers may blow up: the picture shows them."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


def in_words(trouble: BaseException, readers: Sequence[str] = ()) -> str:
    """Return a sentence on an exception for the reader of a notebook.

    Parameters
    ----------
    trouble : Exception
    readers : sequence of str
        Names of functions that the reader writes: one may have returned what does not fit.

    Returns
    -------
    str
    """
    if isinstance(trouble, Told):
        return str(trouble)
    name = _function_of(trouble)
    if isinstance(trouble, NotImplementedError):
        what = f"{name} is still empty" if name else "A function is still empty"
        return f"{what}: fill it in and run its cell, then run this cell again."
    words = " ".join(str(trouble).split())
    words = words if len(words) <= 200 else words[:199] + "…"
    if readers and not name:
        return f"What {' or '.join(readers)} returns does not fit here ({type(trouble).__name__}: {words})."
    where = f"{name} raised" if name else "This raised"
    return f"{where} {type(trouble).__name__}: {words}" if words else f"{where} {type(trouble).__name__}."


def _function_of(trouble):
    """Return the innermost function of the notebook that the exception passed through."""
    for frame, _ in reversed(list(traceback.walk_tb(trouble.__traceback__))):
        code, inside = frame.f_code, frame.f_globals.get("__name__") == "__main__"
        if inside and not code.co_name.startswith("<"):
            return code.co_name
    return ""
