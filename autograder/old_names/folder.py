"""The place that version 0.1 had for `autograder.records.course_folder`, for configs that name it."""

from autograder.records.course_folder import own_commands_on_path  # noqa: F401
