"""Named variants of the functions of pair 2."""

from autograder.misconceptions.newton import (  # noqa: F401
    right_matrix_free,
    right_steps,
    wrong_matrix_free,
    wrong_order,
    wrong_runs,
    wrong_search,
    wrong_steps,
)
