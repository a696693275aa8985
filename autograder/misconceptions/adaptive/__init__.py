"""Named variants of the functions of pair 4."""

from autograder.misconceptions.adaptive import (  # noqa: F401
    right_adam,
    right_steps,
    wrong_adagrad,
    wrong_adam,
    wrong_adam_details,
    wrong_adamw,
    wrong_average,
    wrong_rmsprop,
    wrong_runs,
)
