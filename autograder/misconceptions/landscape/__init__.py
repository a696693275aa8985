"""Named variants of the functions of pair 1."""

from autograder.misconceptions.landscape import (  # noqa: F401
    right_points,
    right_runs,
    wrong_convexity,
    wrong_critical,
    wrong_descent,
    wrong_differences,
    wrong_filters,
    wrong_random,
    wrong_softmax,
)
