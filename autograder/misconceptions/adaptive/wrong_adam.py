"""Wrong variants of one step of Adam."""

import numpy as np

from autograder.variants import wrong
from solutions.adaptive import adam_step as reference


def _averages(g, m, v, beta1, beta2):
    return beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2


def _step(theta, m_hat, v_hat, alpha, eps):
    return theta - alpha * m_hat / (np.sqrt(v_hat) + eps)


@wrong(
    "adam_step",
    "This is Adam without any correction for the start at zero.",
    "How long is the first step, for the averages as they are?",
)
def adam_uncorrected(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = _averages(g, m, v, beta1, beta2)
    return _step(theta, m, v, alpha, eps), m, v


@wrong(
    "adam_step",
    "m is corrected, and v is not.",
    "Both averages start at zero: do both need the same care?",
)
def adam_corrects_only_m(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = _averages(g, m, v, beta1, beta2)
    return _step(theta, m / (1 - beta1**k), v, alpha, eps), m, v


@wrong(
    "adam_step",
    "v is corrected, and m is not.",
    "Both averages start at zero: do both need the same care?",
)
def adam_corrects_only_v(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = _averages(g, m, v, beta1, beta2)
    return _step(theta, m, v / (1 - beta2**k), alpha, eps), m, v


@wrong(
    "adam_step",
    "The corrected m and v are returned, so the next step starts from the wrong averages.",
    "Which m and v should the next step go on with?",
)
def adam_returns_corrected(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = _averages(g, m, v, beta1, beta2)
    m, v = m / (1 - beta1**k), v / (1 - beta2**k)
    return _step(theta, m, v, alpha, eps), m, v


@wrong(
    "adam_step",
    "The correction is the same at every step: the power k is missing.",
    "The correction should fade out as the run goes on: what in it depends on k?",
)
def adam_power_missing(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = _averages(g, m, v, beta1, beta2)
    return _step(theta, m / (1 - beta1), v / (1 - beta2), alpha, eps), m, v


@wrong(
    "adam_step",
    "The correction has the product beta·k in place of a power.",
    "The weight that is missing shrinks by the factor beta each step: is that a product or a power?",
)
def adam_product_for_power(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = _averages(g, m, v, beta1, beta2)
    return _step(theta, m / (1 - beta1 * k), v / (1 - beta2 * k), alpha, eps), m, v


@wrong(
    "adam_step",
    "The correction has beta² where the power is k.",
    "A square turned up in the wrong place: which exponent does the correction have?",
)
def adam_square_for_power(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = _averages(g, m, v, beta1, beta2)
    return _step(theta, m / (1 - beta1**2), v / (1 - beta2**2), alpha, eps), m, v


@wrong(
    "adam_step",
    "The correction uses k + 1: k counts from 1 already.",
    "With k = 1, how many gradients went into m?",
)
def adam_k_too_high(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    return reference(theta, g, m, v, k + 1, alpha, beta1, beta2, eps)


@wrong(
    "adam_step",
    "The correction uses k − 1, which divides by zero in the first step.",
    "With k = 1, how many gradients went into m?",
)
def adam_k_from_zero(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    return reference(theta, g, m, v, np.float64(k - 1), alpha, beta1, beta2, eps)


@wrong(
    "adam_step",
    "beta1 and beta2 are swapped.",
    "Which of the two averages has the longer memory?",
)
def adam_betas_swapped(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    return reference(theta, g, m, v, k, alpha, beta2, beta1, eps)


@wrong(
    "adam_step",
    "v averages magnitudes |g|, not squares.",
    "Compare the units of √v with the units of m: does their ratio have none?",
)
def adam_magnitudes(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * np.abs(g)
    return _step(theta, m / (1 - beta1**k), v / (1 - beta2**k), alpha, eps), m, v


@wrong(
    "adam_step",
    "v averages the squares of m, not of the gradient.",
    "Whose size does v keep track of?",
)
def adam_squares_m(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * m**2
    return _step(theta, m / (1 - beta1**k), v / (1 - beta2**k), alpha, eps), m, v


@wrong(
    "adam_step",
    "v averages the squared distance of g from m, a variance, not the square of g.",
    "Is anything taken from g before it is squared?",
)
def adam_centred(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * (g - m) ** 2
    return _step(theta, m / (1 - beta1**k), v / (1 - beta2**k), alpha, eps), m, v


@wrong(
    "adam_step",
    "The step divides by v without the square root.",
    "If the loss is multiplied by 1000, should the step change?",
)
def adam_without_root(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = _averages(g, m, v, beta1, beta2)
    return theta - alpha * (m / (1 - beta1**k)) / (v / (1 - beta2**k) + eps), m, v


@wrong(
    "adam_step",
    "One root is used for all coordinates: the squares are summed over the vector.",
    "How many different divisors should a step with n coordinates have?",
)
def adam_one_root_for_all(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = _averages(g, m, v, beta1, beta2)
    return _step(theta, m / (1 - beta1**k), np.sum(v / (1 - beta2**k)), alpha, eps), m, v


@wrong(
    "adam_step",
    "The step goes along the gradient of this moment, and not along its average.",
    "Which of m and g stands above the fraction line?",
)
def adam_gradient_on_top(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = _averages(g, m, v, beta1, beta2)
    return _step(theta, g, v / (1 - beta2**k), alpha, eps), m, v


@wrong(
    "adam_step",
    "m is a sum with fading, not an average: the new gradient has weight one.",
    "What do the two weights of an average add up to?",
)
def adam_momentum_sum(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = beta1 * m + g, beta2 * v + (1 - beta2) * g**2
    return _step(theta, m / (1 - beta1**k), v / (1 - beta2**k), alpha, eps), m, v


@wrong("adam_step", "theta moves uphill.", "Look at the sign of the step.")
def adam_uphill(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    return reference(theta, g, m, v, k, -alpha, beta1, beta2, eps)
