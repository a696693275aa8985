"""How sentences for students are put together."""

from collections.abc import Callable


def title_of(case: Callable) -> str:
    """Return what a case covers, in words: the first line of its docstring without the full stop."""
    return (case.__doc__ or case.__name__).strip().splitlines()[0].rstrip(".")


def join_sentences(first: str, second: str) -> str:
    """Return two sentences, one after the other; the first may lack its full stop, the second may be empty."""
    if not second:
        return first
    return f"{first}{'' if first.endswith(('.', '?')) else '.'} {second}"
