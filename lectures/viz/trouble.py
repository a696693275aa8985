"""One sentence for what went wrong in a function, in place of a traceback."""

import traceback


def in_words(trouble: BaseException) -> str:
    """Return a sentence on an exception for the reader of a notebook.

    Parameters
    ----------
    trouble : Exception

    Returns
    -------
    str
    """
    name = _function_of(trouble)
    if isinstance(trouble, NotImplementedError):
        what = f"{name} is still empty" if name else "A function is still empty"
        return f"{what}: fill it in and run its cell, then run this cell again."
    words = " ".join(str(trouble).split())
    words = words if len(words) <= 200 else words[:199] + "…"
    where = f"{name} raised" if name else "This raised"
    return f"{where} {type(trouble).__name__}: {words}" if words else f"{where} {type(trouble).__name__}."


def _function_of(trouble):
    """Return the innermost function of the notebook that the exception passed through."""
    for frame, _ in reversed(list(traceback.walk_tb(trouble.__traceback__))):
        code, inside = frame.f_code, frame.f_globals.get("__name__") == "__main__"
        if inside and not code.co_name.startswith("<"):
            return code.co_name
    return ""
