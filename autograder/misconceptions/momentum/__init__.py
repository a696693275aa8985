"""Variants of the functions of pair 3: known mistakes, and right ways in another style."""

from autograder.misconceptions.momentum import (  # noqa: F401
    accelerated_wrong,
    nesterov_wrong,
    optima_wrong,
    paths_wrong,
    rates_right,
    rates_wrong,
    steps_right,
    steps_wrong,
)
