"""Wrong variants of `cosine_decay`."""

import math

from autograder.variants import wrong
from solutions.sgd import cosine_decay


@wrong("cosine_decay", "The warm-up begins at zero, so step 0 does not move.", "What is alpha at k = 0?")
def warmup_from_zero(k, alpha0, total, warmup=0):
    return alpha0 * k / warmup if k < warmup else cosine_decay(k, alpha0, total, warmup)


@wrong("cosine_decay", "The warm-up never reaches alpha0.", "Which is the first step with all of alpha0?")
def warmup_too_low(k, alpha0, total, warmup=0):
    return alpha0 * (k + 1) / (warmup + 1) if k < warmup else cosine_decay(k, alpha0, total, warmup)


@wrong("cosine_decay", "There is no warm-up.", "What should happen while k < warmup?")
def no_warmup(k, alpha0, total, warmup=0):
    return cosine_decay(max(k, warmup), alpha0, total, warmup)


@wrong("cosine_decay", "The warm-up lasts one step too long.", "At k = warmup the cosine is at its top.")
def warmup_one_step_long(k, alpha0, total, warmup=0):
    return alpha0 * (k + 1) / warmup if 0 < k <= warmup else cosine_decay(k, alpha0, total, warmup)


@wrong(
    "cosine_decay",
    "The cosine does not begin after the warm-up but at step 0.",
    "Count from the warm-up's end.",
)
def cosine_from_the_start(k, alpha0, total, warmup=0):
    return cosine_decay(k, alpha0, total, warmup if k < warmup else 0)


@wrong(
    "cosine_decay",
    "After the warm-up the cosine is stretched over total steps.",
    "How many steps are left after the warm-up?",
)
def warmup_not_taken_off_total(k, alpha0, total, warmup=0):
    return cosine_decay(k, alpha0, total + warmup, warmup) if k < total else 0.0


def falling(k, alpha0, total, warmup, share):
    """Use ``share(done)`` of alpha0 while the cosine should fall, where done goes from 0 to 1."""
    if warmup <= k < total:
        return alpha0 * share((k - warmup) / (total - warmup))
    return cosine_decay(k, alpha0, total, warmup)


@wrong("cosine_decay", "The ½ is missing: alpha begins at 2·alpha0.", "What is 1 + cos 0?")
def half_is_missing(k, alpha0, total, warmup=0):
    return falling(k, alpha0, total, warmup, lambda done: 1 + math.cos(math.pi * done))


@wrong("cosine_decay", "alpha becomes negative: the 1 is missing from 1 + cos.", "How low does a cosine go?")
def one_is_missing(k, alpha0, total, warmup=0):
    return falling(k, alpha0, total, warmup, lambda done: math.cos(math.pi * done))


@wrong("cosine_decay", "A whole wave is used: alpha comes up again.", "At the end the cosine should be −1.")
def whole_wave(k, alpha0, total, warmup=0):
    return falling(k, alpha0, total, warmup, lambda done: 0.5 * (1 + math.cos(2 * math.pi * done)))


@wrong("cosine_decay", "A quarter of a wave is used.", "Half a wave goes from the top to the bottom.")
def quarter_of_a_wave(k, alpha0, total, warmup=0):
    return falling(k, alpha0, total, warmup, lambda done: math.cos(math.pi / 2 * done))


@wrong("cosine_decay", "π is missing from the cosine.", "Which angle should it reach at the end?")
def pi_is_missing(k, alpha0, total, warmup=0):
    return falling(k, alpha0, total, warmup, lambda done: 0.5 * (1 + math.cos(done)))


@wrong("cosine_decay", "alpha falls in a straight line.", "Where is the cosine?")
def straight_line_down(k, alpha0, total, warmup=0):
    return falling(k, alpha0, total, warmup, lambda done: 1 - done)


@wrong("cosine_decay", "alpha comes up again after the end.", "What does a cosine do beyond π?")
def comes_up_again(k, alpha0, total, warmup=0):
    if k < warmup:
        return cosine_decay(k, alpha0, total, warmup)
    return 0.5 * alpha0 * (1 + math.cos(math.pi * (k - warmup) / (total - warmup)))


@wrong("cosine_decay", "alpha reaches zero one step too early.", "What is alpha at k = total − 1?")
def zero_one_step_early(k, alpha0, total, warmup=0):
    return cosine_decay(k, alpha0, max(total - 1, warmup + 1), warmup) if k != warmup else alpha0


@wrong("cosine_decay", "alpha stays at alpha0 after the end.", "What should it be for k ≥ total?")
def full_after_the_end(k, alpha0, total, warmup=0):
    return alpha0 if k >= total else cosine_decay(k, alpha0, total, warmup)
