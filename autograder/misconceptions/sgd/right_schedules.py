"""Right variants of `step_decay` and `inverse_time_decay`, in other styles."""

import math

import numpy as np

from autograder.variants import right


@right("step_decay")
def stairs_walked_down(k, alpha0, drop, every):
    alpha = alpha0
    for _ in range(every, k + 1, every):
        alpha *= drop
    return alpha


@right("step_decay")
def floor_of_the_quotient(k, alpha0, drop, every):
    return alpha0 * np.power(drop, np.floor(k / every))


@right("step_decay")
def by_logarithms(k, alpha0, drop, every, offset=0):
    return alpha0 * math.exp((k - k % every) // every * math.log(drop)) + offset


@right("step_decay")
def recursive(k, alpha0, drop, every):
    return alpha0 if k < every else drop * recursive(k - every, alpha0, drop, every)


@right("inverse_time_decay")
def as_a_power(k, alpha0, rate):
    return alpha0 * (1.0 + k * rate) ** -1


@right("inverse_time_decay")
def by_reciprocals(k, alpha0, rate):
    return 1 / (1 / alpha0 + k * (rate / alpha0))


@right("inverse_time_decay")
def as_an_array(k, alpha0, rate):
    return np.divide(alpha0, np.add(1, np.multiply(rate, k)))
