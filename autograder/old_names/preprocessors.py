"""The place that version 0.1 had for `autograder.hooks.preprocessors`, for configs that name it."""

from autograder.hooks.preprocessors import GradeInSandbox, SaveResult, ScoresAndComments, SubmissionExporter  # noqa: F401
