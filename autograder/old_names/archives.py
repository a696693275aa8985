"""The place that version 0.1 had for `autograder.hooks.archives`, for configs that name it."""

from autograder.hooks.archives import BoundedExtractor  # noqa: F401
