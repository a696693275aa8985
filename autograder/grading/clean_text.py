"""A student's own words, made fit to stand in a sentence of the grader's."""

from typing import Any

from autograder import limits


def clean_text(text: Any, limit: int = limits.ERROR_CHARACTERS) -> str:
    """Return a student's text as one short printable line."""
    if not isinstance(text, str):
        return ""
    line = " ".join("".join(c if c.isprintable() else " " for c in text[: 4 * limit]).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
