"""The place that version 0.1 had for `autograder.records.course_folder`, for configs that name it."""

from autograder.records.tables_version import ask_for_tables_version_here as own_commands_on_path  # noqa: F401
