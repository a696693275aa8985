"""The place that version 0.1 had for `autograder.hooks.feedback`, for configs that name it."""

from autograder.hooks.feedback import FeedbackExporter  # noqa: F401
