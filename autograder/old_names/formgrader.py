"""The place that version 0.1 had for `autograder.hooks.formgrader_guard`, for configs that name it."""

from autograder.hooks.formgrader_guard import refuse_other_folders  # noqa: F401
