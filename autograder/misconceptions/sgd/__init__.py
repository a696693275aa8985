"""Variants of the functions of pair 5, by what they are about."""

from . import (  # noqa: F401
    batches,
    cosine,
    digits,
    network_right,
    network_wrong,
    noise,
    rates,
    schedules,
    training_right,
    training_wrong,
)
