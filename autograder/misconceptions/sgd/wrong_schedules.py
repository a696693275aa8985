"""Wrong variants of `step_decay` and `inverse_time_decay`."""

import math

from autograder.variants import wrong


@wrong("step_decay", "The step size falls at every step, not in stairs.", "How long does a stair last?")
def falls_at_every_step(k, alpha0, drop, every):
    return alpha0 * drop ** (k / every)


@wrong("step_decay", "The fall comes one step too early.", "Which is the first step on the second stair?")
def one_step_early(k, alpha0, drop, every):
    return alpha0 * drop ** ((k + 1) // every)


@wrong("step_decay", "The fall comes one step too late.", "Which is the first step on the second stair?")
def one_step_late(k, alpha0, drop, every):
    return alpha0 * drop ** (max(k - 1, 0) // every)


@wrong("step_decay", "The first stair is missing: step 0 is already lowered.", "What is ⌊0 / every⌋?")
def first_stair_missing(k, alpha0, drop, every):
    return alpha0 * drop ** (k // every + 1)


@wrong("step_decay", "The fall comes in the middle of a stair.", "⌊ ⌋ rounds down; what does round do at ½?")
def rounded(k, alpha0, drop, every):
    return alpha0 * drop ** round(k / every)


@wrong("step_decay", "The number of falls is rounded up.", "How many falls are behind you at step 1?")
def rounded_up(k, alpha0, drop, every):
    return alpha0 * drop ** math.ceil(k / every)


@wrong("step_decay", "The step size falls only once.", "What happens at k = 2·every?")
def falls_once(k, alpha0, drop, every):
    return alpha0 * (drop if k >= every else 1)


@wrong(
    "step_decay",
    "The factor is multiplied by the number of falls and not raised to it.",
    "Each stair is the last one times drop.",
)
def times_instead_of_power(k, alpha0, drop, every):
    falls = k // every
    return alpha0 * drop * falls if falls else alpha0


@wrong("step_decay", "The factor is always 0.1.", "drop is an argument.")
def hard_coded_drop(k, alpha0, drop, every):
    return alpha0 * 0.1 ** (k // every)


@wrong("step_decay", "The step size falls by the share drop, not to it.", "For drop = 1 nothing changes.")
def by_a_share(k, alpha0, drop, every):
    return alpha0 * (1 - drop) ** (k // every)


@wrong("step_decay", "The power has drop and the number of falls the wrong way round.", "Which is the base?")
def power_turned_round(k, alpha0, drop, every):
    return alpha0 * (k // every) ** drop if k >= every else alpha0


@wrong("step_decay", "The step size grows: it is divided by the factor.", "drop is less than one.")
def grows(k, alpha0, drop, every):
    return alpha0 / drop ** (k // every)


@wrong("inverse_time_decay", "The 1 is missing below: step 0 divides by zero.", "What is alpha at k = 0?")
def one_is_missing(k, alpha0, rate):
    return alpha0 / (rate * k)


@wrong("inverse_time_decay", "The rate is not used.", "After how many steps has alpha halved?")
def rate_not_used(k, alpha0, rate):
    return alpha0 / (1 + k)


@wrong("inverse_time_decay", "The count begins one step too late.", "At k = 0 alpha is alpha0 itself.")
def counts_from_one(k, alpha0, rate):
    return alpha0 / (1 + rate * (k + 1))


@wrong(
    "inverse_time_decay",
    "alpha falls exponentially, far faster than 1/k.",
    "k stands in a product, not in a power.",
)
def power_of_k(k, alpha0, rate):
    return alpha0 / (1 + rate) ** k


@wrong(
    "inverse_time_decay",
    "alpha falls like an exponential function.",
    "What is left of exp(−rate·k) at rate·k = 100?",
)
def exponential(k, alpha0, rate):
    return alpha0 * math.exp(-rate * k)


@wrong("inverse_time_decay", "alpha falls like 1/√k.", "There is no root in this schedule.")
def root(k, alpha0, rate):
    return alpha0 / math.sqrt(1 + rate * k)


@wrong(
    "inverse_time_decay",
    "Brackets are missing: only 1 is divided by.",
    "What stands below the fraction's line?",
)
def brackets_missing(k, alpha0, rate):
    return alpha0 / 1 + rate * k


@wrong("inverse_time_decay", "alpha falls in a straight line.", "Dividing by 1 + x is not multiplying by 1 − x.")
def straight_line(k, alpha0, rate):
    return alpha0 * max(0.0, 1 - rate * k)


@wrong("inverse_time_decay", "alpha0 is scaled by the rate too.", "Where does the rate stand in the formula?")
def rate_above_too(k, alpha0, rate):
    return alpha0 * rate / (1 + rate * k)


@wrong("inverse_time_decay", "The counter is divided by the rate.", "A larger rate should fall faster.")
def divided_by_rate(k, alpha0, rate):
    return alpha0 / (1 + k / rate)
