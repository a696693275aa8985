"""The place that version 0.1 had for `autograder.hooks.safe_markdown`, for configs that name it."""

from autograder.hooks.safe_markdown import markdown  # noqa: F401
